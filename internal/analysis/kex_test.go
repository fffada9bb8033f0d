package analysis

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// exchangeRun has cells of one worker and of two, who do twice as much. costs are of a
// handshake in microseconds, by strategy and parameter set; a key pair takes a third of
// it, and eight at once take half of the time each.
func exchangeRun(costs map[string]float64) *analysistest.Builder {
	b := analysistest.NewBuilder(13)
	for _, what := range slices.Sorted(maps.Keys(costs)) {
		strategy, params, _ := strings.Cut(what, " ")
		ops := []results.Operation{{Step: results.StepKeygen}, {Step: results.StepShared}, {Step: results.StepHandshake}}
		if strategy == results.StrategyOnTheFly {
			ops = append(ops, results.Operation{Step: results.StepHandshake, AtOnce: 8})
		}
		for i := range ops {
			ops[i].ConstantTime = strategy != results.StrategyOnTheFly
			ops[i].AtOnce = max(1, ops[i].AtOnce)
			switch {
			case strings.HasPrefix(params, "fresh"):
				ops[i].ExponentBits = 2046
			case strings.HasPrefix(params, "ffdhe"):
				ops[i].ExponentBits, ops[i].Short = 225, true
			}
			ops[i] = ops[i].Named()
		}
		for workers := 1; workers <= 2; workers++ {
			id := b.Cell(results.Cell{
				Kind: results.KindKex, Bits: 255, Params: params, Strategy: strategy, Mode: results.ModeOperations, Workers: workers, Operations: ops,
			})
			for _, op := range ops {
				cost := costs[what] * 1e-6 / float64(workers)
				switch {
				case op.Step != results.StepHandshake:
					cost /= 3
				case op.AtOnce > 1:
					cost /= 2
				}
				b.Costs(id, op.Name, cost, cost*1.01, cost*0.99)
			}
		}
	}
	return b
}

func TestExchanges(t *testing.T) {
	a := analyse(exchangeRun(map[string]float64{
		"stdlib x25519": 90, "openssl x25519": 60, "onthefly ffdhe2048": 200, "openssl ffdhe2048": 420, "openssl ffdhe4096": 2100,
		"openssl fresh2048": 4200, "stdlib x25519mlkem768": 120, "openssl unheard-of": 50,
	}), t)
	if len(a.Exchanges) != 8 || len(a.Using) != 0 {
		t.Fatalf("%d exchanges of 8, and %d uses of groups", len(a.Exchanges), len(a.Using))
	}
	for i := range a.Exchanges {
		x := &a.Exchanges[i]
		c := a.Cells[x.Cell]
		if c.Workers != 1 || a.Cells[*x.Busy].Workers != 2 || x.Workers != 2 || x.Keygen == nil || x.Shared == nil {
			t.Errorf("%s by %s stands on %d and %d workers: %+v", x.Params, x.Strategy, c.Workers, x.Workers, x)
		}
		want := 2 / x.Handshake.Value
		if x.Strategy == results.StrategyOnTheFly {
			if want *= 2; x.AtOnce != 8 || x.ConstantTime {
				t.Errorf("onthefly: %+v", x)
			}
		}
		analysistest.Near(t, x.Params+" throughput", x.Throughput.Value, want, 1e-3)
		if x.Throughput.Unit != UnitPerSecond || x.Throughput.Better != Higher {
			t.Errorf("throughput %+v", x.Throughput)
		}
		switch {
		case x.Params == "unheard-of" && (x.Ratio != nil || x.ServerBytes != 0 || x.Strengths != nil):
			t.Errorf("the cheapest of all, which nobody knows: %+v", x)
		case x.Params == "x25519mlkem768":
			analysistest.Near(t, "over the best", x.Ratio.Value, 120./50, 1e-3)
			if !x.Quantum || x.ClientBytes != 1216 || len(x.Strengths) != 2 {
				t.Errorf("a hybrid %+v", x)
			}
		}
	}
}

// TestExchangeAnswers: one sentence for each question, all in constant time.
func TestExchangeAnswers(t *testing.T) {
	a := analyse(exchangeRun(map[string]float64{
		"stdlib x25519": 90, "openssl x25519": 60, "onthefly ffdhe2048": 20, "openssl ffdhe2048": 420, "openssl ffdhe4096": 2100,
		"openssl fresh2048": 4200, "stdlib x25519mlkem768": 120,
	}), t)
	want := []struct {
		title, sentence string
		ratio           float64
	}{
		{"a prime field against x25519", "each side sends 256 bytes against 32 bytes", 7},
		{"exchanging keys by 4096 against 2048 bits", "A key exchange by ffdhe4096 costs a server ", 5},
		{"what a hybrid adds to x25519", "the client sends 1184 bytes more and the server 1088", 120. / 90},
		{"a fresh group against a published one", "openssl takes exponents of 2046 bits for the one and of 225 for the other", 10},
	}
	if len(a.Headlines) != len(want) {
		t.Fatalf("%d answers, want %d: %+v", len(a.Headlines), len(want), a.Headlines)
	}
	for i, w := range want {
		h := a.Headlines[i]
		if h.Title != w.title || !strings.Contains(h.Sentence, w.sentence) || !strings.Contains(h.Sentence, "in constant time, by ") {
			t.Errorf("answer %d: %q %q, want %q with %q", i, h.Title, h.Sentence, w.title, w.sentence)
		}
		analysistest.Near(t, h.Title, h.Ratio.Value, w.ratio, 1e-3)
		if d := h.Doubling; (d != nil) != (i == 1) || d != nil && (d.Bits != 2048 || d.Half.Value >= d.Double.Value) {
			t.Errorf("answer %d doubles %+v", i, d)
		}
	}
	// Without anything in constant time there is nothing to say.
	if a := analyse(exchangeRun(map[string]float64{"onthefly ffdhe2048": 20, "onthefly ffdhe4096": 100}), t); len(a.Headlines) != 0 || a.Exchanges[0].Ratio != nil {
		t.Errorf("answers %+v", a.Headlines)
	}
}
