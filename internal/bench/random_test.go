package bench

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
)

// cellsOf writes the cells of a matrix in few words.
func cellsOf(t *testing.T, s Spec) []string {
	t.Helper()
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, c := range m.Cells {
		if c.Strategy != "getrandom" { // which not every system has
			list = append(list, fmt.Sprintf("%s %d %s %s %d", c.Kind, c.Bits, c.Strategy, c.Mode, c.Workers))
		}
	}
	return list
}

// TestRandomAlone: who asks for random values and nothing else gets the strategies
// that draw them, in mode operations, whatever the suite has.
func TestRandomAlone(t *testing.T) {
	suite, err := Suite(DefaultSuite)
	if err != nil {
		t.Fatal(err)
	}
	asked := Spec{Kinds: []strategy.Kind{strategy.Random}, Bits: []int{128}, Workers: []int{1}}
	want := []string{"random 128 crypto operations 1", "random 128 chacha8 operations 1", "random 128 pcg operations 1", "random 128 mt19937 operations 1"}
	for _, s := range []Spec{asked, suite.Override(asked), suite.Override(asked).Override(Spec{Samples: 3})} {
		if got := cellsOf(t, s); !slices.Equal(got, want) {
			t.Errorf("cells %q, want %q", got, want)
		}
	}
	asked.Strategies = []string{"pcg"}
	if got := cellsOf(t, suite.Override(asked)); !slices.Equal(got, want[2:3]) {
		t.Errorf("pcg alone: cells %q", got)
	}
}

// TestRandomBesides: other kinds keep their strategies and modes.
func TestRandomBesides(t *testing.T) {
	asked := Spec{
		Kinds: []strategy.Kind{strategy.Prime, strategy.Random}, Bits: []int{128}, Workers: []int{1}, Policies: []millerrabin.Policy{{}},
	}
	want := []string{
		"prime 128 onthefly search 1", "prime 128 stdlib search 1", "prime 128 stdlib-rand search 1",
		"random 128 crypto operations 1", "random 128 chacha8 operations 1", "random 128 pcg operations 1", "random 128 mt19937 operations 1",
	}
	if got := cellsOf(t, asked); !slices.Equal(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
	// Each strategy does one of the kinds, and that contradicts nothing.
	asked.Strategies = []string{"onthefly", "crypto"}
	if got := cellsOf(t, asked); !slices.Equal(got, []string{want[0], want[3]}) {
		t.Errorf("strategies named: cells %q", got)
	}
	asked.Modes = []Mode{Search, Operations}
	m, err := asked.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Cells) != 3 || !slices.Contains(m.Skipped, results.Skipped{
		Kind: "random", Bits: 128, Strategy: "crypto", Mode: "search", Reason: "random values are drawn and not searched for, want mode operations",
	}) {
		t.Errorf("strategies and modes named: cells %+v, skipped %+v", m.Cells, m.Skipped)
	}
}

func TestRandomContradictions(t *testing.T) {
	random, prime := []strategy.Kind{strategy.Random}, []strategy.Kind{strategy.Prime}
	seed := rng.Seed{1}
	for _, test := range []struct {
		spec Spec
		want string
	}{
		{Spec{Kinds: random, Modes: []Mode{Search}}, "nothing to measure: random values are drawn and not searched for, want mode operations"},
		{Spec{Kinds: random, Modes: []Mode{Replay}, Strategies: []string{"pcg"}}, "nothing to measure with strategy pcg: there is no list of candidates"},
		{Spec{Kinds: random, Strategies: []string{"onthefly"}}, "nothing to measure with strategy onthefly: it searches for primes"},
		{Spec{Kinds: random, Strategies: []string{"hardcoded", "pcg"}}, "nothing to measure with strategy hardcoded"},
		{Spec{Kinds: prime, Strategies: []string{"onthefly", "crypto"}}, "nothing to measure with strategy crypto: it draws random values and searches for no prime"},
		{Spec{Kinds: random, Strategies: []string{"crypto"}, Seed: &seed}, "decides nothing: strategy crypto draws"},
		{Spec{Kinds: []strategy.Kind{strategy.Random, strategy.Random}}, "kind random is given twice"},
	} {
		if _, err := test.spec.Matrix(); !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v, want an ErrSpec in one line with %q", test.spec, err, test.want)
		}
	}
}

