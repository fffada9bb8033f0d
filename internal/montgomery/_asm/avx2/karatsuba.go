// The linear passes around the three half-size products of Karatsuba's method.
//
// With x = x0 + x1*B and y = y0 + y1*B, B = 2^(52*h),
//
//	x*y = P0 + (P0 + P2 - s*D)*B + P2*B^2
//
// where P0 = x0*y0, P2 = x1*y1, D = |x0-x1| * |y0-y1| and s is the product of
// the signs of the differences. The products come as columns and are combined
// column by column. A column of the result may be negative, though the number
// is not.

package avx2

import "primebench/internal/montgomery/_asm/asm"

// difference writes |x0-x1| and its sign, near enough for a factor of a product.
//
// The difference of each two digits gives a carry to the next and takes the one
// from below, once: a digit may become -1. The sign is that of the highest digit
// then. If that is 0 the number may have the other sign, which does no harm:
// what is written is what the sign times it says, and its digits are in range.
func difference(t *text) {
	t.Function(local("Difference", `writes to DX a number that is x0-x1 or its negative, for x0 of BX bytes
at SI and x1 right behind it, with digits from -1 to 2^52. To the digit before
DX it writes the sign taken out times the one at DI; a sign is 0 or -1. Digits
of x0 and x1 are from 0 to 2^52 - 1; the lowest may be 2^52.`))
	start := t.Take("start") // 3*2^103: sums with it are rounded down to multiples of 2^52
	scale := t.Take("scale")
	flip := t.Take("flip")
	column := t.Take("column")
	carry := t.Take("carry") // times 2^52
	below := t.Take("below")
	t.Load(threeTwo103, start)
	t.Load(inverse52, scale)
	t.Op("LEAQ", "(SI)(BX*1)", "R9")
	t.Load(digit("SI", -2)+"(BX*1)", below)
	t.Op("VSUBPD", digit("R9", -2)+"(BX*1)", below, below)
	t.Op("VADDPD", start, below, below)
	t.Op("VSUBPD", start, below, below)
	t.Load(digit("SI", -1)+"(BX*1)", column)
	t.Op("VSUBPD", digit("R9", -1)+"(BX*1)", column, column)
	t.Op("VFMADD231PD", scale, below, column)
	t.Zero(carry)
	t.Op("VCMPPD", 1, carry, column, flip)
	t.Op("VPXOR", digit("DI", 0), flip, below)
	t.Store(below, digit("DX", -1))
	t.Op("VPSLLQ", 63, flip, flip)
	t.Label("digits")
	for i := range tile {
		t.Load(digit("SI", i), column)
		t.Op("VSUBPD", digit("R9", i), column, column)
		t.Op("VPXOR", flip, column, column)
		t.Op("VADDPD", start, column, below)
		t.Op("VFMADD231PD", scale, carry, column)
		t.Op("VSUBPD", start, below, carry)
		t.Op("VSUBPD", carry, column, column)
		t.Store(column, digit("DX", i))
	}
	for _, pointer := range []string{"SI", "R9", "DX"} {
		t.Op("ADDQ", blockBytes, pointer)
	}
	t.Op("SUBQ", blockBytes, "BX")
	t.Op("JNE", "digits")
	t.Op("VADDPD", carry, column, column) // nothing is above the last digit
	t.Store(column, digit("DX", -1))
	t.Op("RET")
	t.Free(start, scale, flip, column, carry, below)
}

