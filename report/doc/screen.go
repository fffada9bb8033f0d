// The first screen: what a reader wants first of a document, in no more lines than a
// terminal shows at once.

package doc

import (
	"cmp"
	"slices"
	"strconv"

	"primebench/internal/unit"
)

// ScreenLines is how many lines a first screen has at most. Where a single text fills it
// by itself it is longer: no text is cut.
const ScreenLines = 40

// ScreenRows is how many rows of a table a first screen has at most.
const ScreenRows = 16

// A Screen asks for the first screen of a document alone: the verdict, the facts and the
// sections that are marked First, and as much of the notes, the answers, the lines of each
// section and the rows of its table as there is room for.
type Screen struct {
	All  string // the flag that prints the whole, such as "--full"
	Rest string // where the whole is to be had, in a sentence; "": nothing is said
	// Brief leaves the sections and the rest out too.
	Brief bool
}

// A room is how much of each sort a screen takes at most.
type room struct {
	rows    int // of a table
	lines   int // of a section, and as many remarks on its rows
	answers int
	notes   bool
}

// setScreen sets the first screen of a document. It takes less and less of each sort until
// there are few enough lines.
func (d *Document) setScreen(opts Options) []byte {
	for r := (room{rows: ScreenRows, lines: 3, answers: 6, notes: true}); ; {
		p := d.screen(opts, r)
		if p.shown <= ScreenLines || !r.shrink() {
			return p.buf.Bytes()
		}
	}
}

// shrink takes away what tells least, and reports whether there was anything.
func (r *room) shrink() bool {
	if r.notes {
		r.notes = false
		return true
	}
	for _, keep := range []room{{rows: 10, lines: 2, answers: 6}, {rows: 6, lines: 1, answers: 4}, {rows: 3, lines: 1, answers: 2}, {rows: 1, lines: 1, answers: 1}} {
		switch {
		case r.rows > keep.rows:
			r.rows--
		case r.lines > keep.lines:
			r.lines--
		case r.answers > keep.answers:
			r.answers--
		default:
			continue
		}
		return true
	}
	return false
}

func (d *Document) screen(opts Options, r room) *textPage {
	p := newTextPage(opts)
	p.styled(bold, "", d.Verdict.text())
	for _, paragraph := range d.Summary {
		p.wrap("", paragraph)
	}
	for _, f := range d.Facts {
		if f.First {
			p.wrap("", f.line())
		}
	}
	p.screenAnswers(d.Answers, r.answers, opts.Screen.All)
	if opts.Screen.Brief {
		return p
	}
	for i := range d.Sections {
		if s := &d.Sections[i]; s.First && !s.empty() {
			p.screenSection(s, r, opts.Screen.All)
		}
	}
	if opts.Screen.Rest != "" {
		p.blank()
		p.wrap("", opts.Screen.Rest)
	}
	return p
}

func (p *textPage) screenAnswers(answers []Answer, most int, all string) {
	if len(answers) == 0 {
		return
	}
	p.heading("answers")
	for _, a := range answers[:min(most, len(answers))] {
		p.hanging("  ", cmp.Or(a.Brief, join(": ", a.Question, a.Sentence)))
	}
	if more := len(answers) - most; more > 0 {
		p.styled(dim, "    ", moreOf(more, "answers", all))
	}
}

func (p *textPage) screenSection(s *Section, r room, all string) {
	p.heading(s.Title)
	t, left := s.Table.first(r.rows)
	t.Remarks = t.Remarks[:min(r.lines, len(t.Remarks))]
	g := p.fitting(t.grid())
	if r.notes {
		p.styled(dim, "", join(" ", s.Note, g.note()))
	}
	for _, f := range s.Facts {
		p.wrap("  ", f.line())
	}
	for _, line := range s.Lines[:min(r.lines, len(s.Lines))] {
		p.hanging("  ", line)
	}
	if more := len(s.Lines) - r.lines; more > 0 {
		p.styled(dim, "    ", moreOf(more, "", all))
	}
	p.grid(g)
	var ending []string
	if !r.notes && t.modelled() {
		ending = append(ending, unit.Modelled+": modelled")
	}
	if left > 0 {
		ending = append(ending, moreOf(left, "rows", all))
	}
	p.styled(dim, "    ", join("; ", ending...))
}

// modelled reports whether a number of the table is made by a model.
func (t Table) modelled() bool {
	for _, g := range t.groups {
		for _, row := range g.rows {
			for _, v := range row {
				if n, ok := v.(Number); ok && n.Modelled {
					return true
				}
			}
		}
	}
	return false
}

// moreOf tells that there are more things, and what shows them.
func moreOf(n int, things, all string) string {
	return join(" ", "and", strconv.Itoa(n), "more", things) + ": " + all
}

// first returns the table with so many of its rows, those of the highest rank in the
// order of the table, and how many are left out. The titles of groups are a column.
func (t Table) first(most int) (Table, int) {
	type place struct{ group, row, rank int }
	var places []place
	titled := false
	for i, g := range t.groups {
		titled = titled || g.title != ""
		for j := range g.rows {
			places = append(places, place{group: i, row: j, rank: g.ranks[j]})
		}
	}
	left := t.Unlisted + max(0, len(places)-most)
	slices.SortStableFunc(places, func(a, b place) int { return b.rank - a.rank })
	places = places[:min(most, len(places))]
	slices.SortFunc(places, func(a, b place) int {
		if a.group != b.group {
			return a.group - b.group
		}
		return a.row - b.row
	})
	kept := Table{Remarks: t.Remarks, columns: t.columns, groups: []group{{}}}
	if titled {
		kept.columns = append([]column{{names: true}}, t.columns...)
	}
	for _, at := range places {
		g := &t.groups[at.group]
		row := g.rows[at.row]
		if titled {
			row = append([]Value{Text(g.title)}, row...)
		}
		kept.groups[0].rows = append(kept.groups[0].rows, row)
	}
	return kept, left
}
