// The windows of a sieve: a bit for each member of a piece of a progression.

package sieve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/bits"
	"sync"

	"primebench/internal/cpu"
	"primebench/internal/words"
)

// MaxLength is the largest length of a Window, 2 MiB of bits.
const MaxLength = 1 << 24

// patternPrimes is the bound below which a prime crosses off whole words at a time.
const patternPrimes = 64

// A Window is a workspace for windows of one length, for one goroutine.
type Window struct {
	table      *Table
	length     int
	crossedOff []uint64 // bit i: member i has a small factor
	patterns   [][]uint64
	segment    int          // members whose bits fit a first-level cache
	small      []smallPrime // smaller than a segment
	batch      *batch
}

// NewWindow makes a workspace for windows of 1 to MaxLength members.
func NewWindow(t *Table, length int) (*Window, error) {
	if length < 1 || length > MaxLength {
		return nil, fmt.Errorf("sieve: window of %d members, want 1 to %d", length, MaxLength)
	}
	primes := len(t.primes)
	if t.limit > t.held {
		primes = batchPrimes
	}
	w := &Window{table: t, length: length, crossedOff: make([]uint64, words.Count(length)), batch: newBatch(primes)}
	w.segment = 6 * cpu.Detect().L1Data // three quarters of the bits
	for _, r := range t.primes {
		if r >= patternPrimes {
			break
		}
		w.patterns = append(w.patterns, patterns()[r])
	}
	return w, nil
}

// patterns returns the pattern of each number below patternPrimes that can be a sieving
// prime.
var patterns = sync.OnceValue(func() [patternPrimes][]uint64 {
	var list [patternPrimes][]uint64
	for r := 3; r < patternPrimes; r += 2 {
		list[r] = pattern(r)
	}
	return list
})

// pattern returns a word for each s below r, in which the bits that are s mod r
// are set.
func pattern(r int) []uint64 {
	pattern := make([]uint64, r)
	for b := range 64 {
		pattern[b%r] |= 1 << b
	}
	return pattern
}

// Length returns the number of members.
func (w *Window) Length() int { return w.length }

// Sieve sieves the window that begins at start, little-endian words of a number in
// the kind's class and above 2 limit + 1: smaller members may be crossed off as
// multiples of themselves. Where the context ends first, Sieve returns its error
// within a few milliseconds, and the window's content is void.
func (w *Window) Sieve(ctx context.Context, start []uint64) error {
	return w.SieveShard(ctx, start, 0, 1)
}

// SieveShard is Sieve with one shard of the table's primes alone, from 0 on below
// the number of shards. All shards cost about the same. Several goroutines can
// sieve one window together: what AddTo gathers from the windows of all shards is
// what Sieve crosses off.
func (w *Window) SieveShard(ctx context.Context, start []uint64, shard, shards int) error {
	if len(start) == 0 {
		return errors.New("sieve: a window needs a start, got no words")
	}
	if shard < 0 || shard >= shards {
		return fmt.Errorf("sieve: shard %d of %d, want one from 0 on below their number", shard, shards)
	}
	clear(w.crossedOff)
	w.small = w.small[:0]
	digits := w.table.reducer.digits(start)
	if err := w.sieveByHeld(ctx, digits, shard, shards); err != nil {
		return err
	}
	if err := w.sieveByListed(ctx, digits, shard, shards); err != nil {
		return err
	}
	return w.crossOffSegments(ctx)
}

// sieveByHeld crosses off by the primes that the table holds. The shards take
// turns, batch by batch.
func (w *Window) sieveByHeld(ctx context.Context, digits []uint64, shard, shards int) error {
	t, b := w.table, w.batch
	scales, err := t.scalesFor(ctx, len(digits), b)
	if err != nil {
		return err
	}
	for from := shard * batchPrimes; from < len(t.primes); from += shards * batchPrimes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b.hold(t, from)
		t.reducer.widen(b.scales, scales[from:from+b.count])
		b.reduce(t.reducer, digits)
		w.crossOff(from)
	}
	return nil
}

