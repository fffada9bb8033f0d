// What binds, what is assumed, what weakens the plan, and what would make one
// feasible that is not: all in sentences, with their numbers.

package capacity

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// bind writes the constraint of a size that some servers meet, and whether there
// are as many.
func (m *maker) bind(p *SizePlan, s *Service, d *demand) {
	n := p.Upper
	takes := unit.Count(n.Cores, "core")
	switch n.Binding {
	case ByLoad:
		p.Constraint = fmt.Sprintf("The load binds: keeping up takes %s, %s busy.", takes, unit.Percent(n.Utilisation))
	case ByHeadroom:
		p.Constraint = fmt.Sprintf("The headroom of %s binds: it takes %s, %s busy.", unit.Given(d.headroom, unit.Share), takes, unit.Percent(n.Utilisation))
	case ByObjective:
		p.Constraint = fmt.Sprintf("The objective %v binds: it takes %s, where load and headroom alone take %d.", n.Objective, takes, n.Keeping*s.Workers)
	case ByPool:
		p.Constraint = fmt.Sprintf("The pool of %d binds: for the objective %v to hold it takes %s to refill it, where load and headroom alone take %d.",
			d.pool.Size, n.Objective, takes, n.Keeping*s.Workers)
	case ByDeadline:
		p.Constraint = fmt.Sprintf("The time of %v binds: %s results within it take %s.", d.load.Within, unit.Digits(d.load.Count), takes)
	}
	cores, hosts := m.limit()
	if cores > 0 && (n.Cores > cores || n.Hosts > hosts) {
		p.Feasible = false
		p.Constraint = fmt.Sprintf("The cores bind: it takes %s on %s, and there are %d on %d%s. %s",
			takes, unit.Count(n.Hosts, "host"), cores, hosts, m.spared(), p.Constraint)
		p.Advice = m.adviceOnCores(p, s, d, cores)
	}
}

func (m *maker) spared() string {
	if f := m.plan.Scenario.Failures; f > 0 {
		return fmt.Sprintf(" with %s failed", unit.Count(f, "host"))
	}
	return ""
}

// adviceOnCores says what would do where there are too few cores.
func (m *maker) adviceOnCores(p *SizePlan, s *Service, d *demand, cores int) []string {
	spare := m.plan.Scenario.Failures
	perHost := m.plan.Machine.CoresPerHost
	advice := []string{fmt.Sprintf("%d cores on %s would do", p.Upper.Cores+spare*min(p.Upper.Cores, perHost), unit.Count(p.Upper.Hosts+spare, "host"))}
	servers := m.serversIn(cores, s.Workers)
	upper := p.Cost.upper().Law
	if servers < 1 {
		return advice
	}
	if s.Load.Rate > 0 {
		if rate := d.most(servers, upper); rate > 0 {
			advice = append(advice, fmt.Sprintf("%s would carry %s/s with the same demands", unit.Count(cores, "core"), unit.Number(rate)))
		}
	} else {
		within := completion(d.load.Count, float64(servers), upper) / (1 - d.headroom)
		advice = append(advice, fmt.Sprintf("%s would be done within %s", unit.Count(cores, "core"), unit.Seconds(within)))
	}
	if p.Upper.Binding == ByObjective && s.Load.Rate*upper.Mean() < float64(servers) {
		w := waitOf(erlangB(servers, s.Load.Rate*upper.Mean()), s.Load.Rate, servers, upper.Mean(), 1, upper.CV2())
		o := p.Upper.Objective
		advice = append(advice, fmt.Sprintf("%s would meet %s=%s", unit.Count(cores, "core"), unit.Quantile(o.Quantile), written(w.ResponseQuantile(upper, o.Quantile))))
		advice = append(advice, m.adviceOnPool(s, d, upper)...)
	}
	return append(advice, m.adviceOnSizes(p.Cost.size(), s, d, cores)...)
}

