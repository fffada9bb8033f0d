// Numbers of 65 to 128 bits, one at a time in two words: a lane of a kernel, which has more
// digits than they need, takes longer.

package millerrabin

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"math/bits"

	"primebench/internal/montgomery"
)

// twoWordsBits is the size up to which numbers are judged in two words.
const twoWordsBits = 128

// A uint128 is a number of two words.
type uint128 struct{ low, high uint64 }

// twoWords returns the number in at most two words.
func twoWords(n []uint64) uint128 {
	var x uint128
	if len(n) > 0 {
		x.low = n[0]
	}
	if len(n) > 1 {
		x.high = n[1]
	}
	return x
}

func (x uint128) isZero() bool { return x.low|x.high == 0 }

func (x uint128) bit(i int) uint64 {
	if i < 64 {
		return x.low >> i & 1
	}
	return x.high >> (i - 64) & 1
}

func (x uint128) bitLen() int {
	if x.high != 0 {
		return 64 + bits.Len64(x.high)
	}
	return bits.Len64(x.low)
}

// shiftRight returns x / 2^s rounded down, for s from 0 to 128.
func (x uint128) shiftRight(s int) uint128 {
	if s >= 64 {
		return uint128{low: x.high >> (s - 64)}
	}
	return uint128{low: x.low>>s | x.high<<(64-s), high: x.high >> s}
}

func (x uint128) trailingZeros() int {
	if x.low != 0 {
		return bits.TrailingZeros64(x.low)
	}
	return 64 + bits.TrailingZeros64(x.high)
}

// choose2 returns x where bit is 0, and y where it is 1.
func choose2(bit uint64, x, y uint128) uint128 {
	return uint128{low: choose(bit, x.low, y.low), high: choose(bit, x.high, y.high)}
}

// A modulus128 is modulus64 for an odd modulus of two words: x stands for x 2^128.
type modulus128 struct {
	n       uint128
	inverse uint64  // of n modulo 2^64
	one     uint128 // what stands for 1
}

func newModulus128(n uint128) modulus128 {
	m := modulus128{n: n, inverse: newModulus64(n.low).inverse}
	size := n.bitLen()
	m.one = uint128{low: 1}
	if size > 64 {
		m.one = uint128{high: 1 << (size - 65)}
	} else {
		m.one.low <<= size - 1
	}
	for range 129 - size {
		m.one = m.twice(m.one, 1)
	}
	return m
}

// times multiplies.
func (m *modulus128) times(x, y uint128) uint128 {
	t1, t0 := bits.Mul64(x.low, y.low)
	t3, t2 := bits.Mul64(x.high, y.high)
	high, low := bits.Mul64(x.low, y.high)
	t1, carry := bits.Add64(t1, low, 0)
	t2, carry = bits.Add64(t2, high, carry)
	t3 += carry
	high, low = bits.Mul64(x.high, y.low)
	t1, carry = bits.Add64(t1, low, 0)
	t2, carry = bits.Add64(t2, high, carry)
	return m.reduced(t0, t1, t2, t3+carry)
}

// squared multiplies a number by itself.
func (m *modulus128) squared(x uint128) uint128 {
	t1, t0 := bits.Mul64(x.low, x.low)
	t3, t2 := bits.Mul64(x.high, x.high)
	high, low := bits.Mul64(x.low, x.high)
	top := high >> 63
	high, low = high<<1|low>>63, low<<1
	t1, carry := bits.Add64(t1, low, 0)
	t2, carry = bits.Add64(t2, high, carry)
	return m.reduced(t0, t1, t2, t3+top+carry)
}

// reduced divides a number below n 2^128 by 2^128. A multiple of n with the same low word is
// taken away, twice, so that each time that word is 0 and need not be computed. What is left
// is above -n.
func (m *modulus128) reduced(t0, t1, t2, t3 uint64) uint128 {
	q := t0 * m.inverse
	low, _ := bits.Mul64(q, m.n.low)
	high, mid := bits.Mul64(q, m.n.high)
	low, carry := bits.Add64(low, mid, 0)
	high += carry
	t1, borrow := bits.Sub64(t1, low, 0)
	t2, borrow = bits.Sub64(t2, high, borrow)
	t3, below := bits.Sub64(t3, 0, borrow)

	q = t1 * m.inverse
	low, _ = bits.Mul64(q, m.n.low)
	high, mid = bits.Mul64(q, m.n.high)
	low, carry = bits.Add64(low, mid, 0)
	high += carry
	t2, borrow = bits.Sub64(t2, low, 0)
	t3, borrow = bits.Sub64(t3, high, borrow)

	below = -(below + borrow)
	t2, carry = bits.Add64(t2, m.n.low&below, 0)
	t3, _ = bits.Add64(t3, m.n.high&below, carry)
	return uint128{low: t2, high: t3}
}

// mulAdd returns the two words of x*y + z + carry, which never overflow.
func mulAdd(x, y, z, carry uint64) (high, low uint64) {
	high, low = bits.Mul64(x, y)
	low, c := bits.Add64(low, z, 0)
	high, _ = bits.Add64(high, 0, c)
	low, c = bits.Add64(low, carry, 0)
	high, _ = bits.Add64(high, 0, c)
	return high, low
}

