package results

import (
	"reflect"
	"strings"
	"testing"
)

func TestSubjectFinds(t *testing.T) {
	cells := []Cell{
		{ID: 0, Kind: KindPrime, Bits: 512, Strategy: "onthefly", Mode: ModeSearch, Workers: 2, Policy: Policy{Name: "mr4"}, Kernel: "ifma"},
		{ID: 1, Kind: KindPrime, Bits: 512, Strategy: "onthefly", Mode: ModeOperations, Workers: 1, Kernel: "avx2", Operations: []Operation{
			{Name: "sieve"},
			{Step: StepPower, Kernel: "ifma", AtOnce: 8},
			{Step: StepPower, Kernel: "avx2", AtOnce: 8},
		}},
		{ID: 2, Kind: KindPrime, Bits: 512, Strategy: "gmp", Mode: ModeOperations, Workers: 1, Operations: []Operation{{Step: StepPower, AtOnce: 1}}},
	}
	for _, c := range cells {
		for i := range c.Operations {
			c.Operations[i] = c.Operations[i].Named()
		}
	}
	for _, test := range []struct {
		subject Subject
		want    []Place
		text    string
	}{
		{Subject{}, []Place{{Cell: 0}, {Cell: 1}, {Cell: 2}}, "anything"},
		{Subject{Strategy: "onthefly", Policy: "mr4"}, []Place{{Cell: 0}}, "onthefly, mr4"},
		{Subject{Kernel: "avx2"}, []Place{{Cell: 1}}, "kernel avx2"},
		{Subject{Workers: 2, Bits: 512}, []Place{{Cell: 0}}, "512 bits, workers 2"},
		{Subject{Bits: 1024}, nil, "1024 bits"},
		{Subject{Op: "sieve"}, []Place{{1, "sieve"}}, "sieve"},
		{Subject{Op: "sieve", Kernel: "ifma"}, nil, "sieve, kernel ifma"},
		{Subject{Op: "sieve", Kernel: "avx2"}, []Place{{1, "sieve"}}, "sieve, kernel avx2"},
		{Subject{Op: "power"}, []Place{{1, "power-ifma-x8"}, {1, "power-avx2-x8"}, {2, "power"}}, "power"},
		{Subject{Op: "power", Kernel: "ifma"}, []Place{{1, "power-ifma-x8"}}, "power, kernel ifma"},
		{Subject{Op: "power-avx2-x8"}, []Place{{1, "power-avx2-x8"}}, "power-avx2-x8"},
		{
			Subject{Kind: KindPrime, Bits: 512, Strategy: "gmp", Mode: ModeOperations, Op: StepPower}, []Place{{2, "power"}},
			"prime, 512 bits, gmp, operations, power",
		},
	} {
		if got := test.subject.Find(cells); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q finds %v, want %v", test.subject, got, test.want)
		}
		if got := test.subject.String(); got != test.text {
			t.Errorf("%+v is %q, want %q", test.subject, got, test.text)
		}
	}
}

func TestGoalsAreChecked(t *testing.T) {
	sound := Goal{Quantity: GoalRatio, Of: Subject{Strategy: "gmp"}, Over: Subject{Kind: KindSafe, Bits: 2048}, Least: 7}
	for name, spoil := range map[string]func(*Goal){
		"":                             func(*Goal) {},
		`goal.quantity is "speed"`:     func(g *Goal) { g.Quantity = "speed" },
		"want nothing for a time":      func(g *Goal) { g.Quantity = GoalTime },
		"want one of them above 0":     func(g *Goal) { g.Most = 8 },
		"goal.least is -1":             func(g *Goal) { g.Least = -1 },
		`goal.of.strategy is "../gmp"`: func(g *Goal) { g.Of.Strategy = "../gmp" },
		`goal.over.kind is "huge"`:     func(g *Goal) { g.Over.Kind = "huge" },
		"goal.over.bits is -1":         func(g *Goal) { g.Over.Bits = -1 },
		`goal.of.mode is "kernel"`:     func(g *Goal) { g.Of.Mode = "kernel" },
		"goal.of.workers is 65537":     func(g *Goal) { g.Of.Workers = maxWorkers + 1 },
		`goal.of.operation is "-x"`:    func(g *Goal) { g.Of.Op = "-x" },
		`goal.of.kernel is "\u202e"`:   func(g *Goal) { g.Of.Kernel = "\u202e" },
		`goal.over.policy is "mr 20"`:  func(g *Goal) { g.Over.Policy = "mr 20" },
	} {
		g := sound
		spoil(&g)
		var c checker
		c.goal("goal", &g, SchemaVersion)
		if name == "" && c.err != nil || name != "" && (c.err == nil || !strings.Contains(c.err.Error(), name)) {
			t.Errorf("%+v: %v, want %q", g, c.err, name)
		}
	}
}
