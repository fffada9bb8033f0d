// From the times of slices to what each processor does to them, and to the
// smallest change that can be seen.

package doctor

import (
	"math"
	"time"

	"primebench/internal/stats"
)

// A Core is what happened to the slices of one processor. The shares are of the
// best slice's time, or of the whole time for Lost.
type Core struct {
	CPU    int     `json:"cpu"`
	Slices int     `json:"slices"`
	Best   float64 `json:"best_s"` // seconds
	// How much longer than the best slice took the median one, the 99th of a
	// hundred and the worst one.
	Median float64 `json:"median"`
	P99    float64 `json:"p99"`
	Worst  float64 `json:"worst"`
	Lost   float64 `json:"lost"`  // share of the time that would be saved if every slice were as the best
	Drift  float64 `json:"drift"` // mean slice of the last third over that of the first, less 1: above 0, it became slower
	// Smallest is the smallest change of speed that shows beside the noise.
	Smallest float64 `json:"smallest_change"`
}

// blockLength is the length of equal work whose scatter is looked at: as long as
// one replay of a list may be, and long enough for the law of its mean to be near
// to normal.
const blockLength = 100 * time.Millisecond

// judge judges each processor. smallest is of the worst one; nil when one of them
// had too few slices for an interval.
func judge(s Slices) (cores []Core, smallest *float64) {
	cores = []Core{}
	for i, times := range s.Times {
		c, err := judgeCore(times)
		if err != nil {
			return []Core{}, nil
		}
		c.CPU = s.CPUs[i]
		cores = append(cores, c)
		if smallest == nil || c.Smallest > *smallest {
			smallest = &c.Smallest
		}
	}
	return cores, smallest
}

func judgeCore(times []time.Duration) (Core, error) {
	x := make([]float64, len(times))
	for i, t := range times {
		x[i] = t.Seconds()
	}
	p99, err := stats.Quantile(x, 0.99)
	if err != nil {
		return Core{}, err
	}
	median, err := stats.Quantile(x, 0.5)
	if err != nil {
		return Core{}, err
	}
	c := Core{Slices: len(x), Best: x[0]}
	var worst, total float64
	for _, v := range x {
		c.Best, worst, total = min(c.Best, v), max(worst, v), total+v
	}
	if c.Best <= 0 { // the clock stood still for a whole slice
		return Core{}, stats.ErrValue
	}
	c.Median, c.P99, c.Worst = median.Value/c.Best-1, p99.Value/c.Best-1, worst/c.Best-1
	c.Lost = 1 - c.Best*float64(len(x))/total
	if c.Drift, err = drift(x); err != nil {
		return Core{}, err
	}
	c.Smallest, err = smallestChange(blocks(x, total))
	return c, err
}

func drift(x []float64) (float64, error) {
	third := len(x) / 3
	first, err := stats.Mean(x[:third])
	if err != nil {
		return 0, err
	}
	last, err := stats.Mean(x[len(x)-third:])
	return last/first - 1, err
}

// blocks are the times of consecutive runs of equally many slices, each about
// blockLength long.
func blocks(x []float64, total float64) []float64 {
	each := max(1, int(float64(len(x))*blockLength.Seconds()/total))
	var sums []float64
	for ; len(x) >= each; x = x[each:] {
		var sum float64
		for _, v := range x[:each] {
			sum += v
		}
		sums = append(sums, sum)
	}
	return sums
}

// smallestChange is 2 sqrt(2) times the relative half width of the interval of the
// blocks' mean: two sides, and twice their noise.
func smallestChange(blocks []float64) (float64, error) {
	iv, err := stats.MeanT(blocks)
	if err != nil {
		return 0, err
	}
	return 2 * math.Sqrt2 * (iv.High - iv.Value) / iv.Value, nil
}
