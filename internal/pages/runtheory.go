// What was observed beside what theory expects: survivors tested, and whole searches
// beside the models made of their operations.

package pages

import (
	"math"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

func theorySection(a *analysis.Analysis, pictures []doc.Picture) doc.Section {
	searches := func(c *analysis.Cell, v doc.Value) doc.Value {
		if untried(c.Theory) {
			return nil
		}
		return v
	}
	cells := cellsWith(a, func(c *analysis.Cell) bool { return c.Theory != nil })
	spare := map[string]int{}
	if !slices.ContainsFunc(cells, func(c *analysis.Cell) bool { return c.Mode != cells[0].Mode }) {
		spare["mode"] = 3 // it tells no rows apart
	}
	return doc.Section{
		ID: "theory", Title: "Survivors tested, against theory",
		Note: "A search must test as many survivors as theory expects. z is the distance in standard errors; where it " +
			"is beyond 4 and luck is no explanation, the verdict is SUSPECT: the sieve, the tests or the random source are wrong.",
		Table: doc.NewTable(append(cellColumns(ownCell, spare),
			doc.Column[*analysis.Cell]{Heading: "searches", Spare: 1, Value: func(c *analysis.Cell) doc.Value { return doc.Count(c.Theory.Searches) }},
			doc.Column[*analysis.Cell]{Heading: "expected", Unit: unit.Counted, Value: func(c *analysis.Cell) doc.Value { return counted(c.Theory.Expected.Survivors) }},
			doc.Column[*analysis.Cell]{Heading: "observed", Unit: unit.Counted, Interval: doc.Interval95, IntervalSpare: 4,
				Value: func(c *analysis.Cell) doc.Value { return number(c.Theory.Survivors) }},
			doc.Column[*analysis.Cell]{Heading: "z", Unit: unit.One, Value: func(c *analysis.Cell) doc.Value { return searches(c, doc.Text(unit.Score(c.Theory.Z))) }},
			doc.Column[*analysis.Cell]{Heading: "chance", Unit: unit.One, Spare: 2, Note: "The chance is that of luck alone leading so far.",
				Value: func(c *analysis.Cell) doc.Value { return searches(c, doc.Number{Value: c.Theory.Chance}) }},
			doc.Column[*analysis.Cell]{Heading: "verdict", Value: func(c *analysis.Cell) doc.Value { return theoryVerdict(c.Theory) }},
		), cells),
		Pictures: pictures,
	}
}

func theoryVerdict(t *analysis.Theory) doc.Value {
	switch {
	case t.Suspect:
		return doc.State{Word: "SUSPECT", Severity: doc.Bad}
	case untried(t):
		return doc.State{Word: "untried"}
	case math.IsNaN(t.Z) || math.IsInf(t.Z, 0):
		return nil
	}
	return doc.State{Word: "agrees", Severity: doc.Good}
}

// untried reports whether nothing was set against theory. Slices may have tested much
// and found nothing.
func untried(t *analysis.Theory) bool { return t.Searches == 0 && t.Z == 0 }

// A pairing is a cell of whole searches beside the cell that models them.
type pairing struct {
	measured, model *analysis.Cell
	*analysis.Agreement
}

func agreementsSection(a *analysis.Analysis) doc.Section {
	var rows []pairing
	for i := range a.Agreements {
		g := &a.Agreements[i]
		if p := (pairing{measured: cellByID(a, g.Search), model: cellByID(a, g.Model), Agreement: g}); p.measured != nil && p.model != nil {
			rows = append(rows, p)
		}
	}
	return doc.Section{
		ID: "modes", Title: "Whole searches beside their model",
		Note: "The time that operations and theory add up to, over that of whole searches. They agree where all of the interval is " +
			"within a tenth, and are APART where all of it is further off; else it is open. Searches below 10 ms are short: what starting one costs is no operation, and its model comes out low.",
		Table: doc.NewTable([]doc.Column[pairing]{
			{Heading: "kind", Names: true, Value: func(p pairing) doc.Value { return doc.Text(p.measured.Kind) }},
			{Heading: "bits", Names: true, Value: func(p pairing) doc.Value { return doc.Count(p.measured.Bits) }},
			{Heading: "strategy", Names: true, Value: func(p pairing) doc.Value { return doc.Text(p.measured.Strategy) }},
			{Heading: "workers", Names: true, Spare: 2, Value: func(p pairing) doc.Value { return doc.Count(p.measured.Workers) }},
			{Heading: "policy", Names: true, Spare: 3, Value: func(p pairing) doc.Value { return doc.Word(p.measured.Policy.Name) }},
			{Heading: "measured", Unit: unit.Second, Value: func(p pairing) doc.Value { return number(p.measured.Time) }},
			{Heading: "modelled", Unit: unit.Second, Value: func(p pairing) doc.Value { return number(p.model.Time) }},
			{Heading: "ratio", Unit: unit.Times, Interval: doc.Interval95, Value: func(p pairing) doc.Value { return number(&p.Ratio) }},
			{Heading: "verdict", Value: func(p pairing) doc.Value { return agreedState(p.Verdict) }},
		}, rows),
	}
}

func agreedState(v analysis.Agreed) doc.Value {
	severity := map[analysis.Agreed]doc.Severity{analysis.Agree: doc.Good, analysis.Apart: doc.Bad, analysis.Open: doc.Doubtful}[v]
	return doc.State{Word: string(v), Severity: severity}
}
