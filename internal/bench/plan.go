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
	// run, while others have a use for the time: beyond it the interval shrinks below
	// what the machine's noise allows.
	maxSamples = 2000
	// mostSamples is the same where nobody has, and for operations. An interval is 150
	// times narrower then than that of one sample: no more is to be had.
	mostSamples = 20_000
	// fits is how many average searches a cell's share must hold for it to be
	// searched, and fitsUnstoppable the same where a search cannot be stopped. One
	// that is given up for its length then goes on by itself and slows down what
	// is measured next. At four in a share that is twelve times the mean, one
	// search in 160 000 by the exponential law; at two it would be one in 400, a
	// few in each long run.
	fits            = 1
	fitsUnstoppable = 4
	// On a busy machine a few searches tell less than operations do, whose processor
	// time counts. Four searches that count their survivors give the interval of a cost
	// by it. A hundred of others give their mean to a fifth by the exponential law,
	// 2n/chi^2, which is as far as a model may be off.
	fitsBusy = 4
	fitsLuck = 100
	// fitsSliced is how many average searches a cell's share must hold where they can
	// be cut off: from there on the ratio estimate is as good as one of slices.
	fitsSliced = 8
	// A slice is over before the machine drifts, and holds some tests. More than the
	// usual number would only be shorter; an interval takes leastSlices.
	longestSlice  = 2 * time.Second
	shortestSlice = 20 * time.Millisecond
	usualSlices   = 20
	leastSlices   = 3
	// overrun is how many shares a single search may take before it is stopped: at
	// one search a share, one in 20 by chance. The cell is then modelled, by
	// operations that have their samples already. Where a share holds many
	// searches, absurd average ones, and the logarithm of their number more, are
	// the limit: fewer than one cell in 100 000 meets it by chance.
	overrun = 3
	absurd  = 12
	// maxOpSamples is the most samples of an operation in a budgeted run that
	// searches too. Operations vary by a few per cent, not by their own size as
	// searches do.
	maxOpSamples = 20
	// enoughSamples, or as many as take enoughSeconds, is how many samples each
	// operation gets, in a run of operations alone, before any gets more: beyond that an
	// interval narrows slowly, while a dear operation may be without one.
	enoughSamples = 50
	enoughSeconds = 0.1
	// rounds is how often time that a cell had no use for is divided once more.
	// Each round finds a use for half of it or more, where there is one.
	rounds = 8
)

// A demand is what a cell asks of the plan. The first sample of each operation
// is no part of it: calibration took it, or it comes late.
type demand struct {
	whole  bool      // searches, streams or replays; false: operations alone, or slices
	sliced bool      // searches may be replaced by slices; what is no operation apart from them has an infinite cost
	model  bool      // a whole search may be replaced by operations
	fits   int       // average searches that the cell's share must hold for it to be searched rather than modelled
	least  int       // samples that the cell needs, for which it may use as many equal parts of the time, up to half
	mean   float64   // seconds of a search, stream or replay; infinite when not known
	ops    []float64 // seconds of a sample of each operation; infinite when not known
}

// A grant is what the plan gives a cell.
type grant struct {
	samples  int // whole searches, streams or replays; 0: slices or operations are measured
	slices   int // of searches, each of which takes limit
	limit    time.Duration
	ops      []int         // samples of each operation, the first included, when samples is 0
	share    time.Duration // of a cell with samples or slices
	modelled bool          // samples is 0 though the demand was whole
}

// planSamples gives every cell the same number of samples.
func planSamples(demands []demand, samples int) []grant {
	grants := make([]grant, len(demands))
	for i, d := range demands {
		switch {
		case d.whole:
			grants[i].samples = samples
			continue
		case d.sliced:
			grants[i].slices, grants[i].limit = samples, longestSlice
			continue
		}
		grants[i].ops = slices.Repeat([]int{samples}, len(d.ops))
	}
	return grants
}

