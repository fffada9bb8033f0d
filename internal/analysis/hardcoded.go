// What it saves to take a published group: the first question of whoever needs one.

package analysis

import (
	"fmt"
	"slices"

	"primebench/internal/unit"
	"primebench/results"
)

// hardcodedHeadline sets a fresh safe prime by onthefly beside looking a hard-coded group
// up and validating it: of the size that is asked about where both were measured, else of
// the largest; by searches and with most workers where there is a choice.
func hardcodedHeadline(cells []Cell) (Headline, bool) {
	var fresh, group *Cell
	for i := range cells {
		c := &cells[i]
		if c.Kind != results.KindSafe || c.Strategy != results.StrategyOnTheFly || c.Cost == nil || c.Mode == results.ModeReplay || Streamed(c.Cell) {
			continue
		}
		at := slices.IndexFunc(cells, func(g Cell) bool {
			return g.Strategy == results.StrategyHardcoded && g.Bits == c.Bits && g.of(results.OpValidate) != nil
		})
		if at >= 0 && (fresh == nil || moreWanted(c, fresh)) {
			fresh, group = c, &cells[at]
		}
	}
	if fresh == nil {
		return Headline{}, false
	}
	validate := group.of(results.OpValidate)
	ratio := quotient(fresh.Cost, validate, Lower)
	if ratio == nil {
		return Headline{}, false
	}
	times, known := ratio.Words()
	claim := fmt.Sprintf("A fresh %d-bit safe prime costs %s the validation of a hard-coded one (%s)", fresh.Bits, times, known)
	looked := ""
	if lookup := group.of(results.OpLookup); lookup != nil {
		cost, _ := lookup.Words()
		looked = "; looking one up takes " + cost
	}
	return Headline{
		Title: fmt.Sprintf("fresh against hard-coded, safe, %d bits", fresh.Bits),
		Claim: claim,
		Sentence: claim + fmt.Sprintf(": %s, by %s on %s at the policy %s, and on %s at %s%s.", against(fresh.Cost, validate),
			fresh.Strategy, unit.Count(fresh.Workers, "worker"), fresh.Policy.Name, unit.Count(group.Workers, "worker"), group.Policy.Name, looked),
		Ratio: ratio,
	}, true
}
