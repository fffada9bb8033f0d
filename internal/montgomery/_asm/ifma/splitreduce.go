// The reduction of columns whose blocks are split. The tiles are those of split.go;
// the block on the diagonal, whose digits of the quotient are found one after the
// other, stays whole.

package ifma

import "primebench/internal/montgomery/_asm/asm"

// beginReduction loads what the reduction takes.
func beginReduction(t *text) {
	t.Op("MOVQ", field("columns"), "DX")
	t.Op("MOVQ", field("quotient"), "SI")
	t.Op("MOVQ", field("quotientSums"), "R14")
	t.Op("MOVQ", field("friendly"), "R13")
	t.Op("MOVQ", field("blocks"), "BX")
	t.loadColumns()
	t.Op("XORL", "CX", "CX")
	t.Op("JMP", "digits")
	t.Free(t.sums...) // what stands before digits makes them anew
}

// joinColumns is joinSplit for columns that the sums are added to: the lower two
// quarters stay in registers, the others wait in their columns.
func joinColumns(t *text, i int) work {
	a, aUpper := t.lower[i], t.lower[splitDigits+i]
	c, cUpper := t.upper[i], t.upper[splitDigits+i]
	column := func(quarter int) string { return digit("DX", 1+quarter*splitDigits+i) }
	return work{
		func() { t.Op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.Load(column(2), c) },
		func() { t.Op("VPSUBQ", aUpper, c, c) },
		func() { t.Op("VPSUBQ", cUpper, c, c) },
		func() {
			t.Store(c, column(2))
			t.Free(c)
		},
		func() {
			t.Op("VPADDQ", column(3), cUpper, cUpper)
			t.Store(cUpper, column(3))
			t.Free(cUpper)
		},
		func() { t.Op("VPSUBQ", a, aUpper, aUpper) },
		func() { t.Op("VPADDQ", column(1), aUpper, aUpper) },
		func() { t.Op("VPADDQ", column(0), a, a) },
	}
}

// finishColumns adds the sums of products of sums.
func finishColumns(t *text) {
	for i := range splitDigits {
		t.Add(t.sumsOfSums[i], t.lower[splitDigits+i])
	}
	copy(t.upper, t.TakeRow("sums", sumsAt+tile, splitDigits))
	for i := range splitDigits {
		t.Op("VPADDQ", digit("DX", 1+tile+i), t.sumsOfSums[splitDigits+i], t.upper[i])
	}
	t.Free(t.sumsOfSums...)
	copy(t.upper[splitDigits:], t.TakeRow("sums", sumsAt+tile+splitDigits, splitDigits))
	for i := range splitDigits {
		t.Load(digit("DX", 1+tile+splitDigits+i), t.upper[splitDigits+i])
	}
}

// nextBlock moves on to the next block column. The upper half of the sums is in
// its columns, which it goes on with.
func nextBlock(t *text) {
	t.Move(t.sums[tile-1], t.below)
	t.Free(t.sums...)
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("INCQ", "CX")
}

// putBack writes column i of the upper half of the sums.
func putBack(t *text, i int) { t.Store(t.sums[tile+i], digit("DX", tile+1+i)) }

// quotientDigits finds the digits of block CX of the quotient, all but the last.
// Their sum of halves is made on the way, in the registers that they leave.
func quotientDigits(t *text) {
	quotientBlock(t)
	for i := range tile - 1 {
		work := work{}
		if i > splitDigits {
			work = quotientSum(t, i-splitDigits-1)
		}
		quotientDigit(t, quotientRegister(t, i), i, t.signedCarry, work.between(2*tile-1))
	}
}

// fullDigit finds the last digit like the others, and puts back the sums.
func fullDigit(t *text) {
	sum := quotientSum(t, splitDigits-2).between(tile - 1)
	done := 0
	quotientDigit(t, quotientRegister(t, tile-1), tile-1, t.signedCarry, func() {
		if done++; done < tile {
			sum()
		} else {
			putBack(t, done-tile)
		}
	})
	t.freeFactor()
	quotientSum(t, splitDigits-1).between(1)()
	quotientCarries(t)
}

