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
	"primebench/engine"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
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

// mark is where the search goes on after entry.
var mark = Mark{Bulk: true, Next: engine.Position{Number: 1, Window: 2}}

const markLine = `# Next: 64 {"bulk":true,"next":{"number":1,"window":2,"member":0,"candidates":0,"survivors":0}}` + "\n"

const line = "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFA43\n"

func open(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(t.Context(), path, Origin{})
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
	if err := f.Begin(64, mark); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(entry(t), mark); err != nil {
		t.Fatal(err)
	}
	begin := dhgroup.ModuliHeader + seedComment + f.Seed().String() + "\n"
	if kept, want := read(t, PartOf(path)), begin+markLine+line+markLine; kept != want {
		t.Errorf("kept:\n%swant:\n%s", kept, want)
	}
	want := begin + line
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

// What an earlier run kept is counted, but for a line that it was killed in; its searches go
// on from their last marks. A seed without any is that of a whole file.
func TestOpenGoesOn(t *testing.T) {
	was, seed := rng.Seed{31: 6}, rng.Seed{31: 7}
	seedLine := seedComment + seed.String() + "\n"
	begin := dhgroup.ModuliHeader + seedLine
	whole := dhgroup.ModuliHeader + seedComment + was.String() + "\n" + line
	for name, test := range map[string]struct {
		kept   string
		found  int
		marked bool
		want   string // what is kept then
	}{
		"nothing":             {"", 0, false, begin},
		"a header":            {dhgroup.ModuliHeader, 0, false, begin},
		"part of a header":    {dhgroup.ModuliHeader[:9], 0, false, begin},
		"a seed":              {dhgroup.ModuliHeader + seedComment + was.String() + "\n", 0, false, begin},
		"a search that began": {begin + markLine, 0, true, begin + markLine},
		"a line":              {begin + markLine + line + markLine, 1, true, begin + markLine + line + markLine},
		"a line cut short":    {begin + markLine + line[:40], 0, true, begin + markLine},
		"a mark cut short":    {begin + markLine + line + markLine[:20], 1, true, begin + markLine + line},
		"one line twice":      {begin + markLine + line + line, 1, true, begin + markLine + line + line},
		"lines alone":         {line, 1, false, line + seedLine},
		"header and a line":   {dhgroup.ModuliHeader + line, 1, false, dhgroup.ModuliHeader + line + seedLine},
		"a whole file":        {whole, 1, false, whole + seedLine},
		"on from a whole one": {whole + seedLine + markLine, 1, true, whole + seedLine + markLine},
	} {
		path := filepath.Join(t.TempDir(), "moduli")
		if err := os.WriteFile(PartOf(path), []byte(test.kept), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := Open(t.Context(), path, Origin{Seed: &seed})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Found(64) != test.found || f.Found(256) != 0 {
			t.Errorf("%s: %d groups of 64 bits and %d of 256, want %d and 0", name, f.Found(64), f.Found(256), test.found)
		}
		if got, begun := f.Mark(64); begun != test.marked || begun && got != mark || f.Seed() != seed {
			t.Errorf("%s: the search goes on at %+v, %v, of seed %v", name, got, begun, f.Seed())
		}
		want := test.want
		if test.found == 0 {
			want += line
		}
		// A prime that is there is not added again.
		if err := f.Add(entry(t), mark); err != nil {
			t.Fatal(err)
		}
		f.Close()
		if kept := read(t, PartOf(path)); kept != want+markLine || f.Found(64) != 1 {
			t.Errorf("%s: kept\n%swant\n%s", name, kept, want+markLine)
		}
	}
}

// A part of another seed is left alone.
func TestAnotherSeed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "moduli")
	first := open(t, path)
	if err := first.Add(entry(t), mark); err != nil {
		t.Fatal(err)
	}
	first.Close()
	if _, err := Open(t.Context(), path, Origin{Seed: &rng.Seed{1}}); !errors.Is(err, ErrSeed) {
		t.Errorf("another seed: %v, want %v", err, ErrSeed)
	}
	if again := open(t, path); again.Seed() != first.Seed() || again.Found(64) != 1 {
		t.Errorf("no seed: %v, %d groups, want that of the part, %v, and 1", again.Seed(), again.Found(64), first.Seed())
	}
}

// Lines that somebody else put there are refused, and left as they are.
func TestOpenRefuses(t *testing.T) {
	for kept, want := range map[string]string{
		"20260101000000 2 6 64 255 2 XYZ\n":                    "is no part of a moduli file",
		"a letter to a friend\n":                               "is no part of a moduli file",
		"# Seed: xyz\n":                                        "line 1: ",
		"# Next: 64\n":                                         "line 1: ",
		"20260101000000 2 6 64 63 2 FFFFFFFFFFFFFFFB\n":        "line 1: ",
		line + "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFFFB\n": "line 2: ",
	} {
		path := filepath.Join(t.TempDir(), "moduli")
		if err := os.WriteFile(PartOf(path), []byte(kept), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), path, Origin{})
		var part *PartError
		if !errors.As(err, &part) || part.Path != PartOf(path) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want a PartError of %q with %q", kept, err, PartOf(path), want)
		}
		if strings.HasSuffix(kept, "B\n") && !errors.Is(err, dhgroup.ErrUnsound) {
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
	if _, err := Open(t.Context(), path, Origin{}); !errors.Is(err, wholefile.ErrTaken) {
		t.Errorf("a second run: %v, want %v", err, wholefile.ErrTaken)
	}
	first.Close()
	if _, err := Open(t.Context(), path, Origin{}); err != nil {
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
		f.Close()
		if got := read(t, path); (got == "precious") == replace {
			t.Errorf("replace %v: %q is there", replace, got)
		}
	}
}

func TestStream(t *testing.T) {
	var out bytes.Buffer
	for _, header := range []bool{true, false} {
		f, err := Stream(&out, nil, header)
		if err == nil {
			err = f.Add(entry(t), mark)
		}
		if err == nil {
			err = f.Finish(false)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if want := dhgroup.ModuliHeader + line + line; out.String() != want {
		t.Errorf("wrote %q, want %q", out.String(), want)
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
