package capacity

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/results"
)

// keys adds a cell of whole RSA keys, each of two parts without memory.
func (b *builder) keys(bits int, strategy string, n int, mean float64) {
	id := b.cell(results.Cell{Kind: results.KindRSA, Bits: bits, Strategy: strategy, Policy: results.Policy{Name: "mr5", Rounds: 5}})
	for range n {
		seconds := mean / 2 * (exponential(b) + exponential(b))
		b.sample(results.Sample{Cell: id, Op: results.OpSearch, WallNS: int64(seconds * 1e9), CPUNS: int64(seconds * 1e9), Primes: 2})
	}
}

// exchange adds key exchanges by one worker, of which a handshake takes so many seconds.
func (b *builder) exchange(params, strategy string, exponent int, constantTime bool, seconds float64) {
	op := results.Operation{Step: results.StepHandshake, ExponentBits: exponent, ConstantTime: constantTime, AtOnce: 1}.Named()
	b.operations(results.Cell{Kind: results.KindKex, Bits: 255, Params: params, Strategy: strategy, Operations: []results.Operation{op}}, map[string]float64{op.Name: seconds})
}

// TestKeyCost: a key costs what whole keys took, and is two parts without memory; ours
// can be reckoned from primes of half the size, and others cannot.
func TestKeyCost(t *testing.T) {
	b := newBuilder()
	b.searches(Prime, 1024, 1, 400, 0.002, 0.00016)
	b.keys(2048, results.StrategyStdlib, 400, 0.050)
	b.keys(2048, results.StrategyOpenSSL, 400, 0.150)
	a := b.analyse(t)
	for _, test := range []struct {
		strategy string
		seconds  float64
		exposed  bool
	}{
		{results.StrategyStdlib, 0.050, false},
		{results.StrategyOpenSSL, 0.150, false},
		{results.StrategyOnTheFly, 0.020, true},
		{"", 0.050, false}, // the cheapest that is fit for secrets
	} {
		c := costOK(t, Service{Kind: RSA, Strategy: test.strategy}, 2048, a)
		near(t, "a key by "+test.strategy, c.Seconds.Value, test.seconds, 0.12)
		if c.Exposed != test.exposed || c.Law.Stages != 2 || c.Basis != Measured {
			t.Errorf("by %q: exposed %v, %+v", test.strategy, c.Exposed, c.Law)
		}
		near(t, "mean of the law", c.Law.Mean(), c.Seconds.Value, 1e-9)
	}
	if c := costOK(t, Service{Kind: RSA}, 2048, a); len(c.Times) != 400 {
		t.Errorf("%d times to draw from, want those of the keys", len(c.Times))
	}
	s := Service{Kind: RSA, Bits: []int{2048}, Strategy: results.StrategyStdlib, Workers: 2, Load: Load{Rate: 1}}
	if _, err := CostOf(s, 2048, Input{Runs: []*analysis.Analysis{a}}); !errors.Is(err, ErrScenario) || !strings.Contains(err.Error(), "2 workers on an RSA key by stdlib") {
		t.Errorf("two workers on a key by stdlib: %v", err)
	}
}

// TestExchangePlans: a plan is by what is fit for secrets, and shows the others.
func TestExchangePlans(t *testing.T) {
	b := newBuilder()
	b.exchange("ffdhe2048", results.StrategyOpenSSL, 225, true, 0.002)
	b.exchange("ffdhe2048", results.StrategyOnTheFly, 225, false, 0.0004)
	b.exchange("x25519", results.StrategyStdlib, 0, true, 0.00008)
	b.exchange("x25519", results.StrategyOpenSSL, 0, true, 0.00006)
	in := Input{Runs: []*analysis.Analysis{b.analyse(t)}, Arrivals: 2000}
	plan, err := Make(Scenario{Services: []Service{{Kind: Kex, Params: []string{"ffdhe2048", "x25519"}, Load: Load{Rate: 1000}}}}, in)
	if err != nil {
		t.Fatal(err)
	}
	s := plan.Services[0]
	if s.Strategy != "" || len(s.Sizes) != 2 {
		t.Fatalf("by %q, %d sizes", s.Strategy, len(s.Sizes))
	}
	for _, z := range s.Sizes {
		if z.Cost.Strategy != results.StrategyOpenSSL {
			t.Errorf("%s by %s", z.Size(), z.Cost.Strategy)
		}
	}
	if z := s.Sizes[0]; z.Size() != "ffdhe2048" || z.Bits != 2048 || z.Upper.Cores != 3 || z.Cost.Exposed || z.Cost.Law.CV2() != 0 {
		t.Errorf("ffdhe2048: %+v of %+v", z.Upper, z.Cost)
	}
	if z := s.Sizes[1]; z.Size() != "x25519" || z.Upper.Cores != 1 {
		t.Errorf("x25519: %+v", z.Upper)
	}
	var rows []string
	for _, w := range s.WhatIf {
		mark := w.Size() + " " + w.Strategy
		if w.Cost.Exposed {
			mark += " exposed"
		}
		if w.Asked {
			mark += " *"
		}
		rows = append(rows, mark)
	}
	want := []string{"x25519 stdlib", "x25519 openssl *", "ffdhe2048 openssl *", "ffdhe2048 onthefly exposed"}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("what if %q, want %q", rows, want)
	}

	// By what is not fit for secrets alone, or where it is asked for, the cost says so.
	asked := Service{Kind: Kex, Params: []string{"ffdhe2048"}, Strategy: results.StrategyOnTheFly, Load: Load{Rate: 1000}}
	plan, err = Make(Scenario{Services: []Service{asked}}, in)
	if err != nil || !plan.Services[0].Sizes[0].Cost.Exposed {
		t.Errorf("by onthefly: %+v, %v", plan, err)
	}

	// Too few cores for one set: another one would do.
	asked.Strategy = ""
	plan, err = Make(Scenario{Cores: 1, Services: []Service{asked}}, in)
	if !errors.Is(err, ErrInfeasible) || !strings.Contains(strings.Join(plan.Advice, "\n"), "x25519 by openssl would do") {
		t.Errorf("one core: %v, advice %q", err, plan.Advice)
	}
}

func TestExchangeScenarios(t *testing.T) {
	for text, want := range map[string]string{
		"services:\n- kind: kex\n  bits: 2048\n  rate: 1/s":                      "2048 bits of kind kex, want params",
		"services:\n- kind: prime\n  params: x25519\n  bits: 64\n  rate: 1/s":    `params "x25519" of kind prime, want bits`,
		"services:\n- kind: kex\n  rate: 1/s":                                    "0 sizes",
		"services:\n- kind: kex\n  params: x25518\n  rate: 1/s":                  `unknown parameter set "x25518"`,
		"services:\n- kind: kex\n  params: [x25519, x25519]\n  rate: 1/s":        "x25519 twice",
		"services:\n- kind: kex\n  params: x25519\n  rate: 1/s\n  pool: auto":    "cannot be made beforehand",
		"services:\n- kind: kex\n  params: x25519\n  rate: 1/s\n  workers: 2":    "so are keys exchanged",
		"services:\n- kind: kex\n  params: [p256, x25519]\n  rate: 500/s":        "",
		"services:\n- kind: kex\n  params: p256\n  count: 10\n  within: 1h":      "",
		"services:\n- kind: rsa\n  bits: 2048\n  strategy: stdlib\n  rate: 20/s": "",
	} {
		_, err := LoadScenario(strings.NewReader(text), "x")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
