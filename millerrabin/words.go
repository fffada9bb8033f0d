// From math/big to the words of internal/montgomery.

package millerrabin

import (
	"math/big"
	"math/bits"
)

// words returns n >= 0 in little-endian 64-bit words, whatever the size of
// math/big's own words.
func words(n *big.Int) []uint64 {
	w := make([]uint64, (n.BitLen()+63)/64)
	for i, word := range n.Bits() {
		at := i * bits.UintSize
		w[at/64] |= uint64(word) << (at % 64)
	}
	return w
}
