// The same service otherwise: other sizes, other ways to come by a result, other
// numbers of workers on one.

package capacity

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/kex"
	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// A WhatIf is one alternative to a service, by Allen and Cunneen alone.
type WhatIf struct {
	Bits     int        `json:"bits"`
	Params   string     `json:"params"` // parameter set of a key exchange, else ""
	Strategy string     `json:"strategy"`
	Workers  int        `json:"workers"` // on one result
	Asked    bool       `json:"asked"`   // it is the service as it stands
	Cost     *Cost      `json:"cost"`
	Need     *Need      `json:"need"`    // at the upper end of the cost; nil when nothing meets the demands
	Why      string     `json:"why_not"` // why it does not do; "" where it does
	Response []Quantile `json:"latency"` // of a rate without a pool, by Allen-Cunneen
	Spend    *Spend     `json:"spend"`
}

// maxWhatIf bounds the table.
const maxWhatIf = 64

// whatIf lists the alternatives that the runs know of: every size, strategy and
// worker count that was measured and those that were asked for, by size, strategy
// and workers.
func (m *maker) whatIf(p *ServicePlan) []WhatIf {
	var all []WhatIf
	s := &p.Service
	for _, z := range m.sizes(s) {
		for _, strategy := range m.strategies(s, z) {
			for _, workers := range m.workerCounts(s, z, strategy) {
				if cost, err := m.ledger.cost(s, z, strategy, workers); err == nil && len(all) < maxWhatIf {
					row := m.alternative(s, cost)
					row.Asked = slices.ContainsFunc(p.Sizes, func(planned SizePlan) bool {
						return planned.Cost.size() == z && planned.Cost.Strategy == strategy && planned.Cost.Workers == workers
					})
					all = append(all, row)
				}
			}
		}
	}
	return all
}

func (m *maker) alternative(s *Service, cost *Cost) WhatIf {
	like := *s
	like.Workers = cost.Workers
	row := WhatIf{Bits: cost.Bits, Params: cost.Params, Strategy: cost.Strategy, Workers: cost.Workers, Cost: cost}
	d := demandOf(s, m.plan.Scenario.Headroom)
	upper := cost.upper().Law
	n, err := d.need(upper)
	if err != nil {
		row.Why = reason(err)
		return row
	}
	m.place(&n, &like)
	row.Need, row.Spend = &n, m.spend(s.Load, n.Cores)
	if cores, hosts := m.limit(); cores > 0 && (n.Cores > cores || n.Hosts > hosts) {
		row.Why = fmt.Sprintf("there are %d cores", cores)
	}
	if s.Load.Rate > 0 && !s.Pool.used() {
		w := waitOf(erlangB(n.Servers, s.Load.Rate*upper.Mean()), s.Load.Rate, n.Servers, upper.Mean(), 1, upper.CV2())
		row.Response = Queue{cost, s.Load.Rate, n.Servers, 0}.formula(ModelAllenCunneen, w, upper, levels(s.Objectives)).Quantiles
	}
	return row
}

// Size names what the alternative is of: "2048 bits", or a parameter set.
func (w *WhatIf) Size() string { return size{bits: w.Bits, params: w.Params}.String() }

// told returns of which size of the service's results a cell tells something, and
// whether it does. Our RSA keys are told by searches for primes of half their size too,
// and in the place of a power in a group a curve could stand.
func (s *Service) told(c *analysis.Cell) (size, bool) {
	z := size{bits: c.Bits}
	switch {
	case c.Kind == results.KindKex:
		return sizeOf(c.Params), s.Kind == Kex || s.isPower() && family(c.Params) == kex.Curve
	case s.Kind == DHKeygen || s.Kind == DHShared:
		return z, c.Kind == results.KindSafe
	case s.Kind == RSA && c.Kind == results.KindPrime && c.Strategy == results.StrategyOnTheFly:
		z.bits *= analysis.PrimesOf(RSA)
		return z, true
	}
	return z, c.Kind == s.Kind
}

// family is that of a parameter set, "" of an unknown one.
func family(params string) kex.Family {
	set, _ := kex.Named(params)
	return set.Family
}

// each calls visit for the cells that tell something of a service.
func (m *maker) each(s *Service, visit func(*analysis.Cell, size)) {
	for _, a := range m.input.Runs {
		for i := range a.Cells {
			if z, ok := s.told(&a.Cells[i]); ok {
				visit(&a.Cells[i], z)
			}
		}
	}
}

