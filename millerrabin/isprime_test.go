package millerrabin_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"primebench/millerrabin"
)

func ExampleIsPrime() {
	p := new(big.Int).Lsh(big.NewInt(1), 521)
	p.Sub(p, big.NewInt(1))
	fmt.Println(millerrabin.IsPrime(p), millerrabin.IsPrime(p.Add(p, big.NewInt(2))))
	// Output: true false
}

func TestIsPrimeOfSmallNumbers(t *testing.T) {
	isPrime := func(n int64) bool {
		for r := int64(2); r*r <= n; r++ {
			if n%r == 0 {
				return false
			}
		}
		return n > 1
	}
	for n := int64(-50); n < 3000; n++ {
		if got := millerrabin.IsPrime(big.NewInt(n)); got != isPrime(n) {
			t.Errorf("IsPrime(%d) = %v", n, got)
		}
	}
}

func TestIsPrimeAgainstMathBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 1, 60).Draw(t, "n"))
		if rapid.Bool().Draw(t, "prime") {
			for n.SetBit(n, 0, 1); !n.ProbablyPrime(0); n.Add(n, big.NewInt(2)) {
			}
		}
		if want := n.ProbablyPrime(20); millerrabin.IsPrime(n) != want {
			t.Errorf("IsPrime(%v) is not %v", n, want)
		}
	})
}

func TestIsPrimeOfNumbersTooLarge(t *testing.T) {
	largest := new(big.Int).Lsh(big.NewInt(1), millerrabin.MaxBits)
	if millerrabin.IsPrime(new(big.Int).Sub(largest, big.NewInt(1))) {
		t.Errorf("2^%d - 1 is prime", millerrabin.MaxBits)
	}
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, millerrabin.ErrSize) {
			t.Errorf("a number too large: %v, want a panic with ErrSize", err)
		}
	}()
	millerrabin.IsPrime(largest)
}

// BenchmarkIsPrime takes the longest that a number of its size can: a prime.
func BenchmarkIsPrime(b *testing.B) {
	for _, exponent := range []uint{521, 1279, 2203, 4423, 9689} { // of Mersenne primes
		p := new(big.Int).Lsh(big.NewInt(1), exponent)
		p.Sub(p, big.NewInt(1))
		b.Run(fmt.Sprint(exponent), func(b *testing.B) {
			for b.Loop() {
				if !millerrabin.IsPrime(p) {
					b.Fatal(p)
				}
			}
		})
	}
	b.Run("small", func(b *testing.B) {
		for b.Loop() {
			millerrabin.IsPrime(big.NewInt(104729))
		}
	})
}
