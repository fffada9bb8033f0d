package tokens

import (
	"strings"
	"testing"
)

// FuzzReadOutputs gives a text to the parser of demo predict: it is refused in
// words of one line, or every number comes out as it went in.
func FuzzReadOutputs(f *testing.F) {
	f.Add(strings.Repeat("1\n", 624))
	f.Add(strings.Repeat("4294967295\n", 700))
	f.Add("4294967296\n")
	f.Add("-1\n+1\n\x00\n٣\n")
	f.Add(strings.Repeat(" 7\r\n", 624))
	f.Fuzz(func(t *testing.T, text string) {
		outputs, err := readOutputs(strings.NewReader(text), 630)
		if err == nil && (len(outputs) < 624 || len(outputs) > 630) {
			t.Errorf("%d outputs", len(outputs))
		}
		if err != nil && (len(outputs) > 0 || len(err.Error()) > 500) {
			t.Errorf("%d outputs and the error %v", len(outputs), err)
		}
	})
}
