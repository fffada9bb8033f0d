// RSA keys: two primes that fit each other.

package strategy

import (
	"fmt"
	"math/big"

	"primebench/engine"
)

// RSAExponent is the public exponent of every key, as Go's and OpenSSL's is by default.
const RSAExponent = 65537

// The sizes of RSA keys that are measured, in bits. Each prime has half of them.
const (
	MinRSABits = 2 * MinBits
	MaxRSABits = MaxBits
)

// CheckRSASize is the part of Check about the size of a key. least is the smallest that
// the strategy makes.
func CheckRSASize(name string, bits, least int) error {
	if bits < least || bits > MaxRSABits || bits%2 != 0 {
		return Unsupported(name, "an RSA key of %d bits, want an even number of %d to %d", bits, least, MaxRSABits)
	}
	return nil
}

// FitsExponent reports whether a prime can be one of a key: gcd(e, p-1) is 1, which for
// a prime e means that it does not divide p-1.
func FitsExponent(p *big.Int) bool {
	rest := new(big.Int).Sub(p, big.NewInt(1))
	return rest.Mod(rest, big.NewInt(RSAExponent)).Sign() != 0
}

// FitsRSA says which of the conditions of FIPS 186-5, appendix A.1.1 and A.1.3, two
// primes of an RSA key of so many bits break; nil when they break none. Whether they are
// prime it does not ask. The error tells nothing of the key.
func FitsRSA(p, q *big.Int, bits int) error {
	one := big.NewInt(1)
	for _, f := range []*big.Int{p, q} {
		switch {
		case f.BitLen() != bits/2:
			return fmt.Errorf("a factor of %d bits, want %d", f.BitLen(), bits/2)
		case new(big.Int).Mul(f, f).Cmp(new(big.Int).Lsh(one, uint(bits-1))) < 0:
			return fmt.Errorf("a factor below the square root of 2^%d", bits-1)
		case !FitsExponent(f):
			return fmt.Errorf("%d divides a factor less 1", RSAExponent)
		}
	}
	distance := new(big.Int).Sub(p, q)
	if far := bits/2 - 100; far > 0 && distance.Abs(distance).Cmp(new(big.Int).Lsh(one, uint(far))) <= 0 || distance.Sign() == 0 {
		return fmt.Errorf("the factors lie within 2^%d", far)
	}
	if d := RSAPrivateExponent(p, q); d.Cmp(new(big.Int).Lsh(one, uint(bits/2))) <= 0 {
		return fmt.Errorf("the private exponent is not above 2^%d", bits/2)
	}
	return nil
}

// RSATests is about how many base-2 tests of the key's size take the time of a key, each of
// whose factors takes so many of half the size: such a test is an eighth of one.
func RSATests(ofFactor float64) float64 { return 2 * ofFactor / 8 }

// RSAOutcome is what a search that counts nothing came to.
func RSAOutcome(p, q *big.Int) Outcome {
	return Outcome{Found: p, Second: q, Counters: engine.Counters{Primes: 2}}
}

// RSAPrivateExponent is the inverse of RSAExponent modulo lcm(p-1, q-1), for factors
// that fit it.
func RSAPrivateExponent(p, q *big.Int) *big.Int {
	one := big.NewInt(1)
	p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
	lcm := new(big.Int).Mul(p1, q1)
	lcm.Div(lcm, new(big.Int).GCD(nil, nil, p1, q1))
	return new(big.Int).ModInverse(big.NewInt(RSAExponent), lcm)
}
