// What stands for an instruction or for registers in the other files.

package avx2

import "primebench/internal/montgomery/_asm/asm"

// takeProducts takes the registers of products and of their sums.
func (t *text) takeProducts() {
	t.sums = t.TakeRow("sums", 0, 2*tile)
	t.takeStarts()
	t.takeFactors()
}

func (t *text) freeProducts() {
	t.Free(t.sums...)
	t.freeStarts()
	t.freeFactors()
}

// takeStarts takes the registers of what product adds and subtracts.
func (t *text) takeStarts() {
	t.highStart, t.lowStart = t.TakeAt("highStart", 10), t.TakeAt("lowStart", 11)
}

func (t *text) freeStarts() { t.Free(t.highStart, t.lowStart) }

func (t *text) loadStarts() {
	t.Load(two104and52, t.highStart)
	t.Load(two104and53, t.lowStart)
}

// takeFactors takes the registers of two factors and their product.
func (t *text) takeFactors() {
	t.factor, t.other = t.TakeAt("factor", 12), t.TakeAt("other", 13)
	t.high, t.low = t.TakeAt("high", 14), t.TakeAt("low", 15)
}

func (t *text) freeFactors() { t.Free(t.factor, t.other, t.high, t.low) }

// product adds the low half of a*b to column lo and the high half to column hi,
// each with exponent bits on top; a column that is nil takes nothing.
//
// The sum 2^104 + 2^52 + a*b is rounded down to a multiple of 2^52, so that its
// bits, as an integer, are those of 2^104 + 2^52 plus floor(a*b/2^52). What
// rounding has dropped is exact in one more multiply-add; with 2^52 more its
// bits are those of 2^52 plus a*b mod 2^52. Factors may be from -1 to 2^52: the
// rounded sum is from 2^104 to 2^105, the bits of which follow those of numbers
// below, and what is dropped is at most 2^52, of which the same holds.
func (t *text) product(a, b, lo, hi *asm.Register) {
	t.Move(t.highStart, t.high)
	t.Op("VFMADD231PD", b, a, t.high)
	if hi != nil {
		t.Add(t.high, hi)
	}
	if lo != nil {
		t.Op("VSUBPD", t.high, t.lowStart, t.low)
		t.Op("VFMADD231PD", b, a, t.low)
		t.Add(t.low, lo)
	}
}

// productFromMemory is product with its constants in memory.
func (t *text) productFromMemory(a, b, lo, hi *asm.Register) {
	t.Load(two104and52, t.high)
	t.Op("VFMADD231PD", b, a, t.high)
	t.Add(t.high, hi)
	t.Op("VSUBPD", two104and53, t.high, t.low)
	t.Op("VFMSUB231PD", b, a, t.low)
	t.Add(t.low, lo)
}

// carryIn adds the carry from below to a column, leaves its digit, and makes
// carry the column's own. A column may be negative: the words that take the
// exponent bits away put 2^62 in, which keeps it from being so, and take 2^10
// out of the next column, where the carry brings that.
func (t *text) carryIn(column, carry *asm.Register) {
	t.Add(carry, column)
	t.Op("VPSRLQ", "$(const_avx2Digit+const_plantedFault*12)", column, carry)
	t.Op("VPAND", digitMask, column, column)
}

// addTo adds a register to memory. It uses the register.
func (t *text) addTo(from *asm.Register, to string) {
	t.Add(to, from)
	t.Store(from, to)
}

// toDouble turns the number below 2^52 in r into a floating-point one.
func (t *text) toDouble(r *asm.Register) {
	t.Op("VPOR", two52, r, r)
	t.Op("VSUBPD", two52, r, r)
}
