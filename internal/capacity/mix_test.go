package capacity

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"primebench/internal/analysis"
)

// host is a run on a processor that is so many times as slow as that of primes.
func host(t testing.TB, cpu string, cores int, slower float64) *analysis.Analysis {
	b := newBuilder()
	b.run.Header.Host.CPU, b.run.Header.GOMAXPROCS = cpu, cores
	b.run.Header.Host.LogicalCores, b.run.Header.Host.PhysicalCores = cores, cores
	b.searches(Prime, 1024, 1, 400, 0.002*slower, 0.00016*slower)
	return b.analyse(t)
}

func ofRate(rate float64) Scenario {
	return Scenario{Headroom: 0.2, Services: []Service{{Kind: Prime, Bits: []int{1024}, Load: Load{Rate: rate}}}}
}

// The fast hosts are the fewest; where they cost more than they do more, the slow ones are
// the cheapest, and where there are few of these, both.
func TestMix(t *testing.T) {
	runs := []*analysis.Analysis{host(t, "Fast", 16, 1), host(t, "Slow", 4, 2)}
	make := func(kinds ...HostKind) *Mix {
		t.Helper()
		parted, err := ByKind(runs, kinds)
		if err != nil {
			t.Fatal(err)
		}
		m, err := MakeMix(ofRate(10_000), kinds, parted, Input{})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	m := make(HostKind{Name: "Fast", Price: 0.05}, HostKind{Name: "Slow", Price: 0.02})
	fast, slow := m.Kinds[0], m.Kinds[1]
	if want := 16 / 0.010; math.Abs(fast.Rate.Value/want-1) > 0.05 || fast.Rate.Low >= want || fast.Rate.High <= want {
		t.Errorf("a fast host does %+v, want about %v a second", fast.Rate, want)
	}
	if want := math.Ceil(10_000 / 0.8 / fast.Rate.Low); float64(fast.Alone) != want || m.Fewest.Hosts[0] != int(want) || m.Fewest.Hosts[1] != 0 {
		t.Errorf("%+v, %+v, want %v fast hosts", fast, m.Fewest, want)
	}
	if m.Cheapest.Hosts[0] != 0 || m.Cheapest.Hosts[1] != slow.Alone || math.Abs(m.Cheapest.PerHour-0.08*float64(slow.Alone)) > 1e-9 {
		t.Errorf("%+v, want %d slow hosts", m.Cheapest, slow.Alone)
	}
	if u := m.Cheapest.Utilisation; u > 0.8 || u < 0.75 || m.Cheapest.Rate.Low < 10_000/0.8*0.99 || m.Cheapest.Rate.High <= m.Cheapest.Rate.Value {
		t.Errorf("%+v", m.Cheapest)
	}
	m = make(HostKind{Name: "Fast", Price: 0.05}, HostKind{Name: "Slow", Price: 0.02, Most: 8})
	if m.Kinds[1].Alone != 0 || m.Cheapest.Hosts[1] < 1 || m.Cheapest.Hosts[0] < fast.Alone-1 || m.Cheapest.PerHour > 0.05*16*float64(fast.Alone) {
		t.Errorf("with eight slow hosts: %+v", m.Cheapest)
	}
	if m = make(HostKind{Name: "Fast"}, HostKind{Name: "Slow"}); m.Cheapest != nil || m.Fewest == nil {
		t.Errorf("without prices: %+v", m)
	}
}

// What the hosts that there are do not carry is not feasible, and what a mix does not know is
// refused.
func TestNoMix(t *testing.T) {
	kinds := []HostKind{{Name: "Fast", Most: 1}}
	runs := [][]*analysis.Analysis{{host(t, "Fast", 16, 1)}}
	m, err := MakeMix(ofRate(10_000), kinds, runs, Input{})
	if !errors.Is(err, ErrInfeasible) || m.Feasible || !strings.Contains(m.Constraint, "All hosts that there are do ") {
		t.Errorf("%+v, %v", m, err)
	}
	for what, change := range map[string]func(*Scenario){
		"one service at one size": func(s *Scenario) { s.Services[0].Bits = []int{1024, 2048} },
		"for a rate":              func(s *Scenario) { s.Services[0].Load = Load{Count: 5, Within: time.Hour} },
		"objectives":              func(s *Scenario) { s.Services[0].Objectives = []Objective{{0.9, time.Second}} },
		"failures":                func(s *Scenario) { s.Failures = 1 },
	} {
		s := ofRate(10)
		change(&s)
		if _, err := MakeMix(s, kinds, runs, Input{}); !errors.Is(err, ErrScenario) || !strings.Contains(err.Error(), what) {
			t.Errorf("%v, want %q", err, what)
		}
	}
	if _, err := MakeMix(ofRate(1), []HostKind{{Name: "a", Price: 1}, {Name: "b"}}, nil, Input{}); !errors.Is(err, ErrScenario) {
		t.Errorf("half of the prices: %v", err)
	}
	if _, err := ByKind(runs[0], []HostKind{{Name: "Slow"}}); !errors.Is(err, ErrMissing) {
		t.Errorf("no run: %v", err)
	}
	if _, err := ByKind(runs[0], []HostKind{{Name: "Fast"}, {Name: "ifma"}}); !errors.Is(err, ErrScenario) {
		t.Errorf("a run of both: %v", err)
	}
}

func TestParseHostKind(t *testing.T) {
	for text, want := range map[string]HostKind{
		"EPYC":                    {Name: "EPYC"},
		"EPYC 9B14=0.04/core-h":   {Name: "EPYC 9B14", Price: 0.04},
		"Xeon:12":                 {Name: "Xeon", Most: 12},
		"Xeon=1/core-h:3":         {Name: "Xeon", Price: 1, Most: 3},
		"AMD: EPYC=1e-3/core-h:3": {Name: "AMD: EPYC", Price: 0.001, Most: 3},
	} {
		if got, err := ParseHostKind(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "=1/core-h", "a=1", "a:0", "a:x", "a=-1/core-h", ":3"} {
		if got, err := ParseHostKind(text); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// The lightest hosts are those that trying all numbers finds.
func TestLightest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var options []option
		for kind := range rapid.IntRange(1, 3).Draw(t, "kinds") {
			options = append(options, option{
				kind: kind, weight: float64(rapid.IntRange(1, 20).Draw(t, "weight")), rate: float64(rapid.IntRange(1, 20).Draw(t, "rate")), most: rapid.IntRange(1, 9).Draw(t, "most"),
			})
		}
		rate := float64(rapid.IntRange(1, 150).Draw(t, "rate of all"))
		least := math.Inf(1)
		var try func(at int, rest, weight float64)
		try = func(at int, rest, weight float64) {
			if at == len(options) {
				if rest <= 0 {
					least = min(least, weight)
				}
				return
			}
			for n := range options[at].most + 1 {
				try(at+1, rest-float64(n)*options[at].rate, weight+float64(n)*options[at].weight)
			}
		}
		try(0, rate, 0)
		got := math.Inf(1)
		byKind := map[int]option{}
		for _, o := range options {
			byKind[o.kind] = o
		}
		if hosts := lightest(options, rate); hosts != nil {
			got = 0
			done := 0.0
			for kind, n := range hosts {
				got += float64(n) * byKind[kind].weight
				done += float64(n) * byKind[kind].rate
			}
			if done < rate {
				t.Fatalf("%v do %v of %v", hosts, done, rate)
			}
		}
		if got != least {
			t.Fatalf("weight %v, want %v", got, least)
		}
	})
}
