// The share of their time that workers spend in sections that they have to enter one
// at a time, and a model of what that makes of many cores. A machine with few cores
// measures the share as well as one with many: a section takes as long there.

package engine

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"primebench/sieve"
)

// A clockedLock measures the time in which it is held.
type clockedLock struct {
	sync.Mutex
	since       time.Time
	held        time.Duration
	times       int
	interrupted int // holds in which the goroutine or the process was stopped
}

// interruption is longer than any section takes.
const interruption = 2 * time.Millisecond

func (l *clockedLock) Lock() {
	l.Mutex.Lock()
	l.since = time.Now()
}

func (l *clockedLock) Unlock() {
	if took := time.Since(l.since); took < interruption {
		l.held += took
		l.times++
	} else {
		l.interrupted++
	}
	l.Mutex.Unlock()
}

// clockedLocks are the locks of one call, by the number of workers who share them.
type clockedLocks struct {
	mu    sync.Mutex
	locks map[int][]*clockedLock
}

func (c *clockedLocks) newLock(workers int) sync.Locker {
	if workers == 1 {
		return new(sync.Mutex)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	l := new(clockedLock)
	c.locks[workers] = append(c.locks[workers], l)
	return l
}

// A sharing is what workers spend in the sections that so many of them share, for
// each second of their time.
type sharing struct {
	workers int
	share   float64 // seconds
	visits  float64
}

// measured returns what was shared in so many seconds of all workers together.
func (c *clockedLocks) measured(seconds float64) (all []sharing) {
	for workers, locks := range c.locks {
		s := sharing{workers: workers}
		for _, l := range locks {
			l.Lock()
			s.share += l.held.Seconds() / seconds
			s.visits += float64(l.times+l.interrupted) / seconds
			l.Unlock()
		}
		all = append(all, s)
	}
	return all
}

// handover is what a section takes longer where another core was the last one in it:
// some five lines of memory come from its cache, 0.1 microseconds each.
const handover = 0.5e-6

// efficiency returns how much of their time workers work, and do not wait for each
// other, who spend so much of it in a section: exact mean value analysis of one
// queue with exponential times (M. Reiser, S. Lavenberg, 1980). Real times vary less,
// which makes queues shorter.
func (s sharing) efficiency() float64 {
	alone := s.share + handover*s.visits
	queue, throughput := 0.0, 0.0
	for n := 1; n <= s.workers; n++ {
		stay := alone * (1 + queue)
		throughput = float64(n) / (1 - s.share + stay)
		queue = throughput * stay
	}
	return throughput / float64(s.workers)
}

// BenchmarkSharedSections reports the share of the workers' time inside sections
// that all of them share, or the workers of one crew or window, and the speed-up
// that so many cores would have by the model: memory and clock do not suffer from the
// number of cores, and there are searches enough for all. A worker's time is that of
// the cores here, which should have nothing else to do.
func BenchmarkSharedSections(b *testing.B) {
	for _, c := range []struct {
		name string
		kind sieve.Kind
		bits int
		bulk bool
		run  func(context.Context, *Searcher)
	}{
		{name: "stream", kind: sieve.Prime, bits: 512, run: drain},
		{name: "stream", kind: sieve.Prime, bits: 1024, run: drain},
		{name: "stream", kind: sieve.Prime, bits: 2048, run: drain},
		{name: "stream", kind: sieve.Safe, bits: 1024, run: drain},
		{name: "stream", kind: sieve.Safe, bits: 2048, run: drain},
		{name: "bulk", kind: sieve.Prime, bits: 512, bulk: true, run: drain},
		{name: "bulk", kind: sieve.Safe, bits: 1024, bulk: true, run: drain},
		{name: "search", kind: sieve.Safe, bits: 1024, run: searchAgain},
		{name: "search", kind: sieve.Safe, bits: 2048, run: searchAgain},
	} {
		for _, workers := range []int{16, 64, 256} {
			b.Run(fmt.Sprintf("%s/%v/%d/workers=%d", c.name, c.kind, c.bits, workers), func(b *testing.B) {
				s, err := New(c.kind, c.bits, Config{Workers: workers, Seed: Seed{5}, Bulk: c.bulk})
				if err != nil {
					b.Fatal(err)
				}
				locks := &clockedLocks{locks: map[int][]*clockedLock{}}
				s.newLock = locks.newLock
				for b.Loop() {
					ctx, cancel := context.WithTimeout(b.Context(), 2*time.Second)
					c.run(ctx, s)
					cancel()
				}
				share, speedup := 0.0, float64(workers)
				for _, s := range locks.measured(b.Elapsed().Seconds() * float64(runtime.GOMAXPROCS(0))) {
					share += s.share
					speedup *= s.efficiency()
				}
				b.ReportMetric(100*share, "%shared")
				b.ReportMetric(speedup, "speed-up")
			})
		}
	}
}

// drain takes results until the context ends.
func drain(ctx context.Context, s *Searcher) {
	for range s.Stream(ctx, Position{}, 0) {
	}
}

// searchAgain does one search after another until the context ends.
func searchAgain(ctx context.Context, s *Searcher) {
	for n := uint64(0); ctx.Err() == nil; n++ {
		s.Search(ctx, n)
	}
}
