// Scenarios: what is read, what is refused, and with which words.

package capacity

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"primebench/results"
)

const fullScenario = `
services:
  - name: web
    kind: dh-shared
    bits: [2048, 4096]
    strategy: openssl
    rate: 200/s
    slo: [p50=2ms, p99.9=250ms]
  - kind: rsa
    bits: 4096
    workers: 2
    rate: 90/min
    slo: p99=2s
    pool: auto
  - kind: safe
    bits: 2048
    count: 1e4
    within: 8h
cores: 64
hosts: 4
headroom: 30%
failures: 1
price: 0.04/core-h
watts: 4/core
extrapolate: true
`

func TestLoadScenario(t *testing.T) {
	got, err := LoadScenario(strings.NewReader(fullScenario), "full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := Scenario{
		Services: []Service{
			{Name: "web", Kind: DHShared, Bits: []int{2048, 4096}, Strategy: "openssl", Load: Load{Rate: 200}, Objectives: []Objective{{0.5, 2 * time.Millisecond}, {0.999, 250 * time.Millisecond}}},
			{Kind: RSA, Bits: []int{4096}, Workers: 2, Load: Load{Rate: 1.5}, Objectives: []Objective{{0.99, 2 * time.Second}}, Pool: Pool{Auto: true}},
			{Kind: Safe, Bits: []int{2048}, Load: Load{Count: 1e4, Within: 8 * time.Hour}},
		},
		Cores: 64, Hosts: 4, Headroom: 0.3, Failures: 1, Price: 0.04, Watts: 4, Extrapolate: true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Each thing that can be wrong, with a part of its message, which is one line and
// names the file and the line in it.
func TestLoadScenarioRefuses(t *testing.T) {
	const good = "services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n"
	for text, want := range map[string]string{
		"":                                      "it is empty",
		"services: []":                          "line 1: services: want a list",
		"a: 1":                                  "line 1: unknown key \"a\"",
		"[1]":                                   "line 1: want a mapping",
		good + "---\na: 1\n":                    "a second document",
		good + "cores: 3\ncores: 4":             "line 6: key \"cores\" is given twice",
		good + "cores: 0":                       "line 5: cores: \"0\", want a whole number from 1",
		good + "cores: -2":                      "want a whole number from 1",
		good + "cores: 7\nhosts: 2":             "7 cores on 2 hosts contradict each other",
		good + "headroom: 100%":                 "want less than 100 %",
		good + "headroom: 0.3":                  "want per cent such as 30%",
		good + "headroom: NaN%":                 "want a number above 0",
		good + "price: -1/core-h":               "want a number above 0",
		good + "price: 4":                       "with the unit /core-h",
		good + "watts: 4W":                      "with the unit /core",
		good + "hosts: 1\nfailures: 1":          "which leaves none",
		good + "extrapolate: yes":               "want true or false",
		"services:\n- kind: prime\n  bits: 512": "no load",
		"services:\n- kind: prime\n  rate: 1/s": "0 sizes",
		"services:\n- bits: 512\n  rate: 1/s":   "unknown kind \"\", want one of prime, safe, rsa",
		"services:\n- kind: rsa\n  bits: 513\n  rate: 1/s":                                         "want an even number",
		"services:\n- kind: prime\n  bits: [512, 512]\n  rate: 1/s":                                "want different ones",
		"services:\n- kind: prime\n  bits: 512\n  rate: 0/s":                                       "line 4: rate: rate \"0/s\": want a number above 0",
		"services:\n- kind: prime\n  bits: 512\n  rate: 5/week":                                    "is not a rate",
		"services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n  count: 5":                           "a rate and a count",
		"services:\n- kind: prime\n  bits: 512\n  count: 5":                                        "want a time above 0",
		"services:\n- kind: prime\n  bits: 512\n  count: 1.5\n  within: 1h":                        "want a whole number",
		"services:\n- kind: prime\n  bits: 512\n  count: 5\n  within: 1h\n  slo: p50=1s":           "without a rate",
		"services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n  slo: p100=1s":                       "which is less than 100",
		"services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n  slo: 99=1s":                         "is not an objective",
		"services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n  slo: p99=-1s":                       "is not a time above 0",
		"services:\n- kind: dh-shared\n  bits: 2048\n  rate: 1/s\n  pool: auto":                    "cannot be made beforehand",
		"services:\n- kind: dh-keygen\n  bits: 2048\n  rate: 1/s\n  workers: 2":                    "a power is raised by one",
		"services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n  pool: lots":                         "or none or auto",
		"services:\n- kind: prime\n  bits: 512\n  rate: 1/s\n  name: \"a\\tb\"":                    "printable",
		"services:\n- {kind: prime, bits: 512, rate: 1/s}\n- {kind: prime, bits: 1024, rate: 1/s}": "two services are called",
		"services: &x\n- *x":                   "want",
		strings.Repeat("#", MaxScenarioSize+1): "longer than 65536 bytes",
	} {
		_, err := LoadScenario(strings.NewReader(text), "x.yaml")
		switch {
		case !errors.Is(err, ErrScenario):
			t.Errorf("%.60q: %v, want ErrScenario", text, err)
		case !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "scenario x.yaml") || strings.Contains(err.Error(), "\n"):
			t.Errorf("%.60q: %q, want one line with %q", text, err, want)
		}
	}
}

func TestParseQuantities(t *testing.T) {
	for text, want := range map[string]float64{"200/s": 200, "90/min": 1.5, "7200/h": 2, "1e3/s": 1000, "0.5/s": 0.5} {
		if got, err := ParseRate(text); err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("ParseRate(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	type parser struct {
		name  string
		parse func(string) error
		bad   []string
	}
	numbers := []string{"0", "-1", "NaN", "Inf", "+Inf", "1e999", "0x1p4", "1_000", "", " 1", "one", "1e-400"}
	with := func(unit string) (all []string) {
		for _, n := range numbers {
			all = append(all, n+unit)
		}
		return append(all, "1", "1/fortnight", "1 "+unit)
	}
	for _, p := range []parser{
		{"ParseRate", func(s string) error { _, err := ParseRate(s); return err }, append(with("/s"), "1e10/s", "1/S")},
		{"ParsePrice", func(s string) error { _, err := ParsePrice(s); return err }, with("/core-h")},
		{"ParseWatts", func(s string) error { _, err := ParseWatts(s); return err }, with("/core")},
		{"ParseShare", func(s string) error { _, err := ParseShare(s); return err }, []string{"0%", "-1%", "100%", "NaN%", "0.3", "%", "Inf%"}},
		{"ParseCount", func(s string) error { _, err := ParseCount(s); return err }, append(numbers, "1.5", "1e16")},
		{"ParseWithin", func(s string) error { _, err := ParseWithin(s); return err }, append(numbers, "0s", "-1s", "100000h", "1d")},
		{"ParseObjective", func(s string) error { _, err := ParseObjective(s); return err },
			[]string{"", "p99", "99=1s", "p0=1s", "p100=1s", "p-1=1s", "pNaN=1s", "p99=0s", "p99=1", "p=1s", "p99=1s=2s"}},
		{"ParsePool", func(s string) error { _, err := ParsePool(s); return err }, []string{"", "0", "-1", "1.5", "Auto", "99999999999"}},
	} {
		for _, text := range p.bad {
			if err := p.parse(text); err == nil || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s(%q): %v, want an error of one line", p.name, text, err)
			}
		}
	}
	if o, err := ParseObjective("p99.9=1m30s"); err != nil || o.Within != 90*time.Second || math.Abs(o.Quantile-0.999) > 1e-12 {
		t.Errorf("p99.9=1m30s: %+v, %v", o, err)
	}
}

// A scenario made in Go is held to the same.
func TestScenarioCheck(t *testing.T) {
	good := Service{Kind: Prime, Bits: []int{512}, Load: Load{Rate: 1}}
	for name, s := range map[string]Scenario{
		"NaN rate":         {Services: []Service{{Kind: Prime, Bits: []int{512}, Load: Load{Rate: math.NaN()}}}},
		"negative rate":    {Services: []Service{{Kind: Prime, Bits: []int{512}, Load: Load{Rate: -1}}}},
		"NaN headroom":     {Services: []Service{good}, Headroom: math.NaN()},
		"full headroom":    {Services: []Service{good}, Headroom: 1},
		"NaN price":        {Services: []Service{good}, Price: math.NaN()},
		"infinite watts":   {Services: []Service{good}, Watts: math.Inf(1)},
		"NaN quantile":     {Services: []Service{{Kind: Prime, Bits: []int{512}, Load: Load{Rate: 1}, Objectives: []Objective{{math.NaN(), time.Second}}}}},
		"negative cores":   {Services: []Service{good}, Cores: -1},
		"both pools":       {Services: []Service{{Kind: Prime, Bits: []int{512}, Load: Load{Rate: 1}, Pool: Pool{true, 3}}}},
		"NaN count":        {Services: []Service{{Kind: Prime, Bits: []int{512}, Load: Load{Count: math.NaN(), Within: time.Hour}}}},
		"hard-coded prime": {Services: []Service{{Kind: Prime, Bits: []int{512}, Strategy: results.StrategyHardcoded, Load: Load{Rate: 1}}}},
	} {
		if err := s.Check(); !errors.Is(err, ErrScenario) {
			t.Errorf("%s: %v, want ErrScenario", name, err)
		}
	}
	if err := (Scenario{Services: []Service{good}}).Check(); err != nil {
		t.Error(err)
	}
}
