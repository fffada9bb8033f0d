// Montgomery reduction by a multiple of the modulus that ends in -1.

package ifma

import "primebench/internal/montgomery/_asm/asm"

// reduce divides what stands in the columns by R = 2^(52*L), L digits, modulo
// n, and writes the digits of the result.
//
// With k = -1/n modulo 2^52, the multiple N = k*n is -1 modulo 2^52: the digit q
// of the quotient that makes the lowest column vanish is that column itself. As
// N = 2^52*F - 1, adding q*N and dropping the column is adding q*F one column
// up, with no product for q and none for the lowest digit. Only the last of the
// L digits of the quotient takes n itself, so that the result is below 2n and
// not below 2N.
func reduce(t *text) {
	t.Function(ofStep("ifmaReduce", "sets z to columns/R, doubled in the lanes of double."))
	t.Op("MOVQ", field("columns"), "DX")
	t.Op("MOVQ", field("quotient"), "SI")
	t.Op("MOVQ", field("friendly"), "R12")
	t.Op("MOVQ", field("modulus"), "R13")
	t.Op("MOVQ", field("blocks"), "BX")
	t.Op("MOVQ", field("z"), "R10")
	t.Op("MOVQ", field("double"), "AX")
	t.Op("KMOVW", "AX", "K1")
	t.Op("IMUL3Q", blockBytes, "BX", "BX") // bytes of a number
	t.loadColumns()
	t.Op("XORL", "CX", "CX") // bytes of the blocks of the quotient that stand

	t.Label("low")
	t.Op("MOVQ", "SI", "R8")
	t.Op("LEAQ", "(R12)(CX*1)", "R9")
	t.Op("CMPQ", "R9", "R12")
	t.Op("JEQ", "digits")
	t.Loop("lowTiles")
	addTile(t, "R8", "R9", nothing)
	t.Op("ADDQ", blockBytes, "R8")
	t.Op("SUBQ", blockBytes, "R9")
	t.Op("CMPQ", "R9", "R12")
	t.Op("JNE", "lowTiles")
	t.Loop("digits")
	t.loadFactor("R12", tile)
	q := t.below
	for i := range tile - 1 {
		quotientDigit(t, q, i, t.carry, func() {})
		q = t.sums[i]
	}
	t.Op("ADDQ", blockBytes, "CX")
	t.Op("CMPQ", "CX", "BX")
	t.Op("JEQ", "lastDigit")
	quotientDigit(t, q, tile-1, t.carry, func() {})
	t.freeFactor()
	nextColumns(t)
	t.Op("JMP", "low")

	t.Label("lastDigit")
	last := t.takeStream() // digit of the quotient
	t.Zero(last)
	t.Op("MOVQ", field("inverse"), "AX")
	t.addLow("(AX)", q, last)
	t.Store(last, digit("R8", tile-1))
	t.addLow(digit("R13", 0), last, q)
	t.addHigh(digit("R13", 0), last, t.sums[tile-1])
	t.takeFactor(tile)
	for j := range tile {
		t.Load(digit("R13", 1+j), t.factor[j])
	}
	for j := range tile {
		t.addLow(last, t.factor[j], t.sums[tile-1+j])
	}
	for j := range tile {
		t.addHigh(last, t.factor[j], t.sums[tile+j])
	}
	t.freeFactor()
	t.Free(last)
	t.carry(q, q)
	t.Add(q, t.sums[tile-1])
	nextColumns(t)
	t.Op("VPADDQ", t.below, t.below, "K1", t.below)

	t.Op("MOVQ", "R8", "R11") // the last block of the quotient
	t.Op("MOVQ", "SI", "CX")  // the first block of the block column, one less
	t.Label("high")
	t.Op("ADDQ", blockBytes, "CX")
	t.Op("MOVQ", "CX", "R8")
	t.Op("LEAQ", digit("R12", -tile)+"(BX*1)", "R9")
	t.Op("CMPQ", "R8", "R11")
	t.Op("JHI", "result")
	t.Op("JEQ", "lastTile")
	t.Loop("highTiles")
	addTile(t, "R8", "R9", nothing)
	t.Op("ADDQ", blockBytes, "R8")
	t.Op("SUBQ", blockBytes, "R9")
	t.Op("CMPQ", "R8", "R11")
	t.Op("JNE", "highTiles")
	t.Loop("lastTile")
	t.Op("MOVQ", "R9", "AX")
	t.Op("SUBQ", "R12", "AX")
	t.Op("ADDQ", "R13", "AX")
	addLastTile(t, "R8", "R9", "AX")
	t.Label("result")
	resultDigits(t)
	t.Op("CMPQ", "CX", "R11")
	t.Op("JHI", "done")
	nextColumns(t)
	t.Op("JMP", "high")
	t.Label("done")
	t.leave()
	t.Free(t.sums...)
	t.Free(t.below)
}

