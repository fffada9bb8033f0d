package modulifile

import (
	"errors"
	"maps"
	"testing"
)

// FuzzMarks reads the comments of a part: they are refused by the line, or read again as
// what they were read as.
func FuzzMarks(f *testing.F) {
	f.Add([]byte("# Seed: 5b1f\n# Next: 2048 {\"bulk\":true,\"next\":{}}\n"))
	f.Add([]byte("# Next: -1 {}\n# Next: 1 []\n# Seed: zz\n20260101 2 6 100 2047 2 FF\n"))
	f.Add([]byte("# Next: 3072 {\"bulk\":false,\"next\":{\"window\":18446744073709551616}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := &File{path: "moduli", marks: map[int]Mark{}}
		begun, err := file.readComments(text)
		if err != nil {
			var part *PartError
			if !errors.As(err, &part) || part.Line < 1 || begun {
				t.Fatalf("%v, begun %v", err, begun)
			}
			return
		}
		again := file.seedLine()
		for bits, mark := range file.marks {
			line, err := lineOf(bits, mark)
			if err != nil {
				t.Fatal(err)
			}
			again += line
		}
		second := &File{path: "moduli", marks: map[int]Mark{}}
		if _, err := second.readComments([]byte(again)); err != nil || second.seed != file.seed || second.text != file.text || !maps.Equal(second.marks, file.marks) {
			t.Fatalf("%q is read as %q: %v", text, again, err)
		}
	})
}
