// What strategies share to keep several workers busy and still answer a
// cancelled context at once.

package strategy

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Await returns what f returns, or the context's error as soon as ctx ends. In
// that case f goes on by itself: it is for calls of other libraries that nothing
// can stop, and f must touch nothing that the caller uses afterwards. Where ctx
// has ended before, f is not called.
func Await[T any](ctx context.Context, f func() (T, error)) (T, error) {
	if err := ctx.Err(); err != nil {
		var zero T
		return zero, err
	}
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := f()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// Share lets workers goroutines do jobs 0 to n-1 until all are done or one
// fails. Each job is told which worker, from 0, it runs on.
func Share(ctx context.Context, workers int, n int64, job func(ctx context.Context, worker int, i int64) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for worker := range workers {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := job(ctx, worker, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// Repeat does a job at least times times on workers goroutines, as often on each,
// and returns how often: a job that is done less often than there are workers
// would seem to take longer than it does. A cancelled context is answered at once,
// as by Await.
func Repeat(ctx context.Context, workers int, times int64, job func(i int64) error) (int64, error) {
	w := int64(workers)
	times = (times + w - 1) / w * w
	_, err := Await(ctx, func() (struct{}, error) {
		return struct{}{}, Share(ctx, workers, times, func(_ context.Context, _ int, i int64) error { return job(i) })
	})
	return times, err
}

// FirstListed puts items 0 to n-1 of a list to the test, in order on workers
// goroutines, and returns the lowest that passes. Items above one that passed
// are not begun. A list in which none passes is an error.
func FirstListed(ctx context.Context, workers int, n int64, test func(ctx context.Context, worker int, i int64) (bool, error)) (int64, error) {
	var mu sync.Mutex
	best := n
	beaten := func(i int64) bool {
		mu.Lock()
		defer mu.Unlock()
		return i > best
	}
	err := Share(ctx, workers, n, func(ctx context.Context, worker int, i int64) error {
		if beaten(i) {
			return nil
		}
		passed, err := test(ctx, worker, i)
		if passed && err == nil {
			mu.Lock()
			defer mu.Unlock()
			best = min(best, i)
		}
		return err
	})
	if err == nil && best == n {
		err = fmt.Errorf("strategy: none of the %d numbers of the list is what was looked for", n)
	}
	return best, err
}
