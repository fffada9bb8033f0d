// No planted fault: this is what every build uses but those of the test that
// plants faults.

//go:build !plantedfault && !plantedladderfault

package montgomery

const (
	plantedFault       = 0
	plantedLadderFault = 0
)
