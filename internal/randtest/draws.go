// The tests of draws: which numbers, items, samples and orders come, and how
// often.

package randtest

import (
	"fmt"
	"math/bits"
	"slices"
)

// How many draws a test makes: so many for each outcome, and not fewer than
// leastDraws. At 500 an outcome that has half of its chance is eleven standard
// deviations off: that is what the remainder of a byte does to the last numbers
// below 129.
const (
	drawsPerOutcome = 500
	leastDraws      = 20000
)

func drawsFor(outcomes int) int { return max(leastDraws, drawsPerOutcome*outcomes) }

func drawTests() []test {
	var tests []test
	// Just above and below powers of two, and on them; primes; round numbers.
	for _, n := range []uint64{2, 3, 5, 6, 7, 8, 9, 10, 17, 31, 33, 65, 100, 127, 129, 255, 257, 1000, 1025} {
		tests = append(tests, test{fmt.Sprintf("below %d", n), func(s Subject) (float64, error) { return below(s, n, n) }})
	}
	// The largest ones in classes of equal width. A remainder of 64 bits is off
	// most at three quarters of their range.
	for _, n := range []uint64{1<<16 + 1, 1<<32 + 1, 3 << 62, 1<<63 + 1, 1<<64 - 1} {
		tests = append(tests, test{fmt.Sprintf("below %d", n), func(s Subject) (float64, error) { return below(s, n, 129) }})
	}
	for _, n := range []int{2, 3, 5, 17, 33, 52, 129} {
		tests = append(tests, test{fmt.Sprintf("choice of %d", n), func(s Subject) (float64, error) { return choice(s, n) }})
	}
	for _, c := range []struct{ n, k int }{{3, 2}, {3, 3}, {4, 3}, {5, 2}, {9, 2}, {17, 1}, {33, 2}} {
		tests = append(tests, test{fmt.Sprintf("sample of %d out of %d", c.k, c.n), func(s Subject) (float64, error) { return sample(s, c.n, c.k) }})
	}
	for _, n := range []int{2, 3, 4, 5, 6} {
		tests = append(tests, test{fmt.Sprintf("order of %d", n), func(s Subject) (float64, error) { return order(s, n) }})
	}
	for _, n := range []int{17, 33, 65, 129} {
		tests = append(tests,
			test{fmt.Sprintf("place of the first of %d", n), func(s Subject) (float64, error) { return place(s, n, 0) }},
			test{fmt.Sprintf("place of the last of %d", n), func(s Subject) (float64, error) { return place(s, n, n-1) }})
	}
	return tests
}

// below counts the numbers of [0, n) in so many classes, one for each number or
// of as good as equal width. A number that is not below n has no chance.
func below(s Subject, n, classes uint64) (float64, error) {
	counts := make([]int, classes)
	weights := make([]float64, classes)
	for i := range weights {
		weights[i] = float64(firstOf(uint64(i)+1, n, classes) - firstOf(uint64(i), n, classes))
	}
	for range drawsFor(int(classes)) {
		x, err := s.Below(n)
		if err != nil {
			return 0, err
		}
		if x >= n {
			return 0, nil
		}
		high, low := bits.Mul64(x, classes)
		class, _ := bits.Div64(high, low, n)
		counts[class]++
	}
	return chiSquareChance(chiSquareOf(counts, weights)), nil
}

// firstOf is the first number x whose class, floor(x*classes/n), is class:
// class*n/classes, rounded up.
func firstOf(class, n, classes uint64) uint64 {
	high, low := bits.Mul64(class, n)
	quotient, rest := bits.Div64(high, low, classes)
	if rest > 0 {
		quotient++
	}
	return quotient
}

func choice(s Subject, n int) (float64, error) {
	counts := make([]int, n)
	for range drawsFor(n) {
		i, err := s.Choice(n)
		if err != nil {
			return 0, err
		}
		if i < 0 || i >= n {
			return 0, nil
		}
		counts[i]++
	}
	return chiSquareChance(chiSquare(counts)), nil
}

// sample counts all answers, in their order.
func sample(s Subject, n, k int) (float64, error) {
	return arrangements(n, k, func() ([]int, error) { return s.Sample(n, k) })
}

// order counts all orders.
func order(s Subject, n int) (float64, error) {
	return arrangements(n, n, func() ([]int, error) { return s.Shuffle(n) })
}

// arrangements counts how often each of the n!/(n-k)! ways to line up k of n
// items comes. One with an item twice, or with one that is none, has no chance.
func arrangements(n, k int, next func() ([]int, error)) (float64, error) {
	possible := 1
	for i := range k {
		possible *= n - i
	}
	seen := map[string]int{}
	counts := make([]int, 0, possible)
	for range drawsFor(possible) {
		indices, err := next()
		if err != nil {
			return 0, err
		}
		if len(indices) != k || !different(indices, n) {
			return 0, nil
		}
		key := make([]byte, k)
		for i, index := range indices {
			key[i] = byte(index)
		}
		at, known := seen[string(key)]
		if !known {
			at = len(counts)
			seen[string(key)] = at
			counts = append(counts, 0)
		}
		counts[at]++
	}
	return chiSquareChance(chiSquare(counts[:possible])), nil // those that never came are 0
}

// different says whether all indices are of [0, n) and none comes twice.
func different(indices []int, n int) bool {
	sorted := slices.Sorted(slices.Values(indices))
	return len(slices.Compact(slices.Clone(sorted))) == len(sorted) && sorted[0] >= 0 && sorted[len(sorted)-1] < n
}

// place counts where a shuffle of many items puts one of them.
func place(s Subject, n, item int) (float64, error) {
	counts := make([]int, n)
	for range drawsFor(n) / 2 {
		indices, err := s.Shuffle(n)
		if err != nil {
			return 0, err
		}
		at := slices.Index(indices, item)
		if len(indices) != n || at < 0 {
			return 0, nil
		}
		counts[at]++
	}
	return chiSquareChance(chiSquare(counts)), nil
}
