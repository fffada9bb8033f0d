// Products of digits and of blocks of digits, and the columns of whole products.

package avx2

const (
	digitBytes = 32 // one digit of four lanes
	tile       = 5  // digits in a block: 10 sums and 6 other registers
	blockBytes = tile * digitBytes
)

// The vector registers of products. What holds no products names them anew.
const (
	sums      = y(0)  // 2*tile columns
	highStart = y(10) // 2^104 + 2^52
	lowStart  = y(11) // 2^104 + 2^53
	factor    = y(12) // a digit of one factor
	other     = y(13) // a digit of the other factor
	high      = y(14)
	low       = y(15)
	nowhere   = y(-1) // in place of a column that a product does not add to
)

// loadStarts loads the constants that product adds and subtracts.
func (t *text) loadStarts() {
	t.load(two104and52, highStart)
	t.load(two104and53, lowStart)
}

// product adds the low half of a*b to column lo and the high half to column hi,
// each with exponent bits on top.
//
// The sum 2^104 + 2^52 + a*b is rounded down to a multiple of 2^52, so that its
// bits, as an integer, are those of 2^104 + 2^52 plus floor(a*b/2^52). What
// rounding has dropped is exact in one more multiply-add; with 2^52 more its
// bits are those of 2^52 plus a*b mod 2^52. Factors may be from -1 to 2^52: the
// rounded sum is from 2^104 to 2^105, the bits of which follow those of numbers
// below, and what is dropped is at most 2^52, of which the same holds.
func (t *text) product(a, b, lo, hi y) {
	t.move(highStart, high)
	t.op("VFMADD231PD", b, a, high)
	if hi != nowhere {
		t.add(high, hi)
	}
	if lo != nowhere {
		t.op("VSUBPD", high, lowStart, low)
		t.op("VFMADD231PD", b, a, low)
		t.add(low, lo)
	}
}

// productFromMemory is product with its constants in memory.
func (t *text) productFromMemory(a, b, lo, hi y) {
	t.load(two104and52, high)
	t.op("VFMADD231PD", b, a, high)
	t.add(high, hi)
	t.op("VSUBPD", two104and53, high, low)
	t.op("VFMSUB231PD", b, a, low)
	t.add(low, lo)
}

// addTile adds to the sums the products of the first rows digits at a with the
// block at b.
func (t *text) addTile(a, b string, rows int) {
	for i := range rows {
		t.load(digit(a, i), factor)
		for j := range tile {
			t.load(digit(b, j), other)
			t.product(factor, other, sums+y(i+j), sums+y(i+j+1))
		}
	}
}

// nextTile moves on to the next pair of blocks of the same columns.
func (t *text) nextTile(a, b string) {
	t.op("ADDQ", blockBytes, a)
	t.op("SUBQ", blockBytes, b)
}

func (t *text) clear(from, to y) {
	for r := from; r < to; r++ {
		t.zero(r)
	}
}

// square writes the columns of a square. Products of two different digits are
// summed once and doubled when their column is complete; then come the squares
// of digits, those of one block in two block columns.
func square(t *text) {
	t.function("Square", `sets the columns at DX to those of the square of the number at SI,
// of BX bytes.`)
	t.loadStarts()
	t.clear(sums, sums+2*tile)
	t.op("MOVQ", "SI", "R10") // the first block of the column
	t.op("MOVQ", "SI", "R11") // its partner
	t.op("ADDQ", "SI", "BX")  // the end

	t.label("column")
	t.op("MOVQ", "R10", "R9")
	t.op("MOVQ", "R11", "AX")
	t.op("CMPQ", "R9", "AX")
	t.op("JCC", "middle")
	t.label("tiles")
	t.addTile("R9", "AX", tile)
	t.nextTile("R9", "AX")
	t.op("CMPQ", "R9", "AX")
	t.op("JCS", "tiles")
	t.label("middle")
	t.op("JNE", "odd")
	for i := range tile {
		t.load(digit("AX", i), factor)
		for j := i + 1; j < tile; j++ {
			t.load(digit("AX", j), other)
			t.product(factor, other, sums+y(i+j), sums+y(i+j+1))
		}
	}
	t.completeSquares("AX", 0)
	t.op("JMP", "complete")
	t.label("odd")
	t.completeSquares("AX", tile)
	t.label("complete")
	t.descend()
	t.op("LEAQ", digit("R11", tile), "AX")
	t.op("CMPQ", "AX", "BX")
	t.op("JEQ", "upper")
	t.op("MOVQ", "AX", "R11")
	t.op("JMP", "column")
	t.label("upper")
	t.op("ADDQ", blockBytes, "R10")
	t.op("CMPQ", "R10", "BX")
	t.op("JLS", "column")
	t.op("RET")
}

