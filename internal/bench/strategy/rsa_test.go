package strategy

import (
	"math/big"
	"strings"
	"testing"
)

// TestFitsRSA: each condition of FIPS 186-5 by itself.
func TestFitsRSA(t *testing.T) {
	number := func(text string) *big.Int {
		n, ok := new(big.Int).SetString(text, 0)
		if !ok {
			t.Fatal(text)
		}
		return n
	}
	// Primality is not asked, so that factors of a simple form do.
	p, q := number("0xf000000000000000000000000000000000000000000000000000000000000001"), number("0xd000000000000000000000000000000000000000000000000000000000000007")
	of := func(multiple *big.Int) *big.Int { // a multiple of the exponent plus 1, near by
		m := new(big.Int).Div(multiple, big.NewInt(RSAExponent))
		return m.Add(m.Mul(m, big.NewInt(RSAExponent)), big.NewInt(1))
	}
	for _, test := range []struct {
		p, q *big.Int
		want string
	}{
		{p, q, ""},
		{p, number("0x7000000000000000000000000000000000000000000000000000000000000007"), "a factor of 255 bits, want 256"},
		{number("0xb500000000000000000000000000000000000000000000000000000000000007"), q, "below the square root of 2^511"},
		{p, of(q), "65537 divides "},
		{p, new(big.Int).Add(p, big.NewInt(1<<20)), "lie within 2^156"},
		{p, p, "lie within 2^156"},
	} {
		err := FitsRSA(test.p, test.q, 512)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%#x and %#x: %v, want %q", test.p, test.q, err, test.want)
		}
	}
	d := RSAPrivateExponent(p, q)
	for _, f := range []*big.Int{p, q} {
		rest := new(big.Int).Mul(d, big.NewInt(RSAExponent))
		if rest.Mod(rest, new(big.Int).Sub(f, big.NewInt(1))).Cmp(big.NewInt(1)) != 0 {
			t.Errorf("%#x is no inverse modulo %#x - 1", d, f)
		}
	}
}
