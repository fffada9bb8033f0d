// The plan: how many samples each track of a run gets. Pure arithmetic on what
// the calibration found.

package bench

import (
	"cmp"
	"math"
	"slices"
	"time"
)

const (
	// headroom is the part of the budget that is planned with. The rest absorbs
	// bad luck: a run that hits its budget stops where it should not.
	headroom = 0.9
	// maxSamples is the most whole searches or replays of a cell in a budgeted
	// run: beyond it the interval shrinks below what the machine's noise allows.
	maxSamples = 2000
	// fits is how many average searches a cell's share must hold, and
	// fitsUnstoppable the same where an overlong search cannot be stopped.
	fits            = 2
	fitsUnstoppable = 10
	// overrun is how many shares a single search may take before it is stopped.
	// At two searches a share that is six times the mean: one in 400 by chance.
	overrun = 3
	// minOpSamples and maxOpSamples bound the samples of an operation in a
	// budgeted run that searches too. Operations vary by a few per cent, not by
	// their own size as searches do.
	minOpSamples = 3
	maxOpSamples = 20
)

// A demand is what a cell asks of the plan.
type demand struct {
	whole       bool    // searches or replays; false: operations alone
	model       bool    // a whole search may be replaced by operations
	unstoppable bool    // see strategy.Facts
	mean        float64 // seconds of a search or replay, as calibrated
	ops         []float64
	// ops is seconds of one sample of each operation; 0: not calibrated
}

// A grant is what the plan gives a cell.
type grant struct {
	samples  int           // whole searches or replays; 0: operations are measured
	ops      []int         // samples of each operation, when samples is 0
	share    time.Duration // of a cell with samples
	modelled bool          // samples is 0 though the demand was whole
}

// planSamples gives every cell the same number of samples.
func planSamples(demands []demand, samples int) []grant {
	grants := make([]grant, len(demands))
	for i, d := range demands {
		if d.whole {
			grants[i].samples = samples
			continue
		}
		grants[i].ops = slices.Repeat([]int{samples}, len(d.ops))
	}
	return grants
}

// planBudget shares out the time left, in seconds. Each cell of operations gets
// up to half an equal part, split evenly over its operations, and the whole part
// when there is nothing to search or replay. What remains is for the searches,
// see grantSearches.
func planBudget(demands []demand, left float64) []grant {
	left = math.Max(0, left)
	allowance, most := left/float64(2*max(1, len(demands))), maxOpSamples
	if !slices.ContainsFunc(demands, func(d demand) bool { return d.whole }) {
		allowance, most = 2*allowance, maxSamples
	}
	grants := make([]grant, len(demands))
	for i, d := range demands {
		grants[i] = grant{ops: opSamples(d.ops, allowance, most), modelled: d.whole}
		left -= opTime(d.ops, grants[i].ops)
	}
	grantSearches(demands, grants, left)
	return grants
}

// grantSearches is given grants by which every cell is measured by its operations,
// and the time that this leaves. It takes the cells by their need, cheapest
// first, and has as many of them searched as all find what they need in an equal
// part of the time; a cell that is searched gives back that of its operations. One
// that could not use its part, because of maxSamples, leaves it to the others.
//
// The number of searches is fixed here, by their mean, before the first one: a
// rule that stopped at a time instead would see more of the short searches than
// of the long ones.
func grantSearches(demands []demand, grants []grant, left float64) {
	var order []int
	for i, d := range demands {
		if d.whole {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(demands[a].need(), demands[b].need()) })
	searched, level := 0, 0.0
	for k, i := range order {
		left += opTime(demands[i].ops, grants[i].ops)
		l := waterLevel(demands, order[:k+1], left)
		if need := demands[i].need(); need == 0 || need <= l {
			searched, level = k+1, l
		}
	}
	for _, i := range order[:searched] {
		samples := math.Floor(level / math.Max(demands[i].mean, 1e-9))
		grants[i] = grant{samples: int(min(maxSamples, max(1, samples))), share: seconds(level)}
	}
}

// need is the share without which a cell is modelled; 0 when it never is.
func (d demand) need() float64 {
	switch {
	case !d.model:
		return 0
	case d.unstoppable:
		return fitsUnstoppable * d.mean
	}
	return fits * d.mean
}

// opSamples splits an allowance evenly over the operations, for most samples of
// each.
func opSamples(costs []float64, allowance float64, most int) []int {
	samples := make([]int, len(costs))
	for i, cost := range costs {
		samples[i] = minOpSamples
		if cost > 0 {
			n := allowance / float64(len(costs)) / cost
			samples[i] = int(min(float64(most), max(minOpSamples, n)))
		}
	}
	return samples
}

func opTime(costs []float64, samples []int) float64 {
	sum := 0.0
	for i, cost := range costs {
		sum += cost * float64(samples[i])
	}
	return sum
}

// waterLevel is the part L for which the parts min(L, what the cell can use) sum
// to the time: infinite when all cells can have what they can use.
func waterLevel(demands []demand, cells []int, time float64) float64 {
	usable := make([]float64, len(cells))
	for k, i := range cells {
		usable[k] = maxSamples * demands[i].mean
	}
	slices.Sort(usable)
	for k, u := range usable {
		level := time / float64(len(usable)-k)
		if level <= u {
			return math.Max(0, level)
		}
		time -= u
	}
	return math.Max(0, time) + slices.Max(usable)
}

func seconds(s float64) time.Duration {
	return time.Duration(math.Min(s, float64(math.MaxInt64/8)/1e9) * 1e9)
}
