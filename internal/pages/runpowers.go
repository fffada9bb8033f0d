// Powers of 2: by our kernels, by the libraries that people use instead, and beside the
// limit of the machine.

package pages

import (
	"fmt"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// A cellPower is a way to raise 2 to the power n-1 modulo n.
type cellPower struct {
	cell *analysis.Cell
	*analysis.Power
}

func cellPowers(a *analysis.Analysis) []cellPower {
	var rows []cellPower
	for i := range a.Powers {
		if c := cellByID(a, a.Powers[i].Cell); c != nil {
			rows = append(rows, cellPower{cell: c, Power: &a.Powers[i]})
		}
	}
	return rows
}

// powersSection has a row for each power, with its time over that of each of our
// kernels.
func powersSection(a *analysis.Analysis) doc.Section {
	columns := []doc.Column[cellPower]{
		{Heading: "bits", Names: true, Value: func(p cellPower) doc.Value { return doc.Count(p.cell.Bits) }},
		{Heading: "strategy", Names: true, Value: func(p cellPower) doc.Value { return doc.Text(p.cell.Strategy) }},
		{Heading: "operation", Names: true, Value: func(p cellPower) doc.Value { return doc.Text(p.Name) }},
		{Heading: "workers", Names: true, Spare: 1, Value: func(p cellPower) doc.Value { return doc.Count(p.cell.Workers) }},
		{Heading: "at once", Spare: 3, Value: func(p cellPower) doc.Value { return doc.Count(p.cell.Workers * p.AtOnce) }},
		{Heading: "time each", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 2, Value: func(p cellPower) doc.Value { return number(&p.Cost) }},
		{Heading: "n", Spare: 4, Value: func(p cellPower) doc.Value { return doc.Count(p.Cost.N) }},
	}
	for i, kernel := range powerKernels(a) {
		// The intervals beside all but the first, the fastest, are what a narrow terminal does
		// without.
		columns = append(columns, doc.Column[cellPower]{Heading: "over " + kernel, Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 2 * min(i, 1),
			Value: func(p cellPower) doc.Value { return number(overKernel(p.Power, kernel)) }})
	}
	return doc.Section{
		ID: powersID, Title: "Powers of 2",
		Note: "Nearly all of a test for primality is one power of 2 modulo the number, n. Time each is that of one, of eight at once where a kernel " +
			"does them so, which makes it a throughput. A ratio is the median over blocks of the run's time, in which the two were measured in turn.",
		Table: doc.NewTable(columns, cellPowers(a)),
	}
}

// powerKernels lists the kernels that powers are set against, in order of appearance.
func powerKernels(a *analysis.Analysis) []string {
	var kernels []string
	for _, p := range a.Powers {
		if p.Kernel != "" && !slices.Contains(kernels, p.Kernel) {
			kernels = append(kernels, p.Kernel)
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

// limitSection has a row for each power whose multiply-adds are counted.
func limitSection(a *analysis.Analysis) doc.Section {
	s := doc.Section{ID: "limit", Title: "Share of the machine's limit"}
	if a.Limit == nil {
		return s
	}
	s.Note = fmt.Sprintf("A core of this machine issues at most %s billion vpmadd52 a second, the multiply-add that the kernel is made of, by the best of "+
		"%s of nothing else. The share is the time that a power's would take at that speed, over the power's.",
		unit.Number(1e-9/a.Limit.Seconds), unit.Count(a.Limit.Stretches, "short stretch"))
	s.Table = doc.NewTable([]doc.Column[cellPower]{
		{Heading: "bits", Names: true, Value: func(p cellPower) doc.Value { return doc.Count(p.cell.Bits) }},
		{Heading: "strategy", Names: true, Value: func(p cellPower) doc.Value { return doc.Text(p.cell.Strategy) }},
		{Heading: "operation", Names: true, Value: func(p cellPower) doc.Value { return doc.Text(p.Name) }},
		{Heading: "vpmadd52 each", Unit: unit.Counted, Value: func(p cellPower) doc.Value { return counted(p.MultiplyAdds) }},
		{Heading: "share of the limit", Better: doc.Higher, Interval: doc.Interval95, Value: func(p cellPower) doc.Value { return number(p.Share) }},
		{Heading: "n", Spare: 1, Value: func(p cellPower) doc.Value { return doc.Count(p.Share.N) }},
	}, slices.DeleteFunc(cellPowers(a), func(p cellPower) bool { return p.Share == nil }))
	if a.Limit.Shared != "" {
		s.Table.Remarks = []string{"No goal is judged by these shares: " + a.Limit.Shared + "."}
	}
	return s
}
