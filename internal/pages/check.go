// What a check found of numbers, groups, moduli files and proofs.

package pages

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"primebench/internal/inspect"
	"primebench/report/doc"
)

// A Checked is something that was to be checked, and what was found.
type Checked struct {
	Source  string `json:"source"` // a number as it was given, or a file with its line
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"` // in File, from 1; 0 where it has none
	Refused bool   `json:"refused"`        // it could not be read, and Reason says why
	Passed  bool   `json:"passed"`         // it carries neither a group nor a prime, and Reason says what it is
	inspect.Finding
}

// A Checks is what was checked, in order.
type Checks struct {
	Found []Checked // of a long list maybe not all; see Add
	Totals
	// remarks are how often each was made, of the first mostRemarks that differ.
	remarks map[string]int
}

// mostRemarks is how many remarks are counted, so that a list of any length takes no
// memory.
const mostRemarks = 100

// count counts a remark.
func (cs *Checks) count(remark string) {
	if cs.remarks == nil {
		cs.remarks = map[string]int{}
	}
	if _, known := cs.remarks[remark]; known || len(cs.remarks) < mostRemarks {
		cs.remarks[remark]++
	}
}

// Repeats reports whether a remark was made of several things, so that it is said once.
func (cs *Checks) Repeats(remark string) bool { return cs.remarks[remark] > 1 }

// Repeated are the remarks that were made of several things, with how many, those of the
// most first.
func (cs *Checks) Repeated() []string {
	var texts []string
	for remark, n := range cs.remarks {
		if n > 1 {
			texts = append(texts, remark)
		}
	}
	slices.SortFunc(texts, func(a, b string) int {
		return cmp.Or(cs.remarks[b]-cs.remarks[a], strings.Compare(a, b))
	})
	for i, remark := range texts {
		texts[i] = fmt.Sprintf("%d times: %s", cs.remarks[remark], remark)
	}
	return texts
}

// Totals are how many there were of each verdict.
type Totals struct {
	Sound   int            `json:"sound"`
	Weak    int            `json:"weak"`            // well-formed, and below the level that is asked for
	Unsound int            `json:"unsound"`         // anything else that is not sound
	Refused int            `json:"refused"`         // could not be read
	Passed  int            `json:"passed"`          // carry neither a group nor a prime
	Kinds   map[string]int `json:"kinds,omitempty"` // of what was read, by inspect's kinds
}

// Checked is how many there were.
func (t Totals) Checked() int { return t.Sound + t.Weak + t.Unsound + t.Refused + t.Passed }

// String is the closing line, such as "423 groups: 421 sound, 2 weak, 0 bad, 1 not read".
func (t Totals) String() string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(t.Kinds)) {
		noun := kind
		if t.Kinds[kind] != 1 {
			noun += "s"
		}
		parts = append(parts, fmt.Sprintf("%d %s", t.Kinds[kind], noun))
	}
	if len(parts) == 0 {
		parts = []string{"nothing read"}
	}
	text := fmt.Sprintf("%s: %d sound, %d weak, %d bad, %d not read", strings.Join(parts, ", "), t.Sound, t.Weak, t.Unsound, t.Refused)
	if t.Passed > 0 {
		text += fmt.Sprintf(", %d passed over", t.Passed)
	}
	return text
}

// Add counts what was found, and keeps it. Of a brief list the first of each verdict are
// kept, as many as the first screen has rows, so that it takes no memory.
func (cs *Checks) Add(c Checked, brief bool) {
	if cs.Count(&c, brief) {
		cs.Found = append(cs.Found, c)
	}
}

