package dhgroup

import "testing"

// TestFieldStrength: the table of SP 800-57 at its sizes, and between them what SP
// 800-56B says (its table 2, rounded to 8 bits), never less for a larger size.
func TestFieldStrength(t *testing.T) {
	for bits, want := range map[int]int{0: 0, 1: 0, 1024: 80, 2048: 112, 3072: 128, 7680: 192, 15360: 256} {
		if got := FieldStrength(bits); got != want {
			t.Errorf("%d bits: %d, want %d", bits, got, want)
		}
	}
	for bits, want := range map[int]int{4096: 152, 6144: 176, 8192: 200} {
		if got := FieldStrength(bits); got < want-4 || got > want+4 {
			t.Errorf("%d bits: %d, want about %d", bits, got, want)
		}
	}
	for bits := 2; bits < MaxBits; bits++ {
		if FieldStrength(bits) > FieldStrength(bits+1) {
			t.Fatalf("%d bits are stronger than one more", bits)
		}
	}
}
