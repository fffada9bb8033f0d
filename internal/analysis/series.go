// Cells that differ in key size alone, so that cost can be followed over it.

package analysis

import (
	"cmp"
	"slices"

	"primebench/results"
)

// BySize stands for the test policy of cells whose sizes have one each: by
// default the number of rounds falls as the size grows, for the same bound.
const BySize = "by size"

// A series is cells with a time or operations, by ascending size, one of each.
type series struct {
	kind, strategy, mode, policy string
	workers                      int
	cells                        []*Cell
}

// allSeries sorts the cells into series, in the order of the matrix. Replays are
// left out: their lists are not of the same work at each size. Cells are told
// apart by policy only when a size has several.
func allSeries(cells []Cell) []series {
	var groups []series
	for i := range cells {
		c := &cells[i]
		if c.Status == Empty || c.Mode == results.ModeReplay {
			continue
		}
		at := slices.IndexFunc(groups, func(s series) bool {
			return s.kind == c.Kind && s.strategy == c.Strategy && s.mode == c.Mode && s.workers == c.Workers
		})
		if at < 0 {
			at = len(groups)
			groups = append(groups, series{kind: c.Kind, strategy: c.Strategy, mode: c.Mode, workers: c.Workers})
		}
		groups[at].cells = append(groups[at].cells, c)
	}
	var all []series
	for _, g := range groups {
		all = append(all, g.byPolicy()...)
	}
	return all
}

// byPolicy splits a series that has several cells of a size, and puts the cells
// of each in order.
func (s series) byPolicy() []series {
	bySize := func(a, b *Cell) int { return cmp.Compare(a.Bits, b.Bits) }
	sameSize := func(a, b *Cell) bool { return a.Bits == b.Bits }

	sorted := slices.SortedStableFunc(slices.Values(s.cells), bySize)
	if len(slices.CompactFunc(slices.Clone(sorted), sameSize)) == len(sorted) {
		s.cells = sorted
		s.policy = sorted[0].Policy.Name
		if slices.ContainsFunc(sorted, func(c *Cell) bool { return c.Policy.Name != s.policy }) {
			s.policy = BySize
		}
		return []series{s}
	}
	var split []series
	for _, c := range s.cells {
		at := slices.IndexFunc(split, func(part series) bool { return part.policy == c.Policy.Name })
		if at < 0 {
			at = len(split)
			part := s
			part.policy, part.cells = c.Policy.Name, nil
			split = append(split, part)
		}
		split[at].cells = append(split[at].cells, c)
	}
	for i := range split {
		slices.SortStableFunc(split[i].cells, bySize)
		split[i].cells = slices.CompactFunc(split[i].cells, sameSize)
	}
	return split
}

// timed returns the cells that have a time.
func (s series) timed() []*Cell {
	return slices.DeleteFunc(slices.Clone(s.cells), func(c *Cell) bool { return c.Cost == nil })
}
