// A window on its way through a search: sieved in shards, and then a source of
// survivors.

package engine

import (
	"slices"
	"sync"

	"primebench/internal/words"
	"primebench/sieve"
)

// A window is a piece of the progression that is sieved at once.
type window struct {
	search *search
	number int64
	start  []uint64 // the lowest member; on a walk down, once it is sieved, the highest
	shards int
	dealt  int // shards begun; guarded by the scheduler's lock

	mu         sync.Mutex
	unfinished int      // shards
	crossedOff []uint64 // by the finished shards, where there are several
	survivors  []int32  // members, once all shards are finished; then those not handed out
}

// newWindow begins the search's next window.
func newWindow(r *search, shards int) *window {
	s := r.searcher
	w := &window{search: r, number: r.nextWindow, start: r.start(r.nextWindow), shards: shards, unfinished: shards}
	if shards > 1 {
		w.crossedOff = make([]uint64, words.Count(s.length))
	}
	return w
}

// gather takes in what one shard crossed off, and reports whether it was the
// window's last. With the last one the survivors are known.
func (w *window) gather(shard *sieve.Window) (last bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	members := shard.Survivors()
	if w.shards > 1 {
		shard.AddTo(w.crossedOff)
		members = sieve.SurvivorsOf(w.crossedOff, shard.Length())
	}
	if w.unfinished--; w.unfinished > 0 {
		return false
	}
	s := w.search.searcher
	w.survivors = make([]int32, 0, int(1.2*float64(s.length)*s.expected.Survivors/s.expected.Candidates)+16)
	for member := range members {
		w.survivors = append(w.survivors, int32(member))
	}
	w.crossedOff = nil
	return true
}

// countFromTop counts the members from the highest one, in ascending order again.
func (w *window) countFromTop() {
	s := w.search.searcher
	last := s.length - 1
	addSmall(w.start, w.start, s.step*uint64(last))
	slices.Reverse(w.survivors)
	for i, member := range w.survivors {
		w.survivors[i] = int32(last) - member
	}
}

// skip drops the survivors before a member.
func (w *window) skip(member int64) {
	first, _ := slices.BinarySearch(w.survivors, int32(member))
	w.survivors = w.survivors[first:]
}

// truncate drops the survivors from a member on.
func (w *window) truncate(member int64) {
	beyond, _ := slices.BinarySearch(w.survivors, int32(member))
	w.survivors = w.survivors[:beyond]
}
