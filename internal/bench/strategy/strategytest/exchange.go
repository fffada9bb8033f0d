// The conformance of strategies that exchange keys.

package strategytest

import (
	"bytes"
	"math/big"
	"slices"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/results"
)

// Exchanges is the task of a parameter set.
func Exchanges(params string) strategy.Task {
	set, _ := kex.Named(params) // of an unknown name the strategy says what is wrong
	return strategy.Task{Kind: strategy.Kex, Bits: set.Bits, Params: params}
}

// exchanges wants all the steps of an exchange, each a number of times that the workers
// share evenly.
func (c *checker) exchanges(strategy.Runner) {
	task := c.task
	task.Workers = 3
	runner := c.runner(task)
	if runner == nil {
		return
	}
	var steps []string
	for _, op := range runner.Operations() {
		if !slices.Contains(steps, op.Step) {
			steps = append(steps, op.Step)
		}
		if err := op.Prepare(c.ctx); err != nil {
			c.fail("operation %q by %d workers: prepare: %v", op.Name, task.Workers, err)
			continue
		}
		if done, err := op.Run(c.ctx, 4); err != nil || done < 4 || done%int64(task.Workers*op.AtOnce) != 0 {
			c.fail("operation %q: done %d times of 4 by %d workers: %v", op.Name, done, task.Workers, err)
		}
	}
	if want := []string{results.StepKeygen, results.StepShared, results.StepHandshake}; !slices.Equal(steps, want) {
		c.fail("steps %q, want %q", steps, want)
	}
}

// Agree has a client of one library and a server of another, or of the same, come to
// one secret, a few times. Secrets are compared as numbers: where a secret is one,
// libraries differ in how many zeros they put before it.
func Agree(t *testing.T, client, server strategy.Party) {
	t.Helper()
	const times = 5
	seen := map[string]bool{}
	for range times {
		share, err := client.Generate()
		if err != nil {
			t.Fatal(err)
		}
		share = bytes.Clone(share)
		answer, theirs, err := server.Answer(share)
		if err != nil {
			t.Fatal(err)
		}
		answer, theirs = bytes.Clone(answer), bytes.Clone(theirs)
		if err := client.Receive(answer); err != nil {
			t.Fatal(err)
		}
		ours, err := client.Secret()
		if err != nil {
			t.Fatal(err)
		}
		if len(ours) == 0 || new(big.Int).SetBytes(ours).Cmp(new(big.Int).SetBytes(theirs)) != 0 {
			t.Errorf("the client's secret is %x, the server's %x, after %x and %x", ours, theirs, share, answer)
		}
		seen[string(ours)] = true
	}
	if len(seen) != times {
		t.Errorf("%d exchanges had %d secrets", times, len(seen))
	}
}
