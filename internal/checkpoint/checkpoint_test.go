package checkpoint

import (
	"bytes"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

func sample() State {
	return State{
		Request: Request{Kind: sieve.Safe, Bits: 24, TopBits: 2, Class: engine.Class{Modulus: 8, Residue: 7}, Bulk: true, Seed: rng.Seed{1, 2}},
		Count:   3, Policy: millerrabin.Policy{Rounds: 5, Lucas: true}, SieveLimit: 1 << 10,
		Position: engine.Position{Number: 2, Window: 1, Member: 17, Candidates: 30, Survivors: 4},
		Finds:    []*big.Int{big.NewInt(0xffff2f), big.NewInt(0xc00037)},
	}
}

// What is saved is loaded, over what was there, readable by the owner alone.
func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	if _, err := Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v, want fs.ErrNotExist", err)
	}
	first := sample()
	first.Finds, first.Position = nil, engine.Position{}
	for _, want := range []State{first, sample()} {
		if err := want.Save(path); err != nil {
			t.Fatal(err)
		}
		got, err := Load(path)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("loaded %+v, %v, saved %+v", got, err, want)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	if err := sample().Save(filepath.Join(path, "below a file")); err == nil {
		t.Error("saved below a file")
	}
}

// saved is the text of a checkpoint.
func saved(t testing.TB, s State) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state")
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Whatever is cut off or changed is told; so are states that cannot be, even with
// the right hash.
func TestUnsound(t *testing.T) {
	whole := saved(t, sample())
	for n := range len(whole) - 2 {
		if _, err := read(bytes.NewReader(whole[:n])); !errors.Is(err, ErrFormat) {
			t.Fatalf("the first %d bytes: %v, want ErrFormat", n, err)
		}
	}
	text := string(whole)
	for _, change := range [][2]string{
		{`"bits": 24`, `"bits": 25`}, {`"window": 1`, `"window": 2`}, {`"safe"`, `"prime"`}, {`"count": 3`, `"count": 4`},
		{"\n}\n", "\n}\n{}"}, {"checkpoint 2", "checkpoint 1"}, {`"bulk"`, `"bilk"`}, {`"ffff2f"`, `"ffff2e"`},
	} {
		changed := strings.Replace(strings.ToLower(text), change[0], change[1], 1)
		if _, err := read(strings.NewReader(changed)); !errors.Is(err, ErrFormat) {
			t.Errorf("%v: %v, want ErrFormat", change, err)
		}
	}
	for name, spoil := range map[string]func(*State){
		"few bits":      func(s *State) { s.Bits = 8 },
		"many bits":     func(s *State) { s.Bits = 1 << 20 },
		"no count":      func(s *State) { s.Count = 0 },
		"too many":      func(s *State) { s.Count = MaxFinds + 1 },
		"a find less":   func(s *State) { s.Finds = s.Finds[:1] },
		"a find more":   func(s *State) { s.Position.Number = 1 },
		"beyond count":  func(s *State) { s.Count = 1 },
		"negative find": func(s *State) { s.Finds[0] = big.NewInt(-0xffff2f) },
		"short find":    func(s *State) { s.Finds[0] = big.NewInt(7) },
		"no policy":     func(s *State) { s.Policy = millerrabin.Policy{} },
		"no kind":       func(s *State) { s.Kind = 9 },
	} {
		s := sample()
		spoil(&s)
		if got, err := read(bytes.NewReader(saved(t, s))); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %+v, %v, want ErrFormat", name, got, err)
		}
	}
	if _, err := read(bytes.NewReader(make([]byte, MaxSize+1))); !errors.Is(err, ErrFormat) {
		t.Errorf("a file that is too long: %v, want ErrFormat", err)
	}
}

// Finds that are none of the kind and class are told.
func TestVerify(t *testing.T) {
	good := State{
		Request: Request{Kind: sieve.Safe, Bits: 24, Class: engine.Class{Modulus: 8, Residue: 7}}, Policy: millerrabin.Policy{Rounds: 5},
	}
	for p := int64(12_582_935); ; p += 24 {
		if big.NewInt(p).ProbablyPrime(0) && big.NewInt(p/2).ProbablyPrime(0) {
			good.Finds = []*big.Int{big.NewInt(p)}
			break
		}
	}
	if err := good.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*State){
		"composite":     func(s *State) { s.Finds = []*big.Int{big.NewInt(1 << 23)} },
		"not safe":      func(s *State) { s.Finds = []*big.Int{big.NewInt(12_582_917)} },
		"another class": func(s *State) { s.Class.Residue = 3 },
	} {
		s := good
		spoil(&s)
		if err := s.Verify(t.Context()); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v, want ErrFormat", name, err)
		}
	}
}

// No input makes reading panic, and what is read is what writing writes.
func FuzzRead(f *testing.F) {
	f.Add(saved(f, sample()))
	f.Add([]byte("{}"))
	f.Add([]byte(`{"format": "primebench checkpoint 2", "bits": 1e9}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := read(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%v, want ErrFormat", err)
			}
			return
		}
		again, err := read(bytes.NewReader(saved(t, s)))
		if err != nil || !reflect.DeepEqual(s, again) {
			t.Errorf("%+v was read, and %+v again, %v", s, again, err)
		}
	})
}
