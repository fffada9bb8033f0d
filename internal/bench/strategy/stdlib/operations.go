// The elementary operations of both arms, and how often a search does each.

package stdlib

import (
	"context"
	"fmt"
	"math/big"

	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/internal/theory"
	"primebench/results"
	"primebench/sieve"
)

// smallPrimes are the primes by which ProbablyPrime divides before anything
// else (math/big, prime.go). A candidate that one of them divides costs next to
// nothing, any other a power modulo itself.
var smallPrimes = [...]int64{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53}

// poolSize is how many different numbers an operation goes round.
const poolSize = 16

// rejectsAtOnce is how many rejections a worker does between two looks at the
// shared counter, which costs about as much as one.
const rejectsAtOnce = 256

// operations is what both runners have in common.
type operations struct {
	task strategy.Task
	pool struct{ coprime, divisible []*big.Int } // composites, drawn by fill
	find *big.Int                                // the exemplar, found by findExemplar
}

func newOperations(t strategy.Task) operations { return operations{task: t} }

// candidateBits is the size of what is drawn: n, or q = (p-1)/2.
func (o *operations) candidateBits() int {
	if o.task.Kind == strategy.Safe {
		return o.task.Bits - 1
	}
	return o.task.Bits
}

// counts is how often an average search does each operation.
type counts struct{ reject, test, confirm, accept float64 }

// expectedCounts splits the candidates by what ProbablyPrime does with them.
// A share coprime of all odd numbers has none of smallPrimes as a divisor; of
// the numbers 2q + 1 with q prime, it is a share coprimeAfter, since q itself is
// 0 modulo none of them.
func expectedCounts(kind strategy.Kind, bits int) counts {
	coprime, coprimeAfter := 1.0, 1.0
	for _, r := range smallPrimes {
		coprime *= 1 - 1/float64(r)
		coprimeAfter *= 1 - 1/float64(r-1)
	}
	n := theory.Candidates(kind.Sieve(), bits)
	if kind == strategy.Prime {
		return counts{reject: n * (1 - coprime), test: n*coprime - 1, accept: 1}
	}
	primes := n / theory.Candidates(sieve.Prime, bits-1) // prime q, the last one included
	failing := primes - 1                                // of these, p is composite
	return counts{
		reject:  n*(1-coprime) + failing*(1-coprimeAfter),
		test:    n*coprime - primes + failing*coprimeAfter,
		confirm: failing,
		accept:  1,
	}
}

// Operations implements strategy.Runner:
//
//	reject   a candidate with a divisor up to 53
//	test     a composite candidate without one
//	confirm  for safe primes: a prime q whose p fails, apart from p's own test
//	accept   the find: n, or q and p
//
// The last two need an exemplar of the size and are missing where there is none.
func (o *operations) Operations() []strategy.Operation {
	c := expectedCounts(o.task.Kind, o.task.Bits)
	verification := strategy.VerificationTests(o.task.Policy)
	list := []strategy.Operation{
		{Operation: results.Operation{Name: results.OpReject, PerSearch: c.reject}, Prepare: o.fill, Run: o.reject},
		{Operation: results.Operation{Name: results.OpTest, PerSearch: c.test}, Tests: 1, Prepare: o.fill, Run: o.test},
	}
	if exemplar.Check(o.task.Kind.Sieve(), o.task.Bits) != nil {
		return list
	}
	numbers := 1.0
	if o.task.Kind == strategy.Safe {
		numbers = 2 // q and p
		list = append(list, strategy.Operation{
			Operation: results.Operation{Name: results.OpConfirm, PerSearch: c.confirm},
			Tests:     verification, Prepare: o.findExemplar, Run: o.confirm,
		})
	}
	return append(list, strategy.Operation{
		Operation: results.Operation{Name: results.OpAccept, PerSearch: c.accept},
		Tests:     numbers * verification, Prepare: o.findExemplar, Run: o.accept,
	})
}

func (o *operations) reject(ctx context.Context, times int64) (int64, error) {
	blocks, err := strategy.Repeat(ctx, o.task.Workers, (times+rejectsAtOnce-1)/rejectsAtOnce, func(int64) error {
		for i := range rejectsAtOnce {
			if err := o.mustFail(o.pool.divisible[i%poolSize]); err != nil {
				return err
			}
		}
		return nil
	})
	return blocks * rejectsAtOnce, err
}

func (o *operations) test(ctx context.Context, times int64) (int64, error) {
	return strategy.Repeat(ctx, o.task.Workers, times, func(i int64) error {
		return o.mustFail(o.pool.coprime[i%poolSize])
	})
}

func (o *operations) confirm(ctx context.Context, times int64) (int64, error) {
	q := new(big.Int).Rsh(o.find, 1)
	return strategy.Repeat(ctx, o.task.Workers, times, func(int64) error {
		if !q.ProbablyPrime(o.task.Policy.Rounds) {
			return fmt.Errorf("stdlib: q of the safe exemplar of %d bits is not prime", o.task.Bits)
		}
		return nil
	})
}

// accept is done by one worker, as in a search.
func (o *operations) accept(ctx context.Context, times int64) (int64, error) {
	candidate := o.find
	if o.task.Kind == strategy.Safe {
		candidate = new(big.Int).Rsh(o.find, 1)
	}
	return strategy.Repeat(ctx, 1, times, func(int64) error {
		if _, _, ok := passes(o.task.Kind, candidate, o.task.Policy.Rounds); !ok {
			return fmt.Errorf("stdlib: the %v exemplar of %d bits does not pass", o.task.Kind, o.task.Bits)
		}
		return nil
	})
}

func (o *operations) mustFail(n *big.Int) error {
	if n.ProbablyPrime(o.task.Policy.Rounds) {
		return fmt.Errorf("stdlib: the composite %v passed ProbablyPrime", n)
	}
	return nil
}

func (o *operations) findExemplar(ctx context.Context) (err error) {
	if o.find == nil {
		o.find, err = exemplar.Prime(ctx, o.task.Kind.Sieve(), o.task.Bits)
	}
	return err
}

// factor makes the coprime composites composite without a test. It is a prime
// above all smallPrimes.
const factor = 65537

// fill draws the pools: random numbers of a candidate's size, by construction
// composite, with and without a small divisor.
func (o *operations) fill(context.Context) error {
	if o.pool.coprime != nil {
		return nil
	}
	small := big.NewInt(1)
	for _, r := range smallPrimes {
		small.Mul(small, big.NewInt(r))
	}
	one := big.NewInt(1)
	isCoprime := func(n *big.Int) bool { return new(big.Int).GCD(nil, nil, n, small).Cmp(one) == 0 }
	stream := o.task.Seed.Derive("stdlib operations").Stream(0)
	o.pool.coprime = drawPool(stream, o.candidateBits(), func(n *big.Int) bool {
		n.Sub(n, new(big.Int).Rem(n, big.NewInt(factor)))
		return n.Bit(0) == 1 && isCoprime(n)
	})
	o.pool.divisible = drawPool(stream, o.candidateBits(), func(n *big.Int) bool { return !isCoprime(n) })
	return nil
}

// drawPool draws candidates until enough of them, as accept leaves them, are
// accepted.
func drawPool(stream *rng.Stream, bits int, accept func(*big.Int) bool) []*big.Int {
	var pool []*big.Int
	for len(pool) < poolSize {
		if n := strategy.Draw(stream, bits); accept(n) && n.BitLen() == bits {
			pool = append(pool, n)
		}
	}
	return pool
}
