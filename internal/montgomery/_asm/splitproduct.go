// The products whose blocks are split, of two numbers and of a number with itself:
// what joins the sums of split.go to columns.

package main

import "fmt"

// A block column is joined from its three sums: with A and C those of lower and
// upper halves and S that of sums, it is A + (S-A-C)*B + C*B^2, B being half a
// block. A prime being an upper half, the quarters are A, A' - A - C + S,
// C - A' - C' + S' and C'. What has no part of S in it is joined while the
// products of sums are still to come: here digit i of the quarters for a product,
// together with the columns that the block column before has begun.
func joinProduct(t *text, i int) work {
	a, aUpper := lower+z(i), lower+z(splitDigits+i)
	c, cUpper := upper+z(i), upper+z(splitDigits+i)
	return work{
		func() { t.op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.op("VPADDQ", aUpper, cUpper, c) },
		func() { t.store(cUpper, digit("DX", tile+splitDigits+i)) },
		func() { t.op("VPSUBQ", a, aUpper, aUpper) },
		func() {
			t.op("VPADDQ", digit("DX", i), a, a)
			t.store(a, digit("DX", i))
		},
		func() { t.op("VPADDQ", digit("DX", splitDigits+i), aUpper, aUpper) },
	}
}

// finishProduct adds the sums of products of sums, and moves on.
func finishProduct(t *text) {
	for i := range splitDigits {
		low := lower + z(splitDigits+i)
		t.add(sumsOfSums[i], low)
		t.store(low, digit("DX", splitDigits+i))
	}
	for i := range splitDigits {
		high := sumsOfSums[splitDigits+i]
		t.op("VPSUBQ", upper+z(i), high, high)
		t.store(high, digit("DX", tile+i))
	}
	t.op("ADDQ", immediate(blockBytes), "DX")
}

// beginProduct loads what the two products share.
func beginProduct(t *text) {
	t.op("MOVQ", field("x"), "SI")
	t.op("MOVQ", field("columns"), "DX")
	t.op("MOVQ", field("blocks"), "BX")
	t.op("MOVQ", field("xSums"), "R14")
	splitSum(t, "SI", "R14")
	t.zero(stream)
	for i := range tile {
		t.store(stream, digit("DX", i))
	}
	t.op("XORL", "CX", "CX")
}

// nextSum returns what makes the sum of halves of the next block of x, if there is
// one: where products are waiting to hide it, and far from other additions.
func nextSum(t *text) func() {
	done := 0
	return func() {
		done++
		label := fmt.Sprint("summed", done)
		t.op("LEAQ", "1(CX)", "AX")
		t.op("CMPQ", "AX", "BX")
		t.op("JCC", label)
		t.op("IMUL3Q", immediate(blockBytes), "AX", "R8")
		t.op("IMUL3Q", immediate(splitSumBytes), "AX", "R9")
		t.op("ADDQ", "SI", "R8")
		t.op("ADDQ", "R14", "R9")
		splitSum(t, "R8", "R9")
		t.label(label)
	}
}

// nextProductColumn moves on and leaves the loop after 2M-1 block columns.
func nextProductColumn(t *text) {
	t.op("INCQ", "CX")
	t.op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.op("CMPQ", "CX", "AX")
	t.op("JCS", "column")
	t.op("CMPQ", field("z"), immediate(0))
	t.op("JNE", "reduce")
	t.op("VZEROUPPER")
	t.op("RET")
	t.label("reduce")
	t.op("JMP", "ifmaReduceSplit<>(SB)")
	fmt.Fprintln(t)
}

func multiplySplit(t *text) {
	begin(t, "ifmaMultiplySplit", "is ifmaMultiply with blocks split.")
	beginProduct(t)
	t.op("MOVQ", field("y"), "R13")
	t.label("column")
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
	begin(t, "ifmaSquareSplit", "is ifmaSquare with blocks split.")
	beginProduct(t)
	t.label("column")
	firstPair(t, "SI", "SI", "R14", "R14")
	t.op("SHRQ", "$1", "R12")
	squareColumn(t, "", blockBytes, splitSumBytes, func(to string) {
		t.op("TESTQ", "$1", "CX")
		t.op("JNE", to)
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
	for i := range tile {
		t.load(digit("R8", i), factor+z(i))
	}
	both := registers(sums, 2*tile)
	offDiagonal(t, factor, both[:tile])
	offDiagonal(t, factor+splitDigits, both[tile:])
	double(t, both)
	diagonal(t, factor, both[:tile])
	diagonal(t, factor+splitDigits, both[tile:])
	t.op("TESTQ", "R12", "R12")
	t.op("JNE", prefix+"FirstSums")
	afterHalves()
	for i := range splitDigits {
		rows(i).between(1)()
	}
	for _, s := range sumsOfSums {
		t.zero(s)
	}
	t.op("JMP", prefix+"Diagonal")
	t.label(prefix + "DoubleHalves")
	double(t, both)
	t.label(prefix + "FirstSums")
	afterHalves()
	sumPairs(t, prefix, sumsApart, rows)
	afterPairs()
	alone(prefix + "DoubleSums")
	t.label(prefix + "Diagonal")
	for i := range splitDigits {
		t.load(digit("R10", i), factor+z(i))
	}
	t.op("KMOVW", digit("R10", splitDigits), "K2")
	offDiagonal(t, factor, sumsOfSums[:])
	for i := range splitDigits {
		maskedAdd(t, factor+z(i), "K2", sumsOfSums[splitDigits+i])
	}
	onDiagonal()
	double(t, sumsOfSums[:])
	diagonal(t, factor, sumsOfSums[:])
	addUnit(t, "K2", sumsOfSums[tile-1])
	t.op("JMP", prefix+"Finish")
	t.label(prefix + "DoubleSums")
	double(t, sumsOfSums[:])
	t.label(prefix + "Finish")
}

// registers lists n registers from first on.
func registers(first z, n int) []z {
	list := make([]z, n)
	for i := range list {
		list[i] = first + z(i)
	}
	return list
}

func double(t *text, list []z) {
	for _, r := range list {
		t.add(r, r)
	}
}

// offDiagonal adds the products of different digits of a half, each once.
func offDiagonal(t *text, x z, to []z) {
	for j := 1; j < splitDigits; j++ {
		for i := range j {
			t.addLow(x+z(j), x+z(i), to[i+j])
		}
		for i := range j {
			t.addHigh(x+z(j), x+z(i), to[i+j+1])
		}
	}
}

// diagonal adds the squares of the digits of a half.
func diagonal(t *text, x z, to []z) {
	for i := range splitDigits {
		t.addLow(x+z(i), x+z(i), to[2*i])
	}
	for i := range splitDigits {
		t.addHigh(x+z(i), x+z(i), to[2*i+1])
	}
}
