// Cells set beside each other: strategies, sizes and numbers of workers.

package pages

import (
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// A versus is two cells that differ in strategy alone.
type versus struct {
	first, second *analysis.Cell
	*analysis.Comparison
}

func comparisonsSection(a *analysis.Analysis) doc.Section {
	var rows []versus
	for i := range a.Comparisons {
		c := &a.Comparisons[i]
		if v := (versus{first: cellByID(a, c.A), second: cellByID(a, c.B), Comparison: c}); v.first != nil && v.second != nil {
			rows = append(rows, v)
		}
	}
	return doc.Section{
		ID: "comparisons", Title: "Strategies against each other", Detail: true,
		Note: "Time of the first over time of the second, everything else equal: above 1x the second is " +
			"faster, and an interval that holds 1x leaves it open.",
		Table: doc.NewTable([]doc.Column[versus]{
			{Heading: "kind", Value: func(v versus) doc.Value { return doc.Text(v.first.Kind) }},
			{Heading: "bits", Value: func(v versus) doc.Value { return doc.Count(v.first.Bits) }},
			{Heading: "mode", Value: func(v versus) doc.Value { return doc.Text(v.first.Mode) }},
			{Heading: "workers", Value: func(v versus) doc.Value { return doc.Count(v.first.Workers) }},
			{Heading: "policy", Value: func(v versus) doc.Value { return doc.Word(v.first.Policy.Name) }},
			{Heading: "first", Value: func(v versus) doc.Value { return doc.Text(v.first.Strategy) }},
			{Heading: "second", Value: func(v versus) doc.Value { return doc.Text(v.second.Strategy) }},
			{Heading: "first / second", Better: doc.Lower, Interval: doc.Interval95, Value: func(v versus) doc.Value { return number(&v.Ratio) }},
			{Heading: "n", Value: func(v versus) doc.Value { return doc.Count(v.Ratio.N) }},
		}, rows),
	}
}

func growthSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: "growth", Title: "Growth over key size", Detail: true,
		Note: "The cost grows as the size to this power: at 3, twice the bits cost 8 times as much.",
		Table: doc.NewTable([]doc.Column[analysis.Growth]{
			{Heading: "kind", Value: func(g analysis.Growth) doc.Value { return doc.Text(g.Kind) }},
			{Heading: "strategy", Value: func(g analysis.Growth) doc.Value { return doc.Text(g.Strategy) }},
			{Heading: "mode", Value: func(g analysis.Growth) doc.Value { return doc.Text(g.Mode) }},
			{Heading: "workers", Value: func(g analysis.Growth) doc.Value { return doc.Count(g.Workers) }},
			{Heading: "policy", Value: func(g analysis.Growth) doc.Value { return doc.Word(g.Policy) }},
			{Heading: "quantity", Value: func(g analysis.Growth) doc.Value { return doc.Text(g.Quantity) }},
			{Heading: "exponent", Better: doc.Lower, Interval: doc.Interval95, Value: func(g analysis.Growth) doc.Value { return number(&g.Exponent) }},
			{Heading: "sizes", Value: func(g analysis.Growth) doc.Value { return doc.Text(sizesText(g.Sizes)) }},
		}, a.Growth),
	}
}

func sizesText(sizes []int) string {
	words := make([]string, len(sizes))
	for i, bits := range sizes {
		words[i] = strconv.Itoa(bits)
	}
	return strings.Join(words, ", ")
}

// A scalingRow is one number of workers of a scaling.
type scalingRow struct {
	*analysis.Scaling
	*analysis.ScalingPoint
}

func scalingSection(a *analysis.Analysis, pictures []doc.Picture) doc.Section {
	var rows []scalingRow
	for i := range a.Scaling {
		for j := range a.Scaling[i].Points {
			rows = append(rows, scalingRow{Scaling: &a.Scaling[i], ScalingPoint: &a.Scaling[i].Points[j]})
		}
	}
	return doc.Section{
		ID: "scaling", Title: "Throughput over workers", Detail: true,
		Note: "Speed-up is against the smallest number of workers; as many times as there are workers would be ideal.",
		Table: doc.NewTable([]doc.Column[scalingRow]{
			{Heading: "kind", Value: func(s scalingRow) doc.Value { return doc.Text(s.Kind) }},
			{Heading: "bits", Value: func(s scalingRow) doc.Value { return doc.Count(s.Bits) }},
			{Heading: "strategy", Value: func(s scalingRow) doc.Value { return doc.Text(s.Strategy) }},
			{Heading: "mode", Value: func(s scalingRow) doc.Value { return doc.Text(s.Mode) }},
			{Heading: "policy", Value: func(s scalingRow) doc.Value { return doc.Word(s.Policy) }},
			{Heading: "workers", Value: func(s scalingRow) doc.Value { return doc.Count(s.Workers) }},
			{Heading: "rate", Unit: unit.PerSecond, Better: doc.Higher, Interval: doc.Interval95, Value: func(s scalingRow) doc.Value { return number(&s.Rate) }},
			{Heading: "speed-up", Unit: unit.Times, Better: doc.Higher, Interval: doc.Interval95, Value: func(s scalingRow) doc.Value { return number(s.Speedup) }},
		}, rows),
		Pictures: pictures,
	}
}
