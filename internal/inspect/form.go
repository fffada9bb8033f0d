// The form of a prime: whether it is near a power of two or sparse, and what
// divides p - 1.

package inspect

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"primebench/sieve"
)

// leastSpecial is the size from which on a form is judged: below, chance makes any.
const leastSpecial = 256

// special says what is special about the form of a prime, or "". The special
// number field sieve is faster for numbers that a sparse polynomial describes:
// those near a power of two, and those with few digits other than zero when
// digits may be -1, 0 and 1 (J. Fried, P. Gaudry, N. Heninger, E. Thomé, A
// kilobit hidden SNFS discrete logarithm computation, 2017, who also show that
// such a form can be hidden: its absence proves nothing).
func special(p *big.Int) string {
	bits := p.BitLen()
	if bits < leastSpecial {
		return ""
	}
	power := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	distance := new(big.Int).Sub(power, p)
	if below := new(big.Int).Sub(p, power.Rsh(power, 1)); below.Cmp(distance) < 0 {
		distance = below
	}
	if d := distance.BitLen(); d < bits*3/4 {
		return fmt.Sprintf("special form: %d bits from a power of two, so that the special number field sieve may apply", d)
	}
	// A third of the digits of a random number are not zero, with a deviation of
	// sqrt(2n/27).
	n := float64(bits)
	if digits := nonzeroDigits(p); float64(digits) < n/3-10*math.Sqrt(2*n/27) {
		return fmt.Sprintf("special form: %d signed digits of %d are not zero, so that the special number field sieve may apply", digits, bits)
	}
	return ""
}

// nonzeroDigits counts the digits 1 and -1 of the sparsest form with digits -1, 0
// and 1: the ones of 3n xor n (G. Reitwiesner, 1960).
func nonzeroDigits(n *big.Int) int {
	x := new(big.Int).Lsh(n, 1)
	x.Add(x, n)
	x.Xor(x, n)
	count := 0
	for i := range x.BitLen() {
		count += int(x.Bit(i))
	}
	return count
}

// smoothLimit bounds the factors that smoothness names.
const smoothLimit = 1 << 16

// smoothness says which small primes make up p - 1, and what is left.
func smoothness(p *big.Int) string {
	rest := new(big.Int).Sub(p, big.NewInt(1))
	quotient, mod, divisor := new(big.Int), new(big.Int), new(big.Int)
	var factors []string
	for _, r := range sieve.Primes(smoothLimit) {
		divisor.SetUint64(uint64(r))
		times := 0
		for quotient.QuoRem(rest, divisor, mod); mod.Sign() == 0; quotient.QuoRem(rest, divisor, mod) {
			rest.Set(quotient)
			times++
		}
		switch {
		case times == 1:
			factors = append(factors, fmt.Sprint(r))
		case times > 1:
			factors = append(factors, fmt.Sprintf("%d^%d", r, times))
		}
	}
	if rest.BitLen() > 1 {
		factors = append(factors, fmt.Sprintf("a number of %d bits without a prime factor below 2^16", rest.BitLen()))
	}
	return "p - 1 is " + strings.Join(factors, " x ")
}
