package bench

import (
	"fmt"
	"slices"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// TestKexAlone: who asks for key exchanges and nothing else gets the strategies that do
// them, on one worker and on all, once for all policies, whatever the suite has.
func TestKexAlone(t *testing.T) {
	suite, err := Suite(DefaultSuite)
	if err != nil {
		t.Fatal(err)
	}
	asked := Spec{Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"ffdhe2048", "x25519"}, Strategies: []string{"stdlib"}, Policies: []millerrabin.Policy{{}, {Rounds: 5}}}
	for _, s := range []Spec{asked, suite.Override(asked), suite.Override(asked).Override(Spec{Samples: 3})} {
		m, err := s.Matrix()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range m.Cells {
			got = append(got, fmt.Sprintf("%s %d %s %s %s %d", c.Kind, c.Bits, c.Params, c.Strategy, c.Mode, c.Workers))
			if c.Policy != (results.Policy{}) || c.Expected != (results.Work{}) {
				t.Errorf("a policy, or something to be found: %+v", c)
			}
		}
		var want []string
		for _, set := range []string{"255 x25519", "2048 ffdhe2048"} {
			for _, workers := range slices.Compact([]int{1, allCores()}) {
				want = append(want, fmt.Sprintf("kex %s stdlib operations %d", set, workers))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("cells %q, want %q", got, want)
		}
	}
}

// TestKexOperations: each cell measures all the steps of an exchange, by each exponent.
func TestKexOperations(t *testing.T) {
	m, err := Spec{
		Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"ffdhe2048", "modp1024-160", "x25519"}, Strategies: []string{"stdlib"}, Workers: []int{1},
	}.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{
		{"keygen-ct", "shared-ct", "handshake-ct"},
		{"keygen", "shared", "handshake"},
		{"keygen", "keygen-short", "shared", "shared-short", "handshake", "handshake-short"},
	} {
		var got []string
		for _, op := range m.Cells[i].Operations {
			got = append(got, op.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", m.Cells[i].Params, got, want)
		}
	}
}

// TestKexBesides: other kinds keep their strategies and modes, and one block may have
// other parameter sets than another.
func TestKexBesides(t *testing.T) {
	got := cellsOf(t, Spec{
		Kinds: []strategy.Kind{strategy.Prime, strategy.Kex}, Bits: []int{128}, Params: []string{"p256"}, Strategies: []string{"stdlib"}, Workers: []int{1},
		Also: []Block{{Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"p384"}, Modes: []Mode{Operations}}}, Policies: []millerrabin.Policy{{}},
	})
	want := []string{"prime 128 stdlib search 1", "kex 384 stdlib operations 1", "kex 256 stdlib operations 1"}
	if !slices.Equal(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
	// Another kind over a suite of key exchanges has no use for its parameter sets.
	if s := (Spec{Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"p256"}}).Override(Spec{Kinds: []strategy.Kind{strategy.Prime}}); s.Params != nil {
		t.Errorf("primes by the parameter sets %q", s.Params)
	}
}

// TestKexRun: the records of a run say what was exchanged.
func TestKexRun(t *testing.T) {
	recorded := &memory{}
	err := Run(t.Context(), Spec{
		Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"x25519", "x25519mlkem768", "x448"}, Strategies: []string{"stdlib"}, Workers: []int{1}, Samples: 2,
	}, recorded, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := recorded.Run.Header
	if len(h.Cells) != 2 || h.Cells[1].Params != "x25519mlkem768" || len(h.Skipped) != 1 || h.Skipped[0].Params != "x448" {
		t.Errorf("cells %+v, skipped %+v", h.Cells, h.Skipped)
	}
	if len(recorded.Samples) != 2*2*3 {
		t.Errorf("%d samples, want 2 of 3 operations in 2 cells", len(recorded.Samples))
	}
}
