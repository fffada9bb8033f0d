package peer_test

import (
	"errors"
	"math/big"
	"testing"

	"primebench/internal/peer"
)

// The peers give the powers that math/big gives, base and exponent zero
// included. A machine without them has nothing to test.
func TestModExpAgreesWithBig(t *testing.T) {
	openssl, err := peer.OpenOpenSSL()
	if errors.Is(err, peer.ErrAbsent) {
		t.Log(err)
	} else if err != nil {
		t.Fatal(err)
	}
	gmp, err := peer.OpenGMP()
	if errors.Is(err, peer.ErrAbsent) {
		t.Log(err)
	} else if err != nil {
		t.Fatal(err)
	}
	modulus := new(big.Int).Lsh(big.NewInt(1), 2203)
	modulus.Sub(modulus, big.NewInt(1)) // a Mersenne prime
	for _, base := range []int64{2, 3, 65537} {
		for _, exponent := range []*big.Int{big.NewInt(0), big.NewInt(1), big.NewInt(12345), new(big.Int).Rsh(modulus, 1)} {
			b := big.NewInt(base)
			want := new(big.Int).Exp(b, exponent, modulus)
			check := func(name string, x peer.ModExp) {
				defer x.Close()
				x.Run()
				if got := x.Result(); got.Cmp(want) != 0 {
					t.Errorf("%s: %d^%v = %v, want %v", name, base, exponent, got, want)
				}
			}
			if openssl != nil {
				check("OpenSSL", openssl.ModExp(b, exponent, modulus, false))
				check("OpenSSL, word", openssl.ModExp(b, exponent, modulus, true))
			}
			if gmp != nil {
				check("GMP", gmp.ModExp(b, exponent, modulus))
			}
		}
	}
}
