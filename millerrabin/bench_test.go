package millerrabin

import (
	"context"
	"fmt"
	"math/big"
	"testing"

	"primebench/internal/words"
)

// benchPrimes are the largest primes below powers of 2, but for 2^4096 - 2549,
// which only is one.
func benchPrimes() map[int]*big.Int {
	primes := map[int]*big.Int{}
	for bits, behind := range map[int]int64{64: 59, 128: 159, 256: 189, 512: 569, 1024: 105, 2048: 1942289, 4096: 2549} {
		p := new(big.Int).Lsh(big.NewInt(1), uint(bits))
		primes[bits] = p.Sub(p, big.NewInt(behind))
	}
	return primes
}

var benchSizes = []int{64, 128, 256, 512, 1024, 2048, 4096}

// BenchmarkStrongLucas sets the test beside math/big's: what its Lucas test takes
// is "big-bpsw" less "big-base2".
func BenchmarkStrongLucas(b *testing.B) {
	primes := benchPrimes()
	for _, bits := range benchSizes {
		p := primes[bits]
		half := new(big.Int).Rsh(p, 1)
		b.Run(fmt.Sprintf("ours/%d", bits), func(b *testing.B) {
			for b.Loop() {
				if !StrongLucas(p) {
					b.Fatal("not prime")
				}
			}
		})
		b.Run(fmt.Sprintf("big-bpsw/%d", bits), func(b *testing.B) {
			for b.Loop() {
				if !p.ProbablyPrime(0) {
					b.Fatal("not prime")
				}
			}
		})
		b.Run(fmt.Sprintf("big-base2/%d", bits), func(b *testing.B) {
			z, two := new(big.Int), big.NewInt(2)
			for b.Loop() {
				z.Exp(two, half, p)
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	primes := benchPrimes()
	for _, bits := range benchSizes {
		tester := newTester(b, bits)
		for _, p := range []Policy{Generated(bits), {Rounds: 20, Lucas: true}, Untrusted} {
			b.Run(fmt.Sprintf("%s/%d/%v", tester.Kernel(), bits, p), func(b *testing.B) {
				for b.Loop() {
					if v, err := tester.Verify(context.Background(), primes[bits], p); err != nil || !v.Prime {
						b.Fatal(v, err)
					}
				}
			})
		}
	}
}

// BenchmarkTrialDivision measures what a Tester does first.
func BenchmarkTrialDivision(b *testing.B) {
	small := newTrialDivision()
	for bits, p := range benchPrimes() {
		n := words.Of(p)
		b.Run(fmt.Sprint(bits), func(b *testing.B) {
			for b.Loop() {
				if small.divisor(n) != 0 {
					b.Fatal("a divisor")
				}
			}
		})
	}
}

// BenchmarkExact judges primes below 2^64, and odd numbers.
func BenchmarkExact(b *testing.B) {
	for name, from := range map[string]uint64{"prime": 1<<64 - 1<<20, "odd": 1<<63 + 1} {
		var list []uint64
		for n := from | 1; len(list) < 1000; n += 2 {
			if name == "odd" || exact(n) == (failure{}) {
				list = append(list, n)
			}
		}
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				exact(list[i%len(list)])
			}
		})
	}
}
