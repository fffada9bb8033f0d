// The flag --dry-run of run: the matrix, and how long measuring it would take.

package measure

import (
	"context"

	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/internal/pages"
)

func printMatrix(ctx context.Context, p ui.Process, set *settings, spec bench.Spec, matrix bench.Matrix) error {
	estimate, err := spec.Estimate(ctx)
	if err != nil {
		return err
	}
	planned := &pages.Planned{Expected: estimate.Duration, Rough: estimate.Rough, Wait: spec.WaitQuiet, Cells: matrix.Cells, Skipped: matrix.Skipped}
	return p.Print(ctx, pages.Matrix(planned), set.telling, "")
}
