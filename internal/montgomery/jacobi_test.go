package montgomery

import (
	"math/big"
	"testing"
)

func TestJacobiAgreesWithMathBig(t *testing.T) {
	r := seeded(t)
	for n := int64(1); n < 200; n += 2 {
		for a := int64(-250); a < 250; a++ {
			if got, want := Jacobi(a, words(big.NewInt(n))), big.Jacobi(big.NewInt(a), big.NewInt(n)); got != want {
				t.Fatalf("(%d/%d) = %d, want %d", a, n, got, want)
			}
		}
	}
	for range 2000 {
		n := randomModulus(r, 2+r.IntN(300))
		a := r.Int64() >> r.IntN(63)
		if r.IntN(2) == 0 {
			a = -a
		}
		if got, want := Jacobi(a, words(n)), big.Jacobi(big.NewInt(a), n); got != want {
			t.Fatalf("(%d/%d) = %d, want %d", a, n, got, want)
		}
	}
}

func TestInvertSmallAgreesWithMathBig(t *testing.T) {
	r := seeded(t)
	check := func(m uint64, n *big.Int) {
		t.Helper()
		x := make([]uint64, len(words(n)))
		want := new(big.Int).ModInverse(new(big.Int).SetUint64(m), n)
		if ok := invertSmall(x, m, words(n)); ok != (want != nil) {
			t.Fatalf("1/%d modulo %d: %v", m, n, ok)
		}
		if want != nil && number(x).Cmp(want) != 0 {
			t.Fatalf("1/%d modulo %d = %d, want %d", m, n, number(x), want)
		}
	}
	for n := int64(3); n < 100; n += 2 {
		for m := uint64(1); m < 150; m++ {
			check(m, big.NewInt(n))
		}
	}
	for range 2000 {
		check(1+r.Uint64()>>r.IntN(64)>>1, randomModulus(r, 2+r.IntN(300)))
	}
}
