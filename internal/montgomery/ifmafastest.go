// Which plan this machine takes for a size: the one whose squarings are the
// fastest, timed once in a process.
//
// Nothing that a processor says of itself tells how many multiply-adds it issues,
// which other instructions share their ports, or what a store costs.

//go:build amd64 && !purego

package montgomery

import (
	"math"
	"slices"
	"sync"
	"time"
)

// A sizeClass is the moduli that have the same plans.
type sizeClass struct{ blocks, largeBlocks int }

func classOf(bits int) sizeClass {
	return sizeClass{blocks: ifmaBlocks(bits + ifmaSpare), largeBlocks: ifmaBlocks(bits + largeSpare)}
}

// A planCache has what was chosen for each class. Whoever asks first measures, and
// the others wait.
type planCache struct{ chosen sync.Map } // from sizeClass to func() ifmaPlan

// machinePlans is the process's: the answers are the machine's.
var machinePlans planCache

// machinePlan returns the fastest plan on this machine for moduli of so many bits.
func machinePlan(bits int) ifmaPlan { return machinePlans.get(bits, fastestPlan) }

func (c *planCache) get(bits int, choose func(bits int) ifmaPlan) ifmaPlan {
	class := classOf(bits)
	if plan, ok := c.chosen.Load(class); ok {
		return plan.(func() ifmaPlan)()
	}
	plan, _ := c.chosen.LoadOrStore(class, sync.OnceValue(func() ifmaPlan { return choose(bits) }))
	return plan.(func() ifmaPlan)()
}

// fastestPlan times the plans for moduli of so many bits. It takes less than a
// millisecond up to 8192 bits, where nobody disturbs it.
func fastestPlan(bits int) ifmaPlan {
	plans := plansFor(bits)
	if len(plans) == 1 {
		return plans[0]
	}
	full := make([]uint64, (bits+63)/64)
	for i := range full {
		full[i] = math.MaxUint64
	}
	full[len(full)-1] >>= 64*len(full) - bits
	var kernels [placements]*ifma
	var numbers [placements]vector
	for i := range kernels {
		kernels[i] = newIFMA(bits, rows(), nil)
		numbers[i] = kernels[i].vector()
	}
	steps := max(1, 160/(plans[0].blocks*plans[0].blocks)) // some seven microseconds; at 16384 bits forty
	return plans[fastest(len(plans), func(i, try int) time.Duration {
		k, x := kernels[try%placements], numbers[try%placements]
		k.loadBy(plans[i], [][]uint64{full})
		clear(x)
		k.square(x, 0) // brings code and numbers into the caches
		start := time.Now()
		for range steps {
			k.square(x, 0)
		}
		return time.Since(start)
	})]
}

// placements is in how many places of memory the plans are tried in turn: in one of seven, on
// a Zen 5, a plan that splits blocks takes up to a tenth longer.
const placements = 3

// The tries of each competitor. What disturbs a try only makes it longer, so that
// the least one counts; and three that agree have hardly been disturbed alike. A
// competitor without them is tried again, up to mostTries times.
const (
	fewestTries = 3
	mostTries   = 12
	agreement   = 1.005 // of the three least tries of a competitor
)

// fastest returns which of n competitors is done first, by trying them in turn, a round of tries
// after the other. A
// disturbed try can only make it choose one whose undisturbed time is within about
// two parts in a hundred of the least.
func fastest(n int, try func(i, round int) time.Duration) int {
	tries := make([][]time.Duration, n) // of each, ascending
	sure := func() bool {
		return !slices.ContainsFunc(tries, func(least []time.Duration) bool {
			return float64(least[fewestTries-1]) > agreement*float64(least[0])
		})
	}
	for tried := 0; tried < mostTries && (tried < fewestTries || !sure()); tried++ {
		for i := range tries {
			tries[i] = append(tries[i], try(i, tried))
			slices.Sort(tries[i])
		}
	}
	winner := 0
	for i, least := range tries {
		if least[0] < tries[winner][0] {
			winner = i
		}
	}
	return winner
}
