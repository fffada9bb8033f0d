package montgomery

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"testing"
)

// Powers of 2 take a way of their own, of squarings and doublings; a batch with
// one other base does not take it. Both give what math/big gives.
func TestExpOfTwo(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 2100)
		for _, bits := range []int{3, 52, 64, 65, 256, 511, 1041, 2048} {
			moduli := hardModuli(r, bits)
			twos := slices.Repeat([]*big.Int{big.NewInt(2)}, len(moduli))
			var exponents []*big.Int
			for i := range moduli {
				exponents = append(exponents, randomBits(r, []int{1, 2, 64, bits, 300, 7, 225, 129}[i]))
			}
			exponents[0] = new(big.Int)
			checkExp(t, b, moduli, twos, exponents)
			checkExp(t, b, moduli, twos, []*big.Int{randomBits(r, bits)})
			checkExp(t, b, moduli[:1], twos[:1], exponents[3:4])
			for _, shared := range []int64{0, 1, 2, 65537} {
				checkExp(t, b, moduli[:3], twos[:3], []*big.Int{big.NewInt(shared)})
			}
			mixed := slices.Clone(twos)
			mixed[len(mixed)-1] = big.NewInt(1)
			checkExp(t, b, moduli, mixed, exponents)
		}
	})
}

func TestExpOfTwoIsCancelled(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		b := newBatch(t, name, 1024)
		moduli := hardModuli(seeded(t), 1024)
		if err := b.Load(allWords(moduli)...); err != nil {
			t.Fatal(err)
		}
		twos := slices.Repeat([][]uint64{{2}}, len(moduli))
		for _, looks := range []int{0, 1, 3} {
			if _, err := b.Exp(&endsAfter{context.Background(), looks}, twos, allWords(moduli[:1])); !errors.Is(err, context.Canceled) {
				t.Errorf("Exp ended at look %d: %v", looks, err)
			}
		}
	})
}
