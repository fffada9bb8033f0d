// What damage to a file costs: the lines that it hits, each of which is named.

package results

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unsealed is a run without checksums, in lines that sealed takes.
func unsealed(t testing.TB, run []byte) string {
	e := envelope{version: SchemaVersion}
	var text strings.Builder
	for line := range bytes.Lines(run) {
		found, err := e.open(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			t.Fatalf("%v: %.60s", err, line)
		}
		if e.run == "" {
			e.bind(line)
		}
		fmt.Fprintf(&text, "{%q:%s}\n", found.name, found.body)
	}
	return text.String()
}

// sealed puts each line of a version with checksums or of none into an envelope, if it
// is a record, and leaves the others as they are.
func sealed(text string) string {
	if regexp.MustCompile(`^\{"header":\{"schema":[123],`).MatchString(text) {
		return text
	}
	e := envelope{version: SchemaVersion}
	if strings.HasPrefix(text, `{"header":{"schema":4,`) {
		e.version = versionChecksums
	}
	record := regexp.MustCompile(`(?m)^\{"([a-z]+)":(.*)\}(\n|$)`)
	place := 0
	return record.ReplaceAllStringFunc(text, func(line string) string {
		parts := record.FindStringSubmatch(line)
		place++
		if parts[1] == "crc" {
			return line
		}
		made := e.seal(place, parts[1], []byte(parts[2]))
		if e.run == "" {
			e.bind(made)
		}
		return strings.TrimSuffix(string(made), "\n") + parts[3]
	})
}

