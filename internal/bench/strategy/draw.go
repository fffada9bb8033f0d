// The numbers that strategies without a sieve of ours draw, and composites for
// timing a test.

package strategy

import (
	"math/big"

	"primebench/internal/rng"
	"primebench/sieve"
)

// Draw draws an odd number of exactly bits bits with its two top bits set.
func Draw(stream *rng.Stream, bits int) *big.Int {
	buf := make([]byte, (bits+7)/8)
	stream.Read(buf)
	n := new(big.Int).SetBytes(buf)
	n.Rsh(n, uint(8*len(buf)-bits))
	n.SetBit(n, bits-1, 1)
	n.SetBit(n, bits-2, 1)
	return n.SetBit(n, 0, 1)
}

// factor makes composites without a test: a prime above all by which the peers
// divide before they test.
const factor = 65537

// Composites draws odd composites of exactly bits bits, none of which has a
// prime divisor up to limit, which is below 65537.
func Composites(stream *rng.Stream, bits, count int, limit uint64) []*big.Int {
	primes := big.NewInt(1)
	for _, r := range sieve.Primes(limit) {
		primes.Mul(primes, new(big.Int).SetUint64(uint64(r)))
	}
	one, prime, divisor := big.NewInt(1), big.NewInt(factor), new(big.Int)
	list := make([]*big.Int, 0, count)
	for len(list) < count {
		n := Draw(stream, bits)
		n.Sub(n, new(big.Int).Rem(n, prime))
		if n.Bit(0) == 1 && n.BitLen() == bits && divisor.GCD(nil, nil, n, primes).Cmp(one) == 0 {
			list = append(list, n)
		}
	}
	return list
}
