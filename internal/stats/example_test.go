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
