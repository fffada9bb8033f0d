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
	rowSum(t, digit(x, 0), digit(x, splitDigits), digit(sum, 0), splitDigits, false)
}

// rowSum sets sum to the sum of two rows of n digits and, after them, the lanes
// that carry out. Digits that are clean need no mask.
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
	splitSum(t, "SI", "DI")
	t.op("ADDQ", immediate(blockBytes), "SI")
	t.op("ADDQ", immediate(splitSumBytes), "DI")
	t.op("DECQ", "BX")
	t.op("JNE", "block")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// work is instructions that go between the products of a row, in order. Additions
// and stores cost nothing there; twenty or thirty in a row fill the scheduler,
// and the multiplier waits. A store is best next to what makes its value.
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
