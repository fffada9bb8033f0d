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

// Check is the document of a check.
func Check(all []Checked) *doc.Document {
	var sound, unsound, refused int
	for _, c := range all {
		switch {
		case c.Refused:
			refused++
		case c.Sound:
			sound++
		default:
			unsound++
		}
	}
	verdict := doc.Verdict{Word: "sound", Severity: doc.Good}
	switch {
	case unsound > 0:
		verdict = doc.Verdict{Word: "not sound", Severity: doc.Bad}
	case refused > 0:
		verdict = doc.Verdict{Word: "not read", Severity: doc.Doubtful}
	case sound == 0:
		verdict = doc.Verdict{Word: "nothing", Severity: doc.Doubtful}
	}
	verdict.Sentence = fmt.Sprintf("%d sound, %d not, %d could not be read", sound, unsound, refused)
	return &doc.Document{
		Name: "check", Title: "primebench check", Verdict: verdict,
		Sections: []doc.Section{{Title: "What was checked", Table: checkedTable(all)}},
		Data:     checkedData(all),
		Object: struct {
			heading
			Sound    int       `json:"sound"`
			Unsound  int       `json:"unsound"`
			Refused  int       `json:"refused"`
			Findings []Checked `json:"findings"`
		}{heading{Report: "primebench check", Version: 1}, sound, unsound, refused, all},
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
func checkedTable(all []Checked) doc.Table {
	return doc.NewTable(append(checkedNames(), doc.Column[Checked]{
		Heading: "what was found", Prose: true,
		Value: func(c Checked) doc.Value {
			if c.Refused {
				return doc.Text(c.Reason)
			}
			return doc.Text(strings.Join(append([]string{c.Sentence()}, c.Remarks...), "; "))
		},
	}), all)
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
