// Markdown with GitHub's tables, to be pasted into an issue or kept beside a run.

package doc

import (
	"bytes"
	"fmt"
	"strings"
)

// setMarkdown sets a document as Markdown, with its pictures where the options name
// their folder.
func (d *Document) setMarkdown(opts Options) []byte {
	m := &markdown{pictures: opts.Pictures}
	fmt.Fprintf(&m.buf, "# %s\n", markdownText(d.Title))
	if verdict := d.Verdict.text(); verdict != "" {
		m.paragraph("**" + markdownText(verdict) + "**")
	}
	for _, paragraph := range d.Summary {
		m.paragraph(markdownText(paragraph))
	}
	m.paragraph(markdownText(d.Note))
	m.facts(d.Facts)
	for _, a := range d.Answers {
		m.paragraph("**" + markdownText(a.Question) + "**: " + markdownText(a.Sentence))
	}
	for i := range d.Sections {
		if s := &d.Sections[i]; !s.empty() {
			m.section(s)
		}
	}
	return m.buf.Bytes()
}

// A markdown gathers the lines of a document.
type markdown struct {
	buf      bytes.Buffer
	pictures string // their folder; "": they are left out
}

// paragraph writes text that is Markdown already; nothing when it is empty.
func (m *markdown) paragraph(text string) {
	if text != "" {
		fmt.Fprintf(&m.buf, "\n%s\n", text)
	}
}

func (m *markdown) section(s *Section) {
	if m.pictures == "" && len(s.Facts) == 0 && len(s.Lines) == 0 && s.Table.empty() {
		return
	}
	m.paragraph("## " + markdownText(s.Title))
	m.paragraph(markdownText(s.note()))
	m.facts(s.Facts)
	m.list(s.Lines)
	m.table(s.Table.grid())
	for _, p := range s.Pictures {
		if m.pictures != "" {
			m.paragraph(fmt.Sprintf("![%s](%s/%s.svg)", markdownText(p.Title+". "+p.Alt), m.pictures, fileSlug(p.Name)))
		}
	}
}

func (m *markdown) facts(facts []Fact) {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = f.line()
	}
	m.list(lines)
}

func (m *markdown) list(lines []string) {
	for i, line := range lines {
		if i == 0 {
			m.buf.WriteByte('\n')
		}
		fmt.Fprintf(&m.buf, "- %s\n", markdownText(line))
	}
}

func (m *markdown) table(g grid) {
	for _, p := range g.parts {
		if p.title != "" {
			m.paragraph("### " + markdownText(p.title))
		}
		m.head(g)
		for _, line := range p.lines {
			fields := make([]string, len(line))
			for i, field := range line {
				fields[i] = markdownText(field)
			}
			m.row(fields)
		}
		m.remarks(p.remarks)
	}
	m.remarks(g.remarks)
}

func (m *markdown) head(g grid) {
	names, rules := make([]string, len(g.heads)), make([]string, len(g.heads))
	for i, h := range g.heads {
		names[i], rules[i] = markdownText(h.name), ":--"
		if phrase := h.better.phrase(); phrase != "" {
			names[i] += " (" + phrase + ")"
		}
		if h.right {
			rules[i] = "--:"
		}
	}
	m.buf.WriteByte('\n')
	m.row(names)
	m.row(rules)
}

func (m *markdown) row(fields []string) {
	m.buf.WriteString("| " + strings.Join(fields, " | ") + " |\n")
}

func (m *markdown) remarks(remarks []string) {
	for _, remark := range remarks {
		m.paragraph("*" + markdownText(remark) + "*")
	}
}
