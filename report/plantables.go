// The tables of a plan.

package report

import (
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
)

// eachSize calls add for every size of every service.
func eachSize(p *capacity.Plan, add func(s *capacity.ServicePlan, size *capacity.SizePlan)) {
	for i := range p.Services {
		for j := range p.Services[i].Sizes {
			add(&p.Services[i], &p.Services[i].Sizes[j])
		}
	}
}

func sizeColumns() []column { return []column{label("service"), number("bits")} }

func sizePoint(s *capacity.ServicePlan, bits int) []string {
	return []string{serviceName(&s.Service), strconv.Itoa(bits)}
}

func needsTable(p *capacity.Plan) table {
	t := table{
		ID: "needs", Title: "Cores and hosts",
		Note: "Cost: wall time of one result on the workers that make it; measured, modelled (of operations at this size) or predicted (of other sizes). The plan " +
			"stands on the upper end of its 95 % interval; beside it the cores that the estimate itself would take. Spare hosts come on top.",
		Columns: append(sizeColumns(), lower("cost"), interval(), label("basis").spare(3), number("cores"), number("at estimate").spare(2),
			number("hosts").spare(1), number("busy"), label("binds")),
	}
	eachSize(p, func(s *capacity.ServicePlan, size *capacity.SizePlan) {
		cost := plannedEstimate(&size.Cost.Seconds)
		row := append(sizePoint(s, size.Bits), cost.Value, cost.Interval, string(size.Cost.Basis), absent, absent, absent, absent, absent)
		if n := size.Upper; n != nil {
			copy(row[5:], []string{strconv.Itoa(n.Cores), absent, strconv.Itoa(n.Hosts), unit.Percent(n.Utilisation), binding(n)})
		}
		if n := size.Point; n != nil {
			row[6] = strconv.Itoa(n.Cores)
		}
		t.Rows = append(t.Rows, row)
	})
	return t
}

// binding names the demand that decides.
func binding(n *capacity.Need) string {
	if n.Objective.Within > 0 {
		return string(n.Binding) + " " + n.Objective.String()
	}
	return string(n.Binding)
}

// latencyTable sets the models side by side.
func latencyTable(p *capacity.Plan) table {
	t := table{
		ID: "latency", Title: "Latency, by each model",
		Note: "Wait, and response: wait and service together, at the upper end of the cost. Erlang C takes the service for memoryless, Allen-Cunneen for as varied as it is, " +
			"the simulation for as it was measured; its 95 % interval is +- that. Off: the formula's response against that of the simulation. " +
			"At estimate: the response if the cost is its estimate.",
		Columns: append(sizeColumns(), label("quantile"), label("model"), lower("wait"), lower("response"), number("+-").spare(1),
			number("off"), lower("at estimate").spare(2)),
	}
	eachSize(p, func(s *capacity.ServicePlan, size *capacity.SizePlan) {
		for m := range size.Models {
			for q := range size.Models[m].Quantiles {
				t.Rows = append(t.Rows, append(sizePoint(s, size.Bits), latencyFields(size, m, q)...))
			}
		}
	})
	return t
}

// negligible is an error that is but the rounding of sums.
const negligible = 1e-9

// latencyFields are the fields of one quantile by one model.
func latencyFields(size *capacity.SizePlan, model, quantile int) []string {
	m := &size.Models[model]
	q := &m.Quantiles[quantile]
	error, off, estimate := absent, absent, absent
	if q.ResponseError > negligible*q.Response {
		error = unit.Seconds(q.ResponseError)
	}
	if q.Deviation != 0 {
		off = unit.Text(q.Deviation, unit.Change)
	}
	if model < len(size.Expected) {
		estimate = predicted(size.Expected[model].Quantiles[quantile].Response, "s")
	}
	return []string{unit.Quantile(q.P), m.Model, predicted(q.Wait, "s"), predicted(q.Response, "s"), error, off, estimate}
}

