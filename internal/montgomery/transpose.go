// The bits of eight exponents, one place of all at a time.

package montgomery

// transposed appends to bits the bits of rows: a byte for each place, with bit i of
// row i, eight places a word. It turns eight bits of eight rows at a time.
func transposed(bits []uint64, rows *[Lanes][]uint64) []uint64 {
	longest := 0
	for _, row := range rows {
		longest = max(longest, len(row))
	}
	for w := range longest {
		var words [Lanes]uint64
		for lane, row := range rows {
			words[lane] = word(row, w)
		}
		for range 8 {
			var square uint64
			for lane := range words {
				square = square>>8 | words[lane]<<56
				words[lane] >>= 8
			}
			bits = append(bits, transpose(square))
		}
	}
	return bits
}

// lanesAt returns the rows in which bit i is set.
func lanesAt(bits []uint64, i int) Mask {
	if i/8 >= len(bits) {
		return 0
	}
	return Mask(bits[i/8] >> (8 * (i % 8)))
}

// transpose turns a square of 8 times 8 bits, a byte a row, about its diagonal:
// it swaps single bits, then squares of 2, then of 4 (Warren, Hacker's Delight,
// section 7-3).
func transpose(x uint64) uint64 {
	t := (x ^ x>>7) & 0x00aa00aa00aa00aa
	x ^= t ^ t<<7
	t = (x ^ x>>14) & 0x0000cccc0000cccc
	x ^= t ^ t<<14
	t = (x ^ x>>28) & 0x00000000f0f0f0f0
	return x ^ t ^ t<<28
}
