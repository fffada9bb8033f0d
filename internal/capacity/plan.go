// The plan: what Make answers, and the order in which it works it out.

package capacity

import (
	"errors"
	"fmt"
	"math"

	"primebench/internal/analysis"
	"primebench/internal/rng"
	"primebench/internal/unit"
)

// Input is what a plan stands on besides its scenario.
type Input struct {
	// Runs are analyses of one or several runs, on machines with the same processor
	// and kernel. Where several have a cost, the dearest counts.
	Runs []*analysis.Analysis
	// Tests is the theory of an average search, by package engine's Expected; nil
	// allows no sizes that were not measured.
	Tests Tests
	Seed  rng.Seed // of the simulations; the same one gives the same plan
	// AcceptBusy has runs count whose machine was shared, by their processor time.
	AcceptBusy bool
	// Arrivals are simulated for each size; 0 for 100,000, at least 2,000.
	Arrivals int
}

// A Plan is the answer to a scenario, with every number that it was made from.
type Plan struct {
	Feasible    bool          `json:"feasible"`
	Constraint  string        `json:"constraint"`    // the one that binds, in a sentence
	Busy        []string      `json:"accepted_busy"` // why runs were not fit to plan from, which was accepted
	Advice      []string      `json:"advice"`        // of a plan that is not feasible: what would make it so
	Scenario    Scenario      `json:"limits"`        // with its defaults filled in
	Seed        string        `json:"seed"`          // of the simulations
	Arrivals    int           `json:"arrivals"`      // in each simulation
	Machine     Machine       `json:"machine"`
	Services    []ServicePlan `json:"services"`
	Total       Total         `json:"total"`
	Assumptions []string      `json:"assumptions"`
	Warnings    []string      `json:"warnings"`
}

// A Total is the plan's sum over its services, each at its dearest size.
type Total struct {
	Cores int   `json:"cores"`       // without spare ones
	Hosts int   `json:"hosts"`       // without spare ones
	Spare int   `json:"spare_hosts"` // hosts beside them, for failures
	Spend Spend `json:"spend"`
}

// A ServicePlan is what one service takes.
type ServicePlan struct {
	Service
	Sizes   []SizePlan `json:"sizes"`   // by Service.Bits or Service.Params
	Scaling []Scaling  `json:"scaling"` // of one result over workers, where several counts were measured
	WhatIf  []WhatIf   `json:"what_if"`
}

// A SizePlan is what one service takes at one size.
type SizePlan struct {
	Bits   int    `json:"bits"`
	Params string `json:"params"` // parameter set of a key exchange, else ""
	// Feasible is false when the demands are not met by any number of cores, or not
	// by those that there are. Constraint says what binds in either case, and
	// Advice what would make it feasible.
	Feasible   bool        `json:"feasible"`
	Constraint string      `json:"constraint"`
	Advice     []string    `json:"advice"`
	Cost       *Cost       `json:"cost"`
	Point      *Need       `json:"need_at_estimate"`    // at the estimate of the cost; nil when nothing meets the demands
	Upper      *Need       `json:"need"`                // at the upper end of its interval, on which the plan stands
	Models     []Latency   `json:"latency"`             // of Upper, at the upper end of the cost
	Expected   []Latency   `json:"latency_at_estimate"` // the same servers at the estimate of the cost
	Curve      []LoadPoint `json:"curve"`
	Pool       *PoolPlan   `json:"pool"`   // nil without a pool
	Finish     *Finish     `json:"finish"` // of a count; nil of a rate
	Spend      *Spend      `json:"spend"`
}

// Size names what is planned: "2048 bits", or a parameter set.
func (p *SizePlan) Size() string { return size{bits: p.Bits, params: p.Params}.String() }

// A Finish is when a count is done.
type Finish struct {
	Seconds float64 `json:"done_s"`    // with a chance of 95 %, at the upper end of the cost
	Within  float64 `json:"allowed_s"` // the headroom taken off
}

// defaultArrivals tell a p99 to a few per cent at usual loads, in a few hundredths
// of a second.
const defaultArrivals = 100_000

