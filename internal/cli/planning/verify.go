// The flag --verify of plan: what predictions are worth, by a server of real
// searches on this machine.

package planning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"primebench/internal/capacity"
	"primebench/internal/cli/ui"
	"primebench/internal/openloop"
	"primebench/internal/pages"
	"primebench/internal/rng"
	"primebench/sieve"
)

// defaultVerifyBits are the sizes that are driven unless others are asked for.
const defaultVerifyBits = "512,1024"

// verifyLoads are the shares of the capacity that are driven: half idle, usual, and
// where waits grow long.
func verifyLoads() []float64 { return []float64{0.5, 0.8, 0.95} }

// verify drives each size and tells what came of the predictions. Nothing is told
// of a part: a signal ends it.
func verify(ctx context.Context, p ui.Process, log *slog.Logger, set *planSettings) error {
	configs, err := verifyConfigs(set, p.Pace)
	if err != nil {
		return ui.Usage(err)
	}
	driving := p.Stops.Stage(ctx, func() {})
	to, err := set.claim(p, "plan --verify")
	if err != nil {
		return err
	}
	defer to.Abandon()
	all, err := drive(driving, p, set.quiet.Value, p.Pace, configs)
	if errors.Is(err, openloop.ErrConfig) {
		err = ui.Usage(err)
	}
	if err != nil {
		return err
	}
	page := pages.Verification(all)
	return errors.Join(p.Print(driving, page, set.telling, to.Rest()), to.Keep(driving, log, page))
}

// verifyConfigs are what is driven, one a size.
func verifyConfigs(set *planSettings, pace ui.Pace) ([]openloop.Config, error) {
	kind := sieve.Prime
	switch set.kind.Value {
	case capacity.Prime, "":
	case capacity.Safe:
		kind = sieve.Safe
	default:
		return nil, fmt.Errorf("--verify drives searches, of kind %s or %s, not %s", capacity.Prime, capacity.Safe, set.kind.Value)
	}
	bits := set.bits
	if len(bits.Values) == 0 {
		if err := bits.Set(defaultVerifyBits); err != nil {
			return nil, err
		}
	}
	servers := runtime.GOMAXPROCS(0)
	if set.cores.Given {
		if set.cores.Value > servers {
			return nil, fmt.Errorf("--cores %d: searches on more than the %d cores here would wait for each other", set.cores.Value, servers)
		}
		servers = set.cores.Value
	}
	seed := rng.SeedOr(set.seed.Value)
	var configs []openloop.Config
	for _, n := range bits.Values {
		configs = append(configs, openloop.Config{
			Kind: kind, Bits: n, Servers: servers, Loads: verifyLoads(), Calibrate: pace.Calibrate, Each: pace.Drive, Seed: seed,
		})
	}
	return configs, nil
}

// drive drives one size after the other and shows which.
func drive(ctx context.Context, p ui.Process, quiet bool, pace ui.Pace, configs []openloop.Config) ([]*capacity.Verification, error) {
	begun := time.Now()
	budget := time.Duration(len(configs)) * (pace.Calibrate + time.Duration(len(verifyLoads()))*pace.Drive)
	var doing atomic.Pointer[string]
	say := func(text string) { doing.Store(&text) }
	say("")
	if !quiet {
		shown := ui.NewProgress(p.Screen)
		shown.Watch(func() ui.Status {
			return ui.Status{Cell: *doing.Load(), Samples: -1, Elapsed: time.Since(begun), Budget: budget}
		})
		defer shown.End()
	}
	return ui.Await(ctx, func() ([]*capacity.Verification, error) {
		var all []*capacity.Verification
		for _, c := range configs {
			subject := fmt.Sprintf("%v %d", c.Kind, c.Bits)
			say("calibrating " + subject)
			c.Begun = func(load float64) { say(fmt.Sprintf("%s at %s %% of capacity", subject, ui.PercentText(load))) }
			found, err := openloop.Verify(ctx, c)
			if err != nil {
				return nil, err
			}
			all = append(all, found)
		}
		return all, nil
	})
}
