// Montgomery reduction over math/big for the Lucas test, which works on one number
// at a time and so cannot use the batches of internal/montgomery.
//
// math/big multiplies in assembly, and from 40 words on by Karatsuba's method.
// Short numbers are reduced column by column, with half the products of the
// textbook's two full multiplications and no call for each. Long ones are reduced
// block by block, each block by two multiplications.

package millerrabin

import (
	"math/big"
	"math/bits"
)

// guardBits is how much longer the radix is than the modulus, at least, so that
// small multiples of products can be reduced at once.
const guardBits = 64

// The choice between the two ways, measured with 64-bit words: the length up to
// which columns are faster than blocks, the best length of a block, and the length
// from which long blocks are better, by Karatsuba's method.
const (
	columnWords = 24
	blockWords  = 16
	longWords   = 100
)

// A modulus reduces modulo an odd number n > 1 in Montgomery's form: x is kept
// as x R mod n with R = 2^radixBits, a whole number of blocks.
type modulus struct {
	n         *big.Int
	blocks    int
	block     int // words of a block
	radixBits uint
	negative  big.Int // -1/n mod 2^(bits of a block)

	reversed []big.Word // n, the highest word first, as long as R
	zeros    []big.Word // twice as long as R

	digits                  []big.Word // scratch of reduceColumns
	low, quotient, multiple big.Int    // scratch of reduceBlocks
}

func newModulus(n *big.Int) *modulus {
	words := (n.BitLen() + guardBits + bits.UintSize - 1) / bits.UintSize
	m := &modulus{n: n, blocks: 1}
	switch {
	case words > longWords:
		m.blocks = 2
	case words > columnWords:
		m.blocks = (words + blockWords/2) / blockWords
	}
	m.block = (words + m.blocks - 1) / m.blocks
	words = m.blocks * m.block
	m.radixBits = uint(words * bits.UintSize)

	m.reversed = make([]big.Word, words)
	m.zeros = make([]big.Word, 2*words)
	m.digits = make([]big.Word, words)
	for i, w := range n.Bits() {
		m.reversed[words-1-i] = w
	}
	blockRadix := new(big.Int).Lsh(big.NewInt(1), uint(m.block*bits.UintSize))
	m.negative.ModInverse(n, blockRadix)
	m.negative.Sub(blockRadix, &m.negative)
	return m
}

// enter sets z to x R mod n, for any x.
func (m *modulus) enter(z, x *big.Int) {
	z.Lsh(x, m.radixBits)
	z.Mod(z, m.n)
}

// reduce sets t to t / R mod n, in [0, n), for 0 <= t < n R.
func (m *modulus) reduce(t *big.Int) {
	if m.blocks == 1 {
		m.reduceColumns(t)
	} else {
		m.reduceBlocks(t)
	}
	if t.Cmp(m.n) >= 0 {
		t.Sub(t, m.n)
	}
}

// reduceColumns sets t to a number below 2n that is t / R modulo n. It finds the
// q < R that makes t + q n a multiple of R, digit by digit from below, while it
// adds up the columns of q n.
func (m *modulus) reduceColumns(t *big.Int) {
	k, q, n := m.block, m.digits, m.reversed
	words := t.Bits()
	words = append(words, m.zeros[len(words):]...)
	inverse := uint(m.negative.Bits()[0])

	var c0, c1, c2, carry uint // a column's sum, the lowest word first
	for i := range k {
		c0, c1, c2 = addProducts(c0, c1, c2, q[:i], n[k-1-i:])
		c0, carry = bits.Add(c0, uint(words[i]), 0)
		c1, carry = bits.Add(c1, 0, carry)
		c2 += carry
		digit := c0 * inverse
		q[i] = big.Word(digit)
		hi, lo := bits.Mul(digit, uint(n[k-1]))
		_, carry = bits.Add(c0, lo, 0) // 0
		c1, carry = bits.Add(c1, hi, carry)
		c0, c1, c2 = c1, c2+carry, 0
	}
	for i := k; i < 2*k; i++ {
		c0, c1, c2 = addProducts(c0, c1, c2, q[i-k+1:], n)
		c0, carry = bits.Add(c0, uint(words[i]), 0)
		c1, carry = bits.Add(c1, 0, carry)
		words[i-k] = big.Word(c0)
		c0, c1, c2 = c1, c2+carry, 0
	}
	t.SetBits(words[:k])
}

// reduceBlocks does the same with digits of a block each.
func (m *modulus) reduceBlocks(t *big.Int) {
	for range m.blocks {
		m.lowest(t)
		m.quotient.Mul(&m.low, &m.negative)
		m.lowest(&m.quotient)
		m.multiple.Mul(&m.low, m.n)
		t.Add(t, &m.multiple) // ends in a block of zeros
		t.Rsh(t, uint(m.block*bits.UintSize))
	}
}

// lowest makes low the lowest block of t, in t's own words: low is only read,
// and only until t changes.
func (m *modulus) lowest(t *big.Int) {
	words := t.Bits()
	m.low.SetBits(words[:min(len(words), m.block)])
}

// addProducts adds the products x[i] y[i] over the words of x to a sum of three
// words. y is at least as long as x.
//
// Inlined, the sum would not stay in registers, which costs twice the time.
//
//go:noinline
func addProducts(c0, c1, c2 uint, x, y []big.Word) (uint, uint, uint) {
	y = y[:len(x)]
	var carry uint
	for i, w := range x {
		hi, lo := bits.Mul(uint(w), uint(y[i]))
		c0, carry = bits.Add(c0, lo, 0)
		c1, carry = bits.Add(c1, hi, carry)
		c2 += carry
	}
	return c0, c1, c2
}
