package pages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/report/doc"
	"primebench/results"
)

// withRandom adds to an analysis what random values cost: three strategies, bytes at
// two sizes and by two numbers of workers, one operation without a size, the share of
// it in the first search, and a prediction of which the last output is wrong.
func withRandom(a *analysis.Analysis) *analysis.Analysis {
	f := &fixtureCells{a: a}
	strategies := []struct {
		name string
		each float64 // of a byte
	}{{"crypto", 2e-9}, {"pcg", 0.25e-9}, {"mt19937", 1.5e-9}}
	ids := map[[3]int]int{}
	for i, bits := range []int{128, 2048} {
		for j, s := range strategies {
			for _, workers := range []int{1, 2} {
				c := f.add("random", bits, s.name, "")
				c.Policy, c.Mode, c.Workers, c.Seeded, c.N = results.Policy{}, results.ModeOperations, workers, s.name != "crypto", 36
				ids[[3]int{i, j, workers}] = c.ID
			}
		}
	}
	draw := func(operation string, i, j, workers int) {
		bits := []int{128, 2048}[i]
		d := analysis.Draw{Cell: ids[[3]int{i, j, workers}], Operation: operation, Bits: bits, Strategy: strategies[j].name, Workers: workers}
		cost := (30e-9 + strategies[j].each*float64(bits/8)) / float64(workers)
		switch operation {
		case results.OpBelow:
			d.Bits = 0
		case results.OpBytes:
			d.Bytes = bits / 8
			rate := float64(d.Bytes) / cost
			d.Throughput = est(rate, rate*0.97, rate*1.04, "B/s", analysis.Higher, 12)
			if workers > 1 {
				d.Speedup = est(1.93, 1.88, 1.98, "x", analysis.Higher, 24)
			}
		}
		d.Cost = *est(cost, cost*0.96, cost*1.03, "s", analysis.Lower, 12)
		if j > 0 {
			ratio := (30e-9 + strategies[j].each*float64(bits/8)) / (30e-9 + strategies[0].each*float64(bits/8))
			base := ids[[3]int{i, 0, workers}]
			d.Base, d.Ratio = &base, est(ratio, ratio*0.95, ratio*1.05, "x", analysis.Lower, 24)
		}
		c := &a.Cells[d.Cell]
		c.Operations = append(c.Operations, analysis.OperationCost{Operation: results.Operation{Name: operation}, Cost: d.Cost})
		a.Draws = append(a.Draws, d)
	}
	for i := range 2 {
		for workers := 1; workers <= 2; workers++ {
			for j := range strategies {
				draw(results.OpBytes, i, j, workers)
			}
		}
	}
	for j := range strategies {
		draw(results.OpBelow, 0, j, 1)
	}
	for i := range a.Cells {
		if c := &a.Cells[i]; c.Kind == "prime" && c.Bits == 2048 {
			a.Shares = []analysis.RandomShare{{
				Cell: c.ID, Draws: 4.471, Of: ids[[3]int{1, 0, 1}], Cost: *est(632e-9, 610e-9, 655e-9, "s", analysis.Lower, 12),
				Share: *modelled(est(0.0312, 0.0298, 0.0331, "per mille", analysis.Lower, 32)),
			}}
			break
		}
	}
	a.Predictions = []analysis.Prediction{{
		Prediction: results.Prediction{Cell: ids[[3]int{0, 2, 1}], Observed: 624, Predicted: []uint32{2357136044, 5, 4294967295}, Drawn: []uint32{2357136044, 5, 4294967294}},
		Right:      2,
	}}
	return a
}

// randomRun is random values alone.
func randomRun() *analysis.Analysis { return withRandom(&analysis.Analysis{}) }

