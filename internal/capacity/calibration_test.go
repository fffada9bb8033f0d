package capacity

import (
	"reflect"
	"testing"

	"primebench/results"
)

// TestCalibration: searches are measured with what they are made of, groups beside
// those that are hard-coded, several workers beside one and beside all cores, secrets by
// all that make them, and powers alone where these are all that is asked for.
func TestCalibration(t *testing.T) {
	search := func(kind, strategy string, workers []int, bits ...int) Cells {
		return Cells{Kind: kind, Strategy: strategy, Mode: results.ModeSearch, Bits: bits, Workers: workers}
	}
	parts := func(kind string, bits ...int) Cells {
		return Cells{Kind: kind, Strategy: results.StrategyOnTheFly, Mode: results.ModeOperations, Bits: bits, Workers: []int{1}}
	}
	uses := Cells{Kind: results.KindSafe, Strategy: results.StrategyOpenSSL, Mode: results.ModeOperations, Bits: []int{2048}, Workers: []int{1}, Steps: []string{results.StepKeygen, results.StepShared}}
	ours := uses
	ours.Strategy = results.StrategyOnTheFly
	curve := func(strategy string) Cells {
		return Cells{Kind: results.KindKex, Strategy: strategy, Mode: results.ModeOperations, Params: []string{"x25519"}, Workers: []int{1}, Steps: uses.Steps}
	}
	one := []int{1}
	each := func(cells ...Cells) (all [][]Cells) {
		for _, c := range cells {
			all = append(all, []Cells{c})
		}
		return all
	}
	for name, test := range map[string]struct {
		services []Service
		want     [][]Cells
	}{
		"primes": {
			[]Service{{Kind: Prime, Bits: []int{512, 1024}}},
			each(search(Prime, results.StrategyOnTheFly, one, 512, 1024), parts(Prime, 512, 1024)),
		},
		"another strategy has no parts": {
			[]Service{{Kind: Prime, Bits: []int{512}, Strategy: results.StrategyGMP}},
			each(search(Prime, results.StrategyGMP, one, 512)),
		},
		"keys": {
			[]Service{{Kind: RSA, Bits: []int{2048}}},
			[][]Cells{{
				search(RSA, results.StrategyStdlib, one, 2048), search(RSA, results.StrategyOpenSSL, one, 2048),
				search(RSA, results.StrategyOnTheFly, one, 2048),
			}},
		},
		"keys by one library": {
			[]Service{{Kind: RSA, Bits: []int{2048}, Strategy: results.StrategyOpenSSL}},
			each(search(RSA, results.StrategyOpenSSL, one, 2048)),
		},
		"key exchanges, beside X25519 and the hybrid": {
			[]Service{{Kind: Kex, Params: []string{"ffdhe2048"}, Strategy: results.StrategyOpenSSL}},
			[][]Cells{{{
				Kind: results.KindKex, Strategy: results.StrategyOpenSSL, Mode: results.ModeOperations, Params: []string{"ffdhe2048", "x25519", "x25519mlkem768"},
				Workers: one, Steps: []string{results.StepHandshake},
			}}},
		},
		"powers by whatever is there, beside X25519": {
			[]Service{{Kind: DHKeygen, Bits: []int{2048}}},
			[][]Cells{{uses, ours}, {curve(results.StrategyStdlib), curve(results.StrategyOpenSSL)}},
		},
		"workers": {
			[]Service{{Kind: Prime, Bits: []int{512}, Workers: 2}},
			each(search(Prime, results.StrategyOnTheFly, []int{1, 2, 8}, 512), parts(Prime, 512)),
		},
		"as many workers as cores": {
			[]Service{{Kind: Prime, Bits: []int{512}, Workers: 8}},
			each(search(Prime, results.StrategyOnTheFly, []int{1, 8}, 512), parts(Prime, 512)),
		},
		"groups, of which there is one of 2048 bits": {
			[]Service{{Kind: Safe, Bits: []int{512, 2048}}},
			each(search(Safe, results.StrategyOnTheFly, one, 512, 2048), parts(Safe, 512, 2048), search(Safe, results.StrategyHardcoded, one, 2048)),
		},
		"a group of a size without": {
			[]Service{{Kind: Safe, Bits: []int{512}}},
			each(search(Safe, results.StrategyOnTheFly, one, 512), parts(Safe, 512)),
		},
		"hard-coded groups": {
			[]Service{{Kind: Safe, Bits: []int{2048}, Strategy: results.StrategyHardcoded}},
			each(search(Safe, results.StrategyHardcoded, one, 2048)),
		},
		"powers": {[]Service{{Kind: DHKeygen, Bits: []int{2048}, Strategy: results.StrategyOpenSSL}}, each(uses)},
		"several services": {
			[]Service{{Kind: DHShared, Bits: []int{2048}, Strategy: results.StrategyOpenSSL}, {Kind: Prime, Bits: []int{512}}},
			each(uses, search(Prime, results.StrategyOnTheFly, one, 512), parts(Prime, 512)),
		},
	} {
		if got := (Scenario{Services: test.services}).Calibration(8); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, test.want)
		}
	}
}
