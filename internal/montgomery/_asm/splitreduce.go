// The reductions whose blocks are split. The tiles are those of split.go; the
// block on the diagonal, whose digits of the quotient are found one after the
// other, stays whole, as in ifma.go.

package main

import "fmt"

// beginReduction loads what both reductions share.
func beginReduction(t *text) {
	t.op("MOVQ", field("columns"), "DX")
	t.op("MOVQ", field("quotient"), "SI")
	t.op("MOVQ", field("xSums"), "R14")
	t.op("MOVQ", field("friendly"), "R13")
	t.op("MOVQ", field("blocks"), "BX")
	t.load(digit("DX", 0), below)
	for i := range 2 * tile {
		t.load(digit("DX", 1+i), sums+z(i))
	}
	t.op("XORL", "CX", "CX")
	t.op("JMP", "digits")
}

// joinColumns is joinProduct for columns that the sums are added to: the lower
// three quarters stay in registers, the highest waits in its columns.
func joinColumns(t *text, i int) work {
	a, aUpper := lower+z(i), lower+z(splitDigits+i)
	c, cUpper := upper+z(i), upper+z(splitDigits+i)
	column := func(quarter int) string { return digit("DX", 1+quarter*splitDigits+i) }
	return work{
		func() { t.op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.load(column(2), c) },
		func() { t.op("VPSUBQ", aUpper, c, c) },
		func() { t.op("VPSUBQ", cUpper, c, c) },
		func() {
			t.op("VPADDQ", column(3), cUpper, cUpper)
			t.store(cUpper, column(3))
		},
		func() { t.op("VPSUBQ", a, aUpper, aUpper) },
		func() { t.op("VPADDQ", column(1), aUpper, aUpper) },
		func() { t.op("VPADDQ", column(0), a, a) },
	}
}

// finishColumns adds the sums of products of sums.
func finishColumns(t *text) {
	for i := range splitDigits {
		t.add(sumsOfSums[i], lower+z(splitDigits+i))
	}
	for i := range splitDigits {
		t.add(sumsOfSums[splitDigits+i], upper+z(i))
	}
	for i := range splitDigits {
		t.load(digit("DX", 1+tile+splitDigits+i), upper+z(splitDigits+i))
	}
}

// nextBlock moves on to the next block column. The upper half of the sums is in
// its columns, which it goes on with.
func nextBlock(t *text) {
	t.move(sums+z(tile-1), below)
	t.op("ADDQ", immediate(blockBytes), "DX")
	t.op("INCQ", "CX")
}

// putBack writes column i of the upper half of the sums.
func putBack(t *text, i int) { t.store(sums+z(tile+i), digit("DX", tile+1+i)) }

// quotientDigits finds the digits of block CX of the quotient, all but the last.
// Their sum of halves is made on the way, in the registers that they leave.
func quotientDigits(t *text) {
	quotientBlock(t)
	for i := range tile - 1 {
		work := work{}
		if i > splitDigits {
			work = quotientSum(t, i-splitDigits-1)
		}
		quotientDigit(t, quotientRegister(i), i, t.signedCarry, work.between(2*tile-1))
	}
}

// fullDigit finds the last digit like the others, and puts back the sums.
func fullDigit(t *text) {
	sum := quotientSum(t, splitDigits-2).between(tile - 1)
	done := 0
	quotientDigit(t, quotientRegister(tile-1), tile-1, t.signedCarry, func() {
		if done++; done < tile {
			sum()
		} else {
			putBack(t, done-tile)
		}
	})
	quotientSum(t, splitDigits-1).between(1)()
	quotientCarries(t)
}

// quotientRegister is the column that became digit i of a block of the quotient.
func quotientRegister(i int) z {
	if i == 0 {
		return below
	}
	return sums + z(i-1)
}

// quotientSum makes digit i of the sum of halves at R9.
func quotientSum(t *text, i int) work {
	low, high := quotientRegister(i), quotientRegister(splitDigits+i)
	clean := func(r z) func() { return func() { t.op("VPANDQ.BCST", "ifmaMask<>(SB)", r, r) } }
	w := work{clean(low), clean(high), func() { t.add(high, low) }}
	if i > 0 {
		w = append(w, func() { t.add(quotientRegister(splitDigits+i-1), low) })
	}
	return append(w, func() { t.carry(low, high) }, clean(low), func() { t.store(low, digit("R9", i)) })
}

// quotientCarries writes what the sum of halves carries out.
func quotientCarries(t *text) {
	out := quotientRegister(tile - 1)
	t.op("VPTESTMQ", out, out, "K2")
	t.op("KMOVW", "K2", digit("R9", splitDigits))
}

// lowPairs is block column CX without the tile of block 0 of F.
func lowPairs(t *text) {
	t.op("MOVQ", "CX", "R12")
	t.op("MOVQ", "SI", "R8")
	t.op("MOVQ", "R14", "R10")
	t.op("IMUL3Q", immediate(blockBytes), "CX", "R9")
	t.op("IMUL3Q", immediate(splitSumBytes), "CX", "R11")
	t.op("ADDQ", "R13", "R9")
	t.op("ADDQ", field("friendlySums"), "R11")
	halfPairs(t, "low", blockBytes)
	sumPairs(t, "low", splitSumBytes, func(j int) work { return joinColumns(t, j) })
	finishColumns(t)
}

// quotientBlock sets R8 to block CX of the quotient, R9 to its sum of halves,
// and loads block 0 of F.
func quotientBlock(t *text) {
	t.op("IMUL3Q", immediate(blockBytes), "CX", "R8")
	t.op("IMUL3Q", immediate(splitSumBytes), "CX", "R9")
	t.op("ADDQ", "SI", "R8")
	t.op("ADDQ", "R14", "R9")
	for i := range tile {
		t.load(digit("R13", i), factor+z(i))
	}
}

