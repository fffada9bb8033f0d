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
	old := keptRun(t, versionChecksums-1)
	oldHeader := bytes.SplitAfter(old, []byte("\n"))[0]
	if _, err := Read(bytes.NewReader(slices.Concat(oldHeader, text, []byte("\n")))); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%s as a record without a checksum: %.200v, want ErrCorrupt", name, err)
	}
	inside := bytes.Replace(old, []byte(`"tests":16`), append([]byte(`"tests":`), text...), 1)
	if _, err := Read(bytes.NewReader(inside)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%s as a value without a checksum: %.200v, want ErrCorrupt", name, err)
	}

	header := bytes.SplitAfter(complete(t), []byte("\n"))[0]
	run, err := Read(bytes.NewReader(slices.Concat(header, text, []byte("\n"))))
	if err != nil || len(run.Damage) == 0 || run.Closing != nil || len(run.Samples)+len(run.Notes)+len(run.Predictions) > 0 {
		t.Errorf("%s as a record: %.200v, want it named as damage: %+v", name, err, run)
	}
	line := bytes.ReplaceAll(text, []byte("\n"), []byte(" ")) // a record is of one line
	if _, err := Read(bytes.NewReader(slices.Concat(header, seal("sample", line)))); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%s as a record with a checksum: %.200v, want ErrCorrupt", name, err)
	}
	value := sealed(strings.Replace(unsealed(t, complete(t)), `"tests":16`, `"tests":`+string(line), 1))
	if _, err := Read(strings.NewReader(value)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%s as a value with a checksum: %.200v, want ErrCorrupt", name, err)
	}
}
