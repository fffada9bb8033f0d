package bench

import (
	"slices"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/cpu"
	"primebench/results"
)

// TestPowersSuite: each kernel of the machine and each library that it has raises 2
// to powers, and nothing else is measured.
func TestPowersSuite(t *testing.T) {
	s, err := Suite("powers")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	ours := []string{}
	for _, kernel := range cpu.Kernels() {
		ours = append(ours, "power-"+kernel+"-x8")
		if kernel == "ifma" {
			ours = append(ours, "limit-ifma")
		}
	}
	want := map[string][]string{"onthefly": ours, "stdlib": {"power"}, "openssl": {"power", "power-word"}, "gmp": {"power"}}
	for _, c := range m.Cells {
		var names []string
		for _, op := range c.Operations {
			names = append(names, op.Name)
		}
		if !slices.Equal(names, want[c.Strategy]) || c.Expected != (results.Work{}) || c.Workers != 1 {
			t.Errorf("%s %d: operations %q, want %q, and no search expected: %+v", c.Strategy, c.Bits, names, want[c.Strategy], c.Expected)
		}
	}
}

// TestPowersGoals: each goal of the suite is of one operation beside another, or of
// what this machine has not.
func TestPowersGoals(t *testing.T) {
	s, err := Suite("powers")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Want) != 28 || len(m.Goals) != 28 {
		t.Errorf("%d goals, of which %d are of the matrix, want 28", len(s.Want), len(m.Goals))
	}
	measured := map[string]bool{}
	for _, c := range m.Cells {
		measured[c.Strategy] = true
	}
	for _, g := range m.Goals {
		for _, subject := range []results.Subject{g.Of, g.Over} {
			here := measured[subject.Strategy] && (subject.Kernel == "" || slices.Contains(cpu.Kernels(), subject.Kernel))
			if found := subject.Find(m.Cells); len(found) > 1 || here != (len(found) == 1) {
				t.Errorf("%v is in %d places, want one where the machine has it: %v", subject, len(found), here)
			}
		}
	}
	narrowed, err := s.Override(Spec{Bits: []int{2048}}).Matrix()
	if err != nil || len(narrowed.Goals) != 6 {
		t.Errorf("of 2048 bits alone: %d goals, want 6: %v", len(narrowed.Goals), err)
	}
}

// TestStepsJoinACell: a block of steps adds them to a cell that is there already.
func TestStepsJoinACell(t *testing.T) {
	s := fakeSpec("stdlib")
	s.Modes = []Mode{Operations}
	s.Also = []Block{{Steps: []string{results.StepPower}}, {Steps: []string{results.StepPower}}}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, op := range m.Cells[0].Operations {
		names = append(names, op.Name)
	}
	if got, want := strings.Join(names, " "), "reject test accept power"; len(m.Cells) != 1 || got != want {
		t.Errorf("%d cells, the first with %s, want one with %s", len(m.Cells), got, want)
	}
	if alone, err := (Spec{
		Kinds: []strategy.Kind{strategy.Prime}, Bits: []int{512}, Strategies: []string{"stdlib"}, Modes: []Mode{Operations}, Workers: []int{1}, Policies: s.Policies, Samples: 2,
	}).Matrix(); err != nil || slices.ContainsFunc(alone.Cells[0].Operations, results.Operation.IsPower) {
		t.Errorf("without a word on steps there are powers: %+v, %v", alone.Cells, err)
	}
}
