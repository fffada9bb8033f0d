// Karatsuba's method above the size where it pays, on the IFMA kernel's digits.
//
// A square or product of two halves is made of three products of half the size,
// down to leaves (ifmaleaf.go). The reduction is made of two
// reductions by the lower half of F and two products with its upper half; only
// those can gain. It goes with a multiple N = k*n of the modulus throughout, so
// that values stay below 8N rather than 8n; leave takes them back below 4n. R
// therefore is at least 2^57 times as large as any modulus.
//
// Columns come from subtractions, and each level of halves makes what they can
// reach up to four times as large. The functions return that bound, in units of
// 2^52, and carry where it would grow past largeBound; all that meets in a column
// of the reduction then stays below 2^11 units, the sign bit of a word.

//go:build amd64 && !purego

package montgomery

const (
	largeSpare = ifmaDigit + ifmaSpare // bits that R has beyond the moduli
	largeBound = 700                   // units of 2^52
)

// ifmaSum sets sum to the digits of x0+x1; the digit after them is 1 in the
// lanes that carry out.
//
//go:noescape
func ifmaSum(sum, x0, x1 *uint64, blocks int)

// ifmaCombine puts the middle product in its place between the two in product.
//
//go:noescape
func ifmaCombine(product, middle, sumX, sumY *uint64, blocks int)

// ifmaAccumulate adds columns to z.
//
//go:noescape
func ifmaAccumulate(z, columns *uint64, blocks int)

// ifmaCarry makes digits of columns.
//
//go:noescape
func ifmaCarry(columns *uint64, blocks int)

// ifmaSettle sets z to the number in columns, doubled in the lanes of double.
//
//go:noescape
func ifmaSettle(z, columns *uint64, blocks int, double uint64)

// blockWords is the number of words of a number of so many blocks.
func blockWords(blocks int) int { return Lanes * ifmaTile * blocks }

// prepareLarge finds what depends on the moduli alone.
func (k *ifma) prepareLarge() {
	blocks := k.digits / ifmaTile
	if size := 4 * Lanes * k.digits; size > len(k.work) {
		k.work = k.allocate(size)
	}
	if size := k.plan.reductionSumsWords(blocks); size > len(k.sums) {
		k.sums = k.allocate(size)
	}
	if size := k.plan.sumsWords(blocks); size > len(k.factor) {
		k.factor = k.allocate(size)
	}
	k.fillReductionSums(k.sums, k.friendly, blocks)
}

func (k *ifma) squareLarge(z vector, double Mask) {
	blocks := k.digits / ifmaTile
	k.bound = k.squareColumns(k.columns, z, blocks, k.work)
	k.reduceLarge(z, double)
}

func (k *ifma) mulLarge(z, x, y vector) {
	blocks := k.digits / ifmaTile
	k.fillSums(k.factor, y, blocks)
	k.bound = k.productColumns(k.columns, x, y, k.factor, blocks, k.work)
	k.reduceLarge(z, 0)
}

func (k *ifma) reduceLarge(z vector, double Mask) {
	blocks := k.digits / ifmaTile
	k.bound = carryBeyond(k.columns, blocks, k.bound, k.plan.columnBound)
	lower, upper := k.reduceColumns(k.columns, k.quotient, k.friendly, k.sums, blocks)
	k.bound += max(lower, upper)
	ifmaSettle(&z[0], &k.columns[blockWords(blocks)], blocks, uint64(double))
}

// squareColumns sets the columns of out to x*x.
func (k *ifma) squareColumns(out, x vector, blocks int, work vector) (bound int) {
	if k.plan.isSquareLeaf(blocks) {
		return k.squareLeaf(out, x, blocks)
	}
	half := blocks / 2
	m := blockWords(half)
	sum, middle, rest := work[:m+Lanes], work[m+Lanes:][:2*m], work[3*m+Lanes:]
	k.squareColumns(out, x, half, rest)
	k.squareColumns(out[2*m:], x[m:], half, rest)
	ifmaSum(&sum[0], &x[0], &x[m], half)
	bound = k.squareColumns(middle, sum, half, rest)
	ifmaCombine(&out[0], &middle[0], &sum[0], &sum[0], half)
	return carryBeyond(out, blocks, k.plan.combinedBound(bound, k.plan.isSquareLeaf(half)), largeBound)
}

func (p ifmaPlan) isSquareLeaf(blocks int) bool { return blocks <= p.squareLeaf || blocks%2 != 0 }

