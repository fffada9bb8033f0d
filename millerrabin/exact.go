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

// A failure is why an odd number is not prime; the zero value is of a prime.
type failure struct {
	divisor uint64
	test    string // which is failed, one of Verdict.Reason
}

// reason returns the failure in the words of Verdict.Reason, and "" for a prime.
func (f failure) reason() string {
	if f.divisor > 0 {
		return divisibleBy(f.divisor)
	}
	return f.test
}

// exact judges an odd number of at least 3 and at most exactBits bits.
func exact(n uint64) failure {
	if divisor := trial().divisorOfWord(n); divisor > 0 {
		return failure{divisor: divisor}
	}
	if n < trialLimit*trialLimit {
		return failure{}
	}
	m := newModulus64(n)
	switch {
	case !m.strongBase2():
		return failure{test: failedBase2}
	case !m.strongLucas():
		return failure{test: failedLucas}
	}
	return failure{}
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

// reciprocal returns what stands for 1/q, which is (1 + n t)/q for the t that makes it
// whole, and reports whether q and n have no divisor in common.
func (m *modulus64) reciprocal(q int64) (uint64, bool) {
	size := uint64(max(q, -q))
	t, ok := lackingFactor(m.n%size, size)
	high, low := bits.Mul64(m.n, t)
	low, carry := bits.Add64(low, 1, 0)
	inverse, _ := bits.Div64(high+carry, low, size)
	_, inverse = bits.Div64(inverse, 0, m.n)
	if q < 0 {
		inverse = m.minus(0, inverse)
	}
	return inverse, ok
}

// lackingFactor returns the t below m, which is small, with rest t = -1 mod m, and reports
// whether there is one.
func lackingFactor(rest, m uint64) (uint64, bool) {
	sum := uint64(0)
	for t := range m {
		if sum == m-1 {
			return t, true
		}
		if sum += rest; sum >= m {
			sum -= m
		}
	}
	return 0, false
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

// eulerBase2InWords makes the Euler test to base 2 of several moduli, as Tester.Base2 does.
// Their chains take turns, step by step, since each step waits for the one before it.
func eulerBase2InWords(moduli []modulus64) Mask {
	var powers [Lanes]uint64
	longest := 0
	for i := range moduli {
		powers[i] = moduli[i].one
		longest = max(longest, bits.Len64(moduli[i].n>>1))
	}
	for bit := longest - 1; bit >= 0; bit-- {
		for i := range moduli {
			m := &moduli[i]
			power := m.times(powers[i], powers[i])
			powers[i] = m.plus(power, choose(m.n>>1>>bit&1, 0, power))
		}
	}
	var passed Mask
	for i := range moduli {
		m := &moduli[i]
		symbol := m.one // what stands for (2/n)
		if rest := m.n & 7; rest == 3 || rest == 5 {
			symbol = m.n - m.one
		}
		if powers[i] == symbol {
			passed |= 1 << i
		}
	}
	return passed
}

// strongLucas reports whether the strong Lucas test is passed: with D the first of
// 5, -7, 9, -11, ... of Jacobi symbol (D/n) = -1, P = 1, Q = (1-D)/4 and n + 1 = d 2^s,
// d odd, U(d) = 0 or V(d 2^r) = 0 mod n for some r < s. The modulus has no divisor below
// trialLimit.
//
// V(2k) is Q^k V'(k), V' being the sequence of P' = P²/Q - 2 and Q' = 1, and neighbours of
// V' around d/2 add up to V(d), and differ by U(d), but for factors that are no divisors of
// 0. So the test asks whether V'((d-1)/2) is V'((d+1)/2) or its negative, or V'(d 2^r) = 0
// for some r < s-1. V'(2k) = V'(k)² - 2 and V'(2k+1) = V'(k) V'(k+1) - P'.
func (m *modulus64) strongLucas() bool {
	size := m.discriminant()
	if size == 0 {
		return false
	}
	reciprocal, ok := m.reciprocal(lucasQ(size))
	if !ok {
		return false
	}
	two := m.plus(m.one, m.one)
	parameter := m.minus(reciprocal, two)
	twos := bits.TrailingZeros64(m.n + 1)
	half := (m.n + 1) >> twos >> 1
	v, next := two, parameter
	for i := bits.Len64(half) - 1; i >= 0; i-- {
		bit := half >> i & 1
		between := m.minus(m.times(v, next), parameter)
		side := choose(bit, v, next)
		side = m.minus(m.times(side, side), two)
		v, next = choose(bit, side, between), choose(bit, between, side)
	}
	if v == next || m.plus(v, next) == 0 {
		return true
	}
	v = m.minus(m.times(v, next), parameter)
	for range twos - 1 {
		if v == 0 {
			return true
		}
		v = m.minus(m.times(v, v), two)
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
