// Numbers judged for their own sake, as operations that every strategy with a test for
// primality can offer: the prime above a number, and lists.

package strategy

import (
	"context"
	"fmt"
	"math/big"
	"sync"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
	"primebench/sieve"
)

// How many numbers there are to judge. Large primes take long to find.
const (
	oddNumbers   = 256
	fewPrimes    = 16
	somePrimes   = 64
	somePrimesTo = 1024 // bits
)

// OddNumbers returns odd numbers of exactly so many bits: the same ones in every run,
// whatever its seed, so that each does the same work.
func OddNumbers(bits int) []*big.Int {
	stream := rng.Seed{}.Derive("odd numbers").Stream(uint64(bits))
	list := make([]*big.Int, oddNumbers)
	for i := range list {
		list[i] = Draw(stream, bits)
	}
	return list
}

// ListedPrimes returns the primes above the first of OddNumbers.
func ListedPrimes(ctx context.Context, bits int) ([]*big.Int, error) {
	count := somePrimes
	if bits > somePrimesTo {
		count = fewPrimes
	}
	config := engine.Config{Policy: millerrabin.Policy{Rounds: 1, Lucas: true}, Workers: 1, Shared: new(engine.Shared)}
	list := make([]*big.Int, count)
	var err error
	for i, n := range OddNumbers(bits)[:count] {
		if list[i], err = engine.Next(ctx, sieve.Prime, n, config); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// A Judge is a strategy's way to hold numbers to the policy of its cell, on one core.
type Judge struct {
	// AtOnce is set where a call judges a list, not one number.
	AtOnce bool
	// Keep makes numbers ready, so that turning them into what a library takes is not
	// timed. The functions are called by one goroutine at a time.
	Keep func(numbers []*big.Int) (Kept, error)
}

// Kept are numbers that are ready.
type Kept struct {
	// Count returns how many of the numbers from index from on, below to, pass the policy.
	Count func(ctx context.Context, from, to int) (int, error)
	// Next finds the prime above the number of an index, and Found returns what the last
	// call found. Both are nil where it cannot be asked to hold the find to the policy.
	Next  func(ctx context.Context, i int) error
	Found func() *big.Int
}

// For returns the operations of a task: none but for primes and by one worker.
func (j Judge) For(t Task, offersNext bool) []Operation {
	if t.Kind != Prime || t.Workers != 1 {
		return nil
	}
	list := []Operation{j.list(t, results.StepJudgePrimes), j.list(t, results.StepJudgeOdd)}
	if offersNext {
		list = append(list, j.next(t))
	}
	return list
}

// judging is an operation at work.
type judging struct {
	mu   sync.Mutex // a call that nobody waits for any longer goes on to its end
	kept Kept
	size int // of the list
}

// list is the operation that judges one of a list.
func (j Judge) list(t Task, step string) Operation {
	atOnce, size := 1, oddNumbers
	if step == results.StepJudgePrimes {
		if size = somePrimes; t.Bits > somePrimesTo {
			size = fewPrimes
		}
	}
	if j.AtOnce {
		atOnce = size
	}
	work := &judging{size: size}
	prepare := func(ctx context.Context) (err error) {
		if work.kept.Count != nil {
			return nil
		}
		numbers := OddNumbers(t.Bits)
		if step == results.StepJudgePrimes {
			if numbers, err = ListedPrimes(ctx, t.Bits); err != nil {
				return err
			}
		}
		want := 0
		for _, n := range numbers {
			if step == results.StepJudgePrimes || n.ProbablyPrime(0) {
				want++
			}
		}
		if work.kept, err = j.Keep(numbers); err != nil {
			return err
		}
		if got, err := work.kept.Count(ctx, 0, size); err != nil || got != want {
			return fmt.Errorf("strategy: %s of %d bits: %d of %d pass, want %d: %w", step, t.Bits, got, size, want, err)
		}
		return nil
	}
	tests := VerificationTests(t.Policy)
	if step == results.StepJudgeOdd {
		tests = 1
	}
	return Operation{
		Operation: results.Operation{Step: step, AtOnce: atOnce}.Named(),
		Tests:     float64(atOnce) * tests, Shortest: base2Sample, Prepare: prepare,
		Run: func(ctx context.Context, times int64) (int64, error) {
			calls := (times + int64(atOnce) - 1) / int64(atOnce)
			done, err := Repeat(ctx, 1, calls, func(i int64) error {
				work.mu.Lock()
				defer work.mu.Unlock()
				from := int(i) * atOnce % work.size
				_, err := work.kept.Count(ctx, from, from+atOnce)
				return err
			})
			return done * int64(atOnce), err
		},
	}
}

// next is the operation that finds the prime above a number.
func (j Judge) next(t Task) Operation {
	work := &judging{size: somePrimes}
	prepare := func(ctx context.Context) (err error) {
		if work.kept.Next != nil {
			return nil
		}
		starts := OddNumbers(t.Bits)[:work.size]
		if work.kept, err = j.Keep(starts); err != nil {
			return err
		}
		if err := work.kept.Next(ctx, 0); err != nil {
			return err
		}
		primes, err := ListedPrimes(ctx, t.Bits)
		if err == nil && work.kept.Found().Cmp(primes[0]) != 0 {
			err = fmt.Errorf("strategy: the prime above %v is %v, want %v", starts[0], work.kept.Found(), primes[0])
		}
		return err
	}
	return Operation{
		Operation: results.Operation{Step: results.StepNext, AtOnce: 1}.Named(),
		Tests:     float64(t.Bits) / 16, Shortest: base2Sample, Prepare: prepare,
		Run: func(ctx context.Context, times int64) (int64, error) {
			return Repeat(ctx, 1, times, func(i int64) error {
				work.mu.Lock()
				defer work.mu.Unlock()
				return work.kept.Next(ctx, int(i)%work.size)
			})
		},
	}
}
