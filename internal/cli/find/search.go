// A search for the verbs that print what is found: with progress, a checkpoint and
// an end by a signal.

package find

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"

	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/ui"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
)

// search hands out the finds that a checkpoint kept, and then each one as it comes.
// The checkpoint is removed when take has had the last one.
func search(ctx context.Context, p ui.Process, log *slog.Logger, want checkpoint.Request, set *searchSettings, purpose string, take func(rng.Seed, *big.Int) error) error {
	if err := set.checkPart(); err != nil {
		return err
	}
	// From here on, so that a signal finds what there is to keep kept.
	searching := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	kept, err := openCheckpoint(searching, want, set)
	if searching.Err() != nil {
		return context.Cause(searching)
	}
	if err != nil {
		return err
	}
	defer kept.Close()
	p.Stops.Last(kept.Close)
	config, watched := kept.Config(set.config(), purpose), new(searchStatus)
	if !set.windows.Given {
		config.Finds = uint64(set.count.Value)
	}
	config.Progress = func(now engine.Progress) {
		watched.update(now)
		kept.Stands(now.Position)
	}
	searcher, err := engine.New(want.Kind, want.Bits, config)
	if err != nil {
		return asBadConfig(err)
	}
	if err := kept.Begin(searcher.Config()); err != nil {
		return err
	}
	if !set.quiet.Value {
		shown := ui.NewProgress(p.Screen)
		watched.begin(searcher, set.skip.Value, set.count.Value)
		shown.Watch(watched.status)
		defer shown.End()
	}
	err = kept.Finish(asBadConfig(handOut(searching, searcher, kept, set, take)))
	if searching.Err() != nil && errors.Is(err, context.Canceled) {
		err = context.Cause(searching)
	}
	if ui.Stopped(err) && set.checkpoint.Value != "" {
		log.Info(fmt.Sprintf("%q keeps the search; the same command goes on with it", set.checkpoint.Value))
	}
	return err
}

func handOut(ctx context.Context, searcher *engine.Searcher, kept *checkpoint.Keeper, set *searchSettings, take func(rng.Seed, *big.Int) error) error {
	begin := kept.State()
	for _, found := range begin.Finds {
		if err := take(begin.Seed, found); err != nil {
			return err
		}
	}
	left := begin.Count - len(begin.Finds)
	if left == 0 {
		return nil
	}
	if set.skip.Given {
		begin.Position.Number = set.skip.Value
	}
	results := searcher.Stream(ctx, begin.Position, uint64(left))
	if set.windows.Given {
		results = searcher.Finds(ctx, set.windows.Value.whole())
	}
	for result, err := range results {
		if err != nil {
			return err
		}
		if err := take(begin.Seed, result.P); err != nil {
			return err
		}
		kept.Found(result)
	}
	return nil
}

// openCheckpoint begins a search, or takes up the one that is kept.
func openCheckpoint(ctx context.Context, want checkpoint.Request, set *searchSettings) (*checkpoint.Keeper, error) {
	path := set.checkpoint.Value
	if path != "" && set.count.Value > checkpoint.MaxFinds {
		return nil, ui.Usagef("--count %d with --checkpoint, want at most %d", set.count.Value, checkpoint.MaxFinds)
	}
	kept, err := checkpoint.Open(ctx, path, want, checkpoint.Options{Count: set.count.Value, Seed: set.seed.Value, Policy: set.policy.Value})
	var other *checkpoint.OtherError
	switch {
	case err == nil:
		return kept, nil
	case errors.As(err, &other) && other.What == "seed":
		return nil, ui.Usagef("%w; leave --seed out, or name another file", err)
	case other != nil:
		return nil, ui.Usagef("%w; ask for the same, or name another file", err)
	case errors.Is(err, checkpoint.ErrUnwritten):
		return nil, err
	case errors.Is(err, wholefile.ErrTaken):
		return nil, ui.Usagef("%w; wait for its end, or name another file", err)
	}
	return nil, ui.Usagef("%w; name another file, or remove it to begin anew", err)
}

// asBadConfig marks the errors that say that the asked-for search makes no sense,
// and leaves out of their text that engine says so.
func asBadConfig(err error) error {
	var bad *engine.ConfigError
	if errors.As(err, &bad) {
		return ui.Usage(errors.New(bad.Reason))
	}
	return err
}
