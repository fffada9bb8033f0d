package duet

import (
	"regexp"
	"strings"
	"testing"
)

// FuzzFigures reads what a command may print: its last figure is a number in bounds, or
// there is none.
func FuzzFigures(f *testing.F) {
	for _, seed := range []string{"", "12.5 ns/op\n", "1e999 ns/op", "-3 ns/op\nNaN ns/op\n", "7 ns/op 8 ns/op", strings.Repeat("9", 400) + " ns/op", "\x00 ns/op\xff"} {
		f.Add(seed)
	}
	figure := regexp.MustCompile(`(\S+) ns/op`)
	f.Fuzz(func(t *testing.T, text string) {
		var read figures
		read.read(figure, strings.NewReader(text))
		v, err := read.last()
		switch {
		case err == nil && !(v > leastFigure && v < mostFigure):
			t.Errorf("%q gives %v", text, v)
		case err != nil && strings.ContainsAny(err.Error(), "\n\x1b"):
			t.Errorf("%q: not one clear line: %q", text, err)
		case !strings.Contains(text, " ns/op") && read.found:
			t.Errorf("%q gives %q", text, read.text)
		}
	})
}
