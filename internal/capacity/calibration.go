// What has to be measured before a plan can be made.

package capacity

import (
	"slices"

	"primebench/dhgroup"
	"primebench/internal/kex"
	"primebench/results"
)

// Cells are cells to measure: one of each size for each number of workers, by the
// policy that is the strategy's own.
type Cells struct {
	Kind     string // of results, such as results.KindSafe
	Strategy string
	Mode     string
	Bits     []int
	Params   []string // of kind kex, in the place of Bits
	Workers  []int
	// Steps has the cells, which are of mode operations, measure nothing but these
	// (results.Steps).
	Steps []string
}

// Calibration returns what a plan of the scenario needs measured on a machine of so
// many cores, at least one: lists of cells of which the machine may lack what some need,
// such as a library, and must have what one of each needs. The scenario has passed its
// Check.
func (s Scenario) Calibration(cores int) [][]Cells {
	s = s.filled()
	var all [][]Cells
	for i := range s.Services {
		switch service := &s.Services[i]; {
		case service.Secret():
			all = append(all, service.secrets()...)
		default:
			for _, cells := range service.searches(cores) {
				all = append(all, []Cells{cells})
			}
		}
	}
	return all
}

// searches are the searches of a service, by one worker and, where it has several
// on a result, by these and by all cores; and what they are made of, for a time
// of few searches is a vague one. Beside the groups that are searched for stand those
// that are hard-coded.
func (s *Service) searches(cores int) []Cells {
	search := Cells{Kind: s.Kind, Strategy: s.Strategy, Mode: results.ModeSearch, Bits: s.Bits, Workers: []int{1}}
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

// secrets are what a service whose results hold secrets is made of, by the strategy that is
// asked for and besides by all that make such results: the plan is by the cheapest that is
// fit for secrets, and shows the others.
func (s *Service) secrets() [][]Cells {
	one := Cells{Strategy: s.Strategy, Bits: s.Bits, Workers: []int{1}}
	deployed := []string{results.StrategyStdlib, results.StrategyOpenSSL}
	strategies := append(slices.Clone(deployed), results.StrategyOnTheFly)
	switch s.Kind {
	case RSA:
		one.Kind, one.Mode = results.KindRSA, results.ModeSearch
	case Kex:
		one.Kind, one.Mode, one.Steps = results.KindKex, results.ModeOperations, []string{results.StepHandshake}
		one.Params = slices.Clone(s.Params)
		for _, usual := range []string{kex.X25519, kex.X25519MLKEM768} {
			if !slices.Contains(one.Params, usual) {
				one.Params = append(one.Params, usual)
			}
		}
	default:
		one.Kind, one.Mode, one.Steps = results.KindSafe, results.ModeOperations, []string{results.StepKeygen, results.StepShared}
		strategies = []string{results.StrategyOpenSSL, results.StrategyOnTheFly}
	}
	if s.Strategy != "" {
		if s.Workers > 1 {
			one.Workers = []int{1, s.Workers}
		}
		return [][]Cells{{one}}
	}
	all := [][]Cells{by(strategies, one)}
	if one.Kind == results.KindSafe {
		one.Kind, one.Bits, one.Params = results.KindKex, nil, []string{kex.X25519}
		all = append(all, by(deployed, one))
	}
	return all
}

// by are the same cells by each of several strategies.
func by(strategies []string, one Cells) []Cells {
	var all []Cells
	for _, strategy := range strategies {
		one.Strategy = strategy
		all = append(all, one)
	}
	return all
}

// publishedSizes keeps the sizes of which there are groups.
func publishedSizes(bits []int) []int {
	return slices.DeleteFunc(slices.Clone(bits), func(n int) bool { return len(dhgroup.OfSize(n)) == 0 })
}
