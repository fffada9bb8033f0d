// What stands for an instruction or for a register in the other files.

package ifma

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

// takeSums takes the registers of n columns.
func (t *text) takeSums(n int) {
	t.sums = t.TakeRow("sums", sumsAt, n)
	t.lower, t.upper = t.sums[:tile], t.sums[tile:]
}

// zeroSums takes and clears the registers of the columns.
func (t *text) zeroSums() {
	t.takeSums(2 * tile)
	for _, s := range t.sums {
		t.Zero(s)
	}
}

// loadColumns takes and loads below and the sums, from the columns at DX.
func (t *text) loadColumns() {
	t.below = t.TakeAt("below", belowAt)
	t.Load(digit("DX", 0), t.below)
	t.takeSums(2 * tile)
	for i, s := range t.sums {
		t.Load(digit("DX", 1+i), s)
	}
}

func (t *text) takeFactor(n int) { t.factor = t.TakeRow("factor", factorAt, n) }

// loadFactor takes and loads the registers of n digits of a factor.
func (t *text) loadFactor(pointer string, n int) {
	t.takeFactor(n)
	for i, f := range t.factor {
		t.Load(digit(pointer, i), f)
	}
}

func (t *text) freeFactor() { t.Free(t.factor...) }

// takeStream takes the register of what passes by.
func (t *text) takeStream() *asm.Register { return t.TakeAt("stream", streamAt) }

// takeSumsOfSums takes and clears the registers of the first n columns of sumsOfSums.
func (t *text) takeSumsOfSums(n int) {
	t.sumsOfSums, t.highSums = make([]*asm.Register, tile), make([]*asm.Register, tile)
	for i := range n {
		t.zeroSumOfSums(i)
	}
}

// zeroSumOfSums takes and clears the register of column i of sumsOfSums.
func (t *text) zeroSumOfSums(i int) {
	at := factorAt + splitDigits + i
	if i >= splitDigits {
		at = sumsAt + tile + i
	}
	t.sumsOfSums[i] = t.TakeAt(fmt.Sprintf("sumsOfSums[%d]", i), at)
	t.highSums[i] = t.sumsOfSums[i]
	t.Zero(t.sumsOfSums[i])
}

// freeJoined frees what is left of the sums of a block column when all three are
// joined. Upper has been put aside for sumsOfSums and highSums.
func (t *text) freeJoined() {
	t.Free(t.lower...)
	t.Free(t.sumsOfSums...)
}

// addLow adds the low half of x*y to low, and addHigh the high half to high. x may
// be memory.
func (t *text) addLow(x any, y, low *asm.Register)   { t.Op("VPMADD52LUQ", x, y, low) }
func (t *text) addHigh(x any, y, high *asm.Register) { t.Op("VPMADD52HUQ", x, y, high) }

// maskedAdd adds x, which may be memory, where the mask says.
func (t *text) maskedAdd(x any, mask string, to *asm.Register) { t.Op("VPADDQ", x, to, mask, to) }

// addUnit adds to a column what is one in the next.
func (t *text) addUnit(mask string, to *asm.Register) { t.Op("VPADDQ.BCST", nextUnit, to, mask, to) }

// The shifts that carry: of sums of products, and of what may be negative.
const (
	shiftUnsigned = "VPSRLQ"
	shiftSigned   = "VPSRAQ"
)

// carry sets to to what from has above its digit.
func (t *text) carry(from, to *asm.Register) { t.Op(shiftUnsigned, asm.DigitBits, from, to) }

// signedCarry is carry for a sum that may be negative.
func (t *text) signedCarry(from, to *asm.Register) { t.Op(shiftSigned, asm.DigitBits, from, to) }

// leave returns from a function to Go.
func (t *text) leave() {
	t.Op("VZEROUPPER")
	t.Op("RET")
}
