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

func mustSeed(t *testing.T, text string) rng.Seed {
	t.Helper()
	seed, err := rng.ParseSeed(text)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

func TestDefaultMatrix(t *testing.T) {
	m, err := Spec{Workers: []int{2}}.Matrix() // without the suite's other block
	if err != nil {
		t.Fatal(err)
	}
	if m.Spec.Suite != DefaultSuite || m.Spec.Budget != 75*time.Second {
		t.Errorf("spec %+v, want that of the suite %q", m.Spec, DefaultSuite)
	}
	seen := map[key]bool{}
	count := map[string]int{}
	for i, c := range m.Cells {
		if c.ID != i || seen[keyOf(c)] || c.Mode != string(Search) || c.Policy.Log2Error > -80 {
			t.Errorf("cell %d: %+v", i, c)
		}
		seen[keyOf(c)] = true
		count[c.Strategy+" "+c.Kind]++
		if single := c.Strategy == "hardcoded" || c.Strategy == "stdlib-rand"; (c.Workers == 1) != single {
			t.Errorf("cell %d: %s with %d workers", i, c.Strategy, c.Workers)
		}
		if c.Seeded == (c.Strategy == "stdlib-rand") {
			t.Errorf("cell %d: %s is seeded: %v", i, c.Strategy, c.Seeded)
		}
	}
	// Each strategy's own policy, and mr20+lucas, which is stdlib's own.
	want := map[string]int{
		"hardcoded safe": 6, "onthefly prime": 8, "onthefly safe": 8,
		"stdlib prime": 4, "stdlib safe": 4, "stdlib-rand prime": 4, "stdlib-rand safe": 4,
	}
	for name, n := range want {
		if count[name] != n {
			t.Errorf("%d cells of %s, want %d", count[name], name, n)
		}
	}
	if !slices.ContainsFunc(m.Skipped, func(s results.Skipped) bool {
		return s.Strategy == "hardcoded" && s.Kind == "safe" && s.Bits == 512 && strings.Contains(s.Reason, "no group of 512 bits")
	}) {
		t.Errorf("skipped %+v, want the hard-coded group of 512 bits", m.Skipped)
	}
}

func TestMatrixOrder(t *testing.T) {
	m, err := expand(Spec{
		Kinds: []strategy.Kind{strategy.Safe, strategy.Prime}, Bits: []int{128, 64}, Strategies: []string{"b", "a"},
		Modes: []Mode{Operations, Search}, Workers: []int{2, 1}, Policies: []millerrabin.Policy{{Rounds: 5}, {}},
	}, []strategy.Strategy{quick("a"), quick("b")})
	if err != nil {
		t.Fatal(err)
	}
	cells := m.matrix.Cells
	if len(cells) != 64 {
		t.Fatalf("%d cells, want 64", len(cells))
	}
	for i, want := range map[int]key{
		0:  {kind: "safe", strategy: "b", mode: "operations", policy: "mr5", bits: 128, workers: 2},
		1:  {kind: "safe", strategy: "b", mode: "operations", policy: "mr20+lucas", bits: 128, workers: 2},
		2:  {kind: "safe", strategy: "b", mode: "operations", policy: "mr5", bits: 128, workers: 1},
		4:  {kind: "safe", strategy: "b", mode: "search", policy: "mr5", bits: 128, workers: 2},
		8:  {kind: "safe", strategy: "a", mode: "operations", policy: "mr5", bits: 128, workers: 2},
		16: {kind: "safe", strategy: "b", mode: "operations", policy: "mr5", bits: 64, workers: 2},
		32: {kind: "prime", strategy: "b", mode: "operations", policy: "mr5", bits: 128, workers: 2},
	} {
		if keyOf(cells[i]) != want {
			t.Errorf("cell %d is %+v, want %+v", i, keyOf(cells[i]), want)
		}
	}
}

// TestSpecErrors holds every refusal to its words.
func TestSpecErrors(t *testing.T) {
	safe, prime := []strategy.Kind{strategy.Safe}, []strategy.Kind{strategy.Prime}
	tests := []struct {
		spec Spec
		want string
	}{
		{Spec{Bits: []int{63}}, "bits 63 is out of range, want 64 to 16384"},
		{Spec{Bits: []int{16385}}, "bits 16385"},
		{Spec{Bits: []int{512, 512}}, "bits 512 is given twice"},
		{Spec{Kinds: []strategy.Kind{strategy.Safe, strategy.Safe}}, "kind safe is given twice"},
		{Spec{Params: []string{"x25518"}}, `unknown parameter set "x25518", want one of x25519, x448`},
		{Spec{Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"x25519", "x25519"}}, "params x25519 is given twice"},
		{Spec{Kinds: []strategy.Kind{strategy.Kex}, Params: []string{"x448"}, Strategies: []string{"stdlib"}}, "Go's standard library has no x448"},
		{Spec{Workers: []int{0}}, "workers 0 is out of range, want 1 to 1024"},
		{Spec{Workers: []int{1025}}, "workers 1025"},
		{Spec{Workers: []int{1, 2}, Cores: 1}, "workers 2 on cores 1, want as many cores at least"},
		{Spec{Cores: -1}, "cores -1 is out of range"},
		{Spec{Strategies: []string{"magic"}}, `unknown strategy "magic", want one of hardcoded, onthefly, stdlib, stdlib-rand`},
		{Spec{Strategies: []string{"stdlib", "stdlib"}}, "strategy stdlib is given twice"},
		{Spec{Modes: []Mode{"guess"}}, `unknown mode "guess", want one of search, stream, bulk, replay, operations`},
		{Spec{Policies: []millerrabin.Policy{{Rounds: 1000}}}, "mr1000"},
		{Spec{Samples: 3, Budget: time.Second}, "samples 3 and budget 1s exclude each other"},
		{Spec{Samples: -1}, "samples -1 is out of range"},
		{Spec{Budget: -time.Second}, "budget -1s is out of range"},
		{Spec{Budget: 999 * time.Microsecond}, "budget 999µs is out of range, want 1ms to 168h0m0s"},
		{Spec{Also: []Block{{Bits: []int{63}}}}, "bits 63 is out of range"},
		{Spec{Also: []Block{{Steps: []string{"keygen"}}}}, "steps keygen in mode search, want mode operations"},
		{Spec{Steps: []string{"fly"}}, `unknown step "fly", want one of keygen, shared, handshake, power, power-word, limit, next, judge-primes, judge-odd`},
		{Spec{Also: []Block{{Strategies: []string{"magic"}}}}, `unknown strategy "magic"`},
		{Spec{Also: []Block{{Strategies: []string{"hardcoded"}, Bits: []int{512}}}, Strategies: []string{"stdlib"}}, "nothing to measure with strategy hardcoded"},
		{Spec{Strategies: []string{"hardcoded", "stdlib-rand"}, Workers: []int{1, 2}}, "workers 2 is more than strategy stdlib-rand, hardcoded can use, want 1"},
		{Spec{Strategies: []string{"stdlib-rand"}, Also: []Block{{Bits: []int{64}, Workers: []int{3}}}}, "workers 3 is more than"},
		{Spec{Kernel: "abacus", Strategies: []string{"stdlib"}}, "abacus"},
		{Spec{Strategies: []string{"hardcoded"}, Kinds: prime}, "nothing to measure with strategy hardcoded: the groups are safe primes"},
		{Spec{Strategies: []string{"hardcoded", "stdlib"}, Kinds: prime}, "nothing to measure with strategy hardcoded"},
		{Spec{Strategies: []string{"hardcoded"}, Kinds: safe, Bits: []int{512}}, "no group of 512 bits"},
		{Spec{Modes: []Mode{Replay}, Strategies: []string{"stdlib-rand"}}, "no list of candidates"},
		{Spec{Modes: []Mode{Replay}, Bits: []int{5000}, Kinds: prime}, "there is one up to 4096 bits and at the sizes of the known groups: 6144, 8192"},
		{Spec{Modes: []Mode{Replay}, Bits: []int{2000}, Kinds: safe}, "there is one up to 1536 bits"},
		{Spec{Policies: []millerrabin.Policy{{Rounds: 4}}, Strategies: []string{"stdlib"}}, "Lucas"},
		{Spec{Modes: []Mode{Replay}, Bits: []int{16384}, Strategies: []string{"onthefly"}}, "nothing to measure with strategy onthefly: there is no list of candidates for prime of 16384 bits"},
		{Spec{Bits: manyBits(501), Modes: Modes()}, "more than 1000 cells"},
		{Spec{Bits: manyBits(100), Kinds: prime, Also: []Block{{Kinds: safe}}}, "more than 1000 cells"},
		{Spec{Bits: manyBits(1001)}, "1001 values"},
	}
	for _, test := range tests {
		_, err := test.spec.Matrix()
		if !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v, want an ErrSpec in one line with %q", test.spec, err, test.want)
		}
		sink := &memory{}
		if err := Run(t.Context(), test.spec, sink, nil); !errors.Is(err, ErrSpec) || sink.records != 0 {
			t.Errorf("%+v: Run returns %v after %d records", test.spec, err, sink.records)
		}
	}
}

