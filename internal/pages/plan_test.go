// Plans and verifications in every format, against golden files and against strings
// that are meant to harm.

package pages

import (
	"encoding/json"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"primebench/engine"
	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/internal/doctest"
	"primebench/internal/rng"
	"primebench/report/doc"
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

func TestGoldenPlans(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the last digits are kept as amd64 rounds them")
	}
	goldenDocument(t, "plans/infeasible", Plan(infeasiblePlan(t)))
	whole := Plan(feasiblePlan(t))
	for _, f := range []doc.Format{doc.FormatText, doc.FormatMarkdown, doc.FormatCSV} {
		doctest.Golden(t, update, "plans/plan"+endings()[f], doctest.Set(t, whole, f, doc.Options{Pictures: doc.PictureFolder}))
	}
	whole.Sections = slices.DeleteFunc(whole.Sections, func(s doc.Section) bool { return s.ID != "latency" })
	whole.Sections[0].Pictures = whole.Sections[0].Pictures[:2]
	for _, d := range []*doc.Document{whole, Plan(infeasiblePlan(t))} {
		goldenPictures(t, "plans", d)
	}
}

// TestPlanSaysWhatWasAsked: in every service's sentences cores, utilisation, latency,
// money and energy; for the whole the total.
func TestPlanSaysWhatWasAsked(t *testing.T) {
	p := feasiblePlan(t)
	answers := Plan(p).Answers
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
			if !strings.Contains(answers[i].Question+" "+answers[i].Sentence, want) {
				t.Errorf("answer %d lacks %q: %s: %s", i, want, answers[i].Question, answers[i].Sentence)
			}
		}
	}
	text := string(doctest.Set(t, Plan(infeasiblePlan(t)), doc.FormatText, doc.Options{}))
	for _, want := range []string{"NOT FEASIBLE: prime at 2048 bits: ", "WHAT WOULD BE FEASIBLE", "1024 bits would do", "no number of cores meets it"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestPlanTextKeepsToTheWidth also where names are long.
func TestPlanTextKeepsToTheWidth(t *testing.T) {
	d := Plan(feasiblePlan(t))
	for _, width := range []int{80, 100, 132} {
		for i, line := range strings.Split(string(doctest.Set(t, d, doc.FormatText, doc.Options{Width: width})), "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("width %d: line %d has %d characters: %s", width, i+1, n, line)
			}
		}
	}
}

// TestPlanJSONHasTheInputs: what the formulas were given stands beside what they gave,
// under the names that other programs know.
func TestPlanJSONHasTheInputs(t *testing.T) {
	p := feasiblePlan(t)
	var got any
	if err := json.Unmarshal(doctest.Set(t, Plan(p), doc.FormatJSON, doc.Options{}), &got); err != nil {
		t.Fatal(err)
	}
	size := &p.Services[0].Sizes[0]
	for path, want := range map[string]any{
		"report": "primebench plan", "version": 2.0, "feasible": true, "seed": p.Seed, "limits price_per_core_hour": 0.04, "total cores": float64(p.Total.Cores),
		"total spend cores_paid": float64(p.Total.Spend.Cores), "machine cores_per_host": 8.0,
		"services 0 name": "keys", "services 0 rate_per_s": 1.0, "services 0 objectives 1 quantile": 0.999, "services 0 objectives 1 within_s": 8.0, "services 2 pool auto": true,
		"services 0 sizes 0 cost law stage_s": size.Cost.Law.Stage, "services 0 sizes 0 cost law cv2": size.Cost.Law.CV2(), "services 0 sizes 0 cost seconds high": size.Cost.Seconds.High,
		"services 0 sizes 0 cost core_s": size.Cost.CoreSeconds(), "services 0 sizes 0 cost resampled": float64(len(size.Cost.Times)),
		"services 0 sizes 0 need servers": float64(size.Upper.Servers), "services 0 sizes 0 need objective": nil, "services 0 sizes 1 need objective within_s": 3.0,
		"services 0 sizes 0 latency 1 service_cv2": size.Models[1].CV2, "services 0 sizes 0 latency 2 quantiles 0 response_s": size.Models[2].Quantiles[0].Response,
		"services 0 sizes 1 cost prediction parts 0 operation": "test", "services 1 scaling 0 points 1 workers": 2.0, "services 1 scaling 0 law knee_workers": p.Services[1].Scaling[0].Law.Knee(),
		"services 2 sizes 0 pool size": float64(p.Services[2].Sizes[0].Pool.Size), "services 3 sizes 0 finish done_s": p.Services[3].Sizes[0].Finish.Seconds,
		"services 3 within_s": 28800.0, "services 4 sizes 0 pool": nil,
	} {
		if value, ok := at(got, path); !ok || value != want {
			t.Errorf("%s: %v (there: %v), want %v", path, value, ok, want)
		}
	}
}