// sizes lists the sizes of a service that runs know of, and those asked for, the
// parameter sets in the order of package kex.
func (m *maker) sizes(s *Service) []size {
	all := s.planned()
	m.each(s, func(c *analysis.Cell, z size) {
		if (sound(c) || s.isPower()) && !slices.Contains(all, z) {
			all = append(all, z)
		}
	})
	order := kex.Names()
	slices.SortStableFunc(all, func(a, b size) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.params), slices.Index(order, b.params)), cmp.Compare(a.bits, b.bits))
	})
	return all
}

// strategies lists those that runs know of at a size, and the one asked for, if any.
func (m *maker) strategies(s *Service, z size) []string {
	var all []string
	if s.Strategy != "" {
		all = append(all, s.Strategy)
	}
	m.each(s, func(c *analysis.Cell, of size) {
		if of == z && !slices.Contains(all, c.Strategy) {
			all = append(all, c.Strategy)
		}
	})
	return all
}

// workerCounts lists the numbers of workers on one result that fit on a host and
// were measured, besides one and the number asked for. What is computed or looked up
// takes one.
func (m *maker) workerCounts(s *Service, z size, strategy string) []int {
	all := []int{1}
	if s.isPower() || strategy == results.StrategyHardcoded {
		return all
	}
	all = append(all, s.Workers)
	m.each(s, func(c *analysis.Cell, of size) {
		if of == z && c.Strategy == strategy && sound(c) && c.Workers <= m.plan.Machine.CoresPerHost {
			all = append(all, c.Workers)
		}
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// Scaling is how one result goes with the workers on it.
type Scaling struct {
	Bits     int            `json:"bits"` // of the result
	Strategy string         `json:"strategy"`
	Points   []ScalingPoint `json:"points"`
	Law      *USL           `json:"law"`  // nil where it cannot be fitted
	Note     string         `json:"note"` // why there is no law, or what it says, in a sentence
}

// A ScalingPoint is how many results a second come of a number of workers on one.
type ScalingPoint struct {
	Workers    int     `json:"workers"`
	Throughput float64 `json:"results_per_s"`
}

// scaling fits the law to the first series of worker counts of a size, nil without
// any. A series is of searches, whose throughput the number of primes in a result
// does not change the shape of.
func (m *maker) scaling(s *Service, bits int) *Scaling {
	for _, a := range m.input.Runs {
		for _, series := range a.Scaling {
			like := analysis.Cell{Cell: results.Cell{Kind: series.Kind, Bits: series.Bits, Strategy: series.Strategy}}
			z, ok := s.told(&like)
			if s.isPower() || !ok || z.bits != bits || series.Strategy != s.Strategy || series.Mode != results.ModeSearch && series.Mode != results.ModeOperations {
				continue
			}
			primes := float64(bits / series.Bits)
			out := &Scaling{Bits: bits, Strategy: s.Strategy}
			for _, p := range series.Points {
				out.Points = append(out.Points, ScalingPoint{Workers: p.Workers, Throughput: p.Rate.Value / primes})
			}
			out.fit()
			return out
		}
	}
	return nil
}

func (sc *Scaling) fit() {
	workers, throughput := make([]int, len(sc.Points)), make([]float64, len(sc.Points))
	for i, p := range sc.Points {
		workers[i], throughput[i] = p.Workers, p.Throughput
	}
	law, err := FitUSL(workers, throughput)
	var few *stats.NeedError
	switch {
	case errors.As(err, &few):
		first, last := sc.Points[0], sc.Points[len(sc.Points)-1]
		sc.Note = fmt.Sprintf("%d workers on one result make %s times the results of %d; a law takes three numbers of workers, %d were measured",
			last.Workers, unit.Number(last.Throughput/first.Throughput), first.Workers, few.Have)
	case err != nil:
		sc.Note = err.Error()
	case !finite(law.Knee()):
		sc.Law = &law
		sc.Note = fmt.Sprintf("no knee within sight: contention of %s, no coherency", unit.Percent(law.A))
	default:
		sc.Law = &law
		sc.Note = fmt.Sprintf("more than %s workers on one result make it slower; at most it comes %s times as fast as with one", unit.Number(law.Knee()), unit.Number(law.Peak()/law.G))
	}
	sc.Note = sentence(sc.Note)
}
