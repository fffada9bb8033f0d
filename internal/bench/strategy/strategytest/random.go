// The conformance of strategies that draw random values.

package strategytest

import (
	"context"
	"errors"
	"slices"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/millerrabin"
	"primebench/results"
)

// kinds holds a strategy to drawing random values or doing something else: what it does
// not do, it says it does not offer.
func (c *checker) kinds() {
	for _, kind := range strategy.Kinds() {
		task := c.task
		task.Kind, task.Params = kind, ""
		if kind == strategy.Kex {
			task.Params = kex.X25519
		}
		err := c.strategy.Check(task)
		if never := (kind == strategy.Random) != (c.task.Kind == strategy.Random); (never || err != nil) && !errors.Is(err, strategy.ErrUnsupported) {
			c.fail("kind %s: %v, want an error that wraps ErrUnsupported", kind, err)
		}
		if _, newErr := c.strategy.New(task); err != nil && newErr == nil {
			c.fail("kind %s: New takes what Check refuses", kind)
		}
	}
}

// unsearched looks at what is said of the search that there is not.
func (c *checker) unsearched(runner strategy.Runner) {
	facts := runner.Facts()
	if facts.NoSearch == "" || facts.Searches || facts.Replays || facts.Policy != (millerrabin.Policy{}) || facts.Expected != (results.Work{}) {
		c.fail("facts %+v of what is not searched for", facts)
	}
	if _, err := runner.Search(c.ctx, 0); !errors.Is(err, strategy.ErrUnsupported) {
		c.fail("search: %v, want an error that wraps ErrUnsupported", err)
	}
	if _, err := runner.Replay(c.ctx, nil); !errors.Is(err, strategy.ErrUnsupported) {
		c.fail("replay: %v, want an error that wraps ErrUnsupported", err)
	}
}

// draws wants every operation of random values, none a part of a search, by several
// workers too.
func (c *checker) draws(strategy.Runner) {
	task := c.task
	task.Workers = 3
	runner := c.runner(task)
	if runner == nil {
		return
	}
	var names []string
	for _, op := range runner.Operations() {
		names = append(names, op.Name)
		if op.PerSearch != 0 {
			c.fail("operation %q: %v a search, of which there is none", op.Name, op.PerSearch)
		}
		if done, err := op.Run(c.ctx, 1000); err != nil || done < 1000 || done%int64(task.Workers) != 0 {
			c.fail("operation %q: done %d times of 1000 by %d workers: %v", op.Name, done, task.Workers, err)
		}
		// An end that comes on the way is answered too.
		ctx, cancel := context.WithCancel(c.ctx)
		go cancel()
		if _, err := op.Run(ctx, 1<<40); !errors.Is(err, context.Canceled) {
			c.fail("operation %q: %v when it is cancelled on its way", op.Name, err)
		}
		cancel()
	}
	want := []string{results.OpBytes, results.OpCandidate, results.OpBelow, results.OpChoice, results.OpToken16, results.OpToken32}
	if !slices.Equal(names, want) {
		c.fail("operations %q, want %q", names, want)
	}
}

// giveaway holds a prediction, where there is one, to what was drawn.
func (c *checker) giveaway(runner strategy.Runner) {
	g, ok := runner.(strategy.Giveaway)
	if !ok {
		return
	}
	p, err := g.Predict()
	switch {
	case err != nil:
		c.fail("prediction: %v", err)
	case p.Observed < 1 || len(p.Predicted) == 0 || !slices.Equal(p.Predicted, p.Drawn):
		c.fail("prediction %+v, want some outputs, as they were drawn", p)
	case !runner.Facts().Seeded:
		c.fail("an unseeded strategy is predicted")
	}
}
