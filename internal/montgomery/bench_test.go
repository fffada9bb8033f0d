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

// BenchmarkRun times Lucas tests, eight at a time and one beside other tests, and the
// other tests alone, by kernel and size, beside Base2 of as many lanes.
func BenchmarkRun(b *testing.B) {
	r := seeded(b)
	for _, bits := range []int{256, 512, 1024, 2048, 4096} {
		n := words(randomModulus(r, bits))
		base := words(randomBits(r, bits-1))
		lucas, strong := LucasTest(n, -11), StrongTest(n, base)
		for _, name := range everyKernel() {
			for _, list := range []struct {
				name  string
				tests []Test
			}{
				{"8Lucas", []Test{lucas, lucas, lucas, lucas, lucas, lucas, lucas, lucas}},
				{"4Lucas", []Test{lucas, lucas, lucas, lucas}},
				{"Lucas+6", []Test{strong, strong, strong, strong, strong, strong, lucas}},
				{"8", []Test{strong, strong, strong, strong, strong, strong, strong, strong}},
			} {
				b.Run(fmt.Sprintf("%s/%d/%s", name, bits, list.name), func(b *testing.B) {
					batch := newBatch(b, name, bits)
					for b.Loop() {
						if _, err := batch.Run(context.Background(), list.tests...); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			b.Run(fmt.Sprintf("%s/%d/Base2", name, bits), func(b *testing.B) {
				batch := newBatch(b, name, bits)
				for b.Loop() {
					if err := batch.Load(n, n, n, n, n, n, n, n); err != nil {
						b.Fatal(err)
					}
					if _, err := batch.Base2(context.Background()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
