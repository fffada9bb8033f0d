// A plan as JSON for other programs, with every number that a formula was given, in
// the shape of planshape.go.

package report

import (
	"io"

	"primebench/internal/capacity"
)

// planJSON writes the plan as one object in base units.
func planJSON(w io.Writer, p *capacity.Plan) error { return encodeJSON(w, jsonPlanOf(p)) }

func jsonPlanOf(p *capacity.Plan) jsonPlan {
	s, m := &p.Scenario, &p.Machine
	out := jsonPlan{
		Report: "primebench plan", Version: jsonVersion, Feasible: p.Feasible, Constraint: clean(p.Constraint), Advice: cleanAll(p.Advice),
		Limits: jsonLimits{s.Cores, s.Hosts, s.Headroom, s.Failures, s.Price, s.Watts, s.Extrapolate},
		Seed:   clean(p.Seed), Arrivals: p.Arrivals,
		Machine:  jsonMachine{clean(m.CPU), clean(m.Kernel), m.LogicalCores, m.PhysicalCores, m.ThreadsPerCore, jsonNumber(m.CgroupCores), m.CoresPerHost},
		Services: []jsonService{},
		Total:    jsonTotal{p.Total.Cores, p.Total.Hosts, p.Total.Spare, jsonSpendOf(&p.Total.Spend)}, Assumptions: cleanAll(p.Assumptions), Warnings: cleanAll(p.Warnings),
	}
	for i := range p.Services {
		out.Services = append(out.Services, jsonServiceOf(&p.Services[i]))
	}
	return out
}

func jsonServiceOf(p *capacity.ServicePlan) jsonService {
	s := &p.Service
	out := jsonService{
		Name: clean(s.Name), Kind: clean(s.Kind), Strategy: clean(s.Strategy), Workers: s.Workers,
		Rate: jsonNumber(s.Load.Rate), Count: jsonNumber(s.Load.Count), WithinSeconds: s.Load.Within.Seconds(),
		Objectives: []jsonObjective{}, Pool: jsonStore{s.Pool.Auto, s.Pool.Size}, Sizes: []jsonSizePlan{}, Scaling: []jsonScalability{}, WhatIf: []jsonWhatIf{},
	}
	for _, o := range s.Objectives {
		out.Objectives = append(out.Objectives, jsonObjective{jsonNumber(o.Quantile), o.Within.Seconds()})
	}
	for i := range p.Sizes {
		out.Sizes = append(out.Sizes, jsonSizePlanOf(&p.Sizes[i]))
	}
	for i := range p.Scaling {
		out.Scaling = append(out.Scaling, jsonScalabilityOf(&p.Scaling[i]))
	}
	for i := range p.WhatIf {
		w := &p.WhatIf[i]
		out.WhatIf = append(out.WhatIf, jsonWhatIf{
			w.Bits, clean(w.Strategy), w.Workers, w.Asked, jsonCostOf(w.Cost), jsonNeedOf(w.Need), clean(w.Why), jsonQuantilesOf(w.Response), jsonSpendOf(w.Spend),
		})
	}
	return out
}

func jsonSizePlanOf(p *capacity.SizePlan) jsonSizePlan {
	out := jsonSizePlan{
		Bits: p.Bits, Feasible: p.Feasible, Constraint: clean(p.Constraint), Advice: cleanAll(p.Advice), Cost: jsonCostOf(p.Cost),
		Point: jsonNeedOf(p.Point), Upper: jsonNeedOf(p.Upper), Models: jsonLatenciesOf(p.Models), AtEstimate: jsonLatenciesOf(p.Expected),
		Curve: []jsonLoadPoint{}, Spend: jsonSpendOf(p.Spend),
	}
	for i := range p.Curve {
		c := &p.Curve[i]
		out.Curve = append(out.Curve, jsonLoadPoint{jsonNumber(c.Rate), jsonNumber(c.Utilisation), jsonQuantilesOf(c.Quantiles)})
	}
	if pool := p.Pool; pool != nil {
		out.Pool = &jsonPoolPlan{pool.Size, jsonNumber(pool.Dry), jsonNumber(pool.Goal), jsonNumber(pool.Fill), jsonNumber(pool.Late)}
	}
	if p.Finish != nil {
		out.Finish = &jsonFinish{jsonNumber(p.Finish.Seconds), jsonNumber(p.Finish.Within)}
	}
	return out
}

