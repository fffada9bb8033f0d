// Go's crypto/rand.Prime: itself, of which only the time is known, and its loop
// written out, whose candidates are counted.

package main

import (
	"context"
	"crypto/rand"
	"math/big"
	"time"

	"primebench/millerrabin"
	"primebench/sieve"
)

// goPolicy is what rand.Prime holds its finds to: ProbablyPrime(20).
var goPolicy = millerrabin.Policy{Rounds: 20, Lucas: true}

// randPrime is crypto/rand.Prime as it is.
func randPrime(bits int, now clock, like *contestant, share float64) *contestant {
	return &contestant{
		key:   key{whoGoItself, sieve.Prime, bits, goPolicy.String()},
		law:   plain,
		share: share,
		like:  like,
		run: func(context.Context, time.Duration) (sample, error) {
			began := now()
			p, err := rand.Prime(rand.Reader, bits)
			return sample{search: now() - began, finds: 1, found: []*big.Int{p}}, err
		},
	}
}

// randPrimeLoop draws and tests candidates as crypto/rand.Prime does.
func randPrimeLoop(bits int, now clock, share float64) *contestant {
	return &contestant{
		key:      key{whoGo, sieve.Prime, bits, goPolicy.String()},
		law:      whole,
		share:    share,
		expected: randPrimeTests(bits),
		run: func(context.Context, time.Duration) (sample, error) {
			return searchAsRandPrime(bits, now)
		},
	}
}

// searchAsRandPrime searches once. The candidates are kept aside, and those that
// took a test counted when the clock has stopped.
func searchAsRandPrime(bits int, now clock) (sample, error) {
	size := (bits + 7) / 8
	var drawn []byte
	buf := make([]byte, size)
	p := new(big.Int)
	began := now()
	for {
		if _, err := rand.Read(buf); err != nil {
			return sample{}, err
		}
		buf[0] &= 0xff >> (8*size - bits)
		p.SetBytes(buf)
		p.SetBit(p, bits-1, 1)
		p.SetBit(p, bits-2, 1)
		p.SetBit(p, 0, 1)
		drawn = append(drawn, p.FillBytes(buf)...)
		last := now()
		if p.ProbablyPrime(goPolicy.Rounds) {
			ended := now()
			return sample{
				tests:  float64(tested(drawn, size)),
				search: last - began,
				accept: ended - last,
				finds:  1,
				found:  []*big.Int{p},
			}, nil
		}
	}
}

// tested counts the numbers, each so many bytes long, that none of bigPrimes
// divides.
func tested(drawn []byte, size int) int {
	product := big.NewInt(1)
	for _, r := range bigPrimes {
		product.Mul(product, big.NewInt(int64(r)))
	}
	one, n, divisor, count := big.NewInt(1), new(big.Int), new(big.Int), 0
	for ; len(drawn) > 0; drawn = drawn[size:] {
		n.SetBytes(drawn[:size])
		if divisor.GCD(nil, nil, n, product).Cmp(one) == 0 {
			count++
		}
	}
	return count
}
