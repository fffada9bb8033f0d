// The report as one page that needs nothing but itself: no script, no network,
// drawings and style inside. html/template escapes whatever a run file says.

package report

import (
	"bytes"
	_ "embed" // for the page
	"fmt"
	"html/template"
	"io"

	"primebench/internal/analysis"
)

//go:embed page.html.tmpl
var pageTemplate string

// HTML writes the whole report as one self-contained page: the answers first,
// then costs, plots, theory, comparisons, warnings, and the details of run and
// machine. It is readable in light and dark, on paper, and without sight.
func HTML(w io.Writer, a *analysis.Analysis) error {
	t, err := template.New("page").Funcs(template.FuncMap{"show": show, "clean": clean}).Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("report: page template: %w", err)
	}
	p, err := pageOf(a)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("report: writing html: %w", err)
	}
	return emit(w, FormatHTML, b.Bytes())
}

// A page is what the template shows.
type page struct {
	First        *analysis.Headline // the answer, before everything else
	Answers      []analysis.Headline
	Machine      string // one line
	Ending       string
	Incomplete   bool
	Costs        pageTable
	NoCosts      bool // nor a place for them
	Plots        []pagePlot
	MissingPlots []string // what to do to see the plots that are left out
	Details      []pageTable
	Warnings     []string
	Skipped      []string
	Run, Host    []fact
}

type pagePlot struct {
	Title, Alt string
	SVG        template.HTML
}

func pageOf(a *analysis.Analysis) (page, error) {
	costs := costTables(a)
	p := page{
		Machine:    join(", ", a.Header.Host.CPU, cores(&a.Header.Host), a.Header.Go, a.Header.Start.UTC().Format("2 January 2006 15:04 UTC")),
		Ending:     ending(a),
		Incomplete: !a.Complete || a.Closing == nil,
		Costs:      pageTableOf(costs...),
		NoCosts:    !showsCosts(a, costs),
		Warnings:   warningLines(a),
		Skipped:    skippedLines(a),
		Run:        runFacts(a),
		Host:       hostFacts(a),
	}
	if len(a.Headlines) > 0 {
		p.First, p.Answers = &a.Headlines[0], a.Headlines[1:]
	}
	if draws := pageTableOf(randomTables(a)...); len(draws.Parts) > 0 {
		draws.ID, draws.Title = "random", randomTitle
		p.Details = append(p.Details, draws)
	}
	for _, t := range detailTables(a) {
		p.Details = append(p.Details, pageTableOf(t))
	}
	have := map[string]bool{}
	for _, drawn := range Plots(a) {
		svg, err := drawn.Element()
		if err != nil {
			return page{}, err
		}
		have[drawn.Name] = true
		// Safe: the canvas and inline escape every text of the drawing.
		p.Plots = append(p.Plots, pagePlot{drawn.Title, drawn.Alt, template.HTML(svg)})
	}
	p.MissingPlots = missingPlots(have)
	return p, nil
}

// missingPlots tells how to get the plots that there is no data for.
func missingPlots(drawn map[string]bool) []string {
	var lines []string
	for _, m := range []struct{ name, line string }{
		{"times", "The distribution of search times appears with --mode search and at least 5 searches in a cell: raise --samples or --budget."},
		{"theory", "Survivors against theory appear with --mode search and --strategy onthefly."},
		{"scaling", "Throughput by number of workers appears with several worker counts, such as --workers 1,2,4."},
		{"phases", "Time by phase appears with --mode search and --strategy onthefly."},
	} {
		if !drawn[m.name] {
			lines = append(lines, m.line)
		}
	}
	return lines
}
