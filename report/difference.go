// Two sides of runs set against each other, in every format: the verdict first,
// then each subject with its interval, then what weakens or prevents a verdict.

package report

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/gate"
)

// DifferenceFormats lists the formats that WriteDifference knows.
func DifferenceFormats() []Format {
	return []Format{FormatText, FormatMarkdown, FormatCSV, FormatJSON}
}

// WriteDifference writes a comparison in one of DifferenceFormats. The options
// matter to FormatText alone.
func WriteDifference(w io.Writer, f Format, d *gate.Difference, opts Options) error {
	switch f {
	case FormatText:
		return differenceText(w, d, opts)
	case FormatMarkdown:
		return differenceMarkdown(w, d)
	case FormatCSV:
		return differenceCSV(w, d)
	case FormatJSON:
		return differenceJSON(w, d)
	}
	return fmt.Errorf("report: %w %q: a comparison has none of that name", ErrFormat, f)
}

// WriteDifferenceDir writes comparison.txt, .md, .csv and .json, and the plot of
// the shifts as shifts.svg and shifts.png, into dir, which it makes when it is not
// there. Each file is either whole or not there.
func WriteDifferenceDir(ctx context.Context, dir string, d *gate.Difference) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("report: making the output folder: %w", err)
	}
	to := &folder{dir: dir}
	for _, f := range DifferenceFormats() {
		var b bytes.Buffer
		err := WriteDifference(&b, f, d, Options{})
		if err := to.put(ctx, strings.Replace(fileName(f), "report", "comparison", 1), b.Bytes(), err); err != nil {
			return err
		}
	}
	plot, ok := ShiftPlot(d)
	if !ok {
		return nil
	}
	return to.putPlot(ctx, "shifts", plot)
}

// verdictSentence says what the gate makes of it all.
func verdictSentence(d *gate.Difference) string {
	counts := map[gate.Verdict]int{}
	for i := range d.Changes {
		counts[d.Changes[i].Verdict]++
	}
	of := func(v gate.Verdict) string {
		return strconv.Itoa(counts[v]) + " of " + strconv.Itoa(len(d.Changes))
	}
	limit := showPercent(d.Tolerance)
	switch d.Verdict {
	case gate.Regression:
		if counts[gate.Regression] == 0 {
			return "REGRESSION: all " + strconv.Itoa(len(d.Changes)) + " together got slower by more than the tolerance of " + limit + " and the noise of the machine, by their geometric mean."
		}
		return "REGRESSION: " + of(gate.Regression) + " got slower by more than the tolerance of " + limit + " and the noise of the machine."
	case gate.Inconclusive:
		return "INCONCLUSIVE: " + of(gate.Inconclusive) + " cannot be told from a slowdown of " + limit + ", nor from none."
	case gate.Faster:
		return "PASS: all " + strconv.Itoa(len(d.Changes)) + " got faster by more than " + limit + "."
	}
	sentence := "PASS: none of " + strconv.Itoa(len(d.Changes)) + " got slower by " + limit + " or more"
	if counts[gate.Faster] > 0 {
		sentence += "; " + of(gate.Faster) + " got faster by more than that"
	}
	return sentence + "."
}

// sideLines describe the two sides.
func sideLines(d *gate.Difference) []string {
	line := func(name string, s *gate.Side) string {
		runs := strconv.Itoa(len(s.Names)) + " runs"
		if len(s.Names) == 1 {
			runs = s.Names[0]
		}
		return name + ": " + join(", ", join(" ", s.Version, shortRevision(s.Revision)), runs, s.Go,
			"from "+s.From.UTC().Format("2006-01-02 15:04:05 UTC"), showPlain(s.Measured.Seconds(), "s")+" measured")
	}
	how := "unpaired: the blocks of either side as they came"
	if d.Paired {
		how = "paired: each block beside its neighbour in time"
	}
	return []string{line("base", &d.Base), line("head", &d.Head), "machine: " + join(", ", d.Base.CPU, join("/", d.Base.OS, d.Base.Arch)) + "; " + how}
}

// shortRevision keeps as much of a hash as people read, and the mark of a tree
// that was changed.
func shortRevision(revision string) string {
	hash, dirty, changed := strings.Cut(revision, "+")
	hash = hash[:min(12, len(hash))]
	if changed {
		return hash + "+" + dirty
	}
	return hash
}

// changesTable has a row for each change.
func changesTable(d *gate.Difference) table {
	t := table{
		ID: "changes", Title: "Changes, head against base",
		Note: "The change is in the time of the head over that of the base: +5 % is slower. Its interval is at the level that keeps the chance of any wrong " +
			"verdict in the table at 5 % (Holm). A regression lies with all of its interval above the limit: the tolerance or twice the noise that the " +
			"same build shows against itself, whichever is larger.",
		Columns: []column{
			label("kind"), number("bits"), label("strategy"), label("operation"), label("mode").spare(4), number("workers").spare(5), label("policy").spare(6),
			lower("base").spare(2), lower("head").spare(2), lower("change"),
			{Name: "interval", Right: true, Interval: true}, number("limit").spare(1), number("blocks").spare(3), label("verdict"),
		},
	}
	for i := range d.Changes {
		t.Rows = append(t.Rows, changeRow(&d.Changes[i]))
	}
	keepTelling(t, []string{"policy", "workers", "mode"})
	if d.Geomean != nil {
		row := changeRow(d.Geomean)
		copy(row, []string{"geomean", "", "all " + strconv.Itoa(len(d.Changes)), "", "", "", "", "", ""})
		t.Rows = append(t.Rows, row)
	}
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Why != "" {
			t.Remarks = append(t.Remarks, c.Name()+": "+c.Why)
		}
	}
	return withoutEmptyColumns(t)
}

