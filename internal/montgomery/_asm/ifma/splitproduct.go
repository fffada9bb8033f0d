// The products whose blocks are split, of two numbers and of a number with itself:
// what joins the sums of split.go to columns.

package ifma

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

// A block column is joined from its three sums: with A and C those of lower and
// upper halves and S that of sums, it is A + (S-A-C)*B + C*B^2, B being half a
// block. A prime being an upper half, the quarters are A, A' - A - C + S,
// C - A' - C' + S' and C'. What has no part of S in it is joined while the
// products of sums are still to come: here digit i of the quarters for a product,
// together with the columns that the block column before has begun.
func joinProduct(t *text, i int) work {
	a, aUpper := t.lower[i], t.lower[splitDigits+i]
	c, cUpper := t.upper[i], t.upper[splitDigits+i]
	return work{
		func() { t.Op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.Op("VPADDQ", aUpper, cUpper, c) },
		func() {
			t.Store(cUpper, digit("DX", tile+splitDigits+i))
			t.Free(cUpper)
		},
		func() { t.Op("VPSUBQ", a, aUpper, aUpper) },
		func() {
			t.Op("VPADDQ", digit("DX", i), a, a)
			t.Store(a, digit("DX", i))
		},
		func() { t.Op("VPADDQ", digit("DX", splitDigits+i), aUpper, aUpper) },
	}
}

// finishProduct adds the sums of products of sums, and moves on.
func finishProduct(t *text) {
	for i := range splitDigits {
		low := t.lower[splitDigits+i]
		t.Add(t.sumsOfSums[i], low)
		t.Store(low, digit("DX", splitDigits+i))
	}
	for i := range splitDigits {
		high := t.sumsOfSums[splitDigits+i]
		t.Op("VPSUBQ", t.upper[i], high, high)
		t.Store(high, digit("DX", tile+i))
	}
	t.freeJoined()
	t.Op("ADDQ", blockBytes, "DX")
}

// beginProduct loads what the two products share.
func beginProduct(t *text) {
	t.Op("MOVQ", field("x"), "SI")
	t.Op("MOVQ", field("columns"), "DX")
	t.Op("MOVQ", field("blocks"), "BX")
	t.Op("MOVQ", field("xSums"), "R14")
	splitSum(t, "SI", "R14")
	zero := t.takeStream()
	t.Zero(zero)
	for i := range tile {
		t.Store(zero, digit("DX", i))
	}
	t.Free(zero)
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

// nextProductColumn moves on and leaves the loop after 2M-1 block columns.
func nextProductColumn(t *text) {
	t.Op("INCQ", "CX")
	t.Op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.Op("CMPQ", "CX", "AX")
	t.Op("JCS", "column")
	t.Op("CMPQ", field("z"), 0)
	t.Op("JNE", "reduce")
	t.leave()
	t.Label("reduce")
	t.Op("JMP", "ifmaReduceSplit<>(SB)")
}

func multiplySplit(t *text) {
	t.Function(ofStep("ifmaMultiplySplit", "is ifmaMultiply with blocks split."))
	beginProduct(t)
	t.Op("MOVQ", field("y"), "R13")
	t.Label("column")
	firstPair(t, "SI", "R13", "R14", field("ySums"))
	halfPairs(t, "x", blockBytes)
	nextSum(t)()
	sumPairs(t, "x", splitSumBytes, func(j int) work { return joinProduct(t, j) })
	finishProduct(t)
	nextProductColumn(t)
}

// squareSplit does the products of two different blocks once and doubles what
// has been summed; a block column K that is even has the square of block K/2
// besides.
func squareSplit(t *text) {
	t.Function(ofStep("ifmaSquareSplit", "is ifmaSquare with blocks split."))
	beginProduct(t)
	t.Label("column")
	firstPair(t, "SI", "SI", "R14", "R14")
	t.Op("SHRQ", 1, "R12")
	squareColumn(t, "", blockBytes, splitSumBytes, func(to string) {
		t.Op("TESTQ", 1, "CX")
		t.Op("JNE", to)
	}, func(j int) work { return joinProduct(t, j) }, nextSum(t), func() {}, func() {})
	finishProduct(t)
	nextProductColumn(t)
}

// squareColumn sums the three products of a block column of a square, of R12
// pairs of different blocks and of the block after them with itself; unless
// alone jumps where there is no such block. Blocks and their sums lie so many
// bytes apart.
func squareColumn(t *text, prefix string, apart, sumsApart int, alone func(to string), rows func(j int) work, afterHalves, afterPairs, onDiagonal func()) {
	halfPairs(t, prefix, apart)
	alone(prefix + "DoubleHalves")
	t.loadFactor("R8", tile)
	offDiagonal(t, t.factor[:splitDigits], t.lower)
	offDiagonal(t, t.factor[splitDigits:], t.upper)
	double(t, t.sums)
	diagonal(t, t.factor[:splitDigits], t.lower)
	diagonal(t, t.factor[splitDigits:], t.upper)
	t.freeFactor()
	halves := t.Held()
	t.Op("TESTQ", "R12", "R12")
	t.Op("JNE", prefix+"FirstSums")
	afterHalves()
	for i := range splitDigits {
		rows(i).between(1)()
	}
	t.sumsOfSums = make([]*asm.Register, tile)
	for i := range tile {
		t.zeroSumOfSums(i)
	}
	t.Op("JMP", prefix+"Diagonal")
	t.Resume(halves)
	t.Label(prefix + "DoubleHalves")
	double(t, t.sums)
	t.Label(prefix + "FirstSums")
	afterHalves()
	sumPairs(t, prefix, sumsApart, rows)
	afterPairs()
	alone(prefix + "DoubleSums")
	t.Label(prefix + "Diagonal")
	t.loadFactor("R10", splitDigits)
	t.Op("KMOVW", digit("R10", splitDigits), "K2")
	offDiagonal(t, t.factor, t.sumsOfSums)
	for i := range splitDigits {
		t.maskedAdd(t.factor[i], "K2", t.sumsOfSums[splitDigits+i])
	}
	onDiagonal()
	double(t, t.sumsOfSums)
	diagonal(t, t.factor, t.sumsOfSums)
	t.freeFactor()
	t.addUnit("K2", t.sumsOfSums[tile-1])
	t.Op("JMP", prefix+"Finish")
	t.Label(prefix + "DoubleSums")
	double(t, t.sumsOfSums)
	t.Label(prefix + "Finish")
}

func double(t *text, registers []*asm.Register) {
	for _, r := range registers {
		t.Add(r, r)
	}
}

// offDiagonal adds the products of different digits of a half, each once.
func offDiagonal(t *text, x, to []*asm.Register) {
	for j := 1; j < splitDigits; j++ {
		for i := range j {
			t.addLow(x[j], x[i], to[i+j])
		}
		for i := range j {
			t.addHigh(x[j], x[i], to[i+j+1])
		}
	}
}

// diagonal adds the squares of the digits of a half.
func diagonal(t *text, x, to []*asm.Register) {
	for i := range splitDigits {
		t.addLow(x[i], x[i], to[2*i])
	}
	for i := range splitDigits {
		t.addHigh(x[i], x[i], to[2*i+1])
	}
}
