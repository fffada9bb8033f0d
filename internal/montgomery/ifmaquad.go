// Products and reductions of quads: blocks of 20 digits, split twice, a block
// column of them at a time (_asm/ifma/quad.go).

//go:build amd64 && !purego

package montgomery

// ifmaQuads is what the assembly reads for one block column: its pairs of quads,
// x going up and y going down from the first one, and their sums.
type ifmaQuads struct {
	out          *uint64 // 40 columns
	x, y         *uint64
	xSums, ySums *uint64
	aside        *uint64 // room for 40 columns
	next         *uint64 // the quad of x whose sums are to be made, nil if none
	nextSums     *uint64
	pairs        uint64
	alone        uint64 // of a square: 1 if the next quad is a pair with itself
}

// ifmaSquareQuads and ifmaMultiplyQuads add a block column to the lower half of
// out and set the upper half; ifmaAddQuads adds to both. A square has its pairs
// once.
//
//go:noescape
func ifmaSquareQuads(s *ifmaQuads)

//go:noescape
func ifmaMultiplyQuads(s *ifmaQuads)

//go:noescape
func ifmaAddQuads(s *ifmaQuads)

// ifmaQuadSums sets sums to the sums of blocks and halves of the quads of x.
//
//go:noescape
func ifmaQuadSums(sums, x *uint64, quads int)

const (
	quadTile     = 2 * ifmaTile // digits
	quadBlock    = Lanes * quadTile
	quadHalves   = Lanes * (ifmaTile + 1)                    // where the sums of halves begin
	quadSumBlock = Lanes * (ifmaTile + 1 + 3*(ifmaTile/2+1)) // words of the sums of a quad
)

// What the assembly reads is a variable on the stack, written field by field: while
// the garbage collector marks, pointers written to the heap cost a large step a
// quarter of its time, and a copy of what has just been written waits for the stores
// before it.

// squareQuads sets the columns of out to x*x.
func (k *ifma) squareQuads(out, x vector, blocks int) {
	quads := blocks / 2
	ifmaQuadSums(&k.xSums[0], &x[0], 1)
	clear(out[:quadBlock])
	s := ifmaQuads{aside: &k.aside[0]}
	for column := range 2*quads - 1 {
		first := max(0, column-quads+1)
		last := column - first
		s.out = &out[column*quadBlock]
		s.x, s.xSums = &x[first*quadBlock], &k.xSums[first*quadSumBlock]
		s.y, s.ySums = &x[last*quadBlock], &k.xSums[last*quadSumBlock]
		s.pairs, s.alone = uint64(last-first+1)/2, uint64(1-column%2)
		s.next, s.nextSums = nil, nil
		if next := column + 1; next < quads {
			s.next, s.nextSums = &x[next*quadBlock], &k.xSums[next*quadSumBlock]
		}
		ifmaSquareQuads(&s)
	}
}

// multiplyQuads sets the columns of out to x*y; ySums are those of y.
func (k *ifma) multiplyQuads(out, x, y, ySums vector, blocks int) {
	quads := blocks / 2
	ifmaQuadSums(&k.xSums[0], &x[0], 1)
	clear(out[:quadBlock])
	s := ifmaQuads{aside: &k.aside[0]}
	for column := range 2*quads - 1 {
		first := max(0, column-quads+1)
		last := column - first
		s.out = &out[column*quadBlock]
		s.x, s.xSums = &x[first*quadBlock], &k.xSums[first*quadSumBlock]
		s.y, s.ySums = &y[last*quadBlock], &ySums[last*quadSumBlock]
		s.pairs = uint64(last - first + 1)
		s.next, s.nextSums = nil, nil
		if next := column + 1; next < quads {
			s.next, s.nextSums = &x[next*quadBlock], &k.xSums[next*quadSumBlock]
		}
		ifmaMultiplyQuads(&s)
	}
}

// reduceQuads is a reduction in place, as ifmaReduceRaw does it; sums are those
// of F. Below the middle the last quad of the quotient is not known yet: it comes
// from what the pairs before it add up to, and its product with the lowest quad of F
// goes with it.
func (k *ifma) reduceQuads(columns, quotient, friendly, sums vector, blocks int) {
	quads := blocks / 2
	above := columns[Lanes:] // F stands one column above the digit of the quotient
	s := ifmaQuads{aside: &k.aside[0]}
	lowest := ifmaStep{friendly: &friendly[0], friendlySums: &sums[quadHalves], blocks: 2}
	for column := range 2*quads - 1 {
		first := max(0, column-quads+1)
		last := column - first
		s.pairs = uint64(last - first + 1)
		if column < quads {
			s.pairs--
		}
		if s.pairs > 0 {
			s.out = &above[column*quadBlock]
			s.x, s.xSums = &quotient[first*quadBlock], &k.xSums[first*quadSumBlock]
			s.y, s.ySums = &friendly[last*quadBlock], &sums[last*quadSumBlock]
			ifmaAddQuads(&s)
		}
		if column < quads {
			lowest.columns, lowest.quotient = &columns[column*quadBlock], &quotient[column*quadBlock]
			lowest.quotientSums, lowest.quadSums = &k.xSums[column*quadSumBlock+quadHalves], &k.xSums[column*quadSumBlock]
			ifmaReduceRawSplit(&lowest)
		}
	}
}

// quadWords returns the words of the sums of the quads of so many blocks.
func quadWords(blocks int) int { return blocks / 2 * quadSumBlock }
