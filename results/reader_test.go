// What the reader opens, of every version kept, and what it refuses.

package results

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// complete is the whole run of this version that testdata keeps.
func complete(t testing.TB) []byte { return keptRun(t, SchemaVersion) }

// keptRun is the whole run of a version that testdata keeps.
func keptRun(t testing.TB, version int) []byte {
	data, err := os.ReadFile(fmt.Sprintf("testdata/v%d/complete.jsonl", version))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEveryVersion(t *testing.T) {
	for version := 1; version <= SchemaVersion; version++ {
		folder := filepath.Join("testdata", fmt.Sprintf("v%d", version))
		tests := []struct {
			file            string
			samples         int
			closed, damaged bool
		}{
			{"complete.jsonl", 6, true, false},
			{"unclosed.jsonl", 6, false, false},
			{"torn.jsonl", 5, false, true},
		}
		for _, test := range tests {
			run, err := ReadFile(filepath.Join(folder, test.file))
			if err != nil {
				t.Error(err)
				continue
			}
			cells, predictions, samples := 3, 0, test.samples
			if version >= versionRandom {
				cells, predictions = 4, 1
			}
			if version >= versionOperations {
				cells, samples = 5, samples+1
			}
			if run.Header.Schema != version || len(run.Header.Cells) != cells || len(run.Notes) != 1 || len(run.Predictions) != predictions {
				t.Errorf("v%d/%s: schema %d, %d cells, %d notes, %d predictions", version, test.file,
					run.Header.Schema, len(run.Header.Cells), len(run.Notes), len(run.Predictions))
			}
			if len(run.Samples) != samples || (run.Closing != nil) != test.closed || (len(run.Damage) > 0) != test.damaged {
				t.Errorf("v%d/%s: %d samples, closing %v, damage %v", version, test.file,
					len(run.Samples), run.Closing, run.Damage)
			}
		}
	}
}

// A file of version 1 has no peers, and its list of them is empty.
func TestPeersSinceVersion2(t *testing.T) {
	for version, want := range map[int][]Peer{
		1: {},
		2: {{Strategy: "openssl", Version: "OpenSSL 3.0.22 25 Aug 2026", Path: "libcrypto.so.3"}},
	} {
		run, err := ReadFile(fmt.Sprintf("testdata/v%d/complete.jsonl", version))
		if err != nil {
			t.Fatal(err)
		}
		if got := run.Header.Peers; got == nil || !slices.Equal(got, want) {
			t.Errorf("v%d: peers %#v, want %#v", version, got, want)
		}
	}
	old, err := os.ReadFile("testdata/v1/complete.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(bytes.NewReader(bytes.Replace(old, []byte(`"cells":`), []byte(`"":[],"cells":`), 1))); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a key that is empty: %v", err)
	}
}