// exactDifference writes |x0-x1| and its sign.
func exactDifference(t *text) {
	t.Function(local("ExactDifference", `writes to DX the digits of |x0-x1|, for x0 of BX bytes at SI and x1
right behind it. To the digit before DX it writes the sign of x0-x1 times the
one at DI; a sign is 0 or -1. The lowest digit may become 2^52.`))
	carry := t.Take("carry")
	offset := t.Take("offset")
	magic := t.Take("magic")
	mask := t.Take("mask")
	sign := t.Take("sign")
	flip := t.Take("flip")
	column := t.Take("column")
	minus := t.Take("minus")
	t.Load(carryStart, carry)
	t.Load(carryOffset, offset)
	t.Load(two52, magic)
	t.Load(digitMask, mask)
	t.Op("LEAQ", "(SI)(BX*1)", "R9")
	t.Op("MOVQ", "DX", "R10")
	t.Op("MOVQ", "BX", "CX")
	t.Label("subtract")
	for i := range tile {
		t.Op("VADDPD", digit("SI", i), magic, column)
		t.Op("VADDPD", digit("R9", i), magic, minus)
		t.Op("VPSUBQ", minus, column, column)
		t.Add(offset, column)
		t.Add(carry, column)
		t.Op("VPSRLQ", 52, column, carry)
		t.Op("VPAND", mask, column, column)
		t.Store(column, digit("R10", i))
	}
	for _, pointer := range []string{"SI", "R9", "R10"} {
		t.Op("ADDQ", blockBytes, pointer)
	}
	t.Op("SUBQ", blockBytes, "CX")
	t.Op("JNE", "subtract")

	t.Op("VPSUBQ", carryStart, carry, sign)
	t.Op("VPXOR", digit("DI", 0), sign, minus)
	t.Store(minus, digit("DX", -1))
	// The negative of a number is its complement and 1: the loop complements
	// the lowest digit too, so that is undone beforehand.
	t.Op("VPAND", mask, sign, flip)
	t.Op("VPXOR", digit("DX", 0), flip, column)
	t.Op("VPSUBQ", sign, column, column)
	t.Op("VPXOR", column, flip, column)
	t.Store(column, digit("DX", 0))
	t.Label("negate")
	for i := range tile {
		t.Op("VPXOR", digit("DX", i), flip, column)
		t.Add(magic, column)
		t.Op("VSUBPD", magic, column, column)
		t.Store(column, digit("DX", i))
	}
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("SUBQ", blockBytes, "BX")
	t.Op("JNE", "negate")
	t.Op("RET")
	t.Free(carry, offset, magic, mask, sign, flip, column, minus)
}

// combineSquare adds up the three products of a square, whose s is 1. Two columns
// of the middle take P0[h+k] + P2[k], for each k below h.
func combineSquare(t *text) {
	t.Function(local("CombineSquare", `adds the middle to the columns P0 and P2 at DX, of 2*BX bytes each, for
D at SI and s = 1.`))
	t.Op("LEAQ", "(DX)(BX*2)", "R9")
	t.Op("MOVQ", "BX", "CX")
	t.Label("columns")
	var parts []*asm.Register
	for i := range tile {
		shared, middle := t.Take("shared"), t.Take("middle")
		parts = append(parts, shared, middle)
		t.Load(digit("DX", i)+"(BX*1)", shared)
		t.Add(digit("R9", i), shared)
		t.Op("VPADDQ", digit("DX", i), shared, middle)
		t.Op("VPSUBQ", digit("SI", i), middle, middle)
		t.Op("VPADDQ", digit("R9", i)+"(BX*1)", shared, shared)
		t.Op("VPSUBQ", digit("SI", i)+"(BX*1)", shared, shared)
		t.Store(middle, digit("DX", i)+"(BX*1)")
		t.Store(shared, digit("R9", i))
	}
	t.nextColumns("SI")
	t.Free(parts...)
}

