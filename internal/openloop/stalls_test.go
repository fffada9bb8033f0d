package openloop

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"primebench/internal/rng"
)

// testsOf draws how many survivors a search tests: a geometric law, 50 on average.
func testsOf(luck *rng.Stream) float64 {
	return math.Ceil(-math.Log((float64(luck.Uint64()>>11)+0.5)/(1<<53)) / -math.Log1p(-1/meanTests))
}

const meanTests = 50.0

// workOf is how long that takes: half a millisecond, and ten microseconds a test.
func workOf(tests float64) time.Duration { return time.Duration(5e5 + tests*1e4) }

// finish is when work that begins at a time is done, of which none is done in standstills.
func finish(begun, work time.Duration, standstills []stall) time.Duration {
	for _, stand := range standstills {
		if begun+work <= stand.from {
			break
		}
		if begun < stand.to {
			work -= max(0, stand.from-begun)
			begun = stand.to
		}
	}
	return begun + work
}

// draw draws standstills of 20 to 120 ms, one in every so long on average.
func draw(seed rng.Seed, length, every time.Duration) []stall {
	var standstills []stall
	luck := seed.Derive("standstills").Stream(0)
	for at := every / 2; at < length; at += every/2 + time.Duration(luck.Below(uint64(every))) {
		standstills = append(standstills, stall{at, at + time.Duration(2e7+luck.Below(1e8))})
	}
	return standstills
}

// A queue is served in virtual time: two servers, first come first served. During a
// standstill nobody works.
func virtual(seed rng.Seed, rate float64, length time.Duration, standstills []stall) *stretch {
	arrivals, err := schedule(rate, length, seed.Stream(0))
	if err != nil {
		panic(err)
	}
	luck := seed.Derive("searches").Stream(0)
	s := &service{}
	free := make([]time.Duration, 2)
	for _, at := range arrivals {
		tests := testsOf(luck)
		server := 0
		if free[1] < free[0] {
			server = 1
		}
		begun := max(at, free[server])
		end := finish(begun, workOf(tests), standstills)
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

// A standstill every two seconds: what was observed over all arrivals is far off, and
// what is left of it without the disturbed ones is as if there had been none.
func TestUndisturbed(t *testing.T) {
	const length = 100 * time.Second
	for _, load := range []float64{0.5, 0.8} {
		const runs = 5
		var bias [3]float64 // at levels, mean of the runs
		for n := range byte(runs) {
			seed := rng.Seed{n, byte(100 * load)}
			rate := load * 2 / workOf(meanTests).Seconds()
			standstills := draw(seed, length, 2*time.Second)
			calm, hit := virtual(seed, rate, length, nil), virtual(seed, rate, length, standstills)
			usual := effortOf(hit.searched)
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
				bias[i] += off(left) / runs
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
		for i, p := range levels() {
			if math.Abs(bias[i]) > 0.02 {
				t.Errorf("load %v: p%v is %.1f %% off on average without the disturbed arrivals", load, 100*p, 100*bias[i])
			}
		}
	}
}

// Of searches half of which met a stall, those are found, and without their stalls all
// are as long as their work. Nor is an unlucky search on a clock that is a tenth lower.
func TestEffort(t *testing.T) {
	luck := rng.Seed{3}.Stream(0)
	var searches, work []searched
	var met []bool
	for range 1000 {
		tests := testsOf(luck)
		s := searched{whole: workOf(tests).Seconds(), accept: 2e-4, survivors: tests}
		work = append(work, s)
		met = append(met, luck.Below(2) == 0)
		if met[len(work)-1] {
			stall := 0.003 + float64(luck.Below(1e6))/1e8
			s.whole += stall
			s.accept += stall * float64(luck.Below(2)) // where it was then
		}
		searches = append(searches, s)
	}
	usual := effortOf(searches)
	for n, s := range usual.unstalled(searches) {
		if usual.stalled(searches[n]) != met[n] || math.Abs(s.whole/work[n].whole-1) > 0.05 || s.accept != 2e-4 {
			t.Fatalf("search %d: %+v, without its stall %+v, want %+v", n, searches[n], s, work[n])
		}
	}
	if slower := (searched{whole: 1.1 * workOf(2000).Seconds(), survivors: 2000}); usual.stalled(slower) {
		t.Errorf("%+v counts as stalled by %+v", slower, usual)
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
