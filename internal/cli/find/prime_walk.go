// The neighbours of a number: prime --next and --prev.

package find

import (
	"context"
	"log/slog"

	"primebench/engine"
	"primebench/internal/cli/ui"
)

// walkPrimes prints the primes next to a number, one after another.
func walkPrimes(ctx context.Context, p ui.Process, log *slog.Logger, set *primeSettings) error {
	class, err := set.class()
	if err != nil {
		return err
	}
	find, at := engine.Next, set.next.Value
	if set.prev.Given {
		find, at = engine.Previous, set.prev.Value
	}
	config := set.config()
	config.Class, config.Shared = class, new(engine.Shared)
	searching := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	for range set.count.Value {
		if at, err = find(searching, set.kind(), at, config); err != nil {
			if searching.Err() != nil {
				return context.Cause(searching)
			}
			return asBadConfig(err)
		}
		if err := printNumber(p.Stdout, at, set.format.Value); err != nil {
			return err
		}
	}
	return nil
}