// Make plans. Its error wraps ErrScenario for a scenario that contradicts itself
// or the runs, ErrMissing where no run has a cost that is asked for, ErrBusy where the
// machine of a run was shared and that is not accepted, and ErrInfeasible, beside a plan, where the demands cannot be met.
func Make(s Scenario, in Input) (*Plan, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	m, err := newMaker(s.filled(), in)
	if err != nil {
		return nil, err
	}
	for i := range m.plan.Scenario.Services {
		service, err := m.service(&m.plan.Scenario.Services[i])
		if err != nil {
			return nil, err
		}
		m.plan.Services = append(m.plan.Services, service)
	}
	m.total()
	m.conclude()
	if !m.plan.Feasible {
		return m.plan, &InfeasibleError{Reason: m.plan.Constraint}
	}
	return m.plan, nil
}

// A maker makes one plan.
type maker struct {
	plan   *Plan
	input  Input
	ledger ledger
}

func newMaker(s Scenario, in Input) (*maker, error) {
	if in.Arrivals == 0 {
		in.Arrivals = defaultArrivals
	}
	if in.Arrivals < minArrivals || in.Arrivals > maxArrivals {
		return nil, fmt.Errorf("%w: %d arrivals to simulate, want %d to %d", ErrScenario, in.Arrivals, minArrivals, maxArrivals)
	}
	machine, err := machineOf(in.Runs)
	if err != nil {
		return nil, err
	}
	doubts := busy(in.Runs)
	if len(doubts) > 0 && !in.AcceptBusy {
		return nil, fmt.Errorf("%w: %s; measure on a quiet machine (run --wait-quiet 2m), or plan from it all the same with --accept-busy", ErrBusy, doubts[0])
	}
	runs := make([]*analysis.Analysis, len(in.Runs))
	for i, a := range in.Runs {
		runs[i] = unshared(a)
	}
	in.Runs = runs
	if s.Hosts > 0 && s.Cores > 0 {
		machine.CoresPerHost = s.Cores / s.Hosts
	}
	if s.Cores > 0 && s.Hosts == 0 && s.Failures > 0 && s.Cores <= s.Failures*machine.CoresPerHost {
		return nil, fmt.Errorf("%w: %s on hosts of %d, of which %d may fail, which leaves none", ErrScenario, unit.Count(s.Cores, "core"), machine.CoresPerHost, s.Failures)
	}
	for i := range s.Services {
		if k := s.Services[i].Workers; k > machine.CoresPerHost {
			return nil, fmt.Errorf("%w: service %.80q: %d workers on one result, and a host has %s", ErrScenario, s.Services[i].name(), k, unit.Count(machine.CoresPerHost, "core"))
		}
	}
	return &maker{
		plan:   &Plan{Scenario: s, Seed: in.Seed.String(), Arrivals: in.Arrivals, Machine: machine, Busy: doubts, Feasible: true},
		input:  in,
		ledger: ledger{runs: in.Runs, tests: in.Tests, extrapolate: s.Extrapolate},
	}, nil
}

// service plans a service at each of its sizes.
func (m *maker) service(s *Service) (ServicePlan, error) {
	p := ServicePlan{Service: *s}
	for _, z := range s.planned() {
		by := *s
		by.Strategy = m.strategyFor(s, z)
		cost, err := m.ledger.cost(&by, z, by.Strategy, by.Workers)
		if err != nil {
			return p, err
		}
		size, err := m.size(&by, cost)
		if err != nil {
			return p, err
		}
		p.Sizes = append(p.Sizes, size)
		if sc := m.scaling(&by, z.bits); sc != nil {
			p.Scaling = append(p.Scaling, *sc)
		}
	}
	p.WhatIf = m.whatIf(&p)
	return p, nil
}

// size plans one size.
func (m *maker) size(s *Service, cost *Cost) (SizePlan, error) {
	p := SizePlan{Bits: cost.Bits, Params: cost.Params, Cost: cost, Feasible: true}
	d := demandOf(s, m.plan.Scenario.Headroom)
	upper := cost.upper()
	need, err := d.need(upper.Law)
	if err == nil && s.Load.Rate > 0 && !s.Pool.used() {
		err = m.confirm(&need, s, upper)
	}
	if err != nil {
		var u *unattainable
		if !errors.As(err, &u) && !errors.Is(err, ErrInfeasible) {
			return p, err
		}
		p.Feasible, p.Constraint = false, sentence(reason(err))
		p.Advice = m.adviceOn(s, &d, cost, u)
		return p, nil
	}
	m.place(&need, s)
	p.Upper = &need
	if point, err := d.need(cost.Law); err == nil {
		m.place(&point, s)
		p.Point = &point
	}
	p.Spend = m.spend(s.Load, need.Cores)
	m.bind(&p, s, &d)
	if err := m.describe(&p, s, &d, upper); errors.Is(err, ErrInfeasible) {
		p.Feasible, p.Constraint = false, sentence(reason(err))
	} else if err != nil {
		return p, err
	}
	return p, nil
}

