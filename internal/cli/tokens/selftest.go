// The flag --self-test of secrets: the statistics of internal/randtest on what
// package secrets draws on this machine.

package tokens

import (
	"fmt"
	"io"
	"text/tabwriter"

	"primebench/internal/cli/ui"
	"primebench/internal/randtest"
	"primebench/secrets"
)

// ourDraws are the functions of package secrets.
func ourDraws() randtest.Subject {
	return randtest.Subject{
		Fill: func(p []byte) error {
			token, err := secrets.TokenBytes(len(p))
			copy(p, token)
			return err
		},
		Below:  secrets.Below[uint64],
		Choice: func(n int) (int, error) { return secrets.Choice(numbered(n)) },
		Sample: func(n, k int) ([]int, error) { return secrets.Sample(numbered(n), k) },
		Shuffle: func(n int) ([]int, error) {
			order := numbered(n)
			secrets.Shuffle(order)
			return order, nil
		},
	}
}

func numbered(n int) []int {
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	return items
}

// testSecrets prints a line for each test, and fails when one of them does.
func testSecrets(stdout io.Writer, subject randtest.Subject) error {
	results, err := randtest.Run(subject)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "test\tchance\tverdict")
	failed := 0
	for _, r := range results {
		verdict := "passed"
		if !r.Passed() {
			verdict = "FAILED"
			failed++
		}
		fmt.Fprintf(table, "%s\t%.2g\t%s\n", r.Name, r.P, verdict)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return ui.No(fmt.Sprintf("%d of %d tests failed; a perfect generator fails one with a chance under %g", failed, len(results), randtest.Significance))
	}
	return nil
}