// TestSeedThatDecidesNothing: Matrix sees what was asked for, Run perhaps a seed
// that its caller drew.
func TestSeedThatDecidesNothing(t *testing.T) {
	seed := mustSeed(t, "1")
	s := Spec{
		Strategies: []string{"stdlib-rand"}, Seed: &seed, Kinds: []strategy.Kind{strategy.Prime}, Bits: []int{64},
		Policies: []millerrabin.Policy{{}}, Samples: 1,
	}
	if _, err := s.Matrix(); !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), "decides nothing: strategy stdlib-rand draws") {
		t.Errorf("a seed for stdlib-rand: %v", err)
	}
	if err := Run(t.Context(), s, &memory{}, nil); err != nil {
		t.Errorf("Run: %v", err)
	}
	s.Strategies = append(s.Strategies, "stdlib")
	if _, err := s.Matrix(); err != nil {
		t.Errorf("with a seeded strategy besides: %v", err)
	}
}

// TestReplayWithoutList: a size without a list is left out, the others stay.
func TestReplayWithoutList(t *testing.T) {
	m, err := Spec{Modes: []Mode{Search, Replay}, Bits: []int{1024, 16384}, Strategies: []string{"onthefly"}, Policies: []millerrabin.Policy{{}}}.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Cells) != 6 || len(m.Skipped) != 2 {
		t.Fatalf("cells %+v, skipped %+v", m.Cells, m.Skipped)
	}
	want := results.Skipped{
		Kind: "safe", Bits: 16384, Strategy: "onthefly", Mode: "replay",
		Reason: "there is no list of candidates for safe of 16384 bits; there is one up to 1536 bits and at the sizes of the known groups: 2048, 3072, 4096, 6144, 8192",
	}
	if m.Skipped[1] != want {
		t.Errorf("skipped %+v, want %+v", m.Skipped[1], want)
	}
}

