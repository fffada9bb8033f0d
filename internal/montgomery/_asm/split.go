// Products whose blocks are split: Karatsuba's method inside a tile, for
// processors whose multiplier is the bottleneck.
//
// A block of 10 digits is two halves of 5, and the product of two blocks takes
// the products of their lower halves, of their upper halves and of the sums of
// both: 150 multiply-adds in place of 200. What makes it pay is that the three
// are summed separately over all tiles of a block column, and combined once, on
// the way to memory. The sums of halves are made once for a number, in row
// order: splitDigits digits and then a word that says which lanes carry out.
// Those carries cost a masked addition a digit, which a busy multiplier hides.
//
// Combined columns come from subtractions and may be negative: every carry out
// of them is an arithmetic shift.

package main

import "fmt"

const (
	splitDigits   = tile / 2
	splitSumBytes = (splitDigits + 1) * digitBytes // a sum of halves and its carries

	lower = z(0)    // the sums of products of lower halves
	upper = z(tile) // and of upper halves
)

// sumsOfSums are the columns of products of sums: in the registers that nothing
// else needs then, those of the factors and of the upper half of upper.
var sumsOfSums = func() (c [tile]z) {
	for i := range splitDigits {
		c[i] = factor + splitDigits + z(i)
		c[splitDigits+i] = upper + splitDigits + z(i)
	}
	return c
}()

// splitSum makes the sum of the halves of the block at x.
func splitSum(t *text, x, sum string) {
	const a, b, mask, out = z(20), z(21), z(22), z(23)
	t.op("VPTERNLOGQ", "$255", mask, mask, mask)
	t.op("VPSRLQ", immediate(64-digitBits), mask, mask)
	for i := range splitDigits {
		t.op("VPANDQ", digit(x, i), mask, a)
		t.op("VPANDQ", digit(x, splitDigits+i), mask, b)
		t.add(a, b)
		if i > 0 {
			t.add(out, b)
		}
		t.carry(b, out)
		t.op("VPANDQ", mask, b, b)
		t.store(b, digit(sum, i))
	}
	t.op("VPTESTMQ", out, out, "K2")
	t.op("KMOVW", "K2", digit(sum, splitDigits))
}

