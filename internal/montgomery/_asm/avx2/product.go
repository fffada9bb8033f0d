// Products of digits and of blocks of digits, and the columns of whole products.

package avx2

import "primebench/internal/montgomery/_asm/asm"

const (
	lanes      = 4
	digitBytes = 8 * lanes
	tile       = 5 // digits in a block: 10 sums and 6 other registers
	blockBytes = tile * digitBytes
)

// addTile adds to the sums the products of the first rows digits at a with the
// block at b.
func (t *text) addTile(a, b string, rows int) {
	for i := range rows {
		t.Load(digit(a, i), t.factor)
		for j := range tile {
			t.Load(digit(b, j), t.other)
			t.product(t.factor, t.other, t.sums[i+j], t.sums[i+j+1])
		}
	}
}

// nextTile moves on to the next pair of blocks of the same columns.
func (t *text) nextTile(a, b string) {
	t.Op("ADDQ", blockBytes, a)
	t.Op("SUBQ", blockBytes, b)
}

func (t *text) clear(registers []*asm.Register) {
	for _, r := range registers {
		t.Zero(r)
	}
}

// square writes the columns of a square. Products of two different digits are
// summed once and doubled when their column is complete; then come the squares
// of digits, those of one block in two block columns.
func square(t *text) {
	t.Function(local("Square", `sets the columns at DX to those of the square of the number at SI,
of BX bytes.`))
	t.takeProducts()
	t.loadStarts()
	t.clear(t.sums)
	t.Op("MOVQ", "SI", "R10") // the first block of the column
	t.Op("MOVQ", "SI", "R11") // its partner
	t.Op("ADDQ", "SI", "BX")  // the end

	t.Label("column")
	t.Op("MOVQ", "R10", "R9")
	t.Op("MOVQ", "R11", "AX")
	t.Op("CMPQ", "R9", "AX")
	t.Op("JCC", "middle")
	t.Label("tiles")
	t.addTile("R9", "AX", tile)
	t.nextTile("R9", "AX")
	t.Op("CMPQ", "R9", "AX")
	t.Op("JCS", "tiles")
	t.Label("middle")
	t.Op("JNE", "odd")
	for i := range tile {
		t.Load(digit("AX", i), t.factor)
		for j := i + 1; j < tile; j++ {
			t.Load(digit("AX", j), t.other)
			t.product(t.factor, t.other, t.sums[i+j], t.sums[i+j+1])
		}
	}
	t.completeSquares("AX", 0)
	t.Op("JMP", "complete")
	t.Label("odd")
	t.completeSquares("AX", tile)
	t.Label("complete")
	t.descend()
	t.Op("LEAQ", digit("R11", tile), "AX")
	t.Op("CMPQ", "AX", "BX")
	t.Op("JEQ", "upper")
	t.Op("MOVQ", "AX", "R11")
	t.Op("JMP", "column")
	t.Label("upper")
	t.Op("ADDQ", blockBytes, "R10")
	t.Op("CMPQ", "R10", "BX")
	t.Op("JLS", "column")
	t.Op("RET")
	t.freeProducts()
}

// completeSquares doubles the lower sums, which are the columns from first on
// of twice the block at x, and adds the squares of digits that belong there.
func (t *text) completeSquares(x string, first int) {
	column := func(k int) *asm.Register {
		if k < first || k >= first+tile {
			return nil
		}
		return t.sums[k-first]
	}
	for _, sum := range t.sums[:tile] {
		t.Add(sum, sum)
	}
	for i := range tile {
		lo, hi := column(2*i), column(2*i+1)
		if lo != nil || hi != nil {
			t.Load(digit(x, i), t.factor)
			t.product(t.factor, t.factor, lo, hi)
		}
	}
}

// descend stores the lower half of the sums at DX, moves the upper one there,
// and goes on to the next block column.
func (t *text) descend() {
	for i := range tile {
		t.Store(t.sums[i], digit("DX", i))
		t.Move(t.sums[tile+i], t.sums[i])
	}
	t.clear(t.sums[tile:])
	t.Op("ADDQ", blockBytes, "DX")
}

// multiply writes the columns of a product.
func multiply(t *text) {
	t.Function(local("Multiply", `sets the columns at DX to those of the product of the numbers at SI
and DI, of BX bytes each.`))
	t.takeProducts()
	t.clear(t.sums[:tile])
	t.productColumns(func(int) {})
}

// multiplyAdd adds the columns of a product to what stands there.
func multiplyAdd(t *text) {
	t.Function(local("MultiplyAdd", `adds to the columns at DX those of the product of the numbers at SI
and DI, of BX bytes each.`))
	t.takeProducts()
	for i := range tile {
		t.Load(digit("DX", i), t.sums[i])
	}
	t.productColumns(func(i int) { t.Add(digit("DX", tile+i), t.sums[tile+i]) })
}

// productColumns adds the columns of a product to the lower sums and to what
// addAbove adds to an upper one.
func (t *text) productColumns(addAbove func(i int)) {
	t.loadStarts()
	t.Op("LEAQ", "(SI)(BX*1)", "R8")                // the end of x
	t.Op("LEAQ", digit("DI", -tile)+"(BX*1)", "CX") // the last block of y
	t.Op("MOVQ", "SI", "R10")                       // the first block of the column
	t.Op("MOVQ", "DI", "R11")                       // its partner
	t.clear(t.sums[tile:])

	t.Label("column")
	t.Op("MOVQ", "R10", "R9")
	t.Op("MOVQ", "R11", "AX")
	t.Label("tiles")
	t.addTile("R9", "AX", tile)
	t.nextTile("R9", "AX")
	t.Op("CMPQ", "AX", "DI")
	t.Op("JCS", "complete")
	t.Op("CMPQ", "R9", "R8")
	t.Op("JNE", "tiles")
	t.Label("complete")
	for i := range tile {
		addAbove(i)
	}
	t.descend()
	t.Op("CMPQ", "R11", "CX")
	t.Op("JEQ", "upper")
	t.Op("ADDQ", blockBytes, "R11")
	t.Op("JMP", "column")
	t.Label("upper")
	t.Op("ADDQ", blockBytes, "R10")
	t.Op("CMPQ", "R10", "R8")
	t.Op("JNE", "column")
	for i := range tile {
		t.Store(t.sums[i], digit("DX", i))
	}
	t.Op("RET")
	t.freeProducts()
}
