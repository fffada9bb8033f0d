package strategy

import (
	"math/big"
	"testing"

	"primebench/internal/rng"
)

func TestDraw(t *testing.T) {
	stream := rng.Seed{}.Stream(0)
	for bits := 63; bits < 200; bits++ {
		n := Draw(stream, bits)
		if n.BitLen() != bits || n.Bit(bits-2) != 1 || n.Bit(0) != 1 {
			t.Fatalf("Draw of %d bits gives %x", bits, n)
		}
	}
}

func TestComposites(t *testing.T) {
	const limit = 1000
	for _, bits := range []int{63, 64, 512} {
		list := Composites(rng.Seed{}.Stream(1), bits, 10, limit)
		if len(list) != 10 {
			t.Errorf("%d composites of %d bits, want 10", len(list), bits)
		}
		for _, n := range list {
			if n.BitLen() != bits || n.Bit(0) != 1 || n.ProbablyPrime(1) {
				t.Errorf("%v is no odd composite of %d bits", n, bits)
			}
			for r := int64(3); r <= limit; r += 2 {
				if new(big.Int).Rem(n, big.NewInt(r)).Sign() == 0 {
					t.Errorf("%d divides %v", r, n)
				}
			}
		}
	}
}
