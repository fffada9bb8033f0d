package analysis

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/internal/unit"
	"primebench/results"
)

// randomCell adds a cell of random values whose bytes cost each nanoseconds a byte
// on one worker, and its candidates twice that.
func randomCell(b *analysistest.Builder, strategy string, bits, workers int, each float64) int {
	id := b.Cell(results.Cell{
		Kind: results.KindRandom, Strategy: strategy, Bits: bits, Workers: workers, Mode: results.ModeOperations,
		Operations: []results.Operation{{Name: results.OpBytes}, {Name: results.OpCandidate}},
	})
	cost := each * float64(bits/8) * 1e-9 / float64(workers)
	b.Costs(id, results.OpBytes, cost, cost*1.01, cost*0.99)
	b.Costs(id, results.OpCandidate, 2*cost, 2*cost*1.01, 2*cost*0.99)
	return id
}

// sizeless adds an operation without a size to a cell.
func sizeless(b *analysistest.Builder, cell int, op string, cost float64) {
	c := &b.Run.Header.Cells[cell]
	c.Operations = append(c.Operations, results.Operation{Name: op})
	b.Costs(cell, op, cost, cost*1.01, cost*0.99)
}

func randomRun() *analysistest.Builder {
	b := analysistest.NewBuilder(21)
	for _, bits := range []int{2048, 128} {
		for _, strategy := range []string{"pcg", "crypto"} {
			for _, workers := range []int{2, 1} {
				each := map[string]float64{"pcg": 0.5, "crypto": 2}[strategy]
				id := randomCell(b, strategy, bits, workers, each)
				if bits == 2048 { // the first size of the matrix has it
					sizeless(b, id, results.OpBelow, 20*each*1e-9/float64(workers))
				}
			}
		}
	}
	return b
}

func TestDraws(t *testing.T) {
	a := analyse(randomRun(), t)
	var got []string
	for _, d := range a.Draws {
		got = append(got, strings.Join([]string{d.Operation, unit.Count(d.Bits, "bit"), d.Strategy, unit.Count(d.Workers, "worker")}, " "))
		if c := a.Cells[d.Cell]; c.Strategy != d.Strategy || c.Workers != d.Workers || d.Cost.N != 3 || c.Time != nil || c.Status != Measured {
			t.Errorf("%+v of cell %+v", d, c)
		}
		if (d.Ratio == nil) != (d.Strategy == "crypto") {
			t.Errorf("%s %s: ratio %+v", d.Operation, d.Strategy, d.Ratio)
		}
		if d.Ratio != nil {
			analysistest.Near(t, "pcg over crypto", d.Ratio.Value, 0.25, 1e-3)
			if base := a.Cells[*d.Base]; base.Strategy != "crypto" || base.Workers != d.Workers {
				t.Errorf("ratio over cell %+v", base)
			}
		}
		if (d.Throughput != nil) != (d.Operation == results.OpBytes) || (d.Speedup != nil) != (d.Operation == results.OpBytes && d.Workers == 2) {
			t.Errorf("%+v: throughput and speed-up", d)
		}
		if d.Bytes != d.Bits/8 && d.Throughput != nil || d.Bytes != 0 && d.Throughput == nil {
			t.Errorf("%+v: bytes", d)
		}
		if d.Throughput != nil {
			analysistest.Near(t, "bytes a second", d.Throughput.Value, float64(d.Workers)*1e9/map[string]float64{"pcg": 0.5, "crypto": 2}[d.Strategy], 1e-3)
		}
		if d.Speedup != nil {
			analysistest.Near(t, "speed-up", d.Speedup.Value, 2, 1e-3)
		}
	}
	size := func(operation, bits string) (list []string) {
		for _, workers := range []string{"1 worker", "2 workers"} {
			for _, strategy := range []string{"pcg", "crypto"} {
				list = append(list, operation+" "+bits+" "+strategy+" "+workers)
			}
		}
		return list
	}
	want := slices.Concat(size("bytes", "128 bits"), size("bytes", "2048 bits"), size("candidate", "128 bits"), size("candidate", "2048 bits"),
		size("below", "0 bits"))
	if !slices.Equal(got, want) {
		t.Errorf("draws %q,\nwant  %q", got, want)
	}
	if len(a.Shares) != 0 || len(a.Predictions) != 0 || len(a.Comparisons) != 0 {
		t.Errorf("shares %+v, predictions %+v", a.Shares, a.Predictions)
	}
	unwarned(t, a)
	if h := a.Headlines; len(h) != 1 || !strings.HasPrefix(h[0].Sentence, "A random 2048-bit candidate costs 1.024 µs from crypto/rand (95 % interval ") ||
		!strings.Contains(h[0].Sentence, " on 1 worker, 4.00x one from pcg (95 % interval ") {
		t.Errorf("headlines %+v", h)
	}
}

