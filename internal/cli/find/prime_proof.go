// A prime with its proof: prime --proof.

package find

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"primebench/internal/cli/ui"
	"primebench/internal/proof"
	"primebench/internal/rng"
)

// provePrime prints a prime whose proof it writes to a new file.
func provePrime(ctx context.Context, p ui.Process, log *slog.Logger, set *primeSettings) error {
	path := set.proof.Value
	if err := ui.CheckPlace(path); err != nil {
		return err
	}
	p.Spare(filepath.Dir(path))
	seed := rng.SeedOr(set.seed.Value)
	if !set.quiet.Value {
		began, shown := time.Now(), ui.NewProgress(p.Screen)
		shown.Watch(func() ui.Status {
			return ui.Status{Cell: fmt.Sprintf("proven prime %d", set.bits.Value), Samples: -1, Elapsed: time.Since(began)}
		})
		defer shown.End()
	}
	searching := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	found, err := proof.Find(searching, set.bits.Value, seed.Derive("proof"), set.kernel.Value)
	if searching.Err() != nil {
		return context.Cause(searching)
	}
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := found.Write(&text); err != nil {
		return err
	}
	// A prime may be secret, and its proof holds it.
	if err := ui.WriteNew(path, text.Bytes(), 0o600); err != nil {
		return err
	}
	return printNumber(p.Stdout, found.Prime(), set.format.Value)
}
