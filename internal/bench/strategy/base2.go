// Powers of 2 modulo odd numbers, nearly all of what a test for primality does, as
// operations that every strategy with arithmetic can offer.

package strategy

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"runtime"
	"sync"
	"time"

	"primebench/internal/rng"
	"primebench/results"
)

// base2Lanes is how many numbers there are to raise 2 modulo, as many as the
// batched arithmetic takes at once.
const base2Lanes = 8

// base2Sample is how long a sample takes at least. Setting goroutines to work takes
// some tens of microseconds at worst, which is to be well under a hundredth.
const base2Sample = 10 * time.Millisecond

// Base2Numbers returns the odd numbers of exactly so many bits that powers of 2 are
// measured modulo: the same ones in every run, whatever its seed, so that each does
// the same work.
func Base2Numbers(bits int) []*big.Int {
	stream := rng.Seed{}.Derive("powers of 2").Stream(uint64(bits))
	list := make([]*big.Int, base2Lanes)
	for i := range list {
		list[i] = Draw(stream, bits)
	}
	return list
}

// A Base2 is a strategy's way to 2^(n-1) mod n.
type Base2 struct {
	// Operation has the step, the kernel, how many powers a worker raises at once,
	// which is 1 to 8, and the multiply-adds of one.
	Operation results.Operation
	// SetUp makes a worker ready for as many numbers as it raises at once, and
	// checks one answer for each. The function that it returns does all of them
	// once; one goroutine at a time calls it.
	SetUp func(numbers []*big.Int) (raise func(context.Context) error, err error)
}

// For returns the operation of a task.
func (b Base2) For(t Task) Operation {
	p := &base2Powers{Base2: b, task: t}
	p.Operation = b.Operation.Named()
	return Operation{Operation: p.Operation, Tests: float64(b.Operation.AtOnce), Shortest: base2Sample, Prepare: p.prepare, Run: p.run}
}

// base2Powers is the operation at work.
type base2Powers struct {
	Base2
	task    Task
	workers []*base2Worker
}

// A base2Worker raises for one goroutine at a time: a call that nobody waits for any
// longer goes on to its end.
type base2Worker struct {
	mu    sync.Mutex
	raise func(context.Context) error
}

func (p *base2Powers) prepare(ctx context.Context) error {
	numbers := Base2Numbers(p.task.Bits)[:p.Operation.AtOnce]
	for len(p.workers) < p.task.Workers {
		if err := ctx.Err(); err != nil {
			return err
		}
		raise, err := Await(ctx, func() (func(context.Context) error, error) { return p.SetUp(numbers) })
		if err != nil {
			return fmt.Errorf("strategy: %s of %d bits: %w", p.Operation.Name, p.task.Bits, err)
		}
		p.workers = append(p.workers, &base2Worker{raise: raise})
	}
	return nil
}

// run rounds up so that every worker does equally many, all of its numbers each
// time.
func (p *base2Powers) run(ctx context.Context, times int64) (int64, error) {
	round := int64(p.task.Workers) * int64(p.Operation.AtOnce)
	rounds := (times + round - 1) / round
	_, err := Await(ctx, func() (struct{}, error) {
		return struct{}{}, Share(ctx, p.task.Workers, rounds*int64(p.task.Workers), func(ctx context.Context, worker int, _ int64) error {
			w := p.workers[worker]
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.raise(ctx)
		})
	})
	return rounds * round, err
}

// Base2ByPeer is the way of a library that raises one number at a time by a function
// for any base, exponent and odd modulus.
// power sets it up: run computes it, result returns what run came to, and free gives
// the library's memory back.
func Base2ByPeer(step string, power func(base, exponent, modulus *big.Int) (run func(), result func() *big.Int, free func())) Base2 {
	return Base2{
		Operation: results.Operation{Step: step, AtOnce: 1},
		SetUp: func(numbers []*big.Int) (func(context.Context) error, error) {
			two, n := big.NewInt(2), numbers[0]
			exponent := new(big.Int).Sub(n, big.NewInt(1))
			run, result, free := power(two, exponent, n)
			run()
			if result().Cmp(new(big.Int).Exp(two, exponent, n)) != 0 {
				free()
				return nil, errors.New("2^(n-1) mod n differs from that of math/big")
			}
			kept := &struct{ run func() }{run}
			runtime.AddCleanup(kept, func(free func()) { free() }, free)
			return func(context.Context) error { kept.run(); return nil }, nil
		},
	}
}
