// Package pages makes a document of each result that the program shows: what it says,
// in which order, under which headings. It computes nothing and sets nothing: numbers
// come from the packages that analyse, and package doc gives them digits and a format.
//
// The first comment of package doc says how a document is made.
package pages

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
	"primebench/results"
)

// A heading begins the JSON of each document. Version changes when a field is renamed,
// removed or changes its meaning.
type heading struct {
	Report  string `json:"report"`
	Version int    `json:"version"`
}

// number is an estimate as a value; none where there is no estimate.
func number(e *analysis.Estimate) doc.Value {
	if e == nil {
		return nil
	}
	return numberOf(e)
}

func numberOf(e *analysis.Estimate) doc.Number {
	return doc.Number{Value: e.Value, Low: e.Low, High: e.High, Unit: e.Unit, Modelled: e.Modelled, Need: e.Need}
}

// lowOf and highOf are the ends of an estimate's interval, none where there is none.
func lowOf(e *analysis.Estimate) doc.Value {
	if e == nil || e.Need > 0 {
		return nil
	}
	return doc.Number{Value: e.Low, Unit: e.Unit}
}

func highOf(e *analysis.Estimate) doc.Value {
	if e == nil || e.Need > 0 {
		return nil
	}
	return doc.Number{Value: e.High, Unit: e.Unit}
}

// titleOf is an estimate with its name and interval, for whoever points at it.
func titleOf(name string, e *analysis.Estimate) string {
	value, known := e.Words()
	if known != "" {
		value += " (" + known + ")"
	}
	return doc.Clean(name + ": " + value)
}

// picture is a plot as a part of a document.
func picture(p plot.Plot) doc.Picture {
	return doc.Picture{Name: p.Name, Title: p.Title, Alt: p.Alt, Drawing: p}
}

// moment writes a time of day.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// shortRevision keeps as much of a hash as people read, and the mark of a tree that was
// changed.
func shortRevision(revision string) string {
	hash, dirty, changed := strings.Cut(revision, "+")
	hash = hash[:min(12, len(hash))]
	if changed {
		return hash + "+" + dirty
	}
	return hash
}

// join joins what is not empty.
func join(separator string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}

// orAbsent is a word, or the mark of what there is none of.
func orAbsent(s string) string { return cmp.Or(s, unit.Absent) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// plottable reports whether a number can stand on a logarithmic axis, beside any
// other that can.
func plottable(v float64) bool { return v > 1e-30 && v < 1e30 }

// strategyIndex gives a strategy the same colour in every picture; unknown
// strategies share the last.
func strategyIndex(name string) int {
	known := []string{
		results.StrategyOnTheFly, results.StrategyStdlib, results.StrategyHardcoded, results.StrategyStdlibRand, results.StrategyOpenSSL, results.StrategyGMP,
	}
	if i := slices.Index(known, name); i >= 0 {
		return i
	}
	return plot.Colours() - 1
}
