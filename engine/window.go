// A window on its way through a search: sieved in shards, and then a source of
// survivors.

package engine

import (
	"slices"
	"sync"
	"sync/atomic"

	"primebench/internal/words"
	"primebench/sieve"
)

// stripeWords is how many words of a window's bits one lock guards where shards are
// put together: 32 KiB. Workers who end at the same time begin with different ones.
const stripeWords = 1 << 12

// A window is a piece of the progression that is sieved at once.
type window struct {
	search *search
	number int64
	start  []uint64 // the lowest member; on a walk down, once it is sieved, the highest
	shards int
	dealt  int  // shards begun; guarded by the scheduler's lock, as is
	sieved bool // that all have ended

	begin      sync.Once
	crossedOff []uint64      // by the finished shards, where there are several
	stripes    []sync.Locker // of crossedOff
	finished   atomic.Int32  // shards
	survivors  []int32       // members, once all shards are finished; then those not handed out
}

// newWindow begins the search's next window.
func newWindow(r *search, shards int) *window {
	return &window{search: r, number: r.nextWindow, start: r.start(r.nextWindow), shards: shards}
}

// gather takes in what one shard crossed off, and reports whether it was the
// window's last. With the last one the survivors are known.
func (w *window) gather(shard *sieve.Window, number int) (last bool) {
	members := shard.Survivors()
	if w.shards > 1 {
		w.begin.Do(func() { w.reserve(shard.Length()) })
		stripes := len(w.stripes)
		for i := range w.stripes {
			w.addStripe(shard, (number*stripes/w.shards+i)%stripes)
		}
		members = sieve.SurvivorsOf(w.crossedOff, shard.Length())
	}
	if int(w.finished.Add(1)) < w.shards {
		return false
	}
	w.survivors = make([]int32, 0, int(1.2*w.search.searcher.survivorsInWindow())+16)
	for member := range members {
		w.survivors = append(w.survivors, int32(member))
	}
	w.crossedOff = nil
	return true
}

// reserve makes room for the bits of so many members.
func (w *window) reserve(length int) {
	w.crossedOff = make([]uint64, words.Count(length))
	for range (len(w.crossedOff)-1)/stripeWords + 1 {
		w.stripes = append(w.stripes, w.search.searcher.newLock(w.shards))
	}
}

// addStripe takes in a stripe of what a shard crossed off.
func (w *window) addStripe(shard *sieve.Window, stripe int) {
	w.stripes[stripe].Lock()
	defer w.stripes[stripe].Unlock()
	from := stripe * stripeWords
	shard.AddTo(w.crossedOff[from:min(from+stripeWords, len(w.crossedOff))], from)
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