func finishTable(p *capacity.Plan) table {
	t := table{
		ID: "finish", Title: "Counts, and when they are done",
		Note:    "Done: with a chance of 95 %, at the upper end of the cost. Allowed: the time asked for, the headroom taken off.",
		Columns: append(sizeColumns(), number("count"), number("cores"), lower("done within"), number("allowed")),
	}
	eachSize(p, func(s *capacity.ServicePlan, size *capacity.SizePlan) {
		if size.Finish != nil {
			t.Rows = append(t.Rows, append(sizePoint(s, size.Bits), showCount(s.Service.Load.Count), strconv.Itoa(size.Upper.Cores),
				predicted(size.Finish.Seconds, "s"), unit.Seconds(size.Finish.Within)))
		}
	})
	return t
}

// spendTable leaves out the columns of what was given no price.
func spendTable(p *capacity.Plan) table {
	t := table{
		ID: "spend", Title: "Money and energy",
		Note: "Of all cores that are paid for, spare ones with them, busy or not. Money is in the unit of the price; a month has 730 hours.",
		Columns: append(sizeColumns(), number("cores paid"), lower("core-hours per 1,000").spare(5), lower("per 1,000"), lower("per hour").spare(6), lower("per month"),
			lower("in all"), lower("kWh per 1,000").spare(4), lower("kWh per month")),
	}
	add := func(service, bits string, s *capacity.Spend) {
		t.Rows = append(t.Rows, append([]string{service, bits, strconv.Itoa(s.Cores)}, spendFields(s)...))
	}
	eachSize(p, func(s *capacity.ServicePlan, size *capacity.SizePlan) {
		if size.Spend != nil {
			add(serviceName(&s.Service), strconv.Itoa(size.Bits), size.Spend)
		}
	})
	if len(p.Services) > 1 {
		add("together", "", &p.Total.Spend)
	}
	return withoutEmptyColumns(t)
}

// spendFields leaves empty what is 0, which stands for what was not asked.
func spendFields(s *capacity.Spend) []string {
	var fields []string
	for _, v := range []float64{s.CoreHoursPerThousand, s.PerThousand, s.PerHour, s.PerMonth, s.Whole, s.KWhPerThousand, s.KWhPerMonth} {
		if v == 0 {
			fields = append(fields, "")
		} else {
			fields = append(fields, unit.Text(v, unit.Money))
		}
	}
	return fields
}

func poolTable(p *capacity.Plan) table {
	t := table{
		ID: "pool", Title: "Pool of results made beforehand",
		Note: "Empty: the share of requests that find it so, at the upper end of the cost, and what it may be; services that vary less than memoryless ones " +
			"leave it empty less often. They then wait for the mean time. Filling: an empty pool, while nobody asks.",
		Columns: append(sizeColumns(), number("size"), lower("empty"), number("may be"), lower("mean wait then"), lower("filling")),
	}
	eachSize(p, func(s *capacity.ServicePlan, size *capacity.SizePlan) {
		if pool := size.Pool; pool != nil {
			t.Rows = append(t.Rows, append(sizePoint(s, size.Bits), strconv.Itoa(pool.Size), modelledMark+unit.Percent(pool.Dry), unit.Given(pool.Goal, unit.Share),
				predicted(pool.Late, "s"), predicted(pool.Fill, "s")))
		}
	})
	return t
}

// scalabilityTable has a row for each number of workers, and the law in remarks.
func scalabilityTable(p *capacity.Plan) table {
	t := table{
		ID: "scalability", Title: "Several workers on one result",
		Note:    "Results a second by the number of workers on one, and the Universal Scalability Law fitted to them where there are three numbers.",
		Columns: append(sizeColumns(), label("strategy"), number("workers"), higher("measured"), higher("by the law")),
	}
	for i := range p.Services {
		s := &p.Services[i]
		for _, sc := range s.Scaling {
			for j, n := range sc.Workers {
				law := absent
				if sc.Law != nil {
					law = predicted(sc.Law.At(float64(n)), "1/s")
				}
				t.Rows = append(t.Rows, append(sizePoint(s, sc.Bits), sc.Strategy, strconv.Itoa(n), unit.Text(sc.Throughput[j], unit.PerSecond), law))
			}
			t.Remarks = append(t.Remarks, join(" ", serviceName(&s.Service), strconv.Itoa(sc.Bits)+" bits:", sc.Note))
		}
	}
	return t
}