func jsonCostOf(c *capacity.Cost) *jsonCost {
	if c == nil {
		return nil
	}
	out := &jsonCost{
		Kind: clean(c.Kind), Bits: c.Bits, Strategy: clean(c.Strategy), Workers: c.Workers, MeasuredWorkers: c.MeasuredWorkers,
		Seconds: jsonEstimateOf(&c.Seconds), CoreSeconds: jsonNumber(c.CoreSeconds()), Law: jsonLaw{jsonNumber(c.Law.Fixed), c.Law.Stages, jsonNumber(c.Law.Stage), jsonNumber(c.Law.CV2())},
		Basis: string(c.Basis), Run: c.Run, Cell: c.Cell, From: clean(c.From), Policy: clean(c.Policy), Resampled: len(c.Times), Remarks: cleanAll(c.Remarks),
	}
	if p := c.Prediction; p != nil {
		out.Prediction = &jsonPredictedCost{[]jsonPredictedPart{}, p.SieveLimit, append([]int{}, p.Measured...), p.Beyond}
		for i := range p.Parts {
			part := &p.Parts[i]
			out.Prediction.Parts = append(out.Prediction.Parts, jsonPredictedPart{
				clean(part.Operation), jsonNumber(part.PerSearch), jsonEstimateOf(&part.Cost), part.Model, append([]int{}, part.Sizes...), jsonNumber(part.Residual),
			})
		}
	}
	return out
}

func jsonNeedOf(n *capacity.Need) *jsonNeed {
	if n == nil {
		return nil
	}
	out := &jsonNeed{jsonNumber(n.Seconds), n.Servers, n.Cores, n.Hosts, jsonNumber(n.Utilisation), string(n.Binding), nil, n.Keeping}
	if n.Objective.Within > 0 {
		out.Objective = &jsonObjective{jsonNumber(n.Objective.Quantile), n.Objective.Within.Seconds()}
	}
	return out
}

func jsonLatenciesOf(all []capacity.Latency) []jsonLatency {
	out := []jsonLatency{}
	for i := range all {
		l := &all[i]
		out = append(out, jsonLatency{
			l.Model, jsonNumber(l.Rate), l.Servers, jsonNumber(l.Seconds), jsonNumber(l.CV2), jsonNumber(l.Waits), jsonNumber(l.MeanWait), jsonQuantilesOf(l.Quantiles),
		})
	}
	return out
}

func jsonQuantilesOf(all []capacity.Quantile) []jsonQuantile {
	out := []jsonQuantile{}
	for i := range all {
		q := &all[i]
		out = append(out, jsonQuantile{
			jsonNumber(q.P), jsonNumber(q.Wait), jsonNumber(q.WaitError), jsonNumber(q.Response), jsonNumber(q.ResponseError), jsonNumber(q.Deviation),
		})
	}
	return out
}

func jsonScalabilityOf(s *capacity.Scaling) jsonScalability {
	out := jsonScalability{Bits: s.Bits, Strategy: clean(s.Strategy), Points: []jsonThroughput{}, Note: clean(s.Note)}
	for i, n := range s.Workers {
		out.Points = append(out.Points, jsonThroughput{n, jsonNumber(s.Throughput[i])})
	}
	if s.Law != nil {
		out.Law = &jsonUSL{jsonNumber(s.Law.G), jsonNumber(s.Law.A), jsonNumber(s.Law.B), jsonNumber(s.Law.Knee()), jsonNumber(s.Law.Peak())}
	}
	return out
}

func jsonSpendOf(s *capacity.Spend) *jsonSpend {
	if s == nil {
		return nil
	}
	return &jsonSpend{s.Cores, s.PerHour, s.PerMonth, s.PerThousand, s.Whole, s.KWhPerMonth, s.KWhPerThousand, s.CoreHoursPerThousand}
}

func cleanAll(lines []string) []string {
	out := []string{}
	for _, line := range lines {
		out = append(out, clean(line))
	}
	return out
}
