package forecast

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/fleet"
)

// half is a job that is half done, whose leases have ten finds each and take ten seconds, by
// four workers.
func half() fleet.Progress {
	p := fleet.Progress{AtWork: 4, Open: 10, Found: 100, Wanted: 200, Parts: []fleet.PartProgress{{Kind: "safe", Bits: 1024, Found: 100, Wanted: 200, Left: 100, Usual: 1}}}
	for i := range 10 {
		p.Parts[0].Paces = append(p.Parts[0].Paces, fleet.Pace{Finds: 10, Seconds: 10 + 0.1*float64(i%2*2-1)})
	}
	return p
}

func of(t *testing.T, p fleet.Progress, horizon time.Duration) Forecast {
	t.Helper()
	f, err := Of(p, horizon)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A hundred finds are left, of which four workers make four a second: 25 s on the average,
// and with the spread of a sum of a hundred exponential values.
func TestForecast(t *testing.T) {
	f := of(t, half(), 25*time.Second)
	if math.Abs(f.Rate.Value-4) > 1e-9 || f.Rate.Low < 3.95 || f.Rate.Low >= 4 || f.Rate.High > 4.05 || f.Rate.High <= 4 {
		t.Errorf("rate %+v, want 4 and an interval of one in a hundred about it", f.Rate)
	}
	if *f.P50 < 24.9 || *f.P50 > 25 || *f.P95 < 29 || *f.P95 > 29.5 || *f.Within < 0.5 || *f.Within > 0.52 {
		t.Errorf("p50 %v, p95 %v, %v within 25 s", *f.P50, *f.P95, *f.Within)
	}
	few := half()
	few.Open = 2 // two of the workers have nothing to do
	if f := of(t, few, time.Second); math.Abs(f.Rate.Value-2) > 1e-9 {
		t.Errorf("rate %+v with two leases", f.Rate)
	}
}

// Half of the drawn jobs are done by p50, and 95 in 100 by p95, also where finds of two sizes
// are left, one of which has not begun and is measured by the other.
func TestForecastOfTwoSizes(t *testing.T) {
	p := half()
	p.Parts = append(p.Parts, fleet.PartProgress{Kind: "safe", Bits: 2048, Wanted: 5, Left: 5, Usual: 20})
	f := of(t, p, time.Minute)
	random := rand.New(rand.NewPCG(1, 2))
	var drawn []float64
	for range 20_000 {
		sum := 0.0
		for range 100 {
			sum += random.ExpFloat64()
		}
		for range 5 {
			sum += 20 * random.ExpFloat64()
		}
		drawn = append(drawn, sum/4)
	}
	slices.Sort(drawn)
	if p50 := drawn[len(drawn)/2]; math.Abs(*f.P50/p50-1) > 0.03 {
		t.Errorf("p50 %v, and %v of drawn ones", *f.P50, p50)
	}
	if p95 := drawn[len(drawn)*95/100]; math.Abs(*f.P95/p95-1) > 0.03 {
		t.Errorf("p95 %v, and %v of drawn ones", *f.P95, p95)
	}
	if want := 105. / 200 * 4; math.Abs(f.Rate.Value-want) > 1e-3 {
		t.Errorf("rate %+v of what is left, want %v", f.Rate, want)
	}
}

// What nothing is known of is not said; a job that is done is done.
func TestUnknown(t *testing.T) {
	idle, few, done := half(), half(), half()
	idle.AtWork = 0
	few.Parts[0].Paces = few.Parts[0].Paces[:2]
	for what, p := range map[string]fleet.Progress{"no worker": idle, "two leases": few} {
		f := of(t, p, time.Second)
		if f.Rate != nil || f.P50 != nil || f.P95 != nil || f.Within != nil {
			t.Errorf("%s: %+v", what, f)
		}
		text, err := json.Marshal(f)
		if err != nil || strings.Contains(string(text), "rate_per_s") || !strings.Contains(string(text), `"found":100`) {
			t.Errorf("%s, %v", text, err)
		}
	}
	done.Open, done.AtWork = 0, 0
	if f := of(t, done, time.Second); *f.P95 != 0 || *f.Within != 1 {
		t.Errorf("a job that is done: %+v", f)
	}
}
