// From columns to digits, and the linear passes around Karatsuba's products.

package avx2

// carry makes columns as small as digits, but for the highest, which keeps what
// is above its digit, and the sign: a product of differences may be negative.
func carry(t *text) {
	t.Function(local("Carry", `carries the columns at DX, of BX bytes. R8 points to one word for each
that takes the exponent bits away.`))
	carry := t.Take("carry")
	column := t.Take("column")
	t.Zero(carry)
	t.Label("block")
	for i := range tile {
		t.Op("VPBROADCASTQ", wordAt("R8", i), column)
		t.Add(digit("DX", i), column)
		t.carryIn(column, carry)
		t.Store(column, digit("DX", i))
	}
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("ADDQ", 8*tile, "R8")
	t.Op("SUBQ", blockBytes, "BX")
	t.Op("JNE", "block")
	t.Op("VPSLLQ", 52, carry, carry)
	t.Add(carry, column)
	t.Store(column, digit("DX", -1))
	t.Op("RET")
	t.Free(carry, column)
}

// finish takes the last digit of the quotient, with the modulus itself, and
// writes the digits of the result.
func finish(t *text) {
	t.Function(local("Finish", `writes the digits of BX/32 columns to DX. The columns end those at SI,
the first of which vanishes when the product of the last digit of the quotient
with n is added. At DI lie -1/n modulo 2^52, less 2^52 if it is 2^51 or more;
2^104, 2^105 if it is less; the lane's bit in a Mask; and n. R8 points to one
word for each column that takes the exponent bits away.`))
	const n = 3 // the first digit of n at DI
	q := t.Take("q")
	above := t.Take("above") // high half of the product below
	carry := t.Take("carry")
	shift := t.Take("shift") // by 1 in the lanes to double
	column := t.Take("column")
	t.takeFactors()
	t.takeStarts()
	t.loadStarts()
	t.Load(digit("SI", 0), column)
	t.Op("VPAND", digitMask, column, q)
	t.Op("VPOR", two52, q, q)
	t.Load(digit("DI", 0), t.factor)
	t.Load(digit("DI", 1), t.high)
	t.Op("VFMADD231PD", q, t.factor, t.high)
	t.Op("VSUBPD", digit("DI", 1), t.high, t.high)
	t.Op("VFMSUB213PD", t.high, t.factor, q)
	t.Op("VPADDQ", digitMask, column, above)
	t.Op("VPSRLQ", 52, above, above)
	t.Move(t.highStart, t.high)
	t.Op("VFMADD231PD", digit("DI", n), q, t.high)
	t.Add(t.high, above)
	t.Load(digit("DI", 2), column)
	t.Op("VPBROADCASTQ", "avx2Call_double(AX)", shift)
	t.Op("VPAND", column, shift, shift)
	t.Op("VPCMPEQQ", column, shift, shift)
	t.Op("VPSRLQ", 63, shift, shift)
	t.Load(carryHalf, carry)
	t.Op("VPSLLVQ", shift, carry, carry)

	t.Label("block")
	for i := range tile {
		t.Op("VPBROADCASTQ", wordAt("R8", i), column)
		t.Add(digit("SI", 1+i), column)
		t.Add(above, column)
		t.Load(digit("DI", n+1+i), t.other)
		t.Move(t.highStart, above)
		t.Op("VFMADD231PD", t.other, q, above)
		t.Op("VSUBPD", above, t.lowStart, t.low)
		t.Op("VFMADD231PD", t.other, q, t.low)
		t.Add(t.low, column)
		t.Op("VPSLLVQ", shift, column, column)
		t.carryIn(column, carry)
		t.toDouble(column)
		t.Store(column, digit("DX", i))
	}
	for _, pointer := range []string{"DX", "SI", "DI"} {
		t.Op("ADDQ", blockBytes, pointer)
	}
	t.Op("ADDQ", 8*tile, "R8")
	t.Op("SUBQ", blockBytes, "BX")
	t.Op("JNE", "block")
	t.Op("RET")
	t.freeStarts()
	t.freeFactors()
	t.Free(q, above, carry, shift, column)
}
