package results

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadingsKeepTheirPlace reads a run with readings and writes it again: record by
// record the same, each reading between the samples that it was taken between.
func TestReadingsKeepTheirPlace(t *testing.T) {
	const name = "testdata/v5/readings.jsonl"
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	run, err := ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(run.Readings) != 2 || run.Readings[0].Samples != 0 || run.Readings[1].Samples != len(run.Samples) {
		t.Errorf("readings %+v", run.Readings)
	}
	again := filepath.Join(t.TempDir(), "run.jsonl")
	if err := WriteFile(again, run); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(again)
	if err != nil {
		t.Fatal(err)
	}
	// What a reader keeps is without the order of notes and predictions among samples.
	written := unsealed(t, got)
	for line := range strings.Lines(unsealed(t, want)) {
		if !strings.Contains(written, line) {
			t.Errorf("%s is lost in\n%s", line, got)
		}
	}
}

func TestReadingsThatCannotBe(t *testing.T) {
	header := &Header{Cells: []Cell{}}
	for words, r := range map[string]Reading{
		"at_ns is 3, want at least 5":    {AtNS: 3},
		"samples is 2, but 0 came":       {AtNS: 5, Samples: 2},
		"is -1, want at least 0 of load": {AtNS: 5, Values: []Value{{Name: ReadLoad, Value: -1}}},
		`name "load" is there twice`:     {AtNS: 5, Values: []Value{{Name: ReadLoad}, {Name: ReadLoad}}},
		`want a name of 1 to 64`:         {AtNS: 5, Values: []Value{{Name: "A b"}}},
	} {
		s := &sequence{header: header, read: 5}
		if err := s.accept(record{Reading: &r}); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%+v: %v, want %q", r, err, words)
		}
	}
	s := &sequence{header: header}
	if err := s.accept(record{Reading: &Reading{Values: []Value{{Name: ReadDay, Value: -3}}}}); err != nil {
		t.Errorf("a clock of day that was set back: %v", err)
	}
}

func TestRise(t *testing.T) {
	of := func(values ...Value) *Reading { return &Reading{Values: values} }
	a := of(Value{ReadWaiting, 1}, Value{ReadProcess, 10})
	b := of(Value{ReadWaiting, 4}, Value{ReadProcess, 19})
	if kept, ok := b.Kept(a); !ok || kept != 0.25 {
		t.Errorf("kept %v, %v, want a quarter", kept, ok)
	}
	a.Values, b.Values = append(a.Values, Value{ReadBusy, 100}), append(b.Values, Value{ReadBusy, 110})
	if kept, ok := b.Kept(a); !ok || kept != 0.1 {
		t.Errorf("kept %v, %v where others worked for 1 s, want a tenth", kept, ok)
	}
	if _, ok := a.Kept(b); ok {
		t.Error("counters fell, and that counts")
	}
	if _, ok := b.Rise(of(), ReadWaiting); ok {
		t.Error("a counter that was not read counts as 0")
	}
}
