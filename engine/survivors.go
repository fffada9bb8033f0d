// The queue between sieve and tests: survivors of numbered windows in one order.

package engine

import (
	"context"
	"math/big"
	"strconv"
	"sync"

	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A ready survivor is known by its place: its value is made when it is handed
// out.
type ready struct {
	window int64
	member int
}

// A survivor is a candidate that the sieve left.
type survivor struct {
	ready
	number int64    // in the search's order, from 0
	value  []uint64 // little-endian words of n or p
}

// A queue hands out the survivors of one search. The worker that finds too few
// left strikes the next window, while the others go on with what is there.
type queue struct {
	kind   sieve.Kind
	length int      // of a window
	seed   rng.Seed // of the search
	low    int      // survivors below which the next window is struck

	noMore     context.Context // ends with the first find: no further window is needed
	cancelMore context.CancelFunc

	mu       sync.Mutex
	changed  *sync.Cond         // a window arrived, striking failed, or the search ended
	starts   map[int64][]uint64 // of the windows struck, by number
	ready    []ready            // survivors not yet handed out, in order
	handed   int64              // survivors handed out: the number of the next one
	striking bool               // a worker is at it
	windows  int64              // struck or being struck: the number of the next one
	held     int                // survivors being verified: none is handed out meanwhile
	jobs     map[*worker]job    // what the workers are at
	best     *find              // with the lowest number so far
}

// A job is work on survivors of the numbers from lowest on.
type job struct {
	lowest int64
	cancel context.CancelFunc
}

// A find is a survivor that was verified.
type find struct {
	survivor
	p *big.Int
}

func newQueue(ctx context.Context, s *Searcher, n uint64) *queue {
	q := &queue{
		kind: s.kind, length: s.length,
		seed: s.config.Seed.Derive("search " + strconv.FormatUint(n, 10)),
		low:  2 * len(s.workers) * millerrabin.Lanes,

		starts: make(map[int64][]uint64),
		jobs:   make(map[*worker]job),
	}
	q.changed = sync.NewCond(&q.mu)
	q.noMore, q.cancelMore = context.WithCancel(ctx)
	return q
}

// begin returns the context for a worker's work on survivors of the numbers from
// lowest on: it ends when a find makes that work useless.
func (q *queue) begin(ctx context.Context, w *worker, lowest int64) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs[w] = job{lowest, cancel}
	if q.beats(lowest) {
		cancel()
	}
	return ctx
}

// end says that a worker's work is over, and whether a find had made it useless.
func (q *queue) end(w *worker) (useless bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	j := q.jobs[w]
	j.cancel()
	delete(q.jobs, w)
	return q.beats(j.lowest)
}

// hold keeps survivors back while one that passed the base-2 tests is verified:
// it nearly always is a find, and all survivors still in the queue come after it.
func (q *queue) hold() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.held++
}

// release ends a hold: with a find, or nil when the verification failed.
func (q *queue) release(found *find) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.held--
	if found != nil && (q.best == nil || found.number < q.best.number) {
		q.best = found
		q.cancelMore()
		for _, j := range q.jobs {
			if q.beats(j.lowest) {
				j.cancel()
			}
		}
	}
	q.changed.Broadcast()
}

// beaten says whether a find of a lower number makes survivor number n useless.
func (q *queue) beaten(n int64) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.beats(n)
}

func (q *queue) beats(n int64) bool { return q.best != nil && q.best.number < n }

// wake makes the waiting workers look at their context.
func (q *queue) wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.changed.Broadcast()
}

// take appends up to want survivors to dst. It waits until there are any, unless
// dst has some to go on with, and adds none once there is a find. When it is this
// worker's turn, it strikes the next window first.
func (q *queue) take(ctx context.Context, w *worker, dst []survivor, want int) ([]survivor, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		switch {
		case q.best != nil:
			return dst, nil
		case q.held > 0:
			// wait for the verification
		case len(q.ready) < q.low && !q.striking:
			if err := q.strikeNext(w); err != nil && q.best == nil {
				return dst, err
			}
			continue
		case len(q.ready) > 0:
			return q.handOut(w, dst, want), nil
		}
		if len(dst) > 0 {
			return dst, nil
		}
		q.changed.Wait()
	}
}

// strikeNext strikes the next window, with the lock released meanwhile.
func (q *queue) strikeNext(w *worker) error {
	number := q.windows
	q.windows++
	q.striking = true
	q.mu.Unlock()
	start, members, err := w.strike(q.noMore, q.seed.Stream(uint64(number)))
	q.mu.Lock()
	q.striking = false
	q.changed.Broadcast()
	if err != nil {
		return err
	}
	q.starts[number] = start
	for _, m := range members {
		q.ready = append(q.ready, ready{number, m})
	}
	return nil
}

// handOut makes the values of the next survivors, up to want.
func (q *queue) handOut(w *worker, dst []survivor, want int) []survivor {
	n := min(want, len(q.ready))
	for _, r := range q.ready[:n] {
		value := w.words()
		addSmall(value, q.starts[r.window], q.kind.Step()*uint64(r.member))
		dst = append(dst, survivor{number: q.handed, ready: r, value: value})
		q.handed++
	}
	q.ready = q.ready[n:]
	return dst
}
