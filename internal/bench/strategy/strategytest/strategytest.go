// Package strategytest is the conformance suite of strategies: what a strategy
// says of itself is held against what it does, and every find against math/big.
// Strategies that draw random values have nothing to find; random.go has what they
// are held to instead.
package strategytest

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
)

// Run puts a strategy to the suite at each task, of which kind, bits, params, policy,
// kernel and Bulk count; the rest is the suite's. Small sizes keep it fast.
func Run(t *testing.T, s strategy.Strategy, tasks ...strategy.Task) {
	t.Helper()
	for _, task := range tasks {
		name := fmt.Sprintf("%v-%d", task.Kind, task.Bits)
		if task.Params != "" {
			name = fmt.Sprintf("%v-%s", task.Kind, task.Params)
		}
		if !task.Policy.IsZero() {
			name += "-" + task.Policy.String()
		}
		if task.Bulk {
			name += "-bulk"
		}
		t.Run(name, func(t *testing.T) {
			for _, err := range Check(t.Context(), s, task) {
				t.Error(err)
			}
		})
	}
}

// Check returns everything in which the strategy fails the suite.
func Check(ctx context.Context, s strategy.Strategy, task strategy.Task) []error {
	c := &checker{ctx: ctx, strategy: s, task: task}
	c.task.Seed = rng.Seed{31: 1}
	c.task.Workers = 1
	c.task.Meter = new(engine.Meter)
	c.task.Shared = new(engine.Shared) // runners of one run sieve alike
	c.names()
	c.kinds()
	checks := []func(strategy.Runner){c.facts, c.finds, c.repeats, c.operations, c.replays, c.cancels, c.streams, c.slices}
	switch {
	case task.Kind == strategy.RSA:
		checks = []func(strategy.Runner){c.facts, c.keys, c.keysCancelled}
	case task.Kind == strategy.Kex:
		checks = []func(strategy.Runner){c.unsearched, c.operations, c.exchanges}
	case !task.Kind.Searched():
		checks = []func(strategy.Runner){c.unsearched, c.operations, c.draws, c.giveaway}
	case task.Bulk:
		checks = []func(strategy.Runner){c.facts, c.inBulk}
	}
	for _, check := range checks {
		if runner := c.runner(c.task); runner != nil {
			check(runner)
		}
	}
	return c.failures
}

type checker struct {
	ctx      context.Context
	strategy strategy.Strategy
	task     strategy.Task
	failures []error
}

func (c *checker) fail(format string, args ...any) {
	c.failures = append(c.failures, fmt.Errorf(format, args...))
}

// runner makes a Runner for a task that must be offered.
func (c *checker) runner(task strategy.Task) strategy.Runner {
	if err := c.strategy.Check(task); err != nil {
		c.fail("Check refuses the task: %v", err)
		return nil
	}
	runner, err := c.strategy.New(task)
	if err != nil {
		c.fail("New: %v", err)
		return nil
	}
	return runner
}

func (c *checker) names() {
	if c.strategy.Name() == "" || c.strategy.About() == "" {
		c.fail("name %q and about %q, want both", c.strategy.Name(), c.strategy.About())
	}
}

func (c *checker) facts(runner strategy.Runner) {
	facts := runner.Facts()
	switch {
	case facts.Policy.Check() != nil:
		c.fail("policy in force: %v", facts.Policy.Check())
	case !c.task.Policy.IsZero() && facts.Policy != c.task.Policy:
		c.fail("policy %v in force, asked for %v", facts.Policy, c.task.Policy)
	}
	if e := facts.Expected; e.Survivors > e.Candidates || e.Survivors < 0 || facts.SieveLimit == 0 && e.Survivors != e.Candidates {
		c.fail("expects %v survivors of %v candidates with a sieve limit of %d", e.Survivors, e.Candidates, facts.SieveLimit)
	}
}

// isWhatItSays judges a find by math/big.
func (c *checker) isWhatItSays(p *big.Int) error {
	const rounds = 20
	switch {
	case p == nil:
		return errors.New("no find")
	case p.BitLen() != c.task.Bits:
		return fmt.Errorf("%v has %d bits, want %d", p, p.BitLen(), c.task.Bits)
	case !p.ProbablyPrime(rounds):
		return fmt.Errorf("%v is composite", p)
	case c.task.Kind == strategy.Safe && !new(big.Int).Rsh(p, 1).ProbablyPrime(rounds):
		return fmt.Errorf("%v is prime, but not safe", p)
	}
	return nil
}

