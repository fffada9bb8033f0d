// Runs of known truth for the tests.

package analysis

import (
	"math"
	"primebench/internal/analysis/analysistest"
	"reflect"
	"strings"
	"testing"
)

func analyse(b *analysistest.Builder, t testing.TB) *Analysis {
	t.Helper()
	a, err := Analyse(&b.Run)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, a)
	return a
}

// sound fails when a number in the analysis is NaN or infinite, an interval out
// of order, an estimate without unit or method, or shares do not add up.
func sound(t testing.TB, a *Analysis) {
	t.Helper()
	analysistest.Walk(t, "analysis", reflect.ValueOf(a))
	for _, c := range a.Cells {
		var total float64
		for _, p := range c.Phases {
			if p.Share < 0 || p.Seconds < 0 {
				t.Errorf("cell %d: phase %+v", c.ID, p)
			}
			total += p.Share
		}
		if len(c.Phases) > 0 && math.Abs(total-1) > 1e-9 {
			t.Errorf("cell %d: shares add up to %v", c.ID, total)
		}
		if (c.Time == nil) != (c.Rate == nil) && c.Time.Low > 1e-300 {
			t.Errorf("cell %d: time %v, rate %v", c.ID, c.Time, c.Rate)
		}
	}
}

// warned fails unless a warning of the cell holds all the words.
func warned(t testing.TB, a *Analysis, cell int, words ...string) {
	t.Helper()
	for _, w := range a.Warnings {
		if w.Cell == cell && holdsAll(w.Text, words) {
			return
		}
	}
	t.Errorf("no warning of cell %d with %q in %+v", cell, words, a.Warnings)
}

func holdsAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func unwarned(t testing.TB, a *Analysis) {
	t.Helper()
	if len(a.Warnings) > 0 {
		t.Errorf("warnings %+v, want none", a.Warnings)
	}
}
