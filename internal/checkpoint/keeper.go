// A search that is kept while it runs: taken up, written now and then, removed at
// its end.

package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
	"primebench/millerrabin"
)

// The time between two writings of the file, which is what a kill costs: keepEvery,
// but at least keepSlack times what the last one took.
const (
	keepEvery = 500 * time.Millisecond
	keepSlack = 20
)

// Options are what is asked of a search besides its Request.
type Options struct {
	Count  int                // finds that are wanted, from 1; up to MaxFinds with a file
	Seed   *rng.Seed          // nil: that of the file, or a new one
	Policy millerrabin.Policy // zero: that of the file, or what the search decides
}

// An OtherError says that the file is of another search than the one asked for.
type OtherError struct {
	Path       string
	What       string // differs, such as "size" or "seed"
	Has, Asked any    // of the file and of the search; nil for seeds, which are secret
}

// Error names the file and what differs.
func (e *OtherError) Error() string {
	if e.Has == nil {
		return fmt.Sprintf("checkpoint %q is of another search: it has another %s", e.Path, e.What)
	}
	return fmt.Sprintf("checkpoint %q is of another search: its %s is %v, and %v is asked for", e.Path, e.What, e.Has, e.Asked)
}

// A Keeper holds the state of a search, and keeps it in a file where it has a
// path. Its methods may be called by several goroutines.
type Keeper struct {
	mu    sync.Mutex
	path  string   // "" where nothing is kept, and after Close
	lock  *os.File // this process's own while there is a path
	state State
	due   time.Time // of the next writing
	lost  error     // of the last writing, when it failed
}

// Open begins a search, or takes up the one that is in the file at path, which is this
// process's own until Close; "" keeps nothing. Options decide the seed, not want. The error
// is an *OtherError for a file of another search, wraps ErrFormat for one that is no sound
// checkpoint, ErrUnwritten where none can be made and wholefile.ErrTaken where another
// process has it, or is the system's or the context's.
func Open(ctx context.Context, path string, want Request, o Options) (*Keeper, error) {
	k := &Keeper{state: State{Request: want, Count: o.Count}}
	if path == "" {
		k.state.Seed = rng.SeedOr(o.Seed)
		return k, nil
	}
	lock, err := wholefile.Own(path+lockSuffix, 0o600)
	switch {
	case errors.Is(err, wholefile.ErrTaken):
		return nil, fmt.Errorf("checkpoint %q: %w", path, wholefile.ErrTaken)
	case err != nil:
		return nil, fmt.Errorf("checkpoint %q %w: %w", path, ErrUnwritten, err)
	}
	wholefile.Sweep(filepath.Dir(path))
	k.path, k.lock = path, lock
	if err := k.takeUp(ctx, o); err != nil {
		k.Close()
		return nil, err
	}
	return k, nil
}

// takeUp takes the state from the file, where there is one.
func (k *Keeper) takeUp(ctx context.Context, o Options) error {
	state, err := Load(k.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		k.state.Seed = rng.SeedOr(o.Seed)
		return nil
	case err != nil:
		return err
	}
	if err := state.Verify(ctx); err != nil {
		return fmt.Errorf("checkpoint %q: %w", k.path, err)
	}
	if err := k.compare(state, o); err != nil {
		return err
	}
	k.state = state
	return nil
}

// Close leaves the file to others. Nothing is written after it.
func (k *Keeper) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path != "" {
		k.path = ""
		_ = wholefile.Disown(k.lock) // one that stays is taken by the next process
	}
}

// compare tells in what a state is one of another search.
func (k *Keeper) compare(state State, o Options) error {
	differs := func(what string, has, asked any) error {
		return &OtherError{Path: k.path, What: what, Has: has, Asked: asked}
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
	case o.Seed != nil && state.Seed != *o.Seed:
		return differs("seed", nil, nil)
	case state.Count != want.Count:
		return differs("count", state.Count, want.Count)
	case !o.Policy.IsZero() && state.Policy != o.Policy:
		return differs("policy", state.Policy, o.Policy)
	}
	return nil
}

// State is how the search stands. Its Finds are not to be changed.
func (k *Keeper) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.state
}

// Config is how to search for what is kept, by the means in c. The seed is turned to
// the purpose, so that one seed does not give the same numbers to several. What c
// leaves open is as it was before, so that the survivors so far stay counted.
func (k *Keeper) Config(c engine.Config, purpose string) engine.Config {
	k.mu.Lock()
	defer k.mu.Unlock()
	c.Seed = engine.Seed(k.state.Seed.Derive(purpose))
	c.TopBits, c.Class, c.Bulk = k.state.TopBits, k.state.Class, k.state.Bulk
	if c.SieveLimit == 0 {
		c.SieveLimit = k.state.SieveLimit
	}
	if c.Policy.IsZero() {
		c.Policy = k.state.Policy
	}
	return c
}

// Begin takes note of what is searched with, and writes the file for the first
// time, so that a place where it cannot be is told at once.
func (k *Keeper) Begin(c engine.Config) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.state.Policy, k.state.SieveLimit = c.Policy, c.SieveLimit
	k.save()
	return k.lost
}

// Found takes in a find.
func (k *Keeper) Found(r engine.Result) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" {
		return
	}
	k.state.Finds = append(k.state.Finds, r.P)
	k.state.Position = r.Next
	k.saveWhenDue()
}

// Stands takes in where the search stands between two finds. A position beyond finds
// that did not arrive yet is left for later.
func (k *Keeper) Stands(p engine.Position) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" || p.Number != uint64(len(k.state.Finds)) {
		return
	}
	k.state.Position = p
	k.saveWhenDue()
}

func (k *Keeper) saveWhenDue() {
	if !time.Now().Before(k.due) {
		k.save()
	}
}

func (k *Keeper) save() {
	if k.path == "" {
		return
	}
	began := time.Now()
	k.lost = k.state.Save(k.path)
	k.due = time.Now().Add(max(keepEvery, keepSlack*time.Since(began)))
}

// Finish writes the file once more after a search that ended early, by err, and
// removes it after one that found all. It returns how the search ended.
func (k *Keeper) Finish(err error) error {
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