// subjectColumns is how many columns, the first ones, say what a row is about.
const subjectColumns = 7

// keepTelling makes a column stay without which two subjects would look the same;
// those named first are done without first.
func keepTelling(t table, names []string) {
	hidden := map[int]bool{}
	for _, name := range names {
		at := slices.IndexFunc(t.Columns, func(c column) bool { return c.Name == name })
		hidden[at] = true
		seen := map[string]bool{}
		for _, row := range t.Rows {
			var shown []string
			for i, v := range row[:subjectColumns] {
				if !hidden[i] {
					shown = append(shown, v)
				}
			}
			seen[strings.Join(shown, "\x00")] = true
		}
		if len(seen) < len(t.Rows) {
			hidden[at], t.Columns[at].Spare = false, 0
		}
	}
}

// waysOf names the strategy, and what the head has in its place.
func waysOf(c *gate.Change) string {
	switch {
	case c.HeadStrategy != c.Cell.Strategy:
		return c.Cell.Strategy + " > " + c.HeadStrategy
	case c.HeadKernel != c.Cell.Kernel:
		return join(" ", c.Cell.Strategy, c.Cell.Kernel, ">", c.HeadKernel)
	}
	return c.Cell.Strategy
}

func changeRow(c *gate.Change) []string {
	change, interval := showChange(&c.Ratio)
	return []string{
		c.Cell.Kind, strconv.Itoa(c.Cell.Bits), waysOf(c), c.Op, c.Cell.Mode, strconv.Itoa(c.Cell.Workers), cmp.Or(c.Cell.Policy.Name, absent),
		show(&c.Base).Value, show(&c.Head).Value, change, interval, showPercent(c.Limit), strconv.Itoa(c.Blocks), string(c.Verdict),
	}
}

// withoutEmptyColumns leaves out the columns that no row fills.
func withoutEmptyColumns(t table) table {
	for i := len(t.Columns) - 1; i >= 0; i-- {
		filled := false
		for _, row := range t.Rows {
			filled = filled || row[i] != ""
		}
		if filled || len(t.Rows) == 0 {
			continue
		}
		t.Columns = append(t.Columns[:i:i], t.Columns[i+1:]...)
		for j, row := range t.Rows {
			t.Rows[j] = append(row[:i:i], row[i+1:]...)
		}
	}
	return t
}

// showChange writes a ratio as a change in per cent, and its interval.
func showChange(e *analysis.Estimate) (change, interval string) {
	digits := 2
	if e.High-e.Low > 0.02 {
		digits = 1
	}
	in := func(ratio float64) string {
		s := strconv.FormatFloat(100*(ratio-1), 'f', digits, 64)
		if ratio >= 1 {
			s = "+" + s
		}
		return s
	}
	change = in(e.Value) + " %"
	if e.Modelled {
		change = modelledMark + change
	}
	if e.Need > 0 {
		return change, "needs " + strconv.Itoa(e.Need) + " more"
	}
	return change, in(e.Low) + " to " + in(e.High)
}

// showPercent writes a share with as many digits as gates are set by.
func showPercent(v float64) string { return strconv.FormatFloat(100*v, 'g', 3, 64) + " %" }

func obstacleLines(d *gate.Difference) []string {
	lines := make([]string, len(d.Obstacles))
	for i, o := range d.Obstacles {
		lines[i] = o.String()
	}
	return lines
}

func differenceText(w io.Writer, d *gate.Difference, opts Options) error {
	p := &textPage{width: cmp.Or(max(0, opts.Width), DefaultWidth), colour: opts.Colour}
	if len(d.Obstacles) > 0 {
		p.styled(bold, "", "NOT COMPARABLE")
		for _, line := range obstacleLines(d) {
			p.wrap("  ", line)
		}
		return emit(w, FormatText, p.buf.Bytes())
	}
	p.styled(bold, "", verdictSentence(d))
	for _, line := range sideLines(d) {
		p.wrap("", line)
	}
	t := changesTable(d)
	p.heading(t.Title)
	p.dim(t.note())
	p.tables(p.fitting([]table{t}))
	p.list("remarks", d.Remarks)
	return emit(w, FormatText, p.buf.Bytes())
}

func differenceMarkdown(w io.Writer, d *gate.Difference) error {
	var b bytes.Buffer
	b.WriteString("# primebench comparison\n\n")
	if len(d.Obstacles) > 0 {
		b.WriteString("**NOT COMPARABLE**\n")
		markdownList(&b, "Why", obstacleLines(d))
		return emit(w, FormatMarkdown, b.Bytes())
	}
	fmt.Fprintf(&b, "**%s**\n\n", markdownText(verdictSentence(d)))
	for _, line := range sideLines(d) {
		fmt.Fprintf(&b, "- %s\n", markdownText(line))
	}
	t := changesTable(d)
	fmt.Fprintf(&b, "\n## %s\n\n%s\n", t.Title, t.note())
	markdownTable(&b, t)
	markdownList(&b, "Remarks", d.Remarks)
	return emit(w, FormatMarkdown, b.Bytes())
}
