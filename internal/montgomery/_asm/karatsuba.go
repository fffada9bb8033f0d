// What Karatsuba's method needs beside the products of leaf size: sums of two
// halves, the combination of three products, and a reduction that works in
// place on columns and so can be made of smaller ones.
//
// The columns of a combination come from subtractions and may be negative: every
// carry out of them is an arithmetic shift. Digits of sums are clean, since they
// are added to columns as they are.

package main

import "fmt"

// arguments begins a function that takes pointers, and loads them into
// registers.
func arguments(t *text, name, doc string, registers []string, names ...string) {
	fmt.Fprintf(t, "// func %s(", name)
	for i, n := range names {
		if i > 0 {
			fmt.Fprint(t, ", ")
		}
		fmt.Fprint(t, n)
	}
	fmt.Fprintf(t, ")\n// %s\nTEXT ·%s(SB), NOSPLIT, $0-%d\n", doc, name, 8*len(names))
	for i, n := range names {
		t.op("MOVQ", fmt.Sprintf("%s+%d(FP)", n, 8*i), registers[i])
	}
}

// constants loads digits of one and the mask of a digit.
func constants(t *text, one, mask z) {
	t.op("VPTERNLOGQ", "$255", mask, mask, mask)
	t.op("VPSRLQ", "$63", mask, one)
	t.op("VPSRLQ", immediate(64-digitBits), mask, mask)
}

