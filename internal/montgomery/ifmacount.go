// How many multiply-adds the IFMA kernel executes, to hold against what the
// machine can issue.

//go:build amd64 && !purego

package montgomery

// multiplyAdds counts what square and leave execute for the moduli loaded.
func (k *ifma) multiplyAdds() (square, leave int) {
	blocks := k.digits / ifmaTile
	// The last digit of the quotient is a product itself, and takes the lowest
	// digit of n, which F does not have.
	leave = leafCount(blocks) + 3
	if k.large {
		return squareCount(blocks) + reductionCount(blocks), leave
	}
	return squareLeafCount(blocks) + leave, leave
}

// leafCount is a low and a high half for each pair of digits.
func leafCount(blocks int) int { return 2 * ifmaTile * blocks * ifmaTile * blocks }

// squareLeafCount takes each pair of different digits once.
func squareLeafCount(blocks int) int { return leafCount(blocks)/2 + ifmaTile*blocks }

// sumCount is two for each digit of a sum of halves.
func sumCount(blocks int) int { return 2 * ifmaTile * blocks }

func squareCount(blocks int) int {
	if isSquareLeaf(blocks) {
		return squareLeafCount(blocks)
	}
	return 3*squareCount(blocks/2) + sumCount(blocks/2)
}

// productCount leaves out the sums of the second factor, a part of F.
func productCount(blocks int) int {
	if isProductLeaf(blocks) {
		return leafCount(blocks)
	}
	return 3*productCount(blocks/2) + sumCount(blocks/2)
}

func reductionCount(blocks int) int {
	if isReductionLeaf(blocks) {
		return leafCount(blocks)
	}
	return 2*reductionCount(blocks/2) + 2*productCount(blocks/2)
}
