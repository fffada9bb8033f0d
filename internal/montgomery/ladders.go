// Ladders of Lucas tests, a lane each: one vector holds the squares, another the
// products, and a step of all is a product and a square.
//
// Of V'_j and V'_(j+1), the one that the next bit names is squared, and the other
// multiplied by it. It stands with the squares, or comes there by an exchange.

package montgomery

import "context"

// runLadders makes Lucas tests, up to Lanes. b.tests tells the outcome.
func (b *Batch) runLadders(ctx context.Context, tests []Test) error {
	r := &b.tests
	for i, t := range tests {
		r.lanes[i], r.moduli[i] = i, t.number
	}
	if err := b.Load(r.moduli[:len(tests)]...); err != nil {
		return err
	}
	p := b.preparePowers()
	longest := 0
	clear(r.rows[:])
	for lane, t := range tests {
		l := &r.lucas[lane]
		l.begin(b.moduli[lane], t.discriminant)
		square := ladderRow{value: b.x, addend: r.addend, lane: lane}
		product := ladderRow{value: r.factor, addend: r.otherAddend, lane: lane}
		l.put(b.kernel, square, product)
		r.rows[lane] = l.exponent
		longest = max(longest, bitLen(l.exponent))
	}
	for _, v := range []vector{b.x, r.addend, r.factor, r.otherAddend} {
		b.kernel.mul(v, v, p.square)
	}
	r.bits = transposed(r.bits[:0], &r.rows)

	clock := b.clock(ctx)
	last := Mask(0)
	for i := longest - 1; ; i-- {
		ones := ladderBits(r.bits, i)
		b.kernel.ladder(b.x, r.factor, r.addend, r.otherAddend, last^ones)
		if i < 0 && !b.judgeLadders(-1-i) {
			return nil
		}
		if err := clock.step(); err != nil {
			return err
		}
		b.kernel.mul(r.factor, r.factor, b.x)
		b.kernel.square(b.x, 0)
		last = ones
	}
}

// ladderBits returns the lanes in which bit i of the exponents is set. The bits below
// bit 0 are a one and zeros.
func ladderBits(bits []uint64, i int) Mask {
	switch {
	case i < -1:
		return 0
	case i < 0:
		return 1<<Lanes - 1
	}
	return lanesAt(bits, i)
}

// judgeLadders judges the tests at step j after that of the last bit of (d-1)/2, and
// reports whether any is open.
func (b *Batch) judgeLadders(j int) bool {
	plain, other := b.powers.plain, b.tests.otherPlain
	b.kernel.leave(plain, b.x)
	if j == 0 {
		b.kernel.leave(other, b.tests.factor)
	}
	open := false
	for lane := range b.moduli {
		open = b.judgeLucas(j, ladderRow{value: plain, lane: lane}, ladderRow{value: other, lane: lane}) || open
	}
	return open
}

// judgeLucas judges the test of the lane that row is in by V'_j, or by both
// neighbours in step 0, and reports whether it is open. Both have left Montgomery form.
func (b *Batch) judgeLucas(step int, row, next ladderRow) bool {
	l := &b.tests.lucas[row.lane]
	if !l.open {
		return false
	}
	v := b.value(row.value, row.lane)
	if step > 0 {
		l.judge(step, v)
	} else {
		copy(l.room, v)
		l.judgeNeighbours(l.room, b.value(next.value, next.lane))
	}
	return l.open
}
