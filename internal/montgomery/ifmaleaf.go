// The leaves of Karatsuba's method: products and reductions of columns that the
// assembly makes in one go, or a block column at a time.
//
// Where a plan splits blocks, all sums that go into a column are signed, and their
// bounds, in units of 2^52, follow from _asm/ifma/split.go. With p pairs of blocks, a
// sum of products of halves reaches 10p in a column, one of products of sums 12p
// with what their carries add. Of the four quarters of a block column the outer
// ones are such a sum, the inner ones two of them less two others: from -20p to
// 22p. A column takes a quarter of one block column and the next but one of the
// block column before, so that 32 units for each block are enough.
//
// Quads do that once more. With p pairs of quads, the three sums reach 22p, and
// that of products of sums 25p with its carries; the inner quarters 91p; a column
// 113 units for each quad.

//go:build amd64 && !purego

package montgomery

// ifmaReduceRaw makes blocks of quotient from columns and adds their product
// with friendly to the columns above.
//
//go:noescape
func ifmaReduceRaw(columns, quotient, friendly *uint64, blocks int)

// isQuads says whether a leaf of so many blocks is split twice.
func (p ifmaPlan) isQuads(blocks int) bool { return p.quads && blocks%2 == 0 }

// leafBound is what a column of a product of so many blocks can reach: where they
// are whole, as many low and as many high halves as there are digits.
func (p ifmaPlan) leafBound(blocks int) int {
	switch {
	case p.isQuads(blocks):
		return 57 * blocks
	case p.split:
		return 32 * blocks
	}
	return 2 * ifmaTile * blocks
}

// reductionLeafBound is what a reduction of so many blocks can add to a column. Where
// blocks are split, those on the diagonal are not, and add a little more than a tile
// does.
func (p ifmaPlan) reductionLeafBound(blocks int) int {
	if p.split {
		return p.leafBound(blocks) + 2*ifmaTile
	}
	return p.leafBound(blocks)
}

// squareLeaf is squareColumns for a leaf.
func (k *ifma) squareLeaf(out, x vector, blocks int) (bound int) {
	s := &ifmaStep{columns: &out[0], x: &x[0], blocks: uint64(blocks)}
	switch {
	case k.plan.isQuads(blocks):
		k.squareQuads(out, x, blocks)
	case k.plan.split:
		s.xSums = &k.xSums[0]
		ifmaSquareSplit(s)
	default:
		ifmaSquare(s)
	}
	return k.plan.leafBound(blocks)
}

// productLeaf is productColumns for a leaf.
func (k *ifma) productLeaf(out, x, y, sums vector, blocks int) (bound int) {
	s := &ifmaStep{columns: &out[0], x: &x[0], y: &y[0], blocks: uint64(blocks)}
	switch {
	case k.plan.isQuads(blocks):
		k.multiplyQuads(out, x, y, sums, blocks)
	case k.plan.split:
		s.xSums, s.ySums = &k.xSums[0], &sums[0]
		ifmaMultiplySplit(s)
	default:
		ifmaMultiply(s)
	}
	return k.plan.leafBound(blocks)
}

// reduceLeaf is reduceColumns for a leaf.
func (k *ifma) reduceLeaf(columns, quotient, friendly, sums vector, blocks int) (bound int) {
	switch {
	case k.plan.isQuads(blocks):
		k.reduceQuads(columns, quotient, friendly, sums, blocks)
	case k.plan.split:
		ifmaReduceRawSplit(&ifmaStep{
			columns: &columns[0], quotient: &quotient[0], friendly: &friendly[0],
			xSums: &k.xSums[0], friendlySums: &sums[0], blocks: uint64(blocks),
		})
	default:
		ifmaReduceRaw(&columns[0], &quotient[0], &friendly[0], blocks)
	}
	return k.plan.reductionLeafBound(blocks)
}

// fillLeafSums fills what a product or a reduction by y needs of it.
func (k *ifma) fillLeafSums(sums, y vector, blocks int) {
	switch {
	case k.plan.isQuads(blocks):
		ifmaQuadSums(&sums[0], &y[0], blocks/2)
	case k.plan.split:
		ifmaSplitSums(&sums[0], &y[0], blocks)
	}
}

// leafSumsWords returns how many words fillLeafSums fills.
func (p ifmaPlan) leafSumsWords(blocks int) int {
	switch {
	case p.isQuads(blocks):
		return quadWords(blocks)
	case p.split:
		return splitWords(blocks)
	}
	return 0
}
