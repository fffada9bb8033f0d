// Products and their reductions in one go, with blocks split: what has been summed
// of both for a block column is joined and stored once.
//
// A block column K collects the pairs of blocks of x and y, I + J = K, and those of
// the quotient and F. F stands one column above the digits of the quotient
// (reduce.go), so that the quotient is kept one digit up: its block I has the digits
// 10I-1 to 10I+8. The first of them is known from the block column before, and waits in
// below; the others are found with their columns, one after the other. The last digit of
// all goes with the modulus itself and has a row of its own; it stands in no block.
//
// A block column is joined from its three sums: with A and C those of lower and
// upper halves and S that of sums, it is A + (S-A-C)*B + C*B^2, B being half a
// block. A prime being an upper half, the quarters are A, A' - A - C + S,
// C - A' - C' + S' and C'. What has no part of S in it is joined while the products of
// sums are still to come.
//
// What a block column leaves to the next one waits in ten columns at DX. All others
// stay in registers, until each is stored once, as a digit of the quotient or of the
// result.

package ifma

import "fmt"

// squareSplit and multiplySplit do a product and its reduction.
func squareSplit(t *text) {
	t.Function(ofStep("ifmaSquareSplit", "sets z to x*x/R, doubled in the lanes of double."))
	beginSplit(t)
	t.Label("column")
	firstPair(t, "SI", "SI", "R14", "R14")
	t.Op("SHRQ", 1, "R12")
	squareColumn(t, "", blockBytes, splitSumBytes, func(to string) {
		t.Op("TESTQ", 1, "CX")
		t.Op("JNE", to)
	}, func(j int) work { return joinSplit(t, j) }, func() {
		nextSum(t)()
		quotientHalves(t)
	}, func() {}, func() {})
	finishBlockColumn(t)
}

func multiplySplit(t *text) {
	t.Function(ofStep("ifmaMultiplySplit", "sets z to x*y/R, doubled in the lanes of double."))
	beginSplit(t)
	t.Op("MOVQ", field("y"), "R13")
	t.Label("column")
	firstPair(t, "SI", "R13", "R14", field("ySums"))
	halfPairs(t, "x", blockBytes)
	nextSum(t)()
	quotientHalves(t)
	sumPairs(t, "x", splitSumBytes, func(j int) work { return joinSplit(t, j) })
	finishBlockColumn(t)
}

// beginSplit loads what both share. The quotient begins with a digit of zero.
func beginSplit(t *text) {
	t.Op("MOVQ", field("x"), "SI")
	t.Op("MOVQ", field("columns"), "DX")
	t.Op("MOVQ", field("blocks"), "BX")
	t.Op("MOVQ", field("xSums"), "R14")
	splitSum(t, "SI", "R14")
	t.below = t.TakeAt("below", belowAt)
	t.Zero(t.below)
	for i := range tile {
		t.Store(t.below, digit("DX", i))
	}
	t.Op("MOVQ", field("quotient"), "R8")
	t.Store(t.below, digit("R8", 0))
	t.Op("MOVQ", field("double"), "AX")
	t.Op("KMOVW", "AX", "K1")
	t.Op("XORL", "CX", "CX")
}

// nextSum returns what makes the sum of halves of the next block of x, if there is
// one: where products are waiting to hide it, and far from other additions.
func nextSum(t *text) func() {
	done := 0
	return func() {
		done++
		label := fmt.Sprint("summed", done)
		t.Op("LEAQ", "1(CX)", "AX")
		t.Op("CMPQ", "AX", "BX")
		t.Op("JCC", label)
		t.Op("IMUL3Q", blockBytes, "AX", "R8")
		t.Op("IMUL3Q", splitSumBytes, "AX", "R9")
		t.Op("ADDQ", "SI", "R8")
		t.Op("ADDQ", "R14", "R9")
		splitSum(t, "R8", "R9")
		t.Label(label)
	}
}

