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

package ifma

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

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
	t.Function(asm.Function{
		Name:      "ifmaQuadSums",
		Doc:       "sets sums to the sums of blocks and halves of the quads of x.",
		Arguments: []string{"sums", "x", "quads"},
		Registers: []string{"R9", "R8", "BX"},
	})
	t.Loop("quad")
	lowerSum(t)
	upperSum(t)
	blocksSum(t)
	sumSum(t)
	t.Op("ADDQ", quadBytes, "R8")
	t.Op("ADDQ", quadSumsBytes, "R9")
	t.Op("DECQ", "BX")
	t.Op("JNE", "quad")
	t.leave()
}

// The four sums of the quad at R8, to those at R9: of the halves of the lower
// block and of the upper one, of both blocks, and of the halves of that.
func lowerSum(t *text) {
	rowSum(t, rowAt("R8", 0), rowAt("R8", splitDigits), row{pointer: "R9", offset: quadLower}, splitDigits, false)
}

func upperSum(t *text) {
	rowSum(t, rowAt("R8", tile), rowAt("R8", tile+splitDigits), row{pointer: "R9", offset: quadUpper}, splitDigits, false)
}

func blocksSum(t *text) {
	rowSum(t, rowAt("R8", 0), rowAt("R8", tile), rowAt("R9", 0), tile, false)
}

func sumSum(t *text) {
	rowSum(t, rowAt("R9", 0), rowAt("R9", splitDigits), row{pointer: "R9", offset: quadSum}, splitDigits, true)
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
	t.Function(asm.Function{Name: name, Doc: doc, Arguments: []string{"s"}, Registers: []string{"DI"}})
	t.Op("MOVQ", quadField("out"), "DX")
	t.Op("MOVQ", quadField("x"), "SI")
	t.Op("MOVQ", quadField("y"), "R13")
	t.Op("MOVQ", quadField("xSums"), "R14")
	t.Op("MOVQ", quadField("ySums"), "CX")
	t.Op("MOVQ", quadField("aside"), "R15")
	t.Op("MOVQ", quadField("pairs"), "BX")

	t.phase("lower", "SI", "R13", 0, quadBytes, quadLower, func(i int) work {
		a, cUpper := t.lower[i], t.upper[splitDigits+i]
		return append(t.split(i),
			t.putAside(t.upper[i], lowerAside+tile+i),
			t.putAside(cUpper, lowerAside+tile+splitDigits+i),
			func() { t.Store(a, digit("R15", lowerAside+i)) },
			func() {
				t.Op("VPADDQ", digit("DX", i), a, a)
				t.Store(a, digit("DX", i))
			})
	})
	for i := range splitDigits {
		low := t.finishSecond(i)
		t.Store(low, digit("R15", lowerAside+splitDigits+i))
		t.Op("VPADDQ", digit("DX", splitDigits+i), low, low)
		t.Store(low, digit("DX", splitDigits+i))
	}
	for i := range splitDigits {
		t.Store(t.finishThird(i, lowerAside), digit("R15", lowerAside+tile+i))
	}
	t.freeJoined()

	t.phase("upper", "SI", "R13", blockBytes, quadBytes, quadUpper, func(i int) work {
		cUpper := t.upper[splitDigits+i]
		return append(t.split(i),
			t.putAside(t.upper[i], upperAside+tile+i),
			func() { t.Store(cUpper, digit("R15", upperAside+tile+splitDigits+i)) },
			func() { t.Store(t.lower[i], digit("R15", upperAside+i)) },
			func() {
				t.put(cUpper, cUpper, 3*tile+splitDigits+i)
				t.Free(cUpper)
			})
	})
	for i := range splitDigits {
		t.Store(t.finishSecond(i), digit("R15", upperAside+splitDigits+i))
	}
	for i := range splitDigits {
		high := t.finishThird(i, upperAside)
		t.Store(high, digit("R15", upperAside+tile+i))
		t.put(high, high, 3*tile+i)
	}
	t.freeJoined()

	t.phase("sum", "R14", "CX", 0, quadSumsBytes, quadSum, t.join)
	if !t.square {
		t.carries()
	}
	for i := range splitDigits {
		t.Store(t.finishSecond(i), digit("DX", tile+splitDigits+i))
	}
	for i := range splitDigits {
		high := t.finishThird(i, lowerAside)
		t.put(high, high, 2*tile+i)
	}
	for i := range splitDigits {
		t.put(t.lower[i], t.lower[i], 2*tile+splitDigits+i)
	}
	t.freeJoined()
	t.next("last", sumSum)
	t.leave()
}

