package modulifile

import (
	"bytes"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"primebench/dhgroup"
)

// entry is the line of a sound group of 64 bits, the safe prime 2^64 - 1469.
func entry(t *testing.T) dhgroup.Entry {
	t.Helper()
	p := new(big.Int).Lsh(big.NewInt(1), 64)
	p.Sub(p, big.NewInt(1469))
	return dhgroup.Entry{
		Group:     dhgroup.Group{Bits: 64, P: p, Q: new(big.Int).Rsh(p, 1), G: big.NewInt(2)},
		Screening: dhgroup.Screening{Time: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Tests: dhgroup.TestedSieve | dhgroup.TestedMillerRabin, Trials: 64},
	}
}

const line = "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFA43\n"

func open(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// Lines are kept one by one, and the file is there when all of them are.
func TestFileGrowsBesideItsPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "moduli")
	f := open(t, path)
	for range 2 {
		if err := f.Add(entry(t)); err != nil {
			t.Fatal(err)
		}
	}
	want := dhgroup.ModuliHeader + line + line
	if kept := read(t, PartOf(path)); kept != want {
		t.Errorf("kept:\n%swant:\n%s", kept, want)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there before it is whole")
	}
	if err := f.Finish(false); err != nil {
		t.Fatal(err)
	}
	if whole := read(t, path); whole != want {
		t.Errorf("made:\n%swant:\n%s", whole, want)
	}
	if _, err := os.Stat(PartOf(path)); err == nil {
		t.Error("the part is still there")
	}
}

// What an earlier run kept is counted, but for a line that it was killed in.
func TestOpenGoesOn(t *testing.T) {
	for name, test := range map[string]struct {
		kept  string
		found int
		want  string
	}{
		"nothing":          {"", 0, dhgroup.ModuliHeader},
		"a header":         {dhgroup.ModuliHeader, 0, dhgroup.ModuliHeader},
		"part of a header": {dhgroup.ModuliHeader[:9], 0, dhgroup.ModuliHeader},
		"two lines":        {dhgroup.ModuliHeader + line + line, 2, dhgroup.ModuliHeader + line + line},
		"a line cut short": {dhgroup.ModuliHeader + line + line[:40], 1, dhgroup.ModuliHeader + line},
		"lines alone":      {line, 1, line},
	} {
		path := filepath.Join(t.TempDir(), "moduli")
		if err := os.WriteFile(PartOf(path), []byte(test.kept), 0o644); err != nil {
			t.Fatal(err)
		}
		f := open(t, path)
		if f.Found(64) != test.found || f.Found(256) != 0 {
			t.Errorf("%s: %d groups of 64 bits and %d of 256, want %d and 0", name, f.Found(64), f.Found(256), test.found)
		}
		if err := f.Add(entry(t)); err != nil {
			t.Fatal(err)
		}
		f.Close()
		if kept := read(t, PartOf(path)); kept != test.want+line {
			t.Errorf("%s: kept\n%swant\n%s", name, kept, test.want+line)
		}
	}
}

// Lines that somebody else put there are refused, and left as they are.
func TestOpenRefuses(t *testing.T) {
	for kept, want := range map[string]string{
		"20260101000000 2 6 64 255 2 XYZ\n":                    "is no part of a moduli file",
		"a letter to a friend\n":                               "is no part of a moduli file",
		"20260101000000 2 6 64 63 2 FFFFFFFFFFFFFFFB\n":        "line 1: ",
		line + "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFFFB\n": "line 2: ",
	} {
		path := filepath.Join(t.TempDir(), "moduli")
		if err := os.WriteFile(PartOf(path), []byte(kept), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), path)
		var part *PartError
		if !errors.As(err, &part) || part.Path != PartOf(path) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want a PartError of %q with %q", kept, err, PartOf(path), want)
		}
		if strings.HasPrefix(want, "line") && !errors.Is(err, dhgroup.ErrUnsound) {
			t.Errorf("%q: %v does not wrap %v", kept, err, dhgroup.ErrUnsound)
		}
		if now := read(t, PartOf(path)); now != kept {
			t.Errorf("%q was changed to %q", kept, now)
		}
	}
}

// Two runs do not write to one file: the second is refused until the first ends.
func TestPartIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "moduli")
	first := open(t, path)
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrLocked) {
		t.Errorf("a second run: %v, want %v", err, ErrLocked)
	}
	first.Close()
	if _, err := Open(t.Context(), path); err != nil {
		t.Errorf("after the first run's end: %v", err)
	}
}

// A file that came while this one was made is replaced only where that is asked for.
func TestFinishKeepsWhatCame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "moduli")
	for _, replace := range []bool{false, true} {
		f := open(t, path)
		if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := f.Finish(replace); errors.Is(err, fs.ErrExist) == replace {
			t.Errorf("replace %v: %v", replace, err)
		}
		if got := read(t, path); (got == "precious") == replace {
			t.Errorf("replace %v: %q is there", replace, got)
		}
	}
}

func TestStream(t *testing.T) {
	var out bytes.Buffer
	f, err := Stream(&out)
	if err == nil {
		err = f.Add(entry(t))
	}
	if err == nil {
		err = f.Finish(false)
	}
	if want := dhgroup.ModuliHeader + line; err != nil || out.String() != want {
		t.Errorf("wrote %q, error %v, want %q", out.String(), err, want)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