// quotientRegister is the column that became digit i of a block of the quotient.
func quotientRegister(t *text, i int) *asm.Register {
	if i == 0 {
		return t.below
	}
	return t.sums[i-1]
}

// quotientSum makes digit i of the sum of halves at R9.
func quotientSum(t *text, i int) work {
	low, high := quotientRegister(t, i), quotientRegister(t, splitDigits+i)
	clean := func(r *asm.Register) func() { return func() { t.Op("VPANDQ.BCST", digitMask, r, r) } }
	w := work{clean(low), clean(high), func() { t.Add(high, low) }}
	if i > 0 {
		w = append(w, func() { t.Add(quotientRegister(t, splitDigits+i-1), low) })
	}
	return append(w, func() { t.carry(low, high) }, clean(low), func() { t.Store(low, digit("R9", i)) })
}

// quotientCarries writes what the sum of halves carries out.
func quotientCarries(t *text) {
	out := quotientRegister(t, tile-1)
	t.Op("VPTESTMQ", out, out, "K2")
	t.Op("KMOVW", "K2", digit("R9", splitDigits))
}

// lowPairs is block column CX without the tile of block 0 of F.
func lowPairs(t *text) {
	t.Op("MOVQ", "CX", "R12")
	t.Op("MOVQ", "SI", "R8")
	t.Op("MOVQ", "R14", "R10")
	t.Op("IMUL3Q", blockBytes, "CX", "R9")
	t.Op("IMUL3Q", splitSumBytes, "CX", "R11")
	t.Op("ADDQ", "R13", "R9")
	t.Op("ADDQ", field("friendlySums"), "R11")
	halfPairs(t, "low", blockBytes)
	sumPairs(t, "low", splitSumBytes, func(j int) work { return joinColumns(t, j) })
	finishColumns(t)
}

// quotientBlock sets R8 to block CX of the quotient, R9 to its sum of halves,
// and loads block 0 of F.
func quotientBlock(t *text) {
	t.Op("IMUL3Q", blockBytes, "CX", "R8")
	t.Op("IMUL3Q", splitSumBytes, "CX", "R9")
	t.Op("ADDQ", "SI", "R8")
	t.Op("ADDQ", "R14", "R9")
	t.loadFactor("R13", tile)
}

// highPairs is block column CX from M on, M blocks being in BX.
func highPairs(t *text) {
	firstPair(t, "SI", "R13", "R14", field("friendlySums"))
	halfPairs(t, "high", blockBytes)
	sumPairs(t, "high", splitSumBytes, func(j int) work { return joinColumns(t, j) })
	finishColumns(t)
}

// reduceRawSplit is reduceRaw with blocks split. All digits of the quotient are
// alike, and the columns above it are only added to.
func reduceRawSplit(t *text) {
	t.Function(ofStep("ifmaReduceRawSplit", "is ifmaReduceRaw with blocks split."))
	beginReduction(t)
	t.Label("low")
	lowPairs(t)
	t.Label("digits")
	quotientDigits(t)
	fullDigit(t)
	nextBlock(t)
	t.Op("CMPQ", "CX", "BX")
	t.Op("JNE", "low")
	t.Store(t.below, digit("DX", 0))
	quadOfQuotient(t, "blocks", blocksSum)

	t.Label("high")
	t.Op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.Op("CMPQ", "CX", "AX")
	t.Op("JEQ", "done")
	highPairs(t)
	for i, s := range t.sums {
		t.Store(s, digit("DX", 1+i))
	}
	t.Free(t.sums...)
	t.Op("ADDQ", blockBytes, "DX")
	t.Op("INCQ", "CX")
	t.Op("JMP", "high")
	t.Label("done")
	quadOfQuotient(t, "sum", sumSum)
	t.leave()
	t.Free(t.below)
}

// quadOfQuotient makes one of the sums of the quotient as a quad, if asked. Those
// of halves are there.
func quadOfQuotient(t *text, name string, sum func(t *text)) {
	t.Op("MOVQ", "SI", "R8")
	t.Op("MOVQ", field("quadSums"), "R9")
	t.Op("TESTQ", "R9", "R9")
	t.Op("JEQ", name+"Summed")
	sum(t)
	t.Label(name + "Summed")
}
