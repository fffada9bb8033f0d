// The tables of a history: the series of each machine, and the runs.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/history"
	"primebench/internal/unit"
	"primebench/report/doc"
)

func seriesSection(h *history.History) doc.Section {
	s := doc.Section{
		Title: "Series",
		First: true,
		Note: "Latest: the value of the last run. Changes: change points, or how many more runs it takes to look for them. ~ and modelled: made of " +
			"measured operations and theory.",
		Table: doc.NewGroupedTable(seriesColumns(), seriesGroups(h)...),
	}
	for _, p := range historyPlots(h) {
		s.Pictures = append(s.Pictures, picture(p))
	}
	return s
}

// seriesGroups are the series, by machine.
func seriesGroups(h *history.History) []doc.Group[*history.Series] {
	var groups []doc.Group[*history.Series]
	for i := range h.Series {
		s := &h.Series[i]
		if i == 0 || s.Machine != h.Series[i-1].Machine {
			groups = append(groups, doc.Group[*history.Series]{Title: machineName(&s.Machine), Rank: func(s *history.Series) int { return len(s.Changes) }})
		}
		last := &groups[len(groups)-1]
		last.Rows = append(last.Rows, s)
	}
	return groups
}

func seriesColumns() []doc.Column[*history.Series] {
	return []doc.Column[*history.Series]{
		{Heading: "kind", Names: true, Value: func(s *history.Series) doc.Value { return doc.Text(s.Cell.Kind) }},
		{Heading: "bits", Names: true, Value: func(s *history.Series) doc.Value { return sizeOf(&s.Cell) }},
		{Heading: "strategy", Names: true, Value: func(s *history.Series) doc.Value { return doc.Text(s.Cell.Strategy) }},
		{Heading: "mode", Names: true, Value: func(s *history.Series) doc.Value { return doc.Text(s.Cell.Mode) }},
		{Heading: "workers", Names: true, Value: func(s *history.Series) doc.Value { return doc.Count(s.Cell.Workers) }},
		{Heading: "policy", Names: true, Value: func(s *history.Series) doc.Value { return doc.Word(s.Cell.Policy.Name) }},
		{Heading: "quantity", Names: true, Value: func(s *history.Series) doc.Value { return doc.Text(join(", ", s.Quantity, s.Detail)) }},
		{Heading: "runs", Value: func(s *history.Series) doc.Value { return doc.Count(len(s.Points)) }},
		{Heading: "latest", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 2, Value: func(s *history.Series) doc.Value { return number(latest(s)) }},
		{Heading: "changes", Value: changesFound},
		{Heading: "last change", Better: doc.Lower, Spare: 1, Note: "Last change: the latest level over the one before.", Value: lastChange},
		{Heading: "basis", Spare: 3, Value: func(s *history.Series) doc.Value { return doc.Text(string(s.Basis)) }},
	}
}

func latest(s *history.Series) *analysis.Estimate { return &s.Points[len(s.Points)-1].Value }

// changesFound is how many changes there are, or what it takes to look for them.
func changesFound(s *history.Series) doc.Value {
	switch {
	case s.Need > 0:
		return doc.Text("needs " + unit.Given(float64(s.Need), unit.One))
	case s.Why != "":
		return nil
	}
	return doc.Count(len(s.Changes))
}

func lastChange(s *history.Series) doc.Value {
	if s.Why != "" || len(s.Changes) == 0 {
		return nil
	}
	return number(&s.Changes[len(s.Changes)-1].Ratio)
}

// A numberedRun is a run and its place in time, from 1.
type numberedRun struct {
	*history.Run
	place int
}

func runsSection(h *history.History) doc.Section {
	var rows []numberedRun
	for i := range h.Runs {
		rows = append(rows, numberedRun{Run: &h.Runs[i], place: i + 1})
	}
	return doc.Section{
		Title: "Runs", Note: "In the order of their starts.", Detail: true,
		Table: doc.NewTable([]doc.Column[numberedRun]{
			{Heading: "run", Value: func(r numberedRun) doc.Value { return doc.Count(r.place) }},
			{Heading: "start", Value: func(r numberedRun) doc.Value { return doc.Text(moment(r.Start)) }},
			{Heading: "version", Value: func(r numberedRun) doc.Value { return doc.Word(r.Version) }},
			{Heading: "revision", Value: func(r numberedRun) doc.Value { return doc.Word(r.Revision) }},
			{Heading: "file", Value: func(r numberedRun) doc.Value { return doc.Text(r.File) }},
			{Heading: "flaw", Value: func(r numberedRun) doc.Value { return doc.Word(r.Flaw) }},
		}, rows),
	}
}

func machineName(m *history.Machine) string {
	name := m.CPU
	if name == "" {
		name = "unknown processor"
	}
	return join(", ", name, join("/", m.OS, m.Arch))
}
