// A search under way: its windows, the survivors in flight, its finds.

package engine

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"primebench/internal/rng"
)

// A survivor is a candidate that the sieve left and that was handed out. It is in
// flight until it is decided.
type survivor struct {
	of     *running
	window int64
	member int
	number int64    // among the search's survivors, from 0
	value  []uint64 // little-endian words of n or p
	second bool     // of a safe prime: q passed, and p is to be tested

	suspect bool // it passed the base-2 tests
}

// A swept window has been struck; its survivors are handed out from the front. On
// a walk down members are counted from the highest one.
type swept struct {
	number  int64
	start   []uint64
	members []int32
}

// A found survivor was verified.
type found struct {
	*survivor
	p *big.Int
}

// A running search is guarded by its queue's lock.
type running struct {
	searcher *Searcher
	number   uint64 // of the search; in bulk, of the next find to be settled
	seed     rng.Seed
	bulk     bool
	from     Position // where it began

	struck int64   // windows struck or being struck: the number of the next one
	strike *strike // the window being struck, if any
	ready  []swept // windows with survivors not yet handed out
	handed int64   // the number of the next survivor to be handed out

	flight []*survivor // ascending
	finds  []found     // not yet settled, ascending
	over   bool        // its find is settled, or in bulk as many as are wanted

	counted Position // candidates and survivors that earlier finds of a bulk stream took
	tests   int64
	phases  Phases
}

// newRunning begins or takes up a search.
func newRunning(s *Searcher, from Position) *running {
	label := "search " + strconv.FormatUint(from.Number, 10)
	if s.config.Bulk {
		label = "bulk"
	}
	r := &running{
		searcher: s, number: from.Number, seed: rng.Seed(s.config.Seed).Derive(label), bulk: s.config.Bulk,
		from: from, struck: from.Window, handed: from.Survivors,
	}
	r.counted.Candidates = r.index(from.Window, int(from.Member)) - from.Candidates
	return r
}

// index counts members through all windows.
func (r *running) index(window int64, member int) int64 {
	return window*int64(r.searcher.length) + int64(member)
}

// wants says whether it still matters what becomes of survivor number n.
func (r *running) wants(n int64) bool {
	if r.over {
		return false
	}
	return r.bulk || len(r.finds) == 0 || n < r.finds[0].number
}

// open says whether survivors are to be handed out. One that passed the base-2
// tests nearly always is a find, and all that were not handed out come after it.
func (r *running) open() bool { return !r.over && (r.bulk || r.bound() == math.MaxInt64) }

// bound returns the number of the first survivor that passed the base-2 tests or
// was verified, and a huge one where there is none.
func (r *running) bound() int64 {
	bound := int64(math.MaxInt64)
	if len(r.finds) > 0 {
		bound = r.finds[0].number
	}
	for _, s := range r.flight {
		if s.suspect {
			return min(bound, s.number)
		}
	}
	return bound
}

// left returns how many survivors can be handed out without striking.
func (r *running) left() int {
	n := 0
	for _, w := range r.ready {
		n += len(w.members)
	}
	return n
}

// start returns the lowest member of a window.
func (r *running) start(window int64) []uint64 {
	s := r.searcher
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

// fromTop counts the members of a window from the highest one, in ascending order
// again.
func (r *running) fromTop(w *swept) {
	last := r.searcher.length - 1
	addSmall(w.start, w.start, r.searcher.step*uint64(last))
	slices.Reverse(w.members)
	for i, m := range w.members {
		w.members[i] = int32(last) - m
	}
}

// handOut hands out the next survivor, of which there is one, in the given words.
func (r *running) handOut(value []uint64) *survivor {
	w := &r.ready[0]
	s := &survivor{of: r, window: w.number, member: int(w.members[0]), number: r.handed, value: value}
	if offset := r.searcher.step * uint64(s.member); r.searcher.descends() {
		subtractSmall(s.value, w.start, offset)
	} else {
		addSmall(s.value, w.start, offset)
	}
	if w.members = w.members[1:]; len(w.members) == 0 {
		r.ready = r.ready[1:]
	}
	r.handed++
	r.flight = append(r.flight, s)
	return s
}

// sweep takes in a window that was struck, less what the position that the
// search began at has behind it.
func (r *running) sweep(w swept) {
	if r.searcher.descends() {
		r.fromTop(&w)
	}
	if w.number == r.from.Window {
		first, _ := slices.BinarySearch(w.members, int32(r.from.Member))
		w.members = w.members[first:]
	}
	if len(w.members) > 0 {
		r.ready = append(r.ready, w)
	}
}

// drop takes a decided survivor out of the flight.
func (r *running) drop(s *survivor) {
	if i := slices.Index(r.flight, s); i >= 0 {
		r.flight = slices.Delete(r.flight, i, i+1)
	}
}

// add takes in a find.
func (r *running) add(f found) {
	at, _ := slices.BinarySearchFunc(r.finds, f, func(a, b found) int { return int(a.number - b.number) })
	r.finds = slices.Insert(r.finds, at, f)
}

// settle returns the next result, once nothing before it is in flight.
func (r *running) settle() (Result, bool) {
	if r.over || len(r.finds) == 0 || len(r.flight) > 0 && r.flight[0].number < r.finds[0].number {
		return Result{}, false
	}
	f := r.finds[0]
	r.finds = r.finds[1:]
	behind := r.index(f.window, f.member) + 1
	result := Result{
		Number: r.number,
		P:      f.p,
		Counters: Counters{
			Candidates: behind - r.counted.Candidates, Survivors: f.number + 1 - r.counted.Survivors,
			Tests: r.tests, Primes: 1,
		},
		Phases: r.phases,
		Next:   Position{Number: r.number + 1},
	}
	r.tests, r.phases = 0, Phases{}
	if !r.bulk {
		r.over = true
		return result, true
	}
	r.number++
	r.counted.Candidates, r.counted.Survivors = behind, f.number+1
	result.Next.Window, result.Next.Member = f.window, int64(f.member)+1
	return result, true
}

// position returns the place before which all is decided.
func (r *running) position() Position {
	p := Position{Number: r.number, Survivors: r.handed - r.counted.Survivors}
	switch {
	case len(r.flight) > 0 || len(r.finds) > 0:
		first := r.first()
		p.Window, p.Member, p.Survivors = first.window, int64(first.member), first.number-r.counted.Survivors
	case len(r.ready) > 0:
		p.Window, p.Member = r.ready[0].number, int64(r.ready[0].members[0])
	case r.strike != nil:
		p.Window = r.strike.number
	default:
		p.Window = r.struck
	}
	if p.Window == r.from.Window {
		p.Member = max(p.Member, r.from.Member)
	}
	p.Candidates = r.index(p.Window, int(p.Member)) - r.counted.Candidates
	return p
}

// first returns the lowest survivor that is in flight or found and not settled.
func (r *running) first() *survivor {
	if len(r.finds) > 0 && (len(r.flight) == 0 || r.finds[0].number < r.flight[0].number) {
		return r.finds[0].survivor
	}
	return r.flight[0]
}
