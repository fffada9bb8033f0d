// Ranges: parts of a stream, of searches or of a walk, which several processes can
// do side by side, and whose finds together are those of one process.

package engine

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/big"

	"primebench/internal/words"
)

// WindowsASearch is how many windows a Range of whole searches has starts for. One
// search in 10^10 has no find in them: each has the candidates of four average
// searches, so that the chance is e^-24.
const WindowsASearch = 6

// A Range is a part of the candidates of a Searcher: those from From on and before
// To. What it yields depends on the Searcher:
//
//   - with Config.Bulk all finds between two places; Number means nothing;
//   - otherwise, where To has the same Number, the first find between two places of
//     that search, or none;
//   - where To has a higher one, the finds of the searches from From.Number up to
//     To.Number, that one not included; the places are then the searches' beginnings.
//
// On a walk the only search is number 0.
type Range struct {
	From, To Position // of which Candidates and Survivors mean nothing
	Down     bool     // members are counted from the highest of a window, as on a walk down
	// Starts are the lowest members of the windows, from From.Window on, or of whole
	// searches of the first WindowsASearch of each. Nil takes those of the seed or the
	// walk; whoever has them needs neither.
	Starts []*big.Int
}

// Cut returns the range between two positions with its starts. Its error wraps
// ErrConfig where that is none.
func (s *Searcher) Cut(from, to Position) (Range, error) {
	b, err := s.bound(Range{From: from, To: to})
	if err != nil {
		return Range{}, err
	}
	r := Range{From: from, To: to, Down: s.descends()}
	if !b.whole {
		begun := newSearch(s, b.begin)
		for window := from.Window; window < b.windows(); window++ {
			r.Starts = append(r.Starts, words.Int(begun.start(window)))
		}
		return r, nil
	}
	for number := from.Number; number < to.Number; number++ {
		begun := newSearch(s, Position{Number: number})
		for window := range int64(WindowsASearch) {
			r.Starts = append(r.Starts, words.Int(begun.start(window)))
		}
	}
	return r, nil
}

// Finds yields the finds of a range in order, each with its place in Result.At. They
// are the same for any number of workers and any sieve limit, and those of adjoining
// ranges follow one another as in a Stream. An error ends them, as it ends a Stream; it
// wraps ErrConfig where the range is none of the Searcher, and ErrNoFind where one of
// several searches has no find in its starts.
func (s *Searcher) Finds(ctx context.Context, r Range) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		b, err := s.bound(r)
		if err != nil {
			yield(Result{}, err)
			return
		}
		sequence := newSequence(s, b.begin, b.number)
		sequence.bound = b
		left := false
		err = s.run(ctx, sequence, func(found Result) bool {
			left = !yield(found, nil)
			return !left
		})
		if err != nil && !left {
			yield(Result{}, err)
		}
	}
}

// WindowLength returns the members of a window. It depends only on what is looked for.
func (s *Searcher) WindowLength() int64 { return int64(s.length) }

// FindsAWindow returns how many finds a window has on the average.
func (s *Searcher) FindsAWindow() float64 { return float64(s.length) * s.density() }

// A bound keeps searches within a Range.
type bound struct {
	whole  bool       // searches, from their beginnings
	begin  Position   // of the first search
	end    Position   // of one search: the place before which it ends
	number uint64     // of the first search, or in bulk find, beyond the range
	starts [][]uint64 // nil: the searches' own
	down   bool
}

// ErrNoFind is wrapped by the error about one of several searches that has no find.
var ErrNoFind = fmt.Errorf("engine: a search has no find in its %d windows", WindowsASearch)