// TestRandomIsTold: each format shows the costs, the throughput, the share, what was
// predicted, and why a plain generator is none for secrets.
func TestRandomIsTold(t *testing.T) {
	for f, wants := range map[doc.Format][]string{
		doc.FormatText: {
			`random bytes, 2048 bits\n +crypto +yes +1 +542 ns +520 to 558 +12 +1x\n +pcg +no +1 +94\.0 ns +90\.2 to 96\.8 +12 +0\.173x `,
			`256 +mt19937 +2 +1\.237 GB/s +1\.200 to 1\.286 +12 +1\.93x +1\.88 to 1\.98`,
			`prime +2048 +onthefly .* 4\.47 +632 ns +~0\.0312 per mille +0\.0298 to 0\.0331`,
			`mt19937 +627 +4294967295 +4294967294 +WRONG`,
			`(?s)chacha8,\s+pcg\s+and\s+mt19937\s+are\s+plain\s+generators`,
		},
		doc.FormatMarkdown: {
			`(?s)## Cost of random values\n.*### number below 100\n.*\| pcg \| no \| 1 \| 34\.0 ns \| 32\.6 to 35\.0 \| 12 \| 0\.548x \|`,
			`\| 16 \| crypto \| 1 \| 258 MB/s \|`,
			`\| 627 \| 4294967295 \| 4294967294 \| WRONG \|`,
		},
		doc.FormatHTML: {
			`<a href="#random">Cost of random values</a>`,
			`<th scope="row">pcg</th><td>no</td>`,
			`~0\.0312 per mille<small>0\.0298 to 0\.0331</small>`,
			`WRONG`,
		},
		doc.FormatCSV: {
			`random,2048,pcg,operations,1,,measured,operation bytes over crypto,\d+,0\.173432,x,`,
			`random,128,mt19937,operations,2,,measured,throughput,,5\.92593e\+08,B/s,`,
			`prime,2048,onthefly,search,2,mr2,measured,share of randomness,\d+,0\.0312,per mille,0\.0298,0\.0331,0,lower,true,`,
			`random,128,mt19937,operations,1,,measured,outputs predicted right,,2,1,,,0,,false,624,`,
		},
		doc.FormatJSON: {
			`(?s)"draws": \[.*"operation": "below",\s*"bits": 0,\s*"bytes": 0,\s*"strategy": "mt19937"`,
			`(?s)"randomness": \[.*"draws": 4\.471,`,
			`(?s)"predictions": \[.*"observed": 624,.*4294967294\s*\],\s*"right": 2`,
		},
	} {
		out := runAs(t, f, withRandom(runFixture()))
		for _, want := range wants {
			if !regexp.MustCompile(want).MatchString(out) {
				t.Errorf("%s has no %s:\n%s", f, want, out)
			}
		}
	}
	for _, f := range RunFormats() {
		if out := runAs(t, f, runFixture()); strings.Contains(out, "andom values") || strings.Contains(out, "per mille") {
			t.Errorf("%s tells of random values without any", f)
		}
	}
}

// TestRandomAlone: nothing is said of results, tests and policies that there are not.
func TestRandomAlone(t *testing.T) {
	for _, f := range []doc.Format{doc.FormatText, doc.FormatMarkdown, doc.FormatHTML} {
		out := runAs(t, f, randomRun())
		for _, not := range []string{"ost of a result", "COST OF A RESULT", "What one result costs", "Elementary operations", "ELEMENTARY", "olicies", "POLICIES"} {
			if strings.Contains(out, not) {
				t.Errorf("%s has %q", f, not)
			}
		}
	}
	// A cell that has nothing is told of all the same.
	a := randomRun()
	a.Cells[0].Status, a.Cells[0].Why, a.Cells[0].Operations = analysis.Empty, "the run ended first", nil
	if out := runAs(t, doc.FormatMarkdown, a); !strings.Contains(out, "crypto operations 1 worker empty: the run ended first") {
		t.Errorf("no word of the empty cell:\n%s", out)
	}
}

func TestRandomInJSON(t *testing.T) {
	var got struct {
		Draws []struct {
			Workers    int
			Base       *int      `json:"cell_of_crypto"`
			Throughput *struct{} `json:"throughput"`
		}
		Predictions []struct{ Predicted, Drawn []uint32 }
	}
	if err := json.Unmarshal([]byte(runAs(t, doc.FormatJSON, randomRun())), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Draws) != 15 || got.Draws[0].Base != nil || got.Draws[1].Base == nil || got.Draws[0].Throughput == nil || got.Draws[14].Throughput != nil ||
		got.Draws[3].Workers != 2 || len(got.Predictions) != 1 || got.Predictions[0].Predicted[2] != 1<<32-1 {
		t.Errorf("%+v", got)
	}
}

func TestGoldenRandom(t *testing.T) {
	d := Run(withRandom(scaledRun()))
	doctest.Golden(t, update, "runs/random.txt", doctest.Set(t, d, doc.FormatText, doc.Options{}))
	goldenPictures(t, "runs", Run(randomRun()))
}

// TestRandomPlot: one size is drawn too, and none is not.
func TestRandomPlot(t *testing.T) {
	a := randomRun()
	plot := plotNamed(t, a, "random")
	if plot == nil || !strings.Contains(plot.Alt, "on 1 worker.") {
		t.Fatalf("plot %+v", plot)
	}
	var one []analysis.Draw
	for _, d := range a.Draws {
		if d.Bits == 128 {
			one = append(one, d)
		}
	}
	a.Draws = one
	if plot := plotNamed(t, a, "random"); plot == nil || len(one) == 0 {
		t.Error("one size is not drawn")
	} else if svg, err := plot.SVG(); err != nil || !bytes.Contains(svg, []byte(">16<")) {
		t.Errorf("the plot of one size: %v\n%s", err, svg)
	}
	a.Draws = nil
	for _, p := range runPlots(a) {
		if p.Name == "random" {
			t.Error("no size is drawn")
		}
	}
}

// Example_predictions is the demonstration as the terminal shows it.
func Example_predictions() {
	d := doc.Document{Sections: []doc.Section{predictionsSection(randomRun())}}
	if err := d.Write(os.Stdout, doc.FormatText, doc.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// OUTPUTS THAT WERE PREDICTED
	// What comes next was told from the outputs before, by nothing but their values: such a generator must
	// never be used for a secret. A strategy that is not listed was not attacked here, which says nothing
	// for it.
	//   strategy  output   predicted       drawn  verdict
	//   mt19937      625  2357136044  2357136044  right
	//   mt19937      626           5           5  right
	//   mt19937      627  4294967295  4294967294  WRONG
}
