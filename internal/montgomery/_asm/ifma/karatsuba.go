// What Karatsuba's method needs beside the products of leaf size: sums of two
// halves, the combination of three products, and a reduction that works in
// place on columns and so can be made of smaller ones.
//
// The columns of a combination come from subtractions and may be negative: every
// carry out of them is an arithmetic shift. Digits of sums are clean, since they
// are added to columns as they are.

package ifma

import "primebench/internal/montgomery/_asm/asm"

// constants loads digits of one and the mask of a digit.
func constants(t *text, one, mask *asm.Register) {
	t.Op("VPTERNLOGQ", 255, mask, mask, mask)
	t.Op("VPSRLQ", 63, mask, one)
	t.Op("VPSRLQ", 64-asm.DigitBits, mask, mask)
}

// sum adds the two halves of a number. The products with one in front of the
// addition clean the digits.
func sum(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaSum",
		Doc:       "sets sum to the low digits of x0+x1; the digit after them says which lanes carry out.",
		Arguments: []string{"sum", "x0", "x1", "blocks"},
		Registers: []string{"DI", "SI", "DX", "BX"},
	})
	one, mask, out := t.TakeAt("one", factorAt), t.TakeAt("mask", factorAt+1), t.TakeAt("out", factorAt+2)
	constants(t, one, mask)
	t.Zero(out)
	t.takeSums(tile)
	t.Loop("block")
	for _, s := range t.sums {
		t.Zero(s)
	}
	for i := range tile {
		t.addLow(digit("SI", i), one, t.sums[i])
	}
	for i := range tile {
		t.addLow(digit("DX", i), one, t.sums[i])
	}
	for i := range tile {
		s := t.sums[i]
		t.Add(out, s)
		t.carry(s, out)
		t.Op("VPANDQ", mask, s, s)
		t.Store(s, digit("DI", i))
	}
	for _, r := range []string{"SI", "DX", "DI"} {
		t.Op("ADDQ", blockBytes, r)
	}
	t.Op("DECQ", "BX")
	t.Op("JNE", "block")
	t.Store(out, "(DI)")
	t.leave()
	t.Free(t.sums...)
	t.Free(one, mask, out)
}

// combine makes one product of three: with B = 2^(52*m), m digits a half,
// (x0 + B*x1)(y0 + B*y1) = P0 + B*(PS - P0 - P1) + B^2*P1, where PS is the
// product of the sums. product holds P0 and P1, four times m columns in all,
// and middle the columns of the product of the sums without their carries out;
// those add a sum each.
func combine(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaCombine",
		Doc:       "puts the middle product in its place between the two in product.",
		Arguments: []string{"product", "middle", "sumX", "sumY", "blocks"},
		Registers: []string{"DI", "SI", "R8", "R9", "BX"},
	})
	t.Op("IMUL3Q", blockBytes, "BX", "CX") // bytes of m digits
	t.Op("ADDQ", "BX", "BX")               // turns of half a block
	t.Op("LEAQ", "(DI)(CX*2)", "R10")
	outX, outY := t.TakeAt("outX", streamAt), t.TakeAt("outY", belowAt)
	t.Load("(R8)(CX*1)", outX)
	t.Load("(R9)(CX*1)", outY)
	t.Op("VPTESTMQ", outX, outX, "K1")
	t.Op("VPTESTMQ", outY, outY, "K2")
	t.Op("VPANDQ", outX, outY, outY)
	t.Free(outX)
	t.Op("LEAQ", "(R10)(CX*1)", "R11")
	t.Loop("digits")
	const unroll = tile / 2
	half := func(pointer string, i int) string { return digit(pointer, i) + "(CX*1)" }
	for i := range unroll {
		low, high, shared := t.TakeAt("low", 4*i), t.TakeAt("high", 4*i+1), t.TakeAt("shared", 4*i+2)
		t.Load(half("DI", i), shared)
		t.Op("VPSUBQ", digit("R10", i), shared, shared) // the upper half of P0, less the lower of P1
		t.Op("VPADDQ", digit("SI", i), shared, low)     // plus the lower half of PS
		t.Load(half("SI", i), high)
		t.Op("VPADDQ", digit("R8", i), high, "K2", high)
		t.Op("VPADDQ", digit("R9", i), high, "K1", high)
		t.Op("VPSUBQ", digit("DI", i), low, low)
		t.Op("VPSUBQ", shared, high, high)
		t.Op("VPSUBQ", half("R10", i), high, high)
		t.Store(low, half("DI", i))
		t.Store(high, digit("R10", i))
		t.Free(low, high, shared)
	}
	for _, r := range []string{"DI", "SI", "R8", "R9", "R10"} {
		t.Op("ADDQ", unroll*digitBytes, r)
	}
	t.Op("DECQ", "BX")
	t.Op("JNE", "digits")
	t.Add("(R11)", outY) // the product of the carries
	t.Store(outY, "(R11)")
	t.leave()
	t.Free(outY)
}

