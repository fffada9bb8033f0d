// What a plan says in sentences.

package report

import (
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/internal/unit"
)

// planVerdict says whether it can be done, and with what.
func planVerdict(p *capacity.Plan) string {
	if !p.Feasible {
		return "NOT FEASIBLE."
	}
	return "FEASIBLE with " + cpus(p.Total.Cores) + " on " + hostsAndSpare(p.Total.Hosts, p.Total.Spare) + "."
}

// planConstraint is what keeps a plan from being feasible. Of one that is, each answer
// says what binds.
func planConstraint(p *capacity.Plan) string {
	if p.Feasible {
		return ""
	}
	return p.Constraint
}

// planAnswers has a sentence or two for each service and size, and for the whole
// where there are several services.
func planAnswers(p *capacity.Plan) []fact {
	var all []fact
	for i := range p.Services {
		s := &p.Services[i]
		for j := range s.Sizes {
			all = append(all, fact{serviceTitle(&s.Service, s.Sizes[j].Bits), sizeAnswer(p, s, &s.Sizes[j])})
		}
	}
	if len(p.Services) > 1 {
		all = append(all, fact{"all services together", join(" ",
			"They take "+cpus(p.Total.Cores)+" on "+hostsAndSpare(p.Total.Hosts, p.Total.Spare)+".", spendSentence(p, &p.Total.Spend))})
	}
	return all
}

// serviceTitle names a service and what is asked of it.
func serviceTitle(s *capacity.Service, bits int) string {
	name := serviceName(s)
	if s.Name != "" {
		name += " (" + s.Kind + ")"
	}
	title := join(", ", name, strconv.Itoa(bits)+" bits", s.Strategy, loadText(s))
	if s.Workers > 1 {
		title += ", " + unit.Count(s.Workers, "worker") + " on each"
	}
	return title
}

func serviceName(s *capacity.Service) string {
	if s.Name != "" {
		return s.Name
	}
	return s.Kind
}

// sizeAnswer says what a size takes, what its users see and what it costs.
func sizeAnswer(p *capacity.Plan, s *capacity.ServicePlan, size *capacity.SizePlan) string {
	n := size.Upper
	switch {
	case n == nil:
		return "Not feasible. " + size.Constraint
	case !size.Feasible:
		return join(" ", "Not feasible.", size.Constraint, responseSentence(size))
	}
	takes := "It takes " + cpus(n.Cores) + " on " + hosts(n.Hosts) + ", " + unit.Percent(n.Utilisation) + " busy"
	if size.Point != nil && size.Point.Cores != n.Cores {
		takes += "; at the estimate of the cost itself it would be " + cpus(size.Point.Cores)
	}
	return join(" ", takes+".", size.Constraint, responseSentence(size), finishSentence(size), poolSentence(size), spendSentence(p, size.Spend))
}

// responseSentence tells the quantiles by the best model there is, the last.
func responseSentence(size *capacity.SizePlan) string {
	if len(size.Models) == 0 {
		return ""
	}
	best := &size.Models[len(size.Models)-1]
	var parts []string
	for _, q := range best.Quantiles {
		parts = append(parts, unit.Quantile(q.P)+" "+predicted(q.Response, "s"))
	}
	return "Responses: " + join(", ", parts...) + ", by " + modelName(best.Model) + "."
}

func finishSentence(size *capacity.SizePlan) string {
	if size.Finish == nil {
		return ""
	}
	return "It is done within " + predicted(size.Finish.Seconds, "s") + " with a chance of 95 %."
}

func poolSentence(size *capacity.SizePlan) string {
	if size.Pool == nil {
		return ""
	}
	return "A pool of " + strconv.Itoa(size.Pool.Size) + " is found empty by " + modelledMark + unit.Percent(size.Pool.Dry) + " of the requests."
}

// spendSentence tells money and energy as far as they were asked for.
func spendSentence(p *capacity.Plan, s *capacity.Spend) string {
	if s == nil {
		return ""
	}
	part := func(v float64, of, per string) string {
		if v == 0 {
			return ""
		}
		return join(" ", unit.Text(v, unit.Money), of, per)
	}
	sentence := ""
	if p.Scenario.Price > 0 {
		sentence = "It costs " + join(", ", part(s.PerThousand, "", "per 1,000"), part(s.PerMonth, "", "a month"), part(s.Whole, "", "in all")) + "."
	}
	if p.Scenario.Watts > 0 {
		if energy := join(", ", part(s.KWhPerThousand, "kWh", "per 1,000"), part(s.KWhPerMonth, "kWh", "a month")); energy != "" {
			sentence = join(" ", sentence, "It draws "+energy+".")
		}
	}
	return sentence
}

// planFacts tells what the plan was made from.
func planFacts(p *capacity.Plan) []string {
	m := &p.Machine
	return []string{
		"machine: " + join(", ", orAbsent(m.CPU), "kernel "+orAbsent(m.Kernel), cpus(m.CoresPerHost)+" planned a host"),
		"seed: " + orAbsent(p.Seed) + ", with " + strconv.Itoa(p.Arrivals) + " simulated arrivals for each size",
	}
}

// cpus and hosts write numbers of things.
func cpus(n int) string { return unit.Count(n, "core") }

func hosts(n int) string { return unit.Count(n, "host") }

func hostsAndSpare(n, spare int) string {
	if spare == 0 {
		return hosts(n)
	}
	return hosts(n) + " and " + unit.Count(spare, "spare one")
}

// predicted formats a number that comes of a model.
func predicted(v float64, in string) string {
	if !finite(v) {
		return absent
	}
	return modelledMark + unit.Text(v, in)
}

func modelName(model string) string {
	if model == capacity.ModelSimulation {
		return "the simulation"
	}
	return model
}

// plannedEstimate is an estimate as a plan shows it.
func plannedEstimate(e *analysis.Estimate) shown {
	s := shown{Value: unit.Text(e.Value, e.Unit)}
	if e.Need == 0 {
		s.Value, s.Interval = unit.Estimate(e.Value, e.Low, e.High, e.Unit)
	}
	if e.Modelled {
		s.Value = unit.Modelled + s.Value
	}
	return s
}
