package bench

import (
	"slices"
	"testing"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// TestUsesAreOfModeOperationsAlone: the uses of a group are measured in mode operations
// where a group is published, and no search or replay knows of them.
func TestUsesAreOfModeOperationsAlone(t *testing.T) {
	s := Spec{
		Kinds: []strategy.Kind{strategy.Prime, strategy.Safe}, Bits: []int{2048, 2560}, Strategies: []string{"onthefly", "stdlib", "stdlib-rand"},
		Modes: []Mode{Search, Operations, Replay}, Workers: []int{1}, Policies: []millerrabin.Policy{{}},
	}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Cells {
		uses := 0
		for _, op := range c.Operations {
			if op.UsesGroup() {
				uses++
			} else if op.PerSearch == 0 {
				t.Errorf("%s %d %s %s: operation %s is neither a use nor a part of a search", c.Kind, c.Bits, c.Strategy, c.Mode, op.Name)
			}
		}
		want := 0
		if c.Kind == "safe" && c.Bits == 2048 && c.Mode == results.ModeOperations {
			want = map[string]int{"onthefly": 8, "stdlib": 4}[c.Strategy]
		}
		if uses != want {
			t.Errorf("%s %d %s %s: %d uses, want %d", c.Kind, c.Bits, c.Strategy, c.Mode, uses, want)
		}
	}
}

// TestUsesAreMeasuredOnce: at several policies, by the first cell.
func TestUsesAreMeasuredOnce(t *testing.T) {
	s := Spec{
		Kinds: []strategy.Kind{strategy.Safe}, Bits: []int{2048}, Strategies: []string{"onthefly"}, Modes: []Mode{Operations}, Workers: []int{1, 2},
		Policies: []millerrabin.Policy{{}, {Rounds: 20, Lucas: true}, {Rounds: 64}},
	}
	e, err := expand(s, Strategies())
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]int{}
	for i, c := range e.matrix.Cells {
		if made := newCell(c, e.runners[i], e.meters[i]); len(made.operations) != len(c.Operations) || len(made.ops) != len(c.Operations) {
			t.Errorf("cell %d measures %d operations, lists %d", i, len(made.ops), len(c.Operations))
		}
		for _, op := range c.Operations {
			counted[op.Name]++
		}
	}
	if len(e.matrix.Cells) != 6 || counted["test"] != 6 || counted["shared-short-x8"] != 2 || counted["keygen"] != 2 {
		t.Errorf("%d cells with the operations %v, want uses once for each number of workers", len(e.matrix.Cells), counted)
	}
}

// TestSteps: cells of a block that wants nothing else; a size without a group
// is left out with the reason.
func TestSteps(t *testing.T) {
	s := fakeSpec("onthefly", "stdlib-rand")
	s.Also = []Block{{
		Kinds: []strategy.Kind{strategy.Safe}, Bits: []int{1024, 2560}, Modes: []Mode{Operations}, Steps: []string{"keygen", "shared"},
		Policies: []millerrabin.Policy{{}, {Rounds: 20, Lucas: true}},
	}}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	last := m.Cells[len(m.Cells)-1]
	if len(m.Cells) != 3 || last.Bits != 1024 || len(last.Operations) != 4 || !last.Operations[0].UsesGroup() {
		t.Errorf("%d cells, the last one %+v", len(m.Cells), last)
	}
	if len(m.Skipped) != 3 || m.Skipped[1].Bits != 2560 || m.Skipped[1].Reason != "no keygen, shared of 2560 bits that it can do" {
		t.Errorf("skipped %+v", m.Skipped)
	}
	block := s.Also[0]
	s = Spec{Kinds: block.Kinds, Bits: block.Bits, Strategies: []string{"onthefly"}, Modes: block.Modes, Policies: block.Policies, Steps: []string{"keygen", "shared"}, Samples: 3}
	alone, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	if len(alone.Cells) != 1 || len(alone.Cells[0].Operations) != 4 || !alone.Cells[0].Operations[0].UsesGroup() {
		t.Errorf("a Spec of uses alone has the cells %+v", alone.Cells)
	}
}

// TestUsesTakeNoPartInASearch: the same search, planned and modelled the same,
// whether or not its strategy can use groups besides.
func TestUsesTakeNoPartInASearch(t *testing.T) {
	record := func(mode Mode, search time.Duration, budget time.Duration, ops ...fakeOp) *memory {
		m := &memory{}
		s := fakeSpec("fake")
		s.Modes, s.Budget = []Mode{mode}, budget
		if err := runFakes(t.Context(), s, m, nil, &fake{name: "fake", search: steady(search), ops: ops}); err != nil {
			t.Fatal(err)
		}
		return m
	}
	test := fakeOp{name: "test", perSearch: 100, cost: time.Millisecond, tests: 1}
	use := fakeOp{name: results.StepShared, step: results.StepShared, cost: 20 * time.Millisecond, tests: 1}
	for _, budget := range []time.Duration{100 * time.Millisecond, 10 * time.Second} { // modelled, searched
		without, with := record(Search, 100*time.Millisecond, budget, test), record(Search, 100*time.Millisecond, budget, test, use)
		if !slices.Equal(without.Samples, with.Samples) || !slices.Equal(without.Notes, with.Notes) {
			t.Errorf("budget %v: %d samples and notes %v, without the use %d and %v", budget, len(with.Samples), with.Notes, len(without.Samples), without.Notes)
		}
	}
	counted := map[string]int{}
	for _, s := range record(Operations, 0, time.Second, test, use).Samples {
		counted[s.Op]++
	}
	if counted[results.StepShared] < 2 || counted["test"] < 2 || len(counted) != 2 {
		t.Errorf("samples %v in mode operations, want several of both", counted)
	}
}
