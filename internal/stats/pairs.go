// The k-th smallest of all pairs of sorted values, without writing the pairs
// down: n values have about n^2/2 of them.

package stats

import "math"

// pairs are the numbers that come of all pairs of values.
type pairs struct {
	count     int64
	low, high float64
	atMost    func(v float64) int64 // how many are v or less
}

// walshMeans are the means of all pairs of sorted values, each with itself
// included.
func walshMeans(d []float64) pairs {
	n := int64(len(d))
	return pairs{n * (n + 1) / 2, (d[0] + d[0]) / 2, (d[n-1] + d[n-1]) / 2, func(v float64) (count int64) {
		j := len(d) - 1
		for i := range d {
			for j >= i && (d[i]+d[j])/2 > v {
				j--
			}
			if j < i {
				break
			}
			count += int64(j - i + 1)
		}
		return count
	}}
}

// differences are all y[j] - x[i] of sorted x and y.
func differences(x, y []float64) pairs {
	last := len(x) - 1
	return pairs{int64(len(x)) * int64(len(y)), y[0] - x[last], y[len(y)-1] - x[0], func(v float64) (count int64) {
		i := 0
		for j := range y {
			for i <= last && y[j]-x[i] > v {
				i++
			}
			count += int64(len(x) - i)
		}
		return count
	}}
}

// interval returns the median of the pairs between those of the given rank from
// either end.
func (p pairs) interval(rank int64) Interval {
	middle := p.kth((p.count + 1) / 2)
	if p.count%2 == 0 {
		middle = (middle + p.kth(p.count/2+1)) / 2
	}
	return Interval{middle, p.kth(rank), p.kth(p.count + 1 - rank)}
}

// kth returns the k-th smallest pair: the smallest of all floating-point numbers
// that k pairs do not exceed. It is found by halving the range of these numbers
// in at most 64 steps of one pass over the values, since the bits of numbers of
// one sign are ordered as they are.
func (p pairs) kth(k int64) float64 {
	low, high := place(p.low), place(p.high)
	for low < high {
		mid := low + (high-low)/2
		if p.atMost(atPlace(mid)) >= k {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return atPlace(low) + 0 // -0 is not told from 0
}

const signBit = 1 << 63

// place returns the position of v among all floating-point numbers.
func place(v float64) uint64 {
	bits := math.Float64bits(v)
	if bits&signBit != 0 {
		return ^bits
	}
	return bits | signBit
}

func atPlace(p uint64) float64 {
	if p&signBit != 0 {
		return math.Float64frombits(p &^ signBit)
	}
	return math.Float64frombits(^p)
}
