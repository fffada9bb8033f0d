// The worker pool: survivors out of the queue, batched tests, verification.

package engine

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/sync/errgroup"

	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// Search does the n-th search of the Searcher's seed. When ctx ends first, its
// error is returned within 100 ms.
func (s *Searcher) Search(ctx context.Context, n uint64) (Result, error) {
	group, ctx := errgroup.WithContext(ctx)
	q := newQueue(ctx, s, n)
	defer q.cancelMore()
	defer context.AfterFunc(ctx, q.wake)()
	for _, w := range s.workers {
		w.phases, w.tests = Phases{}, 0
		group.Go(func() error { return w.search(ctx, q) })
	}
	if err := group.Wait(); err != nil {
		return Result{}, err
	}
	r := Result{P: q.best.p, Counters: Counters{
		Candidates: q.best.window*int64(s.length) + int64(q.best.member) + 1,
		Survivors:  q.best.number + 1,
		Primes:     1,
	}}
	for _, w := range s.workers {
		r.Counters.Tests += w.tests
		r.Phases.add(w.phases)
	}
	return r, nil
}

// A worker is a goroutine's workspace.
type worker struct {
	searcher *Searcher
	tester   *millerrabin.Tester
	window   *sieve.Window
	free     [][]uint64                  // values of survivors that were struck off
	halves   [millerrabin.Lanes][]uint64 // (p-1)/2 of the batch's lanes
	lanes    [][]uint64                  // numbers of the batch under test

	phases Phases
	tests  int64
}

func newWorker(s *Searcher, tester *millerrabin.Tester) (*worker, error) {
	window, err := sieve.NewWindow(s.table, s.length)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	w := &worker{searcher: s, tester: tester, window: window}
	for i := range w.halves {
		w.halves[i] = make([]uint64, wordsFor(s.bits))
	}
	return w, nil
}

// words returns room for a survivor's value.
func (w *worker) words() []uint64 {
	if last := len(w.free) - 1; last >= 0 {
		words := w.free[last]
		w.free = w.free[:last]
		return words
	}
	return make([]uint64, wordsFor(w.searcher.bits))
}

// strike draws a window's start from its stream and returns the survivors.
func (w *worker) strike(ctx context.Context, stream *rng.Stream) (start []uint64, members []int, err error) {
	began := time.Now()
	s := w.searcher
	start = drawStart(stream, s.kind, s.bits, s.length)
	if err := w.window.Strike(ctx, start); err != nil {
		return nil, nil, err
	}
	members = make([]int, 0, int(1.2*float64(s.length)*s.work.Survivors/s.work.Candidates)+16)
	for m := range w.window.Survivors() {
		members = append(members, m)
	}
	w.phases.Sieve += time.Since(began)
	return start, members, nil
}

// search tests survivors until the search has its find. Of a safe prime's
// survivors, those whose q passed wait for the next batch, where p is tested.
func (w *worker) search(ctx context.Context, q *queue) error {
	var waiting, batch []survivor
	for {
		batch = append(batch[:0], waiting...)
		seconds := len(batch) // lanes in which p is tested, q having passed
		batch, err := q.take(ctx, w, batch, millerrabin.Lanes-seconds)
		if err != nil {
			return err
		}
		if len(batch) == 0 || q.beaten(batch[0].number) { // the lowest comes first
			return nil
		}
		passed, err := w.test(q.begin(ctx, w, batch[0].number), batch, seconds)
		if useless := q.end(w); useless || err != nil {
			return unless(useless, err)
		}
		waiting = waiting[:0]
		for i, c := range batch {
			switch {
			case passed&(1<<i) == 0:
				w.free = append(w.free, c.value)
			case w.searcher.kind == sieve.Safe && i >= seconds:
				waiting = append(waiting, c)
			default:
				if err := w.verify(ctx, q, c); err != nil {
					return err
				}
			}
		}
	}
}

// unless returns err, which is none when it comes of useless work being stopped.
func unless(useless bool, err error) error {
	if useless {
		return nil
	}
	return err
}

// test puts a batch to the base-2 test: the numbers themselves in the first
// lanes, as many as seconds says, and in the others what is tested first.
func (w *worker) test(ctx context.Context, batch []survivor, seconds int) (millerrabin.Mask, error) {
	began := time.Now()
	w.lanes = w.lanes[:0]
	for i, c := range batch {
		number := c.value
		if w.searcher.kind == sieve.Safe && i >= seconds {
			halve(w.halves[i], c.value)
			number = w.halves[i]
		}
		w.lanes = append(w.lanes, number)
	}
	passed, err := w.tester.Base2(ctx, w.lanes...)
	if err != nil {
		return 0, err
	}
	w.tests += int64(len(batch))
	w.searcher.config.Meter.AddTests(int64(len(batch)))
	w.phases.Test += time.Since(began)
	return passed, nil
}

// verify puts what passed the base-2 tests to the full verification; when it
// stands it is a find.
func (w *worker) verify(ctx context.Context, q *queue, c survivor) error {
	var found *find
	q.hold()
	defer func() { q.release(found) }()
	p := toBig(c.value)
	ok, err := w.accept(q.begin(ctx, w, c.number), p)
	useless := q.end(w)
	if ok && !useless {
		found = &find{c, p}
	}
	return unless(useless, err)
}

// accept says whether p is what is looked for, by the policy. Of a safe prime it
// is q that needs the policy: with q prime, one power of 2 proves p.
func (w *worker) accept(ctx context.Context, p *big.Int) (bool, error) {
	began := time.Now()
	defer func() { w.phases.Accept += time.Since(began) }()
	n := p
	if w.searcher.kind == sieve.Safe {
		n = new(big.Int).Rsh(p, 1)
	}
	verdict, err := w.tester.Verify(ctx, n, w.searcher.config.Policy)
	if err != nil || !verdict.Prime || w.searcher.kind == sieve.Prime {
		return verdict.Prime, err
	}
	return w.tester.PocklingtonSafe(ctx, p)
}
