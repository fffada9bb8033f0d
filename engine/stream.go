// One search, or a stream of them: the workers at their schedulers, and the reader of
// the results.

package engine

import (
	"context"
	"errors"
	"iter"
	"math"
	"time"

	"golang.org/x/sync/errgroup"
)

// Search does the n-th search of the Searcher's seed. When ctx ends first, it
// returns the context's error within 100 ms. A Searcher with Config.Bulk has no
// numbered searches and returns an error that wraps ErrConfig.
func (s *Searcher) Search(ctx context.Context, n uint64) (Result, error) {
	if s.config.Bulk {
		return Result{}, badConfig("search %d of a bulk stream, which has none of its own; use Stream", n)
	}
	var result Result
	sequence := newSequence(s, Position{Number: n}, n+1)
	err := s.run(ctx, sequence, func(r Result) bool {
		result = r
		return true
	})
	if err != nil {
		return Result{}, err
	}
	// All workers' jobs count, also those that ended after the find.
	result.Counters.Tests, result.Phases = sequence.work()
	return result, nil
}

// Stream yields the results of count searches in order, the first of search
// from.Number, which goes on from the position. A count of 0 means without end.
// The results are those of Search, in the same order for any number of workers;
// with Config.Bulk they are all finds of one window after another. An error ends
// the stream; when ctx ends, that is its error within 100 ms. Nothing goes on after
// the loop is left.
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
		err := s.run(ctx, newSequence(s, from, end), func(r Result) bool {
			left = !yield(r, nil)
			return !left
		})
		if err != nil && !left {
			yield(Result{}, err)
		}
	}
}

// check returns an error for a position that no search can have.
func (s *Searcher) check(p Position) error {
	switch {
	case p.Window < 0 || p.Window > math.MaxInt64/int64(s.length)-1, p.Member < 0 || p.Member > int64(s.length),
		p.Candidates < 0 || p.Candidates > p.Window*int64(s.length)+p.Member, p.Survivors < 0 || p.Survivors > p.Candidates:
		return badConfig("position %+v, want one out of a Result or a Progress of the same search", p)
	}
	return nil
}

// errLeft stops the workers when the reader has left.
var errLeft = errors.New("engine: the results are not taken")

// run runs the workers until all results are taken, or until take returns false.
func (s *Searcher) run(ctx context.Context, sequence *sequence, take func(Result) bool) error {
	workers, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	group, workers := errgroup.WithContext(workers)
	defer context.AfterFunc(workers, sequence.wake)()
	for i, w := range s.workers {
		group.Go(func() error { return w.run(workers, sequence.crews, sequence.crewOf(i, len(s.workers))) })
	}
	ended := make(chan struct{})
	go func() {
		sequence.close(group.Wait())
		close(ended)
	}()
	stopProgress := s.reportProgress(sequence)
	defer stopProgress()
	for {
		result, ok, err := sequence.takeResult()
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

// reportProgress calls Config.Progress until the returned function is called, and
// then once more.
func (s *Searcher) reportProgress(sequence *sequence) (stop func()) {
	if s.config.Progress == nil {
		return func() {}
	}
	began := time.Now()
	report := func() {
		p := sequence.progress()
		p.Elapsed = time.Since(began)
		s.config.Progress(p)
	}
	stopped, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(progressInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				report()
			case <-stopped:
				report()
				return
			}
		}
	}()
	return func() {
		close(stopped)
		<-done
	}
}
