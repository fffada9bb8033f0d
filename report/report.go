// Package report writes down what an analysis found: as a table for the
// terminal, as Markdown, CSV and JSON, as one self-contained HTML page, as plots
// in SVG and PNG, and in two formats of tools that follow benchmarks.
//
// It formats and computes nothing: a number that is not in the analysis is not
// in a report. Values are scaled to a handy unit and rounded to the digits that
// their 95 % interval leaves meaningful. The formats for other programs alone keep
// every digit and the base units.
//
// The same analysis always gives the same bytes. Strings that come from a run
// file are not trusted: each format disarms what it would take as markup,
// formula or terminal control.
package report

import (
	"fmt"
	"io"
	"strings"

	"primebench/internal/analysis"
	"primebench/report/doc"
)

// ErrFormat is wrapped by the error of ParseFormat.
var ErrFormat = doc.ErrFormat

// A Format is a way to write a whole report to one stream.
type Format = doc.Format

// The formats.
const (
	FormatText             = doc.FormatText
	FormatMarkdown         = doc.FormatMarkdown
	FormatCSV              = doc.FormatCSV
	FormatJSON             = doc.FormatJSON
	FormatHTML             = doc.FormatHTML
	FormatGoBench   Format = "gobench"    // of Go's benchmarks, which benchstat reads
	FormatBenchJSON Format = "bench-json" // "customSmallerIsBetter" of tracking actions
)

// Formats lists the formats, the terminal's first.
func Formats() []Format {
	return []Format{FormatText, FormatMarkdown, FormatCSV, FormatJSON, FormatHTML, FormatGoBench, FormatBenchJSON}
}

// ParseFormat returns the format of that name. The error of an unknown one
// wraps ErrFormat and lists the known ones.
func ParseFormat(name string) (Format, error) { return parseFormat(name, Formats()) }

func parseFormat(name string, formats []Format) (Format, error) {
	known := make([]string, 0, len(formats))
	for _, f := range formats {
		if string(f) == name {
			return f, nil
		}
		known = append(known, string(f))
	}
	return "", fmt.Errorf("report: %w %q: want one of %s", ErrFormat, name, strings.Join(known, ", "))
}

// Write writes the analysis in the format f. The options matter to FormatText
// alone.
func Write(w io.Writer, f Format, a *analysis.Analysis, opts Options) error {
	switch f {
	case FormatText:
		return Text(w, a, opts)
	case FormatMarkdown:
		return Markdown(w, a)
	case FormatCSV:
		return CSV(w, a)
	case FormatJSON:
		return JSON(w, a)
	case FormatHTML:
		return HTML(w, a)
	case FormatGoBench:
		return GoBench(w, a)
	case FormatBenchJSON:
		return BenchJSON(w, a)
	}
	_, err := ParseFormat(string(f))
	return err
}

// emit writes a finished report and names the format in the error.
func emit(w io.Writer, f Format, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("report: writing %s: %w", f, err)
	}
	return nil
}
