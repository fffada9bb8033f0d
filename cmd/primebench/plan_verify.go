// primebench plan --verify: what predictions are worth, by a server of real
// searches on this machine.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"primebench/internal/capacity"
	"primebench/internal/openloop"
	"primebench/report"
	"primebench/sieve"
)

// defaultVerifyBits are the sizes that are driven unless others are asked for.
const defaultVerifyBits = "512,1024"

// verifyLoads are the shares of the capacity that are driven: half idle, usual, and
// where waits grow long.
func verifyLoads() []float64 { return []float64{0.5, 0.8, 0.95} }

// verify drives each size and tells what came of the predictions. Nothing is told
// of a part: a signal ends it.
func verify(ctx context.Context, p process, log *slog.Logger, set *planSettings) error {
	configs, err := verifyConfigs(set, p.pace)
	if err != nil {
		return usageError{err}
	}
	driving := p.stops.stage(ctx, func() {})
	to, err := set.claim()
	if err != nil {
		return err
	}
	defer to.abandon()
	all, err := drive(driving, p, set.quiet.value, p.pace, configs)
	if errors.Is(err, openloop.ErrConfig) {
		err = usageError{err}
	}
	if err != nil {
		return err
	}
	return errors.Join(
		p.tell(driving, "verification", func(w io.Writer) error {
			return report.WriteVerification(w, set.format.value, all, textOptions(p.stdout, p.env))
		}),
		to.take(log, "verification", func() error { return report.WriteVerificationDir(driving, to.path, all) }),
	)
}

// verifyConfigs are what is driven, one a size.
func verifyConfigs(set *planSettings, pace pace) ([]openloop.Config, error) {
	kind := sieve.Prime
	switch set.kind.value {
	case capacity.Prime, "":
	case capacity.Safe:
		kind = sieve.Safe
	default:
		return nil, fmt.Errorf("--verify drives searches, of kind %s or %s, not %s", capacity.Prime, capacity.Safe, set.kind.value)
	}
	bits := set.bits
	if len(bits.values) == 0 {
		if err := bits.Set(defaultVerifyBits); err != nil {
			return nil, err
		}
	}
	servers := runtime.GOMAXPROCS(0)
	if set.cores.given {
		if set.cores.value > servers {
			return nil, fmt.Errorf("--cores %d: searches on more than the %d cores here would wait for each other", set.cores.value, servers)
		}
		servers = set.cores.value
	}
	seed := seedOr(set.seed.value)
	var configs []openloop.Config
	for _, n := range bits.values {
		configs = append(configs, openloop.Config{
			Kind: kind, Bits: n, Servers: servers, Loads: verifyLoads(), Calibrate: pace.calibrate, Each: pace.drive, Seed: seed,
		})
	}
	return configs, nil
}

// drive drives one size after the other and shows which.
func drive(ctx context.Context, p process, quiet bool, pace pace, configs []openloop.Config) ([]*capacity.Verification, error) {
	begun := time.Now()
	budget := time.Duration(len(configs)) * (pace.calibrate + time.Duration(len(verifyLoads()))*pace.drive)
	var doing atomic.Pointer[string]
	say := func(text string) { doing.Store(&text) }
	say("")
	if !quiet {
		shown := newProgress(p.screen)
		shown.watch(func() status {
			return status{cell: *doing.Load(), samples: -1, elapsed: time.Since(begun), budget: budget}
		})
		defer shown.end()
	}
	return await(ctx, func() ([]*capacity.Verification, error) {
		var all []*capacity.Verification
		for _, c := range configs {
			subject := fmt.Sprintf("%v %d", c.Kind, c.Bits)
			say("calibrating " + subject)
			c.Begun = func(load float64) { say(fmt.Sprintf("%s at %s %% of capacity", subject, percentText(load))) }
			found, err := openloop.Verify(ctx, c)
			if err != nil {
				return nil, err
			}
			all = append(all, found)
		}
		return all, nil
	})
}
