// The report for the terminal. Its rules: the answers come first; prose is
// broken at the width, and a table leaves out its spare columns to keep to it;
// the text is plain ASCII but for what a run file says, so that it survives any
// pipe; colour is bold and dim only, and says nothing that the words do not.

package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/results"
)

// DefaultWidth is the width that Text keeps to when none is given, in
// characters.
const DefaultWidth = doc.DefaultWidth

// Options is how Text writes. The zero value is right for a file.
type Options = doc.Options

// nameLimit is the longest name in characters that a table for the terminal
// shows whole.
const nameLimit = 40

// warningLimit is how many warnings do not yet push the tables off a screen.
const warningLimit = 12

// Text writes the report for the terminal: the answers, the costs, those of random
// values, those of using a group, the hard-coded groups, the check against theory, the policies and the first
// warnings. Why a cell
// is modelled, and from which operations, is left to the other formats.
func Text(w io.Writer, a *analysis.Analysis, opts Options) error {
	p := &textPage{width: opts.Width, colour: opts.Colour}
	if p.width <= 0 {
		p.width = DefaultWidth
	}
	p.opening(a)
	p.answers(a)
	if costs := costTables(a); showsCosts(a, costs) {
		p.heading("cost of a result, by kind and size")
		p.dim("Lower, higher: the better direction of a column. Ratio: time over that of onthefly at equal policy, mode and " +
			"workers. ~ and modelled: not timed in whole searches, but made of measured operations and the theory of their number.")
		p.tables(p.fitting(withoutRemarks(costs)))
	}
	if modelled, searches := modelledSearches(a); modelled > 0 {
		p.dim(fmt.Sprintf("%d of %d searches are modelled. A larger --budget leaves fewer of them; the page and the other "+
			"formats say why each one is.", modelled, searches))
	}
	if draws := randomTables(a); len(draws) > 0 {
		p.heading(randomTitle)
		fitting := p.fitting(draws)
		p.dim(fitting[0].note())
		p.tables(fitting)
	}
	for _, t := range filled(goalsTable(a), powersTable(a), limitTable(a), throughputTable(a), sharesTable(a), predictionsTable(a), usingTable(a), groupsTable(a), operationsTable(a, inModeOperations), theoryTable(a), agreementTable(a), policiesTable(a)) {
		p.heading(t.Title)
		fitting := p.fitting([]table{t})
		p.dim(fitting[0].note())
		p.tables(fitting)
	}
	p.list("left out of the matrix", skippedLines(a))
	p.list("warnings", firstOf(warningLines(a), warningLimit))
	return emit(w, FormatText, p.buf.Bytes())
}

// A textPage gathers the lines of a report for the terminal.
type textPage struct {
	buf    bytes.Buffer
	width  int
	colour bool
}

func (p *textPage) opening(a *analysis.Analysis) {
	h := &a.Header
	p.wrap("", join(" ", h.Program, h.Version)+" on "+join(", ", h.Host.CPU, cores(&h.Host), join("/", h.Host.OS, h.Host.Arch),
		"kernel "+orAbsent(h.Kernel), h.Go))
	p.wrap("", join(", ", "suite "+orAbsent(h.Suite), "started "+h.Start.UTC().Format("2006-01-02 15:04:05 UTC"),
		"elapsed "+elapsed(a), ending(a)))
	p.wrap("", "seed "+orAbsent(h.Seed))
	for _, peer := range h.Peers {
		p.wrap("", peer.Strategy+": "+library(peer))
	}
}

func (p *textPage) answers(a *analysis.Analysis) {
	if len(a.Headlines) == 0 {
		return
	}
	p.heading("answers")
	for _, h := range a.Headlines {
		p.styled(bold, "  ", h.Title)
		p.wrap("    ", h.Sentence)
	}
}

func withoutRemarks(tables []table) []table {
	for i := range tables {
		tables[i].Remarks = nil
	}
	return tables
}

