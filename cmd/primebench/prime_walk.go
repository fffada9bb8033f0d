// The neighbours of a number: prime --next and --prev.

package main

import (
	"context"
	"log/slog"

	"primebench/engine"
)

// walkPrimes prints the primes next to a number, one after another.
func walkPrimes(ctx context.Context, p process, log *slog.Logger, set *primeSettings) error {
	class, err := set.class()
	if err != nil {
		return err
	}
	find, at := engine.Next, set.next.value
	if set.prev.given {
		find, at = engine.Previous, set.prev.value
	}
	config := set.config()
	config.Class, config.Shared = class, new(engine.Shared)
	searching := p.stops.stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	for range set.count.value {
		if at, err = find(searching, set.kind(), at, config); err != nil {
			if searching.Err() != nil {
				return context.Cause(searching)
			}
			return asBadConfig(err)
		}
		if err := printNumber(p.stdout, at, set.format.value); err != nil {
			return err
		}
	}
	return nil
}
