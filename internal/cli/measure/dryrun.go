// The flag --dry-run of run: the matrix, and how long measuring it would take.

package measure

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/results"
)

func printMatrix(ctx context.Context, out io.Writer, spec bench.Spec, matrix bench.Matrix) error {
	estimate, err := spec.Estimate(ctx)
	if err != nil {
		return err
	}
	expected := "about " + ui.Span(estimate.Duration)
	if estimate.Rough {
		expected += ", a rough estimate from one test scaled to these sizes"
	}
	var text bytes.Buffer
	table := tabwriter.NewWriter(&text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "cell\tkind\tbits\tstrategy\tmode\tworkers\tpolicy\tkernel\texpected tests")
	for _, c := range matrix.Cells {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\n",
			c.ID, c.Kind, c.Size(), c.Strategy, c.Mode, c.Workers, orDash(c.Policy.Name), orDash(c.Kernel), tests(c))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, s := range matrix.Skipped {
		fmt.Fprintf(&text, "left out: %s %s %s %s: %s\n", s.Kind, s.Size(), s.Strategy, s.Mode, s.Reason)
	}
	fmt.Fprintf(&text, "%d cells, expected time %s\n", len(matrix.Cells), expected)
	if spec.WaitQuiet > 0 {
		fmt.Fprintf(&text, "before that it waits up to %v for a quiet machine\n", spec.WaitQuiet)
	}
	if _, err := out.Write(text.Bytes()); err != nil {
		return fmt.Errorf("the matrix cannot be printed: %w", err)
	}
	return nil
}

// tests is the number of tests of an average search by theory.
func tests(c results.Cell) string {
	if c.Expected.Survivors == 0 {
		return "-"
	}
	return ui.Count(c.Expected.Survivors)
}

func orDash(word string) string {
	if word == "" {
		return "-"
	}
	return word
}
