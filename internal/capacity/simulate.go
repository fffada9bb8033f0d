// The simulation that the formulas are checked by: the same queue, arrival by
// arrival, with the services that were measured.

package capacity

import (
	"fmt"
	"math"
	"slices"

	"primebench/internal/rng"
	"primebench/internal/stats"
)

// A Sampler draws the next service time in seconds.
type Sampler func(*rng.Stream) float64

// Sampler returns a sampler of the law.
func (l Law) Sampler() Sampler {
	switch l.Stages {
	case 0:
		return func(*rng.Stream) float64 { return l.Fixed }
	case 1:
		return func(r *rng.Stream) float64 { return l.Fixed - l.Stage*math.Log(uniform(r)) }
	}
	return func(r *rng.Stream) float64 { return l.Fixed - l.Stage*math.Log(uniform(r)*uniform(r)) }
}

// Resample returns a sampler that draws from measured times with replacement (B.
// Efron, Bootstrap methods, Ann. Statist. 7, 1979), each multiplied by the same
// factor so that their mean is the given one: their shape is real and their mean
// mostly luck. It takes times above 0, and adds up stages of them for a service
// that makes several.
func Resample(times []float64, stages int, mean float64) (Sampler, error) {
	average, err := stats.Mean(times)
	if err != nil {
		return nil, fmt.Errorf("%w: times to resample: %w", ErrModel, err)
	}
	if !(slices.Min(times) > 0) || !(mean > 0) || math.IsInf(mean, 1) || stages < 1 || stages > maxStages {
		return nil, fmt.Errorf("%w: times from %v s for a mean of %v s in %d stages, want times and a mean above 0 and 1 to %d stages",
			ErrModel, slices.Min(times), mean, stages, maxStages)
	}
	scaled := make([]float64, len(times))
	for i, t := range times {
		scaled[i] = t / average * mean / float64(stages)
	}
	return func(r *rng.Stream) float64 {
		total := 0.0
		for range stages {
			total += scaled[r.Below(uint64(len(scaled)))]
		}
		return total
	}, nil
}

// uniform returns a number in (0, 1).
func uniform(r *rng.Stream) float64 { return (float64(r.Uint64()>>11) + 0.5) / (1 << 53) }

// A Simulation is a queue to be simulated: Poisson arrivals at Rate a second,
// first come first served by Servers, whose services Draw gives.
type Simulation struct {
	Rate     float64
	Servers  int
	Draw     Sampler
	Arrivals int       // that are counted; at least 2,000, and at most 10^8
	WarmUp   int       // arrivals before these, while the empty queue fills
	Stock    int       // results in store when it is full, of which each arrival takes one; 0: no store
	Levels   []float64 // quantiles wanted, in (0, 1), ascending
	Seed     rng.Seed  // decides every number
}

// Simulated is what a simulation observed. Each number has its 95 % interval by
// the method of batch means: the arrivals are cut into 20 batches, whose values
// are as good as independent when batches are long (A. M. Law, Simulation Modeling and
// Analysis, 5th ed. 2015, chapter 9), and Student's t with 19 degrees of
// freedom makes the interval of them.
type Simulated struct {
	Waited   stats.Interval // share of arrivals that waited
	MeanWait stats.Interval // seconds
	Wait     []stats.Interval
	Response []stats.Interval // wait and service, by Levels
}

const (
	batches       = 20
	minArrivals   = 100 * batches
	maxArrivals   = 100_000_000
	maxSimServers = 1 << 14
)

// Simulate runs a simulation. The same one gives the same numbers on every
// machine. Time goes with the arrivals and the logarithm of the servers: a
// million arrivals take about a tenth of a second.
func Simulate(s Simulation) (*Simulated, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	waits, responses := s.run()
	out := &Simulated{
		Waited:   batchMeans(waits, func(b []float64) float64 { return share(b, func(w float64) bool { return w > 0 }) }),
		MeanWait: batchMeans(waits, mean),
	}
	out.Wait = quantiles(waits, s.Levels)
	out.Response = quantiles(responses, s.Levels)
	return out, nil
}

func (s *Simulation) check() error {
	switch {
	case !(s.Rate > 0) || math.IsInf(s.Rate, 1):
		return fmt.Errorf("%w: a rate of %v to simulate, want a finite number above 0", ErrModel, s.Rate)
	case s.Servers < 1 || s.Servers > maxSimServers:
		return fmt.Errorf("%w: %d servers to simulate, want 1 to %d", ErrModel, s.Servers, maxSimServers)
	case s.Arrivals < minArrivals || s.Arrivals > maxArrivals || s.WarmUp < 0 || s.WarmUp > maxArrivals:
		return fmt.Errorf("%w: %d arrivals to simulate after %d, want %d to %d after at least 0", ErrModel, s.Arrivals, s.WarmUp, minArrivals, maxArrivals)
	case s.Stock < 0 || s.Stock > maxArrivals:
		return fmt.Errorf("%w: a store of %d to simulate, want 0 to %d", ErrModel, s.Stock, maxArrivals)
	case s.Draw == nil:
		return fmt.Errorf("%w: a simulation without services", ErrModel)
	}
	for i, p := range s.Levels {
		if !(p > 0 && p < 1) || i > 0 && p <= s.Levels[i-1] {
			return fmt.Errorf("%w: quantiles %v, want ascending ones between 0 and 1", ErrModel, s.Levels)
		}
	}
	return nil
}

