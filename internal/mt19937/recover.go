// The attack. It takes no mathematics: every output is a word of the state in
// disguise.

package mt19937

import "fmt"

// Recover returns a generator that goes on where the outputs end, which are 624
// or more in a row from anywhere in a sequence; the last 624 decide. The error is
// that of fewer.
func Recover(outputs []uint32) (*Generator, error) {
	if len(outputs) < Outputs {
		return nil, fmt.Errorf("mt19937: %d outputs, want at least %d", len(outputs), Outputs)
	}
	g := &Generator{next: words}
	for i, y := range outputs[len(outputs)-Outputs:] {
		g.state[i] = untemper(y)
	}
	return g, nil
}

// untemper undoes temper, last step first.
func untemper(y uint32) uint32 {
	y = undoRight(y, 18)
	y = undoLeft(y, 15, 0xefc60000)
	y = undoLeft(y, 7, 0x9d2c5680)
	return undoRight(y, 11)
}

// undoRight solves y = x ^ x>>shift. The top bits of x are those of y, and each
// round makes as many more right as the shift is wide.
func undoRight(y uint32, shift int) uint32 {
	x := y
	for known := shift; known < 32; known += shift {
		x = y ^ x>>shift
	}
	return x
}

// undoLeft solves y = x ^ x<<shift&mask in the same way, from below.
func undoLeft(y uint32, shift int, mask uint32) uint32 {
	x := y
	for known := shift; known < 32; known += shift {
		x = y ^ x<<shift&mask
	}
	return x
}
