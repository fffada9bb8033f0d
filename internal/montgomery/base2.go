// The Euler test to base 2, by squarings and doublings alone.
//
// With e = (n-1)/2, the loop works its way to 2^-e rather than 2^e. Let A(k) =
// ceil(e/2^k). Then A(k-1) is 2A(k) or 2A(k)-1, so that
//
//	2^-A(k-1) = (2^-A(k))^2, doubled if A(k-1) is odd.
//
// In Montgomery form 2^-A is the number 2^(r-A), R = 2^r: a single bit, which
// takes no division to set up. Starting at the smallest k with A(k) < r saves
// the first log2(r) squarings or so, and makes A(k) at least r/2, so that the
// square of the start is below R whatever n is.

package montgomery

import (
	"context"
	"math/bits"
)

// Base2 makes the Euler test to base 2 in each loaded lane: it passes where
// 2^((n-1)/2) = (2/n) modulo n, with (2/n) the Jacobi symbol. A prime always
// passes, and whatever passes is a Fermat pseudoprime to base 2 too. The only
// errors are the context's, and ErrOperand where no modulus is loaded.
func (b *Batch) Base2(ctx context.Context) (Mask, error) {
	if err := b.errEmpty(); err != nil {
		return 0, err
	}
	var starts [Lanes]int // the squarings that each lane takes
	longest := 0
	for lane := range b.moduli {
		starts[lane] = b.squarings(lane)
		longest = max(longest, starts[lane])
	}
	clear(b.x) // a lane holds zero until its turn comes
	waiting := b.startLanes(starts, longest, len(b.moduli))
	clock := b.clock(ctx)
	for k := longest - 1; k >= 0; k-- {
		if err := clock.step(); err != nil {
			return 0, err
		}
		b.kernel.square(b.x, b.oddCeilings(k))
		if waiting > 0 {
			waiting = b.startLanes(starts, k, waiting)
		}
	}
	b.kernel.leave(b.x, b.x)
	return b.euler(), nil
}

// Steps makes n steps of Base2 on the moduli loaded, for their time's sake; what
// they come to means nothing. Its errors are those of Base2.
func (b *Batch) Steps(ctx context.Context, n int) error {
	if err := b.errEmpty(); err != nil {
		return err
	}
	clear(b.x)
	clock := b.clock(ctx)
	for range n {
		if err := clock.step(); err != nil {
			return err
		}
		b.kernel.square(b.x, 0)
	}
	return nil
}

// MultiplyAdds returns how many vector multiply-adds one call of Base2 executes
// for the moduli loaded, 0 if the kernel does not count them: what to hold
// against the number that the processor can issue.
func (b *Batch) MultiplyAdds() int {
	k, ok := b.kernel.(interface{ multiplyAdds() (square, leave int) })
	if !ok || len(b.moduli) == 0 {
		return 0
	}
	longest := 0
	for lane := range b.moduli {
		longest = max(longest, b.squarings(lane))
	}
	square, leave := k.multiplyAdds()
	return longest*square + leave
}

// startLanes puts 2^-A(k) in the lanes that start at k, and returns how many of
// those waiting go on waiting.
func (b *Batch) startLanes(starts [Lanes]int, k, waiting int) int {
	for lane := range b.moduli {
		if starts[lane] == k {
			b.kernel.power(b.x, lane, b.kernel.radix()-b.ceiling(lane, k))
			waiting--
		}
	}
	return waiting
}

// squarings returns the smallest k with A(k) < r.
func (b *Batch) squarings(lane int) int {
	r := b.kernel.radix()
	k := max(bitLen(b.chains[lane])-bits.Len(uint(r)), 0)
	for b.ceiling(lane, k) >= r {
		k++
	}
	return k
}

// ceiling returns A(k) = ceil(e/2^k), which is 1 + floor((e-1)/2^k). It must
// fit in an int.
func (b *Batch) ceiling(lane, k int) int {
	var low [1]uint64
	shiftRight(low[:], b.chains[lane], k)
	return 1 + int(low[0])
}

// oddCeilings returns the lanes in which A(k) is odd: bit k of e-1 is zero.
func (b *Batch) oddCeilings(k int) Mask { return b.loaded() &^ lanesAt(b.chainBits, k) }

// euler compares the numbers in b.x, which are 2^-e, with the Jacobi symbol of
// 2: +1 where n is 1 or 7 modulo 8, else -1. It is its own inverse.
func (b *Batch) euler() Mask {
	var passed Mask
	for lane, n := range b.moduli {
		x := b.value(b.x, lane)
		if n[0]&7 != 1 && n[0]&7 != 7 {
			subtract(x, n, x)
		}
		if equal(x, []uint64{1}) {
			passed |= 1 << lane
		}
	}
	return passed
}
