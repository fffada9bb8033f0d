// What a reader says of files that were altered in every way that a disk, an editor or
// a shell may alter them: they are refused, or what is wrong is named and the rest is
// right.

package results

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// An alteredFile is a run of testdata whose alterations are judged and counted.
type alteredFile struct {
	name    string
	version int
	data    []byte
	whole   *Run
	counts  struct{ tried, refused, named, same, silent int }
	silent  map[string]int // by what differs
}

// alteredFiles are the whole runs of every version.
func alteredFiles(t *testing.T) []*alteredFile {
	var files []*alteredFile
	for version := 1; version <= SchemaVersion; version++ {
		for _, name := range []string{"complete", "readings"} {
			data, err := os.ReadFile(fmt.Sprintf("testdata/v%d/%s.jsonl", version, name))
			if os.IsNotExist(err) && name == "readings" && version < versionReadings {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			whole, err := Read(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, &alteredFile{name: fmt.Sprintf("v%d/%s", version, name), version: version, data: data, whole: whole, silent: map[string]int{}})
		}
	}
	return files
}

// judge reads an altered file. It fails where a record is given out that was not
// written, though something else is named.
func (f *alteredFile) judge(t *testing.T, how string, data []byte) {
	t.Helper()
	f.counts.tried++
	got, err := Read(bytes.NewReader(data))
	switch {
	case err != nil:
		f.counts.refused++
	case len(got.Damage) > 0 || got.Closing == nil: // which is told as cut short
		f.counts.named++
		if what := difference(f.whole, got); len(recordsOf(got)) > 0 && lostOf(f.whole, got) < 0 && !(f.version < versionChecksums && what == headless) {
			t.Errorf("%s, %s: %v is named, and what is left is not what was written: %s", f.name, how, got.Damage, difference(f.whole, got))
		}
	case reflect.DeepEqual(f.whole, got):
		f.counts.same++
	case f.version < versionPlaces && lostOf(f.whole, got) == 0:
		f.counts.silent++
		f.silent["order of records"]++
	default:
		f.counts.silent++
		f.silent[difference(f.whole, got)]++
		if f.version >= versionPlaces {
			t.Errorf("%s, %s: read as another run without a word: %s", f.name, how, difference(f.whole, got))
		}
	}
}

// headless is where a damaged header, which has no checksum in versions 1 to 3, has
// samples lost that were right.
const headless = "Header.cells.operations.name"

func (f *alteredFile) report(t *testing.T) {
	c := f.counts
	t.Logf("%s: %d tried, %d refused, %d named, %d the same, %d silent", f.name, c.tried, c.refused, c.named, c.same, c.silent)
	for _, what := range slices.Sorted(maps.Keys(f.silent)) {
		t.Logf("%s:   %5d of %s", f.name, f.silent[what], what)
	}
}

// difference names the first thing in which two runs differ: a field, without the index
// of the record, or how many records there are.
func difference(a, b *Run) string {
	var values [2]any
	for i, run := range []*Run{a, b} {
		text, err := json.Marshal(Run{Header: run.Header, Samples: run.Samples, Notes: run.Notes, Readings: run.Readings, Predictions: run.Predictions, Closing: run.Closing})
		if err != nil {
			return err.Error()
		}
		if err := json.Unmarshal(text, &values[i]); err != nil {
			return err.Error()
		}
	}
	return differing("", values[0], values[1])
}

func differing(at string, a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		b, _ := b.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(a)) {
			if found := differing(at+"."+key, a[key], b[key]); found != "" {
				return found
			}
		}
		return ""
	case []any:
		b, _ := b.([]any)
		if len(a) != len(b) {
			return "number of " + strings.TrimPrefix(at, ".")
		}
		for i := range a {
			if found := differing(at, a[i], b[i]); found != "" {
				return found
			}
		}
		return ""
	}
	if !reflect.DeepEqual(a, b) {
		return strings.TrimPrefix(at, ".")
	}
	return ""
}

// flip judges the file with one bit another.
func (f *alteredFile) flip(t *testing.T, bit int) {
	f.data[bit/8] ^= 1 << (bit % 8)
	f.judge(t, fmt.Sprintf("bit %d of byte %d", bit%8, bit/8), f.data)
	f.data[bit/8] ^= 1 << (bit % 8)
}

// TestFlippedBits tries some of the bits; the long test tries all.
func TestFlippedBits(t *testing.T) {
	const some = 300
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	luck := rand.New(rand.NewPCG(seed, 0))
	for _, f := range alteredFiles(t) {
		for range some {
			f.flip(t, luck.IntN(8*len(f.data)))
		}
		f.report(t)
		f.wantHeld(t)
	}
}

