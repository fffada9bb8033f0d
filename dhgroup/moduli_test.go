package dhgroup

import (
	"math/big"
	"strings"
	"testing"
)

// TestModuli breaks a line in all the ways, between two good ones.
func TestModuli(t *testing.T) {
	const good = "20261125120000 2 6 100 5 2 2F"
	for _, line := range []string{good, "\t" + good + " ", good + "\r", strings.ReplaceAll(good, " ", "\t"), "20261125120000 2 6 0 5 b 2f", "20261125120000 2 4 1 5 1 02F"} {
		entries, faults := readAll(t, line, ReadOptions{Format: Moduli})
		if len(entries) != 1 || len(faults) != 0 || entries[0].P.Int64() != 47 || entries[0].Bits != 6 || entries[0].Q != nil {
			t.Errorf("%q: %+v, %q", line, entries, faults)
		}
	}
	for line, says := range map[string]string{
		"20261125120000 2 6 100 5 2":                                     "6 fields, want 7: time, type",
		good + " 1":                                                      "8 fields, want 7",
		"x":                                                              "1 fields",
		"2026112512000 2 6 100 5 2 2F":                                   `time "2026112512000", want YYYYMMDDhhmmss`,
		"20261325120000 2 6 100 5 2 2F":                                  "time ",
		"20261125120000.5 2 6 100 5 2 2F":                                "time ",
		"20261125120000 4 6 100 5 2 2F":                                  "type 4, want 2 for a safe prime",
		"20261125120000 -2 6 100 5 2 2F":                                 `type "-2", want 0 to 255`,
		"20261125120000 99999999999999999999 6 100 5 2 2F":               `type "99999999999999999999", want`,
		"20261125120000 2 0 100 5 2 2F":                                  "tests 0, want one that was passed",
		"20261125120000 2 7 100 5 2 2F":                                  "tests 7, want one that was passed and not 1 for a composite",
		"20261125120000 2 32 100 5 2 2F":                                 `tests "32", want 0 to 31`,
		"20261125120000 2 6 -1 5 2 2F":                                   `trials "-1", want 0 to 1073741824`,
		"20261125120000 2 6 100 6 2 2F":                                  "size 6, want 5 for a modulus of 6 bits",
		"20261125120000 2 6 100 5x 2 2F":                                 `size "5x", want`,
		"20261125120000 2 6 100 5 -2 2F":                                 `column 1: "-" is no hexadecimal digit, in the generator`,
		"20261125120000 2 6 100 5 2 -2F":                                 `column 1: "-" is no hexadecimal digit, in the modulus`,
		"20261125120000 2 6 100 5 2 0x2F":                                `column 2: "x" is no hexadecimal digit, in the modulus`,
		"20261125120000 2 6 100 5 2 2F#":                                 `column 3: "#"`,
		"20261125120000 2 6 100 1 2 0":                                   "size 1, want -1",
		"20261125120000 2 6 100 5 2 " + strings.Repeat("F", 1+MaxBits/4): "above the limit: a number of more than 16384 bits, in the modulus",
	} {
		text := ModuliHeader + good + "\n" + line + "\n \t# more\n" + good
		entries, faults := readAll(t, text, ReadOptions{})
		if len(entries) != 2 || entries[1].Line != 5 || len(faults) != 1 || !strings.HasPrefix(faults[0], "dhgroup: line 3: cannot be read: ") || !strings.Contains(faults[0], says) {
			t.Errorf("%.80q: %d groups, %q, want %q", line, len(entries), faults, says)
		}
	}
}

func TestModuliAreWrittenAsRead(t *testing.T) {
	const line = "20261125120000 2 6 100 5 2 2F\n"
	entries, _ := readAll(t, line, ReadOptions{Format: Moduli})
	if got := string(written(t, entries[0], WriteOptions{Format: Moduli})); got != line {
		t.Errorf("%q became %q", line, got)
	}
	entries[0].G = big.NewInt(11)
	if got := string(written(t, entries[0], WriteOptions{Format: Moduli})); !strings.HasSuffix(got, " 5 B 2F\n") {
		t.Errorf("11 became %q", got)
	}
}
