// The numbers that are tested, and the check of every answer before its time is
// taken: a fast wrong answer is worth nothing.

package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"primebench/internal/montgomery"
	"primebench/internal/peer"
	"primebench/internal/rng"
)

// stream returns the random numbers for a purpose. The seed is always the same,
// so that each run does the same work.
func stream(purpose string, index uint64) *rng.Stream {
	return rng.Seed{}.Derive("kernelbench " + purpose).Stream(index)
}

// candidates returns a batch of odd numbers of exactly so many bits. Their two
// top bits are set, as a search for RSA primes has them.
func candidates(bits int) []*big.Int {
	random := stream("candidates", uint64(bits))
	list := make([]*big.Int, montgomery.Lanes)
	for i := range list {
		raw := make([]byte, (bits+7)/8)
		random.Read(raw)
		n := new(big.Int).SetBytes(raw)
		n.Rsh(n, uint(8*len(raw)-bits))
		for _, set := range []int{0, bits - 2, bits - 1} {
			n.SetBit(n, set, 1)
		}
		list[i] = n
	}
	return list
}

// knownPrime returns the largest prime 2^p - 1 (OEIS A000043) with at most so
// many bits, which are minBits to montgomery.MaxBits.
func knownPrime(bits int) *big.Int {
	p := 61
	for _, larger := range []int{89, 107, 127, 521, 607, 1279, 2203, 2281, 3217, 4253, 4423, 9689, 9941, 11213} {
		if larger <= bits {
			p = larger
		}
	}
	one := big.NewInt(1)
	return new(big.Int).Sub(new(big.Int).Lsh(one, uint(p)), one)
}

// expect returns which numbers pass the Euler test to base 2, by math/big.
func expect(moduli []*big.Int) montgomery.Mask {
	var passed montgomery.Mask
	two := big.NewInt(2)
	for i, n := range moduli {
		x := new(big.Int).Exp(two, new(big.Int).Rsh(n, 1), n)
		x.Sub(x, big.NewInt(int64(big.Jacobi(two, n))))
		if x.Mod(x, n).Sign() == 0 {
			passed |= 1 << i
		}
	}
	return passed
}

// A base2Tester is what the check needs of a montgomery.Batch.
type base2Tester interface {
	Load(moduli ...[]uint64) error
	Base2(ctx context.Context) (montgomery.Mask, error)
}

// checkKernel tests the numbers with a known prime in place of those in the even
// lanes, then in the odd ones, then the numbers alone, which stay loaded.
// verdicts says which of the numbers pass.
func checkKernel(b base2Tester, prime *big.Int, moduli []*big.Int, verdicts montgomery.Mask) error {
	const evenLanes, oddLanes = 0b01010101, 0b10101010
	for _, primes := range []montgomery.Mask{evenLanes, oddLanes, 0} {
		lanes := make([][]uint64, len(moduli))
		for i, n := range moduli {
			if primes>>i&1 == 1 {
				n = prime
			}
			lanes[i] = words(n)
		}
		if err := b.Load(lanes...); err != nil {
			return err
		}
		got, err := b.Base2(context.Background())
		if err != nil {
			return err
		}
		if want := verdicts | primes; got != want {
			return fmt.Errorf("wrong verdicts: lanes %08b pass, want %08b with the known prime in lanes %08b", got, want, primes)
		}
	}
	return nil
}

// checkPeer computes the power once.
func checkPeer(x peer.ModExp, want *big.Int) error {
	x.Run()
	if x.Result().Cmp(want) != 0 {
		return errors.New("2^(n-1) mod n differs from math/big's")
	}
	return nil
}

// words returns n in little-endian words.
func words(n *big.Int) []uint64 {
	raw := n.FillBytes(make([]byte, (n.BitLen()+63)/64*8))
	w := make([]uint64, len(raw)/8)
	for i, b := range raw {
		bit := 8 * (len(raw) - 1 - i)
		w[bit/64] |= uint64(b) << (bit % 64)
	}
	return w
}
