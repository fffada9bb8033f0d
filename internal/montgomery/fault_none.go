// No planted fault: this is what every build uses but the one of the test that
// plants faults.

//go:build !plantedfault

package montgomery

const plantedFault = 0
