// Holds docs/FORMAT.md to the code: its examples are lines of the kept file, and
// it names every field and every limit.

package results

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestFormatDocument(t *testing.T) {
	data, err := os.ReadFile("../docs/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(data)

	examples := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(doc, -1)
	kept := complete(t)
	readings, err := os.ReadFile("testdata/v5/readings.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	records := map[string]bool{}
	for _, example := range examples {
		var line bytes.Buffer
		if err := json.Compact(&line, []byte(example[1])); err != nil {
			t.Errorf("%.60s: %v", example[1], err)
			continue
		}
		line.WriteByte('\n')
		e := envelope{version: SchemaVersion}
		switch {
		case bytes.HasPrefix(kept, line.Bytes()): // the header
		case bytes.Contains(kept, line.Bytes()):
			e.bind(kept)
		case bytes.Contains(readings, line.Bytes()):
			e.bind(readings)
		default:
			t.Errorf("not a line of a kept file: %s", line.Bytes())
		}
		found, err := e.open(bytes.TrimSuffix(line.Bytes(), []byte("\n")))
		if err != nil {
			t.Errorf("%.60s: %v", line.Bytes(), err)
		}
		records[found.name] = true
	}
	if len(records) != 6 {
		t.Errorf("examples of %d records, want 6", len(records))
	}

	for _, field := range fieldsOf(reflect.TypeFor[record]()) {
		if !strings.Contains(doc, "`"+field+"`") && !strings.Contains(doc, "## "+field+"\n") {
			t.Errorf("field %s is not described", field)
		}
	}
	for _, code := range []string{NoteModelled, NoteEmpty, NotePartial, NoteEarly, NoteUnquiet} {
		if !strings.Contains(doc, "| `"+code+"` |") {
			t.Errorf("the note code %s is not described", code)
		}
	}
	for _, mode := range modesOf(SchemaVersion) {
		if !strings.Contains(doc, "| `"+mode+"` |") {
			t.Errorf("the mode %s is not described", mode)
		}
		for _, op := range opsOf(mode, SchemaVersion) {
			if !regexp.MustCompile("\n\\| `" + op + "` \\| [^|]*`" + mode + "`").MatchString(doc) {
				t.Errorf("what a sample of %s in mode %s is, is not described", op, mode)
			}
		}
	}
	for _, limit := range []int{MaxLine, MaxRecords, MaxSize, maxBits, maxWorkers, maxName, MaxPredicted} {
		if !strings.Contains(doc, fmt.Sprint(limit)) {
			t.Errorf("the limit %d is not told", limit)
		}
	}
}

// fieldsOf lists the JSON keys of a type and of all types within it.
func fieldsOf(t reflect.Type) []string {
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
		return fieldsOf(t.Elem())
	case t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]():
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		keys = append(keys, key)
		keys = append(keys, fieldsOf(t.Field(i).Type)...)
	}
	return keys
}
