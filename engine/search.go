// Searches and streams of them: the workers at the queue, and who takes the
// results.

package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"golang.org/x/sync/errgroup"
)

// Search does the n-th search of the Searcher's seed. When ctx ends first, its
// error is returned within 100 ms. A Searcher with Config.Bulk has no numbered
// searches: an error that wraps ErrConfig.
func (s *Searcher) Search(ctx context.Context, n uint64) (Result, error) {
	if s.config.Bulk {
		return Result{}, fmt.Errorf("%w: search %d of a bulk stream, which has none of its own; use Stream", ErrConfig, n)
	}
	var result Result
	q := newQueue(s, Position{Number: n}, n+1)
	err := s.run(ctx, q, func(r Result) bool {
		result = r
		return true
	})
	if err != nil {
		return Result{}, err
	}
	// The other workers' batches count, also those that ended after the find.
	result.Counters.Tests, result.Phases = q.tests, q.phases
	return result, nil
}

// Stream yields the results of count searches, one after another from the
// position on: the first of them of search from.Number, begun where the position
// stands. A count of 0 means without end. They are the results of Search, in the
// same order whatever the workers, and with Config.Bulk all finds of one window
// after another. An error, the context's within 100 ms of its end, is the last
// thing yielded; after the loop is left nothing goes on.
func (s *Searcher) Stream(ctx context.Context, from Position, count uint64) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		if err := s.check(from); err != nil {
			yield(Result{}, err)
			return
		}
		end := from.Number + count
		if count == 0 || end < count {
			end = math.MaxUint64
		}
		left := false
		err := s.run(ctx, newQueue(s, from, end), func(r Result) bool {
			left = !yield(r, nil)
			return !left
		})
		if err != nil && !left {
			yield(Result{}, err)
		}
	}
}

// check refuses a position that no search can have.
func (s *Searcher) check(p Position) error {
	switch {
	case p.Window < 0 || p.Window > math.MaxInt64/int64(s.length)-1, p.Member < 0 || p.Member > int64(s.length),
		p.Candidates < 0 || p.Candidates > p.Window*int64(s.length)+p.Member, p.Survivors < 0 || p.Survivors > p.Candidates:
		return fmt.Errorf("%w: position %+v, want one out of a Result or a Progress of the same search", ErrConfig, p)
	}
	return nil
}

// errLeft stops the workers when nobody takes results any more.
var errLeft = errors.New("engine: the results are not taken")

// run lets the workers work until all results were taken, or take says no.
func (s *Searcher) run(ctx context.Context, q *queue, take func(Result) bool) error {
	workers, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	group, workers := errgroup.WithContext(workers)
	defer context.AfterFunc(workers, q.wake)()
	for _, w := range s.workers {
		group.Go(func() error { return w.run(workers, q) })
	}
	ended := make(chan struct{})
	go func() {
		q.close(group.Wait())
		close(ended)
	}()
	stopTelling := s.tell(q)
	defer stopTelling()
	for {
		result, ok, err := q.result()
		if !ok {
			<-ended
			return err
		}
		if !take(result) {
			cancel(errLeft)
			<-ended
			return nil
		}
	}
}

// tell calls Config.Progress until the returned function is called, and then
// once more.
func (s *Searcher) tell(q *queue) (stop func()) {
	if s.config.Progress == nil {
		return func() {}
	}
	began := time.Now()
	tell := func() {
		p := q.progress()
		p.Elapsed = time.Since(began)
		s.config.Progress(p)
	}
	stopped, told := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(told)
		ticker := time.NewTicker(progressInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				tell()
			case <-stopped:
				tell()
				return
			}
		}
	}()
	return func() {
		close(stopped)
		<-told
	}
}
