// What is special about a square whose blocks are split: pairs of different blocks
// are summed once and doubled, and a block with itself does the same with its digits.

package ifma

import "primebench/internal/montgomery/_asm/asm"

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
	t.Op("JMP", prefix+"HalvesDone")
	t.Label(prefix + "DoubleHalves")
	double(t, t.sums)
	t.Label(prefix + "HalvesDone")
	afterHalves()
	halves := t.Held()
	t.Op("TESTQ", "R12", "R12")
	t.Op("JNE", prefix+"FirstSums")
	for i := range splitDigits {
		rows(i).between(1)()
	}
	t.takeSumsOfSums(tile)
	t.Op("JMP", prefix+"Diagonal")
	t.Resume(halves)
	t.Label(prefix + "FirstSums")
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
