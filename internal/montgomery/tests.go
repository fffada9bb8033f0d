// Tests of several kinds, side by side in the lanes of one batch.

package montgomery

import (
	"context"
	"fmt"
)

// A Test is one test of one number, which every prime passes.
type Test struct {
	number       []uint64
	base         []uint64 // of a strong test
	euler        int64    // the base of an Euler test, if not 0
	discriminant int64    // D of a Lucas test, if not 0
}

// StrongTest is the strong (Miller-Rabin) test of n > 4 to a base from 2 to n-2, both in
// little-endian words: with n-1 = d*2^s and d odd, n passes if base^d = 1 or
// base^(d*2^j) = -1 modulo n for some j < s.
func StrongTest(n, base []uint64) Test { return Test{number: n, base: base} }

// EulerTest is the Euler test of n > 4 to a base from 2 to n-2: n passes if
// base^((n-1)/2) is the Jacobi symbol (base/n), and that not 0.
func EulerTest(n []uint64, base int64) Test {
	return Test{number: n, base: []uint64{uint64(base)}, euler: base}
}

// LucasTest is the strong Lucas test of n > 2 by method A*, for that D of 5, -7, 9,
// -11, ... which has the Jacobi symbol (D/n) = -1. Beyond what Baillie and Wagstaff
// ask for, it asks for V_(n+1) = 2Q, on the condition that n passes the EulerTest to
// the base Q = SelfridgeQ(d), which is not part of it; lucas.go has the formulas.
func LucasTest(n []uint64, d int64) Test { return Test{number: n, discriminant: d} }

func (t Test) isLucas() bool { return t.discriminant != 0 }

// Fit returns how many of the tests, from the first on, one call of Run takes: a
// Lucas test takes two lanes, but Lanes of them go without others too.
func Fit(tests []Test) int {
	lanes, lucas := 0, 0
	for i, t := range tests {
		lanes++
		if t.isLucas() {
			lanes++
			lucas++
		}
		if lanes > Lanes && (lucas <= i || i == Lanes) {
			return i
		}
	}
	return len(tests)
}

// runRoom is what Run needs beside the moduli and powers.
type runRoom struct {
	lanes  [Lanes]int // the first of each test
	moduli [Lanes][]uint64
	bases  [Lanes][]uint64
	rows   [Lanes][]uint64 // exponents of ladders
	bits   []uint64        // theirs, as transposed has them
	powers [Lanes]powerTest
	lucas  [Lanes]lucasTest // by lane

	addend vector // what is added to b.x
	factor vector // what b.x is multiplied by, or the products of ladders that have a lane each
	// Of such products, what is added to them, and they out of Montgomery form.
	otherAddend, otherPlain vector
}

// Run makes tests, at least one and no more than Fit says, in place of the moduli
// loaded before. It returns those that are passed; bit i is test i. A number or a base
// that does not fit is an error that wraps ErrOperand.
func (b *Batch) Run(ctx context.Context, tests ...Test) (Mask, error) {
	if most := Fit(tests); most < len(tests) {
		return 0, fmt.Errorf("montgomery: %d tests at once, want at most %d of these: %w", len(tests), most, ErrOperand)
	}
	r := &b.tests
	if r.addend == nil {
		r.addend, r.factor = b.kernel.vector(), b.kernel.vector()
		r.otherAddend, r.otherPlain = b.kernel.vector(), b.kernel.vector()
	}
	lucas := 0
	for _, t := range tests {
		if t.isLucas() {
			lucas++
		}
	}
	var err error
	if lucas > Lanes/2 {
		err = b.runLadders(ctx, tests)
	} else {
		err = b.runPairs(ctx, tests)
	}
	if err != nil {
		return 0, err
	}
	var passed Mask
	for i, t := range tests {
		if lane := r.lanes[i]; t.isLucas() && r.lucas[lane].passed || !t.isLucas() && r.powers[lane].passed {
			passed |= 1 << i
		}
	}
	return passed, nil
}
