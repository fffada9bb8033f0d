// Whole products by columns: of a number with itself, and of two numbers.

package ifma

// square writes the columns of x*x. Products of two different digits are summed
// once and doubled when their column is complete; then come the squares. Block
// column K ends with the diagonal of block K/2, or with a tile if K is odd; the
// last one has neither.
func square(t *text) {
	t.Function(ofStep("ifmaSquare", "sets columns to x*x and, if z is not nil, z to columns/R."))
	t.Op("MOVQ", field("x"), "SI")
	t.Op("MOVQ", field("columns"), "DX")
	t.Op("MOVQ", field("blocks"), "BX")
	t.Op("MOVQ", "SI", "R11") // the digit whose square comes next
	t.Op("LEAQ", "-1(BX)(BX*1)", "R10")
	t.Op("XORL", "CX", "CX")
	t.zeroSums()
	complete := func(j int) {
		column := t.sums[j]
		t.Add(column, column)
		x := t.takeStream()
		t.Load(digit("R11", j/2), x)
		if j%2 == 0 {
			t.addLow(x, x, column)
		} else {
			t.addHigh(x, x, column)
		}
		t.Free(x)
		t.Store(column, digit("DX", j))
	}
	t.Label("column")
	firstBlocks(t, "SI", "SI")
	t.Op("CMPQ", "R8", "R9")
	t.Op("JEQ", "diagonal")
	t.Loop("tiles")
	t.Op("LEAQ", digit("R8", tile), "AX")
	t.Op("CMPQ", "AX", "R9")
	t.Op("JEQ", "lastTile")
	addTile(t, "R8", "R9", nothing)
	t.Op("ADDQ", blockBytes, "R8")
	t.Op("SUBQ", blockBytes, "R9")
	t.Op("CMPQ", "R8", "R9")
	t.Op("JNE", "tiles")
	t.Loop("diagonal")
	t.loadFactor("R8", tile)
	complete(0)
	for j := 1; j < tile; j++ {
		for i := range j {
			t.addLow(t.factor[j], t.factor[i], t.sums[i+j])
		}
		for i := range j {
			t.addHigh(t.factor[j], t.factor[i], t.sums[i+j+1])
		}
		complete(j)
	}
	t.freeFactor()
	t.Op("JMP", "next")
	t.Loop("lastTile")
	addTile(t, "R8", "R9", complete)
	t.Label("next")
	nextBlockColumn(t)
	t.Op("ADDQ", blockBytes/2, "R11")
	t.Op("CMPQ", "CX", "R10")
	t.Op("JCS", "column")
	for j := range tile {
		complete(j)
	}
	t.Free(t.sums...)
	andReduce(t)
}

// nextBlockColumn moves a product on by one block column: the upper half of the
// sums becomes the lower, and a new one begins.
func nextBlockColumn(t *text) {
	descend(t)
	for i := range tile {
		t.Zero(t.sums[tile+i])
	}
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("INCQ", "CX")
}

// multiply writes the columns of x*y. Block column K ends with the tile of block
// 0 of y or of the last block of x; the last block column has no tile.
func multiply(t *text) {
	t.Function(ofStep("ifmaMultiply", "sets columns to x*y and, if z is not nil, z to columns/R."))
	t.Op("MOVQ", field("x"), "SI")
	t.Op("MOVQ", field("y"), "R13")
	t.Op("MOVQ", field("columns"), "DX")
	t.Op("MOVQ", field("blocks"), "BX")
	t.Op("LEAQ", "-1(BX)(BX*1)", "R10")
	t.Op("IMUL3Q", blockBytes, "BX", "R12")
	t.Op("LEAQ", digit("SI", -tile)+"(R12*1)", "R12") // the last block of x
	t.Op("XORL", "CX", "CX")
	t.zeroSums()
	complete := func(j int) { t.Store(t.sums[j], digit("DX", j)) }
	t.Label("column")
	firstBlocks(t, "SI", "R13")
	t.Loop("tiles")
	t.Op("CMPQ", "R9", "R13")
	t.Op("JEQ", "lastTile")
	t.Op("CMPQ", "R8", "R12")
	t.Op("JEQ", "lastTile")
	addTile(t, "R8", "R9", nothing)
	t.Op("ADDQ", blockBytes, "R8")
	t.Op("SUBQ", blockBytes, "R9")
	t.Op("JMP", "tiles")
	t.Loop("lastTile")
	addTile(t, "R8", "R9", complete)
	nextBlockColumn(t)
	t.Op("CMPQ", "CX", "R10")
	t.Op("JCS", "column")
	for j := range tile {
		complete(j)
	}
	t.Free(t.sums...)
	andReduce(t)
}

// andReduce ends a product: it goes on to the reduction if there is a z.
func andReduce(t *text) {
	t.Op("CMPQ", field("z"), 0)
	t.Op("JNE", "reduce")
	t.leave()
	t.Label("reduce")
	t.Op("JMP", "·ifmaReduce(SB)")
}
