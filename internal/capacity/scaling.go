// How far more workers go: the Universal Scalability Law, fitted to the measured
// throughput at several worker counts.

package capacity

import (
	"fmt"
	"math"

	"primebench/internal/stats"
)

// USL is the Universal Scalability Law
//
//	X(N) = g N / (1 + a (N-1) + b N (N-1))
//
// (N. J. Gunther, Guerrilla Capacity Planning, 2007, chapter 4). G is the
// throughput of one worker, A >= 0 what they queue up for (contention) and B >= 0
// what each must tell every other (coherency).
type USL struct {
	G float64 `json:"g_per_s"`
	A float64 `json:"contention"`
	B float64 `json:"coherency"`
}

// At returns the throughput of n workers.
func (u USL) At(n float64) float64 { return u.G * n / (1 + u.A*(n-1) + u.B*n*(n-1)) }

// Knee returns the number of workers sqrt((1-a)/b) with the highest throughput,
// beyond which more make it less; +Inf when there is no such number, and 1 where
// the second worker takes from the first.
func (u USL) Knee() float64 {
	switch {
	case u.A >= 1:
		return 1
	case u.B == 0:
		return math.Inf(1)
	}
	return math.Max(1, math.Sqrt((1-u.A)/u.B))
}

// Peak returns the highest throughput there is: At(Knee()), g/a where throughput
// rises for ever towards that, and +Inf where it grows with the workers.
func (u USL) Peak() float64 {
	knee := u.Knee()
	switch {
	case !math.IsInf(knee, 1):
		return u.At(knee)
	case u.A > 0:
		return u.G / u.A
	}
	return math.Inf(1)
}

// FitUSL fits the law to throughputs at numbers of workers by least squares, with
// a and b not below 0. It takes three different numbers of workers of at least 1,
// and throughputs above 0; with fewer the error is a *stats.NeedError.
func FitUSL(workers []int, throughput []float64) (USL, error) {
	if len(workers) != len(throughput) {
		return USL{}, fmt.Errorf("%w: %d worker counts for %d throughputs, want equally many", ErrModel, len(workers), len(throughput))
	}
	different := map[int]bool{}
	for i, n := range workers {
		if n < 1 || !(throughput[i] > 0) || math.IsInf(throughput[i], 1) {
			return USL{}, fmt.Errorf("%w: a throughput of %v with %d workers, want a finite one above 0 with at least 1", ErrModel, throughput[i], n)
		}
		different[n] = true
	}
	if len(different) < 3 {
		return USL{}, &stats.NeedError{Need: 3, Have: len(different)}
	}
	// For each a and b the best g is known, which leaves two numbers to look for.
	// Their squares are taken, so that neither gets below 0; beginning at several
	// places keeps the search from ending on the edge without need.
	best, least := USL{}, math.Inf(1)
	for _, start := range [][]float64{{0.3, 0.01}, {0.1, 0.1}, {0.01, 0.001}, {0.7, 0.3}} {
		x, left := stats.Minimise(func(x []float64) float64 {
			_, squares := bestG(workers, throughput, x[0]*x[0], x[1]*x[1])
			return squares
		}, start)
		if !(left < least) {
			continue
		}
		a, b := x[0]*x[0], x[1]*x[1]
		g, squares := bestG(workers, throughput, a, b)
		best, least = USL{g, a, b}, squares
	}
	// On the edge the search stops a little above 0, where 0 is as good.
	for _, edge := range []USL{{A: best.A}, {B: best.B}, {}} {
		if g, squares := bestG(workers, throughput, edge.A, edge.B); squares <= least*(1+1e-9) {
			best = USL{g, edge.A, edge.B}
		}
	}
	if !(best.G > 0) || math.IsInf(least, 1) {
		return USL{}, fmt.Errorf("%w: no scalability law fits the throughputs %v", ErrModel, throughput)
	}
	return best, nil
}

// bestG returns the g that fits best with given a and b, and the sum of squares
// that is left, relative to that of the throughputs.
func bestG(workers []int, throughput []float64, a, b float64) (g, squares float64) {
	var xf, ff, xx float64
	for i, n := range workers {
		f := USL{1, a, b}.At(float64(n))
		xf, ff, xx = xf+throughput[i]*f, ff+f*f, xx+throughput[i]*throughput[i]
	}
	g = xf / ff
	for i, n := range workers {
		r := throughput[i] - g*USL{1, a, b}.At(float64(n))
		squares += r * r
	}
	return g, squares / xx
}
