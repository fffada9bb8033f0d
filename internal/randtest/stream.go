// The tests of a stream of bytes.

package randtest

import (
	"bytes"
	"compress/flate"
	"math"
	"math/bits"
)

// streamBytes is how long a stream Run looks at: 8,388,608 bits, 419 times what
// FIPS 140-2 asks for.
const streamBytes = 1 << 20

// Stream makes the tests of a stream of bytes, which wants some 10,000 of them:
// the chances are those of long streams.
func Stream(stream []byte) []Result {
	runs := countRuns(stream)
	return []Result{
		{"monobit", monobit(stream)},
		{"poker", poker(stream)},
		{"runs", runs.lengthsChance()},
		{"number of runs", runs.numberChance()},
		{"long run", runs.longestChance()},
		{"serial correlation", serialCorrelation(stream)},
		{"compression", compression(stream)},
		{"repeated blocks", repeatedBlocks(stream)},
	}
}

// monobit counts ones: binomial, so as good as normal.
func monobit(stream []byte) float64 {
	ones := 0
	for _, b := range stream {
		ones += bits.OnesCount8(b)
	}
	n := 8 * float64(len(stream))
	return deviationChance((float64(ones) - n/2) / math.Sqrt(n/4))
}

// poker counts the values of four bits.
func poker(stream []byte) float64 {
	counts := make([]int, 16)
	for _, b := range stream {
		counts[b>>4]++
		counts[b&15]++
	}
	return chiSquareChance(chiSquare(counts))
}

// runLengths is how many lengths of runs are told apart: 1 to 5, and 6 or more.
const runLengths = 6

// A runCount tells of the runs of equal bits, the last one left out: the
// stream's end cuts it short.
type runCount struct {
	bits    int
	number  int
	longest int // the last one included
	lengths [2][]int
}

func countRuns(stream []byte) runCount {
	c := runCount{bits: 8 * len(stream), lengths: [2][]int{make([]int, runLengths), make([]int, runLengths)}}
	last, length := -1, 0
	for _, b := range stream {
		for i := 7; i >= 0; i-- {
			bit := int(b >> i & 1)
			if bit == last {
				length++
				continue
			}
			if last >= 0 {
				c.lengths[last][min(length, runLengths)-1]++
				c.number++
			}
			c.longest = max(c.longest, length)
			last, length = bit, 1
		}
	}
	c.longest = max(c.longest, length)
	return c
}

// lengthsChance: a run of a fair coin is k long with chance 2^-k, whatever came
// before. Runs of zeros and of ones are independent, so their statistics add up.
func (c runCount) lengthsChance() float64 {
	if c.number < 2 {
		return 0 // as good as no bit ever changes
	}
	weights := make([]float64, runLengths)
	for i := range weights {
		weights[i] = math.Exp2(-float64(i + 1))
	}
	weights[runLengths-1] *= 2 // and all longer ones
	zeros, freedom := chiSquareOf(c.lengths[0], weights)
	ones, _ := chiSquareOf(c.lengths[1], weights)
	return chiSquareChance(zeros+ones, 2*freedom)
}

// numberChance: after each bit but the last a run ends with chance 1/2.
func (c runCount) numberChance() float64 {
	n := float64(c.bits - 1)
	return deviationChance((float64(c.number) - n/2) / math.Sqrt(n/4))
}

// longestChance bounds the chance of a run as long as the longest: one of at
// least L bits begins at a given place with chance 2^-L, or 2^(1-L) at the first.
func (c runCount) longestChance() float64 {
	return math.Min(1, float64(c.bits+1)*math.Exp2(-float64(c.longest)))
}

// lags are the distances at which bytes are compared, in bytes.
const lags = 64

// serialCorrelation compares each byte with the ones after it. The sum of the
// products is normal; the oddest of all lags counts, times their number.
func serialCorrelation(stream []byte) float64 {
	const mean, variance = 255.0 / 2, (256*256 - 1) / 12.0
	oddest := 1.0
	for lag := 1; lag <= min(lags, len(stream)-1); lag++ {
		sum := 0.0
		for i := lag; i < len(stream); i++ {
			sum += (float64(stream[i]) - mean) * (float64(stream[i-lag]) - mean)
		}
		z := sum / variance / math.Sqrt(float64(len(stream)-lag))
		oddest = math.Min(oddest, deviationChance(z))
	}
	return math.Min(1, lags*oddest)
}

// compression bounds the chance that deflate shortens the stream by so many
// bytes: whatever the code, there are fewer than 256^(n-s)*256/255 texts that are
// s or more bytes shorter, so at most that share of 256^n streams can have one.
func compression(stream []byte) float64 {
	var packed bytes.Buffer
	// Neither fails: the level is valid and a buffer takes everything.
	w, _ := flate.NewWriter(&packed, flate.BestCompression)
	_, _ = w.Write(stream)
	_ = w.Close()
	saved := len(stream) - packed.Len()
	if saved <= 0 {
		return 1
	}
	return math.Pow(256, -float64(saved)) * 256 / 255
}

// repeatedBytes is the size of the blocks that must not come twice: that of a
// block of AES, and small enough to hold whole in what a faulty pool would repeat.
const repeatedBytes = 16

// repeatedBlocks bounds the chance that any two blocks of the stream are equal.
func repeatedBlocks(stream []byte) float64 {
	seen := make(map[[repeatedBytes]byte]bool, len(stream)/repeatedBytes)
	for i := 0; i+repeatedBytes <= len(stream); i += repeatedBytes {
		block := [repeatedBytes]byte(stream[i:])
		if seen[block] {
			n := float64(len(stream) / repeatedBytes)
			return n * n / 2 * math.Pow(256, -repeatedBytes)
		}
		seen[block] = true
	}
	return 1
}
