// How many multiply-adds the IFMA kernel executes, to hold against what the
// machine can issue.

//go:build amd64 && !purego

package montgomery

// multiplyAdds counts what square and leave execute for the moduli loaded.
func (k *ifma) multiplyAdds() (square, leave int) {
	blocks := k.digits / ifmaTile
	// The last digit of the quotient is a product itself, and takes the lowest
	// digit of n, which F does not have.
	leave = wholeCount(blocks) + 3
	switch {
	case k.plan.large:
		return k.plan.squareCount(blocks) + k.plan.reductionCount(blocks), leave
	case k.plan.split:
		// Here the last digit has a row of its own, in all but the tiles, where a digit
		// of zero comes first.
		c := splitCounts()
		return c.square(blocks) + c.reduction(blocks) + 2 + 2*ifmaTile*(blocks-1), leave
	}
	return wholeCounts().square(blocks) + leave, leave
}

// wholeCount is a low and a high half for each pair of digits.
func wholeCount(blocks int) int { return 2 * ifmaTile * blocks * ifmaTile * blocks }

// leafCounts are those of a leaf in parts of equal size: for two different parts,
// for one with itself, and for the diagonal of a reduction.
type leafCounts struct{ pair, self, diagonal int }

func wholeCounts() leafCounts {
	return leafCounts{pair: wholeCount(1), self: wholeCount(1)/2 + ifmaTile, diagonal: wholeCount(1)}
}

// splitCounts are three products of halves; the diagonal is whole.
func splitCounts() leafCounts {
	const half = ifmaTile / 2
	return leafCounts{pair: 3 * 2 * half * half, self: 3 * half * (half + 1), diagonal: wholeCount(1)}
}

// quadCounts are three of blocks; the diagonal is a reduction of two.
func quadCounts() leafCounts {
	c := splitCounts()
	return leafCounts{pair: 3 * c.pair, self: 3 * c.self, diagonal: c.reduction(2)}
}

func (c leafCounts) square(parts int) int    { return c.pair*parts*(parts-1)/2 + c.self*parts }
func (c leafCounts) product(parts int) int   { return c.pair * parts * parts }
func (c leafCounts) reduction(parts int) int { return c.pair*parts*(parts-1) + c.diagonal*parts }

// leafOf returns the counts of a leaf's parts, and how many there are.
func (p ifmaPlan) leafOf(blocks int) (leafCounts, int) {
	switch {
	case p.quads:
		return quadCounts(), blocks / 2
	case p.split:
		return splitCounts(), blocks
	}
	return wholeCounts(), blocks
}

// sumCount is two for each digit of a sum of halves.
func sumCount(blocks int) int { return 2 * ifmaTile * blocks }

func (p ifmaPlan) squareCount(blocks int) int {
	if p.isSquareLeaf(blocks) {
		c, parts := p.leafOf(blocks)
		return c.square(parts)
	}
	return 3*p.squareCount(blocks/2) + sumCount(blocks/2)
}

// productCount leaves out the sums of the second factor, a part of F.
func (p ifmaPlan) productCount(blocks int) int {
	if p.isProductLeaf(blocks) {
		c, parts := p.leafOf(blocks)
		return c.product(parts)
	}
	return 3*p.productCount(blocks/2) + sumCount(blocks/2)
}

func (p ifmaPlan) reductionCount(blocks int) int {
	if p.isReductionLeaf(blocks) {
		c, parts := p.leafOf(blocks)
		return c.reduction(parts)
	}
	return 2*p.reductionCount(blocks/2) + 2*p.productCount(blocks/2)
}