// Count counts what was found, and reports whether Add would keep it. Its Source makes no
// difference.
func (cs *Checks) Count(c *Checked, brief bool) bool {
	of := &cs.Sound
	switch {
	case c.Refused:
		of = &cs.Refused
	case c.Passed:
		of = &cs.Passed
	case c.Weak:
		of = &cs.Weak
	case !c.Sound:
		of = &cs.Unsound
	}
	*of++
	for _, remark := range c.Remarks {
		cs.count(remark)
	}
	if !c.Refused && !c.Passed {
		if cs.Kinds == nil {
			cs.Kinds = map[string]int{}
		}
		cs.Kinds[c.Kind]++
	}
	return !brief || *of <= doc.ScreenRows
}

// Check is the document of a check.
func Check(cs Checks) *doc.Document {
	verdict := doc.Verdict{Word: "sound", Severity: doc.Good}
	switch {
	case cs.Unsound > 0:
		verdict = doc.Verdict{Word: "not sound", Severity: doc.Bad}
	case cs.Weak > 0:
		verdict = doc.Verdict{Word: "weak", Severity: doc.Bad}
	case cs.Refused > 0:
		verdict = doc.Verdict{Word: "not read", Severity: doc.Doubtful}
	case cs.Sound == 0:
		verdict = doc.Verdict{Word: "nothing", Severity: doc.Doubtful}
	}
	verdict.Sentence = cs.Totals.String()
	return &doc.Document{
		Name: "check", Title: "primebench check", Verdict: verdict,
		Sections: []doc.Section{{Title: "What was checked", First: true, Lines: cs.Repeated(), Table: checkedTable(cs)}},
		Others:   checkFormats(cs),
		Data:     checkedData(cs.Found),
		Object: struct {
			heading
			Totals
			Findings []Checked `json:"findings"`
		}{heading{Report: "primebench check", Version: 1}, cs.Totals, cs.Found},
	}
}

func (c Checked) state() doc.State {
	switch {
	case c.Refused:
		return doc.State{Word: "not read", Severity: doc.Doubtful}
	case c.Passed:
		return doc.State{Word: "passed over"}
	case c.Weak:
		return doc.State{Word: "weak", Severity: doc.Bad}
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
			if c.Refused || c.Passed {
				return doc.Text(c.Reason)
			}
			parts := []string{c.Sentence()}
			for _, remark := range c.Remarks {
				if !cs.Repeats(remark) {
					parts = append(parts, remark)
				}
			}
			return doc.Text(strings.Join(parts, "; "))
		},
	}), doc.Group[Checked]{Rows: cs.Found, Rank: func(c Checked) int { return int(c.state().Severity) }})
	t.Unlisted = cs.Checked() - len(cs.Found)
	return t
}

// checkedData is for programs.
func checkedData(all []Checked) doc.Table {
	text := func(heading string, of func(Checked) string) doc.Column[Checked] {
		return doc.Column[Checked]{Heading: heading, Value: func(c Checked) doc.Value { return doc.Word(of(c)) }}
	}
	return doc.NewTable(append(checkedNames(),
		text("what", func(c Checked) string { return c.What }),
		text("safe", func(c Checked) string { return fmt.Sprint(c.Safe) }),
		text("p", func(c Checked) string { return c.FoundP }),
		text("q", func(c Checked) string { return c.OriginQ }),
		text("order", func(c Checked) string { return c.Order }),
		doc.Column[Checked]{Heading: "strength", Value: func(c Checked) doc.Value {
			if c.Strength == 0 {
				return nil
			}
			return doc.Count(c.Strength)
		}},
		text("published", func(c Checked) string { return c.Published }),
		text("defined in", func(c Checked) string { return c.Finding.Source }),
		text("policy", func(c Checked) string { return c.Policy }),
		text("proven", func(c Checked) string { return fmt.Sprint(c.Proven) }),
		doc.Column[Checked]{Heading: "log2 error", Value: func(c Checked) doc.Value { return doc.Number{Value: c.Log2Error} }},
		text("reason", func(c Checked) string { return c.Reason }),
		text("remarks", func(c Checked) string { return strings.Join(c.Remarks, "; ") }),
	), all)
}
