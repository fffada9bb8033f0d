package exemplar

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"primebench/sieve"
)

func isA(kind sieve.Kind, p *big.Int) bool {
	return p.ProbablyPrime(20) && (kind == sieve.Prime || half(p).ProbablyPrime(20))
}

func TestPrime(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bits := range []int{64, 65, 127, 200, 256, 768, 1024} {
			p, err := Prime(t.Context(), kind, bits)
			if err != nil {
				t.Fatal(err)
			}
			if p.BitLen() != bits || p.Bit(bits-2) != 1 || !isA(kind, p) {
				t.Errorf("%v of %d bits: %x", kind, bits, p)
			}
			again, err := Prime(t.Context(), kind, bits)
			if err != nil || again.Cmp(p) != 0 {
				t.Errorf("%v of %d bits: %x at first, then %x, %v", kind, bits, p, again, err)
			}
		}
	}
}

// TestList looks for what a list promises: no number has a small factor, and all
// but the last are not of the kind.
func TestList(t *testing.T) {
	product := big.NewInt(1)
	for _, r := range sieve.Primes(Limit) {
		product.Mul(product, big.NewInt(int64(r)))
	}
	coprime := func(n *big.Int) bool { return new(big.Int).GCD(nil, nil, n, product).Cmp(big.NewInt(1)) == 0 }
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		list, err := List(t.Context(), kind, 128, 300)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 301 {
			t.Fatalf("%v: %d numbers", kind, len(list))
		}
		halfPrime := 0
		for i, p := range list {
			if p.BitLen() != 128 || p.Uint64()%kind.Step() == kind.Step() || isA(kind, p) != (i == 300) {
				t.Errorf("%v: number %d is %v", kind, i, p)
			}
			if !coprime(p) || kind == sieve.Safe && !coprime(half(p)) {
				t.Errorf("%v: number %d, %v, has a small factor", kind, i, p)
			}
			if kind == sieve.Safe && half(p).ProbablyPrime(0) {
				halfPrime++
			}
		}
		if kind == sieve.Safe && halfPrime < 2 {
			t.Errorf("of %d candidates none but the last has a prime half", len(list))
		}
		shorter, err := List(t.Context(), kind, 128, 100)
		if err != nil || !slices.EqualFunc(shorter[:100], list[:100], func(a, b *big.Int) bool { return a.Cmp(b) == 0 }) {
			t.Errorf("%v: a shorter list does not begin alike: %v", kind, err)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		kind sieve.Kind
		bits int
		want string // "" when there is one
	}{
		{sieve.Prime, 64, ""},
		{sieve.Prime, 4096, ""},
		{sieve.Prime, 8192, ""},
		{sieve.Safe, 1536, ""},
		{sieve.Safe, 6144, ""},
		{sieve.Prime, 4097, "prime of 4097 bits; there is one up to 4096 bits and at the sizes of the known groups: 6144, 8192"},
		{sieve.Safe, 1537, "up to 1536 bits and at the sizes of the known groups: 2048, 3072, 4096, 6144, 8192"},
		{sieve.Safe, 16384, "16384 bits"},
	} {
		err := Check(test.kind, test.bits)
		if test.want == "" && err != nil || test.want != "" && (!errors.As(err, new(*NoneError)) || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%v %d: %v, want %q", test.kind, test.bits, err, test.want)
		}
	}
	if _, err := Prime(t.Context(), sieve.Safe, 16384); !errors.As(err, new(*NoneError)) {
		t.Errorf("16384 bits: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := List(ctx, sieve.Safe, 256, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
