// A fixed load in short slices on every processor: what the same work takes from
// one moment to the next.

package doctor

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// Slices are the times of equal pieces of work, on several processors at once.
type Slices struct {
	Length time.Duration
	Pinned bool              // each of CPUs was measured on a processor of its own
	CPUs   []int             // number of the processor, or of the thread when they were not pinned
	Times  [][]time.Duration // of each of CPUs, in order
}

const (
	// sliceRounds makes a slice of about 0.2 ms, at some five cycles a round: far longer
	// than reading the clock, and shorter than the tick of any scheduler.
	sliceRounds = 1 << 17
	// warmUp is left out: clock rates rise within some milliseconds.
	warmUp = 100 * time.Millisecond
)

// takeSlices measures for about a length of time. It keeps as many threads busy as
// Go runs at once, for that is what a benchmark on all cores does. Where that is
// one for each processor, each is held to its own.
func takeSlices(ctx context.Context, length time.Duration) (Slices, error) {
	cpus := usableProcessors()
	threads := runtime.GOMAXPROCS(0)
	s := Slices{Length: length, Pinned: len(cpus) > 0 && threads >= len(cpus)}
	if s.Pinned {
		s.CPUs = cpus
	} else {
		for i := range threads {
			s.CPUs = append(s.CPUs, i)
		}
	}
	s.Times = make([][]time.Duration, len(s.CPUs))
	pinned := make([]bool, len(s.CPUs))
	var all sync.WaitGroup
	for i, cpu := range s.CPUs {
		all.Go(func() {
			s.Times[i], pinned[i] = onThread(ctx, cpu, s.Pinned, length)
		})
	}
	all.Wait()
	for _, ok := range pinned {
		s.Pinned = s.Pinned && ok
	}
	if ctx.Err() != nil {
		return Slices{}, context.Cause(ctx)
	}
	return s, nil
}

// onThread times slices on a thread that does nothing else, held to a processor
// when asked and possible.
func onThread(ctx context.Context, cpu int, hold bool, length time.Duration) (times []time.Duration, held bool) {
	runtime.LockOSThread()
	release := func() error { return nil }
	if hold {
		if undo, err := pin(cpu); err == nil {
			release, held = undo, true
		}
	}
	times = timeSlices(ctx, length)
	// A thread that cannot be released is not unlocked, and ends with its goroutine.
	if release() == nil {
		runtime.UnlockOSThread()
	}
	return times, held
}

// timeSlices times slices until the length has passed.
func timeSlices(ctx context.Context, length time.Duration) []time.Duration {
	x, n := uint64(1), 0
	begin := time.Now()
	for time.Since(begin) < warmUp && ctx.Err() == nil {
		x = work(x)
		n++
	}
	// Room for all, so that no memory is moved while the time runs.
	times := make([]time.Duration, 0, n*int(length/warmUp+1)*2)
	begin = time.Now()
	for last := begin; last.Sub(begin) < length && ctx.Err() == nil; {
		x = work(x)
		now := time.Now()
		times = append(times, now.Sub(last))
		last = now
	}
	runtime.KeepAlive(x)
	return times
}

// work keeps the multiplier of a core busy, as the kernels do, by four chains that
// do not wait for each other: a hardware thread that is at work on the same core is
// felt. It touches no memory.
//
//go:noinline
func work(x uint64) uint64 {
	const odd = 0xbf58476d1ce4e5b9 // of splitmix64
	a, b, c, d := x, x+1, x+2, x+3
	for range sliceRounds {
		a = (a ^ a>>29) * odd
		b = (b ^ b>>29) * odd
		c = (c ^ c>>29) * odd
		d = (d ^ d>>29) * odd
	}
	return a ^ b ^ c ^ d
}

// clockStep is the smallest step that the clock makes, of many readings; 0 when it
// stood still throughout.
func clockStep() time.Duration {
	const readings = 20000
	var least time.Duration
	last := time.Now()
	for range readings {
		now := time.Now()
		if step := now.Sub(last); step > 0 && (least == 0 || step < least) {
			least = step
		}
		last = now
	}
	return least
}