// completeSquares doubles the lower sums, which are the columns from first on
// of twice the block at x, and adds the squares of digits that belong there.
func (t *text) completeSquares(x string, first int) {
	column := func(k int) y {
		if k < first || k >= first+tile {
			return nowhere
		}
		return sums + y(k-first)
	}
	for i := range y(tile) {
		t.add(sums+i, sums+i)
	}
	for i := range tile {
		lo, hi := column(2*i), column(2*i+1)
		if lo != nowhere || hi != nowhere {
			t.load(digit(x, i), factor)
			t.product(factor, factor, lo, hi)
		}
	}
}

// descend stores the lower half of the sums at DX, moves the upper one there,
// and goes on to the next block column.
func (t *text) descend() {
	for i := range tile {
		t.store(sums+y(i), digit("DX", i))
		t.move(sums+y(tile+i), sums+y(i))
	}
	t.clear(sums+tile, sums+2*tile)
	t.op("ADDQ", blockBytes, "DX")
}

// multiply writes the columns of a product, or adds them to what stands there.
func multiply(t *text) {
	t.function("Multiply", `sets the columns at DX to those of the product of the numbers at SI
// and DI, of BX bytes each.`)
	t.clear(sums, sums+tile)
	t.productColumns(func(int) {})
	t.function("MultiplyAdd", `adds to the columns at DX those of the product of the numbers at SI
// and DI, of BX bytes each.`)
	for i := range tile {
		t.load(digit("DX", i), sums+y(i))
	}
	t.productColumns(func(i int) { t.add(digit("DX", tile+i), sums+y(tile+i)) })
}

// productColumns adds the columns of a product to the lower sums and to what
// addAbove adds to an upper one.
func (t *text) productColumns(addAbove func(i int)) {
	t.loadStarts()
	t.op("LEAQ", "(SI)(BX*1)", "R8")                // the end of x
	t.op("LEAQ", digit("DI", -tile)+"(BX*1)", "CX") // the last block of y
	t.op("MOVQ", "SI", "R10")                       // the first block of the column
	t.op("MOVQ", "DI", "R11")                       // its partner
	t.clear(sums+tile, sums+2*tile)

	t.label("column")
	t.op("MOVQ", "R10", "R9")
	t.op("MOVQ", "R11", "AX")
	t.label("tiles")
	t.addTile("R9", "AX", tile)
	t.nextTile("R9", "AX")
	t.op("CMPQ", "AX", "DI")
	t.op("JCS", "complete")
	t.op("CMPQ", "R9", "R8")
	t.op("JNE", "tiles")
	t.label("complete")
	for i := range tile {
		addAbove(i)
	}
	t.descend()
	t.op("CMPQ", "R11", "CX")
	t.op("JEQ", "upper")
	t.op("ADDQ", blockBytes, "R11")
	t.op("JMP", "column")
	t.label("upper")
	t.op("ADDQ", blockBytes, "R10")
	t.op("CMPQ", "R10", "R8")
	t.op("JNE", "column")
	for i := range tile {
		t.store(sums+y(i), digit("DX", i))
	}
	t.op("RET")
}
