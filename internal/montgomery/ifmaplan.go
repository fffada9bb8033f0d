// What is made of what: the plans of the IFMA kernel, and which one this machine
// takes.
//
// A product can be one sum of the products of all digits, or be made of three
// products of half the size. That saves multiply-adds and costs additions, moves
// and memory traffic, so that it depends on the machine where it pays. Two
// things are for a plan to say: from which size on numbers are halved, by
// functions in Go; and whether the blocks of ten digits are split in halves,
// inside the tiles of the assembly (_asm/ifma/split.go), and those of large numbers
// twice (_asm/ifma/quad.go).

//go:build amd64 && !purego

package montgomery

import (
	"sync"
	"time"
)

// An ifmaPlan says what is made of smaller parts. Sizes are in blocks of
// ifmaTile digits.
type ifmaPlan struct {
	split         bool // tiles are made of three products of half a block
	largeBlocks   int  // the smallest number that is worth halving at all
	squareLeaf    int  // the largest square that is not halved,
	productLeaf   int  // product
	reductionLeaf int  // and reduction
	productBound  int  // of the columns of a product that is added in a reduction
}

// wholePlan is for processors that issue two multiply-adds a cycle: additions
// take the same ports, so that splitting a block gains nothing. Its sizes were
// found by trying them all.
func wholePlan() ifmaPlan {
	return ifmaPlan{largeBlocks: 8, squareLeaf: 4, productLeaf: 2, reductionLeaf: 8, productBound: largeBound}
}

// splitPlan is for processors that issue one: the multiplier is all there is to
// wait for, and most of the additions go by beside it. Up to 8192 bits halving
// gains nothing beyond that.
func splitPlan() ifmaPlan {
	return ifmaPlan{split: true, largeBlocks: 8, squareLeaf: 16, productLeaf: 16, reductionLeaf: 16, productBound: 300}
}

// splitBlocks is the most blocks of a modulus that is not halved whose columns
// stay below the sign bit of a word: a product and a reduction reach 32 units
// for each block, and what they sum up to is doubled.
const splitBlocks = 15

// ifmaChain makes rounds of 16 multiply-adds, each of which waits for the one
// before; ifmaStream makes as many that wait for nothing.
//
//go:noescape
func ifmaChain(rounds int)

//go:noescape
func ifmaStream(rounds int)

// machinePlan returns the plan for this machine. It is measured, since nothing
// that a processor says of itself tells how many multiply-adds it issues; and
// once, since the answer is the processor's. That takes less than a tenth of a
// millisecond: a try is long beside the reading of the clock, and there are enough
// of them to outlast a processor's hesitation at its first wide vectors.
var machinePlan = sync.OnceValue(func() ifmaPlan {
	const rounds, tries = 256, 12
	chain, stream := time.Hour, time.Hour
	for range tries {
		start := time.Now()
		ifmaChain(rounds)
		middle := time.Now()
		ifmaStream(rounds)
		chain, stream = min(chain, middle.Sub(start)), min(stream, time.Since(middle))
	}
	return planFor(chain, stream)
})

// planFor returns the plan of a machine that takes so long for multiply-adds that
// wait for each other, and for as many that do not. A multiply-add has its sum
// after four cycles on all processors so far: at one a cycle the chain takes four
// times as long as the stream, at two eight times. The limit is between the two,
// whatever the clock; what disturbs a measurement only makes it longer, and the
// best of several counts.
func planFor(chain, stream time.Duration) ifmaPlan {
	if chain < 6*stream {
		return splitPlan()
	}
	return wholePlan()
}
