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

// leafBound is what a column of a product of so many blocks can reach: where they
// are whole, as many low and as many high halves as there are digits.
func (p ifmaPlan) leafBound(blocks int) int {
	switch {
	case p.quads:
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
	if p.split || p.quads {
		return p.leafBound(blocks) + 2*ifmaTile
	}
	return p.leafBound(blocks)
}

// squareLeaf is squareColumns for a leaf.
func (k *ifma) squareLeaf(out, x vector, blocks int) (bound int) {
	if k.plan.quads {
		k.squareQuads(out, x, blocks)
	} else {
		ifmaSquare(&ifmaStep{columns: &out[0], x: &x[0], blocks: uint64(blocks)})
	}
	return k.plan.leafBound(blocks)
}

// productLeaf is productColumns for a leaf.
func (k *ifma) productLeaf(out, x, y, sums vector, blocks int) (bound int) {
	if k.plan.quads {
		k.multiplyQuads(out, x, y, sums, blocks)
	} else {
		ifmaMultiply(&ifmaStep{columns: &out[0], x: &x[0], y: &y[0], blocks: uint64(blocks)})
	}
	return k.plan.leafBound(blocks)
}

// reduceLeaf is reduceColumns for a leaf.
func (k *ifma) reduceLeaf(columns, quotient, friendly, sums vector, blocks int) (bound int) {
	if k.plan.quads {
		k.reduceQuads(columns, quotient, friendly, sums, blocks)
	} else {
		ifmaReduceRaw(&columns[0], &quotient[0], &friendly[0], blocks)
	}
	return k.plan.reductionLeafBound(blocks)
}

// fillLeafSums fills what a product or a reduction by y needs of it.
func (k *ifma) fillLeafSums(sums, y vector, blocks int) {
	if k.plan.quads {
		ifmaQuadSums(&sums[0], &y[0], blocks/2)
	}
}

// leafSumsWords returns how many words fillLeafSums fills.
func (p ifmaPlan) leafSumsWords(blocks int) int {
	if p.quads {
		return quadWords(blocks)
	}
	return 0
}
