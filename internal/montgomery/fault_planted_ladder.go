// A planted fault: each kernel loses a carry of what ladders add. A test builds the
// package so and expects the tests of every kernel to fail.

//go:build plantedladderfault && !plantedfault

package montgomery

const (
	plantedFault       = 0
	plantedLadderFault = 1
)
