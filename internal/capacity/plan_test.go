// Plans against numbers worked out beside them.

package capacity

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"primebench/internal/analysis"
	"primebench/results"
)

func makeOK(t *testing.T, s Scenario, runs ...*analysis.Analysis) *Plan {
	t.Helper()
	p, err := Make(s, Input{Runs: runs, Tests: engineTests, Seed: testSeed, Arrivals: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	checkNumbers(t, reflect.ValueOf(*p), "plan")
	return p
}

// checkNumbers fails on a number that no file can hold.
func checkNumbers(t *testing.T, v reflect.Value, at string) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if !finite(v.Float()) {
			t.Errorf("%s is %v", at, v.Float())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			checkNumbers(t, v.Elem(), at)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			checkNumbers(t, v.Field(i), at+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkNumbers(t, v.Index(i), fmt.Sprintf("%s[%d]", at, i))
		}
	}
}

func prime1024(load Load, objectives ...Objective) Scenario {
	return Scenario{Services: []Service{{Kind: Prime, Bits: []int{1024}, Load: load, Objectives: objectives}}}
}

// 300 a second of 10 ms each keep 3 cores busy: 4 keep up, 5 leave 30 % free.
func TestCoresForALoad(t *testing.T) {
	s := prime1024(Load{Rate: 300})
	size := makeOK(t, s, primes(t)).Services[0].Sizes[0]
	if size.Upper.Servers != 4 || size.Upper.Binding != ByLoad || size.Upper.Hosts != 1 {
		t.Errorf("without headroom %+v, want 4 servers by load", size.Upper)
	}
	s.Headroom = 0.3
	size = makeOK(t, s, primes(t)).Services[0].Sizes[0]
	if size.Upper.Servers != 5 || size.Upper.Binding != ByHeadroom {
		t.Errorf("with headroom %+v, want 5 servers by headroom", size.Upper)
	}
	near(t, "utilisation", size.Upper.Utilisation, 300*size.Cost.Seconds.High/5, 1e-9)
	near(t, "utilisation at the estimate", size.Point.Utilisation, 300*size.Cost.Seconds.Value/float64(size.Point.Servers), 1e-9)
	if !strings.Contains(size.Constraint, "headroom of 30 %") {
		t.Errorf("constraint %q", size.Constraint)
	}
}

// The objective takes the least servers with which all models meet it.
func TestCoresForAnObjective(t *testing.T) {
	o := Objective{0.99, 42 * time.Millisecond}
	p := makeOK(t, prime1024(Load{Rate: 300}, o), primes(t))
	size := p.Services[0].Sizes[0]
	n := size.Upper
	if n.Binding != ByObjective || n.Objective == nil || *n.Objective != o || n.Servers <= n.Keeping {
		t.Fatalf("%+v, want an objective that binds", n)
	}
	law := size.Cost.upper().Law
	response := func(servers int) float64 {
		w, err := AllenCunneen(300, servers, law.Mean(), 1, law.CV2())
		if err != nil {
			t.Fatal(err)
		}
		return w.ResponseQuantile(law, o.Quantile)
	}
	if response(n.Servers) > 0.042 {
		t.Errorf("%d servers have a p99 of %v", n.Servers, response(n.Servers))
	}
	sim := size.Models[2]
	if sim.Model != ModelSimulation || sim.Quantiles[2].P != 0.99 || sim.Quantiles[2].Response > 0.042 {
		t.Errorf("the simulation has %+v", sim)
	}
	if !strings.HasPrefix(size.Constraint, "The objective p99=42ms binds") {
		t.Errorf("constraint %q", size.Constraint)
	}
}

// Three models of the same queue, and how far they are apart.
func TestModelsSideBySide(t *testing.T) {
	size := makeOK(t, prime1024(Load{Rate: 300}), primes(t)).Services[0].Sizes[0]
	for _, models := range [][]Latency{size.Models, size.Expected} {
		if len(models) != 3 || models[0].Model != ModelErlangC || models[1].Model != ModelAllenCunneen || models[2].Model != ModelSimulation {
			t.Fatalf("models %+v", models)
		}
		sim := models[2]
		for i, q := range models[1].Quantiles {
			near(t, "deviation", q.Deviation, q.Response/sim.Quantiles[i].Response-1, 1e-12)
			near(t, "Allen-Cunneen", q.Response, sim.Quantiles[i].Response, 0.12)
			// Services that vary less than exponential ones wait less.
			if models[0].Quantiles[i].Response < q.Response {
				t.Errorf("p%v: Erlang C has %v, less than Allen-Cunneen's %v", 100*q.P, models[0].Quantiles[i].Response, q.Response)
			}
		}
	}
	if size.Models[0].Seconds <= size.Expected[0].Seconds {
		t.Error("the plan does not stand on the upper end of the cost")
	}
	for i := range size.Curve[1:] {
		if size.Curve[i+1].Quantiles[2].Response < size.Curve[i].Quantiles[2].Response {
			t.Errorf("the curve falls at %v", size.Curve[i].Utilisation)
		}
	}
}

// 8 servers for 1,800 s do 1.44 million of 10 ms: a million take 6 with luck left.
func TestCount(t *testing.T) {
	p := makeOK(t, prime1024(Load{Count: 1e6, Within: 30 * time.Minute}), primes(t))
	size := p.Services[0].Sizes[0]
	law := size.Cost.upper().Law
	if want := int(math.Ceil(1e6 * law.Mean() / 1800)); size.Upper.Servers != want || size.Upper.Binding != ByDeadline {
		t.Errorf("%+v, want %d servers by deadline", size.Upper, want)
	}
	if size.Finish.Seconds > 1800 || size.Finish.Seconds < 1e6*law.Mean()/float64(size.Upper.Servers) {
		t.Errorf("done in %v s", size.Finish.Seconds)
	}
}

// completion against playing it: the 95 % quantile of when the last of a count is
// done.
func TestCompletionAgainstSimulation(t *testing.T) {
	for i, c := range []struct {
		count, servers int
		law            Law
	}{{1, 1, Law{Stages: 1, Stage: 1}}, {100, 4, Law{Stages: 1, Stage: 1}}, {500, 10, Law{0.4, 1, 0.6}}, {103, 10, Law{Fixed: 1}}} {
		stream, draw := testSeed.Stream(uint64(i)), c.law.Sampler()
		ends := make([]float64, 1500)
		for j := range ends {
			free := make([]float64, c.servers)
			for range c.count {
				end := free[0] + draw(stream)
				replaceFirst(free, end)
				ends[j] = max(ends[j], end)
			}
		}
		// One memoryless service is no normal law: the quantile is 3 where 2.6 is said.
		near(t, fmt.Sprintf("%+v", c), completion(float64(c.count), float64(c.servers), c.law), selected(ends, 0.95), map[bool]float64{true: 0.15, false: 0.03}[c.count == 1])
	}
}

func TestPoolAuto(t *testing.T) {
	s := prime1024(Load{Rate: 300}, Objective{0.99, time.Millisecond})
	s.Headroom = 0.2
	s.Services[0].Pool.Auto = true
	size := makeOK(t, s, primes(t)).Services[0].Sizes[0]
	pool := size.Pool
	near(t, "goal", pool.Goal, 0.01, 1e-9)
	if pool.Dry > 0.01 || size.Upper.Servers != 4 {
		t.Errorf("%+v on %d servers, want at most 1 %% dry on the 4 of the headroom", pool, size.Upper.Servers)
	}
	less, err := Dry(300, 4, size.Upper.Seconds, pool.Size-1)
	if err != nil || less <= 0.01 {
		t.Errorf("one less is dry in %v (%v), want more than 1 %%", less, err)
	}
	// The simulation of measured services, which vary less, is dry less often.
	base, sim := size.Models[0], size.Models[1]
	if base.Model != ModelBaseStock || sim.Model != ModelSimulation || sim.Waits > base.Waits || sim.Waits < base.Waits/20 {
		t.Errorf("dry %v by %s, %v by %s", base.Waits, base.Model, sim.Waits, sim.Model)
	}
	// A smaller one takes more servers to refill it.
	s.Services[0].Pool = Pool{Size: 10}
	small := makeOK(t, s, primes(t)).Services[0].Sizes[0]
	if small.Upper.Binding != ByPool || small.Pool.Dry > 0.01 || small.Upper.Servers <= 4 {
		t.Errorf("a pool of 10: %+v, %+v", small.Pool, small.Upper)
	}
}

// The simulated base stock is the formula's where services are memoryless.
func TestStockSimulated(t *testing.T) {
	for _, c := range []struct {
		servers, stock int
	}{{1, 4}, {4, 8}} {
		rate := 0.8 * float64(c.servers)
		q := Queue{Cost: &Cost{Law: Law{Stages: 1, Stage: 1}}, Rate: rate, Servers: c.servers, Stock: c.stock}
		models, err := q.Latencies([]float64{0.5, 0.95, 0.99}, testSeed, 200_000)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "dry", models[0].Waits, models[1].Waits, 0.08)
		near(t, "mean wait", models[0].MeanWait, models[1].MeanWait, 0.12)
		near(t, "p99", models[0].Quantiles[2].Response, models[1].Quantiles[2].Response, 0.1)
	}
}

