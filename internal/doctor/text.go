// The diagnosis for people.

package doctor

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"primebench/internal/unit"
)

// Write writes the diagnosis as text: the grade, what lowers it with what to do,
// the worst first, then what is good, and the numbers of each processor.
func (d Diagnosis) Write(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "grade %s: %s\n\n", d.Grade, d.Meaning)
	table := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, f := range worstFirst(d.Findings) {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", f.Severity, f.Name, f.Text)
		if f.Advice != "" {
			fmt.Fprintf(table, "\t\t-> %s\n", f.Advice)
		}
	}
	table.Flush() // to memory: no error
	if len(d.Cores) > 0 {
		where := "processor"
		if !d.Pinned {
			where = "thread" // which the system moved about as it liked
		}
		fmt.Fprintf(&b, "\nslices of equal work on each %s for %s:\n", where, unit.Given(d.Seconds, unit.Second))
		fmt.Fprintf(table, "  %s\tslices\tbest\tmedian\tp99\tworst\ttime lost\tdrift\n", where)
		for _, c := range d.Cores {
			fmt.Fprintf(table, "  %d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", c.CPU, c.Slices,
				c.slice(0), c.slice(c.Median), c.slice(c.P99), c.slice(c.Worst), unit.Percent(c.Lost), unit.Text(c.Drift, unit.Change))
		}
		table.Flush()
	}
	_, err := w.Write(b.Bytes())
	return err
}

// slice writes the time of a slice that took longer than the best one.
func (c Core) slice(longer float64) string {
	return unit.Seconds(c.Best * (1 + longer))
}

// worstFirst sorts the findings, those of equal severity as they come.
func worstFirst(findings []Finding) []Finding {
	order := []Severity{Severe, Major, Minor, Unknown, Note, Good}
	return slices.SortedStableFunc(slices.Values(findings), func(a, b Finding) int {
		return cmp.Compare(slices.Index(order, a.Severity), slices.Index(order, b.Severity))
	})
}
