// The flag --self-test of secrets: the statistics of internal/randtest on what
// package secrets draws on this machine.

package tokens

import (
	"context"
	"fmt"
	"slices"

	"primebench/internal/cli/ui"
	"primebench/internal/pages"
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

// testSecrets prints what the tests gave, and fails when one of them does.
func testSecrets(ctx context.Context, p ui.Process, telling *ui.Telling, subject randtest.Subject) error {
	results, err := randtest.Run(subject)
	if err != nil {
		return err
	}
	if err := p.Print(ctx, pages.Generator(results), telling, ""); err != nil {
		return err
	}
	if passed := slices.DeleteFunc(slices.Clone(results), func(r randtest.Result) bool { return !r.Passed() }); len(passed) < len(results) {
		return ui.No(fmt.Sprintf("%d of %d tests failed; a perfect generator fails one with a chance under %g", len(results)-len(passed), len(results), randtest.Significance))
	}
	return nil
}
