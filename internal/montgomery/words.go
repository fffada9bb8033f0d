// Numbers as little-endian 64-bit words: the few operations that the exponent
// loop and the kernels need outside of Montgomery form.

package montgomery

import (
	"math"
	"math/bits"
)

// trim drops leading zero words.
func trim(x []uint64) []uint64 {
	for len(x) > 0 && x[len(x)-1] == 0 {
		x = x[:len(x)-1]
	}
	return x
}

// bitLen returns the number of bits of x, 0 for zero.
func bitLen(x []uint64) int {
	x = trim(x)
	if len(x) == 0 {
		return 0
	}
	return 64*(len(x)-1) + bits.Len64(x[len(x)-1])
}

// bit returns bit i of x, 0 beyond its words.
func bit(x []uint64, i int) uint64 {
	if i/64 >= len(x) {
		return 0
	}
	return x[i/64] >> (i % 64) & 1
}

// field returns the width bits of x from bit i on, width at most 8.
func field(x []uint64, i, width int) uint8 {
	w, s := i/64, i%64
	var v uint64
	if w < len(x) {
		v = x[w] >> s
	}
	if s > 0 && w+1 < len(x) {
		v |= x[w+1] << (64 - s)
	}
	return uint8(v & (1<<width - 1))
}

// less says whether x < y. Their lengths may differ.
func less(x, y []uint64) bool {
	for i := max(len(x), len(y)) - 1; i >= 0; i-- {
		if a, b := word(x, i), word(y, i); a != b {
			return a < b
		}
	}
	return false
}

// equal says whether x and y are the same number. Their lengths may differ.
func equal(x, y []uint64) bool { return !less(x, y) && !less(y, x) }

// word returns word i of x, 0 beyond its end.
func word(x []uint64, i int) uint64 {
	if i < len(x) {
		return x[i]
	}
	return 0
}

// subtract sets z to x-y modulo 2^(64*len(z)). z may be x or y.
func subtract(z, x, y []uint64) {
	var borrow uint64
	for i := range z {
		z[i], borrow = bits.Sub64(word(x, i), word(y, i), borrow)
	}
}

// addOne adds 1 to x, which does not overflow.
func addOne(x []uint64) {
	for i := range x {
		if x[i]++; x[i] != 0 {
			return
		}
	}
}

// reduceSmall subtracts n from x until x < n; x is a small multiple of n at most.
func reduceSmall(x, n []uint64) {
	for !less(x, n) {
		subtract(x, x, n)
	}
}

// doubleModulo sets x to 2x modulo n, for x < n with as many words as n.
func doubleModulo(x, n []uint64) {
	var carry uint64
	for i, w := range x {
		x[i] = w<<1 | carry
		carry = w >> 63
	}
	if carry != 0 || !less(x, n) {
		subtract(x, x, n)
	}
}

// addModulo sets x to x+y modulo n, for x < n with as many words as n, and y < n.
func addModulo(x, y, n []uint64) {
	var carry uint64
	for i := range x {
		x[i], carry = bits.Add64(x[i], word(y, i), carry&^plantedLadderFault)
	}
	if carry != 0 || !less(x, n) {
		subtract(x, x, n)
	}
}

// negateModulo sets x to -x modulo n, for x < n with as many words as n.
func negateModulo(x, n []uint64) {
	if bitLen(x) > 0 {
		subtract(x, n, x)
	}
}

// powerOfTwoModulo sets x to 2^e modulo n, for e not below the size of n less
// one bit. x and scratch have as many words as n, whose top word is not zero.
func powerOfTwoModulo(x []uint64, e int, n, scratch []uint64) {
	spare := bits.LeadingZeros64(n[len(n)-1])
	clear(x)
	if e += spare; e < 64*len(n) {
		setBit(x, e-spare)
		return
	}
	// Modulo n 2^spare, which fills its words, up to the last step.
	shiftLeft(scratch, n, spare)
	subtract(x, x, scratch) // 2^(64 words)
	left := e - 64*len(n)
	for ; left > 64; left -= 64 {
		shiftModulo(x, 64, scratch)
	}
	shiftModulo(x, left, scratch)
	shiftRight(x, x, spare)
}

// shiftModulo sets x to 2^s x modulo n, for s from 0 to 64 and x < n with as many words as
// n, whose top bit is set: a step of long division, by a digit of the quotient that is at
// most 2 too large (D. Knuth, The Art of Computer Programming, vol. 2, section 4.3.1).
func shiftModulo(x []uint64, s int, n []uint64) {
	last := len(n) - 1
	high := x[last] >> (64 - s)
	shiftLeft(x, x, s)
	digit := uint64(math.MaxUint64)
	if high < n[last] {
		digit, _ = bits.Div64(high, x[last], n[last])
	}
	var carry, borrow uint64
	for i := range x {
		var low uint64
		carry, low = mulAdd(digit, n[i], 0, carry)
		x[i], borrow = bits.Sub64(x[i], low, borrow)
	}
	for high -= carry + borrow; high != 0; {
		carry = 0
		for i := range x {
			x[i], carry = bits.Add64(x[i], n[i], carry)
		}
		high += carry
	}
}

// shiftLeft sets z to x 2^s, without the bits that leave its words, for s from 0 to 64. z
// has as many words as x and may be x.
func shiftLeft(z, x []uint64, s int) {
	for i := len(z) - 1; i >= 0; i-- {
		z[i] = x[i] << s
		if i > 0 {
			z[i] |= x[i-1] >> (64 - s)
		}
	}
}

func setBit(x []uint64, i int) { x[i/64] |= 1 << (i % 64) }

// shiftRight sets z to floor(x / 2^s). z has as many words as x and may be x.
func shiftRight(z, x []uint64, s int) {
	w, b := s/64, s%64
	for i := range z {
		v := word(x, i+w) >> b
		if b > 0 {
			v |= word(x, i+w+1) << (64 - b)
		}
		z[i] = v
	}
}

// trailingOnes returns the number of ones that x ends in.
func trailingOnes(x []uint64) int {
	ones := 0
	for _, w := range x {
		ones += bits.TrailingZeros64(^w)
		if w != 1<<64-1 {
			break
		}
	}
	return ones
}

// negativeInverse returns -1/n modulo 2^64, for odd n, by Newton's iteration:
// n is its own inverse modulo 8, and each round doubles the bits that hold.
func negativeInverse(n uint64) uint64 {
	inverse := n
	for range 5 {
		inverse *= 2 - n*inverse
	}
	return -inverse
}
