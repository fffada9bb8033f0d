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

// difference writes |x0-x1| and its sign, near enough for a factor of a product.
//
// The difference of each two digits gives a carry to the next and takes the one
// from below, once: a digit may become -1. The sign is that of the highest digit
// then. If that is 0 the number may have the other sign, which does no harm:
// what is written is what the sign times it says, and its digits are in range.
func difference(t *text) {
	t.function("Difference", `writes to DX a number that is x0-x1 or its negative, for x0 of BX bytes
// at SI and x1 right behind it, with digits from -1 to 2^52. To the digit before
// DX it writes the sign taken out times the one at DI; a sign is 0 or -1. Digits
// of x0 and x1 are from 0 to 2^52 - 1; the lowest may be 2^52.`)
	const (
		start  = y(0) // 3*2^103: sums with it are rounded down to multiples of 2^52
		scale  = y(1)
		flip   = y(2)
		column = y(3)
		carry  = y(4) // times 2^52
		below  = y(5)
	)
	t.load(threeTwo103, start)
	t.load(inverse52, scale)
	t.op("LEAQ", "(SI)(BX*1)", "R9")
	t.load(digit("SI", -2)+"(BX*1)", below)
	t.op("VSUBPD", digit("R9", -2)+"(BX*1)", below, below)
	t.op("VADDPD", start, below, below)
	t.op("VSUBPD", start, below, below)
	t.load(digit("SI", -1)+"(BX*1)", column)
	t.op("VSUBPD", digit("R9", -1)+"(BX*1)", column, column)
	t.op("VFMADD231PD", scale, below, column)
	t.zero(carry)
	t.op("VCMPPD", 1, carry, column, flip)
	t.op("VPXOR", digit("DI", 0), flip, below)
	t.store(below, digit("DX", -1))
	t.op("VPSLLQ", 63, flip, flip)
	t.label("digits")
	for i := range tile {
		t.load(digit("SI", i), column)
		t.op("VSUBPD", digit("R9", i), column, column)
		t.op("VPXOR", flip, column, column)
		t.op("VADDPD", start, column, below)
		t.op("VFMADD231PD", scale, carry, column)
		t.op("VSUBPD", start, below, carry)
		t.op("VSUBPD", carry, column, column)
		t.store(column, digit("DX", i))
	}
	for _, pointer := range []string{"SI", "R9", "DX"} {
		t.op("ADDQ", blockBytes, pointer)
	}
	t.op("SUBQ", blockBytes, "BX")
	t.op("JNE", "digits")
	t.op("VADDPD", carry, column, column) // nothing is above the last digit
	t.store(column, digit("DX", -1))
	t.op("RET")
}

// exactDifference writes |x0-x1| and its sign.
func exactDifference(t *text) {
	t.function("ExactDifference", `writes to DX the digits of |x0-x1|, for x0 of BX bytes at SI and x1
// right behind it. To the digit before DX it writes the sign of x0-x1 times the
// one at DI; a sign is 0 or -1. The lowest digit may become 2^52.`)
	const (
		carry  = y(0)
		offset = y(1)
		magic  = y(2)
		mask   = y(3)
		sign   = y(4)
		flip   = y(5)
		column = y(6)
		minus  = y(7)
	)
	t.load(carryStart, carry)
	t.load(carryOffset, offset)
	t.load(two52, magic)
	t.load(digitMask, mask)
	t.op("LEAQ", "(SI)(BX*1)", "R9")
	t.op("MOVQ", "DX", "R10")
	t.op("MOVQ", "BX", "CX")
	t.label("subtract")
	for i := range tile {
		t.op("VADDPD", digit("SI", i), magic, column)
		t.op("VADDPD", digit("R9", i), magic, minus)
		t.op("VPSUBQ", minus, column, column)
		t.add(offset, column)
		t.add(carry, column)
		t.op("VPSRLQ", 52, column, carry)
		t.op("VPAND", mask, column, column)
		t.store(column, digit("R10", i))
	}
	for _, pointer := range []string{"SI", "R9", "R10"} {
		t.op("ADDQ", blockBytes, pointer)
	}
	t.op("SUBQ", blockBytes, "CX")
	t.op("JNE", "subtract")

	t.op("VPSUBQ", carryStart, carry, sign)
	t.op("VPXOR", digit("DI", 0), sign, minus)
	t.store(minus, digit("DX", -1))
	// The negative of a number is its complement and 1: the loop complements
	// the lowest digit too, so that is undone beforehand.
	t.op("VPAND", mask, sign, flip)
	t.op("VPXOR", digit("DX", 0), flip, column)
	t.op("VPSUBQ", sign, column, column)
	t.op("VPXOR", column, flip, column)
	t.store(column, digit("DX", 0))
	t.label("negate")
	for i := range tile {
		t.op("VPXOR", digit("DX", i), flip, column)
		t.add(magic, column)
		t.op("VSUBPD", magic, column, column)
		t.store(column, digit("DX", i))
	}
	t.op("ADDQ", blockBytes, "DX")
	t.op("SUBQ", blockBytes, "BX")
	t.op("JNE", "negate")
	t.op("RET")
}