// finds looks at several searches, at what they found and what they counted.
func (c *checker) finds(runner strategy.Runner) {
	facts := runner.Facts()
	if facts.NoSearch != "" {
		if _, err := runner.Search(c.ctx, 0); !errors.Is(err, strategy.ErrUnsupported) || facts.Searches {
			c.fail("search: %v, searches %v, although %s", err, facts.Searches, facts.NoSearch)
		}
		return
	}
	seen := map[string]bool{}
	const searches = 5
	for n := range uint64(searches) {
		before := c.task.Meter.Tests()
		outcome, err := runner.Search(c.ctx, n)
		if err != nil {
			c.fail("search %d: %v", n, err)
			return
		}
		if err := c.isWhatItSays(outcome.Found); err != nil {
			c.fail("search %d: %v", n, err)
			return
		}
		seen[outcome.Found.String()] = true
		k := outcome.Counters
		if facts.Searches && k.Primes != 1 {
			c.fail("search %d: counts %d primes, want 1", n, k.Primes)
		}
		if facts.Expected.Survivors > 0 && (k.Survivors < 1 || k.Candidates < k.Survivors || k.Tests < 1) {
			c.fail("search %d: counts %+v, want tests, and candidates not below survivors", n, k)
		}
		if facts.SieveLimit == 0 && k.Candidates != k.Survivors {
			c.fail("search %d: counts %+v without a sieve", n, k)
		}
		if counted := c.task.Meter.Tests() - before; counted != k.Tests {
			c.fail("search %d: the meter went up by %d, the search did %d tests", n, counted, k.Tests)
		}
	}
	if facts.Searches && len(seen) != searches {
		c.fail("%d searches found %d different numbers", searches, len(seen))
	}
}

// repeats holds a seeded strategy to its seed, whatever the workers.
func (c *checker) repeats(runner strategy.Runner) {
	if !runner.Facts().Seeded || runner.Facts().NoSearch != "" {
		return
	}
	const n = 3
	want, err := runner.Search(c.ctx, n)
	if err != nil {
		c.fail("search %d: %v", n, err)
		return
	}
	for _, workers := range []int{1, 2, 5} {
		task := c.task
		task.Workers = workers
		task.SieveLimit = runner.Facts().SieveLimit // measured anew it may be another, which leaves other survivors
		if err := c.strategy.Check(task); err != nil {
			if workers == 1 || !errors.Is(err, strategy.ErrUnsupported) {
				c.fail("%d workers: %v", workers, err)
			}
			continue
		}
		other := c.runner(task)
		if other == nil {
			return
		}
		got, err := other.Search(c.ctx, n)
		switch {
		case err != nil:
			c.fail("search %d with %d workers: %v", n, workers, err)
		case got.Found.Cmp(want.Found) != 0:
			c.fail("search %d with %d workers: found %v, one worker %v", n, workers, got.Found, want.Found)
		case got.Counters.Survivors != want.Counters.Survivors || got.Counters.Candidates != want.Counters.Candidates:
			c.fail("search %d with %d workers: counts %+v, one worker %+v", n, workers, got.Counters, want.Counters)
		}
	}
	if !runner.Facts().Searches {
		return
	}
	task := c.task
	task.Seed = rng.Seed{31: 2}
	if other := c.runner(task); other != nil {
		if got, err := other.Search(c.ctx, n); err != nil || got.Found.Cmp(want.Found) == 0 {
			c.fail("search %d under another seed: found %v, error %v", n, got.Found, err)
		}
	}
}

