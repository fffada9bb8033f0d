// A document as one page that needs nothing but itself: no script, no network, drawings
// and style inside. It is readable in light and dark, on paper, and without sight.

package doc

import (
	"bytes"
	_ "embed" // for the page
	"fmt"
	"html/template"
	"strconv"
)

//go:embed page.html.tmpl
var pageTemplate string

//go:embed page.css
var pageStyle string

// setHTML sets a document as a page. html/template escapes what the document says.
func (d *Document) setHTML() ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{"clean": Clean}).Parse(pageTemplate)
	if err != nil {
		return nil, fmt.Errorf("doc: page template: %w", err)
	}
	p, err := d.page()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("doc: setting html: %w", err)
	}
	return b.Bytes(), nil
}

// A page is what the template sets.
type page struct {
	Title    string
	Style    template.CSS
	Verdict  pageVerdict
	Summary  []string
	Note     string
	First    *pageAnswer // before everything else
	Answers  []pageAnswer
	Facts    []pageFact
	Sections []pageSection
}

type pageVerdict struct{ Text, Class string }

type pageAnswer struct {
	Question, Sentence string
	Number             pageNumber
}

type pageNumber struct {
	Text, Interval string
	Estimate       bool // whose interval a reader looks for
}

type pageFact struct{ Name, Value string }

type pageSection struct {
	ID, Title, Note string
	Facts           []pageFact
	Lines           []string
	Table           pageTable
	Pictures        []pagePicture
}

type pageTable struct {
	Columns []pageColumn
	Parts   []pagePart
}

type pageColumn struct {
	Heading, Direction, Interval string
	Right                        bool
}

type pagePart struct {
	ID, Title string
	Rows      [][]pageField
	Remarks   []string
}

type pageField struct {
	Text, Interval string
	State          string // the class of a state, else ""
	First          bool   // names the row
	Right          bool
	Prose          bool // is broken over lines
}

type pagePicture struct {
	Title, Alt string
	Element    template.HTML
}

func (d *Document) page() (page, error) {
	p := page{
		Title: d.Title, Style: template.CSS(pageStyle), Summary: d.Summary, Note: d.Note, Facts: pageFacts(d.Facts),
		Verdict: pageVerdict{Text: d.Verdict.text(), Class: d.Verdict.Severity.class()},
	}
	for i, a := range d.Answers {
		answer := pageAnswer{Question: a.Question, Sentence: a.Sentence}
		if a.Number != nil {
			f := a.Number.field("")
			_, estimate := a.Number.(Number)
			answer.Number = pageNumber{Text: f.text, Interval: f.interval, Estimate: estimate}
		}
		if i == 0 {
			p.First = &answer
			continue
		}
		p.Answers = append(p.Answers, answer)
	}
	ids := anchors{"answer": true}
	for i := range d.Sections {
		if d.Sections[i].empty() {
			continue
		}
		s, err := ids.section(&d.Sections[i])
		if err != nil {
			return page{}, err
		}
		p.Sections = append(p.Sections, s)
	}
	return p, nil
}

// Anchors are the ids that are taken in a page.
type anchors map[string]bool

// take returns an id that is not taken yet, of the wanted words.
func (a anchors) take(wanted string) string {
	id := wanted
	for n := 2; a[id]; n++ {
		id = wanted + "-" + strconv.Itoa(n)
	}
	a[id] = true
	return id
}

func (a anchors) section(s *Section) (pageSection, error) {
	id := a.take(s.id())
	out := pageSection{ID: id, Title: s.Title, Note: s.note(), Facts: pageFacts(s.Facts), Lines: s.Lines}
	t := s.Table.filled()
	for _, c := range t.columns {
		out.Table.Columns = append(out.Table.Columns, pageColumn{Heading: c.heading, Direction: c.better.phrase(), Interval: c.interval, Right: c.numeric})
	}
	for _, g := range t.groups {
		part := pagePart{Title: g.title, Remarks: g.remarks}
		if g.title != "" {
			part.ID = a.take(id + "-" + Slug(g.title))
		}
		for _, row := range g.rows {
			part.Rows = append(part.Rows, t.pageRow(row))
		}
		out.Table.Parts = append(out.Table.Parts, part)
	}
	if len(t.Remarks) > 0 {
		out.Table.Parts = append(out.Table.Parts, pagePart{Remarks: t.Remarks})
	}
	for _, p := range s.Pictures {
		element, err := p.Drawing.Element()
		if err != nil {
			return pageSection{}, err
		}
		// Whoever draws makes the text in it harmless; see Drawing.
		out.Pictures = append(out.Pictures, pagePicture{Title: p.Title, Alt: p.Alt, Element: template.HTML(element)})
	}
	return out, nil
}

// pageRow puts each interval into the field of its number.
func (t Table) pageRow(row []Value) []pageField {
	var fields []pageField
	for i, v := range row {
		c := t.columns[i]
		f := shown(v, c.unit)
		field := pageField{Text: f.text, First: i == 0, Right: c.numeric, Prose: c.prose}
		if c.interval != "" {
			field.Interval = f.interval
		}
		if f.state {
			field.State = f.severity.class()
		}
		fields = append(fields, field)
	}
	return fields
}

func pageFacts(facts []Fact) []pageFact {
	var out []pageFact
	for _, f := range facts {
		out = append(out, pageFact{Name: f.Name, Value: inline(f.Value)})
	}
	return out
}

// class is what the page's style calls a severity.
func (s Severity) class() string {
	switch s {
	case Good:
		return "good"
	case Doubtful:
		return "doubtful"
	case Bad:
		return "bad"
	}
	return "plain"
}