func TestMoneyAndEnergy(t *testing.T) {
	s := prime1024(Load{Rate: 300})
	s.Price, s.Watts, s.Failures = 0.04, 5, 1
	p := makeOK(t, s, primes(t))
	// 4 cores, and 4 of a spare host: 8 at 0.04 an hour.
	spend := p.Services[0].Sizes[0].Spend
	near(t, "an hour", spend.PerHour, 0.32, 1e-12)
	near(t, "a month", spend.PerMonth, 0.32*730, 1e-12)
	near(t, "a thousand", spend.PerThousand, 0.32/(300*3.6), 1e-12)
	near(t, "energy a month", spend.KWhPerMonth, 8*5*0.730, 1e-12)
	near(t, "energy a thousand", spend.KWhPerThousand, 8*5/1000./(300*3.6), 1e-12)
	if p.Total.Spend != *spend || p.Total.Cores != 4 || p.Total.Hosts != 1 || p.Total.Spare != 1 {
		t.Errorf("total %+v", p.Total)
	}
	s = prime1024(Load{Count: 1e6, Within: 2 * time.Hour})
	s.Price = 0.04
	spend = makeOK(t, s, primes(t)).Services[0].Sizes[0].Spend
	near(t, "the whole of a count", spend.Whole, 0.04*2*float64(spend.Cores), 1e-12)
	near(t, "a thousand of it", spend.PerThousand, spend.Whole/1000, 1e-12)
}

