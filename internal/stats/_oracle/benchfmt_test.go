package oracle

import (
	"math"
	"os"
	"testing"

	"golang.org/x/perf/benchfmt"

	"primebench/internal/benchfile"
)

// TestGoFormat holds the reader of go test -bench to benchfmt's: the same numbers of the
// same benchmarks and units, in the same order.
func TestGoFormat(t *testing.T) {
	const name = "../../benchfile/testdata/gotest.txt"
	got, err := benchfile.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	type key struct{ benchmark, unit string }
	have := map[key][]float64{}
	for _, s := range got.Series {
		for _, p := range s.Processes {
			k := key{s.Benchmark, s.Metric}
			have[k] = append(have[k], p...)
		}
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want := map[key][]float64{}
	for reader := benchfmt.NewReader(file, name); reader.Scan(); {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			t.Fatalf("%v", reader.Result())
		}
		for _, v := range result.Values {
			if v.Unit == "B/s" || v.Unit == "words" { // made of others, and without a direction
				continue
			}
			k := key{result.GetConfig("pkg") + ": " + string(result.Name), v.Unit}
			want[k] = append(want[k], v.Value)
		}
	}
	if len(have) != len(want) || len(want) < 10 {
		t.Fatalf("%d series, want %d", len(have), len(want))
	}
	for k, values := range want {
		if len(have[k]) != len(values) {
			t.Fatalf("%v: %v, want %v", k, have[k], values)
		}
		for i, v := range values {
			if math.Abs(have[k][i]-v) > 1e-12*math.Abs(v) {
				t.Errorf("%v: %v, want %v", k, have[k], values)
			}
		}
	}
}
