// The same service otherwise: other sizes, other ways to come by a result, other
// numbers of workers on one.

package capacity

import (
	"errors"
	"fmt"
	"slices"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// A WhatIf is one alternative to a service, by Allen and Cunneen alone.
type WhatIf struct {
	Bits     int        `json:"bits"`
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
func (m *maker) whatIf(s *Service) []WhatIf {
	var all []WhatIf
	for _, bits := range m.sizes(s) {
		for _, strategy := range m.strategies(s, bits) {
			for _, workers := range m.workerCounts(s, bits, strategy) {
				if cost, err := m.ledger.cost(s, bits, strategy, workers); err == nil && len(all) < maxWhatIf {
					all = append(all, m.alternative(s, cost))
				}
			}
		}
	}
	return all
}

func (m *maker) alternative(s *Service, cost *Cost) WhatIf {
	like := *s
	like.Workers = cost.Workers
	row := WhatIf{
		Bits: cost.Bits, Strategy: cost.Strategy, Workers: cost.Workers, Cost: cost,
		Asked: slices.Contains(s.Bits, cost.Bits) && cost.Strategy == s.Strategy && cost.Workers == s.Workers,
	}
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

// sizes lists the sizes of a service that runs know of, and those asked for.
func (m *maker) sizes(s *Service) []int {
	all := slices.Clone(s.Bits)
	factor := s.stages() // an RSA key is twice as long as its primes
	for _, a := range m.input.Runs {
		for i := range a.Cells {
			if c := &a.Cells[i]; c.Kind == s.cellKind() && (sound(c) || s.isPower()) {
				all = append(all, c.Bits*factor)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// cellKind is the kind of the cells that a service is measured by.
func (s *Service) cellKind() string {
	switch s.Kind {
	case RSA:
		return results.KindPrime
	case DHKeygen, DHShared:
		return results.KindSafe
	}
	return s.Kind
}

// strategies lists those that runs know of at a size, and the one asked for.
func (m *maker) strategies(s *Service, bits int) []string {
	all := []string{s.Strategy}
	for _, a := range m.input.Runs {
		for i := range a.Cells {
			c := &a.Cells[i]
			if c.Kind == s.cellKind() && c.Bits*s.stages() == bits && !slices.Contains(all, c.Strategy) {
				all = append(all, c.Strategy)
			}
		}
	}
	return all
}

// workerCounts lists the numbers of workers on one result that fit on a host and
// were measured, besides one and the number asked for. What is raised or looked up
// takes one.
func (m *maker) workerCounts(s *Service, bits int, strategy string) []int {
	all := []int{1}
	if s.isPower() || strategy == results.StrategyHardcoded {
		return all
	}
	all = append(all, s.Workers)
	for _, a := range m.input.Runs {
		for i := range a.Cells {
			c := &a.Cells[i]
			if c.Kind == s.cellKind() && c.Bits*s.stages() == bits && c.Strategy == strategy && sound(c) && c.Workers <= m.plan.Machine.CoresPerHost {
				all = append(all, c.Workers)
			}
		}
	}
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
			if s.isPower() || series.Kind != s.cellKind() || series.Bits*s.stages() != bits || series.Strategy != s.Strategy || series.Mode != results.ModeSearch && series.Mode != results.ModeOperations {
				continue
			}
			out := &Scaling{Bits: bits, Strategy: s.Strategy}
			for _, p := range series.Points {
				out.Points = append(out.Points, ScalingPoint{Workers: p.Workers, Throughput: p.Rate.Value / float64(s.stages())})
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