// TestChecksum: the check value of CRC-32C (CRC-32/ISCSI in the catalogue of CRC
// parameters), and an example of RFC 3720, appendix B.4: 32 bytes of zeros.
func TestChecksum(t *testing.T) {
	for text, want := range map[string]string{"123456789": "e3069283", strings.Repeat("\x00", 32): "8a9136aa"} {
		if got := checksum([]byte(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestEnvelope: what is sealed is opened again, by the same run alone.
func TestEnvelope(t *testing.T) {
	for _, version := range []int{versionChecksums, versionPlaces} {
		e := envelope{version: version, run: "01234567"}
		line := bytes.TrimSuffix(e.seal(7, "note", []byte(`{"x":1}`)), []byte("\n"))
		got, err := e.open(line)
		if err != nil || got.name != "note" || string(got.body) != `{"x":1}` || version >= versionPlaces && got.place != 7 {
			t.Errorf("version %d: read back as %+v: %v", version, got, err)
		}
		e.run = "01234568"
		if _, err := e.open(line); (err == nil) != (version < versionPlaces) {
			t.Errorf("version %d: a line of another run: %v", version, err)
		}
	}
	e := envelope{version: versionPlaces}
	for _, place := range []string{`"line":07`, `"line":-7`, `"line":0`, `"line":`, `"line":7 `, `"Line":7`} {
		record := []byte(place + `,"note":{}`)
		if _, err := e.open(fmt.Appendf(nil, `{"crc":"%s",%s}`, e.sum(record), record)); err == nil {
			t.Errorf("%s is taken", place)
		}
	}
}

// TestEveryFlippedBit: a bit that flipped anywhere in a run is found, and what was
// not hit is read as it was written.
func TestEveryFlippedBit(t *testing.T) {
	var file bytes.Buffer
	if err := writeRun(NewWriter(&file)); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	want, err := Read(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	header := bytes.IndexByte(whole, '\n')
	for bit := range 8 * len(whole) {
		flipped := slices.Clone(whole)
		flipped[bit/8] ^= 1 << (bit % 8)
		got, err := Read(bytes.NewReader(flipped))
		if bit/8 <= header {
			if err == nil {
				t.Fatalf("bit %d of byte %d, in the header: not refused", bit%8, bit/8)
			}
			continue
		}
		if err != nil {
			t.Fatalf("bit %d of byte %d, after the header: %v", bit%8, bit/8, err)
		}
		line := 1 + bytes.Count(whole[:bit/8], []byte("\n"))
		if len(got.Damage) == 0 || got.Damage[0].Line != line {
			t.Fatalf("bit %d of byte %d, in line %d: damage %v", bit%8, bit/8, line, got.Damage)
		}
		// A line end that is lost takes the line after it along, and one that comes up
		// makes two lines of one.
		lines := 1
		if whole[bit/8] == '\n' {
			lines = 2
		}
		if lost := lostOf(want, got); lost < 1 || lost > lines {
			t.Fatalf("bit %d of byte %d: %d records are lost of %d lines that were hit, or what is left is another:\n%+v", bit%8, bit/8, lost, lines, got)
		}
	}
}

// lostOf is how many records of a run another one lacks, -1 when it has one that the
// run does not have.
func lostOf(run, of *Run) int {
	if !reflect.DeepEqual(run.Header, of.Header) {
		return -1
	}
	left := recordsOf(of)
	lost := 0
	for _, r := range recordsOf(run) {
		at := slices.IndexFunc(left, func(other any) bool { return reflect.DeepEqual(r, other) })
		if at < 0 {
			lost++
		} else {
			left = slices.Delete(left, at, at+1)
		}
	}
	if len(left) > 0 {
		return -1
	}
	return lost
}

// recordsOf lists what a run holds after its header.
func recordsOf(run *Run) []any {
	var all []any
	for _, s := range run.Samples {
		all = append(all, s)
	}
	for _, n := range run.Notes {
		all = append(all, n)
	}
	for _, r := range run.Readings {
		all = append(all, r)
	}
	for _, p := range run.Predictions {
		all = append(all, p)
	}
	if run.Closing != nil {
		all = append(all, *run.Closing)
	}
	return all
}

// TestDamage: a line that is not as it was written costs what it held and nothing
// else, and is named with its number.
func TestDamage(t *testing.T) {
	whole := string(complete(t))
	lines := strings.SplitAfter(whole, "\n")
	replace := func(line int, text string) string {
		changed := slices.Clone(lines)
		changed[line-1] = text
		return strings.Join(changed, "")
	}
	edit := func(old, with string) string {
		if strings.Count(whole, old) != 1 {
			t.Fatalf("the file does not hold one %s", old)
		}
		return strings.Replace(whole, old, with, 1)
	}
	tests := []struct {
		name, input   string
		line, samples int
		closed        bool
		says          string
	}{
		{"another number", edit(`"wall_ns":412907`, `"wall_ns":412906`), 2, 6, true, `its checksum is "`},
		{"another checksum", replace(2, strings.Replace(lines[1], `"crc":"`, `"crc":"0`, 1)), 2, 6, true, "no record with a checksum"},
		{"checksum in capitals", replace(2, strings.ToUpper(lines[1][:16])+lines[1][16:]), 2, 6, true, "no record with a checksum"},
		{"record without a checksum", replace(2, strings.SplitAfter(unsealed(t, complete(t)), "\n")[1]), 2, 6, true, "no record with a checksum"},
		{"torn in the middle", replace(2, lines[1][:60]+"\n"), 2, 6, true, "no record with a checksum"},
		{"space", replace(2, " "+lines[1]), 2, 6, true, "no record with a checksum"},
		{"foreign text", replace(2, "cannot allocate memory\n"), 2, 6, true, "no record with a checksum"},
		{"more foreign text", replace(3, "a line\nand another\n\x00\xff\n"+lines[2]), 3, 7, true, "no record with a checksum"},
		{"blank line", replace(2, "\n"), 2, 6, true, "no record with a checksum"},
		{"deep", replace(2, strings.Repeat("[", 100000)+"\n"), 2, 6, true, "no record with a checksum"},
		{"long line", replace(2, strings.Repeat("x", 2*MaxLine)+"\n"), 2, 6, true, "it is longer than 4194304 bytes"},
		{"note", edit(`the control group`, `the Control group`), 6, 7, true, `its checksum is "`},
		{"closing record", edit(`"reason":"done"`, `"reason":"dome"`), 11, 7, false, `its checksum is "`},
		{"torn after the closing", whole + `{"samp`, 12, 7, true, "it is the last and torn after 6 bytes"},
		{"foreign text at the end", whole + "bye\n", 12, 7, true, "no record with a checksum"},
		{"lost line", replace(2, ""), 2, 6, true, "line 2: a line is missing before it"},
		{"three lost lines", strings.Join(slices.Delete(slices.Clone(lines), 1, 4), ""), 2, 4, true, "line 2: 3 lines are missing before it"},
		{"line twice", replace(2, lines[1]+lines[1]), 3, 7, true, "line 3 is lost: it is the line before it once more"},
		{"line twice, apart", replace(8, lines[7]+lines[1]), 9, 7, true, "line 9: it was written as line 2 and stands after line 8; line 9 is lost: line 2 of the run is there already"},
		{"two lines in turn", replace(2, lines[2]+lines[1]), 3, 7, true, "line 3: it was written as line 2 and stands after line 3"},
		{"a line at the end", replace(2, "") + lines[1], 11, 7, true, "line 11: it was written as line 2 and stands after line 11"},
		{"two closing records", whole + lines[10], 12, 7, true, "once more"},
		{"another header", replace(2, lines[0]+lines[1]), 2, 7, true, "line before it once more"},
	}
	for _, test := range tests {
		run, err := Read(strings.NewReader(test.input))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if len(run.Samples) != test.samples || (run.Closing != nil) != test.closed {
			t.Errorf("%s: %d samples, closing %v, want %d and %v", test.name, len(run.Samples), run.Closing, test.samples, test.closed)
		}
		if len(run.Damage) == 0 || run.Damage[0].Line != test.line || !strings.Contains(run.Damage.String(), test.says) ||
			strings.ContainsAny(run.Damage.String(), "\n\x00") {
			t.Errorf("%s: damage %q, want line %d and %q", test.name, run.Damage, test.line, test.says)
		}
	}
	for name, input := range map[string]string{
		"header":            edit(`"suite":"quick"`, `"suite":"quack"`),
		"end of the header": strings.Replace(whole, "\n", " ", 1),
	} {
		if _, err := Read(strings.NewReader(input)); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v, want ErrCorrupt", name, err)
		}
	}
}

// TestDamageWithoutChecksums: of version 3 two of three samples of a cell are lost, one
// without a trace and one that cannot be, and the rest holds.
func TestDamageWithoutChecksums(t *testing.T) {
	lines := strings.SplitAfter(string(keptRun(t, 3)), "\n")
	search := func(seq, primes int) string {
		return strings.NewReplacer(`"seq":1`, fmt.Sprintf(`"seq":%d`, seq), `"primes":1`, fmt.Sprintf(`"primes":%d`, primes)).Replace(lines[4])
	}
	closing := strings.Replace(lines[9], `"samples":6`, `"samples":9`, 1)
	run, err := Read(strings.NewReader(strings.Join(lines[:5], "") + search(3, 2) + search(4, 1) + strings.Join(lines[5:9], "") + closing))
	const want = "line 6 is lost: sample.primes is 2, want one of each of 1; line 7: sample.seq is 4, want 2: what stands between is missing"
	if err != nil || run.Damage.String() != want || len(run.Samples) != 7 || run.Closing == nil {
		t.Errorf("%v, %v, want %s", err, run, want)
	}
}

func TestDamageText(t *testing.T) {
	many := Damages{{Line: 1, Reason: "a line is missing before it", Kept: true}}
	for line := range 4 {
		many = append(many, Damage{Line: 2 + line, Reason: "torn"})
	}
	if got, want := many.String(), "line 1: a line is missing before it; line 2 is lost: torn; line 3 is lost: torn; and 2 more"; got != want || Damages(nil).String() != "" {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestDamagedRunIsWritten: what was read of a damaged file makes a sound one.
func TestDamagedRunIsWritten(t *testing.T) {
	run, err := Read(bytes.NewReader(bytes.Replace(complete(t), []byte(`"wall_ns":412907`), []byte(`"wall_ns":412906`), 1)))
	if err != nil || len(run.Damage) != 1 || run.Samples[1].Seq != 0 || run.Samples[2].Seq != 1 {
		t.Fatalf("%+v, %v", run, err)
	}
	path := t.TempDir() + "/run.jsonl"
	if err := WriteFile(path, run); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(bytes.NewReader(data))
	if err != nil || len(got.Damage) > 0 || len(got.Samples) != 6 || got.Closing.Samples != 6 || got.Samples[2].Seq != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
