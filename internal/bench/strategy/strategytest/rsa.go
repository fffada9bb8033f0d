// The conformance of strategies that make RSA keys.

package strategytest

import (
	"context"
	"errors"
	"math/big"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
)

// keys looks at some keys: their primes, what was counted, and that a seed repeats them.
func (c *checker) keys(runner strategy.Runner) {
	facts := runner.Facts()
	if !facts.Searches || facts.Replays || facts.NoSearch != "" {
		c.fail("facts %+v of RSA keys", facts)
	}
	if _, err := runner.Replay(c.ctx, nil); !errors.Is(err, strategy.ErrUnsupported) {
		c.fail("replay: %v, want an error that wraps ErrUnsupported", err)
	}
	if len(runner.Operations()) == 0 && facts.Tests <= 0 {
		c.fail("nothing tells how long a key takes")
	}
	const rounds, keys = 20, 4
	seen := map[string]bool{}
	for n := range uint64(keys) {
		key, err := runner.Search(c.ctx, n)
		if err != nil {
			c.fail("key %d: %v", n, err)
			return
		}
		if key.Found == nil || key.Second == nil {
			c.fail("key %d: primes %v and %v, want two", n, key.Found, key.Second)
			return
		}
		if err := strategy.FitsRSA(key.Found, key.Second, c.task.Bits); err != nil {
			c.fail("key %d: %v", n, err)
		}
		for _, p := range []*big.Int{key.Found, key.Second} {
			if !p.ProbablyPrime(rounds) {
				c.fail("key %d: the factor %v is composite", n, p)
			}
			seen[p.String()] = true
		}
		if k := key.Counters; k.Primes < 2 || facts.Expected.Survivors > 0 && (k.Survivors < 2 || k.Candidates < k.Survivors || k.Tests < k.Survivors) {
			c.fail("key %d: counts %+v", n, k)
		}
	}
	if len(seen) != 2*keys {
		c.fail("%d keys have %d different primes", keys, len(seen))
	}
	if facts.Seeded {
		c.keysRepeat(runner)
	}
}

// keysRepeat holds a seeded strategy to its seed, whatever the workers.
func (c *checker) keysRepeat(runner strategy.Runner) {
	want, err := runner.Search(c.ctx, 1)
	if err != nil {
		c.fail("key 1: %v", err)
		return
	}
	for _, seed := range []rng.Seed{c.task.Seed, {31: 2}} {
		task := c.task
		task.Seed, task.Workers, task.SieveLimit = seed, 3, runner.Facts().SieveLimit
		other := c.runner(task)
		if other == nil {
			return
		}
		got, err := other.Search(c.ctx, 1)
		if err != nil || (got.Found.Cmp(want.Found) == 0) != (seed == c.task.Seed) || (got.Second.Cmp(want.Second) == 0) != (seed == c.task.Seed) {
			c.fail("key 1 by 3 workers under the seed %v: %v and %v, want %v and %v under the first seed alone: %v",
				seed, got.Found, got.Second, want.Found, want.Second, err)
		}
	}
}

// keysCancelled stops a key before it begins and another one on its way, at a size
// where it would take long.
func (c *checker) keysCancelled(runner strategy.Runner) {
	if _, err := runner.Search(cancelled(c.ctx), 0); !errors.Is(err, context.Canceled) {
		c.fail("key under a cancelled context: %v", err)
	}
	task := c.task
	task.Bits = 8192
	other := c.runner(task)
	if other == nil || runner.Facts().Unstoppable { // it would go on beside the other tests
		return
	}
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	timer := time.AfterFunc(10*time.Millisecond, cancel)
	defer timer.Stop()
	if _, err := other.Search(ctx, 0); !errors.Is(err, context.Canceled) {
		c.fail("key cancelled on its way: %v", err)
	}
}