// operations runs each a few times.
func (c *checker) operations(runner strategy.Runner) {
	list := runner.Operations()
	if _, slices := runner.(strategy.Slicer); len(list) == 0 && !slices {
		c.fail("no operations, nor slices")
	}
	var names []string
	for i, op := range list {
		if slices.Contains(names, op.Name) || op.Name == "" || op.PerSearch < 0 {
			c.fail("operation %d: name %q is empty or used twice, or %v a search is negative", i, op.Name, op.PerSearch)
		}
		facts := runner.Facts()
		if op.PerSearch > 0 && facts.NoSearch != "" && !facts.Bulk {
			c.fail("operation %q is done %v times a search that there is not", op.Name, op.PerSearch)
		}
		// What no search does must say what it is: where there is nothing to search
		// for, anything may stand for itself.
		stands := op.Step != ""
		if stands && op.PerSearch > 0 || !stands && op.PerSearch == 0 && facts.Searches && facts.NoSearch == "" {
			c.fail("operation %q: %v a search, and its step is %q", op.Name, op.PerSearch, op.Step)
		}
		if op.Name != op.Named().Name {
			c.fail("operation %q has another name than %q, which its fields make", op.Name, op.Named().Name)
		}
		if op.Tests < 0 {
			c.fail("operation %q: takes the time of %v tests", op.Name, op.Tests)
		}
		names = append(names, op.Name)
		if again := runner.Operations(); len(again) != len(list) || again[i].Operation != op.Operation {
			c.fail("operation %q is another one in a second call", op.Name)
		}
		if op.Prepare != nil {
			if err := op.Prepare(c.ctx); err != nil {
				c.fail("operation %q: prepare: %v", op.Name, err)
				continue
			}
		}
		for _, times := range []int64{1, 3} {
			if done, err := op.Run(c.ctx, times); err != nil || done < times {
				c.fail("operation %q: done %d times of %d: %v", op.Name, done, times, err)
			}
		}
		if _, err := op.Run(cancelled(c.ctx), 1000); !errors.Is(err, context.Canceled) {
			c.fail("operation %q: %v under a cancelled context", op.Name, err)
		}
	}
}

// replays works through a list of composites and a find of its own.
func (c *checker) replays(runner strategy.Runner) {
	found, err := c.find(runner)
	if err != nil {
		c.fail("a find to replay: %v", err)
		return
	}
	composite := new(big.Int).Sub(found, big.NewInt(12)) // of the same class modulo 12
	for c.isWhatItSays(composite) == nil {
		composite.Sub(composite, big.NewInt(12))
	}
	composites := slices.Repeat([]*big.Int{composite}, 21)
	list := append(slices.Clone(composites), found)
	got, err := runner.Replay(c.ctx, list)
	if !runner.Facts().Replays {
		if !errors.Is(err, strategy.ErrUnsupported) {
			c.fail("replay: %v, want an error that wraps ErrUnsupported", err)
		}
		return
	}
	switch {
	case err != nil:
		c.fail("replay: %v", err)
	case got.Found == nil || got.Found.Cmp(found) != 0:
		c.fail("replay: found %v, want %v", got.Found, found)
	case got.Counters.Survivors != int64(len(list)) || got.Counters.Tests < int64(len(list)) || got.Counters.Primes != 1:
		c.fail("replay: counts %+v of %d numbers", got.Counters, len(list))
	}
	if got, err := runner.Replay(c.ctx, composites); err == nil {
		c.fail("replay: found %v among composites", got.Found)
	}
	if _, err := runner.Replay(cancelled(c.ctx), list); !errors.Is(err, context.Canceled) {
		c.fail("replay: %v under a cancelled context", err)
	}
}

// find returns what the runner finds or, where it has no search, an exemplar.
func (c *checker) find(runner strategy.Runner) (*big.Int, error) {
	if runner.Facts().NoSearch != "" {
		return exemplar.Prime(c.ctx, c.task.Kind.Sieve(), c.task.Bits)
	}
	outcome, err := runner.Search(c.ctx, 0)
	return outcome.Found, err
}

// cancels stops a search before it begins and another one on its way, at a size
// where it would take minutes.
func (c *checker) cancels(runner strategy.Runner) {
	if runner.Facts().NoSearch != "" {
		return
	}
	if _, err := runner.Search(cancelled(c.ctx), 0); !errors.Is(err, context.Canceled) {
		c.fail("search under a cancelled context: %v", err)
	}
	if !runner.Facts().Searches {
		return
	}
	const large = 4096
	task := c.task
	task.Kind, task.Bits = strategy.Safe, large // by the task's policy: a default depends on the size
	other := c.runner(task)
	if other == nil {
		return
	}
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	timer := time.AfterFunc(30*time.Millisecond, cancel)
	defer timer.Stop()
	if _, err := other.Search(ctx, 0); !errors.Is(err, context.Canceled) {
		c.fail("search cancelled on its way: %v", err)
	}
}

func cancelled(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx
}