// bound checks a range, which may come from anywhere.
func (s *Searcher) bound(r Range) (*bound, error) {
	from, to := r.From, r.To
	if s.config.Bulk {
		from.Number, to.Number = 0, 0
	}
	b := &bound{
		whole: to.Number > from.Number, number: max(to.Number, from.Number+1),
		begin: Position{Number: from.Number, Window: from.Window, Member: from.Member}, end: to, down: r.Down,
	}
	if s.config.Bulk {
		b.number = math.MaxUint64
	}
	length, starts := int64(s.length), int64(0)
	switch {
	case b.whole && (from.Window != 0 || from.Member != 0 || to.Window != 0 || to.Member != 0):
		return nil, badConfig("a range from %+v to %+v, want whole searches or a part of one", r.From, r.To)
	case b.whole && to.Number-from.Number > maxSearches:
		return nil, badConfig("a range of %d searches, want at most %d", to.Number-from.Number, maxSearches)
	case b.whole && s.walk != nil, s.walk != nil && from.Number != 0:
		return nil, badConfig("a range from %+v to %+v of a walk, which has one search, number 0", r.From, r.To)
	case b.whole:
		starts = int64(to.Number-from.Number) * WindowsASearch
	case from.Window < 0 || from.Member < 0 || from.Member >= length || to.Member < 0 || to.Member >= length ||
		to.Window > math.MaxInt64/length-1 || to.Window < from.Window || to.Window == from.Window && to.Member <= from.Member || to.Number < from.Number:
		return nil, badConfig("a range from %+v to %+v, want one that goes forward, with members below %d", r.From, r.To, length)
	default:
		starts = b.windows() - from.Window
	}
	if r.Starts == nil {
		return b, nil
	}
	if int64(len(r.Starts)) != starts {
		return nil, badConfig("%d starts for a range of %d windows", len(r.Starts), starts)
	}
	for _, start := range r.Starts {
		if err := s.checkStart(start); err != nil {
			return nil, err
		}
		value := make([]uint64, words.Count(s.bits))
		words.Fill(value, start)
		b.starts = append(b.starts, value)
	}
	return b, nil
}

// maxSearches bounds the searches of a range, so that their starts can be counted.
const maxSearches = 1 << 20

// checkStart returns an error for what is no member with room for a window above it. A
// walk begins a bit below its size.
func (s *Searcher) checkStart(start *big.Int) error {
	if start == nil || start.Sign() <= 0 || start.BitLen() > s.bits || start.BitLen() < s.bits-1 {
		return badConfig("a start of %d bits, want %d", bitLenOf(start), s.bits)
	}
	step := new(big.Int).SetUint64(s.step)
	if new(big.Int).Mod(start, step).Uint64() != s.residue {
		return badConfig("a start that is not %d modulo %d", s.residue, s.step)
	}
	last := step.Mul(step, big.NewInt(int64(s.length)))
	if last.Add(last, start).BitLen() > s.bits {
		return badConfig("a start that leaves no room for a window of %d members below %d bits", s.length, s.bits+1)
	}
	return nil
}

func bitLenOf(n *big.Int) int {
	if n == nil {
		return 0
	}
	return n.BitLen()
}

// windows returns the number of the first window beyond a search.
func (b *bound) windows() int64 {
	switch {
	case b == nil || b.whole && b.starts == nil:
		return math.MaxInt64
	case b.whole:
		return WindowsASearch
	case b.end.Member > 0:
		return b.end.Window + 1
	}
	return b.end.Window
}

// start returns the given start of a window of search number, if there are any.
func (b *bound) start(number uint64, window int64) ([]uint64, bool) {
	switch {
	case b == nil || b.starts == nil:
		return nil, false
	case b.whole:
		return b.starts[int64(number-b.begin.Number)*WindowsASearch+window], true
	}
	return b.starts[window-b.begin.Window], true
}

// cut drops the survivors of a window that lie beyond the range.
func (b *bound) cut(w *window) {
	if b != nil && !b.whole && w.number == b.end.Window {
		w.truncate(b.end.Member)
	}
}

// exhausted reports whether a search has come to the end of its range without a find
// that is not yet taken.
func (r *search) exhausted() bool {
	return len(r.sieving) == 0 && r.nextWindow >= r.bound.windows() && len(r.sieved) == 0 && len(r.inFlight) == 0 && len(r.finds) == 0
}
