// The checkpoint of a search: opened before it, written while it runs, removed when
// all is found.

package find

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/ui"
	"primebench/internal/rng"
)

// The time between two writings of the file, which is what a kill costs: keepEvery,
// but at least keepSlack times what the last one took.
const (
	keepEvery = 500 * time.Millisecond
	keepSlack = 20
)

// A keeper holds the state of a search, and keeps it in a file where it has a
// path. Its methods may be called by several goroutines.
type keeper struct {
	path string

	mu    sync.Mutex
	state checkpoint.State
	due   time.Time // of the next writing
	lost  error     // of the last writing, when it failed
}

// openKeeper begins a search, or takes up the one that is in the file.
func openKeeper(ctx context.Context, want checkpoint.Request, set *searchSettings) (*keeper, error) {
	k := &keeper{path: set.checkpoint.Value, state: checkpoint.State{Request: want, Count: set.count.Value}}
	if k.path != "" {
		if set.count.Value > checkpoint.MaxFinds {
			return nil, ui.Usagef("--count %d with --checkpoint, want at most %d", set.count.Value, checkpoint.MaxFinds)
		}
		state, err := checkpoint.Load(k.path)
		switch {
		case err == nil:
			err = state.Verify(ctx)
			if err == nil {
				return k, k.takeUp(state, set)
			}
			err = fmt.Errorf("checkpoint %q: %w", k.path, err)
		case errors.Is(err, fs.ErrNotExist):
			err = nil
		}
		if err != nil {
			return nil, ui.Usage(fmt.Errorf("%w; name another file, or remove it to begin anew", err))
		}
	}
	if set.seed.Given {
		k.state.Seed = *set.seed.Value
	} else {
		k.state.Seed = rng.NewSeed()
	}
	return k, nil
}

// takeUp goes on with a state, if it is one of the same search.
func (k *keeper) takeUp(state checkpoint.State, set *searchSettings) error {
	differs := func(what string, has, asked any) error {
		return ui.Usagef("checkpoint %q is of another search: its %s is %v, and %v is asked for; ask for the same, or name another file", k.path, what, has, asked)
	}
	want := k.state
	switch {
	case state.Kind != want.Kind:
		return differs("kind", state.Kind, want.Kind)
	case state.Bits != want.Bits:
		return differs("size", state.Bits, want.Bits)
	case state.TopBits != want.TopBits:
		return differs("number of top bits", state.TopBits, want.TopBits)
	case state.Class != want.Class:
		return differs("class", state.Class, want.Class)
	case state.Bulk != want.Bulk:
		return differs("bulk", state.Bulk, want.Bulk)
	case set.seed.Given && state.Seed != *set.seed.Value:
		return ui.Usagef("checkpoint %q is of another search: it has another seed; leave --seed out, or name another file", k.path)
	case state.Count != want.Count:
		return differs("count", state.Count, want.Count)
	case !set.policy.Value.IsZero() && state.Policy != set.policy.Value:
		return differs("policy", state.Policy, set.policy.Value)
	}
	k.state = state
	return nil
}

// config is how to search for what is kept. The seed is turned to the verb's
// purpose, so that one seed does not give the same numbers to several.
func (k *keeper) config(set *searchSettings, purpose string) engine.Config {
	c := set.config()
	c.Seed = engine.Seed(k.state.Seed.Derive(purpose))
	c.TopBits, c.Class, c.Bulk = k.state.TopBits, k.state.Class, k.state.Bulk
	if c.SieveLimit == 0 {
		c.SieveLimit = k.state.SieveLimit // by which the survivors so far were counted
	}
	if c.Policy.IsZero() {
		c.Policy = k.state.Policy
	}
	return c
}

// begun takes note of what is searched with, and writes the file for the first
// time, so that a place where it cannot be is told at once.
func (k *keeper) begun(c engine.Config) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.state.Policy, k.state.SieveLimit = c.Policy, c.SieveLimit
	k.save()
	return k.lost
}

// found takes in a find.
func (k *keeper) found(r engine.Result) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" {
		return
	}
	k.state.Finds = append(k.state.Finds, r.P)
	k.state.Position = r.Next
	k.saveWhenDue()
}

// stands says where the search stands between two finds. A position beyond finds
// that did not arrive yet is left for later.
func (k *keeper) stands(p engine.Position) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" || p.Number != uint64(len(k.state.Finds)) {
		return
	}
	k.state.Position = p
	k.saveWhenDue()
}

func (k *keeper) saveWhenDue() {
	if !time.Now().Before(k.due) {
		k.save()
	}
}

func (k *keeper) save() {
	if k.path == "" {
		return
	}
	began := time.Now()
	k.lost = k.state.Save(k.path)
	k.due = time.Now().Add(max(keepEvery, keepSlack*time.Since(began)))
}

// finish writes the file once more after a search that ended early, and removes
// it after one that found all. It returns how the search ended.
func (k *keeper) finish(err error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" {
		return err
	}
	if err == nil {
		if err = os.Remove(k.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("all is found, but the checkpoint is still there: %w", err)
		}
		return nil
	}
	k.save()
	if k.lost != nil {
		return errors.Join(k.lost, err)
	}
	return err
}
