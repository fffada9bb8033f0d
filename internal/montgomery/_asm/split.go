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

// splitSum makes the sum of the halves of the block at x, whose digits are clean
// or not.
func splitSum(t *text, x, sum string, clean bool) {
	rowSum(t, digit(x, 0), digit(x, splitDigits), digit(sum, 0), splitDigits, clean)
}

// rowSum sets sum to the sum of two rows of n digits and, after them, the lanes
// that carry out.
func rowSum(t *text, x, y, sum string, n int, clean bool) {
	const a, b, mask, out = z(20), z(21), z(22), z(23)
	t.op("VPTERNLOGQ", "$255", mask, mask, mask)
	t.op("VPSRLQ", immediate(64-digitBits), mask, mask)
	for i := range n {
		if clean {
			t.load(further(x, i), b)
			t.op("VPADDQ", further(y, i), b, b)
		} else {
			t.op("VPANDQ", further(x, i), mask, a)
			t.op("VPANDQ", further(y, i), mask, b)
			t.add(a, b)
		}
		if i > 0 {
			t.add(out, b)
		}
		t.carry(b, out)
		t.op("VPANDQ", mask, b, b)
		t.store(b, further(sum, i))
	}
	t.op("VPTESTMQ", out, out, "K2")
	t.op("KMOVW", "K2", further(sum, n))
}

// splitSums makes the sums of a whole number.
func splitSums(t *text) {
	arguments(t, "ifmaSplitSums", "sets sums to the sums of halves of the blocks of x.",
		[]string{"DI", "SI", "BX"}, "sums", "x", "blocks")
	t.loop("block")
	splitSum(t, "SI", "DI", false)
	t.op("ADDQ", immediate(blockBytes), "SI")
	t.op("ADDQ", immediate(splitSumBytes), "DI")
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// work is instructions that go between the products of a row, in order. A store
// costs a product and a half where stores come close together or long after
// their value was made, and nothing where they are spread.
type work []func()

// between returns a function that does the next share of w each time that it is
// called, and is done after so many calls.
func (w work) between(calls int) func() {
	done, called := 0, 0
	return func() {
		called++
		for done < len(w) && done*calls < called*len(w) {
			w[done]()
			done++
		}
	}
}

// noWork is a tile's rows without work.
func noWork(int) work { return nil }

// addSumTile adds the product of two sums of halves to sumsOfSums. Where one of
// them carries out, the other is added half a block up; where both do, there is
// one more in the digit above. The work of row j is done before the row adds to
// column j+5.
func addSumTile(t *text, held, streamed string, rows func(j int) work) {
	to := sumsOfSums
	for i := range splitDigits {
		t.load(digit(held, i), factor+z(i))
	}
	t.op("KMOVW", digit(held, splitDigits), "K2")
	t.op("KMOVW", digit(streamed, splitDigits), "K3")
	t.op("KANDW", "K2", "K3", "K4")
	for j := range splitDigits {
		t.load(digit(streamed, j), stream)
		work := rows(j).between(2*splitDigits - 1)
		for i := range splitDigits {
			t.addLow(stream, factor+z(i), to[i+j])
			work()
		}
		for i := range splitDigits {
			t.addHigh(stream, factor+z(i), to[i+j+1])
			work()
		}
		maskedAdd(t, stream, "K2", to[splitDigits+j])
	}
	for i := range splitDigits {
		maskedAdd(t, factor+z(i), "K3", to[splitDigits+i])
	}
	addUnit(t, "K4", to[tile-1])
}

// maskedAdd adds x, which may be memory, where the mask says.
func maskedAdd(t *text, x any, mask string, to z) { t.op("VPADDQ", x, to, mask, to) }

// addUnit adds to a column what is one in the next.
func addUnit(t *text, mask string, to z) {
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

// halfPairs sums the products of halves of blocks that lie so many bytes apart.
func halfPairs(t *text, prefix string, apart int) {
	for i := range z(2 * tile) {
		t.zero(sums + i)
	}
	pairs(t, prefix+"Halves", "R8", "R9", apart, addHalfTiles)
}

// sumPairs sums the products of sums, and does the work while it does the first.
func sumPairs(t *text, prefix string, apart int, rows func(j int) work) {
	for i := range splitDigits {
		t.zero(sumsOfSums[i])
	}
	addSumTile(t, "R10", "R11", func(j int) work {
		return append(rows(j), func() { t.zero(sumsOfSums[splitDigits+j]) })
	})
	nextSums(t, apart)
	t.op("DECQ", "R12")
	t.op("JEQ", prefix+"SumsEnd")
	t.loop(prefix + "Sums")
	addSumTile(t, "R10", "R11", noWork)
	nextSums(t, apart)
	t.op("DECQ", "R12")
	t.op("JNE", prefix+"Sums")
	t.label(prefix + "SumsEnd")
}

func nextSums(t *text, apart int) {
	t.op("ADDQ", immediate(apart), "R10")
	t.op("SUBQ", immediate(apart), "R11")
}

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
	splitSum(t, "SI", "R14", false)
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
		splitSum(t, "R8", "R9", false)
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
	t.op("JMP", "·ifmaReduceSplit(SB)")
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
