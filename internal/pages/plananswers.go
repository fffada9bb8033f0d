// What a plan says in sentences.

package pages

import (
	"slices"
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// planAnswers has a sentence or two for each service and size, and for the whole
// where there are several services.
func planAnswers(p *capacity.Plan) []doc.Answer {
	var all []doc.Answer
	for i := range p.Services {
		s := &p.Services[i]
		for j := range s.Sizes {
			all = append(all, doc.Answer{
				Question: serviceTitle(&s.Service, &s.Sizes[j]), Sentence: sizeAnswer(p, s, &s.Sizes[j]), Number: sizeNumber(&s.Sizes[j]),
			})
		}
	}
	if len(p.Services) > 1 {
		all = append(all, doc.Answer{Question: "all services together", Sentence: join(" ",
			"They take "+unit.Count(p.Total.Cores, "core")+" on "+hostsAndSpare(p.Total.Hosts, p.Total.Spare)+".", spendSentence(p, &p.Total.Spend)),
			Number: doc.Text(unit.Count(p.Total.Cores, "core"))})
	}
	return all
}

// serviceTitle names a service and what is asked of it.
func serviceTitle(s *capacity.Service, size *capacity.SizePlan) string {
	name := serviceName(s)
	if s.Name != "" {
		name += " (" + s.Kind + ")"
	}
	title := join(", ", name, size.Size(), size.Cost.Strategy, loadText(s))
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

// sizeNumber is the cores that a size takes; none where it is not feasible.
func sizeNumber(size *capacity.SizePlan) doc.Value {
	if size.Upper == nil || !size.Feasible {
		return nil
	}
	return doc.Text(unit.Count(size.Upper.Cores, "core"))
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
	takes := "It takes " + unit.Count(n.Cores, "core") + " on " + unit.Count(n.Hosts, "host") + ", " + unit.Percent(n.Utilisation) + " busy"
	if size.Point != nil && size.Point.Cores != n.Cores {
		takes += "; at the estimate of the cost itself it would be " + unit.Count(size.Point.Cores, "core")
	}
	return join(" ", takes+".", madeBy(s, size), size.Constraint, responseSentence(size), finishSentence(size), poolSentence(size), spendSentence(p, size.Spend))
}

// madeBy says by what secrets are made, where the plan chose it or where it is not fit for
// them; "" elsewhere.
func madeBy(s *capacity.ServicePlan, size *capacity.SizePlan) string {
	that := "That is by " + size.Cost.Strategy
	switch {
	case size.Cost.Exposed && s.Strategy == "":
		return that + ", " + exposed + "; nothing that is fit was measured."
	case size.Cost.Exposed:
		return that + ", " + exposed + ": what could be, and not what to deploy."
	case s.Strategy == "":
		return that + ", the cheapest that was measured of what is fit for secrets."
	}
	return ""
}

// exposed is what a cost with Exposed is.
const exposed = "which does not run in constant time and is not fit for secrets"

// makers lists the strategies that a plan's secrets are made by, in order of appearance,
// and those of them that are not fit for it.
func makers(p *capacity.Plan) (all, unfit []string) {
	add := func(list *[]string, strategy string) {
		if !slices.Contains(*list, strategy) {
			*list = append(*list, strategy)
		}
	}
	for _, size := range plannedSizes(p, func(*capacity.SizePlan) bool { return true }) {
		if !size.service.Secret() {
			continue
		}
		add(&all, size.Cost.Strategy)
		if size.Cost.Exposed {
			add(&unfit, size.Cost.Strategy)
		}
	}
	return all, unfit
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
	return "A pool of " + strconv.Itoa(size.Pool.Size) + " is found empty by " + unit.Modelled + unit.Percent(size.Pool.Dry) + " of the requests."
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

func hostsAndSpare(n, spare int) string {
	if spare == 0 {
		return unit.Count(n, "host")
	}
	return unit.Count(n, "host") + " and " + unit.Count(spare, "spare one")
}

// predicted formats a number that comes of a model.
func predicted(v float64, in string) string {
	text := unit.Text(v, in)
	if text == unit.Absent {
		return text
	}
	return unit.Modelled + text
}

func modelName(model string) string {
	if model == capacity.ModelSimulation {
		return "the simulation"
	}
	return model
}
