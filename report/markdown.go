// The report as Markdown, with GitHub's tables, to be pasted into an issue or
// kept beside a run.

package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"primebench/internal/analysis"
)

// Markdown writes the whole report but for the plots.
func Markdown(w io.Writer, a *analysis.Analysis) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# primebench report\n\n%s\n", markdownText(ending(a)))
	markdownAnswers(&b, a)
	costs := costTables(a)
	if showsCosts(a, costs) {
		b.WriteString("\n## Cost of a result, by kind and size\n\n" +
			"Numbers after \\~ and cells marked modelled were not measured in whole searches, but come from measured " +
			"operations and the theory of their number. Intervals are 95 %. The ratio is the time over that of onthefly " +
			"at equal policy, mode and workers.\n")
	}
	for _, t := range costs {
		fmt.Fprintf(&b, "\n### %s\n", markdownText(t.Title))
		markdownTable(&b, t)
	}
	if tables := randomTables(a); len(tables) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", randomTitle, tables[0].note())
		for _, t := range tables {
			fmt.Fprintf(&b, "\n### %s\n", markdownText(t.Title))
			markdownTable(&b, t)
		}
	}
	for _, t := range detailTables(a) {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", t.Title, t.note())
		markdownTable(&b, t)
	}
	markdownList(&b, "Left out of the matrix", skippedLines(a))
	markdownList(&b, "Warnings", warningLines(a))
	markdownFacts(&b, "Run", runFacts(a))
	markdownFacts(&b, "Machine", hostFacts(a))
	return emit(w, FormatMarkdown, b.Bytes())
}

// detailTables are the tables after the costs, those with rows.
func detailTables(a *analysis.Analysis) []table {
	return filled(goalsTable(a), powersTable(a), limitTable(a), throughputTable(a), sharesTable(a), predictionsTable(a), usingTable(a), groupsTable(a), comparisonsTable(a), theoryTable(a), agreementTable(a), policiesTable(a), growthTable(a), scalingTable(a),
		phasesTable(a), timesTable(a), operationsTable(a, everywhere))
}

func markdownAnswers(b *bytes.Buffer, a *analysis.Analysis) {
	for _, h := range a.Headlines {
		fmt.Fprintf(b, "\n**%s**: %s\n", markdownText(h.Title), markdownText(h.Sentence))
	}
}

func markdownTable(b *bytes.Buffer, t table) {
	heads, rules := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i], rules[i] = markdownText(c.Name), ":--"
		if d := c.Direction(); d != "" {
			heads[i] += " (" + d + ")"
		}
		if c.Right {
			rules[i] = "--:"
		}
	}
	b.WriteByte('\n')
	markdownRow(b, heads)
	markdownRow(b, rules)
	for _, row := range t.Rows {
		fields := make([]string, len(row))
		for i, field := range row {
			fields[i] = markdownText(field)
		}
		markdownRow(b, fields)
	}
	for _, remark := range t.Remarks {
		fmt.Fprintf(b, "\n*%s*\n", markdownText(remark))
	}
}

func markdownRow(b *bytes.Buffer, fields []string) {
	b.WriteString("| " + strings.Join(fields, " | ") + " |\n")
}

func markdownList(b *bytes.Buffer, heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", heading)
	for _, line := range lines {
		fmt.Fprintf(b, "- %s\n", markdownText(line))
	}
}

func markdownFacts(b *bytes.Buffer, heading string, facts []fact) {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = f.Name + ": " + f.Value
	}
	markdownList(b, heading, lines)
}
