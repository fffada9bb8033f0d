package stats_test

import (
	"fmt"

	"primebench/internal/stats"
)

// Four searches of very different luck on a machine that takes about 10 ms a
// test: the plain mean hardly knows the time of an average search of 100 tests,
// the ratio estimate does.
func ExampleRatioMean() {
	seconds := []float64{0.11, 2.52, 0.98, 0.31}
	tests := []float64{11, 250, 97, 31}
	accept := []float64{0.02, 0.02, 0.02, 0.02}
	var total float64
	for i := range seconds {
		total += seconds[i] + accept[i]
	}
	naive, err := stats.ExponentialMean(total, len(seconds))
	if err != nil {
		fmt.Println(err)
		return
	}
	ratio, err := stats.RatioMean(seconds, tests, accept, 100)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean  %.2f s (%.2f to %.2f)\n", naive.Value, naive.Low, naive.High)
	fmt.Printf("ratio %.2f s (%.2f to %.2f)\n", ratio.Value, ratio.Low, ratio.High)
	// Output:
	// mean  1.00 s (0.46 to 3.67)
	// ratio 1.03 s (1.02 to 1.04)
}

func ExampleQuantile() {
	_, err := stats.Quantile([]float64{3, 1, 2}, 0.5)
	fmt.Println(err)
	// Output: stats: need at least 6 samples, have 3
}

// One build's times against another's, in milliseconds: it is slower by 3 or so,
// and hardly by less than 1.
func ExampleShift() {
	before := []float64{101, 99, 104, 100, 98, 102}
	after := []float64{103, 107, 104, 105, 102, 103.5}
	shift, err := stats.Shift(before, after, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f ms (%.2f to %.2f)\n", shift.Value, shift.Low, shift.High)
	p, err := stats.RankSum(before, after, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("p = %.3f of no difference\n", p)
	// Output:
	// 3.25 ms (1.00 to 6.00)
	// p = 0.028 of no difference
}

// Of three comparisons at once only the first stays below 5 %.
func ExampleHolm() {
	adjusted, err := stats.Holm([]float64{0.01, 0.04, 0.03})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(adjusted)
	// Output: [0.03 0.06 0.06]
}

// Twelve nightly runs: from the seventh on they take about 4 % longer. The slow
// third run is no change of level.
func ExampleChangePoints() {
	seconds := []float64{1.01, 1.00, 1.04, 0.99, 1.00, 1.01, 1.05, 1.04, 1.05, 1.04, 1.06, 1.05}
	points, err := stats.ChangePoints(seconds, 0.01, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range points {
		fmt.Printf("from %d on: %.3f s after %.3f s, %.3f times as much (%.3f to %.3f)\n",
			p.Index, p.After, p.Before, p.Ratio.Value, p.Ratio.Low, p.Ratio.High)
	}
	// Output: from 6 on: 1.048 s after 1.008 s, 1.040 times as much (1.021 to 1.059)
}