// planBudget shares out the time left, in seconds. Each cell of operations gets
// up to half an equal part; what remains is for the searches, see grantSearches,
// and what they cannot use goes back to the operations. What nobody can use within the
// usual numbers of samples is shared out once more, without these. On a busy machine
// the operations have their intervals before anything is searched.
func planBudget(demands []demand, left float64, busy bool) []grant {
	left = math.Max(0, left)
	time := left
	allowance, quotas := left/float64(2*max(1, len(demands))), []quota{atMost(maxOpSamples)}
	if !slices.ContainsFunc(demands, func(d demand) bool { return d.whole || d.sliced }) {
		quotas = []quota{enough, atMost(maxSamples)}
	}
	grants := make([]grant, len(demands))
	for i, d := range demands {
		grants[i] = grant{ops: opSamples(d.ops, allowance, quotas[0]), modelled: d.whole}
		left -= opTime(d.ops, grants[i].ops)
	}
	if busy {
		left -= secondSamples(demands, grants, left/2)
	}
	searched, left := grantSearches(demands, grants, left)
	for k := range quotas {
		left = grantOperations(demands, grants, left, quotas[:k+1])
	}
	if left > worthwhile*time {
		searched = slices.DeleteFunc(searched, func(i int) bool { return grants[i].samples == 0 })
		left = extend(demands, grants, searched, left, mostSamples)
		grantOperations(demands, grants, left, append(quotas, atMost(mostSamples)))
	}
	return grants
}

// secondSamples gives the operations that have one sample another, without which their
// cost has no interval, the cheap ones first, as far as the time goes. It returns what
// that takes.
func secondSamples(demands []demand, grants []grant, time float64) (taken float64) {
	type place struct{ cell, op int }
	var single []place
	for i, g := range grants {
		for j, n := range g.ops {
			if n == 1 {
				single = append(single, place{i, j})
			}
		}
	}
	cost := func(p place) float64 { return demands[p.cell].ops[p.op] }
	slices.SortStableFunc(single, func(a, b place) int { return cmp.Compare(cost(a), cost(b)) })
	for _, p := range single {
		if taken+cost(p) > time {
			break
		}
		grants[p.cell].ops[p.op]++
		taken += cost(p)
	}
	return taken
}

// grantSearches is given grants by which every cell is measured by its operations,
// and the time that this leaves. It takes the cells by their need, cheapest
// first, and has as many of them searched as all find what they need in an equal
// part of the time; a cell that is searched gives back that of its operations. It
// returns these cells and the time that is left.
//
// The number of searches is decided here by what searches cost on average, never by
// how long those took that were drawn: a rule that stopped at a time would see more of
// the short ones than of the long ones, and one that went on while time is left would
// see more of them after a run of short ones. A plan that is made again knows the costs
// better, and is given the same time to share out as the first one. Nothing else has
// changed for it, so luck has as little say in the sum of all plans as in one.
func grantSearches(demands []demand, grants []grant, left float64) (cells []int, remains float64) {
	var order []int
	for i, d := range demands {
		if d.whole || d.sliced {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(demands[a].need(), demands[b].need()) })
	searched, time := 0, left
	remains = left
	for k, i := range order {
		if !demands[i].sliced {
			time += opTime(demands[i].ops, grants[i].ops)
		}
		if need := demands[i].need(); need == 0 || need <= waterLevel(demands, order[:k+1], time) {
			searched, remains = k+1, time
		}
	}
	return order[:searched], divide(demands, grants, order[:searched], remains)
}

// divide gives the cells equal parts of the time, after those that need several
// parts have their least.
func divide(demands []demand, grants []grant, cells []int, left float64) float64 {
	slices.SortStableFunc(cells, func(a, b int) int { return cmp.Compare(demands[a].mean, demands[b].mean) })
	for _, i := range cells {
		d, rest := demands[i], math.Max(0, left)
		grants[i] = grant{ops: grants[i].ops}
		if d.least > 0 {
			reach := math.Min(rest/2, rest/float64(len(cells))*float64(d.least))
			grants[i].samples, grants[i].share = min(d.least, int(reach/d.mean)), seconds(reach)
			left -= float64(grants[i].samples) * d.mean
		}
	}
	left = extend(demands, grants, cells, left, maxSamples)
	for _, i := range cells {
		if grants[i].samples == 0 {
			grants[i].cut()
		} else {
			grants[i].ops = nil
		}
	}
	return left
}

