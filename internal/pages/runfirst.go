// Which table of a run stands on the first screen, and which of its rows.

package pages

import (
	"primebench/internal/analysis"
	"primebench/results"
)

// The sections of a run of which one is on the first screen.
const (
	goalsID  = "goals"
	costsID  = "costs"
	randomID = "random"
	powersID = "powers"
	usingID  = "using"

	exchangesID = "exchanges"
)

// firstTable names the section whose table stands on the first screen: the goals of a
// suite that has some, else the costs of searches, and where there are none, what the run
// was about.
func firstTable(a *analysis.Analysis) string {
	switch {
	case len(a.Goals) > 0:
		return goalsID
	case len(costGroups(a)) > 0:
		return costsID
	case len(a.Draws) > 0:
		return randomID
	case len(a.Exchanges) > 0:
		return exchangesID
	case len(a.Powers) > 0:
		return powersID
	}
	return usingID
}

// costRank is how much a reader wants the cost of a cell: that of the sizes that people
// ask about before others, at equal tests by our engine and by Go before other ways.
func costRank(a *analysis.Analysis, c *analysis.Cell) int {
	rank := 0
	switch {
	case c.Time == nil:
		return 0
	case c.Bits == 2048 || c.Bits == 4096:
		rank = 4
	case c.Bits >= 1024:
		rank = 2
	}
	switch {
	case c.Strategy == results.StrategyStdlib, c.Strategy == onthefly && compared(a, c):
		rank += 3
	case c.Strategy != results.StrategyStdlibRand:
		rank += 2
	}
	return rank
}

// compared reports whether a cell of onthefly is compared with another strategy.
func compared(a *analysis.Analysis, c *analysis.Cell) bool {
	for _, pair := range a.Comparisons {
		if pair.B == c.ID {
			return true
		}
	}
	return false
}
