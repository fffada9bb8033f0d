package analysis

import (
	"primebench/internal/analysis/analysistest"
	"testing"
)

// Whatever was measured, the analysis is made of sound numbers.
func FuzzAnalyse(f *testing.F) {
	luck := analysistest.Source{State: 1}
	for size := range 40 {
		data := make([]byte, 25*size)
		for i := range data {
			data[i] = byte(luck.Next())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		run := analysistest.RunFrom(data)
		a, err := Analyse(run)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Cells) != len(run.Header.Cells) {
			t.Fatalf("%d cells of %d", len(a.Cells), len(run.Header.Cells))
		}
		sound(t, a)
	})
}