// highPairs is block column CX from M on, M blocks being in BX.
func highPairs(t *text) {
	firstPair(t, "SI", "R13", "R14", field("friendlySums"))
	halfPairs(t, "high", blockBytes)
	sumPairs(t, "high", splitSumBytes, func(j int) work { return joinColumns(t, j) })
	finishColumns(t)
}

// reduceSplit is reduce with blocks split. The last digit of the quotient, which
// goes with the modulus itself, has no part in the tiles: it stands as zero in
// the quotient, and its products are added to the joined columns.
func reduceSplit(t *text) {
	// Only the products go on to it, so that nothing in Go knows its name.
	fmt.Fprintf(t, "// ifmaReduceSplit is ifmaReduce with blocks split; columns may be negative.\nTEXT ifmaReduceSplit<>(SB), NOSPLIT, $0-8\n")
	t.op("MOVQ", "s+0(FP)", "DI")
	beginReduction(t)
	t.label("low")
	lowPairs(t)
	t.label("digits")
	quotientDigits(t)
	t.op("LEAQ", "1(CX)", "AX")
	t.op("CMPQ", "AX", "BX")
	t.op("JEQ", "lastDigit")
	fullDigit(t)
	nextBlock(t)
	t.op("JMP", "low")

	t.label("lastDigit")
	q := quotientRegister(tile - 1)
	t.zero(stream)
	t.store(stream, digit("R8", tile-1))
	t.op("MOVQ", field("inverse"), "AX")
	t.addLow("(AX)", q, stream)
	t.op("MOVQ", field("lastDigit"), "AX")
	t.store(stream, digit("AX", 0))
	t.op("MOVQ", field("modulus"), "AX")
	t.addLow(digit("AX", 0), stream, q)
	t.addHigh(digit("AX", 0), stream, sums+z(tile-1))
	addLastDigit(t)
	t.signedCarry(q, q)
	t.add(q, sums+z(tile-1))
	quotientSum(t, splitDigits-2).between(1)()
	t.zero(q)
	quotientSum(t, splitDigits-1).between(1)()
	quotientCarries(t)
	nextBlock(t)
	t.op("MOVQ", field("double"), "AX")
	t.op("KMOVW", "AX", "K1")
	t.op("VPADDQ", below, below, "K1", below)

	t.label("high")
	t.op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.op("CMPQ", "CX", "AX")
	t.op("JEQ", "last")
	highPairs(t)
	t.op("MOVQ", field("lastDigit"), "AX")
	t.load(digit("AX", 0), stream)
	t.op("MOVQ", "CX", "AX")
	t.op("SUBQ", "BX", "AX")
	t.op("IMUL3Q", immediate(blockBytes), "AX", "AX")
	t.op("ADDQ", field("modulus"), "AX")
	t.op("ADDQ", immediate(blockBytes), "AX")
	addLastDigit(t)
	resultAt(t)
	nextBlock(t)
	t.op("JMP", "high")
	t.label("last")
	for i := range tile {
		t.load(digit("DX", 1+i), sums+z(i))
	}
	resultAt(t)
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// addLastDigit adds the products of the last digit of the quotient, in stream,
// with ten digits of the modulus from the one after AX on, and puts back the
// sums.
func addLastDigit(t *text) {
	for j := range tile {
		t.addLow(digit("AX", 1+j), stream, sums+z(tile-1+j))
	}
	for j := range tile {
		t.addHigh(digit("AX", 1+j), stream, sums+z(tile+j))
		putBack(t, j)
	}
}

// resultAt writes the block of the result that block column CX makes.
func resultAt(t *text) {
	t.op("MOVQ", "CX", "R10")
	t.op("SUBQ", "BX", "R10")
	t.op("IMUL3Q", immediate(blockBytes), "R10", "R10")
	t.op("ADDQ", field("z"), "R10")
	resultDigits(t, shiftSigned)
}

// reduceRawSplit is reduceRaw with blocks split. All digits of the quotient are
// alike, and the columns above it are only added to.
func reduceRawSplit(t *text) {
	begin(t, "ifmaReduceRawSplit", "is ifmaReduceRaw with blocks split.")
	beginReduction(t)
	t.label("low")
	lowPairs(t)
	t.label("digits")
	quotientDigits(t)
	fullDigit(t)
	nextBlock(t)
	t.op("CMPQ", "CX", "BX")
	t.op("JNE", "low")
	t.store(below, digit("DX", 0))
	quadOfQuotient(t, "blocks", blocksSum)

	t.label("high")
	t.op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.op("CMPQ", "CX", "AX")
	t.op("JEQ", "done")
	highPairs(t)
	for i := range 2 * tile {
		t.store(sums+z(i), digit("DX", 1+i))
	}
	t.op("ADDQ", immediate(blockBytes), "DX")
	t.op("INCQ", "CX")
	t.op("JMP", "high")
	t.label("done")
	quadOfQuotient(t, "sum", sumSum)
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// quadOfQuotient makes one of the sums of the quotient as a quad, if asked. Those
// of halves are there.
func quadOfQuotient(t *text, name string, sum func(t *text)) {
	t.op("MOVQ", "SI", "R8")
	t.op("MOVQ", field("quadSums"), "R9")
	t.op("TESTQ", "R9", "R9")
	t.op("JEQ", name+"Summed")
	sum(t)
	t.label(name + "Summed")
}
