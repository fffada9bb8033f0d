package pages

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/report/plot"
	"primebench/results"
)

func plotNamed(t *testing.T, a *analysis.Analysis, name string) *plot.Plot {
	t.Helper()
	for _, p := range runPlots(a) {
		if p.Name == name {
			return &p
		}
	}
	return nil
}

// TestPlotsWithoutDataAreLeftOut, and the page says with which flags they come.
func TestPlotsWithoutDataAreLeftOut(t *testing.T) {
	remove := map[string]func(a *analysis.Analysis){
		"times":   func(a *analysis.Analysis) { each(a, func(c *analysis.Cell) { c.Times = nil }) },
		"theory":  func(a *analysis.Analysis) { each(a, func(c *analysis.Cell) { c.Theory = nil }) },
		"scaling": func(a *analysis.Analysis) { a.Scaling = nil },
		"phases":  func(a *analysis.Analysis) { each(a, func(c *analysis.Cell) { c.Phases = nil }) },
	}
	flags := map[string]string{"times": "--samples", "theory": "Survivors against theory appear with", "scaling": "--workers 1,2,4", "phases": "Time by phase appears with"}
	for name, cut := range remove {
		a := scaledRun()
		if plotNamed(t, a, name) == nil {
			t.Errorf("%s is missing although there is data", name)
		}
		if strings.Contains(runAs(t, doc.FormatHTML, a), flags[name]) {
			t.Errorf("the page has %s, and says how to get it", name)
		}
		cut(a)
		if plotNamed(t, a, name) != nil {
			t.Errorf("%s is drawn without data", name)
		}
		if !strings.Contains(runAs(t, doc.FormatHTML, a), flags[name]) {
			t.Errorf("the page does not say how to get %s", name)
		}
	}
}

func each(a *analysis.Analysis, change func(*analysis.Cell)) {
	for i := range a.Cells {
		change(&a.Cells[i])
	}
}

func TestCostLines(t *testing.T) {
	a := runFixture()
	for kind, want := range map[string][]string{
		"prime": {"onthefly, 2 workers, policy by size", "onthefly, 2 workers, mr20+lucas", "stdlib, 2 workers", "stdlib-rand, 1 worker"},
		"safe":  {"onthefly", "stdlib", "hardcoded: lookup", "hardcoded: validate"},
	} {
		lines := costLines(a, kind)
		var got []string
		for _, l := range lines {
			got = append(got, l.label(lines))
		}
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
	safe := costLines(a, "safe")
	if hollow := safe[0].Spots[3].Hollow; !hollow {
		t.Error("the modelled point is not hollow")
	}
	if hollow := safe[0].Spots[0].Hollow; hollow {
		t.Error("a measured point is hollow")
	}
	random := costLines(a, "prime")[3]
	if last := random.Spots[3]; !math.IsNaN(last.Low) || !math.IsNaN(last.High) {
		t.Errorf("an interval where samples are missing: %v", last)
	}
}

// TestCostPlotSaysWhatItShows: sizes as ticks, units and directions at the axes.
func TestCostPlotSaysWhatItShows(t *testing.T) {
	svg, err := plotNamed(t, runFixture(), "cost-prime").SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">512<", ">1024<", ">2048<", ">4096<", "size in bits (log scale)", "lower is better", ">10 ms<", ">measured<", ">modelled<"} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %q", want)
		}
	}
}

// Where a run has one size there are only markers: no two ways share one, not even the
// operations of a group.
func TestCostPlotTellsMarkersApart(t *testing.T) {
	lines := costLines(runFixture(), results.KindSafe)
	signs := map[int]string{}
	for i, s := range costSeries(lines) {
		if other, taken := signs[s.Shape]; taken {
			t.Errorf("one marker stands for %s and %s", other, lines[i].label(lines))
		}
		signs[s.Shape] = lines[i].label(lines)
	}
}

// lawful is a cell of a kind whose searches take 2 s on average, of which so many for the
// acceptance.
func lawful(kind string, accept float64) *analysis.Cell {
	return &analysis.Cell{
		Cell: results.Cell{Kind: kind}, Time: est(2, 1.9, 2.1, "s", analysis.Lower, 9),
		Phases: []analysis.Phase{{Name: acceptPhase, Seconds: accept}},
	}
}

// TestLawOfTwoPrimes: the sum of two exponential times is 1 - 3/e^2 at its mean.
func TestLawOfTwoPrimes(t *testing.T) {
	points := lawOf(lawful("rsa", 0), 0.02, 200)
	if middle := points[len(points)/2]; math.Abs(middle.X-2) > 1e-9 || math.Abs(middle.Y-(1-3*math.Exp(-2))) > 1e-9 {
		t.Errorf("at the mean: %v", middle)
	}
}

// TestLawMeetsTheMean: the exponential law is 1 - 1/e at its mean.
func TestLawMeetsTheMean(t *testing.T) {
	points := lawOf(lawful("prime", 0), 0.02, 200)
	for _, p := range points {
		if want := 1 - math.Exp(-p.X/2); math.Abs(p.Y-want) > 1e-12 {
			t.Fatalf("law at %g is %g, want %g", p.X, p.Y, want)
		}
	}
	for _, p := range lawOf(lawful("prime", 0.5), 0.02, 200) {
		want := 0.0
		if p.X > 0.5 {
			want = 1 - math.Exp(-(p.X-0.5)/1.5)
		}
		if math.Abs(p.Y-want) > 1e-12 {
			t.Fatalf("law after 0.5 at %g is %g, want %g", p.X, p.Y, want)
		}
	}
	if middle := points[len(points)/2]; math.Abs(middle.X-2) > 1e-9 || math.Abs(middle.Y-0.6321205588) > 1e-9 {
		t.Errorf("at the mean: %v", middle)
	}
}

func TestStepsEndAtOne(t *testing.T) {
	steps := stepsOf([]float64{3, 1, 2, 2})
	want := []plot.Spot{plot.At(1, 0), plot.At(1, 0.25), plot.At(2, 0.25), plot.At(2, 0.5), plot.At(2, 0.5), plot.At(2, 0.75), plot.At(3, 0.75), plot.At(3, 1)}
	for i := range want {
		if steps[i].X != want[i].X || steps[i].Y != want[i].Y {
			t.Errorf("step %d: %v, want %v", i, steps[i], want[i])
		}
	}
}

// The answer to what doubling the size costs is the first picture, with a row for
// each way and its ratio.
func TestTheAnswerIsTheFirstPicture(t *testing.T) {
	plots := runPlots(runFixture())
	if plots[0].Name != "answer" {
		t.Fatalf("the first plot is %s", plots[0].Name)
	}
	svg, err := plots[0].SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">making a safe prime, onthefly<", ">making a prime, onthefly<", ">13.2x<", ">~30x<", "<title>making a prime, onthefly, 4096 bits: 1.21 s (95 % interval 1.07 to 1.37)</title>"} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %q", want)
		}
	}
}
