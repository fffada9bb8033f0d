// A planted fault: each kernel loses one carry of its products. A test builds the
// package so and expects the tests of every kernel to fail.

//go:build plantedfault

package montgomery

const (
	plantedFault       = 1
	plantedLadderFault = 0
)
