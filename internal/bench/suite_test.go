package bench

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/millerrabin"
	"primebench/results"
)

func TestShippedSuites(t *testing.T) {
	if want := []string{"default", "gate", "kex", "keysize", "peers", "powers", "quick", "random", "rsa", "small"}; !slices.Equal(Suites(), want) {
		t.Fatalf("suites %v, want %v", Suites(), want)
	}
	for _, name := range Suites() {
		s, err := Suite(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Matrix()
		if err != nil || m.Spec.Suite != name || len(m.Cells) == 0 || m.Spec.Budget == 0 {
			t.Errorf("suite %s: %v, spec %+v, %d cells", name, err, m.Spec, len(m.Cells))
		}
	}
	if _, err := Suite("fast"); !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), "default, gate, kex, keysize, peers, powers, quick, random, rsa, small") {
		t.Errorf("suite fast: %v", err)
	}
}

func TestLoadSuite(t *testing.T) {
	const text = `
# everything
kind: safe
bits: [512, "1024"]
strategy: [onthefly]
mode: operations
workers: 2
policy: [default, mr4]
budget: 90s
seed: 0012
kernel: generic
also:
  - bits: 64
    workers: [1, all]
  - {kind: prime, strategy: stdlib, mode: replay, policy: mr4+lucas}
`
	s, err := LoadSuite(strings.NewReader(text), "mine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if s.Suite != "mine.yaml" || !slices.Equal(s.Kinds, []strategy.Kind{strategy.Safe}) || !slices.Equal(s.Bits, []int{512, 1024}) ||
		!slices.Equal(s.Strategies, []string{"onthefly"}) || !slices.Equal(s.Modes, []Mode{Operations}) || !slices.Equal(s.Workers, []int{2}) ||
		!slices.Equal(s.Policies, []millerrabin.Policy{{}, {Rounds: 4}}) || s.Budget != 90*time.Second || s.Samples != 0 ||
		*s.Seed != mustSeed(t, "12") || s.Kernel != "generic" {
		t.Errorf("%+v", s)
	}
	workers := []int{1}
	if cores := allCores(); cores > 1 {
		workers = append(workers, cores)
	}
	want := []Block{
		{Bits: []int{64}, Workers: workers},
		{
			Kinds: []strategy.Kind{strategy.Prime}, Strategies: []string{"stdlib"}, Modes: []Mode{Replay},
			Policies: []millerrabin.Policy{{Rounds: 4, Lucas: true}},
		},
	}
	if !reflect.DeepEqual(s.Also, want) {
		t.Errorf("also %+v, want %+v", s.Also, want)
	}
	for _, empty := range []string{"", "# nothing\n", "---\n", "null\n"} {
		if _, err := LoadSuite(strings.NewReader(empty), "empty"); err != nil {
			t.Errorf("suite %q: %v, want the default", empty, err)
		}
	}
}

// TestAllCores: "all" is as many workers as cores, and adds nothing beside the
// same number.
func TestAllCores(t *testing.T) {
	cores := allCores()
	for text, want := range map[string][]int{
		"all": {cores}, "[all, 999]": {cores, 999}, fmt.Sprintf("[%d, all, 999]", cores): {cores, 999}, fmt.Sprintf("[all, %d]", cores): {cores},
	} {
		s, err := LoadSuite(strings.NewReader("workers: "+text), "x")
		if err != nil || !slices.Equal(s.Workers, want) {
			t.Errorf("workers %s: %v, %v, want %v", text, s.Workers, err, want)
		}
	}
}

// TestDefaultSuiteScales: it has the points of a plot of throughput against
// workers.
func TestDefaultSuiteScales(t *testing.T) {
	s, err := Spec{}.complete()
	if err != nil {
		t.Fatal(err)
	}
	points, err := s.points(Strategies())
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, allCores()} {
		if !slices.ContainsFunc(points, func(p point) bool {
			return p.kind == strategy.Prime && p.bits == 1024 && p.strategy.Name() == "onthefly" && p.mode == Search && p.workers == workers
		}) {
			t.Errorf("no cell of %d workers", workers)
		}
	}
}

// TestDefaultSuiteUsesGroups: it answers what 4096 bits cost against 2048 in use,
// by few operations: no cell of that block tests a number.
func TestDefaultSuiteUsesGroups(t *testing.T) {
	m, err := Spec{}.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	bits := map[string][]int{} // by strategy; openssl is there where its library is
	for _, c := range m.Cells {
		if c.Mode != string(Operations) || c.Kind == results.KindKex {
			continue
		}
		if bits[c.Strategy] = append(bits[c.Strategy], c.Bits); c.Kind != "safe" || len(c.Operations) == 0 || !slices.ContainsFunc(c.Operations, results.Operation.UsesGroup) ||
			slices.ContainsFunc(c.Operations, func(op results.Operation) bool { return !op.UsesGroup() }) {
			t.Errorf("%s %d %s: operations %v", c.Kind, c.Bits, c.Strategy, c.Operations)
		}
	}
	for _, strategy := range []string{"onthefly", "stdlib"} {
		if want := []int{2048, 3072, 4096}; !slices.Equal(bits[strategy], want) {
			t.Errorf("%s: sizes %v, want %v", strategy, bits[strategy], want)
		}
	}
}

