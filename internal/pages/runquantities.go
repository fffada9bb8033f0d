// The numbers of a run in long format, for spreadsheets and data frames: one row for
// each cell and quantity.

package pages

import (
	"math"
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// quantitiesTable has one row for each cell and quantity. The first eight columns name
// the cell, and then:
//
//	quantity   what the row is about, such as "time", "rate", "time p50",
//	           "operation NAME", "phase NAME", "survivors observed", "z", "chance",
//	           "time ratio", "model over time" or, of the use of a group (results.Operation.Named tells the names),
//	           "operation NAME over 2048 bits"; of a key exchange "operation NAME over best
//	           classical" and "operation NAME a second", against the cell of all workers; of powers of 2 "operation NAME over KERNEL'S"
//	           and "operation NAME share of limit"; of random values "operation NAME over
//	           crypto", "throughput", "outputs predicted right"; of a search, where
//	           crypto was measured at its size, "share of randomness"
//	against    the ID of the other cell of a ratio, else empty
//	value      in unit; s and 1/s are seconds and per second, B/s bytes a second, x is a ratio
//	low, high  95 % interval; empty where there is none
//	need       how many more samples an interval takes, where there is none yet
//	better     lower, higher or empty
//	modelled   true when the value comes from a model
//	n          samples that the value stands on
//	method     how it was made
//	log2_error binary logarithm of the proven bound on the chance that a random
//	           candidate which passes the cell's policy is composite
//	params     the parameter set of a key exchange, else empty
//
// A cell without any number has one row with the quantity "none".
func quantitiesTable(a *analysis.Analysis) doc.Table {
	var rows []quantity
	for i := range a.Cells {
		rows = append(rows, quantitiesOf(a, &a.Cells[i])...)
	}
	plain := func(v float64) doc.Value { return doc.Number{Value: v} }
	return doc.NewTable([]doc.Column[quantity]{
		{Heading: "cell", Value: func(q quantity) doc.Value { return doc.Count(q.cell.ID) }},
		{Heading: "kind", Value: func(q quantity) doc.Value { return doc.Text(q.cell.Kind) }},
		{Heading: "bits", Value: func(q quantity) doc.Value { return doc.Count(q.cell.Bits) }},
		{Heading: "strategy", Value: func(q quantity) doc.Value { return doc.Text(q.cell.Strategy) }},
		{Heading: "mode", Value: func(q quantity) doc.Value { return doc.Text(q.cell.Mode) }},
		{Heading: "workers", Value: func(q quantity) doc.Value { return doc.Count(q.cell.Workers) }},
		{Heading: "policy", Value: func(q quantity) doc.Value { return doc.Text(q.cell.Policy.Name) }},
		{Heading: "status", Value: func(q quantity) doc.Value { return doc.Text(q.cell.Status) }},
		{Heading: "quantity", Value: func(q quantity) doc.Value { return doc.Text(q.name) }},
		{Heading: "against", Value: func(q quantity) doc.Value { return doc.Text(q.against) }},
		{Heading: "value", Value: func(q quantity) doc.Value { return plain(q.Value) }},
		{Heading: "unit", Value: func(q quantity) doc.Value { return doc.Text(q.Unit) }},
		{Heading: "low", Value: func(q quantity) doc.Value { return q.end(q.Low) }},
		{Heading: "high", Value: func(q quantity) doc.Value { return q.end(q.High) }},
		{Heading: "need", Value: func(q quantity) doc.Value { return doc.Count(q.Need) }},
		{Heading: "better", Value: func(q quantity) doc.Value { return doc.Text(q.Better) }},
		{Heading: "modelled", Value: func(q quantity) doc.Value { return doc.Text(strconv.FormatBool(q.Modelled)) }},
		{Heading: "n", Value: func(q quantity) doc.Value { return doc.Count(q.N) }},
		{Heading: "method", Value: func(q quantity) doc.Value { return doc.Text(q.Method) }},
		{Heading: "log2_error", Value: func(q quantity) doc.Value { return plain(q.cell.Policy.Log2Error) }},
		{Heading: "params", Value: func(q quantity) doc.Value { return doc.Text(q.cell.Params) }},
	}, rows)
}

// A quantity is one number of a cell.
type quantity struct {
	cell    *analysis.Cell
	name    string
	against string // ID of the other cell
	bare    bool   // the number has no interval
	*analysis.Estimate
}

// end is an end of the interval, where there is one.
func (q quantity) end(v float64) doc.Value {
	if q.bare || q.Need > 0 {
		return nil
	}
	return doc.Number{Value: v}
}

// A ledger gathers the quantities of a cell.
type ledger struct {
	cell *analysis.Cell
	rows []quantity
}

func (l *ledger) add(name string, e *analysis.Estimate) { l.put(name, "", e) }

// addOver adds a number that is over one of another cell.
func (l *ledger) addOver(name string, other int, e *analysis.Estimate) {
	l.put(name, strconv.Itoa(other), e)
}

func (l *ledger) put(name, against string, e *analysis.Estimate) {
	if e != nil {
		l.rows = append(l.rows, quantity{cell: l.cell, name: name, against: against, Estimate: e})
	}
}

// bare adds a number without an interval, and returns it to be added to.
func (l *ledger) bare(name, unit string, v float64, n int) *analysis.Estimate {
	e := &analysis.Estimate{Value: v, Unit: unit, N: n}
	l.rows = append(l.rows, quantity{cell: l.cell, name: name, bare: true, Estimate: e})
	return e
}

// quantitiesOf lists the numbers of a cell, at least one row.
func quantitiesOf(a *analysis.Analysis, c *analysis.Cell) []quantity {
	l := &ledger{cell: c}
	l.times()
	l.theory()
	l.comparisons(a)
	l.powers(a)
	l.uses(a)
	l.exchanges(a)
	l.random(a)
	if len(l.rows) == 0 {
		l.bare("none", "", math.NaN(), c.N)
	}
	return l.rows
}

func (l *ledger) times() {
	c := l.cell
	l.add("time", c.Time)
	l.add("time plain mean", c.Naive)
	l.add("processor time", c.CPU)
	l.add("rate", c.Rate)
	for i := range c.Percentiles {
		l.add("time "+percentileName(c.Percentiles[i].P), &c.Percentiles[i].Estimate)
	}
	for i := range c.Operations {
		l.add("operation "+c.Operations[i].Name, &c.Operations[i].Cost)
	}
	for _, p := range c.Phases {
		l.bare("phase "+p.Name, unit.Second, p.Seconds, c.N).Modelled = p.Modelled
		l.bare("phase share "+p.Name, unit.One, p.Share, c.N).Modelled = p.Modelled
	}
}

func (l *ledger) theory() {
	t := l.cell.Theory
	if t == nil {
		return
	}
	l.bare("candidates expected", unit.One, t.Expected.Candidates, 0)
	l.bare("survivors expected", unit.One, t.Expected.Survivors, 0)
	if t.Searches > 0 {
		l.bare("candidates observed", unit.One, t.Observed.Candidates, t.Searches)
		l.add("survivors observed", t.Survivors)
		l.bare("z", unit.One, t.Z, t.Searches)
		l.bare("chance", unit.One, t.Chance, t.Searches)
	}
}

func (l *ledger) comparisons(a *analysis.Analysis) {
	for i := range a.Comparisons {
		if c := &a.Comparisons[i]; c.A == l.cell.ID {
			l.addOver("time ratio", c.B, &c.Ratio)
		}
	}
	for i := range a.Agreements {
		if g := &a.Agreements[i]; g.Search == l.cell.ID {
			l.addOver("model over time", g.Model, &g.Ratio)
		}
	}
}

func (l *ledger) powers(a *analysis.Analysis) {
	for i := range a.Powers {
		p := &a.Powers[i]
		if p.Cell != l.cell.ID {
			continue
		}
		for j := range p.Ratios {
			r := &p.Ratios[j]
			l.addOver("operation "+p.Name+" over "+r.Name, r.Cell, &r.Ratio)
		}
		l.add("operation "+p.Name+" share of limit", p.Share)
	}
}

func (l *ledger) uses(a *analysis.Analysis) {
	for i := range a.Using {
		if u := &a.Using[i]; u.Cell == l.cell.ID && u.Base != nil {
			l.addOver("operation "+u.Name+" over 2048 bits", *u.Base, u.Ratio)
		}
	}
}

func (l *ledger) exchanges(a *analysis.Analysis) {
	for i := range a.Exchanges {
		x := &a.Exchanges[i]
		if x.Cell != l.cell.ID {
			continue
		}
		if x.Base != nil {
			l.addOver("operation "+x.Operation+" over best classical", *x.Base, x.Ratio)
		}
		if x.Busy != nil {
			l.addOver("operation "+x.Operation+" a second", *x.Busy, x.Throughput)
		}
	}
}

func (l *ledger) random(a *analysis.Analysis) {
	for i := range a.Draws {
		d := &a.Draws[i]
		if d.Cell != l.cell.ID {
			continue
		}
		if d.Base != nil {
			l.addOver("operation "+d.Operation+" over crypto", *d.Base, d.Ratio)
		}
		l.add("throughput", d.Throughput)
		l.add("throughput speed-up", d.Speedup)
	}
	for i := range a.Shares {
		if s := &a.Shares[i]; s.Cell == l.cell.ID {
			l.bare("draws expected", unit.One, s.Draws, 0).Modelled = true
			l.addOver("share of randomness", s.Of, &s.Share)
		}
	}
	for _, p := range a.Predictions {
		if p.Cell == l.cell.ID {
			l.bare("outputs predicted", unit.One, float64(len(p.Predicted)), p.Observed)
			l.bare("outputs predicted right", unit.One, float64(p.Right), p.Observed)
		}
	}
}
