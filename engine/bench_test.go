package engine_test

import (
	"fmt"
	"math/big"
	"testing"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// BenchmarkSearch reports what one survivor costs, all phases together: unlike
// the time of a search it does not depend on luck.
func BenchmarkSearch(b *testing.B) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bits := range []int{512, 1024, 2048} {
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprintf("%v/%d/workers=%d", kind, bits, workers), func(b *testing.B) {
					s := newSearcher(b, kind, bits, engine.Config{Workers: workers, Seed: engine.Seed{5}})
					survivors, phases, n := int64(0), engine.Phases{}, uint64(0)
					for b.Loop() {
						r := search(b, s, n)
						survivors += r.Counters.Survivors
						phases.Sieve += r.Phases.Sieve
						phases.Test += r.Phases.Test
						phases.Accept += r.Phases.Accept
						n++
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(survivors)*s.Expected().Survivors/1e6, "ms/average-search")
					whole := (phases.Sieve + phases.Test + phases.Accept).Seconds() / 100
					b.ReportMetric(phases.Sieve.Seconds()/whole, "%sieve")
					b.ReportMetric(phases.Accept.Seconds()/whole, "%accept")
				})
			}
		}
	}
}

// BenchmarkStream is BenchmarkSearch for streams, with fresh starts and in bulk.
func BenchmarkStream(b *testing.B) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bits := range []int{512, 1024, 2048} {
			for _, bulk := range []bool{false, true} {
				for _, workers := range []int{1, 2} {
					b.Run(fmt.Sprintf("%v/%d/bulk=%v/workers=%d", kind, bits, bulk, workers), func(b *testing.B) {
						s := newSearcher(b, kind, bits, engine.Config{Workers: workers, Seed: engine.Seed{5}, Bulk: bulk})
						survivors, phases := int64(0), engine.Phases{}
						b.ResetTimer()
						for r, err := range s.Stream(b.Context(), engine.Position{}, uint64(b.N)) {
							if err != nil {
								b.Fatal(err)
							}
							survivors += r.Counters.Survivors
							phases.Sieve += r.Phases.Sieve
							phases.Test += r.Phases.Test
							phases.Accept += r.Phases.Accept
						}
						b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(survivors)*s.Expected().Survivors/1e6, "ms/average-search")
						whole := (phases.Sieve + phases.Test + phases.Accept).Seconds() / 100
						b.ReportMetric(phases.Sieve.Seconds()/whole, "%sieve")
						b.ReportMetric(phases.Accept.Seconds()/whole, "%accept")
					})
				}
			}
		}
	}
}

// BenchmarkNext is the walk from random numbers to the next prime, one core, at
// the policy of GMP's mpz_nextprime (the suite peers has its time).
func BenchmarkNext(b *testing.B) {
	for _, bits := range []int{64, 80, 128, 256, 512, 1024, 2048} {
		b.Run(fmt.Sprint(bits), func(b *testing.B) {
			config := engine.Config{Workers: 1, Policy: millerrabin.Policy{Rounds: 1, Lucas: true}, Shared: new(engine.Shared)}
			stream := rng.Seed{6}.Stream(0)
			buf := make([]byte, bits/8)
			for b.Loop() {
				stream.Read(buf)
				buf[0] |= 0xc0
				if _, err := engine.Next(b.Context(), sieve.Prime, new(big.Int).SetBytes(buf), config); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
