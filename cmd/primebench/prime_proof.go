// A prime with its proof: prime --proof.

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"time"

	"primebench/internal/proof"
	"primebench/internal/rng"
)

// provePrime prints a prime whose proof it writes to a new file.
func provePrime(ctx context.Context, p process, log *slog.Logger, set *primeSettings) error {
	path := set.proof.value
	if err := checkPlace(path, false); err != nil {
		return err
	}
	seed := rng.NewSeed()
	if set.seed.given {
		seed = *set.seed.value
	}
	if !set.quiet.value {
		began, shown := time.Now(), newProgress(p.screen)
		shown.watch(func() status {
			return status{cell: fmt.Sprintf("proven prime %d", set.bits.value), samples: -1, elapsed: time.Since(began)}
		})
		defer shown.end()
	}
	searching := p.stops.stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	found, err := proof.Find(searching, set.bits.value, seed.Derive("proof"), set.kernel.value)
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
	if err := writeWhole(path, text.Bytes(), 0o600); err != nil {
		return err
	}
	return printNumber(p.stdout, found.Prime(), set.format.value)
}
