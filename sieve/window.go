// Windows: the bits of a piece of a progression, struck by a table's primes.

package sieve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/bits"

	"primebench/internal/cpu"
)

// MaxLength is the largest length of a Window, 2 MiB of bits.
const MaxLength = 1 << 24

// patternPrimes is the bound below which a prime strikes by whole words.
const patternPrimes = 64

// A Window is a workspace for windows of one length, for one goroutine.
type Window struct {
	table    *Table
	length   int
	struck   []uint64 // bit i: member i has a small factor
	patterns [][]uint64
	segment  int   // members whose bits fit a first-level cache
	runs     []run // of the primes that are smaller than a segment
	batch    *batch
}

// NewWindow makes a workspace for windows of 1 to MaxLength members.
func NewWindow(t *Table, length int) (*Window, error) {
	if length < 1 || length > MaxLength {
		return nil, fmt.Errorf("sieve: window of %d members, want 1 to %d", length, MaxLength)
	}
	w := &Window{table: t, length: length, struck: make([]uint64, (length+63)/64), batch: newBatch()}
	w.segment = 6 * cpu.Detect().L1Data // three quarters of the bits
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
// number in the kind's class and above 2 limit + 1: smaller members may be struck
// as multiples of themselves. It returns the context's error when that ends
// first, a few milliseconds later, and then the window's content is void.
func (w *Window) Strike(ctx context.Context, start []uint64) error {
	return w.StrikeShare(ctx, start, 0, 1)
}

// StrikeShare is Strike with a part of the table's primes alone: the share-th of
// so many shares of about equal cost, from 0. What AddTo gathers from the windows
// of all shares is what Strike strikes, so that several goroutines can sieve one
// window together.
func (w *Window) StrikeShare(ctx context.Context, start []uint64, share, shares int) error {
	if len(start) == 0 {
		return errors.New("sieve: a window needs a start, got no words")
	}
	if share < 0 || share >= shares {
		return fmt.Errorf("sieve: share %d of %d, want one from 0 on below their number", share, shares)
	}
	clear(w.struck)
	w.runs = w.runs[:0]
	digits := w.table.reducer.digits(start)
	if err := w.strikeHeld(ctx, digits, share, shares); err != nil {
		return err
	}
	if err := w.strikeStreamed(ctx, digits, share, shares); err != nil {
		return err
	}
	return w.strikeSegments(ctx)
}

// strikeHeld strikes by the primes that the table holds, dealt out batch by batch.
func (w *Window) strikeHeld(ctx context.Context, digits []uint64, share, shares int) error {
	t, b := w.table, w.batch
	scales, err := t.scalesFor(ctx, len(digits), b)
	if err != nil {
		return err
	}
	for from := share * batchPrimes; from < len(t.primes); from += shares * batchPrimes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b.hold(t, from)
		t.reducer.widen(b.scales, scales[from:from+b.count])
		b.reduce(t.reducer, digits)
		w.strike(from)
	}
	return nil
}

// strikeStreamed strikes by the primes beyond those, listed in as many stretches
// of equal length as there are shares.
func (w *Window) strikeStreamed(ctx context.Context, digits []uint64, share, shares int) error {
	t, b := w.table, w.batch
	span := t.limit - t.held
	low, high := t.held+portion(span, share, shares)+1, t.held+portion(span, share+1, shares)
	for block := range Blocks(low, high) {
		for len(block) > 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			block = b.stream(t, block)
			b.scale(t.reducer, len(digits))
			b.reduce(t.reducer, digits)
			w.strike(len(t.primes))
		}
	}
	return nil
}

// portion returns share/shares of n, which is at most MaxLimit.
func portion(n uint64, share, shares int) uint64 {
	return n/uint64(shares)*uint64(share) + n%uint64(shares)*uint64(share)/uint64(shares)
}

// AddTo strikes in struck, a bit for each member of the window as in Unstruck,
// what is struck in the window.
func (w *Window) AddTo(struck []uint64) {
	for i, word := range w.struck {
		struck[i] |= word
	}
}

// strike strikes by the primes of the batch, the first of which is the table's
// from-th, or leaves that to strikeSegments.
func (w *Window) strike(from int) {
	b := w.batch
	if b.count > 0 && b.primes[0] >= uint64(w.length) {
		w.strikeOnce()
		return
	}
	for i, r := range b.primes[:b.count] {
		w.every(from+i, r, b.firsts[i])
		if w.table.kind == Safe {
			w.every(from+i, r, second(b.firsts[i], b.inverses[i], r))
		}
	}
}

// strikeOnce strikes by primes that are at least as large as the window is long.
func (w *Window) strikeOnce() {
	for _, k := range w.batch.hits(w.table, uint64(w.length)) {
		w.struck[k/64] |= 1 << (k % 64)
	}
}

// every strikes members first, first + r, …
func (w *Window) every(i int, r, first uint64) {
	switch {
	case i < len(w.patterns):
		w.everyByPattern(w.patterns[i], r, first)
	case r < uint64(w.segment):
		w.runs = append(w.runs, run{uint32(r), uint32(first)})
	default:
		for k := first; k < uint64(w.length); k += r {
			w.struck[k/64] |= 1 << (k % 64)
		}
	}
}

// A run is members prime apart that are struck, from next on.
type run struct{ prime, next uint32 }

// strikeSegments strikes all runs in one segment after another.
func (w *Window) strikeSegments(ctx context.Context) error {
	for end := uint32(0); end < uint32(w.length); {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		end = min(end+uint32(w.segment), uint32(w.length))
		for i := range w.runs {
			run, k := &w.runs[i], w.runs[i].next
			for ; k < end; k += run.prime {
				w.struck[k/64] |= 1 << (k % 64)
			}
			run.next = k
		}
	}
	return nil
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
func (w *Window) Survivors() iter.Seq[int] { return Unstruck(w.struck, w.length) }

// Unstruck yields the members below length that are not struck, ascending; bit
// i%64 of word i/64 of struck says so of member i.
func Unstruck(struck []uint64, length int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for word, struck := range struck {
			for left := ^struck; left != 0; left &= left - 1 {
				member := 64*word + bits.TrailingZeros64(left)
				if member >= length || !yield(member) {
					return
				}
			}
		}
	}
}
