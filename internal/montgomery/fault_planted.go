// A planted fault: each kernel loses one carry. A test builds the package so
// and expects the tests of every kernel to fail.

//go:build plantedfault

package montgomery

const plantedFault = 1
