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
// The sums of the products of lower halves stand in lower, and of upper halves in
// upper. Those of the products of sums stand in sumsOfSums, the registers that
// nothing else needs then: of the factors and of the upper half of upper.
//
// Combined columns come from subtractions and may be negative: every carry out
// of them is an arithmetic shift.

package ifma

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

const (
	splitDigits   = tile / 2
	splitSumBytes = (splitDigits + 1) * digitBytes // a sum of halves and its carries
)

// A row is digits that lie in memory one behind the other.
type row struct {
	pointer string
	offset  int // bytes
}

func (r row) digit(i int) string { return asm.Memory(r.pointer, r.offset+digitBytes*i) }

// rowAt is the row from the digit i beyond a pointer on.
func rowAt(pointer string, i int) row { return row{pointer: pointer, offset: digitBytes * i} }

// splitSum makes the sum of the halves of the block at x.
func splitSum(t *text, x, sum string) {
	rowSum(t, rowAt(x, 0), rowAt(x, splitDigits), rowAt(sum, 0), splitDigits, false)
}

// rowSum sets sum to the sum of two rows of n digits and, after them, the lanes
// that carry out. Digits that are clean need no mask.
func rowSum(t *text, x, y, sum row, n int, clean bool) {
	a, b := t.TakeAt("a", factorAt), t.TakeAt("b", factorAt+1)
	mask, out := t.TakeAt("mask", factorAt+2), t.TakeAt("out", factorAt+3)
	t.Op("VPTERNLOGQ", 255, mask, mask, mask)
	t.Op("VPSRLQ", 64-asm.DigitBits, mask, mask)
	for i := range n {
		if clean {
			t.Load(x.digit(i), b)
			t.Op("VPADDQ", y.digit(i), b, b)
		} else {
			t.Op("VPANDQ", x.digit(i), mask, a)
			t.Op("VPANDQ", y.digit(i), mask, b)
			t.Add(a, b)
		}
		if i > 0 {
			t.Add(out, b)
		}
		t.carry(b, out)
		t.Op("VPANDQ", mask, b, b)
		t.Store(b, sum.digit(i))
	}
	t.Op("VPTESTMQ", out, out, "K2")
	t.Op("KMOVW", "K2", sum.digit(n))
	t.Free(a, b, mask, out)
}

// splitSums makes the sums of a whole number.
func splitSums(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaSplitSums",
		Doc:       "sets sums to the sums of halves of the blocks of x.",
		Arguments: []string{"sums", "x", "blocks"},
		Registers: []string{"DI", "SI", "BX"},
	})
	t.Loop("block")
	splitSum(t, "SI", "DI")
	t.Op("ADDQ", blockBytes, "SI")
	t.Op("ADDQ", splitSumBytes, "DI")
	t.Op("DECQ", "BX")
	t.Op("JNE", "block")
	t.leave()
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
	low, high := t.sumsOfSums, t.highSums
	t.loadFactor(held, splitDigits)
	t.Op("KMOVW", digit(held, splitDigits), "K2")
	t.Op("KMOVW", digit(streamed, splitDigits), "K3")
	t.Op("KANDW", "K2", "K3", "K4")
	for j := range splitDigits {
		stream := t.takeStream()
		t.Load(digit(streamed, j), stream)
		work := rows(j).between(2*splitDigits - 1)
		for i := range splitDigits {
			t.addLow(stream, t.factor[i], low[i+j])
			work()
		}
		for i := range splitDigits {
			t.addHigh(stream, t.factor[i], high[i+j+1])
			work()
		}
		t.maskedAdd(stream, "K2", low[splitDigits+j])
		t.Free(stream)
	}
	for i := range splitDigits {
		t.maskedAdd(t.factor[i], "K3", low[splitDigits+i])
	}
	t.freeFactor()
	t.addUnit("K4", low[tile-1])
}

// addHalfTiles adds the product of the lower halves of two blocks to lower, and
// that of the upper halves to upper.
func addHalfTiles(t *text, held, streamed string) {
	t.loadFactor(held, tile)
	for j := range splitDigits {
		for h := 0; h < tile; h += splitDigits {
			stream := t.takeStream()
			t.Load(digit(streamed, h+j), stream)
			for i := range splitDigits {
				t.addLow(stream, t.factor[h+i], t.sums[2*h+i+j])
			}
			for i := range splitDigits {
				t.addHigh(stream, t.factor[h+i], t.sums[2*h+i+j+1])
			}
			t.Free(stream)
		}
	}
	t.freeFactor()
}

