package checkpoint

import (
	"context"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
)

// kept writes sample's sound like to a new file and returns both.
func kept(t *testing.T) (path string, s State) {
	t.Helper()
	s = sample()
	s.Class, s.Policy = engine.Class{}, millerrabin.Policy{Rounds: 5}
	s.Finds = []*big.Int{big.NewInt(16_776_899), big.NewInt(16_775_723)} // safe primes of 24 bits
	path = filepath.Join(t.TempDir(), "kept")
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	return path, s
}

// options ask for just what a state is.
func options(s State) Options { return Options{Count: s.Count, Seed: &s.Seed, Policy: s.Policy} }

// TestOpenTakesUp: a search goes on by the seed, policy, limit and place of the file,
// and by the means that are asked for.
func TestOpenTakesUp(t *testing.T) {
	path, s := kept(t)
	for name, o := range map[string]Options{"all is said": options(s), "the count alone": {Count: s.Count}} {
		k, err := Open(t.Context(), path, s.Request, o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := k.State(); !reflect.DeepEqual(got, s) {
			t.Errorf("%s: took up %+v, want %+v", name, got, s)
		}
		got := k.Config(engine.Config{Workers: 3}, "purpose")
		if got.Seed != engine.Seed(s.Seed.Derive("purpose")) || got.SieveLimit != s.SieveLimit || got.Policy != s.Policy || got.TopBits != s.TopBits || !got.Bulk || got.Workers != 3 {
			t.Errorf("%s: goes on by %+v", name, got)
		}
		if got := k.Config(engine.Config{SieveLimit: 7}, "purpose"); got.SieveLimit != 7 {
			t.Errorf("%s: the limit asked for gives way to %d", name, got.SieveLimit)
		}
	}
}

// TestOpenRefuses: a file of another search is no beginning of this one, and says in
// what it differs; the seed is not told.
func TestOpenRefuses(t *testing.T) {
	path, s := kept(t)
	for what, change := range map[string]func(*Request, *Options){
		"kind":               func(r *Request, _ *Options) { r.Kind = 1 - r.Kind },
		"size":               func(r *Request, _ *Options) { r.Bits++ },
		"number of top bits": func(r *Request, _ *Options) { r.TopBits++ },
		"class":              func(r *Request, _ *Options) { r.Class = engine.Class{Modulus: 8, Residue: 3} },
		"bulk":               func(r *Request, _ *Options) { r.Bulk = false },
		"seed":               func(_ *Request, o *Options) { o.Seed = &rng.Seed{9} },
		"count":              func(_ *Request, o *Options) { o.Count++ },
		"policy":             func(_ *Request, o *Options) { o.Policy.Rounds++ },
	} {
		want, o := s.Request, options(s)
		change(&want, &o)
		_, err := Open(t.Context(), path, want, o)
		var other *OtherError
		if !errors.As(err, &other) || other.What != what || other.Path != path || !strings.Contains(err.Error(), what) {
			t.Errorf("another %s: %v", what, err)
		}
		if what == "seed" && other != nil && (other.Has != nil || other.Asked != nil) {
			t.Errorf("the error tells the seeds: %+v", other)
		}
	}
	s.Finds[1] = big.NewInt(1<<24 - 1)
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, s.Request, options(s)); !errors.Is(err, ErrFormat) {
		t.Errorf("a find that is composite: %v, want ErrFormat", err)
	}
}

// TestOpenBegins: without a file the seed is the one asked for, or a new one.
func TestOpenBegins(t *testing.T) {
	want, seed := sample().Request, rng.Seed{5}
	for _, path := range []string{"", filepath.Join(t.TempDir(), "none")} {
		k, err := Open(t.Context(), path, want, Options{Count: 2, Seed: &seed})
		if err != nil || k.State().Seed != seed || k.State().Count != 2 || k.State().Position != (engine.Position{}) {
			t.Errorf("%q: %+v, %v", path, k, err)
		}
		k, err = Open(t.Context(), path, want, Options{Count: 2})
		if err != nil || k.State().Seed == seed || k.State().Seed == (rng.Seed{}) {
			t.Errorf("%q: %+v, %v, want a seed of its own", path, k, err)
		}
	}
}

// TestKeeping: the file is written at the beginning, then when half a second has
// gone, and at an early end; it is gone after the last find.
func TestKeeping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "kept")
		k, err := Open(t.Context(), path, sample().Request, Options{Count: 3})
		if err != nil {
			t.Fatal(err)
		}
		in := func() State {
			t.Helper()
			s, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		means := engine.Config{Policy: millerrabin.Policy{Rounds: 7}, SieveLimit: 1 << 12}
		if err := k.Begin(means); err != nil || in().SieveLimit != means.SieveLimit || in().Policy != means.Policy {
			t.Errorf("at the beginning %v, and %+v", err, in())
		}
		k.Stands(engine.Position{Member: 5})
		if got := in().Position.Member; got != 0 {
			t.Errorf("written at once, with member %d", got)
		}
		time.Sleep(keepEvery)
		k.Stands(engine.Position{Number: 1, Member: 8})
		if got := in().Position; got != (engine.Position{}) {
			t.Errorf("a position beyond a find that did not arrive is kept: %+v", got)
		}
		k.Found(engine.Result{P: big.NewInt(16_776_899), Next: engine.Position{Number: 1}})
		if got := in(); len(got.Finds) != 1 || got.Position.Number != 1 {
			t.Errorf("after a find the file has %+v", got)
		}
		k.Stands(engine.Position{Number: 1, Member: 9})
		if err := k.Finish(context.Canceled); !errors.Is(err, context.Canceled) || in().Position.Member != 9 {
			t.Errorf("an early end: %v, and %+v", err, in())
		}
		if err := k.Finish(nil); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the file is still there: %v", err)
		}
	})
}

// TestKeepingFails: a place that cannot be written to is told at the beginning and
// beside the end.
func TestKeepingFails(t *testing.T) {
	k, err := Open(t.Context(), filepath.Join(t.TempDir(), "none", "kept"), sample().Request, Options{Count: 3})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Begin(engine.Config{}); err == nil {
		t.Error("a file in a folder that is not there can be written")
	}
	if err := k.Finish(context.Canceled); !errors.Is(err, context.Canceled) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the end: %v, want both errors", err)
	}
}
