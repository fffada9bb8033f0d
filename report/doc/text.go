// Text for the terminal. Its rules: the verdict comes first; prose is broken at the
// width, and a table leaves out its spare columns to keep to it; colour is bold and dim
// only, and says nothing that the words do not.

package doc

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DefaultWidth is the width that text keeps to when none is given, in characters.
const DefaultWidth = 100

// nameLimit is the longest text in characters that a table for the terminal shows
// whole.
const nameLimit = 40

// setText sets a document for the terminal.
func (d *Document) setText(opts Options) []byte {
	p := newTextPage(opts)
	p.styled(bold, "", d.Verdict.text())
	for _, paragraph := range d.Summary {
		p.wrap("", paragraph)
	}
	p.styled(dim, "", d.Note)
	for _, f := range d.Facts {
		p.wrap("", f.line())
	}
	p.answers(d.Answers)
	for i := range d.Sections {
		if s := &d.Sections[i]; !s.empty() && !s.Detail {
			p.section(s)
		}
	}
	return p.buf.Bytes()
}

// line is a fact in one line.
func (f Fact) line() string { return f.Name + ": " + inline(f.Value) }

// A textPage gathers the lines of a document for the terminal.
type textPage struct {
	buf    bytes.Buffer
	width  int
	colour bool
	shown  int // lines as a terminal shows them, which breaks those that are too long
}

func newTextPage(opts Options) *textPage {
	p := &textPage{width: opts.Width, colour: opts.Colour}
	if p.width <= 0 {
		p.width = DefaultWidth
	}
	return p
}

func (p *textPage) answers(answers []Answer) {
	if len(answers) == 0 {
		return
	}
	p.heading("answers")
	for _, a := range answers {
		p.styled(bold, "  ", a.Question)
		p.wrap("    ", a.Sentence)
	}
}

func (p *textPage) section(s *Section) {
	p.heading(s.Title)
	g := p.fitting(s.Table.grid())
	p.styled(dim, "", join(" ", s.Note, g.note()))
	for _, f := range s.Facts {
		p.wrap("  ", f.line())
	}
	for _, line := range firstOf(s.Lines, s.Most) {
		p.wrap("  ", line)
	}
	p.grid(g)
}

// firstOf keeps a list short, and says so; a limit of 0 is none.
func firstOf(lines []string, limit int) []string {
	if limit == 0 || len(lines) <= limit {
		return lines
	}
	rest := "and " + strconv.Itoa(len(lines)-limit) + " more, which the page and the other formats list"
	return append(lines[:limit:limit], rest)
}

// fitting leaves out as many spare columns as the width asks for.
func (p *textPage) fitting(g grid) grid {
	g = g.telling()
	for rank := g.mostSpare(); rank > 0 && total(g.widths()) > p.width; rank-- {
		g = g.without(rank)
	}
	return g
}

// leastProse is the narrowest column that sentences are still read in.
const leastProse = 30

// widths are those that the columns need; sentences need little, since they are broken.
func (g grid) widths() []int {
	widths := make([]int, len(g.heads))
	for i, h := range g.heads {
		if h.prose {
			widths[i] = leastProse
			continue
		}
		widths[i] = max(utf8.RuneCountInString(Shorten(h.name, nameLimit)), utf8.RuneCountInString(Shorten(string(h.better), nameLimit)))
		for _, p := range g.parts {
			for _, line := range p.lines {
				widths[i] = max(widths[i], utf8.RuneCountInString(Shorten(line[i], nameLimit)))
			}
		}
	}
	return widths
}

// total is the width of a line of columns, the gaps before them included.
func total(widths []int) int {
	sum := 0
	for _, w := range widths {
		sum += 2 + w
	}
	return sum
}

// grid sets a table: the head, then the lines of each group under its title.
func (p *textPage) grid(g grid) {
	if len(g.parts) == 0 {
		return
	}
	widths := g.widths()
	names, directions := make([]string, len(g.heads)), make([]string, len(g.heads))
	for i, h := range g.heads {
		names[i], directions[i] = h.name, string(h.better)
	}
	p.row(g, widths, names, bold)
	if strings.Join(directions, "") != "" {
		p.row(g, widths, directions, dim)
	}
	for _, part := range g.parts {
		p.styled(bold, "", part.title)
		for _, line := range part.lines {
			p.row(g, widths, line, plain)
		}
		p.remarks(part.remarks)
	}
	p.remarks(g.remarks)
}

func (p *textPage) remarks(remarks []string) {
	for _, remark := range remarks {
		p.styled(dim, "    ", remark)
	}
}

func (p *textPage) row(g grid, widths []int, fields []string, s style) {
	var line strings.Builder
	for i, field := range fields {
		if g.heads[i].prose {
			p.prose(line.String()+"  ", total(widths[:i])+2, field, s)
			return
		}
		field = Shorten(field, nameLimit)
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(field))
		if g.heads[i].right {
			field = pad + field
		} else {
			field += pad
		}
		line.WriteString("  ")
		line.WriteString(field)
	}
	p.line(strings.TrimRight(line.String(), " "), s)
}

// prose writes what a row begins with and then a text, broken at blanks into lines that
// begin below each other.
func (p *textPage) prose(begin string, indent int, text string, s style) {
	broken := &textPage{width: max(p.width, indent+leastProse)}
	broken.styled(plain, strings.Repeat(" ", indent), text)
	lines, _ := strings.CutPrefix(broken.buf.String(), strings.Repeat(" ", indent))
	for line := range strings.SplitSeq(strings.TrimSuffix(begin+lines, "\n"), "\n") {
		p.line(strings.TrimRight(line, " "), s)
	}
}

func (p *textPage) heading(title string) {
	p.blank()
	p.styled(bold, "", strings.ToUpper(title))
}

func (p *textPage) wrap(indent, text string) { p.styled(plain, indent, text) }

// hanging writes text as lines of which all but the first stand two characters further
// in, so that one text can be told from the next.
func (p *textPage) hanging(indent, text string) { p.broken(plain, indent, indent+"  ", text) }

// styled writes text as lines of at most the page's width, broken at blanks.
func (p *textPage) styled(s style, indent, text string) { p.broken(s, indent, indent, text) }

// broken writes text as lines that begin with an indent, which may change after the first.
func (p *textPage) broken(s style, indent, then, text string) {
	line := indent
	for word := range strings.FieldsSeq(Clean(text)) {
		if len(line) > len(indent) && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > p.width {
			p.line(line, s)
			indent = then
			line = indent
		}
		if len(line) > len(indent) {
			line += " "
		}
		line += word
	}
	if len(line) > len(indent) {
		p.line(line, s)
	}
}

// blank writes an empty line, but for one at the top.
func (p *textPage) blank() {
	if p.buf.Len() > 0 {
		p.line("", plain)
	}
}

func (p *textPage) line(line string, s style) {
	p.shown += max(1, (utf8.RuneCountInString(line)+p.width-1)/p.width)
	if p.colour && s != plain {
		line = string(s) + line + string(reset)
	}
	p.buf.WriteString(line)
	p.buf.WriteByte('\n')
}

// A style is the control sequence that begins it (ECMA-48, SGR).
type style string

const (
	plain style = ""
	bold  style = "\x1b[1m"
	dim   style = "\x1b[2m"
	reset style = "\x1b[0m"
)
