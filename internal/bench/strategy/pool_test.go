package strategy

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
)

func TestAwait(t *testing.T) {
	got, err := Await(t.Context(), func() (int, error) { return 7, nil })
	if got != 7 || err != nil {
		t.Errorf("%d, %v", got, err)
	}
	bad := errors.New("bad")
	if _, err := Await(t.Context(), func() (int, error) { return 7, bad }); err != bad {
		t.Errorf("%v, want %v", err, bad)
	}
	ctx, cancel := context.WithCancel(t.Context())
	release, ended := make(chan struct{}), make(chan struct{})
	got, err = Await(ctx, func() (int, error) {
		defer close(ended)
		cancel()
		<-release
		return 7, nil
	})
	if got != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %d, %v", got, err)
	}
	close(release) // only now: Await did not wait for it
	<-ended
	if _, err := Await(ctx, func() (int, error) { t.Error("called after the end"); return 7, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("already cancelled: %v", err)
	}
}

func TestShare(t *testing.T) {
	for _, workers := range []int{1, 3, 20} {
		var done [100]atomic.Int32
		err := Share(t.Context(), workers, int64(len(done)), func(_ context.Context, worker int, i int64) error {
			if worker < 0 || worker >= workers {
				t.Errorf("worker %d of %d", worker, workers)
			}
			done[i].Add(1)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range done {
			if n := done[i].Load(); n != 1 {
				t.Errorf("%d workers: job %d done %d times", workers, i, n)
			}
		}
	}
	bad := errors.New("bad")
	err := Share(t.Context(), 3, 1000, func(_ context.Context, _ int, i int64) error {
		if i == 10 {
			return bad
		}
		return nil
	})
	if !errors.Is(err, bad) {
		t.Errorf("%v, want %v", err, bad)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Share(ctx, 2, 10, func(context.Context, int, int64) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestFirstListed(t *testing.T) {
	passing := []int64{17, 30, 31}
	test := func(_ context.Context, _ int, i int64) (bool, error) { return slices.Contains(passing, i), nil }
	for _, workers := range []int{1, 2, 8} {
		if got, err := FirstListed(t.Context(), workers, 40, test); got != 17 || err != nil {
			t.Errorf("%d workers: %d, %v, want 17", workers, got, err)
		}
		if got, err := FirstListed(t.Context(), workers, 17, test); err == nil {
			t.Errorf("%d workers: found %d among the first 17", workers, got)
		}
	}
}

func TestRepeat(t *testing.T) {
	for _, test := range []struct {
		workers     int
		times, want int64
	}{{1, 3, 3}, {2, 1, 2}, {4, 8, 8}, {4, 9, 12}} {
		var done atomic.Int64
		got, err := Repeat(t.Context(), test.workers, test.times, func(int64) error { done.Add(1); return nil })
		if err != nil || got != test.want || done.Load() != test.want {
			t.Errorf("%d times by %d workers: %d said, %d done, %v, want %d", test.times, test.workers, got, done.Load(), err, test.want)
		}
	}
	failed := errors.New("failed")
	if _, err := Repeat(t.Context(), 2, 5, func(int64) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("%v, want the job's error", err)
	}
}
