package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"primebench/engine"
	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/internal/rng"
	"primebench/results"
	"primebench/sieve"
)

// planRun is the analysis of a real run, shortened: primes of 512 to 2048 bits and
// 1024 by 1, 2 and 4 workers, safe primes, a hard-coded group, uses of two.
func planRun(t testing.TB) *analysis.Analysis {
	t.Helper()
	run, err := results.ReadFile(filepath.Join("testdata", "plans", "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := analysis.Analyse(run)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// planOf makes the plan of a scenario in YAML. What is not feasible is a plan as
// well.
func planOf(t testing.TB, scenario string) *capacity.Plan {
	t.Helper()
	s, err := capacity.LoadScenario(strings.NewReader(scenario), "test")
	if err != nil {
		t.Fatal(err)
	}
	tests := func(kind string, bits int, limit uint64) float64 {
		k := sieve.Prime
		if kind == capacity.Safe {
			k = sieve.Safe
		}
		return engine.Expected(k, bits, limit).Tests
	}
	p, err := capacity.Make(s, capacity.Input{Runs: []*analysis.Analysis{planRun(t)}, Tests: tests, Seed: rng.Seed{7}, Arrivals: 20_000})
	if p == nil {
		t.Fatal(err)
	}
	return p
}

// feasiblePlan has every sort of service: with objectives and without, by several
// workers, of predicted sizes, out of a pool, and a count.
func feasiblePlan(t testing.TB) *capacity.Plan {
	return planOf(t, `
services:
- {name: keys, kind: rsa, bits: [2048, 8192], rate: 60/min, slo: [p95=3s, p99.9=8s]}
- {name: tickets, kind: prime, bits: 1024, workers: 2, rate: 100/s, slo: p99=30ms}
- {name: groups, kind: safe, bits: 1024, rate: 20/s, pool: auto, slo: p99.9=5ms}
- {name: stock, kind: safe, bits: 1024, count: 10000, within: 8h}
- {kind: dh-shared, bits: 2048, rate: 3000/s}
headroom: 20%
failures: 1
price: 0.04/core-h
watts: 4/core
`)
}

func infeasiblePlan(t testing.TB) *capacity.Plan {
	return planOf(t, `
services:
- {kind: prime, bits: [1024, 2048], rate: 300/s, slo: p99=40ms}
cores: 8
`)
}

func planWritten(t testing.TB, f Format, p *capacity.Plan, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePlan(&b, f, p, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenPlans(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the last digits are kept as amd64 rounds them")
	}
	whole, failed := feasiblePlan(t), infeasiblePlan(t)
	for _, f := range []Format{FormatText, FormatMarkdown} {
		golden(t, filepath.Join("plans", strings.Replace(fileName(f), "report", "plan", 1)), planWritten(t, f, whole, Options{}))
	}
	for _, f := range PlanFormats() {
		golden(t, filepath.Join("plans", strings.Replace(fileName(f), "report", "infeasible", 1)), planWritten(t, f, failed, Options{}))
	}
	drawn := append(PlanPlots(failed), PlanPlots(whole)[:2]...)
	for _, plot := range drawn {
		svg, err := plot.SVG()
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("plans", plot.Name+".svg"), svg)
	}
}

// TestPlanSaysWhatWasAsked: in every service's sentences cores, utilisation, latency,
// money and energy; for the whole the total.
func TestPlanSaysWhatWasAsked(t *testing.T) {
	p := feasiblePlan(t)
	answers := planAnswers(p)
	if len(answers) != 7 {
		t.Fatalf("%d answers", len(answers))
	}
	for i, wants := range [][]string{
		{"1 core on 1 host", "% busy", "p50 ~", "p95 ~", "p99 ~", "p99.9 ~", "the simulation", "per 1,000", "a month", "kWh"},
		{"cores on", "p99.9 ~"},
		{"p50 ~", "2 workers on each"},
		{"A pool of ", "is found empty by ~"},
		{"It is done within ~", "in all"},
		{"per 1,000", "a month"},
		{"1 spare one", "a month"},
	} {
		for _, want := range wants {
			if !strings.Contains(answers[i].Name+" "+answers[i].Value, want) {
				t.Errorf("answer %d lacks %q: %s: %s", i, want, answers[i].Name, answers[i].Value)
			}
		}
	}
	if verdict := planVerdict(infeasiblePlan(t)); verdict != "NOT FEASIBLE." {
		t.Errorf("verdict %q", verdict)
	}
	text := string(planWritten(t, FormatText, infeasiblePlan(t), Options{}))
	for _, want := range []string{"WHAT WOULD BE FEASIBLE", "1024 bits would do", "no number of cores meets it"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestPlanTextKeepsToTheWidth also where names are long.
func TestPlanTextKeepsToTheWidth(t *testing.T) {
	p := feasiblePlan(t)
	for _, width := range []int{80, 100, 132} {
		for i, line := range strings.Split(string(planWritten(t, FormatText, p, Options{Width: width})), "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("width %d: line %d has %d characters: %s", width, i+1, n, line)
			}
		}
	}
}

// TestPlanJSONHasTheInputs: what the formulas were given stands beside what they gave.
func TestPlanJSONHasTheInputs(t *testing.T) {
	p := feasiblePlan(t)
	var got jsonPlan
	decoder := json.NewDecoder(bytes.NewReader(planWritten(t, FormatJSON, p, Options{})))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil {
		t.Fatal(err)
	}
	size, want := got.Services[0].Sizes[0], &p.Services[0].Sizes[0]
	if *size.Cost.Law.Stage != want.Cost.Law.Stage || *size.Cost.Seconds.High != want.Cost.Seconds.High || size.Upper.Servers != want.Upper.Servers ||
		*size.Models[1].CV2 != want.Models[1].CV2 || *size.Models[2].Quantiles[0].Response != want.Models[2].Quantiles[0].Response {
		t.Errorf("got %+v", size)
	}
	if got.Services[0].Sizes[1].Cost.Prediction == nil || got.Services[1].Scaling[0].Law == nil || got.Services[2].Sizes[0].Pool == nil || got.Services[3].Sizes[0].Finish == nil {
		t.Error("prediction, law, pool or finish is missing")
	}
	if got.Limits.Price != 0.04 || got.Total.Cores != p.Total.Cores || got.Seed != p.Seed {
		t.Errorf("got %+v, %+v", got.Limits, got.Total)
	}
}

// TestPlanOfAHostileRun: names that would be markup or terminal control are none.
func TestPlanOfAHostileRun(t *testing.T) {
	p := planOf(t, `services: [{name: "<b>|x|`+"`"+`", kind: prime, bits: 1024, rate: 1/s}]`)
	p.Machine.CPU = "\x1b[2J\u202eevil\n# head"
	p.Warnings = append(p.Warnings, "\x07 <script>")
	for _, f := range PlanFormats() {
		got := string(planWritten(t, f, p, Options{}))
		if strings.ContainsAny(got, "\x1b\x07\u202e") || f == FormatMarkdown && (strings.Contains(got, "<b>") || strings.Contains(got, "\n# head")) {
			t.Errorf("%s passes it on:\n%s", f, got)
		}
	}
	for _, plot := range PlanPlots(p) {
		svg, err := plot.SVG()
		if err != nil {
			t.Fatal(err)
		}
		checkMarkup(t, svg)
	}
}

func TestWritePlanDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "for", "it")
	p := infeasiblePlan(t)
	if err := WritePlanDir(t.Context(), dir, p); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range []string{"plan.json", "plan.md", "plan.txt", "plots/cores.png", "plots/cores.svg", "plots/cost.png", "plots/cost.svg",
		"plots/latency-1024.png", "plots/latency-1024.svg"} {
		want = append(want, filepath.Join(dir, filepath.FromSlash(name)))
	}
	got := filesBelow(t, dir)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	data, err := os.ReadFile(filepath.Join(dir, "plots", "cost.png"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		t.Error(err)
	}
	if err := WritePlanDir(t.Context(), filepath.Join(dir, "plan.txt"), p); err == nil {
		t.Error("a file in the folder's place is no error")
	}
}

// TestPlanPlotsAreFew: a plan with many sizes has as many plots as may be looked
// through, each with a name of its own.
func TestPlanPlotsAreFew(t *testing.T) {
	scenario := "services:\n"
	for _, name := range []string{"a", "A", "a b", "a-b", "c", "d", "e", "f", "g"} {
		scenario += "- {name: \"" + name + "\", kind: prime, bits: [512, 1024, 2048], rate: 1/s}\n"
	}
	plots := PlanPlots(planOf(t, scenario))
	names := map[string]bool{}
	for _, p := range plots {
		names[p.Name] = true
	}
	if len(plots) != mostPlanPlots || len(names) != len(plots) {
		t.Errorf("%d plots with %d names", len(plots), len(names))
	}
}

func TestPlanFormats(t *testing.T) {
	for _, f := range []Format{FormatCSV, FormatHTML, "pdf", ""} {
		if err := WritePlan(&bytes.Buffer{}, f, infeasiblePlan(t), Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("plan as %q: %v", f, err)
		}
		if err := WriteVerification(&bytes.Buffer{}, f, nil, Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("verification as %q: %v", f, err)
		}
	}
	for _, f := range PlanFormats() {
		if err := WritePlan(fullDisk{}, f, &capacity.Plan{}, Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", f, err)
		}
		if err := WriteVerification(fullDisk{}, f, nil, Options{}); !errors.Is(err, errFull) {
			t.Errorf("verification as %s on a full disk: %v", f, err)
		}
	}
}

func TestShowAmount(t *testing.T) {
	for v, want := range map[float64]string{0.0000066667: "0.00000667", 0.0222: "0.0222", 87.6: "87.6", 526: "526", 12345.6: "12346", 3e9: "3.00e+09", 1e-12: "1.00e-12", 0: "0",
		math.Inf(1): absent} {
		if got := showAmount(v); got != want {
			t.Errorf("%g: got %q, want %q", v, got, want)
		}
	}
}

// verified is a made-up verification.
func verified() []*capacity.Verification {
	v := &capacity.Verification{
		Cost: &capacity.Cost{
			Kind: "prime", Bits: 512, Strategy: "onthefly", Workers: 1, Law: capacity.Law{Fixed: 2e-4, Stages: 1, Stage: 3e-4},
			Seconds: *est(5e-4, 4.9e-4, 5.1e-4, "s", analysis.Lower, 20000), Basis: capacity.Measured,
		},
		Searches: 20000, Servers: 2, Capacity: 4000, Each: 20 * time.Second, WarmUp: 2 * time.Second, Seed: "a1",
	}
	for _, load := range []float64{0.5, 0.95} {
		s := capacity.Stage{Load: load, Rate: load * 4000, Arrivals: int(72000 * load), Busy: load - 0.01}
		for i, p := range []float64{0.5, 0.95, 0.99} {
			observed := six(5e-4 * float64(1+2*i) / (1.05 - load))
			for j, model := range []string{capacity.ModelErlangC, capacity.ModelAllenCunneen, capacity.ModelSimulation} {
				off := []float64{0.31, -0.08, 0.02}[j]
				s.Checks = append(s.Checks, capacity.Check{P: p, Model: model, Predicted: six(observed * (1 + off)), Observed: observed, Error: six(observed * 0.03), Deviation: off})
			}
		}
		v.Stages = append(v.Stages, s)
	}
	return []*capacity.Verification{v}
}

func TestGoldenVerification(t *testing.T) {
	for _, f := range PlanFormats() {
		var b bytes.Buffer
		if err := WriteVerification(&b, f, verified(), Options{}); err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("plans", strings.Replace(fileName(f), "report", "verification", 1)), b.Bytes())
	}
	dir := t.TempDir()
	if err := WriteVerificationDir(t.Context(), dir, verified()); err != nil {
		t.Fatal(err)
	}
	if files := filesBelow(t, dir); len(files) != 3 {
		t.Errorf("the folder holds %q", files)
	}
}