// next makes one of the sums of the next quad, if there is one, where products are
// waiting to hide it.
func (t quadColumn) next(name string, sum func(t *text)) {
	if !t.fresh {
		return
	}
	t.Op("MOVQ", quadField("next"), "R8")
	t.Op("MOVQ", quadField("nextSums"), "R9")
	t.Op("TESTQ", "R8", "R8")
	t.Op("JEQ", name+"Summed")
	sum(t.text)
	t.Label(name + "Summed")
}

// phaseSums are the sums that are made after the halves of each phase.
var phaseSums = map[string]func(t *text){"lower": lowerSum, "upper": upperSum, "sum": blocksSum}

// phase sums one of the three products of pairs of quads. Its blocks are offset
// bytes from held and streamed, its sums of halves so many from those of a quad.
func (t quadColumn) phase(prefix, held, streamed string, offset, apart, sumsOffset int, rows func(i int) work) {
	t.Op("LEAQ", asm.Memory(held, offset), "R8")
	t.Op("LEAQ", asm.Memory(streamed, offset), "R9")
	t.Op("LEAQ", asm.Memory("R14", sumsOffset), "R10")
	t.Op("LEAQ", asm.Memory("CX", sumsOffset), "R11")
	t.Op("MOVQ", "BX", "R12")
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
	t.Op("CMPQ", quadField("alone"), 0)
	t.Op("JEQ", to)
}

// split joins digit i of the three sums of halves, as joinProduct does, but for
// what has been in the columns before.
func (t quadColumn) split(i int) work {
	a, aUpper := t.lower[i], t.lower[splitDigits+i]
	c, cUpper := t.upper[i], t.upper[splitDigits+i]
	return work{
		func() { t.Op("VPSUBQ", c, aUpper, aUpper) },
		func() { t.Op("VPADDQ", aUpper, cUpper, c) },
		func() { t.Op("VPSUBQ", a, aUpper, aUpper) },
	}
}

// finishSecond and finishThird add digit i of the sums of products of sums to the
// second and the third quarter.
func (t quadColumn) finishSecond(i int) *asm.Register {
	second := t.lower[splitDigits+i]
	t.Add(t.sumsOfSums[i], second)
	return second
}

func (t quadColumn) finishThird(i, aside int) *asm.Register {
	third := t.sumsOfSums[splitDigits+i]
	t.Op("VPSUBQ", digit("R15", aside+tile+i), third, third)
	return third
}

// putAside stores and frees a register.
func (t quadColumn) putAside(r *asm.Register, digits int) func() {
	return func() {
		t.Store(r, digit("R15", digits))
		t.Free(r)
	}
}

// put writes a column of the upper half, summed in the register sum.
func (t quadColumn) put(x, sum *asm.Register, column int) {
	if !t.fresh {
		t.Op("VPADDQ", digit("DX", column), x, sum)
		x = sum
	}
	t.Store(x, digit("DX", column))
}

// join is split for the products of sums, and joins them with the products of
// lower and upper blocks that wait aside. The highest quarter moves to where the
// lowest was.
func (t quadColumn) join(i int) work {
	var shared *asm.Register
	w := t.split(i)
	for _, q := range []struct {
		digit         int
		second, third *asm.Register
		op            string // the third quarter of the lower digits stands negative
	}{
		{digit: splitDigits + i, second: t.lower[splitDigits+i], third: t.upper[splitDigits+i], op: "VPSUBQ"},
		{digit: i, second: t.lower[i], third: t.upper[i], op: "VPADDQ"},
	} {
		w = append(w,
			func() {
				shared = t.TakeAt("shared", belowAt)
				t.Load(digit("R15", lowerAside+tile+q.digit), shared)
			},
			func() { t.Op("VPSUBQ", digit("R15", upperAside+q.digit), shared, shared) },
			func() { t.Op(q.op, shared, q.third, q.third) },
			func() {
				t.Add(shared, q.second)
				t.Free(shared)
			},
			func() { t.Op(q.op, digit("R15", upperAside+tile+q.digit), q.third, q.third) },
			func() { t.Op("VPSUBQ", digit("R15", lowerAside+q.digit), q.second, q.second) },
			func() { t.Op("VPADDQ", digit("DX", tile+q.digit), q.second, q.second) },
		)
	}
	return append(w,
		t.putAside(t.upper[i], lowerAside+tile+i),
		func() { t.Store(t.lower[i], digit("DX", tile+i)) },
		func() {
			t.Move(t.upper[splitDigits+i], t.lower[i])
			t.Free(t.upper[splitDigits+i])
		})
}
