package openloop

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"primebench/internal/rng"
)

// A queue is served in virtual time: two servers, first come first served, whose
// searches take half a millisecond and then a time with an exponential law, half a
// millisecond on average. During a standstill nobody works.
func virtual(seed rng.Seed, rate float64, length time.Duration, standstills []stall) *stretch {
	arrivals, err := schedule(rate, length, seed.Stream(0))
	if err != nil {
		panic(err)
	}
	luck := seed.Derive("searches").Stream(0)
	s := &service{}
	free := make([]time.Duration, 2)
	for _, at := range arrivals {
		tests := 1 + math.Floor(-math.Log((float64(luck.Uint64()>>11)+0.5)/(1<<53))*50)
		server := 0
		if free[1] < free[0] {
			server = 1
		}
		begun := max(at, free[server])
		end := begun
		left := time.Duration(5e5 + tests*1e4)
		for _, stand := range standstills {
			switch {
			case stand.to <= end || left == 0:
			case end+left <= stand.from:
				end, left = end+left, 0
			default:
				left -= max(0, stand.from-end)
				end = stand.to
			}
		}
		end += left
		free[server] = end
		s.ends = append(s.ends, end)
		s.served = append(s.served, searched{whole: (end - begun).Seconds(), survivors: tests})
		s.busy += end - begun
	}
	s.elapsed = length
	// An idle server watches the clock, and sees each standstill that begins then.
	for _, stand := range standstills {
		if min(free[0], free[1]) < stand.from {
			s.pauses = append(s.pauses, stand)
		}
	}
	return &stretch{arrivals: arrivals, service: s, searched: s.served}
}

// Standstills of 20 to 120 ms, one in two seconds: what was observed over all arrivals
// is far off, and what is left of it without the disturbed ones is as if there had been
// none.
func TestUndisturbed(t *testing.T) {
	const length = 100 * time.Second
	for _, load := range []float64{0.5, 0.8} {
		for n := range byte(5) {
			seed := rng.Seed{n, byte(100 * load)}
			rate := load * 2 / 0.001005 // of a search of 0.5 ms and 50.5 tests
			var standstills []stall
			luck := seed.Derive("standstills").Stream(0)
			for at := time.Second; at < length; at += time.Duration(1e9 + luck.Below(2e9)) {
				standstills = append(standstills, stall{at, at + time.Duration(2e7+luck.Below(1e8))})
			}
			calm, hit := virtual(seed, rate, length, nil), virtual(seed, rate, length, standstills)
			usual, err := effortOf(hit.searched)
			if err != nil {
				t.Fatal(err)
			}
			const settle = 100 * time.Millisecond
			touched := disturbed(hit.arrivals, hit.ends, usual.stalls(hit.service), settle)
			observed := func(s *stretch, leave [][]bool) *observation {
				o, err := observe([]*stretch{s}, settle, leave)
				if err != nil {
					t.Fatal(err)
				}
				return o
			}
			want, raw, left := observed(calm, nil), observed(hit, nil), observed(hit, [][]bool{touched})
			for i, p := range levels() {
				off := func(o *observation) float64 { return o.quantiles[i].Value/want.quantiles[i].Value - 1 }
				if math.Abs(off(left)) > 0.08 {
					t.Errorf("seed %v, load %v: p%v is %.1f %% off without the disturbed arrivals (%.1f %% with them)", seed, load, 100*p, 100*off(left), 100*off(raw))
				}
				if p > 0.9 && off(raw) < 0.5 {
					t.Errorf("seed %v, load %v: p%v is %.1f %% off with all arrivals, which tries nothing", seed, load, 100*p, 100*off(raw))
				}
			}
			if out := 1 - float64(left.count)/float64(raw.count); out > 0.4 {
				t.Errorf("seed %v, load %v: %.2f of the arrivals left out", seed, load, out)
			}
			if none := disturbed(calm.arrivals, calm.ends, usual.stalls(calm.service), settle); slices.Contains(none, true) {
				t.Errorf("seed %v, load %v: arrivals are left out that nothing disturbed", seed, load)
			}
		}
	}
}

func TestDisturbed(t *testing.T) {
	ms := func(v ...int) []time.Duration {
		var d []time.Duration
		for _, x := range v {
			d = append(d, time.Duration(x)*time.Millisecond)
		}
		return d
	}
	arrivals, ends := ms(0, 10, 20, 30, 40, 60, 70), ms(5, 15, 45, 50, 55, 65, 75)
	for _, test := range []struct {
		stalls []time.Duration // from, to
		settle int
		want   string
	}{
		{ms(), 0, "[false false false false false false false]"},
		{ms(22, 40), 0, "[false false true true true false false]"},  // until 55, when all were idle
		{ms(22, 40), 10, "[false false true true true true false]"},  // and 10 ms more
		{ms(6, 8), 0, "[false false false false false false false]"}, // while nobody was there
		{ms(6, 12), 0, "[false true false false false false false]"}, // and somebody came
		{ms(72, 90), 0, "[false false false false false false true]"},
	} {
		var stalls []stall
		for i := 0; i < len(test.stalls); i += 2 {
			stalls = append(stalls, stall{test.stalls[i], test.stalls[i+1]})
		}
		if got := fmt.Sprint(disturbed(arrivals, ends, stalls, time.Duration(test.settle)*time.Millisecond)); got != test.want {
			t.Errorf("%v, settle %d ms: %v, want %v", stalls, test.settle, got, test.want)
		}
	}
}
