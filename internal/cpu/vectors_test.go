package cpu

import (
	"slices"
	"testing"
)

// Where residues run in vectors, the kernel of the same instructions runs too.
func TestIFMAImpliesItsKernel(t *testing.T) {
	if HasIFMA() && !slices.Contains(Kernels(), "ifma") {
		t.Errorf("HasIFMA, but the kernels are %v", Kernels())
	}
}
