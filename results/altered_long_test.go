//go:build long

package results

import "testing"

// TestEveryBit flips each bit of the kept runs of every version.
func TestEveryBit(t *testing.T) {
	for _, f := range alteredFiles(t) {
		for bit := range 8 * len(f.data) {
			f.flip(t, bit)
		}
		f.report(t)
		f.wantHeld(t)
	}
}
