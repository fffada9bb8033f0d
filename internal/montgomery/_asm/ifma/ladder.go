// What the ladders of Lucas tests do beside products: they add, and exchange lanes or
// vectors. What goes into a sum loses what it has above its 52 bits, and the digits of
// the sum keep theirs, which nothing reads.

package ifma

import "primebench/internal/montgomery/_asm/asm"

// swapPartners exchanges the lanes 2i and 2i+1 in VPERMQ.
const swapPartners = 1 | 0<<2 | 3<<4 | 2<<6

// ladderDigits is the digits of one turn of a loop.
const ladderDigits = tile / 2

func pair(t *text) {
	t.Function(asm.Function{
		Name: "ifmaPair",
		Doc: "adds c to x, from the partner lane in the lanes of turned, and sets y to the\n" +
			"sum, that of the partner lane in the lanes of crossed.",
		Arguments: []string{"y", "x", "c", "blocks", "turned", "crossed"},
		Registers: []string{"DI", "SI", "DX", "BX", "AX", "CX"},
	})
	t.Op("KMOVW", "AX", "K1")
	t.Op("KMOVW", "CX", "K2")
	mask, carry := t.Take("mask"), t.Take("carry")
	t.Op("VPBROADCASTQ", digitMask, mask)
	t.Zero(carry)
	t.Op("ADDQ", "BX", "BX")
	t.Loop("digits")
	for i := range ladderDigits {
		sum, added := t.Take("sum"), t.Take("added")
		t.Load(digit("DX", i), added)
		t.Op("VPERMQ", swapPartners, digit("DX", i), "K1", added)
		t.Load(digit("SI", i), sum)
		ladderAdd(t, sum, added, mask, carry)
		t.Store(sum, digit("SI", i))
		t.Op("VPERMQ", swapPartners, sum, "K2", sum)
		t.Store(sum, digit("DI", i))
		t.Free(sum, added)
	}
	ladderTurn(t, "DI", "SI", "DX")
	t.Free(mask, carry)
}

func ladder(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaLadder",
		Doc:       "adds c to x and d to y, and exchanges them in the lanes of swapped.",
		Arguments: []string{"x", "y", "c", "d", "blocks", "swapped"},
		Registers: []string{"DI", "SI", "DX", "R8", "BX", "AX"},
	})
	t.Op("KMOVW", "AX", "K1")
	mask, carryX, carryY := t.Take("mask"), t.Take("carryX"), t.Take("carryY")
	t.Op("VPBROADCASTQ", digitMask, mask)
	t.Zero(carryX)
	t.Zero(carryY)
	t.Op("ADDQ", "BX", "BX")
	t.Loop("digits")
	for i := range ladderDigits {
		x, y, added, other := t.Take("x"), t.Take("y"), t.Take("added"), t.Take("other")
		t.Load(digit("DI", i), x)
		t.Load(digit("DX", i), added)
		ladderAdd(t, x, added, mask, carryX)
		t.Load(digit("SI", i), y)
		t.Load(digit("R8", i), other)
		ladderAdd(t, y, other, mask, carryY)
		t.Op("VPBLENDMQ", y, x, "K1", added)
		t.Op("VPBLENDMQ", x, y, "K1", other)
		t.Store(added, digit("DI", i))
		t.Store(other, digit("SI", i))
		t.Free(x, y, added, other)
	}
	ladderTurn(t, "DI", "SI", "DX", "R8")
	t.Free(mask, carryX, carryY)
}

// ladderAdd adds to a digit what is added and the carry, and makes the next carry.
func ladderAdd(t *text, sum, added, mask, carry *asm.Register) {
	t.Op("VPANDQ", mask, sum, sum)
	t.Op("VPANDQ", mask, added, added)
	t.Add(added, sum)
	t.Add(carry, sum)
	t.Op("VPSRLQ", "$(const_ifmaDigit+const_plantedLadderFault*12)", sum, carry)
}

// ladderTurn ends a turn of the loop, and after the last one the function.
func ladderTurn(t *text, pointers ...string) {
	for _, p := range pointers {
		t.Op("ADDQ", ladderDigits*digitBytes, p)
	}
	t.Op("DECQ", "BX")
	t.Op("JNE", "digits")
	t.leave()
}
