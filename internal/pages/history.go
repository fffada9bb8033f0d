// Many runs over time: the change points first, then each series, then the runs and
// what stands in no series.

package pages

import (
	"strconv"

	"primebench/internal/history"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// fewLines is how many remarks do not yet push the tables off a screen.
const fewLines = 12

// History is the document of a history.
func History(h *history.History) *doc.Document {
	return &doc.Document{
		Name:    "history",
		Title:   "primebench history",
		Summary: []string{historySummary(h)},
		Note: "Advisory: a change point is a place to look at, not a verdict. Series hold runs whose machine and cell agree; a run on another " +
			"machine of the same processor model cannot be told apart.",
		Sections: []doc.Section{
			{Title: "Change points", First: true, Lines: changeLines(h)},
			seriesSection(h),
			runsSection(h),
			{Title: "Left out", First: true, Lines: unusedLines(h), Most: fewLines},
			{Title: "Remarks", First: true, Lines: h.Remarks, Most: fewLines},
		},
		Data: historyData(h),
		Object: struct {
			heading
			*history.History
		}{heading{Report: "primebench history", Version: 2}, h},
	}
}

// historySummary is the answer in a line.
func historySummary(h *history.History) string {
	changes := 0
	for i := range h.Series {
		changes += len(h.Series[i].Changes)
	}
	line := unit.Count(len(h.Runs), "run")
	if len(h.Runs) > 0 {
		line += ", " + dayOf(&h.Runs[0]) + " to " + dayOf(&h.Runs[len(h.Runs)-1])
	}
	return "primebench history of " + line + ": " + unit.Count(len(h.Series), "series") + ", " + unit.Count(changes, "change point")
}

func dayOf(r *history.Run) string { return r.Start.UTC().Format("2006-01-02") }

// changeLines tells every change, or that there is none where they were looked for.
func changeLines(h *history.History) []string {
	var lines []string
	searched := 0
	for i := range h.Series {
		if h.Series[i].Why == "" {
			searched++
		}
		for j := range h.Series[i].Changes {
			lines = append(lines, h.Series[i].Changes[j].Sentence)
		}
	}
	switch {
	case len(lines) > 0:
		return lines
	case searched == 0:
		return []string{"not looked for: no series is long enough"}
	}
	return []string{"none in the " + strconv.Itoa(searched) + " of " + unit.Count(len(h.Series), "series") + " that are long enough"}
}

// unusedLines tells what stands in no series, and why.
func unusedLines(h *history.History) []string {
	var lines []string
	for _, u := range h.Unused {
		lines = append(lines, join(": ", strconv.Quote(u.File), u.Cell, u.Why))
	}
	return lines
}
