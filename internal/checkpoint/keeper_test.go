package checkpoint

import (
	"context"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
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
		k.Close()
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
		k.Close()
		k, err = Open(t.Context(), path, want, Options{Count: 2})
		if err != nil || k.State().Seed == seed || k.State().Seed == (rng.Seed{}) {
			t.Errorf("%q: %+v, %v, want a seed of its own", path, k, err)
		}
		k.Close()
	}
}

// TestOneAtATime: two processes do not keep their searches in one file, nothing is written
// after Close, and nothing stays beside the file.
func TestOneAtATime(t *testing.T) {
	path, s := kept(t)
	first, err := Open(t.Context(), path, s.Request, options(s))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, s.Request, options(s)); !errors.Is(err, wholefile.ErrTaken) {
		t.Errorf("a second one: %v, want %v", err, wholefile.ErrTaken)
	}
	first.Close()
	second, err := Open(t.Context(), path, s.Request, options(s))
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Finish(nil); err != nil {
		t.Error(err)
	}
	if _, err := Load(path); err != nil {
		t.Errorf("after the end of the first one: %v", err)
	}
	second.Close()
	second.Close()
	if _, err := Open(t.Context(), path, sample().Request, Options{}); err == nil {
		t.Error("another search is taken up")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
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

// TestKeepingFails: a place that cannot be written to is told before the beginning, and one
// that is gone at the beginning and beside the end.
func TestKeepingFails(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	open := func() (*Keeper, error) {
		return Open(t.Context(), filepath.Join(folder, "kept"), sample().Request, Options{Count: 3})
	}
	if _, err := open(); !errors.Is(err, ErrUnwritten) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	k, err := open()
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" {
		t.Skip("no folder with an open file is removed")
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := k.Begin(engine.Config{}); !errors.Is(err, ErrUnwritten) {
		t.Errorf("in a folder that is gone: %v", err)
	}
	if err := k.Finish(context.Canceled); !errors.Is(err, context.Canceled) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the end: %v, want both errors", err)
	}
}