// splitSums makes the sums of a whole number.
func splitSums(t *text) {
	arguments(t, "ifmaSplitSums", "sets sums to the sums of halves of the blocks of x.",
		[]string{"DI", "SI", "BX"}, "sums", "x", "blocks")
	t.loop("block")
	splitSum(t, "SI", "DI")
	t.op("ADDQ", immediate(blockBytes), "SI")
	t.op("ADDQ", immediate(splitSumBytes), "DI")
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// addSumTile adds the product of two sums of halves to sumsOfSums. Where one of
// them carries out, the other is added half a block up; where both do, there is
// one more in the digit above. before is called before row j.
func addSumTile(t *text, held, streamed string, before func(j int)) {
	to := sumsOfSums
	for i := range splitDigits {
		t.load(digit(held, i), factor+z(i))
	}
	t.op("KMOVW", digit(held, splitDigits), "K2")
	t.op("KMOVW", digit(streamed, splitDigits), "K3")
	t.op("KANDW", "K2", "K3", "K4")
	for j := range splitDigits {
		before(j)
		t.load(digit(streamed, j), stream)
		for i := range splitDigits {
			t.addLow(stream, factor+z(i), to[i+j])
		}
		for i := range splitDigits {
			t.addHigh(stream, factor+z(i), to[i+j+1])
		}
		maskedAdd(t, stream, "K2", to[splitDigits+j])
	}
	for i := range splitDigits {
		maskedAdd(t, factor+z(i), "K3", to[splitDigits+i])
	}
	addUnit(t, "K4")
}

func maskedAdd(t *text, x z, mask string, to z) { t.op("VPADDQ", x, to, mask, to) }

// addUnit adds one above the highest column of sumsOfSums.
func addUnit(t *text, mask string) {
	to := sumsOfSums[tile-1]
	t.op("VPADDQ.BCST", "ifmaUnit<>(SB)", to, mask, to)
}

// addHalfTiles adds the product of the lower halves of two blocks to lower, and
// that of the upper halves to upper.
func addHalfTiles(t *text, held, streamed string) {
	for i := range tile {
		t.load(digit(held, i), factor+z(i))
	}
	for j := range splitDigits {
		for h := 0; h < tile; h += splitDigits {
			t.load(digit(streamed, h+j), stream)
			for i := range splitDigits {
				t.addLow(stream, factor+z(h+i), sums+z(2*h+i+j))
			}
			for i := range splitDigits {
				t.addHigh(stream, factor+z(h+i), sums+z(2*h+i+j+1))
			}
		}
	}
}

// firstPair sets R8 to the first block I of x and R9 to the block K-I of y that
// block column CX has, R10 and R11 to their sums of halves, and R12 to the number
// of pairs. M blocks being in BX, I = max(0, K-M+1).
func firstPair(t *text, x, y, xSums, ySums string) {
	t.op("XORL", "R8", "R8")
	t.op("MOVQ", "CX", "AX")
	t.op("SUBQ", "BX", "AX")
	t.op("INCQ", "AX")
	t.op("CMOVQLT", "R8", "AX")
	t.op("MOVQ", "CX", "R9")
	t.op("SUBQ", "AX", "R9")
	t.op("MOVQ", "R9", "R12")
	t.op("SUBQ", "AX", "R12")
	t.op("INCQ", "R12")
	t.op("IMUL3Q", immediate(splitSumBytes), "AX", "R10")
	t.op("IMUL3Q", immediate(splitSumBytes), "R9", "R11")
	t.op("IMUL3Q", immediate(blockBytes), "AX", "R8")
	t.op("IMUL3Q", immediate(blockBytes), "R9", "R9")
	t.op("ADDQ", x, "R8")
	t.op("ADDQ", y, "R9")
	t.op("ADDQ", xSums, "R10")
	t.op("ADDQ", ySums, "R11")
}

// pairs emits a loop over R12 pairs, none included. prefix tells the labels of a
// function apart.
func pairs(t *text, prefix, held, streamed string, size int, addTile func(t *text, held, streamed string)) {
	t.op("MOVQ", "R12", "AX")
	t.op("TESTQ", "AX", "AX")
	t.op("JEQ", prefix+"End")
	t.loop(prefix)
	addTile(t, held, streamed)
	t.op("ADDQ", immediate(size), held)
	t.op("SUBQ", immediate(size), streamed)
	t.op("DECQ", "AX")
	t.op("JNE", prefix)
	t.label(prefix + "End")
}

// halfPairs sums the products of halves.
func halfPairs(t *text, prefix string) {
	for i := range z(2 * tile) {
		t.zero(sums + i)
	}
	pairs(t, prefix+"Halves", "R8", "R9", blockBytes, addHalfTiles)
}

// sumPairs sums the products of sums, and takes the five steps of before while
// it does the first.
func sumPairs(t *text, prefix string, before func(j int)) {
	for i := range splitDigits {
		t.zero(sumsOfSums[i])
	}
	addSumTile(t, "R10", "R11", func(j int) {
		before(j)
		t.zero(sumsOfSums[splitDigits+j])
	})
	nextSums(t)
	t.op("DECQ", "R12")
	t.op("JEQ", prefix+"SumsEnd")
	t.loop(prefix + "Sums")
	addSumTile(t, "R10", "R11", nothing)
	nextSums(t)
	t.op("DECQ", "R12")
	t.op("JNE", prefix+"Sums")
	t.label(prefix + "SumsEnd")
}

func nextSums(t *text) {
	t.op("ADDQ", immediate(splitSumBytes), "R10")
	t.op("SUBQ", immediate(splitSumBytes), "R11")
}

// A block column is joined from its three sums: with A and C those of lower and
// upper halves and S that of sums, it is A + (S-A-C)*B + C*B^2, B being half a
// block. A prime being an upper half, the quarters are A, A' - A - C + S,
// C - A' - C' + S' and C'. What has no part of S in it is joined while the
// products of sums are still to come: here digit i of the quarters for a product,
// together with the columns that the block column before has begun.
func joinProduct(t *text, i int) {
	a, aUpper := lower+z(i), lower+z(splitDigits+i)
	c, cUpper := upper+z(i), upper+z(splitDigits+i)
	t.op("VPSUBQ", c, aUpper, aUpper)
	t.op("VPADDQ", aUpper, cUpper, c)
	t.op("VPSUBQ", a, aUpper, aUpper)
	t.op("VPADDQ", digit("DX", i), a, a)
	t.op("VPADDQ", digit("DX", splitDigits+i), aUpper, aUpper)
	t.store(a, digit("DX", i))
	t.store(cUpper, digit("DX", tile+splitDigits+i))
}

// finishProduct adds the sums of products of sums, and moves on.
func finishProduct(t *text) {
	for i := range splitDigits {
		low, high := lower+z(splitDigits+i), sumsOfSums[splitDigits+i]
		t.add(sumsOfSums[i], low)
		t.op("VPSUBQ", upper+z(i), high, high)
		t.store(low, digit("DX", splitDigits+i))
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

// nextProductColumn moves on and leaves the loop after 2M-1 block columns. The
// sum of halves of the next block of x is made here, where products are waiting
// to hide it.
func nextProductColumn(t *text) {
	t.op("INCQ", "CX")
	t.op("CMPQ", "CX", "BX")
	t.op("JCC", "noSum")
	t.op("IMUL3Q", immediate(blockBytes), "CX", "R8")
	t.op("IMUL3Q", immediate(splitSumBytes), "CX", "R9")
	t.op("ADDQ", "SI", "R8")
	t.op("ADDQ", "R14", "R9")
	splitSum(t, "R8", "R9")
	t.label("noSum")
	t.op("LEAQ", "-1(BX)(BX*1)", "AX")
	t.op("CMPQ", "CX", "AX")
	t.op("JCS", "column")
	t.op("CMPQ", field("z"), immediate(0))
	t.op("JNE", "reduce")
	t.op("VZEROUPPER")
	t.op("RET")
	t.label("reduce")
	t.op("JMP", "·ifmaReduceSplit(SB)")
	fmt.Fprintln(t)
}

func multiplySplit(t *text) {
	begin(t, "ifmaMultiplySplit", "is ifmaMultiply with blocks split.")
	beginProduct(t)
	t.op("MOVQ", field("y"), "R13")
	t.label("column")
	firstPair(t, "SI", "R13", "R14", field("ySums"))
	halfPairs(t, "x")
	sumPairs(t, "x", func(j int) { joinProduct(t, j) })
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
	halfPairs(t, "x")
	t.op("TESTQ", "$1", "CX")
	t.op("JNE", "doubleHalves")
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
	t.op("JNE", "sums")
	for i := range splitDigits {
		joinProduct(t, i)
	}
	for _, s := range sumsOfSums {
		t.zero(s)
	}
	t.op("JMP", "diagonal")
	t.label("doubleHalves")
	double(t, both)
	t.label("sums")
	sumPairs(t, "x", func(j int) { joinProduct(t, j) })
	t.op("TESTQ", "$1", "CX")
	t.op("JNE", "doubleSums")
	t.label("diagonal")
	for i := range splitDigits {
		t.load(digit("R10", i), factor+z(i))
	}
	t.op("KMOVW", digit("R10", splitDigits), "K2")
	offDiagonal(t, factor, sumsOfSums[:])
	for i := range splitDigits {
		maskedAdd(t, factor+z(i), "K2", sumsOfSums[splitDigits+i])
	}
	double(t, sumsOfSums[:])
	diagonal(t, factor, sumsOfSums[:])
	addUnit(t, "K2")
	t.op("JMP", "finish")
	t.label("doubleSums")
	double(t, sumsOfSums[:])
	t.label("finish")
	finishProduct(t)
	nextProductColumn(t)
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