// quotientHalves sums the products of halves of the quotient and F that block column
// CX has, R15 pairs. The block of the quotient that is yet to be found is not among
// them.
func quotientHalves(t *text) {
	columnBegin(t)
	t.Op("MOVQ", "R9", "R15")
	t.Op("SUBQ", "AX", "R15")
	t.Op("CMPQ", "CX", "BX")
	t.Op("SBBQ", -1, "R15") // one more from block column M on
	t.Op("IMUL3Q", blockBytes, "AX", "R8")
	t.Op("IMUL3Q", blockBytes, "R9", "R9")
	t.Op("ADDQ", field("quotient"), "R8")
	t.Op("ADDQ", field("friendly"), "R9")
	pairs(t, "quotientHalves", "R15", "R8", "R9", blockBytes, addHalfTiles)
}

// quotientSums is quotientHalves for the products of sums.
func quotientSums(t *text) {
	columnBegin(t)
	t.Op("IMUL3Q", splitSumBytes, "AX", "R8")
	t.Op("IMUL3Q", splitSumBytes, "R9", "R9")
	t.Op("ADDQ", field("quotientSums"), "R8")
	t.Op("ADDQ", field("friendlySums"), "R9")
	moreSums(t, "quotientSums", "R15", "R8", "R9", splitSumBytes)
}

// joinSplit joins digit i of the quarters with the columns that the block column before
// has left. The places of those take the upper quarters: the third without S, and the
// highest.
func joinSplit(t *text, i int) work {
	a, aUpper := t.lower[i], t.lower[splitDigits+i]
	c, cUpper := t.upper[i], t.upper[splitDigits+i]
	return work{
		func() { t.Op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.Op("VPADDQ", aUpper, cUpper, c) },
		func() { t.Op("VPSUBQ", a, aUpper, aUpper) },
		func() { t.Op("VPADDQ", digit("DX", splitDigits+i), aUpper, aUpper) },
		func() {
			t.Store(cUpper, digit("DX", splitDigits+i))
			t.Free(cUpper)
		},
		func() { t.Op("VPADDQ", digit("DX", i), a, a) },
		func() {
			t.Store(c, digit("DX", i))
			t.Free(c)
		},
	}
}

// finishBlockColumn finishes a block column, and goes on with the next until all are done.
func finishBlockColumn(t *text) {
	quotientSums(t)
	for i := range splitDigits {
		t.Add(t.sumsOfSums[i], t.lower[splitDigits+i])
	}
	copy(t.upper, t.TakeRow("sums", sumsAt+tile, splitDigits))
	for i := range splitDigits {
		t.Op("VPSUBQ", digit("DX", i), t.sumsOfSums[splitDigits+i], t.upper[i])
	}
	t.Free(t.sumsOfSums...)
	joined := t.Held()
	t.Op("CMPQ", "CX", "BX")
	t.Op("JCC", "result")
	copy(t.upper[splitDigits:], t.TakeRow("sums", sumsAt+tile+splitDigits, splitDigits))
	for i := range splitDigits {
		t.Load(digit("DX", splitDigits+i), t.upper[splitDigits+i])
	}
	findQuotient(t)

	t.Resume(joined)
	t.Label("result")
	lastRow(t)
	splitResult(t)
	for i := range splitDigits {
		t.Store(t.upper[i], digit("DX", i))
	}
	t.Free(t.sums[:tile+splitDigits]...)
	t.Op("INCQ", "CX")
	t.Op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.Op("CMPQ", "CX", "AX")
	t.Op("JCS", "column")
	t.takeSums(tile)
	for i, s := range t.sums {
		t.Load(digit("DX", i), s)
	}
	lastRow(t)
	splitResult(t)
	t.leave()
	t.Free(t.sums...)
	t.Free(t.below)
}

