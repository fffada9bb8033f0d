// A pool of workers for numbered jobs of any kind, of which the first find counts.

package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// First runs numbered jobs on workers goroutines, in the order of their numbers,
// until one finds something. It returns the find of the lowest-numbered job that
// has one, with its number: the same one for any number of workers. Jobs above a
// find are not begun, or cancelled where they run; those below are finished. A job
// gets the number of the worker that it runs on, from 0. A job's error, or the
// context's, ends the search.
func First[T any](ctx context.Context, workers int, job func(ctx context.Context, worker int, number uint64) (T, bool, error)) (found T, number uint64, err error) {
	group, ctx := errgroup.WithContext(ctx)
	best := lowest[T]{running: make(map[uint64]context.CancelFunc)}
	var next atomic.Uint64
	for worker := range max(1, workers) {
		group.Go(func() error {
			for {
				number := next.Add(1) - 1
				if err := ctx.Err(); err != nil {
					return err
				}
				jobCtx, ok := best.begin(ctx, number)
				if !ok {
					return nil
				}
				value, ok, err := job(jobCtx, worker, number)
				if useless := best.end(number, value, ok && err == nil); err != nil && !useless {
					return err
				}
			}
		})
	}
	err = group.Wait()
	return best.value, best.number, err
}

// lowest keeps the find of the lowest number and the jobs that run.
type lowest[T any] struct {
	mu      sync.Mutex
	found   bool
	number  uint64
	value   T
	running map[uint64]context.CancelFunc
}

// begin reports whether job number is still wanted, and gives it its context.
func (l *lowest[T]) begin(ctx context.Context, number uint64) (context.Context, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.found && number > l.number {
		return nil, false
	}
	ctx, l.running[number] = context.WithCancel(ctx)
	return ctx, true
}

// end records what job number came to, and reports whether a lower find had made
// the job useless.
func (l *lowest[T]) end(number uint64, value T, found bool) (useless bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running[number]()
	delete(l.running, number)
	if l.found && number > l.number {
		return true
	}
	if found {
		l.found, l.number, l.value = true, number, value
		for other, cancel := range l.running {
			if other > number {
				cancel()
			}
		}
	}
	return false
}
