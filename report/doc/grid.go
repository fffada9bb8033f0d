// A table as lines of text under headings: what the terminal and Markdown set.

package doc

import "strings"

// A grid is a table whose intervals are columns of their own.
type grid struct {
	heads   []head
	parts   []part
	remarks []string
}

// A head is the head of a column of a grid.
type head struct {
	name   string
	better Better
	right  bool
	spare  int
	names  bool
	prose  bool
	note   string
}

// A part is the lines of a group, each as long as the heads.
type part struct {
	title   string
	lines   [][]string
	remarks []string
}

func (t Table) grid() grid {
	t = t.filled()
	g := grid{remarks: t.Remarks}
	for _, c := range t.columns {
		g.heads = append(g.heads, head{name: c.heading, better: c.better, right: c.numeric, spare: c.spare, names: c.names, prose: c.prose, note: c.note})
		if c.interval != "" {
			g.heads = append(g.heads, head{name: c.interval, right: true, spare: c.intervalSpare})
		}
	}
	for _, from := range t.groups {
		p := part{title: from.title, remarks: from.remarks}
		for _, row := range from.rows {
			var line []string
			for i, v := range row {
				f := shown(v, t.columns[i].unit)
				line = append(line, f.text)
				if t.columns[i].interval != "" {
					line = append(line, f.interval)
				}
			}
			p.lines = append(p.lines, line)
		}
		g.parts = append(g.parts, p)
	}
	return g
}

// telling returns the grid with the spare columns made permanent without which two
// lines would read the same. The highest rank is tried first.
func (g grid) telling() grid {
	heads := append([]head(nil), g.heads...)
	hidden := make([]bool, len(heads))
	for rank := g.mostSpare(); rank > 0; rank-- {
		for i := range heads {
			if heads[i].spare != rank || !heads[i].names {
				continue
			}
			hidden[i] = true
			if !g.distinct(hidden) {
				hidden[i], heads[i].spare = false, 0
			}
		}
	}
	g.heads = heads
	return g
}

// distinct reports whether no two lines of a part read the same in the naming columns
// that are not hidden.
func (g grid) distinct(hidden []bool) bool {
	for _, p := range g.parts {
		seen := map[string]bool{}
		for _, line := range p.lines {
			var names []string
			for i, text := range line {
				if g.heads[i].names && !hidden[i] {
					names = append(names, text)
				}
			}
			seen[strings.Join(names, "\x00")] = true
		}
		if len(seen) < len(p.lines) {
			return false
		}
	}
	return true
}

func (g grid) mostSpare() int {
	most := 0
	for _, h := range g.heads {
		most = max(most, h.spare)
	}
	return most
}

// without returns the grid without the columns of a rank.
func (g grid) without(rank int) grid {
	thin := grid{remarks: g.remarks}
	for _, h := range g.heads {
		if h.spare != rank {
			thin.heads = append(thin.heads, h)
		}
	}
	for _, p := range g.parts {
		cut := part{title: p.title, remarks: p.remarks}
		for _, line := range p.lines {
			var short []string
			for i, text := range line {
				if g.heads[i].spare != rank {
					short = append(short, text)
				}
			}
			cut.lines = append(cut.lines, short)
		}
		thin.parts = append(thin.parts, cut)
	}
	return thin
}

// note joins the notes of the columns that are there.
func (g grid) note() string {
	var notes []string
	for _, h := range g.heads {
		notes = append(notes, h.note)
	}
	return join(" ", notes...)
}
