// The strong (Miller-Rabin) test, one base a lane.

package montgomery

import (
	"context"
	"fmt"
	"math/bits"
)

// Strong makes the strong test to base bases[i] in lane i: with n-1 = d*2^s and
// d odd, a lane passes if base^d = 1 or base^(d*2^j) = -1 modulo n for some
// j < s. There is one base for each loaded modulus, 2 <= base <= n-2, in
// little-endian words; other bases are an error that wraps ErrOperand. The same
// modulus may stand in several lanes, to try several bases on it.
func (b *Batch) Strong(ctx context.Context, bases ...[]uint64) (Mask, error) {
	if err := b.errEmpty(); err != nil {
		return 0, err
	}
	if len(bases) != len(b.moduli) {
		return 0, fmt.Errorf("montgomery: %d bases for %d moduli: %w", len(bases), len(b.moduli), ErrOperand)
	}
	p := b.preparePowers()
	var twos [Lanes]int // s of each lane
	most := 0
	for lane, n := range b.moduli {
		minusOne := p.scratch[:len(n)]
		subtract(minusOne, n, []uint64{1})
		if less(bases[lane], []uint64{2}) || !less(bases[lane], minusOne) {
			return 0, fmt.Errorf("montgomery: base %d is not from 2 to the modulus less 2: %w", lane, ErrOperand)
		}
		twos[lane] = trailingZeros(minusOne)
		most = max(most, twos[lane])
		p.exponents[lane] = p.exponents[lane][:len(n)]
		shiftRight(p.exponents[lane], minusOne, twos[lane])
	}
	if err := b.power(ctx, bases, p.exponents[:len(b.moduli)]); err != nil {
		return 0, err
	}
	return b.climb(ctx, twos, most)
}

// climb squares base^d in b.x up to base^((n-1)/2), and returns the lanes that
// meet what the strong test asks. twos[i] is s in lane i, and most the largest.
func (b *Batch) climb(ctx context.Context, twos [Lanes]int, most int) (passed Mask, err error) {
	clock := b.clock(ctx)
	for j := range most {
		b.kernel.leave(b.powers.plain, b.x)
		open := Mask(0)
		for lane := range b.moduli {
			if j < twos[lane] && passed>>lane&1 == 0 {
				one, minusOne := b.compareOnes(lane)
				if minusOne || one && j == 0 {
					passed |= 1 << lane
				} else if j+1 < twos[lane] && !one {
					open |= 1 << lane
				}
			}
		}
		if open == 0 {
			break
		}
		if err := clock.step(); err != nil {
			return 0, err
		}
		b.kernel.square(b.x, 0)
	}
	return passed, nil
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
