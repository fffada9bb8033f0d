// Numbers as little-endian words: what candidates are while they are many.

package engine

import (
	"encoding/binary"
	"math/big"
	"math/bits"
	"slices"
)

// modulo reduces a number in words by a non-zero word.
func modulo(words []uint64, m uint64) uint64 {
	rem := uint64(0)
	for _, word := range slices.Backward(words) {
		_, rem = bits.Div64(rem, word, m)
	}
	return rem
}

func wordsFor(size int) int { return (size + 63) / 64 }

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

// halve sets dst = x / 2, rounded down.
func halve(dst, x []uint64) {
	for i := range x {
		dst[i] = x[i] >> 1
		if i+1 < len(x) {
			dst[i] |= x[i+1] << 63
		}
	}
}

// toBig converts words to a number.
func toBig(words []uint64) *big.Int {
	buf := make([]byte, 8*len(words))
	for i, word := range words {
		binary.BigEndian.PutUint64(buf[len(buf)-8*(i+1):], word)
	}
	return new(big.Int).SetBytes(buf)
}

// fromBig converts a number that fits into so many words.
func fromBig(n *big.Int, count int) []uint64 {
	buf := n.FillBytes(make([]byte, 8*count))
	words := make([]uint64, count)
	for i := range words {
		words[i] = binary.BigEndian.Uint64(buf[len(buf)-8*(i+1):])
	}
	return words
}

// subtractSmall sets dst = x - y; dst may be x.
func subtractSmall(dst, x []uint64, y uint64) {
	borrow := y
	for i := range x {
		dst[i], borrow = bits.Sub64(x[i], borrow, 0)
	}
}
