// The sequence of the searches of one call: which one begins next, and the results
// in their order.

package engine

import (
	"sync"

	"primebench/millerrabin"
)

// How many results a stream may have ready before they are taken: so many, and so
// many times the searches that are under way. A search that takes 16 times the
// average, one in nine million, holds up the others.
const (
	resultsAhead   = 64
	searchesBehind = 16
)

// A sequence is what all workers of one call share. They come to it when a search
// begins and when one has a result, not for a job.
type sequence struct {
	bulk  bool
	end   uint64 // the number of the first search, or in bulk find, not wanted
	ahead uint64 // results that may be ready
	bound *bound
	crews []*scheduler

	mu      sync.Locker
	changed *sync.Cond        // a result or the end came
	next    Position          // of the search to begin next
	results map[uint64]Result // not taken yet
	taken   uint64            // the number of the result that is taken next
	reached Position          // the end of the results taken
	heldUp  bool              // a crew waits until results are taken
	ended   bool              // no worker is left
	err     error
}

// newSequence is the searches from a position on to the one before end, with the
// crews that do them.
func newSequence(s *Searcher, from Position, end uint64) *sequence {
	workers, wanted := len(s.workers), max(1, end-from.Number)
	q := &sequence{
		bulk: s.config.Bulk, end: end,
		mu: s.newLock(workers), next: from, results: make(map[uint64]Result), taken: from.Number, reached: from,
	}
	q.changed = sync.NewCond(q.mu)
	searches := int(min(wanted, uint64(searchesAtOnce(s.expected.Tests, workers))))
	verified := 1
	if searches > 1 {
		verified = verifiedAtOnce(millerrabin.Confirmations(s.config.Policy))
	}
	if q.bulk {
		searches = 1
	}
	crews := min(searches, workers)
	for i := range crews {
		crew := newScheduler(s, q, portion(workers, i, crews))
		crew.verifiedAtOnce = verified
		if q.bulk {
			crew.deal(wanted)
		} else {
			crew.share((searches-1)/crews + 1)
		}
		q.crews = append(q.crews, crew)
	}
	q.ahead = resultsAhead + searchesBehind*uint64(max(searches, workers))
	return q
}

// portion returns the size of part i of n things in so many parts, which differ by
// one at most.
func portion(n, i, parts int) int { return (i+1)*n/parts - i*n/parts }

// crewOf returns the number of a worker's crew.
func (q *sequence) crewOf(worker, workers int) int {
	return (worker*len(q.crews) + len(q.crews) - 1) / workers
}

// wake makes all who wait look again.
func (q *sequence) wake() {
	for _, crew := range q.crews {
		crew.wake()
	}
}

// begin returns the place at which the next search begins, for a crew that has so
// many open. It reports false where there is none for that crew: the last searches
// are spread over the crews, and results are taken before there are too many.
func (q *sequence) begin(open int) (Position, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	crews := uint64(len(q.crews))
	if left := q.end - q.next.Number; left == 0 || uint64(open) > (left-1)/crews {
		return Position{}, false
	}
	if !q.bulk && q.next.Number-q.taken >= q.ahead {
		q.heldUp = true
		return Position{}, false
	}
	from := q.next
	q.next = Position{Number: from.Number + 1}
	if q.bulk {
		q.next.Number = q.end // the one search goes on to the end
	}
	return from, true
}

// exhausted reports whether no search is left to begin.
func (q *sequence) exhausted() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.next.Number >= q.end
}

// full reports whether results are to be taken before more is found.
func (q *sequence) full() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	full := uint64(len(q.results)) >= q.ahead
	q.heldUp = q.heldUp || full
	return full
}

// deliver takes in a result.
func (q *sequence) deliver(r Result) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.results[r.Number] = r
	if r.Number == q.taken {
		q.changed.Signal()
	}
}

// takeResult waits for the next result and takes it. No result and no error mean
// that all is done.
func (q *sequence) takeResult() (Result, bool, error) {
	result, ok, err := q.awaitResult()
	if ok && q.hasRoom() {
		q.wake()
	}
	return result, ok, err
}

func (q *sequence) awaitResult() (Result, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		if result, ok := q.results[q.taken]; ok {
			delete(q.results, q.taken)
			q.taken++
			q.reached = result.Next
			return result, true, nil
		}
		if q.ended {
			return Result{}, false, q.err
		}
		q.changed.Wait()
	}
}

// hasRoom reports whether crews that were held up can go on: not for each result
// that is taken, but where half of what may be ready is.
func (q *sequence) hasRoom() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	ready := q.next.Number - q.taken
	if q.bulk {
		ready = uint64(len(q.results))
	}
	if !q.heldUp || ready > q.ahead/2 {
		return false
	}
	q.heldUp = false
	return true
}

// close records that no worker is left.
func (q *sequence) close(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended, q.err = true, err
	q.changed.Signal()
}

// place returns the number of the result that is taken next, and the end of those
// that were taken.
func (q *sequence) place() (taken uint64, reached Position) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.taken, q.reached
}

// progress returns how far the call has come.
func (q *sequence) progress() Progress {
	taken, reached := q.place()
	p := Progress{Position: reached}
	for _, crew := range q.crews {
		crew.addProgress(&p, taken)
	}
	return p
}

// work returns the tests of all crews and the times of their jobs.
func (q *sequence) work() (tests int64, phases Phases) {
	for _, crew := range q.crews {
		tests += crew.tests
		phases.Add(crew.phases)
	}
	return tests, phases
}
