// Using a group by OpenSSL, as its own Diffie-Hellman does: in constant time.

package openssl

import (
	"context"
	"math/big"
	"runtime"
	"sync"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
)

// powers are BN_mod_exp_mont_consttime's, one at a time.
func powers(lib *peer.OpenSSL) strategy.Powers {
	return strategy.Powers{Lanes: 1, ConstantTime: true, SetUp: func(p *big.Int, batches [][]strategy.Pair) (strategy.Raiser, error) {
		r := &raiser{}
		for _, batch := range batches {
			// One pair, since there is one lane.
			r.powers = append(r.powers, lib.ModExpConstantTime(batch[0].Base, batch[0].Exponent, p))
		}
		runtime.AddCleanup(r, closeAll, r.powers)
		return r, nil
	}}
}

func closeAll(powers []peer.ModExp) {
	for _, p := range powers {
		p.Close()
	}
}

// A raiser has a power for each batch. Nothing stops one on its way, so that it
// may still be computed when the next call comes.
type raiser struct {
	mu     sync.Mutex
	powers []peer.ModExp
}

// Raise implements strategy.Raiser.
func (r *raiser) Raise(_ context.Context, batch int) ([]*big.Int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.powers[batch].Run()
	return []*big.Int{r.powers[batch].Result()}, nil
}
