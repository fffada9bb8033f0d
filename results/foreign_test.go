// JSON that is no run, as a file, as a record and as a value.

package results

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"primebench/internal/vectors"
)

func TestForeignJSON(t *testing.T) {
	for name, text := range map[string]string{
		"null":                    "null",
		"string":                  `"text"`,
		"true":                    "true",
		"array":                   "[]",
		"object":                  "{}",
		"NaN":                     `{"wall_ns":NaN}`,
		"infinite":                `{"wall_ns":-Infinity}`,
		"past 64 bits":            `{"bits":99999999999999999999}`,
		"fraction":                `{"bits":512.5}`,
		"exponent":                `{"bits":5.12e2}`,
		"bool for a number":       `{"bits":true}`,
		"negative":                `{"count":-1}`,
		"no time":                 `{"wall_ns":0}`,
		"key twice":               `{"bits":512,"bits":1024}`,
		"key in another case":     `{"bits":512,"BITS":1024}`,
		"unknown key":             `{"bits":512,"speed":1}`,
		"control characters":      `{"op":"\u001b[2J\u0007"}`,
		"single quotes":           `{'bits':512}`,
		"comma at the end":        `{"bits":512,}`,
		"cut in an object":        `{"cells":[{"bits":512,"workers":1},`,
		"cut in a string":         `{"cells":[{"kind":"pri`,
		"end before the start":    `{"start":"2025-11-22T06:14:03Z","end":"2025-11-22T06:14:02Z"}`,
		"leap second":             `{"start":"2016-12-31T23:59:60Z"}`,
		"100000 deep":             strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"number of 200000 digits": `{"bits":` + strings.Repeat("9", 200_000) + "}",
	} {
		checkForeign(t, name, []byte(text))
	}
}

// TestSharedJSON has the files of the collection beside the repository.
func TestSharedJSON(t *testing.T) {
	for name, text := range vectors.SharedFiles(t, "badinput/json") {
		checkForeign(t, name, text)
	}
}

// checkForeign wants a text refused wherever it stands in place of a run or of
// a part of one.
func checkForeign(t *testing.T, name string, text []byte) {
	t.Helper()
	if _, err := Read(bytes.NewReader(text)); !errors.Is(err, ErrForeign) {
		t.Errorf("%s alone: %.200v, want ErrForeign", name, err)
	}
	line := bytes.ReplaceAll(text, []byte("\n"), []byte(" ")) // a record is of one line
	for version := 1; version <= SchemaVersion; version++ {
		kept := keptRun(t, version)
		whole, err := Read(bytes.NewReader(kept))
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.SplitAfter(kept, []byte("\n"))
		value := bytes.Replace(kept, []byte(`"tests":16`), append([]byte(`"tests":`), line...), 1)
		places := map[string][]byte{
			"as a line":   slices.Concat(lines[0], line, []byte("\n"), bytes.Join(lines[1:], nil)),
			"as a value":  value,
			"at the end":  slices.Concat(kept, line),
			"in mid-line": slices.Concat(lines[0], lines[1][:40], line, lines[1][40:], bytes.Join(lines[2:], nil)),
		}
		if version >= versionChecksums {
			e := envelope{version: version}
			e.bind(kept)
			places["as a record with a checksum"] = slices.Concat(lines[0], e.seal(2, "sample", line), bytes.Join(lines[2:], nil))
		}
		for place, file := range places {
			run, err := Read(bytes.NewReader(file))
			if err != nil || len(run.Damage) == 0 {
				t.Errorf("version %d, %s %s: %.200v, want it named as damage: %+v", version, name, place, err, run)
			} else if lost := lostOf(whole, run); lost < 0 || lost > 1 {
				t.Errorf("version %d, %s %s: %d records are lost: %v", version, name, place, lost, run.Damage)
			}
		}
	}
}
