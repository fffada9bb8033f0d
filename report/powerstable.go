// The tables of powers of 2: by our kernels, by the libraries that people use
// instead, and beside the limit of the machine.

package report

import (
	"slices"
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// powersTable has a row for each way to raise 2 to the power n-1 modulo n, with
// its time over that of each of our kernels.
func powersTable(a *analysis.Analysis) table {
	t := table{
		ID:    "powers",
		Title: "Powers of 2",
		Note: "Nearly all of a test for primality is one power of 2 modulo the number, n. Time each is that of one, of eight at once where a kernel " +
			"does them so, which makes it a throughput. A ratio is the median over blocks of the run's time, in which the two were measured in turn.",
		Columns: []column{
			number("bits"), label("strategy"), label("operation"), number("workers").spare(1), number("at once").spare(3),
			lower("time each"), interval().spare(2), number("n").spare(4),
		},
	}
	kernels := powerKernels(a)
	for _, kernel := range kernels {
		t.Columns = append(t.Columns, lower("over "+kernel), interval())
	}
	for i := range a.Powers {
		p := &a.Powers[i]
		c := cellByID(a, p.Cell)
		if c == nil {
			continue
		}
		cost := show(&p.Cost)
		row := []string{
			strconv.Itoa(c.Bits), c.Strategy, p.Name, strconv.Itoa(c.Workers), strconv.Itoa(c.Workers * p.AtOnce),
			cost.Value, cost.Interval, strconv.Itoa(p.Cost.N),
		}
		for _, kernel := range kernels {
			ratio := show(overKernel(p, kernel))
			row = append(row, ratio.Value, ratio.Interval)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// powerKernels lists the kernels that powers are set against, in order of
// appearance.
func powerKernels(a *analysis.Analysis) []string {
	var kernels []string
	for _, p := range a.Powers {
		for _, r := range p.Ratios {
			if !slices.Contains(kernels, r.Kernel) {
				kernels = append(kernels, r.Kernel)
			}
		}
	}
	return kernels
}

// overKernel is the time of a power over that of a kernel, nil where they are not
// compared.
func overKernel(p *analysis.Power, kernel string) *analysis.Estimate {
	for i := range p.Ratios {
		if p.Ratios[i].Kernel == kernel {
			return &p.Ratios[i].Ratio
		}
	}
	return nil
}

// limitTable has a row for each power whose multiply-adds are counted.
func limitTable(a *analysis.Analysis) table {
	t := table{
		ID:    "limit",
		Title: "Share of the machine's limit",
		Columns: []column{
			number("bits"), label("strategy"), label("operation"), number("vpmadd52 each"), higher("share of the limit"), interval(), number("n").spare(1),
		},
	}
	if a.Limit == nil {
		return t
	}
	t.Note = "A core of this machine issues at most " + unit.Number(1e-9/a.Limit.Seconds) + " billion vpmadd52 a second, the multiply-add that the kernel is made of, by the best of " +
		strconv.Itoa(a.Limit.Stretches) + " short stretches of nothing else. The share is the time that a power's would take at that speed, over the power's."
	if a.Limit.Shared != "" {
		t.Remarks = []string{"No goal is judged by these shares: " + a.Limit.Shared + "."}
	}
	for i := range a.Powers {
		p := &a.Powers[i]
		c := cellByID(a, p.Cell)
		if p.Share == nil || c == nil {
			continue
		}
		share := show(p.Share)
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(c.Bits), c.Strategy, p.Name, showCount(p.MultiplyAdds), share.Value, share.Interval, strconv.Itoa(p.Share.N),
		})
	}
	return t
}
