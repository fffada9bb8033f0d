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
	p := k.plan
	switch {
	case k.large:
		return p.squareCount(blocks) + p.reductionCount(blocks), leave
	case k.split:
		// Here the last digit has a row of its own, in all but the tiles.
		return p.squareLeafCount(blocks) + p.reductionLeafCount(blocks) + 3 + 2*ifmaTile*(blocks-1), leave
	}
	p.split = false
	return p.squareLeafCount(blocks) + leave, leave
}

// wholeCount is a low and a high half for each pair of digits.
func wholeCount(blocks int) int { return 2 * ifmaTile * blocks * ifmaTile * blocks }

// tileCount is what a tile takes: three quarters where it is split.
func (p ifmaPlan) tileCount() int {
	if p.split {
		return wholeCount(1) * 3 / 4
	}
	return wholeCount(1)
}

func (p ifmaPlan) productLeafCount(blocks int) int { return p.tileCount() * blocks * blocks }

// squareLeafCount takes each pair of different digits once: inside a block, or
// inside each of three halves.
func (p ifmaPlan) squareLeafCount(blocks int) int {
	diagonal := ifmaTile * (ifmaTile + 1)
	if p.split {
		diagonal = 3 * ifmaTile / 2 * (ifmaTile/2 + 1)
	}
	return p.tileCount()*blocks*(blocks-1)/2 + diagonal*blocks
}

// reductionLeafCount has whole blocks on the diagonal.
func (p ifmaPlan) reductionLeafCount(blocks int) int {
	return p.tileCount()*blocks*(blocks-1) + wholeCount(1)*blocks
}

// sumCount is two for each digit of a sum of halves.
func sumCount(blocks int) int { return 2 * ifmaTile * blocks }

func (p ifmaPlan) squareCount(blocks int) int {
	if p.isSquareLeaf(blocks) {
		return p.squareLeafCount(blocks)
	}
	return 3*p.squareCount(blocks/2) + sumCount(blocks/2)
}

// productCount leaves out the sums of the second factor, a part of F.
func (p ifmaPlan) productCount(blocks int) int {
	if p.isProductLeaf(blocks) {
		return p.productLeafCount(blocks)
	}
	return 3*p.productCount(blocks/2) + sumCount(blocks/2)
}

func (p ifmaPlan) reductionCount(blocks int) int {
	if p.isReductionLeaf(blocks) {
		return p.reductionLeafCount(blocks)
	}
	return 2*p.reductionCount(blocks/2) + 2*p.productCount(blocks/2)
}
