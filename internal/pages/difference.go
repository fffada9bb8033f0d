// Two sides of runs set against each other: the verdict first, then each subject with
// its interval, then what weakens or prevents a verdict.

package pages

import (
	"strconv"
	"strings"

	"primebench/internal/gate"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// Difference is the document of a comparison.
func Difference(d *gate.Difference) *doc.Document {
	page := &doc.Document{
		Name:  "comparison",
		Title: "primebench comparison",
		Object: struct {
			heading
			*gate.Difference
		}{heading{Report: "primebench comparison", Version: 2}, d},
		Data:         changesData(d),
		PictureNames: []string{shiftsName},
	}
	if len(d.Obstacles) > 0 {
		page.Verdict = doc.Verdict{Word: string(gate.NotComparable), Severity: doc.Bad}
		page.Sections = []doc.Section{{Title: "Why", First: true, Lines: obstacleLines(d)}}
		return page
	}
	page.Verdict = verdictOf(d)
	page.Facts = sideFacts(d)
	page.Others = differenceFormats(d)
	page.Sections = []doc.Section{changesSection(d), besidesSection(d), {Title: "Remarks", First: true, Lines: d.Remarks}}
	return page
}

func obstacleLines(d *gate.Difference) []string {
	lines := make([]string, len(d.Obstacles))
	for i, o := range d.Obstacles {
		lines[i] = o.String()
	}
	return lines
}

// severityOf says how good or bad a verdict is.
func severityOf(v gate.Verdict) doc.Severity {
	switch v {
	case gate.Faster, gate.Pass:
		return doc.Good
	case gate.Inconclusive:
		return doc.Doubtful
	}
	return doc.Bad
}

// verdictOf says what the gate makes of it all.
func verdictOf(d *gate.Difference) doc.Verdict {
	word := string(d.Verdict)
	if d.Verdict == gate.Faster {
		word = string(gate.Pass)
	}
	return doc.Verdict{Word: word, Sentence: verdictSentence(d), Severity: severityOf(d.Verdict)}
}

func verdictSentence(d *gate.Difference) string {
	counts := map[gate.Verdict]int{}
	for i := range d.Changes {
		counts[d.Changes[i].Verdict]++
	}
	all := strconv.Itoa(len(d.Changes))
	of := func(v gate.Verdict) string { return strconv.Itoa(counts[v]) + " of " + all }
	limit := unit.Given(d.Tolerance, unit.Share)
	slower, slowdown, faster := "slower", "a slowdown", "faster"
	if !ofTimes(d) {
		slower, slowdown, faster = "worse", "a change for the worse", "better"
	}
	switch d.Verdict {
	case gate.Regression:
		if counts[gate.Regression] == 0 {
			return "all " + all + " together got " + slower + " by more than the tolerance of " + limit + " and the noise of the machine, by their geometric mean."
		}
		return of(gate.Regression) + " got " + slower + " by more than the tolerance of " + limit + " and the noise of the machine."
	case gate.Inconclusive:
		if len(d.Failures) > 0 {
			return "something that was measured failed, so that nothing is a pass."
		}
		return of(gate.Inconclusive) + " cannot be told from " + slowdown + " of " + limit + ", nor from none."
	case gate.Faster:
		return "all " + all + " got " + faster + " by more than " + limit + "."
	}
	sentence := "none of " + all + " got " + slower + " by " + limit + " or more"
	if counts[gate.Faster] > 0 {
		sentence += "; " + of(gate.Faster) + " got " + faster + " by more than that"
	}
	return sentence + "."
}

// sideFacts describe the two sides.
func sideFacts(d *gate.Difference) []doc.Fact {
	how := "unpaired: the blocks of either side as they came"
	if d.Paired {
		how = "paired: each block beside its neighbour in time"
	}
	return []doc.Fact{
		{Name: "base", First: true, Value: doc.Text(sideLine(&d.Base))},
		{Name: "head", First: true, Value: doc.Text(sideLine(&d.Head))},
		{Name: "machine", First: true, Value: doc.Text(join("; ", join(", ", d.Base.CPU, join("/", d.Base.OS, d.Base.Arch)), how))},
	}
}

func sideLine(s *gate.Side) string {
	runs := unit.Count(len(s.Names), "run")
	if s.From.IsZero() {
		runs = unit.Count(len(s.Names), "file")
	}
	if len(s.Names) == 1 {
		runs = s.Names[0]
	}
	if s.From.IsZero() { // a record, whose files do not say
		return runs
	}
	return join(", ", join(" ", s.Version, shortRevision(s.Revision)), runs, s.Go, "from "+moment(s.From), unit.Seconds(s.Measured.Seconds())+" measured")
}

// A changeRow is a change in a table: of one subject, or of all together.
type changeRow struct {
	*gate.Change
	difference *gate.Difference
	together   bool
}

// changeRows are the changes, and the geometric mean of all where that was asked for.
func changeRows(d *gate.Difference) []changeRow {
	var rows []changeRow
	for i := range d.Changes {
		rows = append(rows, changeRow{Change: &d.Changes[i], difference: d})
	}
	if d.Geomean != nil {
		rows = append(rows, changeRow{Change: d.Geomean, difference: d, together: true})
	}
	return rows
}

// changeRank puts all together before single changes, and of these what is slower before
// what is not told apart, and that before what is well.
func changeRank(r changeRow) int {
	if r.together {
		return 1 + int(doc.Bad)
	}
	return int(severityOf(r.Verdict))
}

// ofSubject is the value of a column that says something of a single subject; of all
// together it says nothing.
func ofSubject(value func(changeRow) doc.Value) func(changeRow) doc.Value {
	return func(r changeRow) doc.Value {
		if r.together {
			return doc.Text("")
		}
		return value(r)
	}
}

func changesSection(d *gate.Difference) doc.Section {
	s := doc.Section{
		ID: "changes", Title: "Changes, head against base", First: true,
		Note: changeNote(d) + " Its interval is at the level that keeps the chance of any wrong " +
			"verdict in the table at 5 % (Holm). A regression lies with all of its interval above the limit: the tolerance or twice the noise that the " +
			"same build shows against itself, whichever is larger.",
		Table: cellsTable(d),
	}
	if ofRecords(d) {
		s.Table = recordTable(d)
	}
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Why != "" {
			s.Table.Remarks = append(s.Table.Remarks, c.Name()+": "+c.Why)
		}
	}
	if p, ok := shiftsPlot(d); ok {
		s.Pictures = []doc.Picture{picture(p)}
	}
	return s
}

