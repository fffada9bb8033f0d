// Powers of any base to any exponent, by a fixed window; of 2, by squarings and
// doublings alone.
//
// A base goes into Montgomery form by a product with R^2 modulo n. That takes
// no division either: R modulo n comes from a single bit by doublings, it is
// the Montgomery form of 1, and from there R^2, the form of 2^r, is a power of
// 2 like any other.

package montgomery

import (
	"context"
	"fmt"
	"math/bits"
)

// maxWindow is the widest window: a table of 2^6 vectors. Beyond it the table
// costs more than it saves below 16384 bits, and fills the cache.
const maxWindow = 6

// powers is what Strong and Exp need beside the moduli; it is made when the
// first of them runs, and its numbers once for a load.
type powers struct {
	ready     bool
	unit      [Lanes][]uint64 // R modulo n
	square    vector          // R^2 modulo n
	selected  vector          // one entry of the table in each lane
	plain     vector          // residues out of Montgomery form
	table     []vector        // base^i
	index     [Lanes]uint8    // the entry that each lane takes of it
	exponents [Lanes][]uint64
	scratch   []uint64
}

// Exp returns bases[i]^exponents[i] modulo the number in lane i, as many words
// as that modulus has. There is one base for each loaded modulus, smaller than
// it; there is one exponent for each, or a single one for all. What does not
// fit is an error that wraps ErrOperand.
func (b *Batch) Exp(ctx context.Context, bases, exponents [][]uint64) ([][]uint64, error) {
	if err := b.errEmpty(); err != nil {
		return nil, err
	}
	if len(bases) != len(b.moduli) {
		return nil, fmt.Errorf("montgomery: %d bases for %d moduli: %w", len(bases), len(b.moduli), ErrOperand)
	}
	if len(exponents) != 1 && len(exponents) != len(b.moduli) {
		return nil, fmt.Errorf("montgomery: %d exponents, want 1 or %d: %w", len(exponents), len(b.moduli), ErrOperand)
	}
	for lane, n := range b.moduli {
		if !less(bases[lane], n) {
			return nil, fmt.Errorf("montgomery: base %d is not below its modulus: %w", lane, ErrOperand)
		}
	}
	b.preparePowers()
	raise := b.power
	if areTwo(bases) {
		raise = b.powerOfTwo
	}
	if err := raise(ctx, bases, exponents); err != nil {
		return nil, err
	}
	b.kernel.leave(b.x, b.x)
	results := make([][]uint64, len(b.moduli))
	for lane, n := range b.moduli {
		results[lane] = append([]uint64(nil), b.value(b.x, lane)[:len(n)]...)
	}
	return results, nil
}

// power sets b.x to bases[i]^exponents[i] in Montgomery form. A single exponent
// holds for all lanes.
func (b *Batch) power(ctx context.Context, bases, exponents [][]uint64) error {
	p := &b.powers
	longest := 0
	for _, e := range exponents {
		longest = max(longest, bitLen(e))
	}
	width := windowWidth(longest)
	clock := b.clock(ctx)
	if err := b.fillTable(&clock, bases, 1<<width); err != nil {
		return err
	}
	windows := max((longest+width-1)/width, 1)
	b.selectEntry(b.x, exponents, (windows-1)*width, width)
	for i := windows - 2; i >= 0; i-- {
		for range width {
			if err := clock.step(); err != nil {
				return err
			}
			b.kernel.square(b.x, 0)
		}
		if b.selectEntry(p.selected, exponents, i*width, width) {
			b.kernel.mul(b.x, b.x, p.selected)
		}
	}
	return nil
}

// areTwo says whether all bases are 2, which the published groups for
// Diffie-Hellman have as their generator.
func areTwo(bases [][]uint64) bool {
	for _, base := range bases {
		if !equal(base, []uint64{2}) {
			return false
		}
	}
	return true
}

