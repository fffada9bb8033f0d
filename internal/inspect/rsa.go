// A key of RSA: what can be said of its modulus, and of its primes where it has them.
// Nothing that is secret is told.

package inspect

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"primebench/dhgroup"
	"primebench/internal/keyfile"
	"primebench/millerrabin"
	"primebench/sieve"
)

// RSA inspects a key. Errors are as in Numbers; that a key is unsound is none.
func (i Inspector) RSA(ctx context.Context, key keyfile.RSA) (Finding, error) {
	f := Finding{Kind: KindRSA, Proven: true}
	f.Bits = key.N.BitLen()
	f.E = key.E.String()
	if key.E.BitLen() > 64 {
		f.E = fmt.Sprintf("%d bits", key.E.BitLen())
	}
	if f.Reason = i.exponent(key); f.Reason != "" {
		return f, nil
	}
	var err error
	if f.Reason, err = i.modulus(ctx, key.N); err != nil || f.Reason != "" {
		return f, err
	}
	f.Proven = false
	if key.Primes != nil {
		f.Private, f.Policy = true, i.policy().String()
		if err := i.primes(ctx, &f, key); err != nil || f.Reason != "" {
			return f, err
		}
	}
	f.Sound = true
	if key.E.BitLen() <= 16 {
		f.remark("e = " + f.E + ": FIPS 186-5 wants one above 2^16")
	}
	f.Strength, f.StrengthSource = dhgroup.FieldStrength(f.Bits), dhgroup.StrengthEstimate
	var reasons []string
	if f.Bits < i.Levels.Bits {
		reasons = append(reasons, fmt.Sprintf("%d bits, want %d or more", f.Bits, i.Levels.Bits))
	}
	if f.Strength < i.Levels.Strength {
		reasons = append(reasons, fmt.Sprintf("%d bits of strength, want %d or more", f.Strength, i.Levels.Strength))
	}
	f.weak(reasons)
	return f, nil
}

// weak says of something sound that it is weak, if there is a reason.
func (f *Finding) weak(reasons []string) {
	f.Weak, f.Sound, f.Reason = len(reasons) > 0, len(reasons) == 0, strings.Join(reasons, "; ")
}

// exponent says what is wrong with e, or "".
func (i Inspector) exponent(key keyfile.RSA) string {
	switch {
	case key.E.Cmp(big.NewInt(3)) < 0 || key.E.Bit(0) == 0:
		return fmt.Sprintf("e = %v, want an odd number of 3 or more", key.E)
	case key.E.Cmp(key.N) >= 0:
		return "e is not below n"
	}
	return ""
}

// closeSteps is how many steps Fermat's method takes: primes that close were made one
// after the other, as in CVE-2022-26320.
const closeSteps = 100

// modulus says what of n can be told from outside, or "".
func (i Inspector) modulus(ctx context.Context, n *big.Int) (string, error) {
	rest := new(big.Int)
	for _, r := range sieve.Primes(smoothLimit) {
		if rest.Mod(n, big.NewInt(int64(r))).Sign() == 0 && n.Cmp(big.NewInt(int64(r))) != 0 {
			return fmt.Sprintf("n is divisible by %d", r), nil
		}
	}
	tester, err := millerrabin.NewTester(i.Kernel, max(1, n.BitLen()))
	if err != nil {
		return "", err
	}
	v, err := tester.Verify(ctx, n, millerrabin.Policy{Lucas: true})
	switch {
	case err != nil:
		return "", err
	case v.Prime:
		return "n is prime, want a product of primes", nil
	case closePrimes(n):
		return "n is a product of two numbers so close that it is factored at once", nil
	}
	return "", nil
}

// closePrimes reports whether Fermat's method factors an odd n in a few steps: n is
// a^2 - b^2 with a little above its root.
func closePrimes(n *big.Int) bool {
	one, square, root := big.NewInt(1), new(big.Int), new(big.Int)
	a := new(big.Int).Sqrt(n)
	for range closeSteps {
		square.Mul(a, a)
		if square.Sub(square, n).Sign() >= 0 {
			root.Sqrt(square)
			if root.Mul(root, root).Cmp(square) == 0 {
				return true
			}
		}
		a.Add(a, one)
	}
	return false
}

// primes judges the primes of a private key, and how they belong to it.
func (i Inspector) primes(ctx context.Context, f *Finding, key keyfile.RSA) error {
	product, one := big.NewInt(1), big.NewInt(1)
	for _, p := range key.Primes {
		product.Mul(product, p)
		if p.Cmp(one) <= 0 || product.BitLen() > key.N.BitLen() {
			break
		}
	}
	if product.Cmp(key.N) != 0 {
		f.Reason = "n is not the product of the primes"
		return nil
	}
	findings, err := i.Numbers(ctx, key.Primes)
	if err != nil {
		return err
	}
	f.Proven = true
	for k, found := range findings {
		if !found.Sound {
			f.Reason = fmt.Sprintf("prime %d of %d is composite", k+1, len(findings))
			return nil
		}
		f.Proven = f.Proven && found.Proven
		if found.Log2Error < 0 && (f.Log2Error == 0 || found.Log2Error > f.Log2Error) {
			f.Log2Error = found.Log2Error
		}
	}
	for _, p := range key.Primes {
		below, inverse := new(big.Int).Sub(p, one), new(big.Int).Mul(key.D, key.E)
		if inverse.Sub(inverse, one).Mod(inverse, below).Sign() != 0 {
			f.Reason = "d is not the inverse of e"
			return nil
		}
	}
	least := key.N.BitLen()/2 - 100 // FIPS 186-5, A.1.1
	if difference := new(big.Int).Sub(key.Primes[0], key.Primes[1]); len(key.Primes) == 2 && difference.BitLen() <= least {
		f.Reason = fmt.Sprintf("the primes differ by less than 2^%d (FIPS 186-5, A.1.1)", least)
	}
	return nil
}