// sum adds the two halves of a number. The products with one in front of the
// addition clean the digits.
func sum(t *text) {
	arguments(t, "ifmaSum", "sets sum to the low digits of x0+x1; the digit after them says which lanes carry out.",
		[]string{"DI", "SI", "DX", "BX"}, "sum", "x0", "x1", "blocks")
	const one, mask, out = z(20), z(21), z(22)
	constants(t, one, mask)
	t.zero(out)
	t.loop("block")
	for i := range tile {
		t.zero(sums + z(i))
	}
	for i := range tile {
		t.addLow(digit("SI", i), one, sums+z(i))
	}
	for i := range tile {
		t.addLow(digit("DX", i), one, sums+z(i))
	}
	for i := range tile {
		s := sums + z(i)
		t.add(out, s)
		t.carry(s, out)
		t.op("VPANDQ", mask, s, s)
		t.store(s, digit("DI", i))
	}
	for _, r := range []string{"SI", "DX", "DI"} {
		t.op("ADDQ", immediate(blockBytes), r)
	}
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.store(out, "(DI)")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// combine makes one product of three: with B = 2^(52*m), m digits a half,
// (x0 + B*x1)(y0 + B*y1) = P0 + B*(PS - P0 - P1) + B^2*P1, where PS is the
// product of the sums. product holds P0 and P1, four times m columns in all,
// and middle the columns of the product of the sums without their carries out;
// those add a sum each.
func combine(t *text) {
	arguments(t, "ifmaCombine", "puts the middle product in its place between the two in product.",
		[]string{"DI", "SI", "R8", "R9", "BX"}, "product", "middle", "sumX", "sumY", "blocks")
	t.op("IMUL3Q", immediate(blockBytes), "BX", "CX") // bytes of m digits
	t.op("ADDQ", "BX", "BX")                          // turns of half a block
	t.op("LEAQ", "(DI)(CX*2)", "R10")
	t.op("VMOVDQA64", "(R8)(CX*1)", z(30))
	t.op("VMOVDQA64", "(R9)(CX*1)", z(31))
	t.op("VPTESTMQ", z(30), z(30), "K1")
	t.op("VPTESTMQ", z(31), z(31), "K2")
	t.op("VPANDQ", z(30), z(31), z(31))
	t.op("LEAQ", "(R10)(CX*1)", "R11")
	t.loop("digits")
	const unroll = tile / 2
	at := func(base string, i int) string { return digit(base, i) }
	half := func(base string, i int) string { return fmt.Sprintf("%d(%s)(CX*1)", digitBytes*i, base) }
	for i := range unroll {
		low, high, shared := z(4*i), z(4*i+1), z(4*i+2)
		t.load(half("DI", i), shared)
		t.op("VPSUBQ", at("R10", i), shared, shared) // the upper half of P0, less the lower of P1
		t.op("VPADDQ", at("SI", i), shared, low)     // plus the lower half of PS
		t.load(half("SI", i), high)
		t.op("VPADDQ", at("R8", i), high, "K2", high)
		t.op("VPADDQ", at("R9", i), high, "K1", high)
		t.op("VPSUBQ", at("DI", i), low, low)
		t.op("VPSUBQ", shared, high, high)
		t.op("VPSUBQ", half("R10", i), high, high)
		t.store(low, half("DI", i))
		t.store(high, at("R10", i))
	}
	for _, r := range []string{"DI", "SI", "R8", "R9", "R10"} {
		t.op("ADDQ", immediate(unroll*digitBytes), r)
	}
	t.op("DECQ", "BX")
	t.op("JNE", "digits")
	t.op("VPADDQ", "(R11)", z(31), z(31)) // the product of the carries
	t.store(z(31), "(R11)")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// accumulate adds columns to columns.
func accumulate(t *text) {
	arguments(t, "ifmaAccumulate", "adds as many blocks of columns to z.",
		[]string{"DI", "SI", "BX"}, "z", "columns", "blocks")
	t.loop("block")
	for i := range tile {
		t.load(digit("DI", i), sums+z(i))
		t.op("VPADDQ", digit("SI", i), sums+z(i), sums+z(i))
		t.store(sums+z(i), digit("DI", i))
	}
	t.op("ADDQ", immediate(blockBytes), "DI")
	t.op("ADDQ", immediate(blockBytes), "SI")
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// reduceRaw takes L digits of the quotient off the lowest of 2L columns and
// adds their product with the F of as many digits to the columns above, which
// keep what they carry.
func reduceRaw(t *text) {
	arguments(t, "ifmaReduceRaw", "makes blocks of quotient from columns, and adds its product with friendly.",
		[]string{"DX", "SI", "R12", "BX"}, "columns", "quotient", "friendly", "blocks")
	t.op("IMUL3Q", immediate(blockBytes), "BX", "BX")
	t.load(digit("DX", 0), below)
	for i := range 2 * tile {
		t.load(digit("DX", 1+i), sums+z(i))
	}
	t.op("XORL", "CX", "CX")
	t.label("low")
	t.op("MOVQ", "SI", "R8")
	t.op("LEAQ", "(R12)(CX*1)", "R9")
	t.op("CMPQ", "R9", "R12")
	t.op("JEQ", "digits")
	t.loop("lowTiles")
	addTile(t, "R8", "R9", nothing)
	t.op("ADDQ", immediate(blockBytes), "R8")
	t.op("SUBQ", immediate(blockBytes), "R9")
	t.op("CMPQ", "R9", "R12")
	t.op("JNE", "lowTiles")
	t.loop("digits")
	for i := range tile {
		t.load(digit("R12", i), factor+z(i))
	}
	q := below
	for i := range tile {
		quotientDigit(t, q, i, t.signedCarry, func() {})
		q = sums + z(i)
	}
	nextColumns(t)
	t.op("ADDQ", immediate(blockBytes), "CX")
	t.op("CMPQ", "CX", "BX")
	t.op("JNE", "low")

	t.op("MOVQ", "SI", "CX")
	t.op("LEAQ", "(SI)(BX*1)", "R11") // the end of the quotient
	t.op("LEAQ", fmt.Sprintf("%d(R12)(BX*1)", -blockBytes), "R12")
	t.label("high")
	t.op("ADDQ", immediate(blockBytes), "CX")
	t.op("CMPQ", "CX", "R11")
	t.op("JEQ", "done")
	t.op("MOVQ", "CX", "R8")
	t.op("MOVQ", "R12", "R9")
	t.loop("highTiles")
	addTile(t, "R8", "R9", nothing)
	t.op("ADDQ", immediate(blockBytes), "R8")
	t.op("SUBQ", immediate(blockBytes), "R9")
	t.op("CMPQ", "R8", "R11")
	t.op("JNE", "highTiles")
	rawColumns(t)
	nextColumns(t)
	t.op("JMP", "high")
	t.label("done")
	rawColumns(t)
	t.store(sums+z(tile-1), digit("DX", tile))
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// rawColumns writes back a block of columns: below, and the sums up to the
// middle.
func rawColumns(t *text) {
	t.store(below, digit("DX", 0))
	for i := range tile - 1 {
		t.store(sums+z(i), digit("DX", i+1))
	}
}

// carry makes digits of columns in place, so that they can be added up further.
func carry(t *text) {
	arguments(t, "ifmaCarry", "carries from each of the columns to the next.",
		[]string{"DI", "BX"}, "columns", "blocks")
	const mask, out = z(20), z(21)
	constants(t, out, mask)
	t.zero(out)
	t.loop("block")
	for i := range tile {
		t.load(digit("DI", i), sums+z(i))
	}
	for i := range tile {
		s := sums + z(i)
		t.add(out, s)
		t.signedCarry(s, out)
		t.op("VPANDQ", mask, s, s)
		t.store(s, digit("DI", i))
	}
	t.op("ADDQ", immediate(blockBytes), "DI")
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// settle makes digits of columns, doubled where asked. The doubling comes after
// a first carry, so that no column needs the bit for it.
func settle(t *text) {
	arguments(t, "ifmaSettle", "sets z to the number in the columns, doubled in the lanes of double.",
		[]string{"DI", "SI", "BX", "AX"}, "z", "columns", "blocks", "double")
	const mask, first, second = z(20), z(21), z(22)
	t.op("KMOVW", "AX", "K1")
	constants(t, first, mask)
	t.zero(first)
	t.zero(second)
	t.loop("block")
	for i := range tile {
		t.load(digit("SI", i), sums+z(i))
	}
	for i := range tile {
		s := sums + z(i)
		t.add(first, s)
		t.signedCarry(s, first)
		t.op("VPANDQ", mask, s, s)
		t.op("VPADDQ", s, s, "K1", s)
		t.add(second, s)
		t.store(s, digit("DI", i))
		t.carry(s, second)
	}
	t.op("ADDQ", immediate(blockBytes), "DI")
	t.op("ADDQ", immediate(blockBytes), "SI")
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}
