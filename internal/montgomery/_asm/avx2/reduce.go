// Montgomery reduction, block by block, two groups of four lanes by turns.

package avx2

// reduce finds the digits q of the quotient and adds their products to the
// columns. With k = -1/n modulo 2^52, N = k*n is 2^52*F - 1: the digit of q that
// makes a column vanish is that column modulo 2^52, and its product with N is
// its product with F one column up, less the column itself.
//
// A digit of q waits some twenty cycles for the one before. So both groups find
// the digits of a block side by side, with the products that the next digits
// wait for and no others. The rest of the block's product with the lowest block
// of F follows with the tiles of the next block's columns.
func reduce(t *text) {
	t.function("Reduce", `adds to the columns at DX the products of the quotient, which it stores
// at DI, with the number F at SI. R8 points to one word for each column that
// vanishes: it takes the exponent bits away. Numbers have BX bytes. A second
// group, if R11 is 2, lies R10 bytes further; else R10 is 0. If R13 is not 0,
// the last digit of the quotient is left 0 and its column stays.`)
	t.op("XORL", "CX", "CX") // bytes of the quotient that stand
	t.op("JMP", "quotient")

	t.label("block")
	t.eachGroup("low", func() {
		t.openShifted()
		t.op("MOVQ", "DI", "R9")
		t.op("LEAQ", "(SI)(CX*1)", "AX")
		t.op("CMPQ", "CX", "BX")
		t.op("JNE", "lowTiles")
		t.nextTile("R9", "AX")
		t.label("lowTiles")
		t.op("CMPQ", "AX", "SI")
		t.op("JEQ", "triangle")
		t.addTile("R9", "AX", tile)
		t.nextTile("R9", "AX")
		t.op("JMP", "lowTiles")
		t.label("triangle")
		t.addUpperTriangle("R9", "SI")
		t.closeShifted()
	})
	t.op("CMPQ", "CX", "BX")
	t.op("JEQ", "rest")

	t.label("quotient")
	quotient(t)
	t.op("ADDQ", blockBytes, "DX")
	t.op("ADDQ", 8*tile, "R8")
	t.op("ADDQ", blockBytes, "CX")
	t.op("JMP", "block")

	// The columns that take none of the lowest block of F.
	t.label("rest")
	t.op("MOVQ", blockBytes, "CX") // bytes before the column's first block
	t.label("column")
	t.op("ADDQ", blockBytes, "DX")
	t.op("ADDQ", blockBytes, "CX")
	t.op("CMPQ", "CX", "BX")
	t.op("JCC", "done")
	t.eachGroup("high", func() {
		t.openShifted()
		t.op("LEAQ", "(DI)(CX*1)", "R9")
		t.op("LEAQ", digit("SI", -tile)+"(BX*1)", "AX")
		t.op("LEAQ", "(SI)(CX*1)", "R8") // the partner of the last block
		t.label("highTiles")
		t.op("CMPQ", "AX", "R8")
		t.op("JEQ", "lastTile")
		t.addTile("R9", "AX", tile)
		t.nextTile("R9", "AX")
		t.op("JMP", "highTiles")
		t.label("lastTile")
		t.op("TESTQ", "R13", "R13")
		t.op("JNE", "shortTile")
		t.addTile("R9", "AX", tile)
		t.op("JMP", "highSums")
		t.label("shortTile")
		t.addTile("R9", "AX", tile-1)
		t.label("highSums")
		t.closeShifted()
	})
	t.op("JMP", "column")
	t.label("done")
	t.op("RET")
}

// eachGroup runs body for the first group, and again for the second if there
// is one. Twice the distance forward and back leaves the pointers as they were.
func (t *text) eachGroup(label string, body func()) {
	t.op("MOVQ", "R11", "R14")
	t.label(label)
	body()
	for _, pointer := range []string{"DX", "SI", "DI"} {
		t.op("ADDQ", "R10", pointer)
	}
	t.op("NEGQ", "R10")
	t.op("DECQ", "R14")
	t.op("JNE", label)
}

// openShifted starts the sums from the lower columns one beyond DX, and
// closeShifted adds the upper ones there.
func (t *text) openShifted() {
	t.loadStarts()
	for i := range tile {
		t.load(digit("DX", 1+i), sums+y(i))
	}
	t.clear(sums+tile, sums+2*tile)
}

func (t *text) closeShifted() {
	for i := range tile {
		t.store(sums+y(i), digit("DX", 1+i))
		t.addTo(sums+y(tile+i), digit("DX", 1+tile+i))
	}
}

// quotient finds one block of the quotient in both groups: tile columns, and
// one beyond that gets the last carry and the last high half.
func quotient(t *text) {
	column := func(group, i int) y { return y(group*(tile+1) + i) }
	at := func(base string, group, i int) string {
		if group == 1 {
			base += ")(R10*1"
		}
		return digit(base, i)
	}
	groups := []int{0, 1}
	t.op("LEAQ", "(DI)(CX*1)", "R9")
	for i := range tile {
		t.op("VPBROADCASTQ", wordAt("R8", i), other)
		for _, g := range groups {
			t.op("VPADDQ", at("DX", g, i), other, column(g, i))
		}
	}
	for _, g := range groups {
		t.load(at("DX", g, tile), column(g, tile))
	}
	q := factor
	for i := range tile {
		if i == tile-1 {
			t.op("TESTQ", "R13", "R13")
			t.op("JEQ", "lastDigit")
			t.op("LEAQ", digit("CX", tile), "AX")
			t.op("CMPQ", "AX", "BX")
			t.op("JEQ", "noDigit")
			t.label("lastDigit")
		}
		for _, g := range groups {
			t.op("VPAND", digitMask, column(g, i), q)
			t.toDouble(q)
			t.store(q, at("R9", g, i))
			t.op("VPSRLQ", 52, column(g, i), column(g, i))
			t.add(column(g, i), column(g, i+1))
			for j := range tile - 1 - i {
				t.load(at("SI", g, j), other)
				t.productFromMemory(q, other, column(g, i+1+j), column(g, i+2+j))
			}
		}
	}
	t.op("JMP", "found")
	t.label("noDigit")
	t.zero(q)
	for _, g := range groups {
		t.store(q, at("R9", g, tile-1))
		t.store(column(g, tile-1), at("DX", g, tile-1))
	}
	t.label("found")
	for _, g := range groups {
		t.store(column(g, tile), at("DX", g, tile))
	}
}

// addUpperTriangle adds the products of the block before q with the lowest
// block of F that quotient left out. The lowest of their columns stands just
// below the sums.
func (t *text) addUpperTriangle(q, f string) {
	below := highStart
	t.load(digit("DX", 0), below)
	column := func(i int) y {
		if i < 0 {
			return below
		}
		return sums + y(i)
	}
	for i := range tile {
		t.load(digit(q, i-tile), factor)
		for j := tile - 1 - i; j < tile; j++ {
			t.load(digit(f, j), other)
			t.productFromMemory(factor, other, column(i+j-tile), column(i+j-tile+1))
		}
	}
	t.store(below, digit("DX", 0))
}