// Each way to fail says what would do.
func TestInfeasible(t *testing.T) {
	tight := Objective{0.99, 20 * time.Millisecond} // the p99 of one service is 39 ms
	for _, c := range []struct {
		name       string
		scenario   Scenario
		constraint string
		advice     []string
	}{
		{
			"below the service", prime1024(Load{Rate: 10}, tight), "below the time of the service itself",
			[]string{"4 workers on one result would do", "a pool of", "p99=4"},
		},
		{
			"too few cores", func() Scenario { s := prime1024(Load{Rate: 2000}); s.Cores = 8; return s }(), "The cores bind: it takes 2",
			[]string{"would carry", "cores on 3 hosts would do"},
		},
		{
			"too few cores for the objective", func() Scenario {
				s := prime1024(Load{Rate: 380}, Objective{0.99, 45 * time.Millisecond})
				s.Cores = 4
				return s
			}(), "The objective p99=45ms binds",
			[]string{"would carry", "4 cores would meet p99=", "a pool of"},
		},
		{
			"a short time", prime1024(Load{Count: 1000, Within: 20 * time.Millisecond}), "takes about",
			[]string{"would do with cores enough"},
		},
		{
			"a small pool", func() Scenario {
				s := prime1024(Load{Rate: 300}, tight)
				s.Services[0].Pool.Size = 1
				return s
			}(), "a pool of 1 is too small", []string{"pool auto"},
		},
		{
			"beyond all plans", prime1024(Load{Rate: 1e9}), "at most 1048576 are planned", []string{"smaller load"},
		},
	} {
		p, err := Make(c.scenario, Input{Runs: []*analysis.Analysis{primes(t)}, Tests: engineTests})
		if !errors.Is(err, ErrInfeasible) || p == nil {
			t.Errorf("%s: %v, want ErrInfeasible beside a plan", c.name, err)
			continue
		}
		if p.Feasible || !strings.Contains(strings.ToLower(p.Constraint), strings.ToLower(c.constraint)) {
			t.Errorf("%s: %q, want %q", c.name, p.Constraint, c.constraint)
		}
		advice := strings.Join(p.Advice, "\n")
		for _, want := range c.advice {
			if !strings.Contains(advice, want) {
				t.Errorf("%s: advice %q lacks %q", c.name, advice, want)
			}
		}
		checkNumbers(t, reflect.ValueOf(*p), c.name)
	}
}

