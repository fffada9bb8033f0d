// The steps of Lucas ladders on the AVX2 kernel: beside a product, a pass over the
// digits of a few lanes is short enough in Go.

//go:build amd64 && !purego

package montgomery

import "math"

func (k *avx2) pair(y, x, c vector, turned, crossed Mask) {
	for lane := range k.lanes {
		k.addLane(x, c, lane, lane^int(turned>>lane&1))
	}
	for lane := range k.lanes {
		to, from := k.word(lane, inVector(), 0), k.word(lane^int(crossed>>lane&1), inVector(), 0)
		for i := 0; i < avx2Group*k.plans.digits; i += avx2Group {
			y[to+i] = x[from+i]
		}
	}
}

func (k *avx2) ladder(x, y, c, d vector, swapped Mask) {
	for lane := range k.lanes {
		k.addLane(x, c, lane, lane)
		k.addLane(y, d, lane, lane)
		if swapped>>lane&1 == 0 {
			continue
		}
		at := k.word(lane, inVector(), 0)
		for i := at; i < at+avx2Group*k.plans.digits; i += avx2Group {
			x[i], y[i] = y[i], x[i]
		}
	}
}

// addLane adds to a lane of x what c has in the lane from.
func (k *avx2) addLane(x, c vector, lane, from int) {
	to, source := k.word(lane, inVector(), 0), k.word(from, inVector(), 0)
	carry := 0.0
	for i := 0; i < avx2Group*k.plans.digits; i += avx2Group {
		sum := math.Float64frombits(x[to+i]) + math.Float64frombits(c[source+i]) + carry
		carry = 0
		if sum >= 1<<avx2Digit {
			sum, carry = sum-1<<avx2Digit, 1-plantedLadderFault
		}
		x[to+i] = math.Float64bits(sum)
	}
}
