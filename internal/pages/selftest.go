// How a gate did against a build and itself.

package pages

import (
	"fmt"

	"primebench/internal/gate"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// SelfTest is the document of a gate's self-test.
func SelfTest(g *gate.SelfTest) *doc.Document {
	s := &g.Side
	return &doc.Document{
		Name:  "self-test",
		Title: "primebench self-test of the gate",
		Summary: []string{
			join(" ", "primebench", s.Version, shortRevision(s.Revision)) + " against itself on " + join(", ", s.CPU, join("/", s.OS, s.Arch), s.Go) + ".",
			fmt.Sprintf("Drawn from %d pairs of blocks, started between %s and %s. A comparison has %d blocks a side, with %s of samples; %d comparisons in turn have no block in common.",
				g.Pairs, s.From.UTC().Format("2006-01-02 15:04"), s.To.UTC().Format("2006-01-02 15:04 UTC"), g.Blocks, unit.Seconds(g.Measured.Seconds()), g.Apart),
		},
		Sections: []doc.Section{{
			ID:    "rates",
			First: true,
			Title: "How often the gate fires, at a tolerance of " + unit.Given(g.Tolerance, unit.Share),
			Note: "Slowdown: the times of the head are multiplied by so much more. In turn: each block beside its neighbour, as in a duet; in sequence: a stretch " +
				"beside the one after it, as where the base was measured before. Without a slowdown every regression is a false alarm. The intervals take the " +
				"comparisons for independent, which those that share blocks are not.",
			Table: doc.NewTable([]doc.Column[gate.SelfTestRow]{
				{Heading: "measured", Names: true, Value: func(r gate.SelfTestRow) doc.Value { return doc.Text(orderOf(r)) }},
				{Heading: "slowdown", Names: true, Unit: unit.Share, Value: func(r gate.SelfTestRow) doc.Value { return doc.Number{Value: r.Slowdown, Given: true} }},
				{Heading: "comparisons", Value: func(r gate.SelfTestRow) doc.Value { return doc.Count(r.Comparisons) }},
				{Heading: "regressions", Interval: doc.Interval95, Value: regressions},
				{Heading: "inconclusive", Value: func(r gate.SelfTestRow) doc.Value { return doc.Count(r.Open) }},
				{Heading: "passes", Value: func(r gate.SelfTestRow) doc.Value { return doc.Count(r.Passes) }},
			}, g.Rows),
		}},
		Object: struct {
			heading
			*gate.SelfTest
		}{heading{Report: "primebench self-test", Version: 1}, g},
	}
}

func orderOf(r gate.SelfTestRow) string {
	if r.InTurn {
		return "in turn"
	}
	return "in sequence"
}

// regressions is the share of comparisons that end as a regression, in per cent.
func regressions(r gate.SelfTestRow) doc.Value {
	n := numberOf(&r.Regressions)
	n.Unit = unit.Share
	return n
}