// TestRandomCells: what has no size is measured once for each strategy and number of
// workers, no policy tells two cells apart, and the seed decides the plain ones.
func TestRandomCells(t *testing.T) {
	m, err := Spec{
		Kinds: []strategy.Kind{strategy.Random}, Bits: []int{128, 256}, Strategies: []string{"crypto", "pcg"}, Workers: []int{1, 2},
		Policies: []millerrabin.Policy{{}, {Rounds: 5}},
	}.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Cells) != 8 {
		t.Fatalf("%d cells, want 8: %+v", len(m.Cells), m.Cells)
	}
	for _, c := range m.Cells {
		var names []string
		for _, op := range c.Operations {
			names = append(names, op.Name)
		}
		want := []string{"bytes", "candidate"}
		if c.Bits == 128 {
			want = append(want, "below", "choice", "token-16", "token-32")
		}
		if !slices.Equal(names, want) || c.Policy != (results.Policy{}) || c.Kernel != "" || c.Seeded != (c.Strategy == "pcg") || c.Expected != (results.Work{}) {
			t.Errorf("cell %+v, want the operations %q", c, want)
		}
	}
}

// TestRandomRun measures, and the run holds the prediction of the Mersenne Twister
// once, before the samples.
func TestRandomRun(t *testing.T) {
	measured := func(seed rng.Seed) *memory {
		sink := &memory{}
		err := Run(t.Context(), Spec{
			Kinds: []strategy.Kind{strategy.Random}, Bits: []int{64, 128}, Strategies: []string{"crypto", "mt19937"}, Workers: []int{1}, Samples: 2,
			Seed: &seed,
		}, sink, nil)
		if err != nil {
			t.Fatal(err)
		}
		return sink
	}
	sink := measured(rng.Seed{1})
	counts := map[string]int{}
	for _, s := range sink.Samples {
		counts[fmt.Sprint(sink.Run.Header.Cells[s.Cell].Strategy, " ", s.Cell, " ", s.Op)]++
		if s.Count%256 != 0 || s.Digest != "" || s.Tests != 0 {
			t.Errorf("sample %+v", s)
		}
	}
	if len(counts) != 16 || counts["mt19937 1 token-32"] != 2 || counts["crypto 2 bytes"] != 2 {
		t.Errorf("samples %v", counts)
	}
	if len(sink.Predictions) != 1 || sink.order[1] != "prediction" {
		t.Fatalf("predictions %+v in the order %v", sink.Predictions, sink.order[:2])
	}
	if p := sink.Predictions[0]; p.Cell != 1 || p.Observed != 624 || !slices.Equal(p.Predicted, p.Drawn) {
		t.Errorf("prediction %+v", p)
	}
	if again := measured(rng.Seed{1}).Predictions[0]; !slices.Equal(again.Drawn, sink.Predictions[0].Drawn) {
		t.Errorf("the same seed gives %v, then %v", sink.Predictions[0].Drawn, again.Drawn)
	}
	if other := measured(rng.Seed{2}).Predictions[0]; slices.Equal(other.Drawn, sink.Predictions[0].Drawn) {
		t.Errorf("two seeds give %v", other.Drawn)
	}
}

// TestRandomRunFails: a sink that cannot take the prediction ends the run.
func TestRandomRunFails(t *testing.T) {
	sink := &memory{failAt: 2}
	err := Run(t.Context(), Spec{
		Kinds: []strategy.Kind{strategy.Random}, Bits: []int{64}, Strategies: []string{"mt19937"}, Workers: []int{1}, Samples: 1,
	}, sink, nil)
	if !errors.Is(err, errFull) || sink.closed != 1 || sink.Closing.Reason != results.ReasonFailed || len(sink.Samples) != 0 {
		t.Errorf("%v, closing %+v", err, sink.Closing)
	}
}

// TestRandomEstimate: operations of nanoseconds take a millisecond a sample all the
// same.
func TestRandomEstimate(t *testing.T) {
	got, err := Spec{
		Kinds: []strategy.Kind{strategy.Random}, Bits: []int{64}, Strategies: []string{"pcg"}, Workers: []int{1}, Samples: 100,
	}.Estimate(t.Context())
	if err != nil || !got.Rough || got.Duration < 600*time.Millisecond || got.Duration > time.Second {
		t.Errorf("%+v, %v, want six operations of 100 ms or a little more", got, err)
	}
}

// TestRandomSuite: the shipped suite has all that its report is about.
func TestRandomSuite(t *testing.T) {
	s, err := Suite("random")
	if err != nil {
		t.Fatal(err)
	}
	got := cellsOf(t, s)
	for _, want := range []string{
		"random 128 crypto operations 1", "random 16384 mt19937 operations 1", "random 1024 crypto operations 1", "random 2048 crypto operations 1",
		"prime 1024 onthefly search 1", "prime 2048 onthefly search 1", "prime 2048 stdlib search 1",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no cell %q in %q", want, got)
		}
	}
}
