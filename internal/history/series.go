// What may stand in one series, and how series are told apart.

package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/results"
)

// seriesKey is all that must agree within a series.
type seriesKey struct {
	machine                                    Machine
	kind, params, strategy, mode, kernel, list string
	bits, workers, rounds                      int
	lucas                                      bool
	sieveLimit                                 uint64
	quantity                                   string
	basis                                      Basis
}

// A gatherer deals the cells of runs out to series.
type gatherer struct {
	history *History
	at      map[seriesKey]int // index of the series
}

// add deals out all cells of a run. What has no value is named.
func (g *gatherer) add(run int, a *analysis.Analysis) {
	machine := Machine{CPU: a.Header.Host.CPU, OS: a.Header.Host.OS, Arch: a.Header.Host.Arch}
	for i := range a.Cells {
		c := &a.Cells[i]
		values := cellValues(c)
		if len(values) == 0 {
			g.unused(run, c, cmp.Or(c.Why, "nothing of it was measured"))
		}
		for _, v := range values {
			g.value(run, machine, c, v)
		}
	}
}

// A cellValue is a number of a cell that can be followed over time.
type cellValue struct {
	quantity string
	basis    Basis
	analysis.Estimate
}

// cellValues lists the time of a cell and, where cells are there for those, its
// operations.
func cellValues(c *analysis.Cell) []cellValue {
	var values []cellValue
	if c.Time != nil {
		basis := BasisMeasured
		switch {
		case c.Time.Modelled:
			basis = BasisModelled
		case c.Time == c.Naive:
			basis = BasisPlainMean
		}
		values = append(values, cellValue{QuantityTime, basis, *c.Time})
	}
	if c.Mode == results.ModeOperations || c.Time == nil {
		for _, op := range c.Operations {
			values = append(values, cellValue{op.Name, BasisMeasured, op.Cost})
		}
	}
	return values
}

func (g *gatherer) value(run int, machine Machine, c *analysis.Cell, v cellValue) {
	if !(v.Value > 0) || !analysis.Countable(v.Value) {
		g.unused(run, c, fmt.Sprintf("its %s is %v, want a finite number above 0", v.quantity, v.Value))
		return
	}
	key := seriesKey{
		machine: machine, kind: c.Kind, params: c.Params, strategy: c.Strategy, mode: c.Mode, kernel: c.Kernel, list: c.List,
		bits: c.Bits, workers: c.Workers, rounds: c.Policy.Rounds, lucas: c.Policy.Lucas,
		sieveLimit: c.SieveLimit, quantity: v.quantity, basis: v.basis,
	}
	at, known := g.at[key]
	if !known {
		at = len(g.history.Series)
		g.at[key] = at
		g.history.Series = append(g.history.Series, Series{Machine: machine, Cell: c.Cell, Quantity: v.quantity, Basis: v.basis})
	}
	s := &g.history.Series[at]
	if last := len(s.Points) - 1; last >= 0 && s.Points[last].Run == run {
		g.unused(run, c, "an earlier cell of the same run differs in nothing that counts")
		return
	}
	s.Points = append(s.Points, Point{Run: run, Value: v.Estimate, Busy: g.history.Runs[run].Busy != ""})
}

func (g *gatherer) unused(run int, c *analysis.Cell, why string) {
	g.history.Unused = append(g.history.Unused, Unused{File: g.history.Runs[run].File, Cell: analysis.CellName(&c.Cell), Why: why})
}

// bySeries orders series by machine, and then as a matrix is read.
func bySeries(a, b Series) int {
	return cmp.Or(
		cmp.Compare(a.Machine.CPU, b.Machine.CPU), cmp.Compare(a.Machine.OS, b.Machine.OS), cmp.Compare(a.Machine.Arch, b.Machine.Arch),
		cmp.Compare(a.Cell.Kind, b.Cell.Kind), cmp.Compare(a.Cell.Bits, b.Cell.Bits), cmp.Compare(a.Cell.Params, b.Cell.Params),
		cmp.Compare(a.Cell.Strategy, b.Cell.Strategy), cmp.Compare(a.Cell.Mode, b.Cell.Mode), cmp.Compare(a.Cell.Workers, b.Cell.Workers),
		cmp.Compare(a.Cell.Policy.Name, b.Cell.Policy.Name), cmp.Compare(a.Cell.Kernel, b.Cell.Kernel), cmp.Compare(a.Cell.SieveLimit, b.Cell.SieveLimit),
		cmp.Compare(a.Cell.List, b.Cell.List), cmp.Compare(a.Basis, b.Basis),
	)
}

// A wording is how a series is named in a sentence.
type wording struct {
	machine        Machine
	cell, quantity string
}

// tellApart gives series that read the same the details in which they differ.
func tellApart(all []Series) {
	alike := map[wording][]int{}
	for i := range all {
		w := wording{all[i].Machine, analysis.CellName(&all[i].Cell), all[i].Quantity}
		alike[w] = append(alike[w], i)
	}
	for _, group := range alike {
		for _, detail := range []func(*Series) string{
			func(s *Series) string { return string(s.Basis) },
			func(s *Series) string { return "kernel " + cmp.Or(s.Cell.Kernel, "of its own") },
			func(s *Series) string { return fmt.Sprintf("list %.8s", s.Cell.List) },
			func(s *Series) string { return fmt.Sprintf("sieve to %d", s.Cell.SieveLimit) },
			func(s *Series) string { return unit.Count(s.Cell.Policy.Rounds, "round") },
			func(s *Series) string { return fmt.Sprintf("Lucas %v", s.Cell.Policy.Lucas) },
		} {
			differs := slices.ContainsFunc(group, func(i int) bool { return detail(&all[i]) != detail(&all[group[0]]) })
			for _, i := range group {
				if differs {
					all[i].Detail = strings.TrimPrefix(all[i].Detail+", "+detail(&all[i]), ", ")
				}
			}
		}
	}
}
