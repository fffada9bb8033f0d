// The history of many runs as text and Markdown, and the way to every format of
// it.

package report

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"primebench/internal/history"
)

// advice is how a history is meant to be read.
const advice = "Advisory: a change point is a place to look at, not a verdict. Series hold runs whose machine and cell agree; a run on another " +
	"machine of the same processor model cannot be told apart."

// HistoryFormats lists the formats of a history, the terminal's first.
func HistoryFormats() []Format {
	return []Format{FormatText, FormatMarkdown, FormatCSV, FormatJSON}
}

// ParseHistoryFormat returns the format of that name, if a history has it. The
// error of another name wraps ErrFormat and lists the known ones.
func ParseHistoryFormat(name string) (Format, error) {
	return parseFormat(name, HistoryFormats())
}

// WriteHistory writes a history in one of HistoryFormats. The options matter to
// FormatText alone.
func WriteHistory(w io.Writer, f Format, h *history.History, opts Options) error {
	var data []byte
	var err error
	switch f {
	case FormatText:
		data = historyText(h, opts)
	case FormatMarkdown:
		data = historyMarkdown(h)
	case FormatCSV:
		data, err = historyCSV(h)
	case FormatJSON:
		data, err = historyJSON(h)
	default:
		_, err = ParseHistoryFormat(string(f))
	}
	if err != nil {
		return err
	}
	return emit(w, f, data)
}

// WriteHistoryDir writes a history in each of HistoryFormats, as history.txt,
// history.md, history.csv and history.json, and plots/NAME.svg and plots/NAME.png
// of each of HistoryPlots into dir. It is otherwise like WriteDir, but removes
// nothing.
func WriteHistoryDir(ctx context.Context, dir string, h *history.History) ([]string, error) {
	write := func(f Format) ([]byte, error) {
		var b bytes.Buffer
		err := WriteHistory(&b, f, h, Options{})
		return b.Bytes(), err
	}
	return document{HistoryFormats(), historyFile, write}.writeDir(ctx, dir, HistoryPlots(h))
}

// historyFile is what a history of a format is called in its folder.
func historyFile(f Format) string { return strings.Replace(fileName(f), "report", "history", 1) }

func historyText(h *history.History, opts Options) []byte {
	p := &textPage{width: opts.Width, colour: opts.Colour}
	if p.width <= 0 {
		p.width = DefaultWidth
	}
	p.wrap("", historySummary(h))
	p.dim(advice)
	p.list("change points", changeLines(h))
	p.heading("series")
	tables := p.fitting(seriesTables(h))
	p.dim(tables[0].note())
	p.tables(tables)
	p.list("left out", firstOf(unusedLines(h), warningLimit))
	p.list("remarks", firstOf(cleaned(h.Remarks), warningLimit))
	return p.buf.Bytes()
}

func historyMarkdown(h *history.History) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# primebench history\n\n%s\n\n%s\n", markdownText(historySummary(h)), markdownText(advice))
	markdownList(&b, "Change points", changeLines(h))
	for _, t := range seriesTables(h) {
		fmt.Fprintf(&b, "\n## Series: %s\n\n%s\n", markdownText(t.Title), markdownText(t.note()))
		markdownTable(&b, t)
	}
	runs := runsTable(h)
	fmt.Fprintf(&b, "\n## %s\n\n%s\n", runs.Title, markdownText(runs.note()))
	markdownTable(&b, runs)
	markdownList(&b, "Left out", unusedLines(h))
	markdownList(&b, "Remarks", h.Remarks)
	return b.Bytes()
}

// historySummary is the answer in a line.
func historySummary(h *history.History) string {
	changes := 0
	for i := range h.Series {
		changes += len(h.Series[i].Changes)
	}
	line := plural(len(h.Runs), "run", "runs")
	if len(h.Runs) > 0 {
		line += ", " + day(&h.Runs[0]) + " to " + day(&h.Runs[len(h.Runs)-1])
	}
	return "primebench history of " + line + ": " + plural(len(h.Series), "series", "series") + ", " + plural(changes, "change point", "change points")
}

func day(r *history.Run) string { return r.Start.UTC().Format("2006-01-02") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// changeLines tells every change, or that there is none where they were looked
// for.
func changeLines(h *history.History) []string {
	var lines []string
	searched := 0
	for i := range h.Series {
		if h.Series[i].Why == "" {
			searched++
		}
		for j := range h.Series[i].Changes {
			lines = append(lines, h.Series[i].Changes[j].Sentence)
		}
	}
	switch {
	case len(lines) > 0:
		return lines
	case searched == 0:
		return []string{"not looked for: no series is long enough"}
	}
	return []string{"none in the " + strconv.Itoa(searched) + " of " + plural(len(h.Series), "series", "series") + " that are long enough"}
}

// unusedLines tells what stands in no series, and why.
func unusedLines(h *history.History) []string {
	var lines []string
	for _, u := range h.Unused {
		lines = append(lines, join(": ", strconv.Quote(u.File), u.Cell, u.Why))
	}
	return lines
}