// TestDefaultSuiteExchangesKeys: whether it need be a group at all is answered by what a
// server does for a handshake, on one worker, in constant time alone.
func TestDefaultSuiteExchangesKeys(t *testing.T) {
	m, err := Spec{}.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	sets := map[string][]string{} // by strategy; openssl is there where its library is
	for _, c := range m.Cells {
		if c.Kind != results.KindKex {
			continue
		}
		sets[c.Strategy] = append(sets[c.Strategy], c.Params)
		if len(c.Operations) != 1 || c.Operations[0].Step != results.StepHandshake || !c.Operations[0].ConstantTime || c.Workers != 1 {
			t.Errorf("%s by %s on %d workers: operations %v", c.Params, c.Strategy, c.Workers, c.Operations)
		}
	}
	if want := []string{kex.X25519, kex.P256, kex.X25519MLKEM768}; !slices.Equal(sets["stdlib"], want) || len(sets["onthefly"]) > 0 {
		t.Errorf("parameter sets %v, want %v by stdlib", sets, want)
	}
	if of := sets["openssl"]; len(of) > 0 && (!slices.Contains(of, "ffdhe2048") || !slices.Contains(of, "ffdhe4096") || !slices.Contains(of, kex.Fresh2048)) {
		t.Errorf("by openssl %v, want groups published and fresh", of)
	}
}

func TestLoadSuiteErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"kind: safe\nbitz: 512\n", `line 2: unknown key "bitz", want one of kind, bits, params, strategy`},
		{"bits: 512\nbits: 1024\n", `line 2: key "bits" is given twice`},
		{"bits:\n- 512\n- many\n", `line 2: bits: "many", want a whole number`},
		{"bits: 32\n", "bits 32 is out of range"},
		{"bits: [512, 512]\n", "bits 512 is given twice"},
		{"bits: []\n", "empty list"},
		{"bits:\n", "line 1: bits: want a plain value"},
		{"bits: [[512]]\n", "want a plain value"},
		{"kind: huge\n", `unknown kind "huge"`},
		{"mode: fast\n", `unknown mode "fast"`},
		{"policy: mr\n", `or "default"`},
		{"samples: 0\n", "line 1: samples"},
		{"budget: -5s\n", "line 1: budget"},
		{"budget: 5\n", "such as 90s"},
		{"samples: 3\nbudget: 5s\n", "exclude each other"},
		{"seed: xyz\n", "line 1: seed"},
		{"- kind\n", "line 1: want a mapping"},
		{"kind\n", "line 1: want a mapping"},
		{"kind: safe\n---\nkind: prime\n", "second document"},
		{"a: &a [b]\n", `unknown key "a"`},
		{"bits: &a 512\nworkers: *a\n", "line 2: workers: want a plain value"},
		{"<<: {bits: 512}\n", "unknown key"},
		{"? [a]\n: b\n", "unknown key"},
		{"bits: [512\n", "line"},
		{"workers: [all, all]\n", "workers: all is given twice"},
		{"workers: [2, 2]\n", "workers 2 is given twice"},
		{"workers: most\n", "want a whole number"},
		{"also: [bits]\n", "line 1: want a mapping"},
		{"also:\n- steps: not\n", `line 2: steps: unknown step "not", want one of keygen, shared, handshake, power`},
		{"mode: operations\nsteps: [power, power]\n", "step power is given twice"},
		{"also: []\n", "want a list of mappings"},
		{"also: {bits: 64}\n", "want a list of mappings"},
		{"also:\n- bits: 64\n- bitz: 64\n", `line 3: unknown key "bitz", want one of kind, bits, params, strategy, mode, workers, policy`},
		{"also:\n- bits: 64\n  budget: 5s\n", `line 3: unknown key "budget"`},
		{"also:\n- bits: 64\n  bits: 64\n", `line 3: key "bits" is given twice`},
		{"also:\n- bits: 32\n", "bits 32 is out of range"},
		{"also:\n- also: []\n", `unknown key "also"`},
		{"budget: 1ns\n", "budget 1ns is out of range"},
		{"\x00", "suite x: "},
		{"#" + strings.Repeat(" ", MaxSuiteSize), "longer than 65536 bytes"},
	}
	for _, test := range tests {
		_, err := LoadSuite(strings.NewReader(test.text), "x")
		if !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), test.want) ||
			!strings.Contains(err.Error(), "suite x: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q: %v, want an ErrSpec in one line with %q", test.text, err, test.want)
		}
	}
}

func FuzzLoadSuite(f *testing.F) {
	for _, name := range Suites() {
		text, err := suites.ReadFile("suites/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("a: &a [*a, *a]\nbits: *a\n")
	f.Add("bits: &x {a: 1}\n<<: *x\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := LoadSuite(strings.NewReader(text), "fuzz")
		if err != nil {
			if !errors.Is(err, ErrSpec) {
				t.Errorf("%v is no ErrSpec", err)
			}
			return
		}
		if err := s.check(); err != nil {
			t.Errorf("accepted, but %v", err)
		}
	})
}

func TestParseSieveLimit(t *testing.T) {
	for text, want := range map[string]uint64{"1": 1, "65536": 1 << 16, "2^0": 1, "2^26": 1 << 26, "2^40": 1 << 40, "1099511627776": 1 << 40} {
		if got, err := ParseSieveLimit(text); got != want || err != nil {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "+1", "1e6", "2^", "2^-1", "2^41", "2^64", "2^70", "2^1e9", "1099511627777", "\u0661", " 1"} {
		if got, err := ParseSieveLimit(text); err == nil {
			t.Errorf("%q: %d, want an error", text, got)
		}
	}
}
