// Karatsuba's method above the size where it pays, on the IFMA kernel's digits.
//
// A square or product of two halves is made of three products of half the size,
// down to leaves that the assembly makes in one go. The reduction is made of two
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

// Sizes in blocks of ifmaTile digits, found by trying them all.
const (
	largeBlocks   = 8 // the smallest number that is worth halving at all
	squareLeaf    = 4
	productLeaf   = 2
	reductionLeaf = 8
)

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

// ifmaReduceRaw makes blocks of quotient from columns and adds their product
// with friendly to the columns above.
//
//go:noescape
func ifmaReduceRaw(columns, quotient, friendly *uint64, blocks int)

// ifmaSettle sets z to the number in columns, doubled in the lanes of double.
//
//go:noescape
func ifmaSettle(z, columns *uint64, blocks int, double uint64)

func isLarge(bits, digits int) bool {
	blocks := digits / ifmaTile
	return blocks >= largeBlocks && blocks%2 == 0 && bits+largeSpare <= ifmaDigit*digits
}

// blockWords is the number of words of a number of so many blocks.
func blockWords(blocks int) int { return Lanes * ifmaTile * blocks }

// prepareLarge finds what depends on the moduli alone.
func (k *ifma) prepareLarge() {
	blocks := k.digits / ifmaTile
	if size := 4 * Lanes * k.digits; size > len(k.work) {
		k.work = k.allocate(size)
	}
	if size := sumsWords(blocks); size > len(k.sums) {
		k.sums, k.factor = k.allocate(size), k.allocate(size)
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
	k.bound += k.reduceColumns(k.columns, k.quotient, k.friendly, k.sums, blocks)
	ifmaSettle(&z[0], &k.columns[blockWords(blocks)], blocks, uint64(double))
}

// squareColumns sets the columns of out to x*x.
func (k *ifma) squareColumns(out, x vector, blocks int, work vector) (bound int) {
	if isSquareLeaf(blocks) {
		ifmaSquare(&ifmaStep{columns: &out[0], x: &x[0], blocks: uint64(blocks)})
		return leafBound(blocks)
	}
	half := blocks / 2
	m := blockWords(half)
	sum, middle, rest := work[:m+Lanes], work[m+Lanes:][:2*m], work[3*m+Lanes:]
	k.squareColumns(out, x, half, rest)
	k.squareColumns(out[2*m:], x[m:], half, rest)
	ifmaSum(&sum[0], &x[0], &x[m], half)
	bound = k.squareColumns(middle, sum, half, rest)
	ifmaCombine(&out[0], &middle[0], &sum[0], &sum[0], half)
	return carryBeyond(out, blocks, combinedBound(bound, isSquareLeaf(half)))
}

func isSquareLeaf(blocks int) bool { return blocks <= squareLeaf || blocks%2 != 0 }

// productColumns sets the columns of out to x*y; sums is what fillSums made of
// y.
func (k *ifma) productColumns(out, x, y, sums vector, blocks int, work vector) (bound int) {
	if isProductLeaf(blocks) {
		ifmaMultiply(&ifmaStep{columns: &out[0], x: &x[0], y: &y[0], blocks: uint64(blocks)})
		return leafBound(blocks)
	}
	half := blocks / 2
	m := blockWords(half)
	sum, middle, rest := work[:m+Lanes], work[m+Lanes:][:2*m], work[3*m+Lanes:]
	sumY, sums, size := sums[:m+Lanes], sums[m+Lanes:], sumsWords(half)
	k.productColumns(out, x, y, sums, half, rest)
	k.productColumns(out[2*m:], x[m:], y[m:], sums[size:], half, rest)
	ifmaSum(&sum[0], &x[0], &x[m], half)
	bound = k.productColumns(middle, sum, sumY, sums[2*size:], half, rest)
	ifmaCombine(&out[0], &middle[0], &sum[0], &sumY[0], half)
	return carryBeyond(out, blocks, combinedBound(bound, isProductLeaf(half)))
}

func isProductLeaf(blocks int) bool { return blocks <= productLeaf || blocks%2 != 0 }

// leafBound is what a column of a product of so many blocks can reach: as many
// low and as many high halves as there are digits.
func leafBound(blocks int) int { return 2 * ifmaTile * blocks }

// combinedBound is what a column can reach that combines four of the three
// products: two are added, with the sums for their carries, and two subtracted.
// Columns of leaves are not negative.
func combinedBound(bound int, leaves bool) int {
	if leaves {
		return 2*bound + 2
	}
	return 4*bound + 2
}

// carryBeyond makes digits of the columns of a product where their bound is too
// large to go on with, and returns the bound then.
func carryBeyond(columns vector, blocks, bound int) int {
	if bound <= largeBound {
		return bound
	}
	ifmaCarry(&columns[0], 2*blocks)
	return 1
}

// fillSums puts into sums what productColumns needs of a factor: the sum of its
// halves, and the same of its lower half, its upper half and that sum.
func (k *ifma) fillSums(sums, y vector, blocks int) {
	if isProductLeaf(blocks) {
		return
	}
	half := blocks / 2
	m := blockWords(half)
	ifmaSum(&sums[0], &y[0], &y[m], half)
	sum, sums, size := sums[:m], sums[m+Lanes:], sumsWords(half)
	k.fillSums(sums, y, half)
	k.fillSums(sums[size:], y[m:], half)
	k.fillSums(sums[2*size:], sum, half)
}

// sumsWords returns how many words fillSums fills.
func sumsWords(blocks int) int {
	if isProductLeaf(blocks) {
		return 0
	}
	return blockWords(blocks/2) + Lanes + 3*sumsWords(blocks/2)
}

// reduceColumns takes the digits of the quotient off the lower half of columns
// and adds their product with F to the upper half; sums is what
// fillReductionSums made of F. The bound is that of all it adds to a column.
func (k *ifma) reduceColumns(columns, quotient, friendly, sums vector, blocks int) (bound int) {
	if isReductionLeaf(blocks) {
		ifmaReduceRaw(&columns[0], &quotient[0], &friendly[0], blocks)
		return leafBound(blocks)
	}
	half := blocks / 2
	m := blockWords(half)
	product, rest := k.work[:2*m], k.work[2*m:]
	upper, lower := sums, sums[sumsWords(half):]
	for range 2 {
		bound += k.reduceColumns(columns, quotient, friendly, lower, half)
		bound += k.productColumns(product, quotient, friendly[m:], upper, half, rest)
		// F stands one column above the digit of the quotient.
		ifmaAccumulate(&columns[m+Lanes], &product[0], 2*half)
		columns, quotient = columns[m:], quotient[m:]
	}
	return bound
}

func isReductionLeaf(blocks int) bool { return blocks <= reductionLeaf || blocks%2 != 0 }

// fillReductionSums fills what reduceColumns needs of F.
func (k *ifma) fillReductionSums(sums, friendly vector, blocks int) {
	if isReductionLeaf(blocks) {
		return
	}
	half := blocks / 2
	k.fillSums(sums, friendly[blockWords(half):], half)
	k.fillReductionSums(sums[sumsWords(half):], friendly, half)
}