func whatIfTable(p *capacity.Plan) table {
	t := table{
		ID: "what-if", Title: "What if: other sizes, strategies and workers on one result",
		Note: "The same load and demands otherwise met, as far as the runs know the cost; responses by Allen-Cunneen. The rows of the plan itself are marked *.",
		Columns: append(sizeColumns(), label("strategy"), number("workers"), label(""), lower("cost"), interval().spare(2), lower("cores"), number("hosts").spare(4),
			number("busy").spare(5), lower("p50").spare(3), lower("p99").spare(1), lower("per 1,000")),
	}
	if p.Scenario.Price > 0 {
		t.Columns[12].Note = "Per 1,000: money."
	} else {
		t.Columns[12].Note = "Per 1,000: core-hours."
	}
	for i := range p.Services {
		s := &p.Services[i]
		for j := range s.WhatIf {
			w := &s.WhatIf[j]
			t.Rows = append(t.Rows, append(sizePoint(s, w.Bits), whatIfFields(p, w)...))
			if w.Why != "" {
				t.Remarks = append(t.Remarks, join(" ", serviceName(&s.Service), strconv.Itoa(w.Bits)+" bits,", w.Strategy, "with", unit.Count(w.Workers, "worker")+":", w.Why))
			}
		}
	}
	return withoutEmptyColumns(t)
}

func whatIfFields(p *capacity.Plan, w *capacity.WhatIf) []string {
	cost, asked := plannedEstimate(&w.Cost.Seconds), ""
	if w.Asked {
		asked = "*"
	}
	row := []string{w.Strategy, strconv.Itoa(w.Workers), asked, cost.Value, cost.Interval, absent, absent, absent, absent, absent, absent}
	if w.Need != nil {
		copy(row[5:], []string{strconv.Itoa(w.Need.Cores), strconv.Itoa(w.Need.Hosts), unit.Percent(w.Need.Utilisation), responseAt(w, 0.5), responseAt(w, 0.99)})
	}
	if w.Spend != nil {
		each := w.Spend.CoreHoursPerThousand
		if p.Scenario.Price > 0 {
			each = w.Spend.PerThousand
		}
		row[10] = unit.Text(each, unit.Money)
	}
	return row
}

func responseAt(w *capacity.WhatIf, level float64) string {
	for _, q := range w.Response {
		if q.P == level {
			return predicted(q.Response, "s")
		}
	}
	return absent
}

// predictedTable shows what predicted costs are made of.
func predictedTable(p *capacity.Plan) table {
	t := table{
		ID: "predicted", Title: "Costs at sizes that were not measured",
		Note: "Each operation's cost by a model over the sizes that were measured, with the 95 % interval of a single new value, times how often theory has an " +
			"average search do it.",
		Columns: append(sizeColumns(), label("operation"), number("a search"), lower("cost each"), interval(), label("model").spare(1), label("fitted to").spare(2),
			number("scatter").spare(3)),
	}
	eachSize(p, func(s *capacity.ServicePlan, size *capacity.SizePlan) {
		if size.Cost.Prediction == nil {
			return
		}
		for i := range size.Cost.Prediction.Parts {
			part := &size.Cost.Prediction.Parts[i]
			cost, fitted := plannedEstimate(&part.Cost), ""
			for _, n := range part.Sizes {
				fitted = join(" ", fitted, strconv.Itoa(n))
			}
			t.Rows = append(t.Rows, append(sizePoint(s, size.Bits), part.Operation, showCount(part.PerSearch), cost.Value, cost.Interval, part.Model, fitted,
				unit.Percent(part.Residual)))
		}
	})
	return t
}
