// Products of digits and of blocks of digits, and the columns of whole products.

package avx2

const (
	digitBytes = 32 // one digit of four lanes
	tile       = 5  // digits in a block: 10 sums and 6 other registers
	blockBytes = tile * digitBytes
)

// The vector registers. The chain of the reduction and the passes over columns
// give most of them other names.
const (
	sums      = y(0)  // 2*tile columns
	highStart = y(10) // 2^104
	lowStart  = y(11) // 2^104 + 2^52
	factor    = y(12) // a digit of one factor
	other     = y(13) // a digit of the other factor
	high      = y(14)
	low       = y(15)
)

// loadStarts loads the constants that product adds and subtracts.
func (t *text) loadStarts() {
	t.load(two104, highStart)
	t.load(two104and52, lowStart)
}

// product adds the low half of a*b to column lo and the high half to column hi,
// each with its exponent bits on top.
//
// The sum 2^104 + a*b is rounded down to a multiple of 2^52, so that the bits
// of the result are those of 2^104 plus floor(a*b/2^52). What rounding dropped
// is exact in one more multiply-add, and 2^52 more make its bits those of 2^52
// plus a*b mod 2^52. A factor is at most 2^52.
func (t *text) product(a, b, lo, hi y) {
	t.move(highStart, high)
	t.op("VFMADD231PD", b, a, high)
	t.add(high, hi)
	t.op("VSUBPD", high, lowStart, low)
	t.op("VFMADD231PD", b, a, low)
	t.add(low, lo)
}

// productFromMemory is product with its constants in memory.
func (t *text) productFromMemory(a, b, lo, hi y) {
	t.load(two104, high)
	t.op("VFMADD231PD", b, a, high)
	t.add(high, hi)
	t.op("VSUBPD", two104and52, high, low)
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
// summed once and doubled before the squares of digits join them.
func square(t *text) {
	t.function("Square", `sets the columns at DX to those of the square of the number at SI,
// of BX bytes.`)
	t.loadStarts()
	t.clear(sums, sums+tile)
	for i := range tile {
		t.store(sums+y(i), digit("DX", i))
	}
	t.op("LEAQ", digit("SI", -tile)+"(BX*1)", "R8") // the last block
	t.op("MOVQ", "SI", "R10")                       // the first block of the column
	t.op("MOVQ", "SI", "R11")                       // its partner

	t.label("column")
	t.clear(sums, sums+2*tile)
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
		t.load(digit("R9", i), factor)
		for j := i + 1; j < tile; j++ {
			t.load(digit("R9", j), other)
			t.product(factor, other, sums+y(i+j), sums+y(i+j+1))
		}
	}
	t.doubleSums()
	for i := range tile {
		t.load(digit("R9", i), factor)
		t.product(factor, factor, sums+y(2*i), sums+y(2*i+1))
	}
	t.op("JMP", "complete")
	t.label("odd")
	t.doubleSums()
	t.label("complete")
	for i := range tile {
		t.addTo(sums+y(i), digit("DX", i))
		t.store(sums+y(tile+i), digit("DX", tile+i))
	}
	t.op("ADDQ", blockBytes, "DX")
	t.op("CMPQ", "R11", "R8")
	t.op("JEQ", "upper")
	t.op("ADDQ", blockBytes, "R11")
	t.op("JMP", "column")
	t.label("upper")
	t.op("ADDQ", blockBytes, "R10")
	t.op("CMPQ", "R10", "R8")
	t.op("JLS", "column")
	t.op("RET")
}

func (t *text) doubleSums() {
	for i := range y(2 * tile) {
		t.add(sums+i, sums+i)
	}
}

// multiply writes the columns of a product.
func multiply(t *text) {
	t.function("Multiply", `sets the columns at DX to those of the product of the numbers at SI
// and DI, of BX bytes each.`)
	t.clear(sums, sums+tile)
	for i := range tile {
		t.store(sums+y(i), digit("DX", i))
	}
	t.loadStarts()
	t.op("LEAQ", digit("SI", -tile)+"(BX*1)", "R8") // the last block of x
	t.op("LEAQ", digit("DI", -tile)+"(BX*1)", "CX") // the last block of y
	t.op("MOVQ", "SI", "R10")                       // the first block of the column
	t.op("MOVQ", "DI", "R11")                       // its partner

	t.label("column")
	for i := range tile {
		t.load(digit("DX", i), sums+y(i))
	}
	t.clear(sums+tile, sums+2*tile)
	t.op("MOVQ", "R10", "R9")
	t.op("MOVQ", "R11", "AX")
	t.label("tiles")
	t.addTile("R9", "AX", tile)
	t.nextTile("R9", "AX")
	t.op("CMPQ", "AX", "DI")
	t.op("JCS", "complete")
	t.op("CMPQ", "R9", "R8")
	t.op("JLS", "tiles")
	t.label("complete")
	for i := range 2 * tile {
		t.store(sums+y(i), digit("DX", i))
	}
	t.op("ADDQ", blockBytes, "DX")
	t.op("CMPQ", "R11", "CX")
	t.op("JEQ", "upper")
	t.op("ADDQ", blockBytes, "R11")
	t.op("JMP", "column")
	t.label("upper")
	t.op("ADDQ", blockBytes, "R10")
	t.op("CMPQ", "R10", "R8")
	t.op("JLS", "column")
	t.op("RET")
}