// A size that would do is named, the largest of the smaller ones.
func TestAdviceOnSizes(t *testing.T) {
	b := newBuilder()
	b.searches(Prime, 512, 1, 200, 0.0005, 0.00002)
	b.searches(Prime, 768, 1, 200, 0.001, 0.00004)
	b.searches(Prime, 1024, 1, 200, 0.002, 0.00016)
	for name, s := range map[string]Scenario{
		"an objective": prime1024(Load{Rate: 10}, Objective{0.99, 15 * time.Millisecond}),
		"the cores":    func() Scenario { s := prime1024(Load{Rate: 600}); s.Cores = 2; return s }(),
	} {
		p, err := Make(s, Input{Runs: []*analysis.Analysis{b.analyse(t)}})
		if !errors.Is(err, ErrInfeasible) || !strings.Contains(strings.Join(p.Advice, "\n"), ": 768 bits would do") {
			t.Errorf("%s: %v, %q, want that 768 bits would do", name, err, p.Advice)
		}
	}
}

// A load that fills its servers but for rounding is no queue without end.
func TestFullServers(t *testing.T) {
	run := primes(t)
	c := costOK(t, Service{Kind: Prime}, 1024, run)
	for _, rate := range []float64{3 / c.Seconds.High, math.Nextafter(3/c.Seconds.High, 0), 3 / c.Seconds.High * (1 - 1e-11)} {
		for _, pool := range []Pool{{}, {Auto: true}} {
			s := prime1024(Load{Rate: rate})
			s.Services[0].Pool = pool
			if n := makeOK(t, s, run).Services[0].Sizes[0].Upper; n.Servers != 4 {
				t.Errorf("%v a second: %d servers, want 4", rate, n.Servers)
			}
		}
	}
	s := prime1024(Load{Rate: 3 / c.Seconds.High * (1 - 1e-9)})
	s.Services[0].Pool.Auto = true
	p, err := Make(s, Input{Runs: []*analysis.Analysis{run}})
	if !errors.Is(err, ErrInfeasible) || p == nil || !strings.Contains(p.Constraint, "A pool that is dry") {
		t.Errorf("a pool without end: %v, want ErrInfeasible beside a plan", err)
	}
}

// The advice holds: what it says would do, does.
func TestAdviceHolds(t *testing.T) {
	s := prime1024(Load{Rate: 10}, Objective{0.99, 20 * time.Millisecond})
	s.Services[0].Workers = 4
	makeOK(t, s, primes(t))
	s.Services[0].Workers, s.Services[0].Pool.Auto = 1, true
	makeOK(t, s, primes(t))
}