// at is what stands at a path of names and indices in decoded JSON.
func at(v any, path string) (any, bool) {
	for _, step := range strings.Fields(path) {
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[step]; !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

func TestHostilePlans(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		p := feasiblePlan(t)
		doctest.EveryString(p, func(s string) string { return prefix + s + doctest.Payload }, "Unit")
		doctest.Harmless(t, Plan(p))
		all := verified()
		doctest.EveryString(&all, func(s string) string { return prefix + s + doctest.Payload }, "Unit")
		doctest.Harmless(t, Verification(all))
	}
}

func TestPlanAsAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "for", "it")
	for d, want := range map[*doc.Document]string{
		Plan(infeasiblePlan(t)): "plan.txt plan.md plan.csv plan.json index.html latency-1024.svg latency-1024.png cores.svg cores.png cost.svg cost.png",
		Verification(verified()): "verification.txt verification.md verification.csv verification.json index.html " +
			"verification-prime-512.svg verification-prime-512.png",
	} {
		files, err := d.WriteDir(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range files {
			got = append(got, filepath.Base(f))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestPlanPicturesAreFew: a plan with many sizes has as many pictures as may be looked
// through, each with a name of its own.
func TestPlanPicturesAreFew(t *testing.T) {
	scenario := "services:\n"
	for _, name := range []string{"a", "A", "a b", "a-b", "c", "d", "e", "f", "g"} {
		scenario += "- {name: \"" + name + "\", kind: prime, bits: [512, 1024, 2048], rate: 1/s}\n"
	}
	names := map[string]bool{}
	drawn := 0
	for _, section := range Plan(planOf(t, scenario)).Sections {
		for _, p := range section.Pictures {
			names[p.Name] = true
			drawn++
		}
	}
	if drawn != mostPlanPictures || len(names) != drawn {
		t.Errorf("%d pictures with %d names", drawn, len(names))
	}
}

// A plan and verifications of nothing can be set, too.
func TestEmptyPlans(t *testing.T) {
	for _, d := range []*doc.Document{Plan(&capacity.Plan{}), Verification(nil)} {
		for _, f := range doc.Formats() {
			doctest.Set(t, d, f, doc.Options{})
		}
	}
}

// verified is a made-up verification.
func verified() []*capacity.Verification {
	v := &capacity.Verification{
		Cost: &capacity.Cost{
			Kind: "prime", Bits: 512, Strategy: "onthefly", Workers: 1, Law: capacity.Law{Fixed: 2e-4, Stages: 1, Stage: 3e-4},
			Seconds: estimate(5e-4, 4.9e-4, 5.1e-4, "s", analysis.Lower, 20000), Basis: capacity.Measured,
		},
		Searches: 20000, Servers: 2, Capacity: 4000, Each: 20 * time.Second, WarmUp: 2 * time.Second, Seed: "a1",
	}
	for _, load := range []float64{0.5, 0.95} {
		s := capacity.Stage{Load: load, Rate: load * 4000, Arrivals: int(72000 * load), Busy: load - 0.01, LeftOut: 0.25, Left: int(54000 * load)}
		for i, p := range []float64{0.5, 0.95, 0.99} {
			observed := six(5e-4 * float64(1+2*i) / (1.05 - load))
			for j, model := range []string{capacity.ModelErlangC, capacity.ModelAllenCunneen, capacity.ModelSimulation} {
				off := []float64{0.31, -0.08, 0.02}[j]
				predicted := six(observed * (1 + off))
				undisturbed := seen(six(observed*0.97), six(observed*0.02), predicted)
				s.Checks = append(s.Checks, capacity.Check{P: p, Model: model, Predicted: predicted, Seen: seen(observed, six(observed*0.03), predicted), Undisturbed: &undisturbed})
			}
		}
		v.Stages = append(v.Stages, s)
	}
	return []*capacity.Verification{v}
}

// seen is an observed quantile with half its interval, its deviation to six digits.
func seen(observed, half, predicted float64) capacity.Seen {
	off := func(o float64) float64 { return six(predicted/o - 1) }
	return capacity.Seen{Observed: observed, Error: half, Deviation: off(observed), Low: off(observed + half), High: off(observed - half)}
}

func TestGoldenVerification(t *testing.T) {
	goldenDocument(t, "plans/verification", Verification(verified()))
	goldenPictures(t, "plans", Verification(verified()))
}