func changeKind(r changeRow) doc.Value {
	if r.together {
		return doc.Text("geomean")
	}
	return doc.Text(r.Cell.Kind)
}

func changeStrategy(r changeRow) doc.Value {
	if r.together {
		return doc.Text("all " + strconv.Itoa(len(r.difference.Changes)))
	}
	return doc.Text(waysOf(r.Change))
}

// changeOf is how much longer the head takes, as a relative difference.
func changeOf(c *gate.Change) doc.Number {
	n := numberOf(&c.Ratio)
	n.Value, n.Low, n.High, n.Unit = n.Value-1, n.Low-1, n.High-1, unit.Change
	return n
}

// waysOf names the strategy, and what the head has in its place.
func waysOf(c *gate.Change) string {
	switch {
	case c.HeadStrategy != c.Cell.Strategy:
		return c.Cell.Strategy + " > " + c.HeadStrategy
	case c.HeadKernel != c.Cell.Kernel:
		return strings.TrimSpace(join(" ", c.Cell.Strategy, c.Cell.Kernel, ">", c.HeadKernel))
	}
	return c.Cell.Strategy
}

// changeNote says what a change is.
func changeNote(d *gate.Difference) string {
	if ofTimes(d) {
		return "The change is in the time of the head over that of the base: +5 % is slower."
	}
	return "The change is of the head over the base."
}

// cellsTable has the columns of primebench's cells.
func cellsTable(d *gate.Difference) doc.Table {
	return doc.NewGroupedTable([]doc.Column[changeRow]{
		{Heading: "kind", Names: true, Value: changeKind},
		{Heading: "bits", Names: true, Value: ofSubject(func(r changeRow) doc.Value { return sizeOf(&r.Cell) })},
		{Heading: "strategy", Names: true, Value: changeStrategy},
		{Heading: "operation", Names: true, Value: ofSubject(func(r changeRow) doc.Value { return doc.Text(r.Op) })},
		{Heading: "mode", Names: true, Spare: 4, Value: ofSubject(func(r changeRow) doc.Value { return doc.Text(r.Cell.Mode) })},
		{Heading: "workers", Names: true, Spare: 5, Value: ofSubject(func(r changeRow) doc.Value { return doc.Count(r.Cell.Workers) })},
		{Heading: "policy", Names: true, Spare: 6, Value: ofSubject(func(r changeRow) doc.Value { return doc.Word(r.Cell.Policy.Name) })},
		{Heading: "base", Better: doc.Lower, Spare: 2, Value: ofSubject(func(r changeRow) doc.Value { return number(&r.Base) })},
		{Heading: "head", Better: doc.Lower, Spare: 2, Value: ofSubject(func(r changeRow) doc.Value { return number(&r.Head) })},
		{Heading: "change", Better: doc.Lower, Interval: "interval", Value: func(r changeRow) doc.Value { return changeOf(r.Change) }},
		{Heading: "limit", Unit: unit.Share, Spare: 1, Value: func(r changeRow) doc.Value {
			return doc.Number{Value: r.Limit, Given: r.Limit == r.difference.Tolerance}
		}},
		{Heading: "blocks", Spare: 3, Value: func(r changeRow) doc.Value { return doc.Count(r.Blocks) }},
		{Heading: "verdict", Value: func(r changeRow) doc.Value {
			return doc.State{Word: string(r.Verdict), Severity: severityOf(r.Verdict)}
		}},
	}, doc.Group[changeRow]{Rows: changeRows(d), Rank: changeRank})
}
