package dhgroup

import (
	"errors"
	"math/big"
	"strings"
	"testing"
)

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "7": 7, "007": 7, "-7": -7, "0x7f": 127, "0xFf": 255, "-0x10": -16, "0x0": 0, "1234567890": 1234567890,
	} {
		if n, err := ParseNumber(text, 0); err != nil || n.Int64() != want {
			t.Errorf("%q is %v, %v, want %d", text, n, err, want)
		}
	}
	for text, says := range map[string]string{
		"": "column 1: no digits", "-": "column 2: no digits", "0x": "column 3: no digits", "--7": "column 2", "+7": `"+" is no decimal digit`,
		" 7": `column 1: " "`, "7 ": `column 2: " "`, "7.0": "column 2", "7e0": "column 2", "7#c": "column 2", "1_009": "column 2",
		"2^127-1": `column 2: "^"`, "0X7": `column 2: "X"`, "ff": "hexadecimal begins with 0x", "0b111": "column 2", "0x1g": `column 4: "g" is no hexadecimal digit`,
		"\u0667": `"\u0667"`, "\uff17": `"\uff17"`, "\u22127": `column 1: "\u2212"`, "7\x00": `"\x00"`, "7\xff": `"\xff"`, "7\n": "column 2",
	} {
		n, err := ParseNumber(text, 0)
		if n != nil || !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "dhgroup: cannot be read: ") {
			t.Errorf("%q is %v, %v, want %q", text, n, err, says)
		}
	}
}

// TestNumberLimit goes to both sides of a limit in both bases.
func TestNumberLimit(t *testing.T) {
	for _, bits := range []int{1, 2, 3, 4, 5, 8, 63, 64, 65, 1000, MaxBits} {
		over := new(big.Int).Lsh(big.NewInt(1), uint(bits))
		within := new(big.Int).Sub(over, big.NewInt(1))
		for _, base := range []int{10, 16} {
			prefix := map[int]string{10: "", 16: "0x"}[base]
			for _, before := range []string{"", "-", "000"} {
				if before == "000" && base == 16 {
					continue
				}
				n, err := ParseNumber(before+prefix+within.Text(base), bits)
				if err != nil || n.CmpAbs(within) != 0 {
					t.Errorf("2^%d-1 in base %d: %v", bits, base, err)
				}
				if _, err := ParseNumber(before+prefix+over.Text(base), bits); !errors.Is(err, ErrLimit) {
					t.Errorf("2^%d in base %d: %v", bits, base, err)
				}
			}
		}
	}
	if _, err := ParseNumber(strings.Repeat("9", 10_000_000), 0); !errors.Is(err, ErrLimit) {
		t.Errorf("ten million digits: %v", err)
	}
}

// TestListOfWords: a list takes what ParseNumber takes, to both sides of a word.
func TestListOfWords(t *testing.T) {
	texts := []string{
		"0", "1", "007", "0000000000000000000000018446744073709551557", "18446744073709551609", "18446744073709551610", "18446744073709551615",
		"18446744073709551616", "18446744073709551620", "20000000000000000000", "99999999999999999999", "4294967295", "4294967296", "-7", "0x7f", "7a", "7 ", "1:",
	}
	for range 100 { // more than one block
		texts = append(texts, "9223372036854775807")
	}
	for _, maxBits := range []int{3, 32, 63, 64, 0} {
		i := 0
		for entry, err := range Read(strings.NewReader(strings.Join(texts, "\n")), ReadOptions{Format: Decimal, MaxBits: maxBits}) {
			want, wrong := ParseNumber(texts[i], maxBits)
			if (err == nil) != (wrong == nil) || err == nil && (entry.P.Cmp(want) != 0 || entry.Line != i+1) || wrong != nil && !strings.HasSuffix(err.Error(), strings.TrimPrefix(wrong.Error(), "dhgroup: ")) {
				t.Errorf("%q at most %d bits: %v, %v, want %v, %v", texts[i], maxBits, entry.P, err, want, wrong)
			}
			i++
		}
		if i != len(texts) {
			t.Errorf("%d lines, want %d", i, len(texts))
		}
	}
}
