// Package report makes documents of run files: what a run measured, whether one build
// is slower than another, and since when. A document can be written as text, Markdown,
// CSV, JSON and one self-contained page of HTML, or as a folder with its plots; see
// package doc.
//
// Strings in run files are not trusted: each format disarms what it would take as
// markup, formula or terminal control. The same runs always give the same bytes.
package report

import (
	"context"
	"fmt"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/internal/history"
	"primebench/internal/pages"
	"primebench/report/doc"
	"primebench/results"
)

// Run makes the document of one run. Its error says which records do not fit together.
func Run(run *results.Run) (*doc.Document, error) {
	a, err := analysis.Analyse(run)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return pages.Run(a), nil
}

// Comparison makes the document of two sides, each of one or more run files of one build
// on one machine. The tolerance is the slowdown that is let pass, such as 0.02 for 2 %,
// up to 1; 0 stands for 2 %. Runs that cannot be compared give a document that says
// why. An error names a file that cannot be read, or the tolerance.
func Comparison(base, head []string, tolerance float64) (*doc.Document, error) {
	var sides [2][]gate.Input
	for i, files := range [][]string{base, head} {
		for _, name := range files {
			run, err := analysis.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("report: %w", err)
			}
			sides[i] = append(sides[i], gate.Input{Name: name, Run: run})
		}
	}
	d, err := gate.Compare(sides[0], sides[1], gate.Rules{Tolerance: tolerance, Now: time.Now()})
	if d == nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return pages.Difference(d), nil
}

// History makes the document of all run files in a folder and below: the change points
// of each cell that several of them have. Files that are no runs are named in it. Its
// error says that there is no such folder, or is the cause of the context's end.
func History(ctx context.Context, folder string) (*doc.Document, error) {
	past, err := history.Read(ctx, folder)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return pages.History(history.New(past, time.Now())), nil
}