// TestDrawSpreads: one warning for all of them, with the worst.
func TestDrawSpreads(t *testing.T) {
	b := randomRun()
	b.Costs(0, results.OpBytes, 1e-6, 2e-6)
	b.Costs(7, results.OpCandidate, 1e-6)
	a := analyse(b, t)
	if len(a.Warnings) != 1 {
		t.Errorf("warnings %+v, want one", a.Warnings)
	}
	warned(t, a, -1, "in 2 of 20 operations", "most for candidate by crypto at 128 bits on 1 worker")
}

// TestShares: draws x cost / time, by hand.
func TestShares(t *testing.T) {
	b := analysistest.NewBuilder(22)
	crypto := randomCell(b, "crypto", 2048, 1, 2) // a candidate costs 1.024 µs
	add := func(kind, strategy string, workers int, ops []results.Operation, expected float64, costs ...float64) int {
		c := analysistest.Search(kind, strategy, 2048, expected)
		c.Workers, c.Operations, c.Expected.Candidates, c.Policy = workers, ops, expected, analysistest.Policy("mr4")
		id := b.Cell(c)
		for i, op := range ops {
			b.Costs(id, op.Name, costs[i], costs[i]*1.001, costs[i]*0.999)
		}
		return id
	}
	ours := add("prime", results.StrategyOnTheFly, 2, []results.Operation{{Name: "sieve", PerSearch: 1.02}, {Name: "test", PerSearch: 50}}, 50, 1e-3, 0.4e-3)
	std := add("prime", results.StrategyStdlib, 1, []results.Operation{{Name: "test", PerSearch: 200}}, 710, 1e-3)
	rand := add("safe", results.StrategyStdlibRand, 1, []results.Operation{
		{Name: "reject", PerSearch: 300}, {Name: "test", PerSearch: 99}, {Name: "confirm", PerSearch: 7}, {Name: "accept", PerSearch: 1},
	}, 0, 1e-6, 1e-3, 1e-3, 1e-3)
	add("prime", results.StrategyOpenSSL, 1, []results.Operation{{Name: "draw", PerSearch: 50}, {Name: "test", PerSearch: 50}}, 50, 1e-6, 1e-3)
	other := analysistest.Search("prime", results.StrategyOnTheFly, 1024, 50) // a size at which crypto was not measured
	b.Searches(b.Cell(other), 5, 50, 1e-3, 0)
	a := analyse(b, t)

	draws := map[int]float64{ours: 1.02 + 4*4*math.Log(4./3), std: 710, rand: 400}
	if len(a.Shares) != len(draws) {
		t.Fatalf("shares %+v, want those of %v", a.Shares, draws)
	}
	for _, s := range a.Shares {
		c := a.Cells[s.Cell]
		analysistest.Near(t, "draws of "+c.Strategy, s.Draws, draws[s.Cell], 1e-12)
		want := 1000 * draws[s.Cell] * 1.024e-6 / (float64(c.Workers) * c.Time.Value)
		analysistest.Near(t, "share of "+c.Strategy, s.Share.Value, want, 1e-3)
		if s.Of != crypto || !s.Share.Modelled || s.Share.Unit != UnitPerMille || s.Share.Need != 0 || !(s.Share.Low < want && want < s.Share.High) {
			t.Errorf("%s: %+v", c.Strategy, s)
		}
	}
	var titles []string
	for _, h := range a.Headlines {
		if strings.HasPrefix(h.Title, "randomness ") {
			titles = append(titles, h.Title)
			if !strings.Contains(h.Sentence, " per mille of the time of a 2048-bit ") || !strings.Contains(h.Sentence, "; modelled): an average search draws ") {
				t.Errorf("%q", h.Sentence)
			}
		}
	}
	if want := []string{
		"randomness in a search, 2048 bits, prime, onthefly", "randomness in a search, 2048 bits, prime, stdlib", "randomness in a search, 2048 bits, safe, stdlib-rand",
	}; !slices.Equal(titles, want) {
		t.Errorf("headlines %q, want %q", titles, want)
	}
}

