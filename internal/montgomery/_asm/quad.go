// Blocks split twice: Karatsuba's method on blocks of 20 digits, a quad of halves
// of 5, made of nine products where the schoolbook has sixteen.
//
// It is the method of split.go once more. A quad is a lower and an upper block,
// and has a sum of both. What is summed over all pairs of quads of a block column
// are the products of lower blocks, of upper blocks and of sums, each by split.go
// in three sums of its own; the three are joined once. Lower and upper wait aside,
// twenty columns each, until the sums of products of sums can be joined with them.
// The carries of sums cost a masked addition a digit again.
//
// A function does one block column, so that what calls it can be in Go.

package main

import "fmt"

const (
	quadBytes = 2 * blockBytes

	// What quadSums makes of a quad, in bytes: the sum of both blocks with its
	// carries, then sums of halves of the lower block, the upper one and the sum.
	quadCarries   = blockBytes
	quadLower     = blockBytes + digitBytes
	quadUpper     = quadLower + splitSumBytes
	quadSum       = quadUpper + splitSumBytes
	quadSumsBytes = quadSum + splitSumBytes

	lowerAside = 0 // digits beyond R15
	upperAside = 2 * tile
)

func quadField(name string) string { return fmt.Sprintf("ifmaQuads_%s(DI)", name) }

