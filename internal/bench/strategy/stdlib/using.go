// Using a group by math/big, as Go programs must: the standard library's
// crypto/ecdh has elliptic curves and no group over a prime field.

package stdlib

import (
	"context"
	"math/big"

	"primebench/internal/bench/strategy"
)

// Operations implements strategy.Runner: besides those of a search the power of 2
// for primes and the uses of a group for safe primes, each power a call of
// big.Int.Exp. That is not constant-time, and math/big
// says of itself that it is not for secrets.
func (s *seeded) Operations() []strategy.Operation {
	list := s.operations.Operations()
	if s.task.Kind == strategy.Prime {
		list = append(list, bigBase2().For(s.task))
	}
	return append(list, strategy.Uses(s.task, bigPowers())...)
}

func bigPowers() strategy.Powers {
	return strategy.Powers{Lanes: 1, SetUp: func(p *big.Int, batches [][]strategy.Pair) (strategy.Raiser, error) {
		return bigRaiser{p, batches}, nil
	}}
}

// A bigRaiser keeps nothing between calls: math/big has no place for what could
// be computed once for a modulus.
type bigRaiser struct {
	p       *big.Int
	batches [][]strategy.Pair
}

// Raise implements strategy.Raiser. Nothing stops it on its way.
func (r bigRaiser) Raise(_ context.Context, batch int) ([]*big.Int, error) {
	powers := make([]*big.Int, len(r.batches[batch]))
	for i, pair := range r.batches[batch] {
		powers[i] = new(big.Int).Exp(pair.Base, pair.Exponent, r.p)
	}
	return powers, nil
}
