//go:build amd64 && !purego

package montgomery

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A fakeClock times competitors whose undisturbed tries take a known time.
type fakeClock struct {
	times []time.Duration
	tries []int
	noise func(i int) time.Duration
}

func (c *fakeClock) try(i, _ int) time.Duration {
	c.tries[i]++
	return c.times[i] + c.noise(i)
}

func newFakeClock(times []time.Duration, noise func(i int) time.Duration) *fakeClock {
	return &fakeClock{times: times, tries: make([]int, len(times)), noise: noise}
}

func TestFastestOfUndisturbedTries(t *testing.T) {
	for want, times := range [][]time.Duration{{7000, 8000}, {8000, 7000, 7001}, {9000, 9010, 8990, 9100}} {
		c := newFakeClock(times, func(int) time.Duration { return 0 })
		if got := fastest(len(times), c.try); got != want {
			t.Errorf("of %v: %d, want %d", times, got, want)
		}
		for i, tries := range c.tries {
			if tries != fewestTries {
				t.Errorf("of %v: %d has %d tries, want %d", times, i, tries, fewestTries)
			}
		}
	}
}

// Tries are disturbed by chance, a third of them by up to twice their time, and all
// of the first ones by a clock that is still slow: the choice is within two parts in
// a hundred of the fastest. One that is always disturbed is given up in the end.
func TestFastestOfDisturbedTries(t *testing.T) {
	r := seeded(t)
	worst := 0.0
	for range 20_000 {
		times := make([]time.Duration, 2+r.IntN(3))
		for i := range times {
			times[i] = 7000 + time.Duration(r.IntN(700))
		}
		slow := 0
		c := newFakeClock(times, func(i int) time.Duration {
			if slow++; slow <= len(times) {
				return times[i] / 2
			}
			if r.IntN(3) == 0 {
				return time.Duration(r.Float64() * 2 * float64(times[i]))
			}
			return time.Duration(r.IntN(20))
		})
		worst = max(worst, float64(times[fastest(len(times), c.try)])/float64(slices.Min(times)))
	}
	if t.Logf("worst choice %.4f of the fastest", worst); worst > 1.02 {
		t.Errorf("a choice takes %.4f of the fastest, want at most 1.02", worst)
	}
	c := newFakeClock([]time.Duration{100, 200}, func(int) time.Duration { return time.Duration(1000 + r.IntN(100_000)) })
	fastest(2, c.try)
	if c.tries[0] > mostTries {
		t.Errorf("%d tries, want at most %d", c.tries[0], mostTries)
	}
}

// Many that ask at once for one size, or for another of the same class, have it
// measured once.
func TestPlansAreChosenOnce(t *testing.T) {
	var cache planCache
	var measured atomic.Int32
	choose := func(bits int) ifmaPlan {
		measured.Add(1)
		return wholePlan(bits)
	}
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() { cache.get(970+i, choose) })
	}
	all.Wait()
	if n := measured.Load(); n != 2 { // up to 1040 - 57 bits, and beyond
		t.Errorf("measured %d times, want 2", n)
	}
}

func TestMachineTakesOneOfThePlans(t *testing.T) {
	needKernel(t, "ifma")
	for _, bits := range []int{2, 512, 1024, 2048, 3072, 4096, 8192, 16000, MaxBits} {
		start := time.Now()
		got := machinePlan(bits)
		t.Logf("%d bits: %+v after %v", bits, got, time.Since(start))
		if !slices.Contains(plansFor(bits), got) {
			t.Errorf("%d bits: unknown plan %+v", bits, got)
		}
	}
}

// Every plan and the portable kernel raise the same bases to the same exponents, for
// the largest, the smallest and a middling size of each number of blocks.
func TestEveryPlanAgreesWithThePortableKernel(t *testing.T) {
	needKernel(t, "ifma")
	r := seeded(t)
	for blocks := 1; blocks <= mostBlocks(MaxBits); blocks++ {
		top := blocks * ifmaTile * ifmaDigit
		for _, bits := range []int{top - ifmaTile*ifmaDigit + 3, top - ifmaTile*ifmaDigit/2, top - largeSpare, top - ifmaSpare} {
			if bits = min(bits, MaxBits); bits < 3 {
				continue
			}
			checkPlansAgree(t, r, bits)
		}
	}
}

func checkPlansAgree(t *testing.T, r *rand.Rand, bits int) {
	moduli := hardModuli(r, bits)
	bases := make([]*big.Int, len(moduli))
	for i, n := range moduli {
		bases[i] = hardResidues(n)[i]
	}
	exponents := [][]uint64{{r.Uint64()>>44 | 1}}
	power := func(b *Batch) [][]uint64 {
		if err := b.Load(allWords(moduli)...); err != nil {
			t.Fatal(err)
		}
		z, err := b.Exp(context.Background(), allWords(bases), exponents)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	want := power(newBatch(t, "generic", bits))
	for _, plan := range plansFor(bits) {
		k := newIFMA(bits, rows(), func(int) ifmaPlan { return plan })
		for lane, got := range power(batchOf("ifma", k, bits)) {
			if !slices.Equal(got, want[lane]) {
				t.Errorf("%d bits, plan %+v, lane %d: %#x, want %#x", bits, plan, lane, got, want[lane])
			}
		}
	}
}
