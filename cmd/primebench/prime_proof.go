// A prime with its proof: prime --proof.

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"

	"primebench/internal/proof"
	"primebench/internal/rng"
)

// provePrime prints a prime whose proof it writes to a new file. The file is made
// before the search, so that a place where it cannot be is told at once.
func provePrime(ctx context.Context, p process, log *slog.Logger, set *primeSettings) (err error) {
	// A prime may be secret, and its proof holds it.
	path := set.proof.value
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("the proof cannot be written: %w; name a new file in a place that can be written to", err)
	}
	defer func() {
		if closing := file.Close(); err == nil && closing != nil {
			err = fmt.Errorf("the proof cannot be written: %w", closing)
		}
		if err != nil {
			_ = os.Remove(path) // it is not whole
		}
	}()
	seed := rng.NewSeed()
	if set.seed.given {
		seed = *set.seed.value
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
	if _, err := file.Write(text.Bytes()); err != nil {
		return fmt.Errorf("the proof cannot be written: %w", err)
	}
	return printNumber(p.stdout, found.Prime(), set.format.value)
}
