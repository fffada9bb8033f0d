// The search for the least value of a function of a few numbers.

package stats

import (
	"math"
	"slices"
)

// Minimise looks for the x at which f is least, from a start, with the simplex of J. A. Nelder
// and R. Mead (The Computer Journal 7, 1965) and their coefficients: reflection 1, expansion
// 2, contraction and shrinking 1/2. It ends when the values at all corners agree to a relative
// 1e-14, or after 2000 steps, with the best x that it saw. Where f is not finite it is taken
// for worse than anything.
func Minimise(f func([]float64) float64, start []float64) (best []float64, least float64) {
	s := newSimplex(f, start)
	for range 2000 {
		slices.SortFunc(s.corners, func(a, b corner) int {
			switch {
			case a.f < b.f:
				return -1
			case a.f > b.f:
				return 1
			}
			return 0
		})
		low, high := s.corners[0].f, s.corners[len(s.corners)-1].f
		if high-low <= 1e-14*math.Abs(low) {
			break
		}
		s.step()
	}
	return s.corners[0].x, s.corners[0].f
}

// A corner is a place with the value of the function.
type corner struct {
	x []float64
	f float64
}

// A simplex has a corner more than there are numbers.
type simplex struct {
	f       func([]float64) float64
	corners []corner // the best first
}

// newSimplex makes one of steps of a twentieth from the start, as is usual.
func newSimplex(f func([]float64) float64, start []float64) *simplex {
	s := &simplex{f: f}
	s.corners = append(s.corners, s.at(slices.Clone(start)))
	for i := range start {
		x := slices.Clone(start)
		if x[i] == 0 {
			x[i] = 0.05
		} else {
			x[i] *= 1.05
		}
		s.corners = append(s.corners, s.at(x))
	}
	return s
}

func (s *simplex) at(x []float64) corner {
	value := s.f(x)
	if math.IsNaN(value) {
		value = math.Inf(1)
	}
	return corner{x: x, f: value}
}

// step moves the worst corner, or all but the best.
func (s *simplex) step() {
	last := len(s.corners) - 1
	worst := s.corners[last]
	centre := make([]float64, len(worst.x))
	for _, c := range s.corners[:last] {
		for i, v := range c.x {
			centre[i] += v / float64(last)
		}
	}
	// beyond is so many times as far from the centre as the worst corner, on the other side.
	beyond := func(times float64) corner {
		x := make([]float64, len(centre))
		for i := range x {
			x[i] = centre[i] + times*(centre[i]-worst.x[i])
		}
		return s.at(x)
	}
	reflected := beyond(1)
	switch {
	case reflected.f < s.corners[0].f:
		s.corners[last] = reflected
		if expanded := beyond(2); expanded.f < reflected.f {
			s.corners[last] = expanded
		}
	case reflected.f < s.corners[last-1].f:
		s.corners[last] = reflected
	default:
		contracted, bound := beyond(-0.5), worst.f
		if reflected.f < worst.f {
			contracted, bound = beyond(0.5), reflected.f
		}
		if contracted.f <= bound {
			s.corners[last] = contracted
			return
		}
		s.shrink()
	}
}

// shrink moves all corners half the way to the best.
func (s *simplex) shrink() {
	for i := range s.corners[1:] {
		x := s.corners[1+i].x
		for j := range x {
			x[j] = s.corners[0].x[j] + (x[j]-s.corners[0].x[j])/2
		}
		s.corners[1+i] = s.at(x)
	}
}
