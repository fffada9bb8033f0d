package history

import (
	"reflect"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/analysis/analysistest"
)

// Whatever was measured in whatever order, a history is made of sound numbers,
// and each cell of each run stands in a series or is named.
func FuzzHistory(f *testing.F) {
	luck := analysistest.Source{State: 2}
	for size := range 20 {
		data := make([]byte, 60*size)
		for i := range data {
			data[i] = byte(luck.Next())
		}
		f.Add(data, byte(size), byte(3*size))
	}
	f.Fuzz(func(t *testing.T, data []byte, first, second byte) {
		var past []PastRun
		for n := range 12 { // of values of three pieces of the data
			from := []int{0, int(first), int(second)}[n%3]
			run := analysistest.RunFrom(data[min(from, len(data)):])
			run.Header.Seed = string(rune('a' + n))
			a, err := analysis.Analyse(run)
			if err != nil {
				t.Fatal(err)
			}
			past = append(past, PastRun{File: run.Header.Seed, Analysis: a, Why: run.Damage.String()})
		}
		h := New(past, later.AddDate(10000, 0, 0))
		analysistest.Walk(t, "history", reflect.ValueOf(h))
		named := map[string]bool{}
		for _, u := range h.Unused {
			named[u.File] = true
		}
		for _, s := range h.Series {
			for i, p := range s.Points {
				named[h.Runs[p.Run].File] = true
				if i > 0 && s.Points[i-1].Run >= p.Run {
					t.Fatalf("points of runs %d and %d", s.Points[i-1].Run, p.Run)
				}
			}
		}
		for _, p := range past {
			if len(p.Analysis.Cells) > 0 && !named[p.File] {
				t.Fatalf("%q has cells and stands nowhere", p.File)
			}
		}
	})
}
