// The random words that the other files draw from, and how a bound is put on
// one without favouring anything.

package secrets

import (
	"crypto/rand"
	"encoding/binary"
	"math/bits"
)

// word returns 64 random bits. crypto/rand.Read never returns an error: it ends
// the program where it would have to.
func word() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.NativeEndian.Uint64(b[:])
}

// below returns a number in [0, n) from the words that next gives, for n above
// 0. It takes the high half of word*n. Each result has floor or ceil of 2^64/n
// words that lead to it; a word whose low half is under 2^64 mod n is drawn
// again, which leaves every result exactly floor(2^64/n) of them (D. Lemire,
// Fast random integer generation in an interval, 2019).
func below(n uint64, next func() uint64) uint64 {
	high, low := bits.Mul64(next(), n)
	if low < n { // or else it cannot be under 2^64 mod n, and the division is saved
		for unfair := -n % n; low < unfair; {
			high, low = bits.Mul64(next(), n)
		}
	}
	return high
}

// A block serves a call that needs many words. It lives on the stack of that
// call, which wipes it before it returns. Its zero value is ready.
type block struct {
	bytes [512]byte // about where a byte costs no less in a larger read
	left  int       // bytes at the end that were not given yet
}

// draw returns 64 random bits. hint says how many words the call will still
// need at least, this one included, so that few are drawn in vain.
func (b *block) draw(hint int) uint64 {
	if b.left == 0 {
		b.left = 8 * min(max(hint, 1), len(b.bytes)/8)
		rand.Read(b.bytes[len(b.bytes)-b.left:])
	}
	at := len(b.bytes) - b.left
	b.left -= 8
	return binary.NativeEndian.Uint64(b.bytes[at:])
}

// below is the function below on the words of the block.
func (b *block) below(n uint64, hint int) uint64 {
	return below(n, func() uint64 { return b.draw(hint) })
}

// wipe forgets what was drawn.
func (b *block) wipe() { clear(b.bytes[:]) }
