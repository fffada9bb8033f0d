// The tables of a plan.

package pages

import (
	"slices"
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// A planned size is one size of a service.
type plannedSize struct {
	service *capacity.Service
	*capacity.SizePlan
}

// plannedSizes are the sizes of all services, of which some tables have those that are
// kept alone.
func plannedSizes(p *capacity.Plan, keep func(*capacity.SizePlan) bool) []plannedSize {
	var all []plannedSize
	for i := range p.Services {
		s := &p.Services[i]
		for j := range s.Sizes {
			if keep(&s.Sizes[j]) {
				all = append(all, plannedSize{&s.Service, &s.Sizes[j]})
			}
		}
	}
	return all
}

// sizeColumns name a size of a service, to begin a table with.
func sizeColumns[R any](of func(R) (*capacity.Service, doc.Value), more ...doc.Column[R]) []doc.Column[R] {
	return append([]doc.Column[R]{
		{Heading: "service", Names: true, Value: func(r R) doc.Value { s, _ := of(r); return doc.Text(serviceName(s)) }},
		{Heading: "bits", Names: true, Value: func(r R) doc.Value { _, size := of(r); return size }},
	}, more...)
}

func ofSize(r plannedSize) (*capacity.Service, doc.Value) { return r.service, bitsOr(r.Params, r.Bits) }

func needsTable(p *capacity.Plan) doc.Table {
	type row = plannedSize
	// upper is the value of a need, where there is one.
	upper := func(value func(*capacity.Need) doc.Value) func(row) doc.Value {
		return func(r row) doc.Value {
			if r.Upper == nil {
				return nil
			}
			return value(r.Upper)
		}
	}
	return doc.NewTable(sizeColumns(ofSize,
		doc.Column[row]{Heading: "cost", Unit: unit.Second, Better: doc.Lower, Interval: doc.Interval95, Value: func(r row) doc.Value { return number(&r.Cost.Seconds) }},
		doc.Column[row]{Heading: "basis", Spare: 3, Value: func(r row) doc.Value { return doc.Text(r.Cost.Basis) }},
		doc.Column[row]{Heading: "cores", Value: upper(func(n *capacity.Need) doc.Value { return doc.Count(n.Cores) })},
		doc.Column[row]{Heading: "at estimate", Spare: 2, Value: func(r row) doc.Value {
			if r.Point == nil {
				return nil
			}
			return doc.Count(r.Point.Cores)
		}},
		doc.Column[row]{Heading: "hosts", Spare: 1, Value: upper(func(n *capacity.Need) doc.Value { return doc.Count(n.Hosts) })},
		doc.Column[row]{Heading: "busy", Unit: unit.Share, Value: upper(func(n *capacity.Need) doc.Value { return doc.Number{Value: n.Utilisation} })},
		doc.Column[row]{Heading: "binds", Value: upper(func(n *capacity.Need) doc.Value { return doc.Text(binding(n)) })},
	), plannedSizes(p, func(*capacity.SizePlan) bool { return true }))
}

// binding names the demand that decides.
func binding(n *capacity.Need) string {
	if n.Objective != nil {
		return string(n.Binding) + " " + n.Objective.String()
	}
	return string(n.Binding)
}

// latencyTable sets the models side by side.
func latencyTable(p *capacity.Plan) doc.Table {
	type row struct {
		size     plannedSize
		model    string
		at       capacity.Quantile
		expected *capacity.Quantile // at the estimate of the cost
	}
	var rows []row
	for _, size := range plannedSizes(p, func(*capacity.SizePlan) bool { return true }) {
		for m := range size.Models {
			for q := range size.Models[m].Quantiles {
				r := row{size: size, model: size.Models[m].Model, at: size.Models[m].Quantiles[q]}
				if m < len(size.Expected) {
					r.expected = &size.Expected[m].Quantiles[q]
				}
				rows = append(rows, r)
			}
		}
	}
	return doc.NewTable(sizeColumns(func(r row) (*capacity.Service, doc.Value) { return ofSize(r.size) },
		doc.Column[row]{Heading: "quantile", Names: true, Value: func(r row) doc.Value { return doc.Text(unit.Quantile(r.at.P)) }},
		doc.Column[row]{Heading: "model", Names: true, Value: func(r row) doc.Value { return doc.Text(r.model) }},
		doc.Column[row]{Heading: "wait", Unit: unit.Second, Better: doc.Lower, Value: func(r row) doc.Value { return modelledTime(r.at.Wait) }},
		doc.Column[row]{Heading: "response", Unit: unit.Second, Better: doc.Lower, Value: func(r row) doc.Value { return modelledTime(r.at.Response) }},
		doc.Column[row]{Heading: "+-", Unit: unit.Second, Spare: 1, Value: func(r row) doc.Value {
			if r.at.ResponseError <= negligible*r.at.Response {
				return nil
			}
			return doc.Number{Value: r.at.ResponseError}
		}},
		doc.Column[row]{Heading: "off", Unit: unit.Change, Value: func(r row) doc.Value {
			if r.at.Deviation == 0 {
				return nil
			}
			return doc.Number{Value: r.at.Deviation}
		}},
		doc.Column[row]{Heading: "at estimate", Unit: unit.Second, Better: doc.Lower, Spare: 2, Value: func(r row) doc.Value {
			if r.expected == nil {
				return nil
			}
			return modelledTime(r.expected.Response)
		}},
	), rows)
}

// negligible is an error that is but the rounding of sums.
const negligible = 1e-9

// modelledTime is seconds that come of a model.
func modelledTime(seconds float64) doc.Value {
	return doc.Number{Value: seconds, Unit: unit.Second, Modelled: true}
}

func finishTable(p *capacity.Plan) doc.Table {
	type row = plannedSize
	return doc.NewTable(sizeColumns(ofSize,
		doc.Column[row]{Heading: "count", Unit: unit.Counted, Value: func(r row) doc.Value { return doc.Number{Value: r.service.Load.Count} }},
		doc.Column[row]{Heading: "cores", Value: func(r row) doc.Value { return doc.Count(r.Upper.Cores) }},
		doc.Column[row]{Heading: "done within", Unit: unit.Second, Better: doc.Lower, Value: func(r row) doc.Value { return modelledTime(r.Finish.Seconds) }},
		doc.Column[row]{Heading: "allowed", Unit: unit.Second, Value: func(r row) doc.Value { return doc.Number{Value: r.Finish.Within} }},
	), plannedSizes(p, func(size *capacity.SizePlan) bool { return size.Finish != nil }))
}

// A spending is what a size of a service costs, or all services together.
type spending struct {
	service string
	bits    doc.Value
	*capacity.Spend
}

// spendTable leaves out the columns of what was given no price.
func spendTable(p *capacity.Plan) doc.Table {
	type row = spending
	var rows []row
	for _, size := range plannedSizes(p, func(size *capacity.SizePlan) bool { return size.Spend != nil }) {
		rows = append(rows, row{serviceName(size.service), bitsOr(size.Params, size.Bits), size.Spend})
	}
	if len(p.Services) > 1 {
		rows = append(rows, row{"together", doc.Text(""), &p.Total.Spend})
	}
	amount := func(of func(row) float64) func(row) doc.Value {
		return func(r row) doc.Value { return amountOf(of(r)) }
	}
	return doc.NewTable([]doc.Column[row]{
		{Heading: "service", Names: true, Value: func(r row) doc.Value { return doc.Text(r.service) }},
		{Heading: "bits", Names: true, Value: func(r row) doc.Value { return r.bits }},
		{Heading: "cores paid", Value: func(r row) doc.Value { return doc.Count(r.Cores) }},
		{Heading: "core-hours per 1,000", Better: doc.Lower, Spare: 5, Value: amount(func(r row) float64 { return r.CoreHoursPerThousand })},
		{Heading: "per 1,000", Better: doc.Lower, Value: amount(func(r row) float64 { return r.PerThousand })},
		{Heading: "per hour", Better: doc.Lower, Spare: 6, Value: amount(func(r row) float64 { return r.PerHour })},
		{Heading: "per month", Better: doc.Lower, Value: amount(func(r row) float64 { return r.PerMonth })},
		{Heading: "in all", Better: doc.Lower, Value: amount(func(r row) float64 { return r.Whole })},
		{Heading: "kWh per 1,000", Better: doc.Lower, Spare: 4, Value: amount(func(r row) float64 { return r.KWhPerThousand })},
		{Heading: "kWh per month", Better: doc.Lower, Value: amount(func(r row) float64 { return r.KWhPerMonth })},
	}, rows)
}

// amountOf is money, energy or core-hours; an empty field for 0, which stands for what
// was not asked.
func amountOf(v float64) doc.Value {
	if v == 0 {
		return doc.Text("")
	}
	return doc.Number{Value: v, Unit: unit.Money}
}

func poolTable(p *capacity.Plan) doc.Table {
	type row = plannedSize
	return doc.NewTable(sizeColumns(ofSize,
		doc.Column[row]{Heading: "size", Value: func(r row) doc.Value { return doc.Count(r.Pool.Size) }},
		doc.Column[row]{Heading: "empty", Unit: unit.Share, Better: doc.Lower, Value: func(r row) doc.Value { return doc.Number{Value: r.Pool.Dry, Modelled: true} }},
		doc.Column[row]{Heading: "may be", Unit: unit.Share, Value: func(r row) doc.Value { return doc.Number{Value: r.Pool.Goal, Given: true} }},
		doc.Column[row]{Heading: "mean wait then", Unit: unit.Second, Better: doc.Lower, Value: func(r row) doc.Value { return modelledTime(r.Pool.Late) }},
		doc.Column[row]{Heading: "filling", Unit: unit.Second, Better: doc.Lower, Value: func(r row) doc.Value { return modelledTime(r.Pool.Fill) }},
	), plannedSizes(p, func(size *capacity.SizePlan) bool { return size.Pool != nil }))
}

// scalabilityTable has a row for each number of workers, and the law in remarks.
func scalabilityTable(p *capacity.Plan) doc.Table {
	type row struct {
		service *capacity.Service
		scaling *capacity.Scaling
		capacity.ScalingPoint
	}
	var rows []row
	var remarks []string
	for i := range p.Services {
		s := &p.Services[i]
		for j := range s.Scaling {
			sc := &s.Scaling[j]
			for _, point := range sc.Points {
				rows = append(rows, row{&s.Service, sc, point})
			}
			remarks = append(remarks, join(" ", serviceName(&s.Service), strconv.Itoa(sc.Bits)+" bits:", sc.Note))
		}
	}
	t := doc.NewTable(sizeColumns(func(r row) (*capacity.Service, doc.Value) { return r.service, doc.Count(r.scaling.Bits) },
		doc.Column[row]{Heading: "strategy", Names: true, Value: func(r row) doc.Value { return doc.Text(r.scaling.Strategy) }},
		doc.Column[row]{Heading: "workers", Names: true, Value: func(r row) doc.Value { return doc.Count(r.Workers) }},
		doc.Column[row]{Heading: "measured", Unit: unit.PerSecond, Better: doc.Higher, Value: func(r row) doc.Value { return doc.Number{Value: r.Throughput} }},
		doc.Column[row]{Heading: "by the law", Unit: unit.PerSecond, Better: doc.Higher, Value: func(r row) doc.Value {
			if r.scaling.Law == nil {
				return nil
			}
			return doc.Number{Value: r.scaling.Law.At(float64(r.Workers)), Modelled: true}
		}},
	), rows)
	t.Remarks = remarks
	return t
}

// An alternative is another way to carry a service's load.
type alternative struct {
	service *capacity.Service
	*capacity.WhatIf
}

func whatIfTable(p *capacity.Plan) doc.Table {
	var rows []alternative
	var remarks []string
	for i := range p.Services {
		s := &p.Services[i]
		for j := range s.WhatIf {
			w := &s.WhatIf[j]
			rows = append(rows, alternative{&s.Service, w})
			if w.Why != "" {
				remarks = append(remarks, join(" ", serviceName(&s.Service), w.Size()+",", w.Strategy, "with", unit.Count(w.Workers, "worker")+":", w.Why))
			}
		}
	}
	columns := whatIfColumns(p.Scenario.Price > 0)
	if slices.ContainsFunc(rows, func(r alternative) bool { return r.service.Secret() }) {
		columns = append(columns, doc.Column[alternative]{Heading: "fit", Note: "Fit: for secrets, as it is made in constant time.", Value: func(r alternative) doc.Value {
			if !r.service.Secret() {
				return nil
			}
			return doc.Text(yesNo(!r.Cost.Exposed))
		}})
	}
	t := doc.NewTable(columns, rows)
	t.Remarks = remarks
	return t
}

// whatIfColumns tell prices where there are any, else core-hours.
func whatIfColumns(priced bool) []doc.Column[alternative] {
	type row = alternative
	need := func(value func(*capacity.Need) doc.Value) func(row) doc.Value {
		return func(r row) doc.Value {
			if r.Need == nil {
				return nil
			}
			return value(r.Need)
		}
	}
	note := "Per 1,000: core-hours."
	if priced {
		note = "Per 1,000: money."
	}
	return sizeColumns(func(r row) (*capacity.Service, doc.Value) { return r.service, bitsOr(r.Params, r.Bits) },
		doc.Column[row]{Heading: "strategy", Names: true, Value: func(r row) doc.Value { return doc.Text(r.Strategy) }},
		doc.Column[row]{Heading: "workers", Names: true, Value: func(r row) doc.Value { return doc.Count(r.Workers) }},
		doc.Column[row]{Heading: "", Value: func(r row) doc.Value {
			if r.Asked {
				return doc.Text("*")
			}
			return doc.Text("")
		}},
		doc.Column[row]{
			Heading: "cost", Unit: unit.Second, Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 2,
			Value: func(r row) doc.Value { return number(&r.Cost.Seconds) },
		},
		doc.Column[row]{Heading: "cores", Better: doc.Lower, Value: need(func(n *capacity.Need) doc.Value { return doc.Count(n.Cores) })},
		doc.Column[row]{Heading: "hosts", Spare: 4, Value: need(func(n *capacity.Need) doc.Value { return doc.Count(n.Hosts) })},
		doc.Column[row]{Heading: "busy", Unit: unit.Share, Spare: 5, Value: need(func(n *capacity.Need) doc.Value { return doc.Number{Value: n.Utilisation} })},
		doc.Column[row]{Heading: "p50", Unit: unit.Second, Better: doc.Lower, Spare: 3, Value: func(r row) doc.Value { return responseAt(r.WhatIf, 0.5) }},
		doc.Column[row]{Heading: "p99", Unit: unit.Second, Better: doc.Lower, Spare: 1, Value: func(r row) doc.Value { return responseAt(r.WhatIf, 0.99) }},
		doc.Column[row]{Heading: "per 1,000", Better: doc.Lower, Note: note, Value: func(r row) doc.Value {
			switch {
			case r.Spend == nil:
				return nil
			case priced:
				return doc.Number{Value: r.Spend.PerThousand, Unit: unit.Money}
			}
			return doc.Number{Value: r.Spend.CoreHoursPerThousand, Unit: unit.Money}
		}},
	)
}

func responseAt(w *capacity.WhatIf, level float64) doc.Value {
	for _, q := range w.Response {
		if q.P == level {
			return modelledTime(q.Response)
		}
	}
	return nil
}

// predictedTable shows what predicted costs are made of.
func predictedTable(p *capacity.Plan) doc.Table {
	type row struct {
		size plannedSize
		*capacity.PredictedPart
	}
	var rows []row
	for _, size := range plannedSizes(p, func(size *capacity.SizePlan) bool { return size.Cost.Prediction != nil }) {
		for i := range size.Cost.Prediction.Parts {
			rows = append(rows, row{size, &size.Cost.Prediction.Parts[i]})
		}
	}
	return doc.NewTable(sizeColumns(func(r row) (*capacity.Service, doc.Value) { return ofSize(r.size) },
		doc.Column[row]{Heading: "operation", Names: true, Value: func(r row) doc.Value { return doc.Text(r.Operation) }},
		doc.Column[row]{Heading: "a search", Unit: unit.Counted, Value: func(r row) doc.Value { return doc.Number{Value: r.PerSearch} }},
		doc.Column[row]{Heading: "cost each", Unit: unit.Second, Better: doc.Lower, Interval: doc.Interval95, Value: func(r row) doc.Value { return number(&r.Cost) }},
		doc.Column[row]{Heading: "model", Spare: 1, Value: func(r row) doc.Value { return doc.Text(r.Model) }},
		doc.Column[row]{Heading: "fitted to", Spare: 2, Value: func(r row) doc.Value {
			fitted := make([]string, len(r.Sizes))
			for i, n := range r.Sizes {
				fitted[i] = strconv.Itoa(n)
			}
			return doc.Text(join(" ", fitted...))
		}},
		doc.Column[row]{Heading: "scatter", Unit: unit.Share, Spare: 3, Value: func(r row) doc.Value { return doc.Number{Value: r.Residual} }},
	), rows)
}