// productColumns sets the columns of out to x*y; sums is what fillSums made of
// y.
func (k *ifma) productColumns(out, x, y, sums vector, blocks int, work vector) (bound int) {
	if k.plan.isProductLeaf(blocks) {
		return k.productLeaf(out, x, y, sums, blocks)
	}
	half := blocks / 2
	m := blockWords(half)
	sum, middle, rest := work[:m+Lanes], work[m+Lanes:][:2*m], work[3*m+Lanes:]
	sumY, sums, size := sums[:m+Lanes], sums[m+Lanes:], k.plan.sumsWords(half)
	k.productColumns(out, x, y, sums, half, rest)
	k.productColumns(out[2*m:], x[m:], y[m:], sums[size:], half, rest)
	ifmaSum(&sum[0], &x[0], &x[m], half)
	bound = k.productColumns(middle, sum, sumY, sums[2*size:], half, rest)
	ifmaCombine(&out[0], &middle[0], &sum[0], &sumY[0], half)
	return carryBeyond(out, blocks, k.plan.combinedBound(bound, k.plan.isProductLeaf(half)), largeBound)
}

func (p ifmaPlan) isProductLeaf(blocks int) bool { return blocks <= p.productLeaf || blocks%2 != 0 }

// combinedBound is what a column can reach that combines four of the three
// products: two are added, with the sums for their carries, and two subtracted.
// Columns of leaves are not negative, unless they are of quads.
func (p ifmaPlan) combinedBound(bound int, leaves bool) int {
	if leaves && !p.quads {
		return 2*bound + 2
	}
	return 4*bound + 2
}

// carryBeyond makes digits of the columns of a product where their bound is too
// large to go on with, and returns the bound then.
func carryBeyond(columns vector, blocks, bound, limit int) int {
	if bound <= limit {
		return bound
	}
	ifmaCarry(&columns[0], 2*blocks)
	return 1
}

// fillSums puts into sums what productColumns needs of a factor: the sum of its
// halves, and the same of its lower half, its upper half and that sum; of a leaf,
// what a product that splits blocks needs.
func (k *ifma) fillSums(sums, y vector, blocks int) {
	if k.plan.isProductLeaf(blocks) {
		k.fillLeafSums(sums, y, blocks)
		return
	}
	half := blocks / 2
	m := blockWords(half)
	ifmaSum(&sums[0], &y[0], &y[m], half)
	sum, sums, size := sums[:m], sums[m+Lanes:], k.plan.sumsWords(half)
	k.fillSums(sums, y, half)
	k.fillSums(sums[size:], y[m:], half)
	k.fillSums(sums[2*size:], sum, half)
}

// sumsWords returns how many words fillSums fills.
func (p ifmaPlan) sumsWords(blocks int) int {
	if p.isProductLeaf(blocks) {
		return p.leafSumsWords(blocks)
	}
	return blockWords(blocks/2) + Lanes + 3*p.sumsWords(blocks/2)
}

// reduceColumns takes the digits of the quotient off the lower half of columns
// and adds their product with F to the upper half; sums is what
// fillReductionSums made of F. The bounds are those of all it adds to a column of
// either half. Of what the two smaller reductions add, the lower one's upper half
// falls on columns that the upper one takes off.
func (k *ifma) reduceColumns(columns, quotient, friendly, sums vector, blocks int) (lower, upper int) {
	if k.plan.isReductionLeaf(blocks) {
		bound := k.reduceLeaf(columns, quotient, friendly, sums, blocks)
		return bound, bound
	}
	half := blocks / 2
	m := blockWords(half)
	product, rest := k.work[:2*m], k.work[2*m:]
	productSums, ownSums := sums, sums[k.plan.sumsWords(half):]
	added := 0
	for range 2 {
		lower, upper = k.reduceColumns(columns, quotient, friendly, ownSums, half)
		added = k.productColumns(product, quotient, friendly[m:], productSums, half, rest)
		added = carryBeyond(product, half, added, k.plan.productBound)
		// F stands one column above the digit of the quotient.
		ifmaAccumulate(&columns[m+Lanes], &product[0], 2*half)
		columns, quotient = columns[m:], quotient[m:]
	}
	return lower + upper + added, upper + 2*added
}

func (p ifmaPlan) isReductionLeaf(blocks int) bool { return blocks <= p.reductionLeaf || blocks%2 != 0 }

// fillReductionSums fills what reduceColumns needs of F.
func (k *ifma) fillReductionSums(sums, friendly vector, blocks int) {
	if k.plan.isReductionLeaf(blocks) {
		k.fillLeafSums(sums, friendly, blocks)
		return
	}
	half := blocks / 2
	k.fillSums(sums, friendly[blockWords(half):], half)
	k.fillReductionSums(sums[k.plan.sumsWords(half):], friendly, half)
}

// reductionSumsWords returns how many words fillReductionSums fills.
func (p ifmaPlan) reductionSumsWords(blocks int) int {
	if p.isReductionLeaf(blocks) {
		return p.leafSumsWords(blocks)
	}
	return p.sumsWords(blocks/2) + p.reductionSumsWords(blocks/2)
}
