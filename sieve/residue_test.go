// The reducers against math/big: the plain one, and the machine's own.

package sieve

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/words"
)

// Numbers with runs of zeros and ones reach the digits at which a borrow or a
// carry changes; primes of all sizes the ends of their range.
func TestReducersAgainstBig(t *testing.T) {
	for _, reduce := range []reducer{plainReducer{}, newReducer()} {
		t.Run(fmt.Sprintf("%T", reduce), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkReducer(t, reduce) })
		})
	}
}

func checkReducer(t *rapid.T, reduce reducer) {
	word := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, ^uint64(0), 1 << 63, 1<<52 - 1, 1 << 52}))
	number := rapid.SliceOfN(word, 1, 40).Draw(t, "number")
	low := rapid.OneOf(
		rapid.Uint64Range(3, 300), rapid.Uint64Range(1<<25, 1<<27), rapid.Uint64Range(1<<32-1000, 1<<32+1000),
		rapid.Uint64Range(1<<35, 1<<36), rapid.Uint64Range(1<<39, 1<<40),
	).Draw(t, "from")
	b := newBatch(batchPrimes)
	for block := range Blocks(low, low+3000) {
		for _, r := range block {
			if r > 2 && b.count < reducerPrimes+5 {
				b.primes[b.count], b.inverses[b.count] = r, rapid.Uint64Range(0, r-1).Draw(t, "inverse")
				b.count++
			}
		}
	}
	b.fill()
	digits := reduce.digits(number)
	b.scale(reduce, len(digits))
	b.reduce(reduce, digits)
	n := words.Int(number)
	for i, r := range b.primes[:b.count] {
		modulus := new(big.Int).SetUint64(r)
		want := new(big.Int).Mul(n, new(big.Int).SetUint64(b.inverses[i]))
		want.Mod(want.Neg(want), modulus)
		if b.firsts[i] != want.Uint64() {
			t.Fatalf("modulo %d with inverse %d: %d, want %v", r, b.inverses[i], b.firsts[i], want)
		}
	}
	if b.count == 0 {
		t.Fatalf("no prime from %d to %d", low, low+3000)
	}
}

// Multiples of the primes are 0, however the digits fall.
func TestReducersOfMultiples(t *testing.T) {
	for _, reduce := range []reducer{plainReducer{}, newReducer()} {
		rapid.Check(t, func(t *rapid.T) {
			b := newBatch(batchPrimes)
			product := big.NewInt(rapid.Int64Range(1, 1<<62).Draw(t, "factor"))
			product.Lsh(product, uint(rapid.IntRange(0, 200).Draw(t, "shift")))
			for _, r := range Primes(1000)[1:] {
				b.primes[b.count], b.inverses[b.count] = uint64(r), 1
				product.Mul(product, new(big.Int).SetUint64(uint64(r)))
				b.count++
			}
			b.fill()
			digits := reduce.digits(words.Of(product))
			b.scale(reduce, len(digits))
			b.reduce(reduce, digits)
			for i, r := range b.primes[:b.count] {
				if b.firsts[i] != 0 {
					t.Fatalf("%T: a multiple of %d is first divisible at %d", reduce, r, b.firsts[i])
				}
			}
		})
	}
}

// The inverses of a step are inverses, by each way of finding them.
func TestInversesOfSteps(t *testing.T) {
	for _, step := range [][]uint64{{2}, {12}, {24}, {60}, {2 * 3 * 5 * 7}, {smallSteps - 2}, {smallSteps}, {0, 1}, {0, 0, 1 << 40}} {
		table, err := NewTableStep(Prime, step, 3, DefaultHeld)
		if err != nil {
			t.Fatal(err)
		}
		for _, low := range []uint64{0, 1<<32 - 300, 1 << 35, MaxLimit - 600} {
			for block := range Blocks(low, low+600) {
				inverses := make([]uint64, len(block))
				kept := withoutDivisors(table, slices.Clone(block))
				for _, r := range block {
					if words.Mod(step, r) == 0 == slices.Contains(kept, r) {
						t.Fatalf("%d and the step %v: kept is %v", r, step, slices.Contains(kept, r))
					}
				}
				invert(table, inverses, kept)
				for i, r := range kept {
					product := new(big.Int).Mul(words.Int(step), new(big.Int).SetUint64(inverses[i]))
					if inverses[i] >= r || product.Mod(product, new(big.Int).SetUint64(r)).Uint64() != 1 {
						t.Fatalf("1/%v mod %d = %d", step, r, inverses[i])
					}
				}
			}
		}
	}
}

func BenchmarkFirsts(b *testing.B) {
	for _, reduce := range []reducer{plainReducer{}, newReducer()} {
		for _, bits := range []int{1024, 2048, 4096, 8192} {
			b.Run(fmt.Sprintf("%T/%d", reduce, bits), func(b *testing.B) {
				table, err := NewTable(Safe, 1<<20)
				if err != nil {
					b.Fatal(err)
				}
				batch := newBatch(batchPrimes)
				batch.hold(table, 10_000)
				number := make([]uint64, bits/64)
				for i := range number {
					number[i] = 0x9e3779b97f4a7c15 * uint64(i+1)
				}
				digits := reduce.digits(number)
				b.Run("scale", func(b *testing.B) {
					for b.Loop() {
						batch.scale(reduce, len(digits))
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*batch.count), "ns/prime")
				})
				b.Run("reduce", func(b *testing.B) {
					for b.Loop() {
						batch.reduce(reduce, digits)
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*batch.count), "ns/prime")
				})
			})
		}
	}
}