// findQuotient finds the digits of the quotient whose columns are those of block
// column CX, and adds what they do to them. The first digit of the block is known.
func findQuotient(t *text) {
	t.Op("IMUL3Q", blockBytes, "CX", "R8")
	t.Op("IMUL3Q", splitSumBytes, "CX", "R9")
	t.Op("ADDQ", field("quotient"), "R8")
	t.Op("ADDQ", field("quotientSums"), "R9")
	t.Op("MOVQ", field("friendly"), "AX")
	t.loadFactor("AX", tile)
	t.Op("TESTQ", "CX", "CX")
	t.Op("JEQ", "find") // the first of all is zero
	for j := range tile {
		t.addLow(t.below, t.factor[j], t.sums[j])
	}
	for j := range tile {
		t.addHigh(t.below, t.factor[j], t.sums[j+1])
	}
	t.Label("find")
	for i := 1; i < tile; i++ {
		quotientDigit(t, quotientRegister(t, i), i, t.signedCarry, findWork(t, i))
	}
	t.freeFactor()
	quotientSum(t, splitDigits-1).between(1)()
	quotientCarries(t)

	last := t.sums[tile-1]
	t.Op("INCQ", "CX")
	t.Op("CMPQ", "CX", "BX")
	t.Op("JEQ", "lastDigit")
	t.Store(last, digit("R8", tile))
	t.Move(last, t.below)
	t.signedCarry(last, last)
	t.Add(last, t.upper[0])
	t.Store(t.upper[0], digit("DX", 0))
	t.Op("JMP", "column")

	t.Label("lastDigit")
	t.Zero(t.below)
	q := t.takeStream()
	t.Zero(q)
	t.Op("MOVQ", field("inverse"), "AX")
	t.addLow("(AX)", last, q)
	t.Op("MOVQ", field("lastDigit"), "AX")
	t.Store(q, digit("AX", 0))
	t.Op("MOVQ", field("modulus"), "AX")
	t.addLow(digit("AX", 0), q, last)
	t.signedCarry(last, last)
	t.Add(last, t.upper[0])
	t.Store(t.upper[0], digit("DX", 0))
	t.Free(q)
	t.Op("JMP", "column")
	t.Free(t.sums...)
}

// findWork returns what goes between the products of digit i of a block of the
// quotient: its sum of halves, as digits are known; and, for the last digit, the
// columns above the middle, which it completes.
func findWork(t *text, i int) func() {
	sum := work{}
	if i > splitDigits {
		sum = quotientSum(t, i-splitDigits-1)
	}
	if i < tile-1 {
		return sum.between(2*tile - 1)
	}
	between, done := sum.between(tile-1), 0
	return func() {
		if done++; done < tile {
			between()
		} else if j := done - tile; j > 0 {
			t.Store(t.upper[j], digit("DX", j))
		}
	}
}

// lastRow adds to the columns of a block of the result the products of the last digit
// of the quotient with the modulus, whose lowest digit stands one column below them.
func lastRow(t *text) {
	last := t.takeStream()
	t.Op("MOVQ", field("lastDigit"), "AX")
	t.Load(digit("AX", 0), last)
	t.Op("MOVQ", "CX", "R10")
	t.Op("SUBQ", "BX", "R10")
	t.Op("IMUL3Q", blockBytes, "R10", "R10")
	t.Op("MOVQ", field("modulus"), "AX")
	t.Op("ADDQ", "R10", "AX")
	for i := range tile {
		t.addLow(digit("AX", 1+i), last, t.sums[i])
	}
	for i := range tile {
		t.addHigh(digit("AX", i), last, t.sums[i])
	}
	t.Free(last)
}

// splitResult writes a block of the result, R10 bytes into it. below has the carry.
func splitResult(t *text) {
	t.Op("ADDQ", field("z"), "R10")
	for i, s := range t.sums[:tile] {
		resultColumn(t, s, t.below)
		resultDigit(t, s, t.below, digit("R10", i), i, shiftSigned)
	}
}