// modelledSearches counts the cells that are modelled of those that are there to
// be searched.
func modelledSearches(a *analysis.Analysis) (modelled, searches int) {
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Mode != results.ModeSearch || c.Strategy == hardcoded {
			continue
		}
		searches++
		if c.Status == analysis.Modelled {
			modelled++
		}
	}
	return modelled, searches
}

// firstOf keeps a list short, and says so.
func firstOf(lines []string, limit int) []string {
	if len(lines) <= limit {
		return lines
	}
	rest := "and " + strconv.Itoa(len(lines)-limit) + " more, which the page and the other formats list"
	return append(lines[:limit:limit], rest)
}

// list writes a heading and its lines, or nothing when there are none.
func (p *textPage) list(heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.heading(heading)
	for _, line := range lines {
		p.wrap("  ", line)
	}
}

// fitting leaves out as many spare columns of tables as the width asks for.
func (p *textPage) fitting(parts []table) []table {
	for rank := mostSpare; rank > 0 && total(columnWidths(parts)) > p.width; rank-- {
		parts = without(parts, rank)
	}
	return parts
}

// tables writes tables of the same columns as one: a head, then the rows of
// each, under its title when there are several.
func (p *textPage) tables(parts []table) {
	if len(parts) == 0 {
		return
	}
	widths := columnWidths(parts)
	p.head(parts[0], widths)
	for _, t := range parts {
		if len(parts) > 1 {
			p.styled(bold, "", t.Title)
		}
		for _, row := range t.Rows {
			p.row(t, widths, row, plain)
		}
		for _, remark := range t.Remarks {
			p.styled(dim, "    ", remark)
		}
	}
}

func (p *textPage) head(t table, widths []int) {
	names, directions := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i], directions[i] = c.Name, string(c.Better)
	}
	p.row(t, widths, names, bold)
	if strings.Join(directions, "") != "" {
		p.row(t, widths, directions, dim)
	}
}

func (p *textPage) row(t table, widths []int, fields []string, s style) {
	var line strings.Builder
	for i, field := range fields {
		field = shorten(field, nameLimit)
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(field))
		if t.Columns[i].Right {
			field = pad + field
		} else {
			field += pad
		}
		line.WriteString("  ")
		line.WriteString(field)
	}
	p.line(strings.TrimRight(line.String(), " "), s)
}

// without returns the tables without the columns of a rank.
func without(tables []table, rank int) []table {
	thin := make([]table, len(tables))
	for n, t := range tables {
		thin[n] = t
		thin[n].Columns, thin[n].Rows = nil, make([][]string, len(t.Rows))
		for i, c := range t.Columns {
			if c.Spare == rank {
				continue
			}
			thin[n].Columns = append(thin[n].Columns, c)
			for j, row := range t.Rows {
				thin[n].Rows[j] = append(thin[n].Rows[j], row[i])
			}
		}
	}
	return thin
}

// columnWidths is how wide the columns of tables must be that stand as one.
func columnWidths(tables []table) []int {
	var widths []int
	for _, t := range tables {
		if widths == nil {
			widths = make([]int, len(t.Columns))
		}
		for i, c := range t.Columns {
			widths[i] = max(widths[i], utf8.RuneCountInString(c.Name), len(c.Better))
			for _, row := range t.Rows {
				widths[i] = max(widths[i], utf8.RuneCountInString(shorten(row[i], nameLimit)))
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

func (p *textPage) heading(title string) {
	p.buf.WriteByte('\n')
	p.styled(bold, "", strings.ToUpper(title))
}

func (p *textPage) dim(text string) { p.styled(dim, "", text) }

func (p *textPage) wrap(indent, text string) { p.styled(plain, indent, text) }

// styled writes text as lines of at most the page's width, broken at blanks.
func (p *textPage) styled(s style, indent, text string) {
	line := indent
	for word := range strings.FieldsSeq(clean(text)) {
		if len(line) > len(indent) && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > p.width {
			p.line(line, s)
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

func (p *textPage) line(line string, s style) {
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