// firstPair sets R8 to the first block I of x and R9 to the block K-I of y that
// block column CX has, R10 and R11 to their sums of halves, and R12 to the number
// of pairs. M blocks being in BX, I = max(0, K-M+1).
func firstPair(t *text, x, y, xSums, ySums string) {
	columnBegin(t)
	t.Op("MOVQ", "R9", "R12")
	t.Op("SUBQ", "AX", "R12")
	t.Op("INCQ", "R12")
	t.Op("IMUL3Q", splitSumBytes, "AX", "R10")
	t.Op("IMUL3Q", splitSumBytes, "R9", "R11")
	t.Op("IMUL3Q", blockBytes, "AX", "R8")
	t.Op("IMUL3Q", blockBytes, "R9", "R9")
	t.Op("ADDQ", x, "R8")
	t.Op("ADDQ", y, "R9")
	t.Op("ADDQ", xSums, "R10")
	t.Op("ADDQ", ySums, "R11")
}

// pairs emits a loop over as many pairs as the register count says, none included.
// prefix tells the labels of a function apart.
func pairs(t *text, prefix, count, held, streamed string, size int, addTile func(t *text, held, streamed string)) {
	t.Op("MOVQ", count, "AX")
	t.Op("TESTQ", "AX", "AX")
	t.Op("JEQ", prefix+"End")
	t.Loop(prefix)
	addTile(t, held, streamed)
	t.Op("ADDQ", size, held)
	t.Op("SUBQ", size, streamed)
	t.Op("DECQ", "AX")
	t.Op("JNE", prefix)
	t.Label(prefix + "End")
}

// halfPairs sums the products of halves of blocks that lie so many bytes apart.
func halfPairs(t *text, prefix string, apart int) {
	t.zeroSums()
	pairs(t, prefix+"Halves", "R12", "R8", "R9", apart, addHalfTiles)
}

// All products of a tile of sums end in ten columns, those in the middle nine times,
// and would wait for each other. So the high halves of the middle have registers of
// their own, highSums, where the upper half of the sums has been: the work of the
// first tile puts that aside, a digit a row.
//
// middleColumns are those, in the order of the rows of the first tile that can free a
// register for them.
var middleColumns = [...]int{splitDigits - 1, splitDigits, splitDigits + 1, splitDigits - 2}

// takeHighSum takes and clears the register of the i-th of the middle columns.
func (t *text) takeHighSum(i int) {
	r := t.TakeAt(fmt.Sprintf("highSums[%d]", middleColumns[i]), sumsAt+tile+i)
	t.Zero(r)
	t.highSums[middleColumns[i]] = r
}

// mergeHighSums adds highSums to sumsOfSums.
func (t *text) mergeHighSums() {
	for _, c := range middleColumns {
		t.Add(t.highSums[c], t.sumsOfSums[c])
		t.Free(t.highSums[c])
		t.highSums[c] = t.sumsOfSums[c]
	}
}

// sumPairs sums the products of sums, and does the work while it does the first.
func sumPairs(t *text, prefix string, apart int, rows func(j int) work) {
	t.takeSumsOfSums(splitDigits)
	addSumTile(t, "R10", "R11", func(j int) work {
		w := append(rows(j), func() { t.zeroSumOfSums(splitDigits + j) })
		if j < len(middleColumns) {
			w = append(w, func() { t.takeHighSum(j) })
		}
		return w
	})
	nextSums(t, apart)
	t.Op("DECQ", "R12")
	pairs(t, prefix+"Sums", "R12", "R10", "R11", apart, addMoreSums)
	t.mergeHighSums()
}

// moreSums sums further products of sums, as many as the register count says, none
// included.
func moreSums(t *text, prefix, count, held, streamed string, apart int) {
	for i := range middleColumns {
		t.takeHighSum(i)
	}
	pairs(t, prefix, count, held, streamed, apart, addMoreSums)
	t.mergeHighSums()
}

func addMoreSums(t *text, held, streamed string) { addSumTile(t, held, streamed, noWork) }

func nextSums(t *text, apart int) {
	t.Op("ADDQ", apart, "R10")
	t.Op("SUBQ", apart, "R11")
}
