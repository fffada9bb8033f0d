// A search for the verbs that print what is found: with progress, a checkpoint and
// an end by a signal.

package find

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"strings"

	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/ui"
)

// search hands out the finds that a checkpoint kept, and then each one as it comes.
// The checkpoint is removed when take has had the last one.
func search(ctx context.Context, p ui.Process, log *slog.Logger, want checkpoint.Request, set *searchSettings, purpose string, take func(*keeper, *big.Int) error) error {
	// From here on, so that a signal finds what there is to keep kept.
	searching := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	kept, err := openKeeper(searching, want, set)
	if searching.Err() != nil {
		return context.Cause(searching)
	}
	if err != nil {
		return err
	}
	config, watched := kept.config(set, purpose), new(searchStatus)
	config.Progress = func(now engine.Progress) {
		watched.update(now)
		kept.stands(now.Position)
	}
	searcher, err := engine.New(want.Kind, want.Bits, config)
	if err != nil {
		return asBadConfig(err)
	}
	if err := kept.begun(searcher.Config()); err != nil {
		return err
	}
	if !set.quiet.Value {
		shown := ui.NewProgress(p.Screen)
		watched.begin(searcher, kept.state.Count)
		shown.Watch(watched.status)
		defer shown.End()
	}
	err = kept.finish(asBadConfig(handOut(searching, searcher, kept, take)))
	if searching.Err() != nil && errors.Is(err, context.Canceled) {
		err = context.Cause(searching)
	}
	if ui.Stopped(err) && kept.path != "" {
		log.Info(fmt.Sprintf("%q keeps the search; the same command goes on with it", kept.path))
	}
	return err
}

func handOut(ctx context.Context, searcher *engine.Searcher, kept *keeper, take func(*keeper, *big.Int) error) error {
	for _, found := range kept.state.Finds {
		if err := take(kept, found); err != nil {
			return err
		}
	}
	left := kept.state.Count - len(kept.state.Finds)
	if left == 0 {
		return nil
	}
	for result, err := range searcher.Stream(ctx, kept.state.Position, uint64(left)) {
		if err != nil {
			return err
		}
		if err := take(kept, result.P); err != nil {
			return err
		}
		kept.found(result)
	}
	return nil
}

// asBadConfig marks the errors that say that the asked-for search makes no sense,
// and leaves out of their text that engine says so.
func asBadConfig(err error) error {
	if errors.Is(err, engine.ErrConfig) {
		return ui.Usage(errors.New(strings.TrimPrefix(err.Error(), engine.ErrConfig.Error()+": ")))
	}
	return err
}