// quadSums makes the sums of quads.
func quadSums(t *text) {
	arguments(t, "ifmaQuadSums", "sets sums to the sums of blocks and halves of the quads of x.",
		[]string{"R9", "R8", "BX"}, "sums", "x", "quads")
	t.loop("quad")
	lowerSum(t)
	upperSum(t)
	blocksSum(t)
	sumSum(t)
	t.op("ADDQ", immediate(quadBytes), "R8")
	t.op("ADDQ", immediate(quadSumsBytes), "R9")
	t.op("DECQ", "BX")
	t.op("JNE", "quad")
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// The four sums of the quad at R8, to those at R9: of the halves of the lower
// block and of the upper one, of both blocks, and of the halves of that.
func lowerSum(t *text) {
	rowSum(t, "0(R8)", further("0(R8)", splitDigits), fmt.Sprintf("%d(R9)", quadLower), splitDigits, false)
}

func upperSum(t *text) {
	rowSum(t, further("0(R8)", tile), further("0(R8)", tile+splitDigits), fmt.Sprintf("%d(R9)", quadUpper), splitDigits, false)
}

func blocksSum(t *text) { rowSum(t, "0(R8)", further("0(R8)", tile), "0(R9)", tile, false) }

func sumSum(t *text) {
	rowSum(t, "0(R9)", further("0(R9)", splitDigits), fmt.Sprintf("%d(R9)", quadSum), splitDigits, true)
}

// A quadColumn writes a function for one block column of quads: 40 columns at
// out, of which the lower half is added to, and the upper half too unless it is
// fresh.
type quadColumn struct {
	*text
	square bool
	fresh  bool
}

// write writes the function.
func (t quadColumn) write(name, doc string) {
	fmt.Fprintf(t, "// func %s(s *ifmaQuads)\n// %s\nTEXT ·%s(SB), NOSPLIT, $0-8\n", name, doc, name)
	t.op("MOVQ", "s+0(FP)", "DI")
	t.op("MOVQ", quadField("out"), "DX")
	t.op("MOVQ", quadField("x"), "SI")
	t.op("MOVQ", quadField("y"), "R13")
	t.op("MOVQ", quadField("xSums"), "R14")
	t.op("MOVQ", quadField("ySums"), "CX")
	t.op("MOVQ", quadField("aside"), "R15")
	t.op("MOVQ", quadField("pairs"), "BX")

	t.phase("lower", "SI", "R13", 0, quadBytes, quadLower, func(i int) work {
		a, cUpper := lower+z(i), upper+z(splitDigits+i)
		return append(t.split(i),
			func() { t.store(cUpper, digit("R15", lowerAside+tile+splitDigits+i)) },
			func() { t.store(a, digit("R15", lowerAside+i)) },
			func() {
				t.op("VPADDQ", digit("DX", i), a, a)
				t.store(a, digit("DX", i))
			})
	})
	for i := range splitDigits {
		low := t.finishSecond(i)
		t.store(low, digit("R15", lowerAside+splitDigits+i))
		t.op("VPADDQ", digit("DX", splitDigits+i), low, low)
		t.store(low, digit("DX", splitDigits+i))
	}
	for i := range splitDigits {
		t.store(t.finishThird(i), digit("R15", lowerAside+tile+i))
	}

	t.phase("upper", "SI", "R13", blockBytes, quadBytes, quadUpper, func(i int) work {
		cUpper := upper + z(splitDigits+i)
		return append(t.split(i),
			func() { t.store(cUpper, digit("R15", upperAside+tile+splitDigits+i)) },
			func() { t.store(lower+z(i), digit("R15", upperAside+i)) },
			func() { t.put(cUpper, cUpper, 3*tile+splitDigits+i) })
	})
	for i := range splitDigits {
		t.store(t.finishSecond(i), digit("R15", upperAside+splitDigits+i))
	}
	for i := range splitDigits {
		high := t.finishThird(i)
		t.store(high, digit("R15", upperAside+tile+i))
		t.put(high, high, 3*tile+i)
	}

	t.phase("sum", "R14", "CX", 0, quadSumsBytes, quadSum, t.join)
	if !t.square {
		t.carries()
	}
	for i := range splitDigits {
		t.store(t.finishSecond(i), digit("DX", tile+splitDigits+i))
	}
	for i := range splitDigits {
		high := t.finishThird(i)
		t.put(high, high, 2*tile+i)
	}
	for i := range splitDigits {
		t.put(lower+z(i), lower+z(i), 2*tile+splitDigits+i)
	}
	t.next("last", sumSum)
	t.op("VZEROUPPER")
	t.op("RET")
	fmt.Fprintln(t)
}

// next makes one of the sums of the next quad, if there is one, where products are
// waiting to hide it.
func (t quadColumn) next(name string, sum func(t *text)) {
	if !t.fresh {
		return
	}
	t.op("MOVQ", quadField("next"), "R8")
	t.op("MOVQ", quadField("nextSums"), "R9")
	t.op("TESTQ", "R8", "R8")
	t.op("JEQ", name+"Summed")
	sum(t.text)
	t.label(name + "Summed")
}

// phaseSums are the sums that are made after the halves of each phase.
var phaseSums = map[string]func(t *text){"lower": lowerSum, "upper": upperSum, "sum": blocksSum}

// phase sums one of the three products of pairs of quads. Its blocks are offset
// bytes from held and streamed, its sums of halves so many from those of a quad.
func (t quadColumn) phase(prefix, held, streamed string, offset, apart, sumsOffset int, rows func(i int) work) {
	t.op("LEAQ", fmt.Sprintf("%d(%s)", offset, held), "R8")
	t.op("LEAQ", fmt.Sprintf("%d(%s)", offset, streamed), "R9")
	t.op("LEAQ", fmt.Sprintf("%d(R14)", sumsOffset), "R10")
	t.op("LEAQ", fmt.Sprintf("%d(CX)", sumsOffset), "R11")
	t.op("MOVQ", "BX", "R12")
	if t.square {
		done := 0
		afterHalves := func() {
			done++
			t.next(fmt.Sprint(prefix, done), phaseSums[prefix])
		}
		afterPairs, onDiagonal := func() {}, func() {}
		if prefix == "sum" {
			afterPairs, onDiagonal = t.carries, t.carriesOnDiagonal
		}
		squareColumn(t.text, prefix, apart, quadSumsBytes, t.unlessAlone, rows, afterHalves, afterPairs, onDiagonal)
		return
	}
	halfPairs(t.text, prefix, apart)
	t.next(prefix, phaseSums[prefix])
	sumPairs(t.text, prefix, quadSumsBytes, rows)
}

// unlessAlone jumps where the block column has no square of a quad.
func (t quadColumn) unlessAlone(to string) {
	t.op("CMPQ", quadField("alone"), immediate(0))
	t.op("JEQ", to)
}

// split joins digit i of the three sums of halves, as joinProduct does, but for
// what has been in the columns before.
func (t quadColumn) split(i int) work {
	a, aUpper := lower+z(i), lower+z(splitDigits+i)
	c, cUpper := upper+z(i), upper+z(splitDigits+i)
	return work{
		func() { t.op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.op("VPADDQ", aUpper, cUpper, c) },
		func() { t.op("VPSUBQ", a, aUpper, aUpper) },
	}
}

// finishSecond and finishThird add digit i of the sums of products of sums to the
// second and the third quarter.
func (t quadColumn) finishSecond(i int) z {
	second := lower + z(splitDigits+i)
	t.add(sumsOfSums[i], second)
	return second
}

func (t quadColumn) finishThird(i int) z {
	third := sumsOfSums[splitDigits+i]
	t.op("VPSUBQ", upper+z(i), third, third)
	return third
}

// put writes a column of the upper half, summed in the register sum.
func (t quadColumn) put(x, sum z, column int) {
	if !t.fresh {
		t.op("VPADDQ", digit("DX", column), x, sum)
		x = sum
	}
	t.store(x, digit("DX", column))
}

// join is split for the products of sums, and joins them with the products of
// lower and upper blocks that wait aside. The highest quarter moves to where the
// lowest was.
func (t quadColumn) join(i int) work {
	const shared = below
	w := t.split(i)
	for _, q := range []struct {
		digit         int
		second, third z
		op            string // the third quarter of the lower digits stands negative
	}{
		{splitDigits + i, lower + z(splitDigits+i), upper + z(splitDigits+i), "VPSUBQ"},
		{i, lower + z(i), upper + z(i), "VPADDQ"},
	} {
		w = append(w,
			func() { t.load(digit("R15", lowerAside+tile+q.digit), shared) },
			func() { t.op("VPSUBQ", digit("R15", upperAside+q.digit), shared, shared) },
			func() { t.op(q.op, shared, q.third, q.third) },
			func() { t.add(shared, q.second) },
			func() { t.op(q.op, digit("R15", upperAside+tile+q.digit), q.third, q.third) },
			func() { t.op("VPSUBQ", digit("R15", lowerAside+q.digit), q.second, q.second) },
			func() { t.op("VPADDQ", digit("DX", tile+q.digit), q.second, q.second) },
		)
	}
	return append(w,
		func() { t.store(lower+z(i), digit("DX", tile+i)) },
		func() { t.move(upper+z(splitDigits+i), lower+z(i)) })
}

// carries adds what the carries of sums of blocks add to the upper half of the
// products of sums: the other sum where one carries, and one above where both do.
// In a square what goes to the third quarter is doubled with it.
func (t quadColumn) carries() {
	upperHalf := append(append([]z{}, sumsOfSums[splitDigits:]...), registers(lower, splitDigits)...)
	if t.square {
		for i := range splitDigits {
			upperHalf[splitDigits+i] = factor + z(i)
			t.zero(factor + z(i))
		}
	}
	t.op("MOVQ", "R14", "R8")
	t.op("MOVQ", "CX", "R9")
	t.op("MOVQ", "BX", "R12")
	pairs(t.text, "carries", "R8", "R9", quadSumsBytes, func(_ *text, held, streamed string) {
		t.op("KMOVW", carriesOf(held), "K2")
		t.op("KMOVW", carriesOf(streamed), "K3")
		t.op("KANDW", "K2", "K3", "K4")
		t.addSum(streamed, "K2", upperHalf)
		t.addSum(held, "K3", upperHalf)
		addUnit(t.text, "K4", upperHalf[tile-1])
	})
	if t.square {
		double(t.text, registers(factor, splitDigits))
		for i := range splitDigits {
			t.add(factor+z(i), lower+z(i))
		}
	}
}

// carriesOnDiagonal is carries for a quad with itself.
func (t quadColumn) carriesOnDiagonal() {
	t.op("MOVQ", "R10", "R8")
	t.op("SUBQ", immediate(quadSum), "R8")
	t.op("KMOVW", carriesOf("R8"), "K3")
	t.addSum("R8", "K3", sumsOfSums[splitDigits:])
	t.op("ADDQ", immediate(splitDigits*digitBytes), "R8")
	for range 2 {
		t.addSum("R8", "K3", registers(lower, splitDigits))
	}
	addUnit(t.text, "K3", lower+splitDigits-1)
}

func carriesOf(sum string) string { return fmt.Sprintf("%d(%s)", quadCarries, sum) }

// addSum adds the digits of a sum to as many registers where the mask says.
func (t quadColumn) addSum(sum, mask string, to []z) {
	for i, r := range to {
		maskedAdd(t.text, digit(sum, i), mask, r)
	}
}