// combine adds up the three products of a product.
func combine(t *text) {
	t.Function(local("Combine", `adds the middle to the columns P0 and P2 at DX, of 2*BX bytes each, for
D at SI and s at DI, 0 or -1. R8 points to one word for each column of D that
takes its exponent bits away.`))
	t.Op("LEAQ", "(DX)(BX*2)", "R9")
	negative := t.signed()
	shared, middle := t.TakeAt("shared", 2), t.TakeAt("middle", 3)
	t.Label("columns")
	for i := range tile {
		t.Load(digit("DX", i)+"(BX*1)", shared)
		t.Add(digit("R9", i), shared)
		t.Op("VPADDQ", digit("DX", i), shared, middle)
		t.addSigned(negative, "SI", "R8", i, middle)
		t.Op("VPADDQ", digit("R9", i)+"(BX*1)", shared, shared)
		t.addSigned(negative, "R10", "R11", i, shared)
		t.Store(middle, digit("DX", i)+"(BX*1)")
		t.Store(shared, digit("R9", i))
	}
	t.nextColumns("SI", "R10")
	t.Free(negative, shared, middle)
}

// combineAdd adds the combined product to columns.
func combineAdd(t *text) {
	t.Function(local("CombineAdd", `adds to the columns at DX those of the product of which P0, P2 and D, of
2*BX bytes each, lie at SI. DI and R8 are as for Combine.`))
	t.Op("MOVQ", "SI", "R13") // P0
	t.Op("LEAQ", "(SI)(BX*4)", "SI")
	t.Op("LEAQ", "(DX)(BX*2)", "R9")
	t.Op("LEAQ", "(R13)(BX*2)", "R14") // P2
	negative := t.signed()
	shared, middle, end := t.TakeAt("shared", 2), t.TakeAt("middle", 3), t.TakeAt("end", 4)
	t.Label("columns")
	for i := range tile {
		t.Load(digit("R13", i)+"(BX*1)", shared)
		t.Add(digit("R14", i), shared)
		t.Load(digit("R13", i), end)
		t.Op("VPADDQ", end, shared, middle)
		t.addTo(end, digit("DX", i))
		t.addSigned(negative, "SI", "R8", i, middle)
		t.addTo(middle, digit("DX", i)+"(BX*1)")
		t.Load(digit("R14", i)+"(BX*1)", end)
		t.Add(end, shared)
		t.addTo(end, digit("R9", i)+"(BX*1)")
		t.addSigned(negative, "R10", "R11", i, shared)
		t.addTo(shared, digit("R9", i))
	}
	t.nextColumns("SI", "R10", "R13", "R14")
	t.Free(negative, shared, middle, end)
}

// signed prepares addSigned: R10 and R11 become the upper halves of what SI and
// R8 point to, and CX counts the bytes of half a product. D is added where the
// register that it returns is 0, and -D where that is -1.
func (t *text) signed() (negative *asm.Register) {
	negative = t.Take("negative")
	t.Op("LEAQ", "(SI)(BX*1)", "R10")
	t.Op("MOVQ", "BX", "R11")
	t.Op("SHRQ", 2, "R11") // one word for a vector of four
	t.Op("ADDQ", "R8", "R11")
	t.Op("VPCMPEQQ", negative, negative, negative)
	t.Op("VPXOR", digit("DI", 0), negative, negative)
	t.Op("MOVQ", "BX", "CX")
	return negative
}

// addSigned adds -s times a column of D.
func (t *text) addSigned(negative *asm.Register, d, words string, i int, to *asm.Register) {
	term := t.TakeAt("term", 5)
	t.Op("VPBROADCASTQ", wordAt(words, i), term)
	t.Add(digit(d, i), term)
	t.Op("VPXOR", negative, term, term)
	t.Op("VPSUBQ", negative, term, term)
	t.Add(term, to)
	t.Free(term)
}

// nextColumns ends the loop over the columns of half a product, at DX, R9 and
// what else is named. The words for D go along, where there are any.
func (t *text) nextColumns(more ...string) {
	for _, pointer := range append([]string{"DX", "R9"}, more...) {
		t.Op("ADDQ", blockBytes, pointer)
	}
	t.Op("ADDQ", 8*tile, "R8")
	t.Op("ADDQ", 8*tile, "R11")
	t.Op("SUBQ", blockBytes, "CX")
	t.Op("JNE", "columns")
	t.Op("RET")
}