// TestShareByAsManyWorkers: where candidates were drawn by as many workers as search,
// that is what counts.
func TestShareByAsManyWorkers(t *testing.T) {
	b := analysistest.NewBuilder(23)
	randomCell(b, "crypto", 2048, 1, 2)
	two := randomCell(b, "crypto", 2048, 2, 3)
	c := analysistest.Search("prime", results.StrategyStdlib, 2048, 710)
	c.Workers, c.Expected.Candidates = 2, 710
	id := b.Cell(c)
	b.Searches(id, 50, 710, 1e-3, 0)
	a := analyse(b, t)
	if len(a.Shares) != 1 || a.Shares[0].Of != two {
		t.Fatalf("shares %+v, want one by cell %d", a.Shares, two)
	}
	analysistest.Near(t, "share", a.Shares[0].Share.Value, 1000*710*0.768e-6/a.Cells[id].Time.Value, 1e-3)
}

func TestPredictions(t *testing.T) {
	b := randomRun()
	b.Run.Predictions = []results.Prediction{
		{Cell: 0, Observed: 624, Predicted: []uint32{7, 8, 9}, Drawn: []uint32{7, 8, 9}},
		{Cell: 2, Observed: 624, Predicted: []uint32{7, 8, 9}, Drawn: []uint32{7, 1, 9}},
	}
	a := analyse(b, t)
	if len(a.Predictions) != 2 || a.Predictions[0].Right != 3 || a.Predictions[1].Right != 2 {
		t.Errorf("predictions %+v", a.Predictions)
	}
	if len(a.Warnings) != 1 {
		t.Errorf("warnings %+v, want one", a.Warnings)
	}
	warned(t, a, 2, "of the 3 outputs that were predicted from 624 before them only 2 came")
	if told := a.Headlines[1].Sentence; told != "The next 3 outputs of pcg were told from the 624 before them, by nothing but their values, and all 3 came: nothing that it draws is a secret." {
		t.Errorf("%q", told)
	}
	if h := a.Headlines[2]; h.Title != "crypto not predicted" || !strings.Contains(h.Sentence, "2 came") {
		t.Errorf("%+v", h)
	}
}

func TestPredictionsThatDoNotFit(t *testing.T) {
	for _, p := range []results.Prediction{
		{Cell: -1, Observed: 1, Predicted: []uint32{1}, Drawn: []uint32{1}},
		{Cell: 8, Observed: 1, Predicted: []uint32{1}, Drawn: []uint32{1}},
		{Observed: 0, Predicted: []uint32{1}, Drawn: []uint32{1}},
		{Observed: 1},
		{Observed: 1, Predicted: []uint32{1, 2}, Drawn: []uint32{1}},
	} {
		b := randomRun()
		b.Run.Predictions = []results.Prediction{p}
		if _, err := Analyse(&b.Run); !errors.Is(err, ErrRun) {
			t.Errorf("%+v: %v, want an ErrRun", p, err)
		}
	}
}
