// Tiles: the product of two blocks, and which pairs of blocks a block column has.

package ifma

// addTile adds the product of two blocks to the sums. The digits of held stay
// in registers; those of streamed pass by. All low halves of a digit go before
// its high halves, so that no sum is added to twice within the four cycles that
// an addition takes. After row j of the tile column j of the sums is complete, if
// this is the last tile of a block column; then the caller may use it.
func addTile(t *text, held, streamed string, after func(j int)) {
	t.loadFactor(held, tile)
	for j := range tile {
		stream := t.takeStream()
		t.Load(digit(streamed, j), stream)
		for i := range tile {
			t.addLow(stream, t.factor[i], t.sums[i+j])
		}
		for i := range tile {
			t.addHigh(stream, t.factor[i], t.sums[i+j+1])
		}
		t.Free(stream)
		after(j)
	}
	t.freeFactor()
}

func nothing(int) {}

// descend moves the upper half of the sums to the lower.
func descend(t *text) {
	for i := range tile {
		t.Move(t.sums[tile+i], t.sums[i])
	}
}

// columnBegin sets AX to the first block I = max(0, K-M+1) that block column K, in CX, has
// of a factor of M blocks, in BX, and R9 to the block K-I of the other. It uses R8.
func columnBegin(t *text) {
	t.Op("XORL", "R8", "R8")
	t.Op("MOVQ", "CX", "AX")
	t.Op("SUBQ", "BX", "AX")
	t.Op("INCQ", "AX")
	t.Op("CMOVQLT", "R8", "AX")
	t.Op("MOVQ", "CX", "R9")
	t.Op("SUBQ", "AX", "R9")
}

// firstBlocks sets R8 to the first block I of x, and R9 to the block K-I of y,
// that block column CX has: I = max(0, K-M+1), M blocks being in BX.
func firstBlocks(t *text, x, y string) {
	columnBegin(t)
	t.Op("IMUL3Q", blockBytes, "AX", "R8")
	t.Op("IMUL3Q", blockBytes, "R9", "R9")
	t.Op("ADDQ", x, "R8")
	t.Op("ADDQ", y, "R9")
}