// wantHeld fails where a flipped bit was read as another run in a field that is held to
// others, or at all where there are checksums.
func (f *alteredFile) wantHeld(t *testing.T) {
	for what := range f.silent {
		if f.version >= versionChecksums || slices.Contains(heldFields, what) {
			t.Errorf("%s: a flipped bit made another %s without a word", f.name, what)
		}
	}
}

// heldFields are those of versions 1 to 3 in which no flipped bit of the kept files goes
// unseen: each is held to another one.
var heldFields = []string{
	"Header.program", "Header.cells.id", "Header.cells.kind", "Header.cells.mode", "Header.cells.policy.rounds", "Header.cells.policy.lucas",
	"Samples.cell", "Samples.seq", "Samples.op", "Samples.primes", "Closing.reason", "Closing.samples", "number of Samples",
}

// TestAlteredLines drops, doubles, swaps and moves every line, and puts lines of another
// run and of no run at every place.
func TestAlteredLines(t *testing.T) {
	for _, f := range alteredFiles(t) {
		lines := bytes.SplitAfter(f.data, []byte("\n"))
		lines = lines[:len(lines)-1]
		join := func(parts ...[][]byte) []byte { return bytes.Join(slices.Concat(parts...), nil) }
		judge := func(how string, at int, parts ...[][]byte) {
			f.judge(t, fmt.Sprintf("line %d %s", at+1, how), join(parts...))
		}
		others := f.otherRun(t)
		for i, line := range lines {
			one := [][]byte{line}
			judge("dropped", i, lines[:i], lines[i+1:])
			judge("doubled", i, lines[:i], one, lines[i:])
			rest := slices.Delete(slices.Clone(lines), i, i+1)
			for j := range lines {
				swapped := slices.Clone(lines)
				swapped[i], swapped[j] = lines[j], lines[i]
				judge(fmt.Sprintf("swapped with %d", j+1), i, swapped)
				judge(fmt.Sprintf("moved to %d", j+1), i, rest[:j], one, rest[j:])
				judge(fmt.Sprintf("copied to %d", j+1), i, lines[:j], one, lines[j:])
			}
			for _, text := range []string{"\n", "{}\n", "cannot allocate memory\n", "\x00\x00\x00\n", string(line[:len(line)/2]) + "\n"} {
				judge(fmt.Sprintf("before it %.20q", text), i, lines[:i], [][]byte{[]byte(text)}, lines[i:])
				judge(fmt.Sprintf("now %.20q", text), i, lines[:i], [][]byte{[]byte(text)}, lines[i+1:])
			}
			for k, other := range others {
				if !f.tellsApart(other) {
					continue
				}
				judge(fmt.Sprintf("before it line %d of another run", k+1), i, lines[:i], [][]byte{other}, lines[i:])
				if f.version >= versionPlaces {
					judge(fmt.Sprintf("now line %d of another run", k+1), i, lines[:i], [][]byte{other}, lines[i+1:])
				}
			}
		}
		f.report(t)
		for what := range f.silent {
			if !slices.Contains(unplaced, what) {
				t.Errorf("%s: altered lines made another %s without a word", f.name, what)
			}
		}
	}
}

// unplaced are what versions 1 to 4 cannot show: the loss and the move of records without
// a number of their own.
var unplaced = []string{"number of Notes", "number of Readings", "number of Predictions", "order of records"}

// tellsApart reports whether a line of another run that is put in shows in a file of
// the version: below versionPlaces only what has a number that is there already.
func (f *alteredFile) tellsApart(line []byte) bool {
	return f.version >= versionPlaces ||
		bytes.Contains(line, []byte(`"sample":`)) || bytes.Contains(line, []byte(`"closing":`)) || bytes.Contains(line, []byte(`"header":`))
}

// otherRun are the lines of a run of the same matrix with other numbers.
func (f *alteredFile) otherRun(t *testing.T) [][]byte {
	text := string(f.data)
	if f.version >= versionChecksums {
		e := envelope{version: f.version}
		var plain strings.Builder
		for line := range bytes.Lines(f.data) {
			found, err := e.open(bytes.TrimSuffix(line, []byte("\n")))
			if err != nil {
				t.Fatal(err)
			}
			if e.run == "" {
				e.bind(line)
			}
			fmt.Fprintf(&plain, "{%q:%s}\n", found.name, found.body)
		}
		text = plain.String()
	}
	for _, change := range [][2]string{{`"seed":"5b`, `"seed":"5c`}, {`"wall_ns":`, `"wall_ns":1`}, {`"elapsed_ns":`, `"elapsed_ns":9`}} {
		text = strings.ReplaceAll(text, change[0], change[1])
	}
	return bytes.SplitAfter([]byte(strings.TrimSuffix(sealed(text), "\n")+"\n"), []byte("\n"))[:bytes.Count(f.data, []byte("\n"))]
}
