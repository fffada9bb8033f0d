// Ladders of Lucas tests in pairs of lanes, and powers in the other lanes: one vector
// holds all, and a step of all is one product.
//
// The lanes 2i and 2i+1 of a pair hold V'_j and V'_(j+1). The next bit names one of
// them, by which both are multiplied. Lanes of powers are squared; at the end of a
// window they are multiplied by an entry of the table, and pairs by 1.

package montgomery

import "context"

// runPairs makes tests that fit into Lanes lanes. b.tests tells the outcome.
func (b *Batch) runPairs(ctx context.Context, tests []Test) error {
	pairs, err := b.loadPairs(tests)
	if err != nil {
		return err
	}
	longest, err := b.beginPowers(tests)
	if err != nil {
		return err
	}
	r, p := &b.tests, &b.powers
	lanes := len(b.moduli)
	if pairs == 0 {
		if err := b.power(ctx, r.bases[:lanes], p.exponents[:lanes]); err != nil {
			return err
		}
		_, err := b.climb(ctx)
		return err
	}
	clock := b.clock(ctx)
	width := windowWidth(longest)
	if longest == 0 {
		width = 0
	} else if err := b.fillTable(&clock, r.bases[:lanes], 1<<width); err != nil {
		return err
	}
	for lane := range lanes {
		r.rows[lane] = nil
		b.kernel.put(b.x, lane, b.one)
		b.kernel.put(r.addend, lane, nil)
	}
	for i := range pairs {
		lane := 2 * i
		row := ladderRow{value: b.x, addend: r.addend, lane: lane}
		next := row
		next.lane++
		r.lucas[lane].put(b.kernel, row, next)
		r.rows[lane] = r.lucas[lane].exponent
		longest = max(longest, bitLen(r.rows[lane]))
	}
	b.kernel.mul(b.x, b.x, p.square)
	b.kernel.mul(r.addend, r.addend, p.square)
	r.bits = transposed(r.bits[:0], &r.rows)

	evens := Mask(0b01010101) & (1<<(2*pairs) - 1)
	turned := Mask(0) // the pairs whose first lane holds the product
	for i := longest - 1; ; i-- {
		ones := ladderBits(r.bits, i) & evens
		b.kernel.pair(r.factor, b.x, r.addend, turned, ones|(evens&^ones)<<1)
		if i < 0 && !b.judgePairs(-1-i, pairs) {
			return nil
		}
		if err := clock.step(); err != nil {
			return err
		}
		b.kernel.mul(b.x, b.x, r.factor)
		turned = ones | ones<<1
		if i >= 0 && width > 0 && i%width == 0 && b.selectEntry(p.selected, p.exponents[:lanes], i, width) {
			b.kernel.mul(b.x, b.x, p.selected)
		}
	}
}

// loadPairs gives lanes to the tests, pairs first, and loads their numbers. It returns
// how many pairs there are.
func (b *Batch) loadPairs(tests []Test) (pairs int, err error) {
	r := &b.tests
	lanes := 0
	for i, t := range tests {
		if t.isLucas() {
			r.lanes[i] = lanes
			r.moduli[lanes], r.moduli[lanes+1] = t.number, t.number
			lanes += 2
		}
	}
	pairs = lanes / 2
	for i, t := range tests {
		if !t.isLucas() {
			r.lanes[i] = lanes
			r.moduli[lanes] = t.number
			lanes++
		}
	}
	if err := b.Load(r.moduli[:lanes]...); err != nil {
		return 0, err
	}
	b.preparePowers()
	for i, t := range tests {
		if t.isLucas() {
			lane := r.lanes[i]
			r.lucas[lane].begin(b.moduli[lane], t.discriminant)
		}
	}
	return pairs, nil
}

// beginPowers prepares the tests to a base, and 1 to the power 0 in the lanes of pairs.
// It returns the size of the largest exponent.
func (b *Batch) beginPowers(tests []Test) (longest int, err error) {
	r, p := &b.tests, &b.powers
	for lane := range b.moduli {
		r.bases[lane], p.exponents[lane] = b.one, p.exponents[lane][:0]
	}
	for i, t := range tests {
		if t.isLucas() {
			continue
		}
		lane, symbol := r.lanes[i], 0
		if t.euler != 0 {
			symbol = Jacobi(t.euler, b.moduli[lane])
		}
		if err := b.beginPower(lane, t.base, symbol); err != nil {
			return 0, err
		}
		r.bases[lane] = t.base
		longest = max(longest, bitLen(p.exponents[lane]))
	}
	return longest, nil
}

// judgePairs judges all tests at step j after that of the last bit of (d-1)/2, and
// reports whether any is open.
func (b *Batch) judgePairs(j, pairs int) bool {
	b.kernel.leave(b.powers.plain, b.x)
	open := b.judgePowers(j, 2*pairs)
	for lane := 0; lane < 2*pairs; lane += 2 {
		plain := ladderRow{value: b.powers.plain, lane: lane}
		next := ladderRow{value: b.powers.plain, lane: lane + 1}
		open = b.judgeLucas(j, plain, next) || open
	}
	return open
}
