// The two ways to the time of a search set against each other: whole searches, and
// operations times the numbers that theory expects. Where they part, one of them is
// wrong.

package analysis

import (
	"fmt"

	"primebench/results"
)

const (
	// modelReach is how far a model may be from whole searches, as a factor: what
	// starting a search and handing out its work cost is no operation.
	modelReach = 1.1
	// modelFrom is the time of a search, in seconds, from which a model is held to
	// modelReach. In shorter ones that part is too large.
	modelFrom = 0.01
)

// An Agreement is a cell in mode search that was measured beside the cell in mode
// operations that models the same searches.
type Agreement struct {
	Search  int      `json:"search"` // IDs of the cells
	Model   int      `json:"model"`
	Ratio   Estimate `json:"modelled_over_measured"` // of their times
	Verdict Agreed   `json:"verdict"`
}

// Agreed says how the two ways stand to each other.
type Agreed string

// The words for it.
const (
	Agree Agreed = "agree" // all of the interval is within modelReach
	Apart Agreed = "APART" // all of it is further off
	Open  Agreed = "open"  // the interval is too wide to tell
	Short Agreed = "short" // the searches are too short for a verdict
)

// agreements pairs the cells that differ in mode alone.
func agreements(cells []Cell) []Agreement {
	var all []Agreement
	for i := range cells {
		measured := &cells[i]
		if measured.Mode != results.ModeSearch || measured.Status != Measured || measured.Cost == nil {
			continue
		}
		for j := range cells {
			model := &cells[j]
			if model.Mode != results.ModeOperations || !sameSearch(measured, model) {
				continue
			}
			ratio := quotient(model.Cost, measured.Cost, Nor)
			if ratio == nil {
				continue
			}
			ratio.Unit = UnitNone
			all = append(all, Agreement{Search: measured.ID, Model: model.ID, Ratio: *ratio, Verdict: agreed(measured.Cost, ratio)})
		}
	}
	return all
}

func agreed(measured, ratio *Estimate) Agreed {
	switch {
	case measured.Value < modelFrom:
		return Short
	case ratio.Need > 0:
		return Open
	case ratio.Low > modelReach || ratio.High < 1/modelReach:
		return Apart
	case ratio.Low < 1/modelReach || ratio.High > modelReach:
		return Open
	}
	return Agree
}

func sameSearch(a, b *Cell) bool {
	return a.Kind == b.Kind && a.Bits == b.Bits && a.Strategy == b.Strategy && a.Workers == b.Workers && samePolicy(a, b)
}

// agreementRemarks says which cells the two ways part at.
func agreementRemarks(all []Agreement) []Warning {
	var warnings []Warning
	for _, a := range all {
		if a.Verdict == Apart {
			times, known := a.Ratio.Words()
			warnings = append(warnings, Warning{Cell: a.Search, Text: fmt.Sprintf(
				"the model of cell %d comes to %s of the time that whole searches take (%s): an operation or its expected number is wrong, or the machine changed meanwhile",
				a.Model, times, known)})
		}
	}
	return warnings
}
