// Package words turns numbers of math/big into little-endian 64-bit words, the
// form in which the sieve and the tests take candidates, and back.
package words

import (
	"encoding/binary"
	"math/big"
	"math/bits"
	"slices"
)

// Count returns how many words a number of size bits takes.
func Count(size int) int { return (size + 63) / 64 }

// Of returns n >= 0 in as many words as its size takes, which are none for 0.
func Of(n *big.Int) []uint64 {
	words := make([]uint64, Count(n.BitLen()))
	Fill(words, n)
	return words
}

// Fill sets dst, which is long enough, to n >= 0, with zeros above.
func Fill(dst []uint64, n *big.Int) {
	clear(dst)
	for i, digit := range n.Bits() { // of 32 or 64 bits
		at := i * bits.UintSize
		dst[at/64] |= uint64(digit) << (at % 64)
	}
}

// Int returns the number in words.
func Int(words []uint64) *big.Int {
	bytes := make([]byte, 0, 8*len(words))
	for _, word := range slices.Backward(words) {
		bytes = binary.BigEndian.AppendUint64(bytes, word)
	}
	return new(big.Int).SetBytes(bytes)
}

// Mod reduces the number in words modulo m > 0.
func Mod(words []uint64, m uint64) uint64 {
	rest := uint64(0)
	for _, word := range slices.Backward(words) {
		_, rest = bits.Div64(rest, word, m)
	}
	return rest
}
