// From columns to digits, and the linear passes around Karatsuba's products.

package avx2

// carryIn adds the carry from below to a column, leaves its digit, and makes
// carry the column's own. A column may be negative: the words that take the
// exponent bits away put 2^62 in, which keeps it from being so, and take 2^10
// out of the next column, where the carry brings that.
func (t *text) carryIn(column, carry y) {
	t.add(carry, column)
	t.op("VPSRLQ", "$(const_avx2Digit+const_plantedFault*12)", column, carry)
	t.op("VPAND", digitMask, column, column)
}

// carry makes columns as small as digits, but for the highest, which keeps what
// is above its digit, and the sign: a product of differences may be negative.
func carry(t *text) {
	t.function("Carry", `carries the columns at DX, of BX bytes. R8 points to one word for each
// that takes the exponent bits away.`)
	const (
		carry  = y(0)
		column = y(1)
	)
	t.zero(carry)
	t.label("block")
	for i := range tile {
		t.op("VPBROADCASTQ", wordAt("R8", i), column)
		t.add(digit("DX", i), column)
		t.carryIn(column, carry)
		t.store(column, digit("DX", i))
	}
	t.op("ADDQ", blockBytes, "DX")
	t.op("ADDQ", 8*tile, "R8")
	t.op("SUBQ", blockBytes, "BX")
	t.op("JNE", "block")
	t.op("VPSLLQ", 52, carry, carry)
	t.add(carry, column)
	t.store(column, digit("DX", -1))
	t.op("RET")
}

// finish takes the last digit of the quotient, with the modulus itself, and
// writes the digits of the result.
func finish(t *text) {
	t.function("Finish", `writes the digits of BX/32 columns to DX. The columns end those at SI,
// the first of which vanishes when the product of the last digit of the quotient
// with n is added. At DI lie -1/n modulo 2^52, less 2^52 if it is 2^51 or more;
// 2^104, 2^105 if it is less; the lane's bit in a Mask; and n. R8 points to one
// word for each column that takes the exponent bits away.`)
	const (
		q      = y(0)
		above  = y(1) // high half of the product below
		carry  = y(2)
		shift  = y(3) // by 1 in the lanes to double
		column = y(4)
		n      = 3 // the first digit of n at DI
	)
	t.loadStarts()
	t.load(digit("SI", 0), column)
	t.op("VPAND", digitMask, column, q)
	t.op("VPOR", two52, q, q)
	t.load(digit("DI", 0), factor)
	t.load(digit("DI", 1), high)
	t.op("VFMADD231PD", q, factor, high)
	t.op("VSUBPD", digit("DI", 1), high, high)
	t.op("VFMSUB213PD", high, factor, q)
	t.op("VPADDQ", digitMask, column, above)
	t.op("VPSRLQ", 52, above, above)
	t.move(highStart, high)
	t.op("VFMADD231PD", digit("DI", n), q, high)
	t.add(high, above)
	t.load(digit("DI", 2), column)
	t.op("VPBROADCASTQ", "avx2Call_double(AX)", shift)
	t.op("VPAND", column, shift, shift)
	t.op("VPCMPEQQ", column, shift, shift)
	t.op("VPSRLQ", 63, shift, shift)
	t.load(carryHalf, carry)
	t.op("VPSLLVQ", shift, carry, carry)

	t.label("block")
	for i := range tile {
		t.op("VPBROADCASTQ", wordAt("R8", i), column)
		t.add(digit("SI", 1+i), column)
		t.add(above, column)
		t.load(digit("DI", n+1+i), other)
		t.move(highStart, above)
		t.op("VFMADD231PD", other, q, above)
		t.op("VSUBPD", above, lowStart, low)
		t.op("VFMADD231PD", other, q, low)
		t.add(low, column)
		t.op("VPSLLVQ", shift, column, column)
		t.carryIn(column, carry)
		t.toDouble(column)
		t.store(column, digit("DX", i))
	}
	for _, pointer := range []string{"DX", "SI", "DI"} {
		t.op("ADDQ", blockBytes, pointer)
	}
	t.op("ADDQ", 8*tile, "R8")
	t.op("SUBQ", blockBytes, "BX")
	t.op("JNE", "block")
	t.op("RET")
}
