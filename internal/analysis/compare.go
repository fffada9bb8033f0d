// Cells set against each other: strategies at equal work, and worker counts of
// one strategy.

package analysis

import (
	"cmp"
	"slices"

	"primebench/results"
)

// A task is what must be equal, besides the test policy, for the times of two
// strategies to be of the same thing got in two ways.
type task struct {
	kind, mode, list string
	bits, workers    int
}

// byTask groups the cells that have a time by task, in the order of the matrix.
func byTask(cells []Cell) [][]*Cell {
	var groups [][]*Cell
	at := map[task]int{}
	for i := range cells {
		c := &cells[i]
		if c.Cost == nil {
			continue
		}
		key := task{c.Kind, c.Mode, c.List, c.Bits, c.Workers}
		if _, known := at[key]; !known {
			at[key] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[key]] = append(groups[at[key]], c)
	}
	return groups
}

// samePolicy looks at what is tested, not at the name.
func samePolicy(a, b *Cell) bool {
	return a.Policy.Rounds == b.Policy.Rounds && a.Policy.Lucas == b.Policy.Lucas
}

// comparisons pairs all cells of a task that differ in strategy and agree in
// policy. The second of a pair is onthefly where that takes part, else the first
// in the matrix.
func comparisons(cells []Cell) []Comparison {
	var all []Comparison
	for _, group := range byTask(cells) {
		for i, b := range group {
			for _, a := range group[i+1:] {
				if a.Strategy == b.Strategy || !samePolicy(a, b) {
					continue
				}
				first, second := a, b
				if a.Strategy == results.StrategyOnTheFly {
					first, second = b, a
				}
				if ratio := quotient(first.Cost, second.Cost, Lower); ratio != nil {
					all = append(all, Comparison{A: first.ID, B: second.ID, Ratio: *ratio})
				}
			}
		}
	}
	return all
}

// scaling groups the cells that differ in workers alone and have two counts.
func scaling(cells []Cell) []Scaling {
	var all []Scaling
	done := make([]bool, len(cells))
	for i := range cells {
		if done[i] || cells[i].Rate == nil {
			continue
		}
		group := []*Cell{&cells[i]}
		for j := i + 1; j < len(cells); j++ {
			if !done[j] && cells[j].Rate != nil && sameButWorkers(&cells[i], &cells[j]) {
				group = append(group, &cells[j])
				done[j] = true
			}
		}
		if s := scalingOf(group); len(s.Points) > 1 {
			all = append(all, s)
		}
	}
	return all
}

func sameButWorkers(a, b *Cell) bool {
	return a.Kind == b.Kind && a.Bits == b.Bits && a.Mode == b.Mode && a.Strategy == b.Strategy &&
		a.List == b.List && samePolicy(a, b)
}

// scalingOf is the throughput of a group of cells, one for each worker count.
func scalingOf(group []*Cell) Scaling {
	slices.SortStableFunc(group, func(a, b *Cell) int { return cmp.Compare(a.Workers, b.Workers) })
	group = slices.CompactFunc(group, func(a, b *Cell) bool { return a.Workers == b.Workers })
	first := group[0]
	s := Scaling{Kind: first.Kind, Strategy: first.Strategy, Mode: first.Mode, Policy: first.Policy.Name, Bits: first.Bits}
	for _, c := range group {
		point := ScalingPoint{Workers: c.Workers, Rate: *c.Rate}
		if c != first {
			point.Speedup = quotient(c.Rate, first.Rate, Higher)
		}
		s.Points = append(s.Points, point)
	}
	return s
}