// atMostTwice returns a number below 2n, of two words and a carry, modulo n.
func (m *modulus128) atMostTwice(low, high, carry uint64) uint128 {
	lessLow, borrow := bits.Sub64(low, m.n.low, 0)
	lessHigh, borrow := bits.Sub64(high, m.n.high, borrow)
	below := borrow &^ carry
	return uint128{low: choose(below, lessLow, low), high: choose(below, lessHigh, high)}
}

func (m *modulus128) plus(x, y uint128) uint128 {
	low, carry := bits.Add64(x.low, y.low, 0)
	high, carry := bits.Add64(x.high, y.high, carry)
	return m.atMostTwice(low, high, carry)
}

// twice returns 2x where bit is 1, and x where it is 0.
func (m *modulus128) twice(x uint128, bit uint64) uint128 {
	low, carry := bits.Add64(x.low, x.low&-bit, 0)
	high, carry := bits.Add64(x.high, x.high&-bit, carry)
	return m.atMostTwice(low, high, carry)
}

func (m *modulus128) minus(x, y uint128) uint128 {
	low, borrow := bits.Sub64(x.low, y.low, 0)
	high, borrow := bits.Sub64(x.high, y.high, borrow)
	low, carry := bits.Add64(low, m.n.low&-borrow, 0)
	high, _ = bits.Add64(high, m.n.high&-borrow, carry)
	return uint128{low: low, high: high}
}

// negated returns -x.
func (m *modulus128) negated(x uint128) uint128 { return m.minus(uint128{}, x) }

// enter returns what stands for a number below the modulus.
func (m *modulus128) enter(x uint128) uint128 { return m.times(x, m.unit()) }

// unit returns what stands for 2^128.
func (m *modulus128) unit() uint128 {
	unit := m.twice(m.one, 1)
	for range 7 { // 2^2, 2^4, ...
		unit = m.squared(unit)
	}
	return unit
}

// signed returns what stands for c or -c, whichever sign has.
func (m *modulus128) signed(x uint128, sign int64) uint128 {
	if sign < 0 {
		return m.negated(x)
	}
	return x
}

// minusOne returns n - 1, as a number and not as what stands for one.
func (m *modulus128) minusOne() uint128 { return uint128{low: m.n.low &^ 1, high: m.n.high} }

// eulerBase2 makes the Euler test to base 2 of several moduli, as Tester.Base2 does. Their
// chains take turns, step by step, since each step waits for the one before it.
func eulerBase2(moduli []modulus128) Mask {
	var halves, powers [Lanes]uint128
	longest := 0
	for i := range moduli {
		halves[i], powers[i] = moduli[i].n.shiftRight(1), moduli[i].one
		longest = max(longest, halves[i].bitLen())
	}
	for bit := longest - 1; bit >= 0; bit-- {
		for i := range moduli {
			powers[i] = moduli[i].twice(moduli[i].squared(powers[i]), halves[i].bit(bit))
		}
	}
	var passed Mask
	for i := range moduli {
		m := &moduli[i]
		symbol := int64(1) // (2/n)
		if rest := m.n.low & 7; rest == 3 || rest == 5 {
			symbol = -1
		}
		if powers[i] == m.signed(m.one, symbol) {
			passed |= 1 << i
		}
	}
	return passed
}

// strongBase2 reports whether the strong test to base 2 is passed.
func (m *modulus128) strongBase2() bool {
	odd := m.minusOne().shiftRight(m.minusOne().trailingZeros())
	power := m.one
	for i := odd.bitLen() - 1; i >= 0; i-- {
		power = m.twice(m.squared(power), odd.bit(i))
	}
	return m.climb(power)
}

// strong reports whether the strong tests to some bases from 2 to n-2, at most Lanes, are
// passed.
func (m *modulus128) strong(bases []uint128) bool {
	odd := m.minusOne().shiftRight(m.minusOne().trailingZeros())
	powers := m.powers(bases, odd)
	for _, power := range powers[:len(bases)] {
		if !m.climb(power) {
			return false
		}
	}
	return true
}

// powers returns what stands for the powers of some bases below n, at most Lanes. Their
// chains take turns as in eulerBase2.
func (m *modulus128) powers(bases []uint128, exponent uint128) [Lanes]uint128 {
	var tables [Lanes][4]uint128 // the powers 0 to 3, for a window of two bits
	var powers [Lanes]uint128
	for i, base := range bases {
		table := &tables[i]
		table[0], table[1] = m.one, m.enter(base)
		table[2] = m.squared(table[1])
		table[3] = m.times(table[2], table[1])
		powers[i] = m.one
	}
	for bit := (exponent.bitLen() - 1) &^ 1; bit >= 0; bit -= 2 {
		window := exponent.shiftRight(bit).low & 3
		for i := range bases {
			power := m.squared(m.squared(powers[i]))
			powers[i] = m.times(power, tables[i][window])
		}
	}
	return powers
}

