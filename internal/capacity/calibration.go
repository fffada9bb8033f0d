// What has to be measured before a plan can be made.

package capacity

import (
	"slices"

	"primebench/dhgroup"
	"primebench/results"
)

// Cells are cells to measure: one of each size for each number of workers, by the
// policy that is the strategy's own.
type Cells struct {
	Kind     string // of results, such as results.KindSafe
	Strategy string
	Mode     string
	Bits     []int
	Workers  []int
	// Steps has the cells, which are of mode operations, measure nothing but these
	// (results.Steps).
	Steps []string
}

// Calibration returns what a plan of the scenario needs measured on a machine of so
// many cores, at least one. The scenario has passed its Check.
func (s Scenario) Calibration(cores int) []Cells {
	s = s.filled()
	var all []Cells
	for i := range s.Services {
		switch service := &s.Services[i]; service.Kind {
		case DHKeygen, DHShared:
			all = append(all, service.uses())
		default:
			all = append(all, service.searches(cores)...)
		}
	}
	return all
}

// searches are the searches of a service, by one worker and, where it has several
// on a result, by these and by all cores; and what they are made of, for a time
// of few searches is a vague one. Beside the groups that are searched for stand those
// that are hard-coded.
func (s *Service) searches(cores int) []Cells {
	search := Cells{Kind: results.KindPrime, Strategy: s.Strategy, Mode: results.ModeSearch, Bits: s.Bits, Workers: []int{1}}
	switch s.Kind {
	case RSA:
		search.Bits = halves(s.Bits)
	case Safe:
		search.Kind = results.KindSafe
	}
	parts, known := search, search
	parts.Mode = results.ModeOperations
	known.Strategy, known.Bits = results.StrategyHardcoded, publishedSizes(s.Bits)
	if s.Workers > 1 {
		search.Workers = []int{1, s.Workers, cores}
		slices.Sort(search.Workers)
		search.Workers = slices.Compact(search.Workers)
	}
	all := []Cells{search}
	if s.Strategy == DefaultStrategy {
		all = append(all, parts)
	}
	if s.Kind == Safe && s.Strategy != results.StrategyHardcoded && len(known.Bits) > 0 {
		all = append(all, known)
	}
	return all
}

// uses are the uses of the groups of a service.
func (s *Service) uses() Cells {
	return Cells{
		Kind: results.KindSafe, Strategy: s.Strategy, Mode: results.ModeOperations, Bits: s.Bits, Workers: []int{1},
		Steps: []string{results.StepKeygen, results.StepShared},
	}
}

// publishedSizes keeps the sizes of which there are groups.
func publishedSizes(bits []int) []int {
	return slices.DeleteFunc(slices.Clone(bits), func(n int) bool { return len(dhgroup.OfSize(n)) == 0 })
}

func halves(bits []int) []int {
	half := make([]int, len(bits))
	for i, n := range bits {
		half[i] = n / 2
	}
	return half
}
