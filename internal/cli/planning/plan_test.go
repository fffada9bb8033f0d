package planning

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/bench"
	"primebench/internal/capacity"
	"primebench/internal/cli/ui"
	"primebench/results"
)

// TestDocumentedScenario: the example that the help points to has every key, and can be
// measured for.
func TestDocumentedScenario(t *testing.T) {
	path := filepath.Join("..", "..", "..", "docs", "scenario.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := capacity.LoadScenario(strings.NewReader(string(text)), "scenario.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"services", "cores", "hosts", "headroom", "failures", "price", "watts", "extrapolate",
		"name", "kind", "bits", "params", "strategy", "workers", "rate", "count", "within", "slo", "pool"} {
		if !strings.Contains(string(text), key+": ") && !strings.Contains(string(text), key+":\n") {
			t.Errorf("it does not show the key %s", key)
		}
	}
	matrix, err := calibration(s, time.Second).Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, c := range matrix.Cells {
		if c.Strategy != results.StrategyOpenSSL { // which is not everywhere
			cells = append(cells, strings.TrimSpace(fmt.Sprintf("%s %d %s %s %d %s", c.Kind, c.Bits, c.Strategy, c.Mode, c.Workers, c.Params)))
		}
	}
	slices.Sort(cells)
	want := []string{
		"kex 2048 onthefly operations 1 ffdhe2048", "kex 2048 stdlib operations 1 ffdhe2048", "kex 255 stdlib operations 1 x25519", "kex 255 stdlib operations 1 x25519mlkem768",
		"prime 2048 onthefly operations 1", "prime 2048 onthefly search 1",
		"rsa 2048 onthefly search 1", "rsa 2048 stdlib search 1", "rsa 4096 onthefly search 1", "rsa 4096 stdlib search 1",
		"safe 2048 hardcoded search 1", "safe 2048 onthefly operations 1", "safe 2048 onthefly search 1",
	}
	if !slices.Equal(cells, want) {
		t.Errorf("it is measured by the cells %q, want %q", cells, want)
	}
}

// TestCalibration: several workers on a result are measured, and powers alone where
// these are all that is asked for.
func TestCalibration(t *testing.T) {
	several := calibration(capacity.Scenario{Services: []capacity.Service{{Kind: capacity.Prime, Bits: []int{512}, Workers: 2}}}, time.Second)
	if !slices.Contains(several.Workers, 1) || !slices.Contains(several.Workers, 2) || !slices.IsSorted(several.Workers) {
		t.Errorf("workers %v", several.Workers)
	}
	unknown := calibration(capacity.Scenario{Services: []capacity.Service{{Kind: capacity.Safe, Bits: []int{512}}}}, time.Second)
	if _, err := unknown.Matrix(); err != nil {
		t.Errorf("a size without a hard-coded group: %v", err)
	}
	powers := calibration(capacity.Scenario{Services: []capacity.Service{{Kind: capacity.DHKeygen, Bits: []int{2048}, Strategy: results.StrategyOnTheFly}}}, time.Second)
	if len(powers.Steps) != 2 || len(powers.Also) > 0 || !slices.Equal(powers.Modes, []bench.Mode{bench.Operations}) {
		t.Errorf("powers by %+v", powers)
	}
	// Strategies that cannot make what is asked for are left out.
	curve := calibration(capacity.Scenario{Services: []capacity.Service{{Kind: capacity.Kex, Params: []string{"x25519"}}}}, time.Second)
	if got := append([]bench.Block{{Strategies: curve.Strategies}}, curve.Also...); slices.ContainsFunc(got, func(b bench.Block) bool { return slices.Contains(b.Strategies, results.StrategyOnTheFly) }) {
		t.Errorf("curves by %+v", curve)
	}
}

// TestVerifyConfigs: what is driven unless it is said, and what cannot be.
func TestVerifyConfigs(t *testing.T) {
	configs, err := verifyConfigs(newPlanSettings(), ui.UsualPace())
	if err != nil {
		t.Fatal(err)
	}
	if len(configs) != 2 || configs[0].Bits != 512 || configs[1].Bits != 1024 || configs[0].Servers != runtime.GOMAXPROCS(0) ||
		configs[0].Each != 20*time.Second || configs[0].Calibrate != 10*time.Second || !slices.Equal(configs[0].Loads, []float64{0.5, 0.8, 0.95}) {
		t.Errorf("driven: %+v", configs)
	}
	for flag, set := range map[string]func(*planSettings) error{
		"kind":  func(s *planSettings) error { return s.kind.Set("rsa") },
		"cores": func(s *planSettings) error { return s.cores.Set("100000") },
	} {
		settings := newPlanSettings()
		if err := set(settings); err != nil {
			t.Fatal(err)
		}
		if _, err := verifyConfigs(settings, ui.UsualPace()); err == nil || !strings.Contains(err.Error(), settings.kind.Value) {
			t.Errorf("--%s: %v", flag, err)
		}
	}
}

// FuzzPlanFlags gives a text to one of the flags: it is taken or refused in one line.
func FuzzPlanFlags(f *testing.F) {
	names := []string{"from", "kind", "bits", "params", "strategy", "workers", "rate", "count", "within", "slo", "pool", "cores", "hosts", "headroom", "failures", "price",
		"watts", "mix", "extrapolate", "seed", "format", "out", "quiet"}
	for which, seed := range map[int]string{
		1: "rsa", 2: "512,1024", 6: "200/s", 7: "NaN", 8: "8h", 9: "p99=250ms", 10: "auto", 11: "4/core", 13: "30%", 15: "0.04/core-h", 17: "EPYC=0.04/core-h:10", 19: "", 20: "1e400/h",
	} {
		f.Add(byte(which), seed)
	}
	f.Fuzz(func(t *testing.T, which byte, text string) {
		name := names[int(which)%len(names)]
		set := newPlanSettings()
		cmd := NewPlanCmd(ui.NewProcess(strings.NewReader(""), nil, nil, nil))
		cmd.ResetFlags()
		set.define(cmd)
		if err := cmd.Flags().Set(name, text); err != nil && strings.Contains(ui.OneLine(err.Error()), "\n") {
			t.Errorf("--%s %q: %v", name, text, err)
		}
		if rate := set.rate.Value; rate < 0 || rate != rate {
			t.Errorf("%q is a rate of %v", text, rate)
		}
		if _, err := set.scenario(); err == nil {
			t.Errorf("--%s %q makes a scenario by itself", name, text)
		}
	})
}
