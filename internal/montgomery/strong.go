// What strong (Miller-Rabin) tests and Euler tests find in the powers of their bases,
// one base a lane.

package montgomery

import (
	"context"
	"fmt"
	"math/bits"
)

// A powerTest is what powers of the base in a lane are to show.
type powerTest struct {
	twos   int // s of a strong test
	symbol int // (base/n) of an Euler test, 0 of a strong test
	open   bool
	passed bool
}

// beginPower prepares the strong test of a lane to a base, or the Euler test to a base
// of that symbol if it is not 0.
func (b *Batch) beginPower(lane int, base []uint64, symbol int) error {
	p, n := &b.powers, b.moduli[lane]
	minusOne := p.scratch[:len(n)]
	subtract(minusOne, n, []uint64{1})
	if less(base, []uint64{2}) || !less(base, minusOne) {
		return fmt.Errorf("montgomery: base %d is not from 2 to the modulus less 2: %w", lane, ErrOperand)
	}
	test := powerTest{twos: trailingZeros(minusOne), symbol: symbol, open: true}
	p.exponents[lane] = p.exponents[lane][:len(n)]
	if symbol == 0 {
		shiftRight(p.exponents[lane], minusOne, test.twos)
	} else {
		shiftRight(p.exponents[lane], minusOne, 1)
	}
	b.tests.powers[lane] = test
	return nil
}

// judge takes whether base^(d*2^j) is 1 or -1, or base^((n-1)/2) in an Euler test.
func (t *powerTest) judge(j int, one, minusOne bool) {
	switch {
	case t.symbol != 0:
		t.passed, t.open = one && t.symbol > 0 || minusOne && t.symbol < 0, false
	case minusOne || one && j == 0:
		t.passed, t.open = true, false
	case one || j+1 == t.twos:
		t.open = false
	}
}

// climb squares base^d in b.x up to base^((n-1)/2), as far as needed, and returns the
// lanes that pass their tests.
func (b *Batch) climb(ctx context.Context) (passed Mask, err error) {
	clock := b.clock(ctx)
	for j := 0; ; j++ {
		b.kernel.leave(b.powers.plain, b.x)
		if !b.judgePowers(j, 0) {
			break
		}
		if err := clock.step(); err != nil {
			return 0, err
		}
		b.kernel.square(b.x, 0)
	}
	for lane := range b.moduli {
		if b.tests.powers[lane].passed {
			passed |= 1 << lane
		}
	}
	return passed, nil
}

// judgePowers judges the tests of the lanes from first on by the powers in
// b.powers.plain, and reports whether any test is open.
func (b *Batch) judgePowers(j, first int) bool {
	open := false
	for lane := first; lane < len(b.moduli); lane++ {
		if t := &b.tests.powers[lane]; t.open {
			one, minusOne := b.compareOnes(lane)
			t.judge(j, one, minusOne)
			open = open || t.open
		}
	}
	return open
}

// compareOnes says whether one lane of b.powers.plain holds 1, or -1.
func (b *Batch) compareOnes(lane int) (one, minusOne bool) {
	x := b.value(b.powers.plain, lane)
	if equal(x, []uint64{1}) {
		return true, false
	}
	subtract(x, b.moduli[lane], x)
	return false, equal(x, []uint64{1})
}

// trailingZeros returns the number of times 2 divides x, which is not zero.
func trailingZeros(x []uint64) int {
	i := 0
	for x[i] == 0 {
		i++
	}
	return 64*i + bits.TrailingZeros64(x[i])
}
