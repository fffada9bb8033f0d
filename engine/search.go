// A search under way: its windows, its survivors in flight, its finds.

package engine

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"primebench/internal/rng"
)

// A survivor is a candidate that the sieve left and that was handed out for a
// test. It is in flight until it is decided.
type survivor struct {
	search  *search
	window  *window
	member  int
	number  int64 // among the search's survivors, from 0
	qPassed bool  // of a safe prime: p is to be tested next

	probable bool // it passed the base-2 tests
	decided  bool
}

// value sets dst, little-endian words, to n or p.
func (s *survivor) value(dst []uint64) {
	offset := s.search.searcher.step * uint64(s.member)
	if s.search.descends() {
		subtractSmall(dst, s.window.start, offset)
	} else {
		addSmall(dst, s.window.start, offset)
	}
}

// A find is a survivor that was verified.
type find struct {
	*survivor
	p *big.Int
}

// A search is guarded by its scheduler's lock. With Config.Bulk one search is a
// whole stream: it goes on from find to find.
type search struct {
	searcher *Searcher
	number   uint64 // of the search; in bulk, of the next find
	seed     rng.Seed
	bulk     bool
	from     Position // where it began
	bound    *bound   // of a Range; nil: none

	nextWindow int64     // the number of the next window to sieve
	sieving    []*window // ascending
	sieved     []*window // with survivors not yet handed out
	handedOut  int64     // survivors; the number of the next one

	inFlight []*survivor // ascending, the first one undecided
	flying   int         // the undecided of these
	probable []*survivor // of these, those that passed the base-2 tests
	finds    []find      // not yet results, ascending
	over     bool        // its result is known, or in bulk as many as are wanted

	counted Position // candidates and survivors that earlier finds of a bulk stream took
	tests   int64
	phases  Phases
}

// newSearch begins a search, or goes on with one. A seed decides something else for each
// thing that is searched for, or finds of two sizes or kinds would have digits in common.
func newSearch(s *Searcher, from Position) *search {
	label := "bulk" + s.searchedFor
	if !s.config.Bulk {
		label = "search " + strconv.FormatUint(from.Number, 10) + s.searchedFor
	}
	r := &search{
		searcher: s, number: from.Number, seed: rng.Seed(s.config.Seed).Derive(label), bulk: s.config.Bulk,
		from: from, nextWindow: from.Window, handedOut: from.Survivors,
	}
	r.counted.Candidates = r.index(from.Window, int(from.Member)) - from.Candidates
	return r
}

// descends reports whether members come from the highest one down.
func (r *search) descends() bool { return r.searcher.descends() || r.bound != nil && r.bound.down }

// index counts members through all windows.
func (r *search) index(window int64, member int) int64 {
	return window*int64(r.searcher.length) + int64(member)
}

// wants reports whether the outcome of survivor number n matters.
func (r *search) wants(n int64) bool {
	if r.over {
		return false
	}
	return r.bulk || len(r.finds) == 0 || n < r.finds[0].number
}

// open reports whether survivors are to be handed out. One that passed the base-2
// tests nearly always is a find, and all that were not handed out come after it.
func (r *search) open() bool { return !r.over && (r.bulk || r.firstProbable() == math.MaxInt64) }

// firstProbable returns the number of the first survivor that passed the base-2
// tests or was verified, and math.MaxInt64 where there is none.
func (r *search) firstProbable() int64 {
	first := int64(math.MaxInt64)
	if len(r.finds) > 0 {
		first = r.finds[0].number
	}
	for _, s := range r.probable {
		first = min(first, s.number)
	}
	return first
}

// available returns how many survivors can be handed out without more sieving.
func (r *search) available() int {
	n := 0
	for _, w := range r.sieved {
		n += len(w.survivors)
	}
	return n
}

// start returns the lowest member of a window.
func (r *search) start(window int64) []uint64 {
	s := r.searcher
	if start, given := r.bound.start(r.from.Number, window); given {
		return slices.Clone(start)
	}
	if s.walk == nil {
		return s.drawStart(r.seed.Stream(uint64(window)), s.length)
	}
	start := slices.Clone(s.walk.first)
	if s.walk.down {
		subtractSmall(start, start, s.step*uint64(r.index(window+1, -1)))
	} else {
		addSmall(start, start, s.step*uint64(r.index(window, 0)))
	}
	return start
}