// combine adds up the three products. Two columns of the middle take
// P0[h+k] + P2[k], for each k below h.
func combine(t *text) {
	t.function("CombineSquare", `adds the middle to the columns P0 and P2 at DX, of 2*BX bytes each, for
// D at SI and s = 1.`)
	t.op("LEAQ", "(DX)(BX*2)", "R9")
	t.op("MOVQ", "BX", "CX")
	t.label("columns")
	for i := range tile {
		shared, middle := y(2*i), y(2*i+1)
		t.load(digit("DX", i)+"(BX*1)", shared)
		t.add(digit("R9", i), shared)
		t.op("VPADDQ", digit("DX", i), shared, middle)
		t.op("VPSUBQ", digit("SI", i), middle, middle)
		t.op("VPADDQ", digit("R9", i)+"(BX*1)", shared, shared)
		t.op("VPSUBQ", digit("SI", i)+"(BX*1)", shared, shared)
		t.store(middle, digit("DX", i)+"(BX*1)")
		t.store(shared, digit("R9", i))
	}
	t.nextColumns("SI")

	t.function("Combine", `adds the middle to the columns P0 and P2 at DX, of 2*BX bytes each, for
// D at SI and s at DI, 0 or -1. R8 points to one word for each column of D that
// takes its exponent bits away.`)
	t.op("LEAQ", "(DX)(BX*2)", "R9")
	t.signed()
	t.label("columns")
	for i := range tile {
		shared, middle := y(2), y(3)
		t.load(digit("DX", i)+"(BX*1)", shared)
		t.add(digit("R9", i), shared)
		t.op("VPADDQ", digit("DX", i), shared, middle)
		t.addSigned("SI", "R8", i, middle)
		t.op("VPADDQ", digit("R9", i)+"(BX*1)", shared, shared)
		t.addSigned("R10", "R11", i, shared)
		t.store(middle, digit("DX", i)+"(BX*1)")
		t.store(shared, digit("R9", i))
	}
	t.nextColumns("SI", "R10")

	t.function("CombineAdd", `adds to the columns at DX those of the product of which P0, P2 and D, of
// 2*BX bytes each, lie at SI. DI and R8 are as for Combine.`)
	t.op("MOVQ", "SI", "R13") // P0
	t.op("LEAQ", "(SI)(BX*4)", "SI")
	t.op("LEAQ", "(DX)(BX*2)", "R9")
	t.op("LEAQ", "(R13)(BX*2)", "R14") // P2
	t.signed()
	t.label("columns")
	for i := range tile {
		shared, middle, end := y(2), y(3), y(4)
		t.load(digit("R13", i)+"(BX*1)", shared)
		t.add(digit("R14", i), shared)
		t.load(digit("R13", i), end)
		t.op("VPADDQ", end, shared, middle)
		t.addTo(end, digit("DX", i))
		t.addSigned("SI", "R8", i, middle)
		t.addTo(middle, digit("DX", i)+"(BX*1)")
		t.load(digit("R14", i)+"(BX*1)", end)
		t.add(end, shared)
		t.addTo(end, digit("R9", i)+"(BX*1)")
		t.addSigned("R10", "R11", i, shared)
		t.addTo(shared, digit("R9", i))
	}
	t.nextColumns("SI", "R10", "R13", "R14")
}

const (
	negative = y(0) // s*D is added where this is 0, and -D where it is -1
	term     = y(5)
)

// signed prepares addSigned: R10 and R11 become the upper halves of what SI and
// R8 point to, and CX counts the bytes of half a product.
func (t *text) signed() {
	t.op("LEAQ", "(SI)(BX*1)", "R10")
	t.op("MOVQ", "BX", "R11")
	t.op("SHRQ", 2, "R11") // one word for a vector of four
	t.op("ADDQ", "R8", "R11")
	t.op("VPCMPEQQ", negative, negative, negative)
	t.op("VPXOR", digit("DI", 0), negative, negative)
	t.op("MOVQ", "BX", "CX")
}

// addSigned adds -s times a column of D.
func (t *text) addSigned(d, words string, i int, to y) {
	t.op("VPBROADCASTQ", wordAt(words, i), term)
	t.add(digit(d, i), term)
	t.op("VPXOR", negative, term, term)
	t.op("VPSUBQ", negative, term, term)
	t.add(term, to)
}

// nextColumns ends the loop over the columns of half a product, at DX, R9 and
// what else is named. The words for D go along, where there are any.
func (t *text) nextColumns(more ...string) {
	for _, pointer := range append([]string{"DX", "R9"}, more...) {
		t.op("ADDQ", blockBytes, pointer)
	}
	t.op("ADDQ", 8*tile, "R8")
	t.op("ADDQ", 8*tile, "R11")
	t.op("SUBQ", blockBytes, "CX")
	t.op("JNE", "columns")
	t.op("RET")
}
