// What is made of what: the plans of the IFMA kernel, size by size.
//
// A product can be one sum of the products of all digits, or be made of three
// products of half the size. That saves multiply-adds and costs additions, moves
// and memory traffic, so that it depends on the machine and on the size where it
// pays. Two things are for a plan to say: whether numbers are halved, by functions
// in Go (ifmalarge.go); and whether the blocks of ten digits are split in halves,
// inside the tiles of the assembly (_asm/ifma/split.go), and those of large numbers
// twice (_asm/ifma/quad.go). Every plan comes to the same residues; which one a
// machine takes, ifmafastest.go finds by timing them.

//go:build amd64 && !purego

package montgomery

// An ifmaPlan says for moduli of one size what is made of smaller parts. Sizes are
// in blocks of ifmaTile digits.
type ifmaPlan struct {
	blocks int  // of every number
	split  bool // tiles are made of three products of half a block,
	quads  bool // those of two blocks by two of nine

	// For plans that go by ifmalarge.go.
	large         bool
	squareLeaf    int // the largest square that is not halved,
	productLeaf   int // product
	reductionLeaf int // and reduction
	productBound  int // of the columns of a product that is added in a reduction
	columnBound   int // of those of a square or product that is to be reduced
}

const (
	// splitBlocks is the most blocks of a modulus that is not halved whose columns
	// stay below the sign bit of a word: a product and a reduction reach 32 units
	// for each block, and what they sum up to is doubled.
	splitBlocks = 15

	// largeBlocks is the smallest number of blocks where something pays beyond
	// splitting blocks once, on any machine so far.
	largeBlocks = 8

	// signBound is what columns stay below, in units of 2^52, for the sign bit of a
	// word and for carries.
	signBound = 1<<11 - 4
)

// ifmaBlocks returns the blocks of numbers of so many bits.
func ifmaBlocks(bits int) int { return (bits + ifmaTile*ifmaDigit - 1) / (ifmaTile * ifmaDigit) }

// mostBlocks returns the most blocks that a plan has for moduli of at most so many
// bits.
func mostBlocks(bits int) int {
	most := wholePlan(bits).blocks
	if p, ok := quadsPlan(bits); ok {
		most = max(most, p.blocks)
	}
	return most
}

// wholePlan is the plain one, for every size.
func wholePlan(bits int) ifmaPlan { return ifmaPlan{blocks: ifmaBlocks(bits + ifmaSpare)} }

// halvedPlan halves large numbers, and reports whether moduli of so many bits are.
// Its leaves were found by trying them all, on a processor whose additions take the
// ports of its multiply-adds.
func halvedPlan(bits int) (ifmaPlan, bool) {
	blocks := roundUp(ifmaBlocks(bits+largeSpare), 2)
	p := ifmaPlan{
		blocks: blocks,
		large:  true, squareLeaf: 4, productLeaf: 2, reductionLeaf: 8,
		productBound: largeBound, columnBound: largeBound,
	}
	return p, wholePlan(bits).blocks >= largeBlocks
}

// splitPlan splits blocks once, and reports whether that can pay for moduli of so
// many bits, and their columns fit. A single block has nothing that is worth it.
func splitPlan(bits int) (ifmaPlan, bool) {
	p := ifmaPlan{blocks: ifmaBlocks(bits + ifmaSpare), split: true}
	return p, p.blocks > 1 && p.blocks <= splitBlocks
}

// quadsPlan splits the blocks of large numbers twice, and reports whether moduli of
// so many bits are large. Only the largest squares gain by halving beyond that.
func quadsPlan(bits int) (ifmaPlan, bool) {
	blocks := roundUp(ifmaBlocks(bits+largeSpare), 2)
	p := ifmaPlan{
		blocks: blocks, quads: true,
		large: true, squareLeaf: blocks, productLeaf: blocks, reductionLeaf: blocks,
	}
	if blocks > 24 && blocks%4 == 0 {
		p.squareLeaf = blocks / 2
	}
	p.columnBound = signBound - 1 - p.reductionLeafBound(blocks)
	return p, wholePlan(bits).blocks >= largeBlocks
}

func roundUp(n, multiple int) int { return (n + multiple - 1) / multiple * multiple }

// plansFor returns the plans for moduli of so many bits.
func plansFor(bits int) []ifmaPlan {
	plans := []ifmaPlan{wholePlan(bits)}
	for _, plan := range []func(int) (ifmaPlan, bool){splitPlan, halvedPlan, quadsPlan} {
		if p, ok := plan(bits); ok {
			plans = append(plans, p)
		}
	}
	return plans
}
