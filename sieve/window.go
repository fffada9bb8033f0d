// Windows: the bits of a piece of a progression, struck by a table's primes.

package sieve

import (
	"context"
	"fmt"
	"iter"
	"math/bits"
)

// MaxLength is the largest length of a Window, 2 MiB of bits.
const MaxLength = 1 << 24

// groupsPerCheck is how many groups of primes are reduced between two looks at
// the context: well under a millisecond each at 1024 bits, some ten at 16384.
const groupsPerCheck = 1 << 12

// patternPrimes is the bound below which a prime strikes by whole words.
const patternPrimes = 64

// A Window is a workspace for windows of one length, for one goroutine.
type Window struct {
	table    *Table
	length   int
	struck   []uint64 // bit i: member i has a small factor
	patterns [][]uint64
}

// NewWindow makes a workspace for windows of 1 to MaxLength members.
func NewWindow(t *Table, length int) (*Window, error) {
	if length < 1 || length > MaxLength {
		return nil, fmt.Errorf("sieve: window of %d members, want 1 to %d", length, MaxLength)
	}
	w := &Window{table: t, length: length, struck: make([]uint64, (length+63)/64)}
	for _, r := range t.primes {
		if r >= patternPrimes {
			break
		}
		w.patterns = append(w.patterns, pattern(int(r)))
	}
	return w, nil
}

// pattern returns, for each s below r, the word whose bits are those that are s
// mod r.
func pattern(r int) []uint64 {
	words := make([]uint64, r)
	for b := range 64 {
		words[b%r] |= 1 << b
	}
	return words
}

// Length returns the number of members.
func (w *Window) Length() int { return w.length }

// Strike sieves the window that begins at start, little-endian words of a
// number in the kind's class and above 2 limit + 1: smaller members may
// be struck as multiples of themselves. It returns the context's error when that
// ends first, and then the window's content is void.
func (w *Window) Strike(ctx context.Context, start []uint64) error {
	clear(w.struck)
	for g, group := range w.table.groups {
		if g%groupsPerCheck == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		residue := mod(start, group.product)
		for i := group.begin; i < group.end; i++ {
			r := w.table.primes[i]
			w.strike(int(i), uint64(r), residue%uint64(r))
		}
	}
	return nil
}

// mod reduces a number in words by a non-zero word.
func mod(words []uint64, m uint64) uint64 {
	rem := uint64(0)
	for i := len(words) - 1; i >= 0; i-- {
		_, rem = bits.Div64(rem, words[i], m)
	}
	return rem
}

// strike strikes by the i-th prime r, with x = start mod r: where start + step k
// is 0 mod r, and for Safe where it is 1, since then r divides q.
func (w *Window) strike(i int, r, x uint64) {
	inverse := uint64(w.table.inverses[i])
	first := (r - x) * inverse % r
	w.every(i, r, first)
	if w.table.kind == Safe {
		w.every(i, r, (first+inverse)%r)
	}
}

// every strikes members first, first + r, …
func (w *Window) every(i int, r, first uint64) {
	if i < len(w.patterns) {
		w.everyByPattern(w.patterns[i], r, first)
		return
	}
	for k := first; k < uint64(w.length); k += r {
		w.struck[k/64] |= 1 << (k % 64)
	}
}

func (w *Window) everyByPattern(pattern []uint64, r, first uint64) {
	retreat := r - 64%r // 64 fewer, mod r: where the residue stands in the next word
	for word, s := 0, first; word < len(w.struck); word++ {
		w.struck[word] |= pattern[s]
		s += retreat
		if s >= r {
			s -= r
		}
	}
}

// Survivors yields the members that were not struck, ascending.
func (w *Window) Survivors() iter.Seq[int] {
	return func(yield func(int) bool) {
		for word, struck := range w.struck {
			for left := ^struck; left != 0; left &= left - 1 {
				member := 64*word + bits.TrailingZeros64(left)
				if member >= w.length || !yield(member) {
					return
				}
			}
		}
	}
}