// powerOfTwo is power for bases that are 2: a doubling comes with the squaring
// before it at no cost, so that there is no table and no product.
func (b *Batch) powerOfTwo(ctx context.Context, _, exponents [][]uint64) error {
	longest := 0
	for _, e := range exponents {
		longest = max(longest, bitLen(e))
	}
	for lane := range b.moduli {
		b.kernel.put(b.x, lane, b.powers.unit[lane])
	}
	clock := b.clock(ctx)
	for i := longest - 1; i >= 0; i-- {
		if err := clock.step(); err != nil {
			return err
		}
		b.kernel.square(b.x, b.lanesWithBit(exponents, i))
	}
	return nil
}

// lanesWithBit returns the loaded lanes in whose exponent bit i is set.
func (b *Batch) lanesWithBit(exponents [][]uint64, i int) Mask {
	var mask Mask
	for lane := range b.moduli {
		e := exponents[0]
		if len(exponents) > 1 {
			e = exponents[lane]
		}
		mask |= Mask(word(e, i/64)>>(i%64)&1) << lane
	}
	return mask
}

// fillTable sets table[i] to base^i in Montgomery form, for i < size.
func (b *Batch) fillTable(clock *clock, bases [][]uint64, size int) error {
	p := &b.powers
	for len(p.table) < size {
		p.table = append(p.table, b.kernel.vector())
	}
	for lane := range b.moduli {
		b.kernel.put(p.table[0], lane, p.unit[lane])
		b.kernel.put(p.table[1], lane, trim(bases[lane]))
	}
	b.kernel.mul(p.table[1], p.table[1], p.square)
	for i := 2; i < size; i++ {
		if err := clock.step(); err != nil {
			return err
		}
		if i%2 == 0 {
			copy(p.table[i], p.table[i/2])
			b.kernel.square(p.table[i], 0)
		} else {
			b.kernel.mul(p.table[i], p.table[i-1], p.table[1])
		}
	}
	return nil
}

// selectEntry copies to each lane of z the table's entry for that lane's window
// of width bits from bit i on. It says whether any window is not zero.
func (b *Batch) selectEntry(z vector, exponents [][]uint64, i, width int) bool {
	index, some := &b.powers.index, false
	for lane := range b.moduli {
		e := exponents[0]
		if len(exponents) > 1 {
			e = exponents[lane]
		}
		index[lane] = field(e, i, width)
		some = some || index[lane] != 0
	}
	b.kernel.gather(z, b.powers.table, index)
	return some
}

// windowWidth returns the width that makes table and loop together cheapest for
// an exponent of so many bits: 2^w - 2 products, and one more for w bits.
func windowWidth(bits int) int {
	best := 1
	for w := 2; w <= maxWindow; w++ {
		if 1<<w+bits/w < 1<<best+bits/best {
			best = w
		}
	}
	return best
}

// preparePowers makes R and R^2 modulo each n, once for a load.
func (b *Batch) preparePowers() *powers {
	p := &b.powers
	if p.ready {
		return p
	}
	if p.square == nil {
		p.square, p.selected, p.plain = b.kernel.vector(), b.kernel.vector(), b.kernel.vector()
		p.scratch = make([]uint64, (b.bits+63)/64)
		for lane := range p.unit {
			p.unit[lane], p.exponents[lane] = make([]uint64, len(p.scratch)), make([]uint64, len(p.scratch))
		}
	}
	r := b.kernel.radix()
	for lane, n := range b.moduli {
		p.unit[lane] = p.unit[lane][:len(n)]
		powerOfTwoModulo(p.unit[lane], r, n, p.scratch[:len(n)])
		b.kernel.put(p.square, lane, p.unit[lane])
	}
	// p.square stands for 1; the bits of r from the top make it stand for 2^r.
	for i := bits.Len(uint(r)) - 1; i >= 0; i-- {
		double := Mask(0)
		if r>>i&1 != 0 {
			double = b.loaded()
		}
		b.kernel.square(p.square, double)
	}
	p.ready = true
	return p
}
