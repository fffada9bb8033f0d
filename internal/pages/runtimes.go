// Other readings of the time of a cell: by phase, and as means and percentiles.

package pages

import (
	"slices"
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// timesSection sets the plain mean, the processor time and the percentiles beside the
// best estimate.
func timesSection(a *analysis.Analysis, pictures []doc.Picture) doc.Section {
	columns := append(cellColumns(ownCell, nil),
		doc.Column[*analysis.Cell]{Heading: "plain mean", Better: doc.Lower, Interval: doc.Interval95, Value: func(c *analysis.Cell) doc.Value { return number(c.Naive) }},
		doc.Column[*analysis.Cell]{Heading: "processor time", Better: doc.Lower, Interval: doc.Interval95, Value: func(c *analysis.Cell) doc.Value { return number(c.CPU) }},
		doc.Column[*analysis.Cell]{Heading: "processors had", Unit: unit.Share, Value: func(c *analysis.Cell) doc.Value { return shareHad(c) }},
	)
	for _, p := range percentileLevels(a) {
		columns = append(columns, doc.Column[*analysis.Cell]{Heading: percentileName(p), Better: doc.Lower, Interval: doc.Interval95,
			Value: func(c *analysis.Cell) doc.Value { return number(percentile(c, p)) }})
	}
	columns = append(columns, doc.Column[*analysis.Cell]{Heading: "how time is estimated", Value: func(c *analysis.Cell) doc.Value {
		if c.Time == nil {
			return nil
		}
		return doc.Word(c.Time.Method)
	}})
	return doc.Section{
		ID: "times", Title: "Other readings of the time", Detail: true,
		Note: "The plain mean of whole searches still holds their luck; processor time is summed over " +
			"the workers; a percentile is the time that so many searches in a hundred stay below.",
		Table: doc.NewTable(columns, cellsWith(a, func(c *analysis.Cell) bool {
			return c.Naive != nil || c.CPU != nil || len(c.Percentiles) > 0
		})),
		Pictures: pictures,
	}
}

// percentileLevels lists the levels that any cell has, in order of appearance.
func percentileLevels(a *analysis.Analysis) []float64 {
	var levels []float64
	for i := range a.Cells {
		for _, p := range a.Cells[i].Percentiles {
			if !slices.Contains(levels, p.P) {
				levels = append(levels, p.P)
			}
		}
	}
	return levels
}

func percentileName(p float64) string { return "p" + strconv.FormatFloat(p, 'g', -1, 64) }

func percentile(c *analysis.Cell, level float64) *analysis.Estimate {
	for i := range c.Percentiles {
		if c.Percentiles[i].P == level {
			return &c.Percentiles[i].Estimate
		}
	}
	return nil
}

func phasesSection(a *analysis.Analysis, pictures []doc.Picture) doc.Section {
	columns := cellColumns(ownCell, nil)
	for _, name := range phaseNames(a) {
		columns = append(columns, doc.Column[*analysis.Cell]{Heading: name, Better: doc.Lower, Value: func(c *analysis.Cell) doc.Value { return phase(c, name) }})
	}
	return doc.Section{
		ID: "phases", Title: "Time by phase", Detail: true,
		Note:     "Worker-seconds of one search by what they were spent on, and their share.",
		Table:    doc.NewTable(columns, cellsWith(a, func(c *analysis.Cell) bool { return len(c.Phases) > 0 })),
		Pictures: pictures,
	}
}

// phaseNames lists the phases that any cell has, in order of appearance.
func phaseNames(a *analysis.Analysis) []string {
	var names []string
	for i := range a.Cells {
		for _, p := range a.Cells[i].Phases {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// phase is the seconds and the share of a phase.
func phase(c *analysis.Cell, name string) doc.Value {
	for _, p := range c.Phases {
		if p.Name != name || unit.Percent(p.Share) == unit.Absent {
			continue
		}
		return doc.Text(doc.Number{Value: p.Seconds, Unit: unit.Second, Modelled: p.Modelled}.String() + ", " + unit.Percent(p.Share))
	}
	return nil
}

// shareHad is the part of its workers' time that they had a processor, and no Value
// where it is not known.
func shareHad(c *analysis.Cell) doc.Value {
	if c.Share == nil {
		return nil
	}
	return doc.Number{Value: *c.Share, Unit: unit.Share}
}