// quotientDigit takes the column q, which is digit i of a block of the
// quotient, stores it, and adds its product with the lowest block of F, in
// factor, to the sums. The carry goes into the next column, which then is the
// next digit; the first product is all that the next digit waits for. after is
// called after each product but that one: low halves first.
func quotientDigit(t *text, q *asm.Register, i int, carry func(from, to *asm.Register), after func()) {
	t.Store(q, digit("R8", i))
	t.addLow(q, t.factor[0], t.sums[i])
	over := t.takeStream()
	carry(q, over)
	t.Add(over, t.sums[i])
	t.Free(over)
	for j := 1; j < tile; j++ {
		t.addLow(q, t.factor[j], t.sums[i+j])
		after()
	}
	for j := range tile {
		t.addHigh(q, t.factor[j], t.sums[i+j+1])
		after()
	}
}

// nextColumns moves on by one block column: the middle column becomes below,
// and the upper half of the sums starts from what the product left there.
func nextColumns(t *text) {
	t.Move(t.sums[tile-1], t.below)
	descend(t)
	for i := range tile {
		t.Load(digit("DX", 2*tile+1+i), t.sums[tile+i])
	}
	t.Op("ADDQ", blockBytes, "DX")
}

// addLastTile is addTile for the last block of the quotient, at held: its last
// digit goes with the modulus itself, shifted down by a digit.
func addLastTile(t *text, held, friendly, modulus string) {
	t.loadFactor(held, tile)
	last := t.factor[tile-1]
	for j := range tile {
		stream := t.takeStream()
		t.Load(digit(friendly, j), stream)
		for i := range tile - 1 {
			t.addLow(stream, t.factor[i], t.sums[i+j])
		}
		t.addLow(digit(modulus, j+1), last, t.sums[tile-1+j])
		for i := range tile - 1 {
			t.addHigh(stream, t.factor[i], t.sums[i+j+1])
		}
		t.addHigh(digit(modulus, j+1), last, t.sums[tile+j])
		t.Free(stream)
	}
	t.freeFactor()
}

// resultDigits writes a block of the result: below, which has its carry, and the sums
// up to the middle.
func resultDigits(t *text) {
	t.Store(t.below, digit("R10", 0))
	over := t.takeStream() // the carry
	t.carry(t.below, over)
	for i, s := range t.sums[:tile] {
		resultColumn(t, s, over)
		if i < tile-1 {
			resultDigit(t, s, over, digit("R10", i+1), i, shiftUnsigned)
		}
	}
	t.Free(over)
	t.Op("ADDQ", blockBytes, "R10")
}

// resultColumn makes a column of the result final: doubled where asked, with the carry
// of the one before.
func resultColumn(t *text, s, over *asm.Register) {
	t.Op("VPADDQ", s, s, "K1", s)
	t.Add(over, s)
}

// resultDigit stores the i-th column of a block, and sets over to its carry, by the
// instruction shift. The carry in the middle of a block is lost where the build plants
// a fault.
func resultDigit(t *text, s, over *asm.Register, at string, i int, shift string) {
	t.Store(s, at)
	var bits any = asm.DigitBits
	if i == tile/2 {
		bits = "$(const_ifmaDigit+const_plantedFault*12)"
	}
	t.Op(shift, bits, s, over)
}
