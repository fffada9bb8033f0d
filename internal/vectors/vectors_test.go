package vectors

import (
	"fmt"
	"strings"
	"testing"
)

const head = "form composite n\nform power base exponent modulus result\nfrom OEIS A014233\n"

func TestParse(t *testing.T) {
	rows, err := Parse("a.txt", "# A comment.\n\n"+head+"composite 2047 ; k = 1 ; the least\nfrom a hand\ncomposite -0x14f12d\npower 2 10 1001 23\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"a.txt:6: composite (OEIS A014233; k = 1 ; the least) map[n:2047]",
		"a.txt:8: composite (a hand) map[n:-1372461]",
		"a.txt:9: power (a hand) map[base:2 exponent:10 modulus:1001 result:23]",
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, row := range rows {
		if got := fmt.Sprint(row, " ", row.Numbers); got != want[i] {
			t.Errorf("%q, want %q", got, want[i])
		}
	}
}

// TestParseRefuses breaks one line, the fourth, and wants it named.
func TestParseRefuses(t *testing.T) {
	for line, says := range map[string]string{
		"":                            "a.txt: no rows",
		"# composite 9":               "a.txt: no rows",
		"prime 7":                     `a.txt:4: claim "prime", which no form`,
		"Composite 9":                 `claim "Composite", which no form`,
		"composite":                   "0 numbers, want 1: n",
		"composite 9 15":              "2 numbers, want 1: n",
		"composite  9":                "2 numbers, want 1: n",
		"power 2 10 1001":             "3 numbers, want 4: base, exponent, modulus, result",
		"composite 09":                `n = "09", want a decimal number`,
		"composite 0x09":              `n = "0x09"`,
		"composite 0X9":               `n = "0X9"`,
		"composite 0xF":               `n = "0xF"`,
		"composite 0x":                `n = "0x"`,
		"composite f":                 `n = "f"`,
		"composite +9":                `n = "+9"`,
		"composite -0":                `n = "-0"`,
		"composite 1_5":               `n = "1_5"`,
		"composite 2^3":               `n = "2^3"`,
		"composite 9.0":               `n = "9.0"`,
		"composite 9;":                `n = "9;"`,
		" composite 9":                "blanks around",
		"composite 9 ":                "blanks around",
		"composite 9 ; ":              "blanks around",
		"composite 9 ;  why":          "blanks around the remark",
		"composite\t9":                "byte 10 is 0x09, want printable ASCII",
		"composite 9\r":               "byte 12 is 0x0d",
		"composite \u0667":            "byte 11 is 0xd9",
		"composite 9\ncomposite 0x9":  "a.txt:5: the row of line 4 again",
		"from":                        `"from", want a source`,
		"form":                        `word "" of a form`,
		"form prime":                  `form "prime" without a number`,
		"form prime n n":              `word "n" of a form`,
		"form prime N":                `word "N" of a form`,
		"form composite n":            `form "composite" is taken`,
		"form from n":                 `form "from" is taken`,
		"form prime n\nprime 7 ; two": "",
	} {
		_, err := Parse("a.txt", head+line+"\n")
		if says == "" {
			if err != nil {
				t.Errorf("%q: %v", line, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "vectors: a.txt") {
			t.Errorf("%q: %v, want %q", line, err, says)
		}
	}
	if _, err := Parse("a.txt", "form prime n\nprime 7\n"); err == nil || !strings.Contains(err.Error(), `a line "from" is missing`) {
		t.Errorf("no source: %v", err)
	}
}
