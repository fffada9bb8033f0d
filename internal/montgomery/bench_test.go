package montgomery

import (
	"context"
	"fmt"
	"math/big"
	"testing"
)

// BenchmarkBase2 times the test of a composite, by kernel and size, beside
// math/big's exponentiation; ns/test is for one number.
func BenchmarkBase2(b *testing.B) {
	r := seeded(b)
	for _, bits := range []int{1024, 2048, 3072, 4096, 8192} {
		moduli := make([]*big.Int, Lanes)
		for i := range moduli {
			moduli[i] = randomModulus(r, bits)
		}
		for _, name := range everyKernel() {
			b.Run(fmt.Sprintf("%s/%d", name, bits), func(b *testing.B) {
				batch := newBatch(b, name, bits)
				if err := batch.Load(allWords(moduli)...); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err := batch.Base2(context.Background()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/Lanes, "ns/test")
			})
		}
		b.Run(fmt.Sprintf("big/%d", bits), func(b *testing.B) {
			two, z, e := big.NewInt(2), new(big.Int), new(big.Int).Sub(moduli[0], one)
			for b.Loop() {
				z.Exp(two, e, moduli[0])
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/test")
		})
	}
}
