// The numbers in long format for spreadsheets and data frames: one row for each
// cell and quantity, in base units, with every digit.

package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"primebench/internal/analysis"
)

// csvColumns are the columns of CSV. The first eight name the cell.
//
//	quantity   what the row is about, such as "time", "rate", "time p50",
//	           "operation NAME", "phase NAME", "survivors observed", "z", "chance",
//	           "time ratio", "model over time" or, of the use of a group (results.Operation.Named tells the names),
//	           "operation NAME over 2048 bits"; of powers of 2 "operation NAME over KERNEL'S"
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
//
// A cell without any number has one row with the quantity "none". Text that a
// spreadsheet would take for a formula begins with an apostrophe.
func csvColumns() []string {
	return []string{"cell", "kind", "bits", "strategy", "mode", "workers", "policy", "status",
		"quantity", "against", "value", "unit", "low", "high", "need", "better", "modelled", "n", "method", "log2_error"}
}

// CSV writes the numbers of the cells in long format (RFC 4180), one row for
// each cell and quantity. The header names the columns.
func CSV(w io.Writer, a *analysis.Analysis) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	if err := out.Write(csvColumns()); err != nil {
		return fmt.Errorf("report: writing csv: %w", err)
	}
	for i := range a.Cells {
		for _, q := range quantities(a, &a.Cells[i]) {
			if err := out.Write(csvRow(&a.Cells[i], q)); err != nil {
				return fmt.Errorf("report: writing csv: %w", err)
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("report: writing csv: %w", err)
	}
	return emit(w, FormatCSV, b.Bytes())
}

// A quantity is one number of a cell.
type quantity struct {
	Name    string
	Against string // ID of the other cell
	*analysis.Estimate
	Bare bool // the number has no interval
}

// quantities lists the numbers of a cell, at least one row.
func quantities(a *analysis.Analysis, c *analysis.Cell) []quantity {
	var list []quantity
	add := func(name string, e *analysis.Estimate) {
		if e != nil {
			list = append(list, quantity{Name: name, Estimate: e})
		}
	}
	bare := func(name, unit string, v float64, n int) *analysis.Estimate {
		e := &analysis.Estimate{Value: v, Unit: unit, N: n}
		list = append(list, quantity{Name: name, Bare: true, Estimate: e})
		return e
	}
	add("time", c.Time)
	add("time plain mean", c.Naive)
	add("processor time", c.CPU)
	add("rate", c.Rate)
	for i := range c.Percentiles {
		add("time "+percentileName(c.Percentiles[i].P), &c.Percentiles[i].Estimate)
	}
	for i := range c.Operations {
		add("operation "+c.Operations[i].Name, &c.Operations[i].Cost)
	}
	for _, p := range c.Phases {
		bare("phase "+p.Name, "s", p.Seconds, c.N).Modelled = phasesModelled(c)
		bare("phase share "+p.Name, "1", p.Share, c.N).Modelled = phasesModelled(c)
	}
	if t := c.Theory; t != nil {
		bare("candidates expected", "1", t.Expected.Candidates, 0)
		bare("survivors expected", "1", t.Expected.Survivors, 0)
		if t.Searches > 0 {
			bare("candidates observed", "1", t.Observed.Candidates, t.Searches)
			add("survivors observed", t.Survivors)
			bare("z", "1", t.Z, t.Searches)
			bare("chance", "1", t.Chance, t.Searches)
		}
	}
	for i := range a.Comparisons {
		if cmp := &a.Comparisons[i]; cmp.A == c.ID {
			list = append(list, quantity{Name: "time ratio", Against: strconv.Itoa(cmp.B), Estimate: &cmp.Ratio})
		}
	}
	for i := range a.Agreements {
		if g := &a.Agreements[i]; g.Search == c.ID {
			list = append(list, quantity{Name: "model over time", Against: strconv.Itoa(g.Model), Estimate: &g.Ratio})
		}
	}
	for i := range a.Powers {
		p := &a.Powers[i]
		if p.Cell != c.ID {
			continue
		}
		for j := range p.Ratios {
			r := &p.Ratios[j]
			list = append(list, quantity{Name: "operation " + p.Name + " over " + r.Name, Against: strconv.Itoa(r.Cell), Estimate: &r.Ratio})
		}
		add("operation "+p.Name+" share of limit", p.Share)
	}
	for i := range a.Using {
		if u := &a.Using[i]; u.Cell == c.ID && u.Ratio != nil {
			list = append(list, quantity{Name: "operation " + u.Name + " over 2048 bits", Against: strconv.Itoa(*u.Base), Estimate: u.Ratio})
		}
	}
	for i := range a.Draws {
		d := &a.Draws[i]
		if d.Cell != c.ID {
			continue
		}
		if d.Ratio != nil {
			list = append(list, quantity{Name: "operation " + d.Operation + " over crypto", Against: strconv.Itoa(*d.Base), Estimate: d.Ratio})
		}
		add("throughput", d.Throughput)
		add("throughput speed-up", d.Speedup)
	}
	for i := range a.Shares {
		if s := &a.Shares[i]; s.Cell == c.ID {
			bare("draws expected", "1", s.Draws, 0).Modelled = true
			list = append(list, quantity{Name: "share of randomness", Against: strconv.Itoa(s.Of), Estimate: &s.Share})
		}
	}
	for _, p := range a.Predictions {
		if p.Cell == c.ID {
			bare("outputs predicted", "1", float64(len(p.Predicted)), p.Observed)
			bare("outputs predicted right", "1", float64(p.Right), p.Observed)
		}
	}
	if len(list) == 0 {
		bare("none", "", math.NaN(), c.N)
	}
	return list
}

func csvRow(c *analysis.Cell, q quantity) []string {
	low, high := csvNumber(q.Low), csvNumber(q.High)
	if q.Bare || q.Need > 0 {
		low, high = "", ""
	}
	return []string{
		strconv.Itoa(c.ID), csvText(c.Kind), strconv.Itoa(c.Bits), csvText(c.Strategy), csvText(c.Mode),
		strconv.Itoa(c.Workers), csvText(c.Policy.Name), csvText(string(c.Status)),
		csvText(q.Name), q.Against, csvNumber(q.Value), csvText(q.Unit), low, high, strconv.Itoa(q.Need), csvText(string(q.Better)),
		strconv.FormatBool(q.Modelled), strconv.Itoa(q.N), csvText(q.Method), csvNumber(c.Policy.Log2Error),
	}
}

// csvNumber writes every digit, and nothing for what is no number.
func csvNumber(v float64) string {
	if !finite(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