// accumulate adds columns to columns.
func accumulate(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaAccumulate",
		Doc:       "adds as many blocks of columns to z.",
		Arguments: []string{"z", "columns", "blocks"},
		Registers: []string{"DI", "SI", "BX"},
	})
	t.takeSums(tile)
	t.Loop("block")
	for i, s := range t.sums {
		t.Load(digit("DI", i), s)
		t.Add(digit("SI", i), s)
		t.Store(s, digit("DI", i))
	}
	t.Op("ADDQ", blockBytes, "DI")
	t.Op("ADDQ", blockBytes, "SI")
	t.Op("DECQ", "BX")
	t.Op("JNE", "block")
	t.leave()
	t.Free(t.sums...)
}

// reduceRaw takes L digits of the quotient off the lowest of 2L columns and
// adds their product with the F of as many digits to the columns above, which
// keep what they carry.
func reduceRaw(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaReduceRaw",
		Doc:       "makes blocks of quotient from columns, and adds its product with friendly.",
		Arguments: []string{"columns", "quotient", "friendly", "blocks"},
		Registers: []string{"DX", "SI", "R12", "BX"},
	})
	t.Op("IMUL3Q", blockBytes, "BX", "BX")
	t.loadColumns()
	t.Op("XORL", "CX", "CX")
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
	for i := range tile {
		quotientDigit(t, q, i, t.signedCarry, func() {})
		q = t.sums[i]
	}
	t.freeFactor()
	nextColumns(t)
	t.Op("ADDQ", blockBytes, "CX")
	t.Op("CMPQ", "CX", "BX")
	t.Op("JNE", "low")

	t.Op("MOVQ", "SI", "CX")
	t.Op("LEAQ", "(SI)(BX*1)", "R11") // the end of the quotient
	t.Op("LEAQ", digit("R12", -tile)+"(BX*1)", "R12")
	t.Label("high")
	t.Op("ADDQ", blockBytes, "CX")
	t.Op("CMPQ", "CX", "R11")
	t.Op("JEQ", "done")
	t.Op("MOVQ", "CX", "R8")
	t.Op("MOVQ", "R12", "R9")
	t.Loop("highTiles")
	addTile(t, "R8", "R9", nothing)
	t.Op("ADDQ", blockBytes, "R8")
	t.Op("SUBQ", blockBytes, "R9")
	t.Op("CMPQ", "R8", "R11")
	t.Op("JNE", "highTiles")
	rawColumns(t)
	nextColumns(t)
	t.Op("JMP", "high")
	t.Label("done")
	rawColumns(t)
	t.Store(t.sums[tile-1], digit("DX", tile))
	t.leave()
	t.Free(t.sums...)
	t.Free(t.below)
}

// rawColumns writes back a block of columns: below, and the sums up to the
// middle.
func rawColumns(t *text) {
	t.Store(t.below, digit("DX", 0))
	for i := range tile - 1 {
		t.Store(t.sums[i], digit("DX", i+1))
	}
}

// carry makes digits of columns in place, so that they can be added up further.
func carry(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaCarry",
		Doc:       "carries from each of the columns to the next.",
		Arguments: []string{"columns", "blocks"},
		Registers: []string{"DI", "BX"},
	})
	mask, out := t.TakeAt("mask", factorAt), t.TakeAt("out", factorAt+1)
	t.takeSums(tile)
	constants(t, out, mask)
	t.Zero(out)
	t.Loop("block")
	for i := range tile {
		t.Load(digit("DI", i), t.sums[i])
	}
	for i := range tile {
		s := t.sums[i]
		t.Add(out, s)
		t.signedCarry(s, out)
		t.Op("VPANDQ", mask, s, s)
		t.Store(s, digit("DI", i))
	}
	t.Op("ADDQ", blockBytes, "DI")
	t.Op("DECQ", "BX")
	t.Op("JNE", "block")
	t.leave()
	t.Free(t.sums...)
	t.Free(mask, out)
}

// settle makes digits of columns, doubled where asked. The doubling comes after
// a first carry, so that no column needs the bit for it.
func settle(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaSettle",
		Doc:       "sets z to the number in the columns, doubled in the lanes of double.",
		Arguments: []string{"z", "columns", "blocks", "double"},
		Registers: []string{"DI", "SI", "BX", "AX"},
	})
	mask := t.TakeAt("mask", factorAt)
	first, second := t.TakeAt("first", factorAt+1), t.TakeAt("second", factorAt+2)
	t.takeSums(tile)
	t.Op("KMOVW", "AX", "K1")
	constants(t, first, mask)
	t.Zero(first)
	t.Zero(second)
	t.Loop("block")
	for i := range tile {
		t.Load(digit("SI", i), t.sums[i])
	}
	for i := range tile {
		s := t.sums[i]
		t.Add(first, s)
		t.signedCarry(s, first)
		t.Op("VPANDQ", mask, s, s)
		t.Op("VPADDQ", s, s, "K1", s)
		t.Add(second, s)
		t.Store(s, digit("DI", i))
		t.carry(s, second)
	}
	t.Op("ADDQ", blockBytes, "DI")
	t.Op("ADDQ", blockBytes, "SI")
	t.Op("DECQ", "BX")
	t.Op("JNE", "block")
	t.leave()
	t.Free(t.sums...)
	t.Free(mask, first, second)
}
