// Arithmetic with one small number and one large: remainders, Jacobi symbols and
// inverses, in machine words.

package montgomery

import "math/bits"

// Jacobi returns the Jacobi symbol (a/n) of an odd n, little-endian words. a is any
// number but -2^63.
func Jacobi(a int64, n []uint64) int {
	symbol := 1
	if a < 0 {
		a = -a
		if n[0]&3 == 3 { // (-1/n) = -1
			symbol = -1
		}
	}
	if a == 0 {
		if equal(n, []uint64{1}) {
			return 1
		}
		return 0
	}
	m := uint64(a)
	twos := bits.TrailingZeros64(m)
	m >>= twos
	if twos&1 != 0 && (n[0]&7 == 3 || n[0]&7 == 5) { // (2/n) = -1
		symbol = -symbol
	}
	if m&n[0]&3 == 3 { // (m/n) = -(n/m), by reciprocity
		symbol = -symbol
	}
	return symbol * jacobiWord(remainder(n, m), m)
}

// jacobiWord returns the Jacobi symbol (a/m) of an odd m.
func jacobiWord(a, m uint64) int {
	symbol := 1
	for a != 0 {
		twos := bits.TrailingZeros64(a)
		a >>= twos
		if twos&1 != 0 && (m&7 == 3 || m&7 == 5) {
			symbol = -symbol
		}
		if a&m&3 == 3 {
			symbol = -symbol
		}
		a, m = m%a, a
	}
	if m != 1 {
		return 0
	}
	return symbol
}

// remainder returns x modulo m, which is not zero.
func remainder(x []uint64, m uint64) uint64 {
	var rest uint64
	for i := len(x) - 1; i >= 0; i-- {
		_, rest = bits.Div64(rest, x[i], m)
	}
	return rest
}

// invertSmall sets x to 1/m modulo n, for m > 0 without a divisor in common with
// n > 1, and reports whether m is such. It is (1 + n*t)/m with t = -1/n modulo m, so
// that no number of the size of n is divided by another. x has as many words as n.
func invertSmall(x []uint64, m uint64, n []uint64) bool {
	inverse, ok := invertWord(remainder(n, m), m)
	if !ok {
		return false
	}
	t := (m - inverse) % m
	clear(x)
	rest := addRow(x, n, t) // the word above x
	var carry uint64 = 1
	for i := range x {
		x[i], carry = bits.Add64(x[i], 0, carry)
	}
	rest += carry
	for i := len(x) - 1; i >= 0; i-- {
		x[i], rest = bits.Div64(rest, x[i], m)
	}
	return true
}

// invertWord returns 1/a modulo m, for a < m or a = m = 1, and reports whether there
// is one: by Euclid's algorithm, whose factors alternate in sign and stay below m.
func invertWord(a, m uint64) (inverse uint64, ok bool) {
	x, y := a%m, m
	factor, last := uint64(1), uint64(0) // x = factor*a, y = last*a modulo m, but for signs
	negative := false                    // the sign of factor
	for x > 1 {
		quotient := y / x
		x, y = y%x, x
		factor, last = last+quotient*factor, factor
		negative = !negative
	}
	switch {
	case m == 1:
		return 0, true
	case x == 0:
		return 0, false
	case negative:
		return m - factor, true
	}
	return factor, true
}
