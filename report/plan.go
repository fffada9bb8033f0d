// A capacity plan in every format: what was asked first, in a sentence for each
// service, then what binds, then the tables that the sentences are made of.

package report

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"primebench/internal/capacity"
)

// PlanFormats lists the formats that WritePlan and WriteVerification know.
func PlanFormats() []Format { return []Format{FormatText, FormatMarkdown, FormatJSON} }

// WritePlan writes a plan in one of PlanFormats. The options matter to FormatText
// alone. A number that comes of a model stands behind a ~.
func WritePlan(w io.Writer, f Format, p *capacity.Plan, opts Options) error {
	switch f {
	case FormatText:
		return planText(w, p, opts)
	case FormatMarkdown:
		return planMarkdown(w, p)
	case FormatJSON:
		return planJSON(w, p)
	}
	return fmt.Errorf("report: %w %q: a plan has none of that name", ErrFormat, f)
}

// WritePlanDir writes plan.txt, .md and .json and the plan's plots, as
// plots/NAME.svg and plots/NAME.png, into dir, which it makes when it is not there.
// Each file is either whole or not there.
func WritePlanDir(ctx context.Context, dir string, p *capacity.Plan) error {
	if err := os.MkdirAll(filepath.Join(dir, plotFolder), 0o755); err != nil {
		return fmt.Errorf("report: making the output folder: %w", err)
	}
	to := &folder{dir: dir}
	for _, f := range PlanFormats() {
		var b bytes.Buffer
		err := WritePlan(&b, f, p, Options{})
		if err := to.put(ctx, strings.Replace(fileName(f), "report", "plan", 1), b.Bytes(), err); err != nil {
			return err
		}
	}
	for _, plot := range PlanPlots(p) {
		if err := to.putPlot(ctx, filepath.Join(plotFolder, plot.Name), plot); err != nil {
			return err
		}
	}
	return nil
}

// planTables are the tables of a plan, those with rows.
func planTables(p *capacity.Plan) []table {
	return filled(needsTable(p), latencyTable(p), finishTable(p), spendTable(p), poolTable(p), scalabilityTable(p), whatIfTable(p), predictedTable(p))
}

func planText(w io.Writer, p *capacity.Plan, opts Options) error {
	page := &textPage{width: cmp.Or(max(0, opts.Width), DefaultWidth), colour: opts.Colour}
	page.styled(bold, "", planVerdict(p))
	page.wrap("", planConstraint(p))
	page.heading("answers")
	for _, a := range planAnswers(p) {
		page.styled(bold, "  ", a.Name)
		page.wrap("    ", a.Value)
	}
	page.list("what would be feasible", p.Advice)
	for _, t := range planTables(p) {
		page.heading(t.Title)
		fitting := page.fitting([]table{t})
		page.dim(fitting[0].note())
		page.tables(fitting)
	}
	page.list("warnings", p.Warnings)
	page.list("assumptions", p.Assumptions)
	page.list("made from", planFacts(p))
	return emit(w, FormatText, page.buf.Bytes())
}

func planMarkdown(w io.Writer, p *capacity.Plan) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# primebench plan\n\n%s\n", join(" ", "**"+markdownText(planVerdict(p))+"**", markdownText(planConstraint(p))))
	for _, a := range planAnswers(p) {
		fmt.Fprintf(&b, "\n**%s**: %s\n", markdownText(a.Name), markdownText(a.Value))
	}
	markdownList(&b, "What would be feasible", p.Advice)
	for _, t := range planTables(p) {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", t.Title, markdownText(t.note()))
		markdownTable(&b, t)
	}
	markdownList(&b, "Warnings", p.Warnings)
	markdownList(&b, "Assumptions", p.Assumptions)
	markdownList(&b, "Made from", planFacts(p))
	return emit(w, FormatMarkdown, b.Bytes())
}
