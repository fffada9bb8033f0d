// From columns to digits, and the linear passes around Karatsuba's products.

package avx2

// carryIn adds the carry below to a column, above its digit 2^10 too large, and
// makes carry the column's own. A column may be negative down to -2^62: 2^62
// keeps it from being so, and puts 2^10 into its carry, which the next column
// takes out again.
func (t *text) carryIn(column, offset, carry y) {
	t.add(offset, column)
	t.add(carry, column)
	t.op("VPSRLQ", "$(const_avx2Digit+const_plantedFault*12)", column, carry)
	t.op("VPAND", digitMask, column, column)
}

// finish takes the last digit of the quotient, with the modulus itself, and
// writes the digits of the result.
func finish(t *text) {
	t.function("Finish", `writes the digits of BX/32 columns to DX. The columns end those at SI,
// the first of which vanishes when the product of the last digit of the quotient
// with n is added. At DI lie -1/n modulo 2^52, less 2^52 if it is 2^51 or more;
// 2^104, 2^105 if it is less; the lanes to double as ones; and n. R8 points to
// one word for each column that takes the exponent bits away.`)
	const (
		q      = y(0)
		above  = y(1) // high half of the product below
		carry  = y(2)
		double = y(3)
		offset = y(4)
		column = y(5)
		twice  = y(6)
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
	t.load(carryStart, carry)
	t.load(digit("DI", 2), double)
	t.load(carryOffset, offset)

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
		t.op("VPAND", double, column, twice)
		t.add(twice, column)
		t.carryIn(column, offset, carry)
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