// extend gives the cells, the cheap ones first, equal parts of the time beyond what they
// have. What one cannot use, because it has the most samples or because a search more
// would not fit, it leaves to the next, and in the end to all in another round. Slices
// can use any time.
func extend(demands []demand, grants []grant, cells []int, left float64, most int) float64 {
	for range rounds {
		for k, i := range cells {
			mean := math.Max(demands[i].mean, 1e-9)
			part := math.Max(0, left) / float64(len(cells)-k)
			if demands[i].sliced && grants[i].samples == 0 && (grants[i].share > 0 || part < fitsSliced*mean) {
				grants[i].share += seconds(part)
				left -= part
				continue
			}
			more := int(math.Min(math.Floor(part/mean), float64(most-grants[i].samples)))
			if grants[i].samples == 0 {
				more = max(1, more)
				grants[i].share = seconds(part)
			}
			grants[i].samples += more
			left -= float64(more) * mean
		}
	}
	return left
}

// cut divides the share of a grant into slices.
func (g *grant) cut() {
	n := max(usualSlices, int((g.share+longestSlice-1)/longestSlice))
	if g.share < usualSlices*shortestSlice {
		n = max(leastSlices, int(g.share/shortestSlice))
	}
	g.slices, g.limit = n, max(shortestSlice, g.share/time.Duration(n))
}

// grantOperations divides time among the cells that are measured by operations,
// the cheap ones first, up to the quotas of their operations, and returns the time that
// is left. A cell that has no use for its part leaves it to the next, and in the
// end to all in another round.
func grantOperations(demands []demand, grants []grant, left float64, quotas []quota) float64 {
	var cells []int
	for i, g := range grants {
		if g.samples == 0 {
			cells = append(cells, i)
		}
	}
	cost := func(i int) (sum float64) {
		for _, c := range demands[i].ops {
			sum += c
		}
		return sum
	}
	slices.SortStableFunc(cells, func(a, b int) int { return cmp.Compare(cost(a), cost(b)) })
	for range rounds {
		for k, i := range cells {
			used := opTime(demands[i].ops, grants[i].ops)
			part := math.Max(0, left) / float64(len(cells)-k)
			grants[i].ops = opSamples(demands[i].ops, used+part, quotas...)
			left -= opTime(demands[i].ops, grants[i].ops) - used
		}
	}
	return left
}

// need is the share without which a cell is modelled; 0 when it never is.
func (d demand) need() float64 {
	if !d.model || d.sliced {
		return 0
	}
	return float64(d.fits) * d.mean
}

// longest is how long a search may take, in seconds, of which a share holds n that
// take mean on average. A share is always granted: what seems absurd for a search
// of a millisecond is a moment's pause of the machine.
func longest(share, mean float64, n int) float64 {
	absurdly := mean * (absurd + math.Log(float64(max(1, n))))
	return math.Min(overrun*share, math.Max(share, absurdly))
}

// A quota is the most samples that an operation gets, of which one takes so many seconds.
type quota func(cost float64) int

func atMost(n int) quota { return func(float64) int { return n } }

// enough is the quota by enoughSamples and enoughSeconds.
func enough(cost float64) int {
	return int(math.Min(maxSamples, math.Max(enoughSamples, enoughSeconds/math.Max(cost, 1e-9))))
}

// opSamples gives each operation its first sample, and as many of the next, round
// by round up to the first of the quotas, then up to the second, as the allowance in
// seconds pays for.
func opSamples(costs []float64, allowance float64, quotas ...quota) []int {
	samples := slices.Repeat([]int{1}, len(costs))
	for _, most := range quotas {
		for {
			var paid []int
			round, reach := 0.0, math.Inf(1)
			for i, cost := range costs {
				if samples[i] < most(cost) && round+cost <= allowance {
					paid = append(paid, i)
					round += cost
					reach = math.Min(reach, float64(most(cost)-samples[i]))
				}
			}
			if len(paid) == 0 {
				break
			}
			// as many rounds at once as go by without a change
			n := int(math.Max(1, math.Min(reach, math.Floor(allowance/math.Max(round, 1e-9)))))
			for _, i := range paid {
				samples[i] += n
			}
			allowance -= float64(n) * round
		}
	}
	return samples
}

// opTime is what the samples take after each operation's first.
func opTime(costs []float64, samples []int) float64 {
	sum := 0.0
	for i, cost := range costs {
		if i < len(samples) && samples[i] > 1 {
			sum += cost * float64(samples[i]-1)
		}
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
	return math.Inf(1)
}

func seconds(s float64) time.Duration {
	return time.Duration(math.Min(s, float64(math.MaxInt64/8)/1e9) * 1e9)
}
