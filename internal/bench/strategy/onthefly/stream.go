// Streams: finds one after another, whose searches share the lanes of a batch and
// the verification of their finds, and in bulk the window that they are found in.

package onthefly

import (
	"context"

	"primebench/engine"
	"primebench/internal/bench/strategy"
)

// windowsAStream is far more windows than a stream of any length comes to: streams
// in bulk begin so many windows apart.
const windowsAStream = 1 << 16

// Stream implements strategy.Streamer. Stream n does the searches from n x count
// on. In bulk it begins with a window of its own, and what it leaves of the last one
// is paid for in whole.
func (r *runner) Stream(ctx context.Context, n uint64, count int64) (strategy.Finds, error) {
	from := engine.Position{Number: n * uint64(count)}
	if r.task.Bulk {
		from.Window = int64(n) * windowsAStream
	}
	var finds strategy.Finds
	for found, err := range r.searcher.Stream(ctx, from, uint64(count)) {
		if err != nil {
			return strategy.Finds{}, err
		}
		finds.Found = append(finds.Found, found.P)
		finds.Counters.Add(found.Counters)
		finds.Phases.Add(found.Phases)
	}
	return finds, nil
}
