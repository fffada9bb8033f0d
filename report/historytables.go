// The tables of a history: the series of each machine, and the runs.

package report

import (
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/history"
)

// seriesTables are the series, a table for each machine; one without rows when
// there is no series.
func seriesTables(h *history.History) []table {
	all := []table{{
		ID: "series", Title: "none", Columns: seriesColumns(),
		Note: "Latest: the value of the last run. Changes: change points, or how many more runs it takes to look for them. ~ and modelled: made of " +
			"measured operations and theory.",
	}}
	for i := range h.Series {
		s := &h.Series[i]
		title := machineName(&s.Machine)
		last := &all[len(all)-1]
		if i > 0 && s.Machine != h.Series[i-1].Machine {
			all = append(all, table{Title: title, Columns: last.Columns, Note: last.Note, ID: last.ID})
			last = &all[len(all)-1]
		}
		last.Title = title
		last.Rows = append(last.Rows, seriesRow(s))
	}
	return all
}

func seriesColumns() []column {
	return append(identity(), label("quantity"), number("runs"), lower("latest"), interval().spare(2), number("changes"),
		lower("last change").explained("Last change: the latest level over the one before.").spare(1), label("basis").spare(3))
}

func seriesRow(s *history.Series) []string {
	latest := show(&s.Points[len(s.Points)-1].Value)
	changes, last := strconv.Itoa(len(s.Changes)), absent
	switch {
	case s.Need > 0:
		changes = "needs " + strconv.Itoa(s.Need)
	case s.Why != "":
		changes = absent
	case len(s.Changes) > 0:
		last = show(&s.Changes[len(s.Changes)-1].Ratio).Value
	}
	cell := analysis.Cell{Cell: s.Cell}
	return append(point(&cell), join(", ", s.Quantity, s.Detail), strconv.Itoa(len(s.Points)), latest.Value, latest.Interval, changes, last, string(s.Basis))
}

// runsTable lists the runs of a history.
func runsTable(h *history.History) table {
	t := table{ID: "runs", Title: "Runs", Note: "In the order of their starts.",
		Columns: []column{number("run"), label("start"), label("version"), label("revision"), label("file"), label("flaw")}}
	for i := range h.Runs {
		r := &h.Runs[i]
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), r.Start.UTC().Format("2006-01-02 15:04:05 UTC"),
			orAbsent(r.Version), orAbsent(r.Revision), r.File, orAbsent(r.Flaw)})
	}
	return t
}

func machineName(m *history.Machine) string {
	name := m.CPU
	if name == "" {
		name = "unknown processor"
	}
	return join(", ", name, join("/", m.OS, m.Arch))
}

// seriesLabel names a series in a title.
func seriesLabel(s *history.Series) string {
	cell := analysis.Cell{Cell: s.Cell}
	operation := s.Quantity
	if operation == history.QuantityTime {
		operation = ""
	}
	return join(", ", cellLabel(&cell), s.Detail, operation)
}
