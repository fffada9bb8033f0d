// The elementary operations, and how often a search does each.

package gmp

import (
	"context"
	"fmt"
	"math/big"

	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/results"
)

// composites is how many different numbers "test" goes round.
const composites = 16

// operands are the numbers that operations work on.
type operands struct {
	composites []*big.Int // drawn by drawComposites
	find       *big.Int   // the exemplar, found by findExemplar
}

// Operations implements strategy.Runner:
//
//	test     a composite without a small divisor, by mpz_probab_prime_p
//	confirm  for safe primes: a prime q whose p fails, apart from p's own test
//	accept   the find: n, or q and p
//
// mpz_nextprime's own sieve is little beside its tests and left out. The last two
// need an exemplar of the size and are missing where there is none. For primes the
// power of 2 comes besides (strategy.Base2), and numbers that are judged (strategy.Judge).
func (r *runner) Operations() []strategy.Operation {
	c := r.counts()
	verification := strategy.VerificationTests(r.task.Policy)
	list := []strategy.Operation{{
		Operation: results.Operation{Name: results.OpTest, PerSearch: c.test},
		Tests:     1, Prepare: r.drawComposites, Run: r.test,
	}}
	if r.task.Kind == strategy.Prime {
		list = append(list, base2(r.lib).For(r.task))
		list = append(list, r.judge()...)
	}
	if exemplar.Check(r.task.Kind.Sieve(), r.task.Bits) != nil {
		return list
	}
	numbers := 1.0
	if r.task.Kind == strategy.Safe {
		numbers = 2 // q and p
		list = append(list, strategy.Operation{
			Operation: results.Operation{Name: results.OpConfirm, PerSearch: c.confirm},
			Tests:     verification, Prepare: r.findExemplar, Run: r.confirm,
		})
	}
	return append(list, strategy.Operation{
		Operation: results.Operation{Name: results.OpAccept, PerSearch: c.accept},
		Tests:     numbers * verification, Prepare: r.findExemplar, Run: r.accept,
	})
}

// counts is how often an average search does each operation.
type counts struct{ test, confirm, accept float64 }

func (r *runner) counts() counts {
	if !r.facts.Searches {
		return counts{}
	}
	w := expected(r.task.Kind.Sieve(), r.task.Bits, r.primes.primes)
	return counts{test: w.survivors - w.tries + w.halves, confirm: w.tries - 1, accept: 1}
}

func (r *runner) drawComposites(context.Context) error {
	if r.composites == nil {
		// No divisor that trial division would find.
		bits := r.candidateBits()
		r.composites = strategy.Composites(r.seed.Derive("operations").Stream(0), bits, composites, uint64(max(bits, strikeLimit)))
	}
	return nil
}

func (r *runner) test(ctx context.Context, times int64) (int64, error) {
	return strategy.Repeat(ctx, 1, times, func(i int64) error {
		if n := r.composites[i%composites]; r.isPrime(n) {
			return fmt.Errorf("gmp: the composite %v passed mpz_probab_prime_p", n)
		}
		return nil
	})
}

func (r *runner) findExemplar(ctx context.Context) (err error) {
	if r.find == nil {
		r.find, err = exemplar.Prime(ctx, r.task.Kind.Sieve(), r.task.Bits)
	}
	return err
}

func (r *runner) confirm(ctx context.Context, times int64) (int64, error) {
	q := new(big.Int).Rsh(r.find, 1)
	return strategy.Repeat(ctx, 1, times, func(int64) error {
		if !r.isPrime(q) {
			return fmt.Errorf("gmp: q of the safe exemplar of %d bits is not prime", r.task.Bits)
		}
		return nil
	})
}

func (r *runner) accept(ctx context.Context, times int64) (int64, error) {
	return strategy.Repeat(ctx, 1, times, func(int64) error {
		if _, ok := r.passes(r.find); !ok {
			return fmt.Errorf("gmp: the %v exemplar of %d bits does not pass", r.task.Kind, r.task.Bits)
		}
		return nil
	})
}
