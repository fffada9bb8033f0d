// How a gate did against a build and itself, as a table.

package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"primebench/internal/gate"
	"strconv"
)

// WriteGateTest writes the table of a gate's self-test as text or Markdown. The
// options matter to FormatText alone.
func WriteGateTest(w io.Writer, f Format, g *gate.SelfTest, opts Options) error {
	t, lines := gateTable(g), gateLines(g)
	switch f {
	case FormatText:
		p := &textPage{width: cmp.Or(max(0, opts.Width), DefaultWidth), colour: opts.Colour}
		for _, line := range lines {
			p.wrap("", line)
		}
		p.heading(t.Title)
		p.dim(t.note())
		p.tables(p.fitting([]table{t}))
		return emit(w, f, p.buf.Bytes())
	case FormatMarkdown:
		var b bytes.Buffer
		fmt.Fprintf(&b, "## %s\n\n", t.Title)
		for _, line := range lines {
			fmt.Fprintf(&b, "%s\n", markdownText(line))
		}
		fmt.Fprintf(&b, "\n%s\n", t.note())
		markdownTable(&b, t)
		return emit(w, f, b.Bytes())
	}
	return fmt.Errorf("report: %w %q: a self-test has none of that name", ErrFormat, f)
}

func gateLines(g *gate.SelfTest) []string {
	s := &g.Side
	return []string{
		join(" ", "primebench", s.Version, shortRevision(s.Revision)) + " against itself on " + join(", ", s.CPU, join("/", s.OS, s.Arch), s.Go) + ".",
		fmt.Sprintf("Drawn from %d pairs of blocks, started between %s and %s. A comparison has %d blocks a side, with %s of samples; %d comparisons in turn have no block in common.",
			g.Pairs, s.From.UTC().Format("2006-01-02 15:04"), s.To.UTC().Format("2006-01-02 15:04 UTC"), g.Blocks, showPlain(g.Measured.Seconds(), "s"), g.Apart),
	}
}

func gateTable(g *gate.SelfTest) table {
	t := table{
		Title: "How often the gate fires, at a tolerance of " + showPercent(g.Tolerance),
		Note: "Slowdown: the times of the head are multiplied by so much more. In turn: each block beside its neighbour, as in a duet; in sequence: a stretch " +
			"beside the one after it, as where the base was measured before. Without a slowdown every regression is a false alarm. The intervals take the " +
			"comparisons for independent, which those that share blocks are not.",
		Columns: []column{label("measured"), number("slowdown"), number("comparisons"), number("regressions"), interval(), number("inconclusive"), number("passes")},
	}
	for i := range g.Rows {
		r := &g.Rows[i]
		order := "in sequence"
		if r.InTurn {
			order = "in turn"
		}
		share := func(v float64) string { return strconv.FormatFloat(100*v, 'f', 1, 64) }
		t.Rows = append(t.Rows, []string{
			order, showPercent(r.Slowdown), strconv.Itoa(r.Comparisons), share(r.Regressions.Value) + " %",
			share(r.Regressions.Low) + " to " + share(r.Regressions.High), strconv.Itoa(r.Open), strconv.Itoa(r.Passes),
		})
	}
	return t
}