// sieveByListed crosses off by the primes beyond those that the table holds. Each
// shard lists a range of its own, all of the same length.
func (w *Window) sieveByListed(ctx context.Context, digits []uint64, shard, shards int) error {
	t, b := w.table, w.batch
	span := t.limit - t.held
	low, high := t.held+portion(span, shard, shards)+1, t.held+portion(span, shard+1, shards)
	for block := range Blocks(low, high) {
		for len(block) > 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			block = b.stream(t, block)
			b.scale(t.reducer, len(digits))
			b.reduce(t.reducer, digits)
			w.crossOff(len(t.primes))
		}
	}
	return nil
}

// portion returns shard/shards of n, which is at most MaxLimit.
func portion(n uint64, shard, shards int) uint64 {
	return n/uint64(shards)*uint64(shard) + n%uint64(shards)*uint64(shard)/uint64(shards)
}

// AddTo crosses off in crossedOff, which has bits for the window's members from
// number 64 from on as in SurvivorsOf, what is crossed off in the window.
func (w *Window) AddTo(crossedOff []uint64, from int) {
	for i, word := range w.crossedOff[from : from+len(crossedOff)] {
		crossedOff[i] |= word
	}
}

// crossOff crosses off by the primes of the batch, the first of which is the
// table's from-th, or leaves that to crossOffSegments.
func (w *Window) crossOff(from int) {
	b := w.batch
	if b.count > 0 && b.primes[0] >= uint64(w.length) {
		w.crossOffFirsts()
		return
	}
	for i, r := range b.primes[:b.count] {
		w.every(from+i, r, b.firsts[i])
		if w.table.kind == Safe {
			w.every(from+i, r, second(b.firsts[i], b.inverses[i], r))
		}
	}
}

// crossOffFirsts crosses off by primes that are at least as large as the window is
// long.
func (w *Window) crossOffFirsts() {
	for _, k := range w.batch.hits(w.table, uint64(w.length)) {
		w.crossedOff[k/64] |= 1 << (k % 64)
	}
}

// every crosses off members first, first + r, …
func (w *Window) every(i int, r, first uint64) {
	switch {
	case i < len(w.patterns):
		w.everyByPattern(w.patterns[i], r, first)
	case r < uint64(w.segment):
		w.small = append(w.small, smallPrime{prime: uint32(r), next: uint32(first)})
	default:
		for k := first; k < uint64(w.length); k += r {
			w.crossedOff[k/64] |= 1 << (k % 64)
		}
	}
}

// A smallPrime crosses off every prime-th member from next on.
type smallPrime struct{ prime, next uint32 }

// crossOffSegments crosses off by the small primes in one segment after another.
func (w *Window) crossOffSegments(ctx context.Context) error {
	for end := uint32(0); end < uint32(w.length); {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		end = min(end+uint32(w.segment), uint32(w.length))
		for i := range w.small {
			r, k := &w.small[i], w.small[i].next
			for ; k < end; k += r.prime {
				w.crossedOff[k/64] |= 1 << (k % 64)
			}
			r.next = k
		}
	}
	return nil
}

func (w *Window) everyByPattern(pattern []uint64, r, first uint64) {
	retreat := r - 64%r // 64 fewer modulo r: the residue's place in the next word
	for word, s := 0, first; word < len(w.crossedOff); word++ {
		w.crossedOff[word] |= pattern[s]
		s += retreat
		if s >= r {
			s -= r
		}
	}
}

// Survivors yields the members that were not crossed off, ascending.
func (w *Window) Survivors() iter.Seq[int] { return SurvivorsOf(w.crossedOff, w.length) }

// SurvivorsOf yields the members below length that are not crossed off, ascending:
// bit i%64 of word i/64 of crossedOff is set where member i is.
func SurvivorsOf(crossedOff []uint64, length int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for word, bitsOff := range crossedOff {
			for left := ^bitsOff; left != 0; left &= left - 1 {
				member := 64*word + bits.TrailingZeros64(left)
				if member >= length || !yield(member) {
					return
				}
			}
		}
	}
}
