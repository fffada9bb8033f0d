// Montgomery reduction, block by block, two groups of four lanes by turns.

package avx2

import "primebench/internal/montgomery/_asm/asm"

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
	t.Function(local("Reduce", `adds to the columns at DX the products of the quotient, which it stores
at DI, with the number F at SI. R8 points to one word for each column that
vanishes: it takes the exponent bits away. Numbers have BX bytes. A second
group, if R11 is 2, lies R10 bytes further; else R10 is 0. If R13 is not 0,
the last digit of the quotient is left 0 and its column stays.`))
	t.Op("XORL", "CX", "CX") // bytes of the quotient that stand
	t.Op("JMP", "quotient")

	t.Label("block")
	t.eachGroup("low", func() {
		t.openShifted()
		t.Op("MOVQ", "DI", "R9")
		t.Op("LEAQ", "(SI)(CX*1)", "AX")
		t.Op("CMPQ", "CX", "BX")
		t.Op("JNE", "lowTiles")
		t.nextTile("R9", "AX")
		t.Label("lowTiles")
		t.Op("CMPQ", "AX", "SI")
		t.Op("JEQ", "triangle")
		t.addTile("R9", "AX", tile)
		t.nextTile("R9", "AX")
		t.Op("JMP", "lowTiles")
		t.Label("triangle")
		t.freeStarts()
		t.addUpperTriangle("R9", "SI")
		t.closeShifted()
	})
	t.Op("CMPQ", "CX", "BX")
	t.Op("JEQ", "rest")

	t.Label("quotient")
	quotient(t)
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("ADDQ", 8*tile, "R8")
	t.Op("ADDQ", blockBytes, "CX")
	t.Op("JMP", "block")

	// The columns that take none of the lowest block of F.
	t.Label("rest")
	t.Op("MOVQ", blockBytes, "CX") // bytes before the column's first block
	t.Label("column")
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("ADDQ", blockBytes, "CX")
	t.Op("CMPQ", "CX", "BX")
	t.Op("JCC", "done")
	t.eachGroup("high", func() {
		t.openShifted()
		t.Op("LEAQ", "(DI)(CX*1)", "R9")
		t.Op("LEAQ", digit("SI", -tile)+"(BX*1)", "AX")
		t.Op("LEAQ", "(SI)(CX*1)", "R8") // the partner of the last block
		t.Label("highTiles")
		t.Op("CMPQ", "AX", "R8")
		t.Op("JEQ", "lastTile")
		t.addTile("R9", "AX", tile)
		t.nextTile("R9", "AX")
		t.Op("JMP", "highTiles")
		t.Label("lastTile")
		t.Op("TESTQ", "R13", "R13")
		t.Op("JNE", "shortTile")
		t.addTile("R9", "AX", tile)
		t.Op("JMP", "highSums")
		t.Label("shortTile")
		t.addTile("R9", "AX", tile-1)
		t.Label("highSums")
		t.freeStarts()
		t.closeShifted()
	})
	t.Op("JMP", "column")
	t.Label("done")
	t.Op("RET")
}

// eachGroup runs body for the first group, and again for the second if there
// is one. Twice the distance forward and back leaves the pointers as they were.
func (t *text) eachGroup(label string, body func()) {
	t.Op("MOVQ", "R11", "R14")
	t.Label(label)
	body()
	for _, pointer := range []string{"DX", "SI", "DI"} {
		t.Op("ADDQ", "R10", pointer)
	}
	t.Op("NEGQ", "R10")
	t.Op("DECQ", "R14")
	t.Op("JNE", label)
}

// openShifted starts the sums from the lower columns one beyond DX, and
// closeShifted adds the upper ones there.
func (t *text) openShifted() {
	t.takeProducts()
	t.loadStarts()
	for i := range tile {
		t.Load(digit("DX", 1+i), t.sums[i])
	}
	t.clear(t.sums[tile:])
}

func (t *text) closeShifted() {
	for i := range tile {
		t.Store(t.sums[i], digit("DX", 1+i))
		t.addTo(t.sums[tile+i], digit("DX", 1+tile+i))
	}
	t.Free(t.sums...)
	t.freeFactors()
}

// quotient finds one block of the quotient in both groups: tile columns, and
// one beyond that gets the last carry and the last high half.
func quotient(t *text) {
	columns := t.TakeRow("columns", 0, 2*(tile+1))
	column := func(group, i int) *asm.Register { return columns[group*(tile+1)+i] }
	t.takeFactors()
	at := func(base string, group, i int) string {
		if group == 1 {
			base += ")(R10*1"
		}
		return digit(base, i)
	}
	groups := []int{0, 1}
	t.Op("LEAQ", "(DI)(CX*1)", "R9")
	for i := range tile {
		t.Op("VPBROADCASTQ", wordAt("R8", i), t.other)
		for _, g := range groups {
			t.Op("VPADDQ", at("DX", g, i), t.other, column(g, i))
		}
	}
	for _, g := range groups {
		t.Load(at("DX", g, tile), column(g, tile))
	}
	q := t.factor
	for i := range tile {
		if i == tile-1 {
			t.Op("TESTQ", "R13", "R13")
			t.Op("JEQ", "lastDigit")
			t.Op("LEAQ", digit("CX", tile), "AX")
			t.Op("CMPQ", "AX", "BX")
			t.Op("JEQ", "noDigit")
			t.Label("lastDigit")
		}
		for _, g := range groups {
			t.Op("VPAND", digitMask, column(g, i), q)
			t.toDouble(q)
			t.Store(q, at("R9", g, i))
			t.Op("VPSRLQ", 52, column(g, i), column(g, i))
			t.Add(column(g, i), column(g, i+1))
			for j := range tile - 1 - i {
				t.Load(at("SI", g, j), t.other)
				t.productFromMemory(q, t.other, column(g, i+1+j), column(g, i+2+j))
			}
		}
	}
	t.Op("JMP", "found")
	t.Label("noDigit")
	t.Zero(q)
	for _, g := range groups {
		t.Store(q, at("R9", g, tile-1))
		t.Store(column(g, tile-1), at("DX", g, tile-1))
	}
	t.Label("found")
	for _, g := range groups {
		t.Store(column(g, tile), at("DX", g, tile))
	}
	t.Free(columns...)
	t.freeFactors()
}

// addUpperTriangle adds the products of the block before q with the lowest
// block of F that quotient left out. The lowest of their columns stands just
// below the sums.
func (t *text) addUpperTriangle(q, f string) {
	below := t.TakeAt("below", 10)
	t.Load(digit("DX", 0), below)
	column := func(i int) *asm.Register {
		if i < 0 {
			return below
		}
		return t.sums[i]
	}
	for i := range tile {
		t.Load(digit(q, i-tile), t.factor)
		for j := tile - 1 - i; j < tile; j++ {
			t.Load(digit(f, j), t.other)
			t.productFromMemory(t.factor, t.other, column(i+j-tile), column(i+j-tile+1))
		}
	}
	t.Store(below, digit("DX", 0))
	t.Free(below)
}
