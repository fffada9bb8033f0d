// A comparison in the formats of those who gather results: JUnit's XML, which test
// reports are in, and Bencher's BMF.

package pages

import (
	"math"

	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/report/doc"
)

// FormatBMF is the Bencher Metric Format: JSON with the head's numbers for a service that
// keeps them.
const FormatBMF doc.Format = "bmf"

// DifferenceFormats lists the formats of the document of a comparison, the terminal's
// first.
func DifferenceFormats() []doc.Format { return append(doc.Formats(), FormatJUnit, FormatBMF) }

// differenceFormats are those that only some other documents have, or none.
func differenceFormats(d *gate.Difference) []doc.Other {
	return []doc.Other{
		{Format: FormatJUnit, File: "comparison.junit.xml", Set: func() ([]byte, error) { return junitOfDifference(d) }},
		{Format: FormatBMF, File: "comparison.bmf.json", Set: func() ([]byte, error) { return bmf(d) }},
	}
}

// junitOfDifference writes a suite of a case for each change. A regression failed; what is
// inconclusive is skipped, since it says neither.
func junitOfDifference(d *gate.Difference) ([]byte, error) {
	suite := junitSuite{Name: "primebench comparison"}
	for _, r := range changeRows(d) {
		test := junitCase{Name: doc.Clean(r.title()), Class: suite.Name}
		switch r.Verdict {
		case gate.Regression:
			suite.Failures++
			test.Failure = &junitOutcome{Message: "change " + changeOf(r.Change).String(), Type: string(r.Verdict)}
		case gate.Inconclusive:
			suite.Skipped++
			test.Skipped = &junitOutcome{Message: doc.Clean(join(": ", string(r.Verdict), r.Why))}
		}
		suite.Tests++
		suite.Cases = append(suite.Cases, test)
	}
	return suite.text()
}

// title names a row by itself.
func (r changeRow) title() string {
	if r.together {
		return "geometric mean"
	}
	return r.Name()
}

// A bmfMetric is a number of BMF with its interval.
type bmfMetric struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"lower_value,omitempty"`
	High  *float64 `json:"upper_value,omitempty"`
}

// bmf writes the head's numbers, by benchmark and measure. The first time of a benchmark is
// Bencher's measure "latency", and the first rate its "throughput"; others are measures
// under the slug of their metric. Times are in nanoseconds, as there. A number that is not finite is left out.
func bmf(d *gate.Difference) ([]byte, error) {
	all := map[string]map[string]bmfMetric{}
	for i := range d.Changes {
		c := &d.Changes[i]
		name, measure, factor := c.Benchmark, doc.Slug(c.Metric), 1.0
		if c.Metric == "" {
			name = c.Name()
		}
		if name == "" {
			name = d.Head.Names[0]
		}
		name = doc.Clean(name)
		_, timed := all[name]["latency"]
		_, rated := all[name]["throughput"]
		switch {
		case c.Head.Unit == analysis.UnitSeconds && !timed:
			measure = "latency"
		case c.Head.Unit == analysis.UnitPerSecond && !rated:
			measure = "throughput"
		}
		if c.Head.Unit == analysis.UnitSeconds {
			factor = 1e9
		}
		if math.IsNaN(c.Head.Value) || math.IsInf(c.Head.Value, 0) {
			continue
		}
		m := bmfMetric{Value: factor * c.Head.Value}
		if _, ok := c.Head.Margin(); ok {
			low, high := factor*c.Head.Low, factor*c.Head.High
			m.Low, m.High = &low, &high
		}
		if all[name] == nil {
			all[name] = map[string]bmfMetric{}
		}
		all[name][measure] = m
	}
	return doc.JSON(all)
}