func TestWhatIf(t *testing.T) {
	b := newBuilder()
	b.searches(Safe, 1024, 1, 50, 0.002, 0.0002)
	b.searches(Safe, 2048, 1, 50, 0.01, 0.002)
	b.searches(Safe, 2048, 2, 50, 0.01, 0.0022)
	b.operations(results.Cell{Kind: Safe, Bits: 2048, Strategy: "hardcoded", Operations: []results.Operation{{Name: "validate"}}}, map[string]float64{"validate": 0.02})
	s := Scenario{Services: []Service{{Kind: Safe, Bits: []int{2048}, Load: Load{Rate: 100}}}}
	p := makeOK(t, s, b.analyse(t))
	var rows []string
	asked := 0
	for _, row := range p.Services[0].WhatIf {
		rows = append(rows, fmt.Sprintf("%d %s %d", row.Bits, row.Strategy, row.Workers))
		if row.Asked {
			asked++
		}
		if row.Need == nil || row.Spend == nil {
			t.Errorf("%+v has no need", row)
		}
	}
	want := []string{"1024 onthefly 1", "2048 onthefly 1", "2048 onthefly 2", "2048 hardcoded 1"}
	if !reflect.DeepEqual(rows, want) || asked != 1 {
		t.Errorf("rows %q (%d asked for), want %q and 1", rows, asked, want)
	}
	if scaling := p.Services[0].Scaling; len(scaling) != 1 || scaling[0].Law != nil || !strings.Contains(scaling[0].Note, "three numbers of workers, 2 were measured") {
		t.Errorf("scaling %+v, want one without a law", scaling)
	}
}

func TestScalingOfARun(t *testing.T) {
	b := newBuilder()
	law := USL{G: 100, A: 0.05, B: 0.01}
	for _, k := range []int{1, 2, 4, 8} {
		b.searches(Prime, 1024, k, 400, 1e-9, float64(k)/law.At(float64(k))/50)
	}
	sc := makeOK(t, prime1024(Load{Rate: 10}), b.analyse(t)).Services[0].Scaling
	if len(sc) != 1 || sc[0].Law == nil {
		t.Fatalf("scaling %+v, want a law", sc)
	}
	near(t, "knee", sc[0].Law.Knee(), math.Sqrt(0.95/0.01), 0.1)
}

func TestHosts(t *testing.T) {
	s := prime1024(Load{Rate: 1500})
	p := makeOK(t, s, primes(t)) // 16 cores, as the upper end is above 15
	if p.Total.Cores != 16 || p.Total.Hosts != 2 {
		t.Errorf("%+v, want 16 cores on 2 hosts of 8", p.Total)
	}
	s.Cores, s.Hosts = 16, 4
	if p = makeOK(t, s, primes(t)); p.Machine.CoresPerHost != 4 || p.Total.Hosts != 4 {
		t.Errorf("%+v on hosts of %d, want 4 hosts of 4", p.Total, p.Machine.CoresPerHost)
	}
	s.Failures = 1
	if _, err := Make(s, Input{Runs: []*analysis.Analysis{primes(t)}}); !errors.Is(err, ErrInfeasible) {
		t.Errorf("one of 4 hosts failed: %v, want ErrInfeasible", err)
	}
	// Three workers fit twice on a host of 8: 6 of its cores.
	s = prime1024(Load{Rate: 600})
	s.Services[0].Workers = 3
	n := makeOK(t, s, primes(t)).Services[0].Sizes[0].Upper
	if n.Cores != 3*n.Servers || n.Hosts != (n.Servers+1)/2 {
		t.Errorf("%+v, want 2 servers a host", n)
	}
}