// TestAlso: blocks follow the Spec's own cells, without those that are there.
func TestAlso(t *testing.T) {
	s := Spec{
		Kinds: []strategy.Kind{strategy.Prime}, Bits: []int{64}, Strategies: []string{"onthefly", "stdlib"}, Modes: []Mode{Search},
		Workers: []int{2}, Policies: []millerrabin.Policy{{}},
		Also: []Block{{Strategies: []string{"onthefly"}, Workers: []int{1, 2, 4}}, {Bits: []int{128}}},
	}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range m.Cells {
		got = append(got, fmt.Sprint(c.Strategy, c.Bits, " ", c.Workers))
	}
	want := []string{"onthefly64 2", "stdlib64 2", "onthefly64 1", "onthefly64 4", "onthefly128 2", "stdlib128 2"}
	if !slices.Equal(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
	for _, by := range []Spec{{Bits: []int{80}}, {Strategies: []string{"stdlib"}}, {Workers: []int{1}}} {
		if got := s.Override(by); got.Also != nil {
			t.Errorf("overridden by %+v: %+v is measured besides", by, got.Also)
		}
	}
	if got := s.Override(Spec{Samples: 3}); len(got.Also) != 2 {
		t.Errorf("with other samples: %+v", got.Also)
	}
}

func manyBits(n int) []int {
	bits := make([]int, n)
	for i := range bits {
		bits[i] = MinBits + i
	}
	return bits
}

// TestNarrowed: who asks for primes alone and says nothing of strategies does not
// contradict himself.
func TestNarrowed(t *testing.T) {
	suite, err := Suite(DefaultSuite)
	if err != nil {
		t.Fatal(err)
	}
	narrow := Spec{Kinds: []strategy.Kind{strategy.Prime}, Bits: []int{64}}
	for _, s := range []Spec{narrow, suite.Override(narrow), suite.Override(narrow).Override(Spec{Samples: 3})} {
		m, err := s.Matrix()
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Cells) != 4 || len(m.Skipped) != 1 || m.Spec.Suite != "" {
			t.Errorf("suite %q, cells %+v, skipped %+v", m.Spec.Suite, m.Cells, m.Skipped)
		}
	}
	asked := suite.Override(narrow).Override(Spec{Strategies: []string{"hardcoded"}})
	if _, err := asked.Matrix(); !errors.Is(err, ErrSpec) {
		t.Errorf("hardcoded primes: %v, want an ErrSpec", err)
	}
}

func TestOverride(t *testing.T) {
	seed := mustSeed(t, "7")
	base := Spec{Suite: "mine", Bits: []int{512}, Samples: 3, Kernel: "generic"}
	got := base.Override(Spec{Budget: time.Second, Seed: &seed})
	if got.Suite != "mine" || got.Samples != 0 || got.Budget != time.Second || *got.Seed != seed || got.Kernel != "generic" || got.Bits[0] != 512 {
		t.Errorf("%+v", got)
	}
	got = base.Override(Spec{Bits: []int{64}, Kernel: "other"})
	if got.Suite != "" || got.Samples != 3 || got.Bits[0] != 64 || got.Kernel != "other" {
		t.Errorf("%+v", got)
	}
}

func TestMergesEqualCells(t *testing.T) {
	s := Spec{
		Kinds: []strategy.Kind{strategy.Prime}, Bits: []int{64}, Strategies: []string{"stdlib", "stdlib-rand"}, Modes: []Mode{Search},
		Workers: []int{1, 2}, Policies: []millerrabin.Policy{{}, {Rounds: 20, Lucas: true}},
	}
	m, err := s.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range m.Cells {
		got = append(got, c.Strategy)
	}
	if want := []string{"stdlib", "stdlib", "stdlib-rand"}; !slices.Equal(got, want) {
		t.Errorf("cells %v, want %v", got, want)
	}
}