// run simulates by J. Kiefer and J. Wolfowitz's recursion (On the theory of queues
// with many servers, Trans. Amer. Math. Soc. 78, 1955): an arrival is served by
// whichever server is free first, so that a heap of the times at which servers
// get free is all the state there is.
func (s *Simulation) run() (waits, responses []float64) {
	arrivals, services := s.Seed.Derive("arrivals").Stream(0), s.Seed.Derive("services").Stream(0)
	all := s.WarmUp + s.Arrivals
	arrived, ended := make([]float64, all), make([]float64, all)
	waits = make([]float64, all)
	free := make([]float64, s.Servers)
	now := 0.0
	for i := range all {
		now -= math.Log(uniform(arrivals)) / s.Rate
		start := math.Max(now, free[0])
		end := start + s.Draw(services)
		replaceFirst(free, end)
		arrived[i], waits[i], ended[i] = now, start-now, end
	}
	responses = ended
	if s.Stock > 0 {
		return s.outOfStock(arrived, ended)
	}
	for i := range responses {
		responses[i] -= arrived[i]
	}
	return waits[s.WarmUp:], responses[s.WarmUp:]
}

// outOfStock returns the waits, which are the responses, where each arrival takes a
// result from the store and what was served above is the order that replaces it:
// arrival i has its result once i+1-Stock orders have ended, whichever these are.
func (s *Simulation) outOfStock(arrived, ended []float64) (waits, responses []float64) {
	slices.Sort(ended)
	waits = make([]float64, len(arrived))
	for i := s.Stock; i < len(arrived); i++ {
		waits[i] = math.Max(0, ended[i-s.Stock]-arrived[i])
	}
	waits = waits[s.WarmUp:]
	return waits, slices.Clone(waits)
}

// replaceFirst replaces the least element of a heap.
func replaceFirst(heap []float64, v float64) {
	at := 0
	for {
		child := 2*at + 1
		if child >= len(heap) {
			break
		}
		if child+1 < len(heap) && heap[child+1] < heap[child] {
			child++
		}
		if v <= heap[child] {
			break
		}
		heap[at] = heap[child]
		at = child
	}
	heap[at] = v
}

// batchMeans returns the value of all of x with the interval that the values of
// its batches give.
func batchMeans(x []float64, value func([]float64) float64) stats.Interval {
	half := halfWidth(x, value)
	all := value(x)
	return stats.Interval{Value: all, Low: all - half, High: all + half}
}

// quantiles returns quantiles of x by ascending levels. It changes the order of x,
// within the batches as long as these are needed.
func quantiles(x []float64, levels []float64) []stats.Interval {
	out := make([]stats.Interval, len(levels))
	half := make([]float64, len(levels))
	for i, p := range levels {
		half[i] = halfWidth(x, func(batch []float64) float64 { return selected(batch, p) })
	}
	for i, p := range levels {
		all := selected(x, p)
		out[i] = stats.Interval{Value: all, Low: max(0, all-half[i]), High: all + half[i]}
	}
	return out
}

// halfWidth returns half the interval of the mean of a value of each batch.
func halfWidth(x []float64, value func([]float64) float64) float64 {
	each := make([]float64, batches)
	for i := range each {
		each[i] = value(x[i*len(x)/batches : (i+1)*len(x)/batches])
	}
	iv, err := stats.MeanT(each)
	if err != nil { // cannot happen: 20 finite numbers
		return math.Inf(1)
	}
	return (iv.High - iv.Low) / 2
}

// selected returns the order statistic of rank p n, by C. A. R. Hoare's
// quickselect (Algorithm 65: Find, CACM 4, 1961), which leaves x partly in order.
func selected(x []float64, p float64) float64 {
	k := min(len(x)-1, int(p*float64(len(x))))
	for low, high := 0, len(x)-1; low < high; {
		pivot := x[low+(high-low)/2]
		i, j := low, high
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return x[k]
		}
	}
	return x[k]
}

func mean(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total / float64(len(x))
}

func share(x []float64, is func(float64) bool) float64 {
	n := 0
	for _, v := range x {
		if is(v) {
			n++
		}
	}
	return float64(n) / float64(len(x))
}