// reason is why a demand cannot be met.
func reason(err error) string {
	var infeasible *InfeasibleError
	if errors.As(err, &infeasible) {
		return infeasible.Reason
	}
	return err.Error()
}

// CostOf returns what a result of a service costs at a size in bits, as a plan has it. Its
// error wraps ErrScenario or ErrMissing, as Make's.
func CostOf(s Service, bits int, in Input) (*Cost, error) {
	s.Bits = []int{bits}
	one := Scenario{Services: []Service{s}}
	if err := one.Check(); err != nil {
		return nil, err
	}
	m, err := newMaker(one.filled(), in)
	if err != nil {
		return nil, err
	}
	service, z := &m.plan.Scenario.Services[0], size{bits: bits}
	return m.ledger.cost(service, z, m.strategyFor(service, z), service.Workers)
}

func demandOf(s *Service, headroom float64) demand {
	return demand{load: s.Load, objectives: s.Objectives, headroom: headroom, pool: s.Pool}
}

// total adds up the services, each at the size that takes the most cores.
func (m *maker) total() {
	t := &m.plan.Total
	var loads []Load
	alone := true
	for i := range m.plan.Services {
		dearest := (*SizePlan)(nil)
		for j := range m.plan.Services[i].Sizes {
			if p := &m.plan.Services[i].Sizes[j]; p.Upper != nil && (dearest == nil || p.Upper.Cores > dearest.Upper.Cores) {
				dearest = p
			}
		}
		if dearest != nil {
			t.Cores += dearest.Upper.Cores
			t.Hosts += dearest.Upper.Hosts
		}
		loads = append(loads, m.plan.Services[i].Service.Load)
		alone = alone && m.plan.Services[i].Service.Workers == 1
	}
	// Services whose results take one core each share hosts; others have their own.
	perHost := m.plan.Machine.CoresPerHost
	if alone {
		t.Hosts = (t.Cores + perHost - 1) / perHost
	}
	t.Spare = m.plan.Scenario.Failures
	load := Load{}
	if len(loads) == 1 {
		load = loads[0]
	}
	t.Spend = *m.spend(load, t.Cores)
}

// conclude judges the whole, and gathers what is assumed and what is wrong.
func (m *maker) conclude() {
	p := m.plan
	cores, hosts := m.limit()
	dearest := 0 // cores of the size whose constraint is told: the first that is not feasible, else the dearest
	for i := range p.Services {
		for j := range p.Services[i].Sizes {
			size := &p.Services[i].Sizes[j]
			cores := 0
			if size.Upper != nil {
				cores = size.Upper.Cores
			}
			if p.Constraint == "" || p.Feasible && (!size.Feasible || cores > dearest) {
				p.Constraint = fmt.Sprintf("%s at %s: %s", p.Services[i].Service.name(), size.Size(), size.Constraint)
				dearest = cores
			}
			p.Feasible = p.Feasible && size.Feasible
			for _, text := range size.Advice {
				p.Advice = append(p.Advice, fmt.Sprintf("%s at %s: %s", p.Services[i].Service.name(), size.Size(), text))
			}
		}
	}
	if p.Feasible && cores > 0 && (p.Total.Cores > cores || p.Total.Hosts > hosts) {
		p.Feasible = false
		p.Constraint = fmt.Sprintf("The cores bind: the services together take %d on %s, and there are %d on %d%s.",
			p.Total.Cores, unit.Count(p.Total.Hosts, "host"), cores, hosts, m.spared())
		p.Advice = append(p.Advice, fmt.Sprintf("%d cores would do", p.Total.Cores+p.Total.Spare*min(p.Machine.CoresPerHost, p.Total.Cores)))
	}
	p.Assumptions = m.assumptions()
	p.Warnings = m.warnings()
}

// finite reports whether v is a number.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
