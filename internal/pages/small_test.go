// The documents of a table or less: each is set in every format, whatever stands in it.

package pages

import (
	"strings"
	"testing"

	"primebench/internal/doctest"
	"primebench/internal/fleet"
	"primebench/internal/forecast"
	"primebench/internal/randtest"
	"primebench/report/doc"
	"primebench/results"
)

func TestSmallDocumentsAreHarmless(t *testing.T) {
	drawn := uint32(1)
	for _, prefix := range doctest.Prefixes() {
		bad := prefix + doctest.Payload
		for _, d := range []*doc.Document{
			About(&Program{Version: bad, Revision: bad, Go: bad, OS: bad, Arch: bad, Kernel: bad, KernelNote: bad, Kernels: []string{bad}, Known: []string{bad}, Processor: bad, Features: []string{bad}}),
			Matrix(&Planned{
				Cells:   []results.Cell{{Kind: bad, Params: bad, Strategy: bad, Mode: bad, Kernel: bad, Policy: results.Policy{Name: bad}}},
				Skipped: []results.Skipped{{Kind: bad, Params: bad, Strategy: bad, Mode: bad, Reason: bad}},
			}),
			Generator([]randtest.Result{{Name: bad}}),
			Job(bad, &forecast.Forecast{Progress: fleet.Progress{Job: bad, Verb: bad, Workers: []fleet.WorkerProgress{{Name: bad, Distrusted: bad}}}}),
			Leases(7, bad),
			Predictions(624, []Prediction{{Output: 625, Predicted: 1, Drawn: &drawn}, {Output: 626}}),
		} {
			doctest.Harmless(t, d)
		}
	}
}

// TestVerdictsOfSmallDocuments: the first word tells how it went.
func TestVerdictsOfSmallDocuments(t *testing.T) {
	one, two := uint32(1), uint32(2)
	right, wrong, open := Prediction{Output: 625, Predicted: 1, Drawn: &one}, Prediction{Output: 626, Predicted: 1, Drawn: &two}, Prediction{Output: 627}
	for _, test := range []struct {
		d    *doc.Document
		want string
	}{
		{Predictions(624, []Prediction{right, open}), "PREDICTED: all 1 predictions"},
		{Predictions(624, []Prediction{right, wrong}), "WRONG: "},
		{Predictions(624, []Prediction{open}), "TO COME: "},
		{Generator([]randtest.Result{{Name: "a", P: 1}}), "PASSED: all 1 tests."},
		{Generator([]randtest.Result{{Name: "a", P: 1}, {Name: "b", P: 0}}), "FAILED: 1 of 2 tests."},
		{Leases(7, "job"), "7\n"},
		{Matrix(&Planned{Cells: make([]results.Cell, 2), Rough: true}), "2 cells, expected time about "},
	} {
		if text := string(doctest.Set(t, test.d, doc.FormatText, doc.Options{})); !strings.HasPrefix(text, test.want) {
			t.Errorf("%q, want %q first", text, test.want)
		}
	}
}