// most returns the highest rate that servers carry with the demands met.
func (d *demand) most(servers int, law Law) float64 {
	carries := func(rate float64) bool {
		at := *d
		at.load.Rate = rate
		n, err := at.need(law)
		return err == nil && n.Servers <= servers
	}
	low, high := 0.0, float64(servers)/law.Mean()
	for range 40 {
		if mid := (low + high) / 2; carries(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// adviceOn says what would help where no number of cores does.
func (m *maker) adviceOn(s *Service, d *demand, cost *Cost, u *unattainable) []string {
	if u == nil {
		return []string{"a smaller load or a smaller size would do"}
	}
	upper := cost.upper().Law
	var advice []string
	if u.objective.Quantile == 0 {
		return []string{fmt.Sprintf("a time of %s would do with cores enough", written(u.least/(1-d.headroom)))}
	}
	if u.pool > 0 {
		return []string{"a larger pool would do, and pool auto finds the smallest"}
	}
	advice = append(advice, fmt.Sprintf("the objective %s=%s would do with cores enough", unit.Quantile(u.objective.Quantile), written(1.05*u.least)))
	for k := 2; k <= m.plan.Machine.CoresPerHost && !s.isPower(); k *= 2 {
		shared, err := m.ledger.cost(s, cost.size(), s.Strategy, k)
		if err != nil || k <= s.Workers {
			continue
		}
		if n, err := d.need(shared.upper().Law); err == nil {
			advice = append(advice, fmt.Sprintf("%d workers on one result would do, with %s", k, unit.Count(n.Servers*k, "core")))
			break
		}
	}
	advice = append(advice, m.adviceOnPool(s, d, upper)...)
	return append(advice, m.adviceOnSizes(cost.size(), s, d, 0)...)
}

// adviceOnPool says which pool would do.
func (m *maker) adviceOnPool(s *Service, d *demand, upper Law) []string {
	if s.Pool.used() || s.Kind == DHShared || len(d.objectives) == 0 {
		return nil
	}
	pooled := *d
	pooled.pool = Pool{Auto: true}
	n, err := pooled.need(upper)
	if err != nil {
		return nil
	}
	goal := 1.0
	for _, o := range d.objectives {
		goal = min(goal, 1-o.Quantile)
	}
	w, err := MMc(d.load.Rate, n.Servers, upper.Mean())
	if err != nil {
		return nil
	}
	size, ok := w.poolFor(n.Servers, goal)
	if !ok {
		return nil
	}
	return []string{fmt.Sprintf("a pool of %d made beforehand would do, refilled by %s", max(1, size), unit.Count(n.Servers*s.Workers, "core"))}
}

// adviceOnSizes names the largest smaller size that was measured and would do, and what
// else would.
func (m *maker) adviceOnSizes(z size, s *Service, d *demand, cores int) []string {
	best := 0
	for _, at := range m.sizes(s) {
		if at.params != "" || at.bits >= z.bits || at.bits <= best {
			continue
		}
		c, err := m.ledger.cost(s, at, s.Strategy, s.Workers)
		if err != nil {
			continue
		}
		if n, err := d.need(c.upper().Law); err == nil && (cores == 0 || n.Servers*s.Workers <= cores) {
			best = at.bits
		}
	}
	advice := m.adviceOnParams(z, s, d, cores)
	if best > 0 {
		advice = append(advice, fmt.Sprintf("%d bits would do", best))
	}
	return advice
}

// adviceOnParams names the parameter set that would do for the least, if any.
func (m *maker) adviceOnParams(z size, s *Service, d *demand, cores int) []string {
	best, least := "", math.Inf(1)
	for _, at := range m.sizes(s) {
		for _, strategy := range m.strategies(s, at) {
			c, err := m.ledger.cost(s, at, strategy, s.Workers)
			if err != nil || at == z || at.params == "" || c.Exposed || c.Seconds.High >= least {
				continue
			}
			if n, err := d.need(c.upper().Law); err == nil && (cores == 0 || n.Servers*s.Workers <= cores) {
				best, least = at.params+" by "+strategy, c.Seconds.High
			}
		}
	}
	if best == "" {
		return nil
	}
	return []string{best + " would do"}
}

// written writes seconds as an objective has them, with three digits.
func written(s float64) string {
	if !finite(s) || s > maxTime.Seconds() {
		return unit.Number(s) + "s"
	}
	digits := math.Pow(10, 2-math.Floor(math.Log10(math.Max(s, 1e-9))))
	return time.Duration(math.Ceil(s*digits) / digits * 1e9).String()
}

// sentence makes one of an error's text.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] + "." }

// assumptions lists what the plan takes for granted.
func (m *maker) assumptions() []string {
	p := m.plan
	all := []string{
		"A result costs the upper end of the 95 % interval of what was measured.",
		fmt.Sprintf("The hosts are like the measured one (%s), with %s each, and do nothing else.", orUnknown(p.Machine.CPU), unit.Count(p.Machine.CoresPerHost, "core")),
		"Cores do not slow each other down: caches, memory and clock are as with the workers that were measured.",
	}
	rated := slices.ContainsFunc(p.Services, func(s ServicePlan) bool { return s.Service.Load.Rate > 0 })
	if rated {
		all = append(all,
			"Requests come independently of each other, at the stated rate on average (Poisson); bursts and a busy hour belong into the rate.",
			"Each service has one queue, first come first served, in front of servers of its own.",
			"Nobody gives up waiting. Network, protocol and storage take no time.")
	}
	if slices.ContainsFunc(p.Services, func(s ServicePlan) bool { return s.Service.Pool.used() }) {
		all = append(all, "A pool is full at the start, each request taken out of it orders another one, and handing out takes no time.")
	}
	if len(p.Services) > 1 || len(p.Services[0].Sizes) > 1 {
		all = append(all, "The total takes each service at the size that takes the most cores.")
	}
	if p.Scenario.Failures > 0 {
		all = append(all, fmt.Sprintf("With %s failed the plan still holds; as many spare hosts are paid for.", unit.Count(p.Scenario.Failures, "host")))
	}
	if p.Scenario.Price > 0 || p.Scenario.Watts > 0 {
		all = append(all, "Cores are paid for, and draw their power, all the time: a month has 730 hours.")
	}
	for i := range p.Services {
		for j := range p.Services[i].Sizes {
			for _, text := range p.Services[i].Sizes[j].Cost.Remarks {
				if text = sentence(text); !slices.Contains(all, text) {
					all = append(all, text)
				}
			}
		}
	}
	return all
}

func orUnknown(name string) string {
	if name == "" {
		return "unknown processor"
	}
	return name
}

// warnings lists what weakens the plan.
func (m *maker) warnings() []string {
	var all []string
	add := func(format string, args ...any) {
		if text := fmt.Sprintf(format, args...); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	host := m.plan.Machine
	if host.ThreadsPerCore > 1 {
		add("the host has %d hardware threads a core: %d logical cores are %d cores", host.ThreadsPerCore, host.LogicalCores, host.PhysicalCores)
		if host.PhysicalCores > 0 && host.CoresPerHost > host.PhysicalCores {
			add("%d cores a host are more than its %d physical ones: hardware threads of one core counted as cores would share it", host.CoresPerHost, host.PhysicalCores)
		}
	}
	if host.CgroupCores > 0 && host.PhysicalCores > 0 && host.CgroupCores < float64(host.PhysicalCores) {
		add("the run had a quota of %s of %s: hosts are planned with %d", unit.Digits(host.CgroupCores), unit.Count(host.PhysicalCores, "core"), host.CoresPerHost)
	}
	for i, a := range m.input.Runs {
		if !a.Complete {
			add("run %d is not complete: what it lacks may be its slow part", i+1)
		}
	}
	for i := range m.plan.Services {
		for j := range m.plan.Services[i].Sizes {
			m.sizeWarnings(&m.plan.Services[i], &m.plan.Services[i].Sizes[j], add)
		}
	}
	return all
}

// sizeWarnings adds what weakens the plan of one size.
func (m *maker) sizeWarnings(s *ServicePlan, p *SizePlan, add func(format string, args ...any)) {
	at := fmt.Sprintf("%s at %s", s.Service.name(), p.Size())
	if c := p.Cost; c.Prediction != nil {
		cost, known := c.Seconds.Words()
		add("%s: the cost is predicted: %s a result (%s)", at, cost, known)
		if c.Prediction.Beyond {
			add("%s: the size is outside of those that were measured (%s bits)", at, sizes(c.Prediction.Measured))
		}
	}
	if c := p.Cost; c.Cell >= 0 {
		for _, w := range m.input.Runs[c.Run].Warnings {
			if w.Cell == c.Cell {
				add("%s: %s", at, w.Text)
			}
		}
		if t := theoryOf(m.input.Runs[c.Run], c.Cell); t != nil && t.Suspect {
			add("%s: the searches contradict theory, so that their cost is in doubt", at)
		}
	}
	if n := p.Upper; n != nil && s.Service.Load.Rate > 0 {
		if n.Utilisation > 0.9 && p.Pool == nil {
			add("%s: at %s busy waits are long and change much with the load; a headroom of 30 %% is usual", at, unit.Percent(n.Utilisation))
		}
		if n.Servers > maxSimServers {
			add("%s: more than %d servers are not simulated", at, maxSimServers)
		}
		if p.Pool != nil && p.Pool.Size > m.input.Arrivals/2 {
			add("%s: a pool of %d is not simulated by %d arrivals", at, p.Pool.Size, m.input.Arrivals)
		}
	}
	for _, sc := range s.Scaling {
		if sc.Law != nil && sc.Bits == p.Bits && float64(s.Service.Workers) > sc.Law.Knee() {
			add("%s: %d workers on one result are beyond the knee of %s", at, s.Service.Workers, unit.Number(sc.Law.Knee()))
		}
	}
}

func theoryOf(a *analysis.Analysis, cell int) *analysis.Theory { return a.Cells[cell].Theory }
