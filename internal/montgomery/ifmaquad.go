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

// squareQuads sets the columns of out to x*x.
func (k *ifma) squareQuads(out, x vector, blocks int) {
	quads := blocks / 2
	ifmaQuadSums(&k.xSums[0], &x[0], 1)
	clear(out[:quadBlock])
	for column := range 2*quads - 1 {
		first := max(0, column-quads+1)
		s := k.quadColumn(out, x, x, k.xSums, column, first)
		s.pairs = uint64(column-2*first+1) / 2
		s.alone = uint64(1 - column%2)
		k.sumNext(x, column+1, quads)
		ifmaSquareQuads(s)
	}
}

// multiplyQuads sets the columns of out to x*y; ySums are those of y.
func (k *ifma) multiplyQuads(out, x, y, ySums vector, blocks int) {
	quads := blocks / 2
	ifmaQuadSums(&k.xSums[0], &x[0], 1)
	clear(out[:quadBlock])
	for column := range 2*quads - 1 {
		first := max(0, column-quads+1)
		s := k.quadColumn(out, x, y, ySums, column, first)
		s.pairs = uint64(column - 2*first + 1)
		k.sumNext(x, column+1, quads)
		ifmaMultiplyQuads(s)
	}
}

// sumNext has the next block column make the sums of a quad of x, if there is one.
func (k *ifma) sumNext(x vector, quad, quads int) {
	k.quads.next, k.quads.nextSums = nil, nil
	if quad < quads {
		k.quads.next, k.quads.nextSums = &x[quad*quadBlock], &k.xSums[quad*quadSumBlock]
	}
}

// quadColumn fills in where a block column begins, first being its first quad of
// x.
func (k *ifma) quadColumn(out, x, y, ySums vector, column, first int) *ifmaQuads {
	s := &k.quads
	s.out = &out[column*quadBlock]
	s.x, s.xSums = &x[first*quadBlock], &k.xSums[first*quadSumBlock]
	s.y, s.ySums = &y[(column-first)*quadBlock], &ySums[(column-first)*quadSumBlock]
	return s
}

// reduceQuads is a reduction in place, as ifmaReduceRaw does it; sums are those
// of F.
func (k *ifma) reduceQuads(columns, quotient, friendly, sums vector, blocks int) {
	quads := blocks / 2
	above := columns[Lanes:] // F stands one column above the digit of the quotient
	for column := range 2*quads - 1 {
		first := max(0, column-quads+1)
		s := k.quadColumn(above, quotient, friendly, sums, column, first)
		if column < quads {
			s.pairs = uint64(column)
		} else {
			s.pairs = uint64(column - 2*first + 1)
		}
		if s.pairs > 0 {
			ifmaAddQuads(s)
		}
		if column < quads {
			ifmaReduceRawSplit(&ifmaStep{
				columns: &columns[column*quadBlock], quotient: &quotient[column*quadBlock], friendly: &friendly[0],
				xSums: &k.xSums[column*quadSumBlock+quadHalves], friendlySums: &sums[quadHalves], blocks: 2,
				quadSums: &k.xSums[column*quadSumBlock],
			})
		}
	}
}

// quadWords returns the words of the sums of the quads of so many blocks.
func quadWords(blocks int) int { return blocks / 2 * quadSumBlock }