// climb reports whether base^d, d the odd part of n - 1, is 1 or becomes -1 by squaring
// before base^(n-1).
func (m *modulus128) climb(power uint128) bool {
	minus := m.negated(m.one)
	if power == m.one || power == minus {
		return true
	}
	for range m.minusOne().trailingZeros() - 1 {
		if power = m.squared(power); power == minus {
			return true
		}
	}
	return false
}

// lucas is StrongLucas for a modulus without a divisor below trialLimit, which may have
// passed the strong test to base 2. See modulus64.strongLucas for the sequence V' of P' = P²/Q - 2, of which the strengthening
// asks for V'((n+1)/2) = 2 (Q/n) besides Euler's criterion for Q.
func (m *modulus128) lucas(passedBase2 bool) bool {
	n := []uint64{m.n.low, m.n.high}
	d, err := findDiscriminant(context.Background(), n)
	if err != nil || d == 0 {
		return false
	}
	q := montgomery.SelfridgeQ(d)
	reciprocal, ok := m.reciprocal(q)
	if !ok {
		return false
	}
	two := m.plus(m.one, m.one)
	if d == 5 { // P and Q too
		reciprocal = m.plus(m.plus(two, two), m.one)
	}
	parameter := m.minus(reciprocal, two)

	ones := uint128{low: ^m.n.low, high: ^m.n.high}.trailingZeros() // twos of n + 1
	half := m.n.shiftRight(ones + 1)                                // (d-1)/2
	v, next := two, parameter
	for i := half.bitLen() - 1; i >= 0; i-- {
		bit := half.bit(i)
		between := m.minus(m.times(v, next), parameter)
		side := choose2(bit, v, next)
		side = m.minus(m.squared(side), two)
		v, next = choose2(bit, side, between), choose2(bit, between, side)
	}
	strong := v == next || m.plus(v, next).isZero()
	v = m.minus(m.times(v, next), parameter)
	for range ones - 1 {
		strong = strong || v.isZero()
		v = m.minus(m.squared(v), two)
	}
	symbol := int64(montgomery.Jacobi(q, n))
	base := eulerBase(d, passedBase2)
	return strong && v == m.signed(two, symbol) && (base == 1 || m.euler(base))
}

// euler reports whether the Euler test to a small base is passed.
func (m *modulus128) euler(base int64) bool {
	symbol := int64(montgomery.Jacobi(base, []uint64{m.n.low, m.n.high}))
	power := m.powers([]uint128{{low: uint64(base)}}, m.n.shiftRight(1))[0]
	return power == m.signed(m.one, symbol)
}

// reciprocal is that of modulus64.
func (m *modulus128) reciprocal(q int64) (uint128, bool) {
	size := uint64(max(q, -q))
	t, ok := lackingFactor(m.rest(size), size)
	high, low := bits.Mul64(m.n.low, t)
	top, high := mulAdd(m.n.high, t, high, 0)
	low, carry := bits.Add64(low, 1, 0)
	high, carry = bits.Add64(high, 0, carry)
	var inverse uint128
	inverse.high, top = bits.Div64(top+carry, high, size)
	inverse.low, _ = bits.Div64(top, low, size)
	return m.signed(m.enter(inverse), q), ok
}

// rest returns the modulus modulo d.
func (m *modulus128) rest(d uint64) uint64 {
	_, rest := bits.Div64(m.n.high%d, m.n.low, d)
	return rest
}

// judge returns why a number without a divisor below trialLimit is not prime, in the words
// of Verdict.Reason, or "". One that passed Base2 takes the strong test to base 2 only where
// p asks for the Lucas test too, and isStrong does not say that it is passed.
func (m *modulus128) judge(p Policy, passedBase2, isStrong bool) string {
	if (p.Lucas && !isStrong || !passedBase2) && !m.strongBase2() {
		return failedBase2
	}
	var source randomWords
	var bases [Lanes]uint128
	for left := p.Rounds; left > 0; left -= Lanes {
		some := bases[:min(left, Lanes)]
		for i := range some {
			some[i] = m.drawBase(&source)
		}
		if !m.strong(some) {
			return failedRandom
		}
	}
	if p.Lucas && !m.lucas(true) {
		return failedLucas
	}
	return ""
}

// drawBase draws uniformly from [2, n-2]: numbers of the modulus's size are drawn until one
// is there.
func (m *modulus128) drawBase(source *randomWords) uint128 {
	spare := bits.LeadingZeros64(m.n.high)
	for {
		base := uint128{low: source.next(), high: source.next() >> spare}
		_, borrow := bits.Sub64(base.low, m.minusOne().low, 0)
		_, borrow = bits.Sub64(base.high, m.n.high, borrow)
		if borrow == 1 && (base.high != 0 || base.low > 1) {
			return base
		}
	}
}

// randomWords are words of crypto/rand, which is asked for some at a time.
type randomWords struct {
	read [32 * 8]byte
	left int // of them, in bytes
}

func (r *randomWords) next() uint64 {
	if r.left == 0 {
		rand.Read(r.read[:]) // which never fails, see there
		r.left = len(r.read)
	}
	r.left -= 8
	return binary.LittleEndian.Uint64(r.read[r.left:])
}
