package secrets_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"primebench/secrets"
)

func TestEntropy(t *testing.T) {
	for _, e := range []uint{0, 1, 52, 53, 64, 1000, 100000} {
		if got, err := secrets.Entropy(new(big.Int).Lsh(big.NewInt(1), e)); err != nil || got != float64(e) {
			t.Errorf("Entropy(2^%d) = %v, %v", e, got, err)
		}
	}
	if got, err := secrets.Entropy(big.NewInt(10)); err != nil || math.Abs(got-math.Log2(10)) > 1e-15 {
		t.Errorf("Entropy(10) = %v, %v", got, err)
	}
	for _, none := range []*big.Int{nil, new(big.Int), big.NewInt(-1)} {
		if _, err := secrets.Entropy(none); !errors.Is(err, secrets.ErrRange) {
			t.Errorf("Entropy(%v): %v, want ErrRange", none, err)
		}
	}
}

func TestSampleEntropy(t *testing.T) {
	for _, test := range []struct {
		n, k int
		want float64 // computed by hand
	}{
		{1, 1, 0}, {8, 1, 3}, {5, 0, 0}, {4, 2, math.Log2(12)}, {5, 5, math.Log2(120)}, {52, 52, 225.5810031},
	} {
		if got, err := secrets.SampleEntropy(test.n, test.k); err != nil || math.Abs(got-test.want) > 1e-6 {
			t.Errorf("SampleEntropy(%d, %d) = %v, %v, want %v", test.n, test.k, got, err, test.want)
		}
	}
	if _, err := secrets.SampleEntropy(-1, 0); !errors.Is(err, secrets.ErrRange) {
		t.Errorf("SampleEntropy(-1, 0): %v", err)
	}
	if _, err := secrets.SampleEntropy(1, 2); !errors.Is(err, secrets.ErrTooMany) {
		t.Errorf("SampleEntropy(1, 2): %v", err)
	}
}
