package pages

import (
	"encoding/json"
	"encoding/xml"
	"math"
	"strings"
	"testing"

	"primebench/internal/doctest"
	"primebench/internal/gate"
	"primebench/report/doc"
)

// TestJUnitOfDifferences: a case for each change, of which regressions failed and those
// that tell nothing are skipped.
func TestJUnitOfDifferences(t *testing.T) {
	for name, d := range differences() {
		if len(d.Obstacles) > 0 {
			continue
		}
		want := map[string]int{"testsuites": 1, "testsuite": 1, "error": 0}
		for _, r := range changeRows(d) {
			want["testcase"]++
			switch r.Verdict {
			case gate.Regression:
				want["failure"]++
			case gate.Inconclusive:
				want["skipped"]++
			}
		}
		data := doctest.Set(t, Difference(d), FormatJUnit, doc.Options{})
		holdJUnit(t, data, want)
		var suites junitSuites
		if err := xml.Unmarshal(data, &suites); err != nil || suites.Tests != want["testcase"] || suites.Failures != want["failure"] || suites.Suites[0].Skipped != want["skipped"] {
			t.Errorf("%s: %+v, %v", name, suites, err)
		}
	}
}

// TestBMF: Bencher keeps times in nanoseconds as the measure "latency", and rates as
// "throughput".
func TestBMF(t *testing.T) {
	type metric struct {
		Value float64
		Low   *float64 `json:"lower_value"`
		High  *float64 `json:"upper_value"`
	}
	of := func(d *gate.Difference) map[string]map[string]metric {
		var all map[string]map[string]metric
		if err := json.Unmarshal(doctest.Set(t, Difference(d), FormatBMF, doc.Options{}), &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	all := of(records())
	parse, serve := all["Parse/small-8"]["latency"], all["Serve-8"]["throughput"]
	if math.Abs(parse.Value/1377-1) > 0.01 || parse.Low == nil || *parse.Low > parse.Value || *parse.High < parse.Value || math.Abs(serve.Value/46650-1) > 0.01 {
		t.Errorf("latency %+v, throughput %+v", parse, serve)
	}
	if m := all["Parse/small-8"]; m["memory"].Value != 4096 || m["allocations"].Value < 14 {
		t.Errorf("%+v", m)
	}
	if got := of(commands())["gzip -6 -c 'a file'"]["latency"].Value; math.Abs(got/3.11e8-1) > 0.01 {
		t.Errorf("a command takes %v ns", got)
	}
	d := difference()
	for name, measures := range of(d) {
		if !strings.Contains(name, "onthefly") || len(measures) != 1 || measures["latency"].Value <= 0 {
			t.Errorf("%s: %+v", name, measures)
		}
	}
}
