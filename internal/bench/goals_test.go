package bench

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"primebench/results"
)

func TestLoadGoals(t *testing.T) {
	const text = `
want:
- ratio:
    of: {strategy: gmp}
    over: {strategy: onthefly, kernel: ifma}
  kind: prime
  operation: power
  at-least: {1024: 7, 2048: 7.5}
- time: {kind: safe, bits: 4096, strategy: onthefly, mode: search, workers: 1, policy: default}
  at-most: 15s
- share: {of: {operation: sieve}, over: {policy: "mr64"}}
  bits: 2048
  policy: mr4+lucas
  at-most: 0.12
`
	s, err := LoadSuite(strings.NewReader(text), "mine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	gmp := results.Subject{Kind: "prime", Strategy: "gmp", Op: "power", Bits: 1024}
	ours := results.Subject{Kind: "prime", Strategy: "onthefly", Op: "power", Kernel: "ifma", Bits: 1024}
	gmp2, ours2 := gmp, ours
	gmp2.Bits, ours2.Bits = 2048, 2048
	want := []results.Goal{
		{Quantity: "ratio", Of: gmp, Over: ours, Least: 7},
		{Quantity: "ratio", Of: gmp2, Over: ours2, Least: 7.5},
		{Quantity: "time", Of: results.Subject{Kind: "safe", Bits: 4096, Strategy: "onthefly", Mode: "search", Workers: 1, Policy: "default"}, Most: 15},
		{
			Quantity: "share", Of: results.Subject{Bits: 2048, Op: "sieve", Policy: "mr4+lucas"},
			Over: results.Subject{Bits: 2048, Policy: "mr64"}, Most: 0.12,
		},
	}
	if !reflect.DeepEqual(s.Want, want) {
		t.Errorf("%+v, want %+v", s.Want, want)
	}
}

func TestLoadGoalsErrors(t *testing.T) {
	const sides = "{of: {strategy: gmp}, over: {strategy: onthefly}}"
	for text, want := range map[string]string{
		"- ratio: " + sides + "\n":                                       "want one of at-least, at-most",
		"- ratio: " + sides + "\n  at-least: 1\n  at-most: 2\n":          "want one of at-least, at-most",
		"- at-least: 1\n":                                                "0 quantities, want one of time, ratio, share",
		"- ratio: " + sides + "\n  time: {bits: 64}\n  at-least: 1\n":    "2 quantities",
		"- speed: 1\n":                                                   `line 2: unknown key "speed", want one of time, ratio, share, kind, bits`,
		"- ratio: {of: {strategy: gmp}, under: {}}\n":                    `unknown key "under", want one of of, over`,
		"- ratio: {of: {who: gmp}}\n":                                    `unknown key "who", want one of kind, bits, params, strategy, mode, workers, policy, kernel, operation`,
		"- ratio: {of: {kind: huge}}\n":                                  `unknown kind "huge"`,
		"- ratio: {of: {mode: fast}}\n":                                  `unknown mode "fast"`,
		"- ratio: {of: {kernel: neon}}\n":                                `unknown kernel "neon", want one of ifma, avx2, generic`,
		"- ratio: {of: {policy: mr}}\n":                                  `or "default"`,
		"- ratio: {of: {bits: [64]}}\n":                                  "want a plain value",
		"- ratio: " + sides + "\n  at-least: fast\n":                     `"fast", want a number above 0`,
		"- ratio: " + sides + "\n  at-least: -1\n":                       "want a number above 0",
		"- ratio: " + sides + "\n  at-least: {1024: 1, 1024: 2}\n":       "size 1024 is given twice",
		"- ratio: " + sides + "\n  at-least: {small: 1}\n":               `size "small"`,
		"- ratio: " + sides + "\n  bits: 64\n  at-least: {1024: 1}\n":    "by size beside bits",
		"- ratio: {of: {bits: 64}, over: {bits: 64}}\n  at-least: 1\n":   "of a subject to itself",
		"- time: {strategy: gmp}\n  at-most: 15\n":                       `"15", want a time above 0 such as 15s`,
		"- share: {of: {bits: 64}, over: {bits: 64}}\n  at-least: 0.5\n": "a share of no operation",
		"- share: {of: {operation: sieve}, over: {}}\n  at-least: 12\n":  "a share of 12, want at most 1",
		"- time\n": "want a mapping",
		" []\n":    "want a list of mappings",
		" {}\n":    "want a list of mappings",
	} {
		_, err := LoadSuite(strings.NewReader("want:\n"+text), "x")
		if !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want an ErrSpec in one line with %q", text, err, want)
		}
	}
}

// goalsOf expands a suite with goals.
func goalsOf(t *testing.T, suite string) ([]results.Goal, error) {
	t.Helper()
	s, err := LoadSuite(strings.NewReader(suite), "x")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Matrix()
	return m.Goals, err
}

// The policies in force stand in the place of "default", and goals of what nobody
// asked for are left out.
func TestGoalsAreResolved(t *testing.T) {
	goals, err := goalsOf(t, `
kind: prime
bits: [512, 1024]
strategy: [onthefly, stdlib]
mode: search
policy: [default, mr20+lucas]
want:
- ratio: {of: {strategy: stdlib}, over: {strategy: onthefly}}
  kind: prime
  policy: default
  at-least: {512: 9, 1024: 10, 2048: 11}
- time: {kind: safe}
  at-most: 1s
- time: {strategy: onthefly, bits: 512, policy: mr20+lucas, kernel: generic}
  at-most: 1s
- time: {strategy: gmp}
  at-most: 1s
`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range goals {
		got = append(got, g.Of.String()+" / "+g.Over.String())
	}
	want := []string{
		"prime, 512 bits, stdlib, mr20+lucas / prime, 512 bits, onthefly, mr12",
		"prime, 1024 bits, stdlib, mr20+lucas / prime, 1024 bits, onthefly, mr6",
		"512 bits, onthefly, mr20+lucas, kernel generic / anything",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("goals\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestGoalsErrors(t *testing.T) {
	for text, want := range map[string]string{
		"- time: {strategy: gnp}\n  at-most: 1s\n":                             `goal 1: unknown strategy "gnp", want one of`,
		"- time: {strategy: onthefly}\n  at-most: 1s\n":                        `"onthefly" is prime, 512 bits, onthefly, search, workers 1, mr12; prime, 512 bits, onthefly, search, workers 1, mr20+lucas; say which`,
		"- time: {strategy: stdlib, operation: tests}\n  at-most: 1s\n":        `"stdlib, tests" names an operation that is not measured, want one of reject, test`,
		"- time: {strategy: stdlib, operation: accept}\n  at-most: 1s\n":       "",
		"- time: {strategy: hardcoded, operation: none}\n  at-most: 1s\n":      "", // has no cell of kind prime
		"- time: {strategy: onthefly, policy: default}\n  at-most: 1s\n":       "",
		"- time: {kernel: ifma, operation: power, bits: 512}\n  at-most: 1s\n": "", // or a machine without it could not measure
	} {
		_, err := goalsOf(t, "kind: prime\nbits: 512\nstrategy: [onthefly, stdlib]\nworkers: 1\nmode: search\npolicy: [default, mr20+lucas]\nkernel: generic\nwant:\n"+text)
		if want == "" && err != nil || want != "" && (!errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
