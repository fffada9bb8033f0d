// The elementary operations, and how often a search does each.

package openssl

import (
	"context"
	"fmt"

	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/internal/theory"
	"primebench/results"
	"primebench/sieve"
)

// composites is how many different numbers "test" goes round.
const composites = 16

// Operations implements strategy.Runner:
//
//	draw    a random start, and trial division from there to a candidate: a search
//	        that is ended when its callback hears of the first one
//	test    one round of a composite, of a safe prime's candidates also the one of
//	        (p-1)/2 where p is prime
//	accept  all rounds of a find, of a safe prime of both numbers
//
// The last needs an exemplar of the size and is missing where there is none. At the
// sizes of published groups their uses come besides (strategy.Uses), and for primes
// the powers of 2 (strategy.Base2).
func (r *runner) Operations() []strategy.Operation {
	numbers, c := 1.0, r.counts()
	if r.task.Kind == strategy.Safe {
		numbers = 2
	}
	list := []strategy.Operation{
		{Operation: results.Operation{Name: results.OpDraw, PerSearch: c.draw}, Run: r.draw},
		{Operation: results.Operation{Name: results.OpTest, PerSearch: c.test}, Tests: 1, Prepare: r.drawComposites, Run: r.test},
	}
	if exemplar.Check(r.task.Kind.Sieve(), r.task.Bits) == nil {
		list = append(list, strategy.Operation{
			Operation: results.Operation{Name: results.OpAccept, PerSearch: c.accept},
			Tests:     numbers * strategy.VerificationTests(r.task.Policy), Prepare: r.findExemplar, Run: r.accept,
		})
	}
	if r.task.Kind == strategy.Prime {
		list = append(list, base2(r.lib, false).For(r.task), base2(r.lib, true).For(r.task))
	}
	return append(list, strategy.Uses(r.task, powers(r.lib))...)
}

// counts is how often an average search does each operation.
type counts struct{ draw, test, accept float64 }

func (r *runner) counts() counts {
	if !r.facts.Searches {
		return counts{}
	}
	tests := r.facts.Expected.Survivors
	c := counts{draw: tests, test: tests - 1, accept: 1}
	if r.task.Kind == strategy.Safe {
		// Trial division says nothing of the primes above, so that a candidate p is
		// prime as often as one of a search for primes is.
		c.test += tests/theory.OpenSSLTests(sieve.Prime, r.task.Bits) - 1
	}
	return c
}

func (r *runner) draw(ctx context.Context, times int64) (int64, error) {
	return strategy.Repeat(ctx, r.task.Workers, times, func(int64) error {
		generator, err := r.lib.Generator()
		if err != nil {
			return err
		}
		defer generator.Close()
		_, err = generator.Generate(r.task.Bits, r.task.Kind == strategy.Safe, func(int32) bool { return false })
		return err
	})
}

func (r *runner) drawComposites(context.Context) error {
	if r.composites == nil {
		stream := r.task.Seed.Derive("openssl operations").Stream(0)
		// BN_is_prime_ex does not divide first: small divisors do no harm.
		r.composites = strategy.Composites(stream, r.task.Bits, composites, 2)
	}
	return nil
}

func (r *runner) test(ctx context.Context, times int64) (int64, error) {
	return strategy.Repeat(ctx, r.task.Workers, times, func(i int64) error {
		if n := r.composites[i%composites]; r.lib.IsPrime(n, r.task.Policy.Rounds) {
			return fmt.Errorf("openssl: the composite %v passed BN_is_prime_ex", n)
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

// accept is done by one worker, as in a search.
func (r *runner) accept(ctx context.Context, times int64) (int64, error) {
	return strategy.Repeat(ctx, 1, times, func(int64) error {
		if _, ok := r.passes(r.find); !ok {
			return fmt.Errorf("openssl: the %v exemplar of %d bits does not pass", r.task.Kind, r.task.Bits)
		}
		return nil
	})
}
