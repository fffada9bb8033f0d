// Arithmetic of candidates, which are little-endian words: adding small numbers
// to them, halving them, and cutting them to a size.

package engine

import "math/bits"

// truncate clears the bits from size on.
func truncate(words []uint64, size int) {
	if spare := uint(64*len(words) - size); spare > 0 {
		words[len(words)-1] = words[len(words)-1] << spare >> spare
	}
}

func setBit(words []uint64, i int) { words[i/64] |= 1 << (i % 64) }

func bitLen(words []uint64) int {
	top := len(words) - 1
	return 64*top + bits.Len64(words[top])
}

// addSmall sets dst = x + y and returns the carry; dst may be x.
func addSmall(dst, x []uint64, y uint64) uint64 {
	carry := y
	for i := range x {
		dst[i], carry = bits.Add64(x[i], carry, 0)
	}
	return carry
}

// subtractSmall sets dst = x - y; dst may be x.
func subtractSmall(dst, x []uint64, y uint64) {
	borrow := y
	for i := range x {
		dst[i], borrow = bits.Sub64(x[i], borrow, 0)
	}
}

// halve sets dst = x / 2, rounded down.
func halve(dst, x []uint64) {
	for i := range x {
		dst[i] = x[i] >> 1
		if i+1 < len(x) {
			dst[i] |= x[i+1] << 63
		}
	}
}
