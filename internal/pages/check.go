// What a check found of numbers, groups, moduli files and proofs.

package pages

import (
	"fmt"
	"strings"

	"primebench/internal/inspect"
	"primebench/report/doc"
)

// A Checked is something that was to be checked, and what was found.
type Checked struct {
	Source  string `json:"source"`  // a number as it was given, or a file with its line
	Refused bool   `json:"refused"` // it could not be read, and Reason says why
	inspect.Finding
}

// A Checks is what was checked, in order.
type Checks struct {
	Found []Checked // of a long list maybe not all; see Add
	// How many there were of all.
	Sound, Unsound, Refused int
}

// Add counts what was found, and keeps it. Of a brief list the first of each verdict are
// kept, as many as the first screen has rows, so that it takes no memory.
func (cs *Checks) Add(c Checked, brief bool) {
	of := &cs.Sound
	switch {
	case c.Refused:
		of = &cs.Refused
	case !c.Sound:
		of = &cs.Unsound
	}
	*of++
	if !brief || *of <= doc.ScreenRows {
		cs.Found = append(cs.Found, c)
	}
}

// Check is the document of a check.
func Check(cs Checks) *doc.Document {
	verdict := doc.Verdict{Word: "sound", Severity: doc.Good}
	switch {
	case cs.Unsound > 0:
		verdict = doc.Verdict{Word: "not sound", Severity: doc.Bad}
	case cs.Refused > 0:
		verdict = doc.Verdict{Word: "not read", Severity: doc.Doubtful}
	case cs.Sound == 0:
		verdict = doc.Verdict{Word: "nothing", Severity: doc.Doubtful}
	}
	verdict.Sentence = fmt.Sprintf("%d sound, %d not, %d could not be read", cs.Sound, cs.Unsound, cs.Refused)
	return &doc.Document{
		Name: "check", Title: "primebench check", Verdict: verdict,
		Sections: []doc.Section{{Title: "What was checked", First: true, Table: checkedTable(cs)}},
		Data:     checkedData(cs.Found),
		Object: struct {
			heading
			Sound    int       `json:"sound"`
			Unsound  int       `json:"unsound"`
			Refused  int       `json:"refused"`
			Findings []Checked `json:"findings"`
		}{heading{Report: "primebench check", Version: 1}, cs.Sound, cs.Unsound, cs.Refused, cs.Found},
	}
}

func (c Checked) state() doc.State {
	switch {
	case c.Refused:
		return doc.State{Word: "not read", Severity: doc.Doubtful}
	case c.Sound:
		return doc.State{Word: "sound", Severity: doc.Good}
	}
	return doc.State{Word: "not sound", Severity: doc.Bad}
}

func checkedNames() []doc.Column[Checked] {
	return []doc.Column[Checked]{
		{Heading: "source", Names: true, Value: func(c Checked) doc.Value { return doc.Text(c.Source) }},
		{Heading: "kind", Spare: 1, Value: func(c Checked) doc.Value { return doc.Word(c.Kind) }},
		{Heading: "bits", Value: func(c Checked) doc.Value {
			if c.Bits == 0 {
				return nil
			}
			return doc.Count(c.Bits)
		}},
		{Heading: "verdict", Value: func(c Checked) doc.Value { return c.state() }},
	}
}

// checkedTable is for people: what was found in sentences.
func checkedTable(cs Checks) doc.Table {
	t := doc.NewGroupedTable(append(checkedNames(), doc.Column[Checked]{
		Heading: "what was found", Prose: true,
		Value: func(c Checked) doc.Value {
			if c.Refused {
				return doc.Text(c.Reason)
			}
			return doc.Text(strings.Join(append([]string{c.Sentence()}, c.Remarks...), "; "))
		},
	}), doc.Group[Checked]{Rows: cs.Found, Rank: func(c Checked) int { return int(c.state().Severity) }})
	t.Unlisted = cs.Sound + cs.Unsound + cs.Refused - len(cs.Found)
	return t
}

// checkedData is for programs.
func checkedData(all []Checked) doc.Table {
	text := func(heading string, of func(Checked) string) doc.Column[Checked] {
		return doc.Column[Checked]{Heading: heading, Value: func(c Checked) doc.Value { return doc.Word(of(c)) }}
	}
	return doc.NewTable(append(checkedNames(),
		text("safe", func(c Checked) string { return fmt.Sprint(c.Safe) }),
		text("order", func(c Checked) string { return c.Order }),
		text("published", func(c Checked) string { return c.Published }),
		text("defined in", func(c Checked) string { return c.Finding.Source }),
		text("policy", func(c Checked) string { return c.Policy }),
		text("proven", func(c Checked) string { return fmt.Sprint(c.Proven) }),
		doc.Column[Checked]{Heading: "log2 error", Value: func(c Checked) doc.Value { return doc.Number{Value: c.Log2Error} }},
		text("reason", func(c Checked) string { return c.Reason }),
		text("remarks", func(c Checked) string { return strings.Join(c.Remarks, "; ") }),
	), all)
}
