// The change points of a series, in numbers and in words.

package history

import (
	"fmt"

	"primebench/internal/analysis"
	"primebench/internal/stats"
	"primebench/internal/unit"
)

// leastChange is the relative change from which on two levels are two. What is
// smaller is not worth a look: the machine itself drifts by as much.
const leastChange = 0.01

// longEnough reports whether a series has the points that it takes to look for
// changes.
func (s *Series) longEnough() bool { return len(s.quiet()) >= 2*stats.ChangeSegment }

// quiet lists the indices of the points whose machine was not shared.
func (s *Series) quiet() []int {
	var indices []int
	for i := range s.Points {
		if !s.Points[i].Busy {
			indices = append(indices, i)
		}
	}
	return indices
}

// findChanges looks for changes in all series that are long enough, together:
// each more is one more chance for noise to look like a change.
func (h *History) findChanges() {
	family := 0
	for i := range h.Series {
		if h.Series[i].longEnough() {
			family++
		}
	}
	for i := range h.Series {
		h.Series[i].findChanges(max(1, family), h.Runs)
	}
}

// findChanges looks for the change points of a series of a family that has
// enough points, and else says how many are missing.
func (s *Series) findChanges(family int, runs []Run) {
	quiet := s.quiet()
	values := make([]float64, len(quiet))
	for k, i := range quiet {
		values[k] = s.Points[i].Value.Value
	}
	found, err := stats.ChangePoints(values, leastChange, family)
	if s.Need = stats.Missing(err); s.Need > 0 {
		s.Why = fmt.Sprintf("%s; %d more would do to look for changes", unit.Count(len(values), "run"), s.Need)
		return
	}
	if err != nil {
		s.Why = "changes cannot be looked for: " + err.Error()
		return
	}
	outliers, err := stats.Outliers(values)
	if err != nil {
		s.Why = "outliers cannot be told: " + err.Error()
		return
	}
	for _, k := range outliers {
		s.Points[quiet[k]].Outlier = true
	}
	for i, p := range found {
		start, end := 0, len(values)
		if i > 0 {
			start = found[i-1].Index
		}
		if i+1 < len(found) {
			end = found[i+1].Index
		}
		ratio := analysis.Estimate{
			Unit: analysis.UnitTimes, Better: analysis.Lower, N: end - start, Modelled: s.Basis == BasisModelled,
			Method: "geometric means of the runs before and after, Welch's interval",
		}
		c := ChangePoint{Point: quiet[p.Index], Before: p.Before, After: p.After, P: p.P, Ratio: *ratio.With(p.Ratio)}
		c.Sentence = s.sentence(&c, quiet[p.Index-1], runs)
		s.Changes = append(s.Changes, c)
	}
}

// sentence tells a change with the two runs that it lies between; before is the index
// of the last point of the old level.
func (s *Series) sentence(c *ChangePoint, before int, runs []Run) string {
	what := analysis.CellName(&s.Cell)
	if s.Detail != "" {
		what += " (" + s.Detail + ")"
	}
	if s.Quantity != QuantityTime {
		what += ", operation " + s.Quantity + ","
	}
	last, first := runs[s.Points[before].Run], runs[s.Points[c.Point].Run]
	times, known := c.Ratio.Words()
	return fmt.Sprintf("%s takes %s as long (%s): %s instead of %s. The last run before was %s, the first since %s.",
		what, times, known, unit.Seconds(c.After), unit.Seconds(c.Before), build(last), build(first))
}

// build names a run by when it was and what was run.
func build(r Run) string { return fmt.Sprintf("revision %s at %s", r.Revision, moment(r.Start)) }

// historyRemarks says what weakens a history.
func historyRemarks(h *History) []string {
	var remarks []string
	for _, r := range h.Runs {
		if r.Flaw != "" {
			remarks = append(remarks, fmt.Sprintf("%q is used as far as it goes. It is %s", r.File, r.Flaw))
		}
	}
	busy := 0
	for _, r := range h.Runs {
		if r.Busy != "" {
			busy++
		}
	}
	if busy > 0 {
		remarks = append(remarks, fmt.Sprintf("%d of %d runs were made on a shared machine: they are marked, and no change is looked for in them", busy, len(h.Runs)))
	}
	short, plain, unknown, points, outliers := 0, 0, 0, 0, 0
	for i := range h.Series {
		for _, p := range h.Series[i].Points {
			points++
			if p.Outlier {
				outliers++
			}
		}
		if !h.Series[i].longEnough() {
			short++
		}
		if h.Series[i].Basis == BasisPlainMean {
			plain++
		}
		if h.Series[i].Machine.CPU == "" {
			unknown++
		}
	}
	if short > 0 {
		remarks = append(remarks, fmt.Sprintf("%d of %d series are of fewer than the %d runs that it takes to look for changes", short, len(h.Series), 2*stats.ChangeSegment))
	}
	if outliers > 0 {
		remarks = append(remarks, fmt.Sprintf("%d of %d points are outliers, which the plots and the data mark: each counts as if it lay no further off than makes it one", outliers, points))
	}
	if plain > 0 {
		remarks = append(remarks, fmt.Sprintf("%d series are of plain means of whole searches, whose spread is mostly luck: replay or operations mode shows changes sooner", plain))
	}
	if unknown > 0 {
		remarks = append(remarks, fmt.Sprintf("%d series are of runs that do not name their processor: several machines may stand in one", unknown))
	}
	return remarks
}