func TestReadValues(t *testing.T) {
	run, err := Read(bytes.NewReader(complete(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := Sample{
		Cell: 0, Seq: 1, Op: OpSearch, Count: 1, WallNS: 1027555, CPUNS: 1980000,
		Candidates: 402, Survivors: 41, Tests: 48, Primes: 1,
		Phases: Phases{SieveNS: 288000, TestNS: 1402000, AcceptNS: 149000}, Digest: "d1480c9be36f7a25",
	}
	if run.Samples[3] != want {
		t.Errorf("sample 3 is %+v, want %+v", run.Samples[3], want)
	}
	if c := run.Closing; c.Reason != ReasonDone || c.ElapsedNS != 5112003400 || c.PeakBytes != 21643264 {
		t.Errorf("closing is %+v", c)
	}
	if host := run.Header.Host; host.CgroupCores != 1.5 || host.MemoryBytes != 8336805888 || len(host.Features) != 5 {
		t.Errorf("host is %+v", host)
	}
	if p := run.Predictions[0]; run.Header.Cells[p.Cell].Kind != KindRandom || p.Observed != 624 || len(p.Drawn) != 3 || p.Drawn[2] != 3071714933 {
		t.Errorf("prediction is %+v", p)
	}
}

// TestEveryPrefix cuts a run at every byte, as kill -9 or a full disk would.
func TestEveryPrefix(t *testing.T) {
	data := complete(t)
	header := bytes.IndexByte(data, '\n')
	for cut := 0; cut <= len(data); cut++ {
		run, err := Read(bytes.NewReader(data[:cut]))
		switch {
		case cut == 0:
			if !errors.Is(err, ErrEmpty) {
				t.Errorf("cut at 0: %v, want ErrEmpty", err)
			}
		case cut < header:
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrForeign) {
				t.Errorf("cut at %d, in the header: %v", cut, err)
			}
		case err != nil:
			t.Errorf("cut at %d: %v", cut, err)
		default:
			// A line is whole when only its end is missing.
			ended := bytes.Count(data[:cut], []byte("\n"))
			whole := data[cut-1] == '\n' || cut == len(data) || data[cut] == '\n'
			if (len(run.Damage) == 0) != whole {
				t.Errorf("cut at %d, after %d lines: damage %v", cut, ended, run.Damage)
			}
			lines := ended
			if whole && data[cut-1] != '\n' {
				lines++
			}
			records := 1 + len(run.Samples) + len(run.Notes) + len(run.Predictions)
			if run.Closing != nil {
				records++
			}
			if records != lines {
				t.Errorf("cut at %d: %d records of %d whole lines", cut, records, lines)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := unsealed(t, complete(t))
	lines := strings.SplitAfter(whole, "\n")
	header, sample, closing := lines[0], lines[1], lines[10]
	oldLines := strings.SplitAfter(string(keptRun(t, 3)), "\n")
	oldHeader, oldSample := oldLines[0], oldLines[1]
	edit := func(old, with string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("the file does not hold %s", old)
		}
		return strings.Replace(whole, old, with, 1)
	}
	old := func(old, with string) string { // the same of version 3
		return strings.Replace(string(keptRun(t, 3)), old, with, 1)
	}
	const peers = `"peers":[{"strategy":"openssl","version":"OpenSSL 3.0.22 25 Aug 2026","path":"libcrypto.so.3"}],`
	tests := []struct {
		name, input string
		want        error
		says        string
	}{
		{"empty", "", ErrEmpty, ""},
		{"text", "hello\n", ErrForeign, ""},
		{"binary", "\x7fELF\x02\x01\x01\x00", ErrForeign, ""},
		{"long binary", strings.Repeat("\x00", MaxLine+2), ErrForeign, ""},
		{"JSON of others", `{"name":"x","version":3}` + "\n", ErrForeign, ""},
		{"another program", edit(`"program":"primebench"`, `"program":"primesieve"`), ErrForeign, ""},
		{"no schema", edit(`"schema":5,`, ``), ErrForeign, ""},
		{"byte order mark", "\ufeff" + whole, ErrForeign, ""},
		{"sample first", sample + header, ErrForeign, ""},
		{"newer", edit(`"schema":5`, `"schema":6,"colour":"red"`), ErrNewer, "schema version 6, this one reads versions 1 to 5"},
		{"schema 0", edit(`"schema":5`, `"schema":0`), ErrCorrupt, "header.schema is 0"},
		{"peers before their version", edit(`"schema":5`, `"schema":1`), ErrCorrupt, `header has an unknown field "peers"`},
		{"no peers", edit(peers, ``), ErrCorrupt, "header.peers is missing"},
		{"no key", edit(`"peers"`, `""`), ErrCorrupt, "unknown field"},
		{"peer twice", edit(`"path":"libcrypto.so.3"}`, `"path":"libcrypto.so.3"},{"strategy":"openssl","version":"","path":""}`),
			ErrCorrupt, `header.peers[1].strategy "openssl" is there twice`},
		{"path in a peer's name", edit(`"strategy":"openssl"`, `"strategy":"../openssl"`), ErrCorrupt, "header.peers[0].strategy"},
		{"half a header", header[:200], ErrCorrupt, "line 1"},

		{"broken in the middle", edit(`"seq":0,"op":"replay"`, `"seq":0,"op:"replay"`), nil, "line 3 is lost: not valid JSON"},
		{"torn in the middle", oldHeader + oldSample[:40] + "\n" + oldSample, nil, "line 2"},
		{"blank line", oldHeader + "\n" + oldSample, nil, "line 2"},
		{"array", oldHeader + "[1]\n", nil, "line 2 is lost: not a JSON object"},
		{"number at the end", oldHeader + "7", nil, "line 2 is lost: not a JSON object"},
		{"empty object", oldHeader + "{}\n", nil, "without a record"},
		{"unknown record", header + `{"remark":{}}` + "\n", nil, `unknown record "remark"`},
		{"two records", oldHeader + strings.TrimSuffix(oldSample, "}\n") + "," + oldSample[1:], nil, "more than one record"},
		{"two records in one envelope", header + strings.TrimSuffix(sample, "}\n") + "," + sample[1:], nil, "line 2 is lost: not valid JSON"},
		{"checksum before its version", oldHeader + `{"crc":"00000000","note":{"cell":-1,"code":"x","text":""}}` + "\n", nil, `line 2 is lost: an unknown record "crc"`},
		{"unknown field", edit(`"tests":16`, `"tests":16,"speed":3`), nil, `line 2 is lost: sample has an unknown field "speed"`},
		{"duplicate key", edit(`"tests":16`, `"tests":16,"tests":17`), nil, "sample.tests is given twice"},
		{"other case", edit(`"tests":16`, `"Tests":16`), nil, `unknown field "Tests"`},
		{"missing field", edit(`"tests":16,`, ``), nil, "sample.tests is missing"},
		{"null", edit(`"tests":16`, `"tests":null`), nil, "sample.tests is null"},
		{"null record", header + `{"sample":null}` + "\n", nil, "sample is null"},
		{"string for a number", edit(`"tests":16`, `"tests":"16"`), nil, `sample.tests is "16"`},
		{"fraction", edit(`"tests":16`, `"tests":16.5`), nil, "sample.tests is 16.5"},
		{"exponent", edit(`"tests":16`, `"tests":1e1`), nil, "sample.tests is 1e1"},
		{"past 64 bits", edit(`"tests":16`, `"tests":9223372036854775808`), nil, "9223372036854775808"},
		{"infinite", edit(`"cgroup_cores":1.5`, `"cgroup_cores":1e999999`), ErrCorrupt, "1e999999"},
		{"NaN", edit(`"cgroup_cores":1.5`, `"cgroup_cores":NaN`), ErrCorrupt, "line 1"},
		{"deep", oldHeader + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + "\n", nil, "line 2"},
		{"deep field", edit(`"tests":16`, `"tests":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)), nil, "sample.tests is ["},
		{"escape sequence", edit(`"op":"search"`, `"op":"\u001b[2J"`), nil, "control character"},
		{"lone surrogate", edit(`the control group`, `\ud800`), nil, "broken Unicode"},
		{"not UTF-8", edit(`the control group`, "\xff"), nil, "not UTF-8"},

		{"negative", edit(`"tests":16`, `"tests":-1`), nil, "sample.tests is -1, want at least 0"},
		{"count 0", edit(`"count":1,`, `"count":0,`), nil, "sample.count is 0, want at least 1"},
		{"no time", edit(`"wall_ns":412907`, `"wall_ns":0`), nil, "sample.wall_ns is 0, want at least 1"},
		{"cell out of range", edit(`"sample":{"cell":0`, `"sample":{"cell":5`), nil, "sample.cell is 5, want 0 to 4"},
		{"sequence", edit(`"seq":1`, `"seq":2`), nil, "line 5 is lost: sample.seq is 2, want 1"},
		{"operation of another cell", edit(`"op":"search"`, `"op":"lookup"`), nil, `sample.op is "lookup"`},
		{"search in a replay", edit(`"op":"replay"`, `"op":"search"`), nil, `sample.op is "search"`},
		{"digest", edit(`3fa07b19c2e5d864`, `3FA07B19C2E5D864`), nil, "sample.digest"},
		{"ID", edit(`"id":1`, `"id":2`), ErrCorrupt, "header.cells[1].id is 2, want its index 1"},
		{"kind", edit(`"kind":"safe"`, `"kind":"twin"`), ErrCorrupt, `header.cells[2].kind is "twin", want prime, safe, random, rsa, kex`},
		{"kind before its version", old(`"kind":"prime"`, `"kind":"kex"`), ErrCorrupt, `header.cells[0].kind is "kex", want prime, safe, random`},
		{"parameter set of a prime", edit(`"params":""`, `"params":"x25519"`), ErrCorrupt, `header.cells[0].params is "x25519", want none of kind prime`},
		{"exchange without a parameter set", edit(`"kind":"safe"`, `"kind":"kex"`), ErrCorrupt, `header.cells[2].params is "", want a name`},
		{"parameter set before its version", old(`"bits":512,`, `"bits":512,"params":"",`), ErrCorrupt, `header.cells[0] has an unknown field "params"`},
		{"mode", edit(`"mode":"operations"`, `"mode":"dream"`), ErrCorrupt, `header.cells[2].mode is "dream", want search, stream, bulk, replay, operations`},
		{"mode of version 3", edit(`"mode":"operations"`, `"mode":"kernel"`), ErrCorrupt, `header.cells[2].mode is "kernel", want search, stream, bulk, replay, operations`},
		{"mode before its version", old(`"mode":"kernel"`, `"mode":"operations"`), ErrCorrupt, `header.cells[2].mode is "operations", want search, replay, kernel`},
		{"step before its version", old(`{"name":"lookup",`, `{"name":"lookup","step":"",`), ErrCorrupt, `header.cells[2].operations[0] has an unknown field "step"`},
		{"slice before its version", old(`"op":"search"`, `"op":"slice"`), nil, `sample.op is "slice"`},
		{"slice of a replay", edit(`"op":"replay"`, `"op":"slice"`), nil, `sample.op is "slice"`},
		{"two slices", edit(`"op":"search","count":1`, `"op":"slice","count":2`), nil, "sample.count is 2, want 1 of a slice"},
		{"name of other fields", edit(`"name":"shared-short-x8"`, `"name":"shared-x8"`), ErrCorrupt, `header.cells[2].operations[2].name is "shared-x8", want "shared-short-x8", which its fields make`},
		{"step in no way at once", edit(`"at_once":8`, `"at_once":0`), ErrCorrupt, "header.cells[2].operations[2].at_once is 0, want 1 to 65536"},
		{"exponent of negative length", edit(`"exponent_bits":225`, `"exponent_bits":-1`), ErrCorrupt, "exponent_bits is -1"},
		{"bits", edit(`"bits":512`, `"bits":1`), ErrCorrupt, "header.cells[0].bits is 1"},
		{"path in a name", edit(`"strategy":"onthefly"`, `"strategy":"../../etc"`), ErrCorrupt, "header.cells[0].strategy"},
		{"seed", edit(`"seed":"5b`, `"seed":"5`), ErrCorrupt, "want 64 hex digits"},
		{"list", edit(`"list":"c0`, `"list":"0`), ErrCorrupt, "header.cells[1].list"},
		{"list without a replay", edit(`"list":""`, `"list":"00"`), ErrCorrupt, "header.cells[0].list"},
		{"error bound", edit(`"log2_error":-73.5`, `"log2_error":1`), ErrCorrupt, "log2_error is 1"},
		{"operation twice", edit(`"name":"base2"`, `"name":"window"`), ErrCorrupt, "there twice"},
		{"reserved operation", edit(`"name":"base2"`, `"name":"search"`), ErrCorrupt, "a name of its own"},
		{"leap second", edit(`2025-11-22T06:14:03`, `2016-12-31T23:59:60`), ErrCorrupt, "header.start"},
		{"year 0", edit(`2025-11-22T06:14:03`, `0000-01-01T00:00:00`), ErrCorrupt, "header.start"},

		{"random before its version", old(`"schema":3`, `"schema":2`), ErrCorrupt, `header.cells[3].kind is "random", want prime, safe`},
		{"prediction before its version", strings.Replace(old(`"schema":3`, `"schema":2`), `"kind":"random"`, `"kind":"prime"`, 1),
			nil, `line 8 is lost: a record "prediction", which version 2 of the format does not have`},
		{"prediction of no cell", edit(`"prediction":{"cell":3`, `"prediction":{"cell":5`), nil, "prediction.cell is 5, want 0 to 4"},
		{"prediction from nothing", edit(`"observed":624`, `"observed":0`), nil, "prediction.observed is 0"},
		{"prediction of nothing", edit(`"predicted":[2357136044,2546248239,3071714933]`, `"predicted":[]`), nil, "prediction.predicted has 0 outputs, want 1 to 1000"},
		{"prediction without outcome", edit(`"drawn":[2357136044,`, `"drawn":[`), nil, "prediction.drawn has 2 outputs, want as many as were predicted, 3"},
		{"prediction past 32 bits", edit(`"drawn":[2357136044`, `"drawn":[4294967296`), nil, "prediction.drawn[0] is 4294967296"},

		{"second header", header + header, ErrCorrupt, "line 2: a second header"},
		{"after the closing", whole + sample, nil, "line 12 is lost: a record after the closing record"},
		{"torn after the closing", string(keptRun(t, 3)) + `{"samp`, nil, "line 11"},
		{"a line lost", strings.Join(append(lines[:9:9], closing), ""), nil, "closing.samples is 7, but the file holds 6"},
		{"reason", edit(`"reason":"done"`, `"reason":"tired"`), nil, "closing.reason"},
		{"error when done", edit(`"error":""`, `"error":"x"`), nil, "closing.error"},
		{"long line", oldHeader + `{"note":{"cell":-1,"code":"x","text":"` + strings.Repeat("x", MaxLine) + `"}}` + "\n",
			nil, "longer than 4194304 bytes"},
	}
	for _, test := range tests {
		run, err := Read(strings.NewReader(sealed(test.input)))
		if test.want == nil { // the rest of the file holds
			if err != nil || !strings.Contains(run.Damage.String(), test.says) || strings.ContainsAny(run.Damage.String(), "\n\x1b") {
				t.Errorf("%s: %v, read %.400v, want damage that says %q", test.name, err, run, test.says)
			}
			continue
		}
		switch {
		case run != nil || !errors.Is(err, test.want):
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		case !strings.Contains(err.Error(), test.says):
			t.Errorf("%s: %q does not say %q", test.name, err, test.says)
		case strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 400:
			t.Errorf("%s: not one clear line: %q", test.name, err)
		}
	}
}

// TestReadTolerates holds the reader to what docs/FORMAT.md allows.
func TestReadTolerates(t *testing.T) {
	whole := unsealed(t, complete(t))
	tests := map[string]string{
		"carriage returns": strings.ReplaceAll(string(complete(t)), "\n", "\r\n"),
		"no last line end": strings.TrimSuffix(string(complete(t)), "\n"),
		"other time zone":  strings.Replace(whole, "06:14:03.218400912Z", "07:14:03.218400912+01:00", 1),
		"other order":      strings.Replace(whole, `"candidates":131,"survivors":13`, `"survivors":13,"candidates":131`, 1),
		"end before start": strings.Replace(whole, `"end":"2025`, `"end":"2024`, 1),
		"unknown note":     strings.Replace(whole, `"code":"quota"`, `"code":"weather"`, 1),
		"unknown strategy": strings.ReplaceAll(whole, `"strategy":"onthefly"`, `"strategy":"gmp"`),
		"letters far away": strings.Replace(whole, `the control group`, `la grille était 素数`, 1),
	}
	for name, input := range tests {
		run, err := Read(strings.NewReader(sealed(input)))
		if err != nil || len(run.Samples) != 7 || run.Closing == nil || len(run.Damage) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for version := 1; version <= SchemaVersion; version++ {
		torn, err := Read(strings.NewReader(strings.SplitAfter(string(keptRun(t, version)), "\n")[0] + "\x00\x00\x00"))
		if err != nil || len(torn.Damage) != 1 || torn.Damage[0] != (Damage{Line: 2, Reason: "it is the last and torn after 3 bytes"}) {
			t.Errorf("version %d: zeros after a crash of the machine: %v", version, err)
		}
	}
}

func TestReadLimits(t *testing.T) {
	before := sequence{header: new(Header), records: MaxRecords - 1}
	if err := before.accept(record{Note: &Note{Cell: -1, Code: "x"}}); err == nil {
		t.Error("the last place is not kept for the closing record")
	}

	many := strings.Repeat(`{"note":{"cell":-1,"code":"x","text":""}}`+"\n", 100)
	in := &lines{from: bufio.NewReader(strings.NewReader(many)), size: MaxSize - int64(len(many)/2)}
	var err error
	for err == nil {
		_, err = in.next()
	}
	if err != errSize || in.number != 51 {
		t.Errorf("after too many bytes: %v in line %d, want %v in line 51", err, in.number, errSize)
	}
}

func TestReadFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Read(io.MultiReader(bytes.NewReader(complete(t)), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || errors.Is(err, ErrCorrupt) {
		t.Errorf("%v, want %v and nothing of corruption", err, broken)
	}
	if _, err := ReadFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v, want %v", err, os.ErrNotExist)
	}
	if _, err := ReadFile(t.TempDir()); err == nil {
		t.Error("a folder was read as a run")
	}
}
