// Numbers below 2^64, of which a Baillie-PSW test tells everything, by word arithmetic.

package millerrabin

import (
	"math"
	"math/bits"
)

// exactBits is the size up to which the Baillie-PSW test is a proof: of the composites
// below 2^64 that pass the strong test to base 2, which are all listed, none passes the
// strong Lucas test with Selfridge's parameters (J. Feitsma and W. Galway, Tables of
// pseudoprimes and related data, 2013).
const exactBits = 64

// exact returns why an odd number of at least 3 and at most exactBits bits is not prime,
// in the words of Verdict.Reason, and "" for a prime.
func exact(n uint64) (reason string) {
	if divisor := trial().divisorOfWord(n); divisor > 0 {
		return divisibleBy(divisor)
	}
	if n < trialLimit*trialLimit {
		return ""
	}
	m := newModulus64(n)
	switch {
	case !m.strongBase2():
		return failedBase2
	case !m.strongLucas():
		return failedLucas
	}
	return ""
}

// A modulus64 is an odd modulus above 1 with what multiplying modulo it takes, in the form
// of P. Montgomery (1985): x stands for x 2^64.
type modulus64 struct {
	n, inverse uint64 // of n modulo 2^64
	one        uint64
}

func newModulus64(n uint64) modulus64 {
	inverse := n // right in three bits, and each step doubles that
	for range 5 {
		inverse *= 2 - n*inverse
	}
	return modulus64{n: n, inverse: inverse, one: -n % n}
}

// times multiplies.
func (m *modulus64) times(x, y uint64) uint64 {
	high, low := bits.Mul64(x, y)
	reduced, _ := bits.Mul64(low*m.inverse, m.n)
	return m.minus(high, reduced)
}

func (m *modulus64) minus(x, y uint64) uint64 {
	difference, borrow := bits.Sub64(x, y, 0)
	return difference + m.n&-borrow
}

func (m *modulus64) plus(x, y uint64) uint64 { return m.minus(x, m.n-y) }

// integer returns what stands for c, from -n to n.
func (m *modulus64) integer(c int64) uint64 {
	if c < 0 {
		return m.minus(0, m.integer(-c))
	}
	_, x := bits.Div64(uint64(c)%m.n, 0, m.n)
	return x
}

// choose returns x where bit is 0, and y where it is 1.
func choose(bit, x, y uint64) uint64 { return x ^ (x^y)&-bit }

// strongBase2 reports whether the strong test to base 2 is passed. No step waits for a
// branch on a bit of the exponent, which nobody can foresee.
func (m *modulus64) strongBase2() bool {
	twos := bits.TrailingZeros64(m.n - 1)
	odd, power, minus := (m.n-1)>>twos, m.one, m.n-m.one
	for i := bits.Len64(odd) - 1; i >= 0; i-- {
		power = m.times(power, power)
		power = m.plus(power, choose(odd>>i&1, 0, power))
	}
	if power == m.one || power == minus {
		return true
	}
	for range twos - 1 {
		if power = m.times(power, power); power == minus {
			return true
		}
	}
	return false
}

// strongLucas reports whether the strong Lucas test is passed: with D the first of
// 5, -7, 9, -11, ... of Jacobi symbol (D/n) = -1, P = 1, Q = (1-D)/4 and n + 1 = d 2^s,
// d odd, U(d) = 0 or V(d 2^r) = 0 mod n for some r < s. The modulus has no divisor below
// trialLimit.
//
// The chain keeps V and the power of Q at k and k + 1: V(2k) = V(k)² - 2Q^k and
// V(2k+1) = V(k) V(k+1) - P Q^k. U(k) is 0 where D U(k) = 2V(k+1) - P V(k) is.
func (m *modulus64) strongLucas() bool {
	size := m.discriminant()
	if size == 0 {
		return false
	}
	twos := bits.TrailingZeros64(m.n + 1)
	d := (m.n + 1) >> twos
	v, vNext := m.plus(m.one, m.one), m.one // k = 0
	power, powerNext := m.one, m.integer(lucasQ(size))
	for i := bits.Len64(d) - 1; i >= 0; i-- {
		bit := d >> i & 1
		between := m.minus(m.times(v, vNext), power)
		powerBetween := m.times(power, powerNext)
		side, powerSide := choose(bit, v, vNext), choose(bit, power, powerNext)
		side, powerSide = m.minus(m.times(side, side), m.plus(powerSide, powerSide)), m.times(powerSide, powerSide)
		v, vNext = choose(bit, side, between), choose(bit, between, side)
		power, powerNext = choose(bit, powerSide, powerBetween), choose(bit, powerBetween, powerSide)
	}
	if v == 0 || m.plus(vNext, vNext) == v {
		return true
	}
	for range twos - 1 {
		v = m.minus(m.times(v, v), m.plus(power, power))
		power = m.times(power, power)
		if v == 0 {
			return true
		}
	}
	return false
}

// lucasQ returns Q = (1-D)/4 for the D of a size, which is 1 mod 4.
func lucasQ(size int64) int64 {
	if size%4 == 3 {
		size = -size
	}
	return (1 - size) / 4
}

// discriminant returns the size of Selfridge's D, and 0 where there is none: for squares
// and other composites.
func (m *modulus64) discriminant() int64 {
	root := uint64(math.Sqrt(float64(m.n)))
	for r := root - 1; r <= root+1; r++ {
		if high, low := bits.Mul64(r, r); high == 0 && low == m.n {
			return 0
		}
	}
	for size := int64(5); size < maxDiscriminant; size += 2 {
		switch jacobi(int64(m.n%uint64(size)), size) {
		case -1:
			return size
		case 0:
			return 0 // a divisor in common; the modulus is larger
		}
	}
	return 0
}