// handOut makes s the next survivor, of which there is one.
func (r *search) handOut(s *survivor) {
	w := r.sieved[0]
	*s = survivor{search: r, window: w, member: int(w.survivors[0]), number: r.handedOut}
	if w.survivors = w.survivors[1:]; len(w.survivors) == 0 {
		r.sieved = r.sieved[1:]
	}
	r.handedOut++
	r.flying++
	r.inFlight = append(r.inFlight, s)
}

// addWindows takes in the windows that are sieved, in their order.
func (r *search) addWindows() {
	for len(r.sieving) > 0 && r.sieving[0].sieved {
		r.addWindow(r.sieving[0])
		r.sieving = r.sieving[1:]
	}
}

// addWindow takes in a window that was sieved, without the survivors before the
// position at which the search began.
func (r *search) addWindow(w *window) {
	if r.descends() {
		w.countFromTop()
	}
	if w.number == r.from.Window {
		w.skip(r.from.Member)
	}
	r.bound.cut(w)
	if len(w.survivors) > 0 {
		r.sieved = append(r.sieved, w)
	}
}

// hold keeps in mind that s passed the base-2 tests.
func (r *search) hold(s *survivor) {
	s.probable = true
	r.probable = append(r.probable, s)
}

// land takes a survivor that is decided, or not wanted, out of the flight.
func (r *search) land(s *survivor) {
	s.decided = true
	r.flying--
	if s.probable {
		r.probable = slices.DeleteFunc(r.probable, func(other *survivor) bool { return other == s })
	}
	for len(r.inFlight) > 0 && r.inFlight[0].decided {
		r.inFlight = r.inFlight[1:]
	}
}

func (r *search) addFind(f find) {
	at, _ := slices.BinarySearchFunc(r.finds, f, func(a, b find) int { return int(a.number - b.number) })
	r.finds = slices.Insert(r.finds, at, f)
}

// nextResult turns the first find into a result, once no survivor before it is in
// flight, and reports whether there was one.
func (r *search) nextResult() (Result, bool) {
	if r.over || len(r.finds) == 0 || len(r.inFlight) > 0 && r.inFlight[0].number < r.finds[0].number {
		return Result{}, false
	}
	f := r.finds[0]
	r.finds = r.finds[1:]
	candidates := r.index(f.window.number, f.member) + 1
	result := Result{
		Number: r.number,
		P:      f.p,
		Counters: Counters{
			Candidates: candidates - r.counted.Candidates, Survivors: f.number + 1 - r.counted.Survivors,
			Tests: r.tests, Primes: 1,
		},
		Phases: r.phases,
		At:     Position{Number: r.number, Window: f.window.number, Member: int64(f.member)},
		Next:   Position{Number: r.number + 1},
	}
	r.tests, r.phases = 0, Phases{}
	if !r.bulk {
		r.over = true
		return result, true
	}
	r.number++
	r.counted.Candidates, r.counted.Survivors = candidates, f.number+1
	result.Next.Window, result.Next.Member = f.window.number, int64(f.member)+1
	return result, true
}

// position returns the place before which all is decided.
func (r *search) position() Position {
	p := Position{Number: r.number, Survivors: r.handedOut - r.counted.Survivors}
	switch {
	case len(r.inFlight) > 0 || len(r.finds) > 0:
		s := r.firstUndecided()
		p.Window, p.Member, p.Survivors = s.window.number, int64(s.member), s.number-r.counted.Survivors
	case len(r.sieved) > 0:
		p.Window, p.Member = r.sieved[0].number, int64(r.sieved[0].survivors[0])
	case len(r.sieving) > 0:
		p.Window = r.sieving[0].number
	default:
		p.Window = r.nextWindow
	}
	if p.Window == r.from.Window {
		p.Member = max(p.Member, r.from.Member)
	}
	p.Candidates = r.index(p.Window, int(p.Member)) - r.counted.Candidates
	return p
}

// firstUndecided returns the lowest survivor that is in flight, or a find that is
// no result yet.
func (r *search) firstUndecided() *survivor {
	if len(r.finds) > 0 && (len(r.inFlight) == 0 || r.finds[0].number < r.inFlight[0].number) {
		return r.finds[0].survivor
	}
	return r.inFlight[0]
}