func TestWarnings(t *testing.T) {
	b := newBuilder()
	b.searches(Prime, 1024, 1, 50, 0.002, 0.00016)
	b.run.Header.Host.ThreadsPerCore, b.run.Header.Host.LogicalCores = 2, 16
	b.run.Header.Host.CgroupCores = 6.5
	b.run.Closing = nil
	s := prime1024(Load{Rate: 95})
	s.Cores, s.Hosts = 16, 1
	p := makeOK(t, s, b.analyse(t))
	text := strings.Join(p.Warnings, "\n")
	for _, want := range []string{"2 hardware threads a core", "16 cores a host are more than its 8 physical ones", "quota of 6.5 of 8 cores", "run 1 is not complete"} {
		if !strings.Contains(text, want) {
			t.Errorf("warnings %q lack %q", text, want)
		}
	}
	s.Cores, s.Hosts = 0, 0
	if p = makeOK(t, s, b.analyse(t)); p.Machine.CoresPerHost != 6 {
		t.Errorf("hosts of %d cores, want the 6 of the quota", p.Machine.CoresPerHost)
	}
}

func TestServicesTogether(t *testing.T) {
	s := prime1024(Load{Rate: 300})
	s.Services = append(s.Services, Service{Name: "keys", Kind: RSA, Bits: []int{2048}, Load: Load{Rate: 100}})
	p := makeOK(t, s, primes(t)) // 4 for the primes and 3 for the keys share a host
	if p.Total.Cores != 7 || p.Total.Hosts != 1 || p.Total.Spend.PerThousand != 0 {
		t.Errorf("%+v, want 7 cores on a host, and no price of a thousand of unlike things", p.Total)
	}
	s.Cores = 6
	if p, err := Make(s, Input{Runs: []*analysis.Analysis{primes(t)}}); !errors.Is(err, ErrInfeasible) || !strings.Contains(p.Constraint, "together take 7") {
		t.Errorf("together on 6 cores: %v", err)
	}
}

// The same input gives the same plan, and leaves the scenario as it is.
func TestPlanRepeats(t *testing.T) {
	s := prime1024(Load{Rate: 300}, Objective{0.95, 40 * time.Millisecond})
	a, b := makeOK(t, s, primes(t)), makeOK(t, s, primes(t))
	if !reflect.DeepEqual(a, b) {
		t.Error("two plans of the same input differ")
	}
	if s.Services[0].Strategy != "" || s.Services[0].Workers != 0 {
		t.Errorf("the scenario was changed: %+v", s.Services[0])
	}
}

func TestMakeRefuses(t *testing.T) {
	run := primes(t)
	unlike := newBuilder()
	unlike.searches(Prime, 1024, 1, 10, 0.002, 0.0002)
	unlike.run.Header.Host.CPU = "Another CPU"
	good := prime1024(Load{Rate: 1})
	many := prime1024(Load{Rate: 1})
	many.Services[0].Workers = 9
	spare := prime1024(Load{Rate: 1})
	spare.Cores, spare.Failures = 8, 1
	for name, c := range map[string]struct {
		scenario Scenario
		input    Input
		want     error
	}{
		"no run":           {good, Input{}, ErrMissing},
		"nil run":          {good, Input{Runs: []*analysis.Analysis{nil}}, ErrMissing},
		"unlike machines":  {good, Input{Runs: []*analysis.Analysis{run, unlike.analyse(t)}}, ErrScenario},
		"too many workers": {many, Input{Runs: []*analysis.Analysis{run}}, ErrScenario},
		"all hosts spare":  {spare, Input{Runs: []*analysis.Analysis{run}}, ErrScenario},
		"few arrivals":     {good, Input{Runs: []*analysis.Analysis{run}, Arrivals: 10}, ErrScenario},
		"no service":       {Scenario{}, Input{Runs: []*analysis.Analysis{run}}, ErrScenario},
	} {
		if p, err := Make(c.scenario, c.input); !errors.Is(err, c.want) || p != nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, %v, want %v in one line", name, p, err, c.want)
		}
	}
}
