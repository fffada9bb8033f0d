package results

import "testing"

func TestSizeless(t *testing.T) {
	for op, want := range map[string]bool{
		OpBytes: false, OpCandidate: false, OpBelow: true, OpChoice: true, OpToken16: true, OpToken32: true, "shared-short": false, "": false,
	} {
		if Sizeless(op) != want {
			t.Errorf("%q has no size: %v", op, !want)
		}
	}
}
