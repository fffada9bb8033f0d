// What the carries of sums of blocks add to the products of sums.

package ifma

import (
	"slices"

	"primebench/internal/montgomery/_asm/asm"
)

// carries adds what the carries of sums of blocks add to the upper half of the
// products of sums: the other sum where one carries, and one above where both do.
// In a square what goes to the third quarter is doubled with it.
func (t quadColumn) carries() {
	highest := t.lower[:splitDigits]
	if t.square {
		highest = t.TakeRow("carried", factorAt, splitDigits)
		for _, r := range highest {
			t.Zero(r)
		}
	}
	upperHalf := slices.Concat(t.sumsOfSums[splitDigits:], highest)
	t.Op("MOVQ", "R14", "R8")
	t.Op("MOVQ", "CX", "R9")
	t.Op("MOVQ", "BX", "R12")
	pairs(t.text, "carries", "R12", "R8", "R9", quadSumsBytes, func(_ *text, held, streamed string) {
		t.Op("KMOVW", carriesOf(held), "K2")
		t.Op("KMOVW", carriesOf(streamed), "K3")
		t.Op("KANDW", "K2", "K3", "K4")
		t.addSum(streamed, "K2", upperHalf)
		t.addSum(held, "K3", upperHalf)
		t.addUnit("K4", upperHalf[tile-1])
	})
	if t.square {
		double(t.text, highest)
		for i, r := range highest {
			t.Add(r, t.lower[i])
		}
		t.Free(highest...)
	}
}

// carriesOnDiagonal is carries for a quad with itself.
func (t quadColumn) carriesOnDiagonal() {
	t.Op("MOVQ", "R10", "R8")
	t.Op("SUBQ", quadSum, "R8")
	t.Op("KMOVW", carriesOf("R8"), "K3")
	t.addSum("R8", "K3", t.sumsOfSums[splitDigits:])
	t.Op("ADDQ", splitDigits*digitBytes, "R8")
	for range 2 {
		t.addSum("R8", "K3", t.lower[:splitDigits])
	}
	t.addUnit("K3", t.lower[splitDigits-1])
}

func carriesOf(sum string) string { return asm.Memory(sum, quadCarries) }

// addSum adds the digits of a sum to as many registers where the mask says.
func (t quadColumn) addSum(sum, mask string, to []*asm.Register) {
	for i, r := range to {
		t.maskedAdd(digit(sum, i), mask, r)
	}
}
