// What holds for all formats: which one it is, limits, and errors of one line.

package dhgroup

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// readAll reads all of the text and returns what the errors say.
func readAll(t *testing.T, text string, o ReadOptions) (entries []Entry, faults []string) {
	t.Helper()
	for e, err := range Read(strings.NewReader(text), o) {
		if err == nil {
			entries = append(entries, e)
			continue
		}
		checkFault(t, err)
		faults = append(faults, err.Error())
	}
	return entries, faults
}

// checkFault wants an error of the package in one short line of ASCII, and a
// place in it.
func checkFault(t *testing.T, err error) {
	t.Helper()
	var place *ReadError
	text := err.Error()
	if !errors.Is(err, ErrUnreadable) || !errors.As(err, &place) || !strings.HasPrefix(text, "dhgroup: ") || len(text) > 300 {
		t.Errorf("%T: %.400q", err, text)
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			t.Errorf("%q is not one line of ASCII", text)
			return
		}
	}
}

func TestDetect(t *testing.T) {
	g := Entry{Group: named(t, "modp768"), Screening: exampleScreening}
	for _, f := range []Format{PEM, DER, Moduli, JSON, Decimal, Hex} {
		text := string(written(t, g, WriteOptions{Format: f}))
		want := f
		if f == Hex {
			want = Decimal // which knows 0x
		}
		for _, before := range []string{"", "\n", " \r\n\t\n", "# a comment\n"} {
			if before != "" && (f == DER || f == JSON && before[0] == '#') {
				continue
			}
			if got, err := detect([]byte(before + text)); got != want || err != nil {
				t.Errorf("%v after %q is taken for %v, %v", f, before, got, err)
			}
		}
	}
	for text, says := range map[string]string{
		"":                        "empty",
		" \n\t\r\n":               "blank",
		"\xff\xfe-\x00":           "UTF-16",
		"\xef\xbb\xbf{}":          "byte order mark",
		"\x7fELF\x02":             "byte 0 is 0x7f",
		"some \x00 text":          "byte 5 is 0x00",
		strings.Repeat("\x93", 9): "byte 0 is 0x93",
	} {
		if _, faults := readAll(t, text, ReadOptions{}); len(faults) != 1 || !strings.Contains(faults[0], says) {
			t.Errorf("%q: %q, want %q", text, faults, says)
		}
	}
	for text, want := range map[string]Format{
		"0":                               Decimal, // the byte that DER begins with
		"0x17":                            Decimal,
		"07\n":                            Decimal,
		"0\r\n":                           Decimal,
		"0\x03\x02\x01":                   DER,
		"0\x82":                           DER,
		"0000":                            Decimal,
		"20260101 9 6":                    Moduli,
		"# a comment with words\n7":       Decimal,
		"xx\n1 2 6 100 2047 2 FF":         Moduli,
		"words\n-----BEGIN CERTIFICATE--": PEM,
		"\n[":                             JSON,
		"\xef\xbb\xbf-----BEGIN ":         PEM,
	} {
		if got, err := detect([]byte(text)); got != want || err != nil {
			t.Errorf("%q is taken for %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestReadLimits(t *testing.T) {
	g := Entry{Group: named(t, "modp768"), Screening: exampleScreening}
	for _, f := range []Format{PEM, DER, Moduli, JSON, Decimal, Hex} {
		text := string(written(t, g, WriteOptions{Format: f}))
		for _, c := range []struct {
			o    ReadOptions
			says string
		}{
			{ReadOptions{Format: f, MaxBytes: int64(len(text)), MaxBits: 768, MaxGroups: 1}, ""},
			{ReadOptions{Format: f, MaxBytes: int64(len(text)) - 1}, "bytes"},
			{ReadOptions{Format: f, MaxBytes: 1}, "more than 1 bytes"},
			{ReadOptions{Format: f, MaxBits: 767}, "767"},
			{ReadOptions{Format: f, MaxBits: 100}, "100"},
		} {
			entries, faults := readAll(t, text, c.o)
			if c.says == "" {
				if len(entries) != 1 || len(faults) != 0 || entries[0].P.Cmp(g.P) != 0 || entries[0].Format != f {
					t.Errorf("%v at its limits: %d groups, %q", f, len(entries), faults)
				}
			} else if len(faults) != 1 || !strings.Contains(faults[0], "above the limit") || !strings.Contains(faults[0], c.says) {
				t.Errorf("%v, %+v: %q", f, c.o, faults)
			}
		}
		if f == DER {
			continue
		}
		for groups, want := range map[int]int{1: 1, 2: 2, 3: 3, 4: 3} {
			entries, faults := readAll(t, strings.Repeat(text, 3), ReadOptions{Format: f, MaxGroups: groups})
			if len(entries) != want || len(faults) > 1 || (len(faults) == 1) != (groups < 3) {
				t.Errorf("%v, at most %d: %d groups, %q", f, groups, len(entries), faults)
			}
		}
		if _, err := ReadOne(strings.NewReader(text+text), ReadOptions{Format: f}); !errors.Is(err, ErrLimit) {
			t.Errorf("two in %v: %v", f, err)
		}
		entries, faults := readAll(t, text+text, ReadOptions{})
		if len(entries) != 2 || len(faults) != 0 {
			t.Errorf("two in %v: %d groups, %q", f, len(entries), faults)
		}
	}
}

// TestEndlessLists: what is read line by line has no limit but that of the options.
func TestEndlessLists(t *testing.T) {
	read := 0
	for _, err := range Read(strings.NewReader(strings.Repeat("7\n", 200_000)), ReadOptions{}) {
		if read++; err != nil {
			t.Fatal(err)
		}
	}
	if read != 200_000 {
		t.Errorf("%d numbers, want 200000", read)
	}
}

// TestReadStops wants no more asked of a reader whose caller has had enough.
func TestReadStops(t *testing.T) {
	const modulus, object = "20261125120000 2 6 100 5 2 2F\n", `{"p":47}`
	for f, text := range map[Format]string{
		Decimal: strings.Repeat("7\nx\n", 10) + "\x00",
		Moduli:  strings.Repeat(modulus+"x\n", 10),
		JSON:    strings.Repeat(object+`{"p":null}`, 10) + "{",
		PEM:     strings.Repeat(block(pemPKCS3, []byte("0\x06\x02\x01\x17\x02\x01\x05"))+block("X", nil), 10) + pemBegin,
		DER:     "0",
	} {
		for stop := range 20 {
			calls := 0
			for range Read(strings.NewReader(text), ReadOptions{Format: f, MaxGroups: 5}) {
				if calls++; calls > stop {
					break // and a call after it would panic
				}
			}
			if calls > stop+1 || calls == 0 {
				t.Errorf("%v: %d calls, want at most %d", f, calls, stop+1)
			}
		}
	}
}

func TestReadersErrorIsPassedOn(t *testing.T) {
	text := string(written(t, Entry{Group: named(t, "modp768")}, WriteOptions{Format: JSON}))
	broken := errors.New("the line is dead")
	for _, f := range []Format{Auto, PEM, DER, Moduli, JSON, Decimal, Hex} {
		in := io.MultiReader(strings.NewReader(text[:100]), iotest.ErrReader(broken))
		var last error
		for _, err := range Read(in, ReadOptions{Format: f}) {
			last = err
		}
		if !errors.Is(last, broken) || errors.Is(last, ErrUnreadable) || !strings.HasPrefix(last.Error(), "dhgroup: reading: ") {
			t.Errorf("%v: %v", f, last)
		}
	}
	if _, err := ReadOne(strings.NewReader(text), ReadOptions{Format: 99}); !errors.Is(err, ErrFormat) {
		t.Errorf("format 99: %v", err)
	}
}

// TestReadInPieces has the input come a byte at a time.
func TestReadInPieces(t *testing.T) {
	g := Entry{Group: named(t, "modp768"), Screening: exampleScreening}
	for _, f := range []Format{PEM, DER, Moduli, JSON, Decimal, Hex} {
		in := iotest.OneByteReader(bytes.NewReader(written(t, g, WriteOptions{Format: f})))
		if e, err := ReadOne(in, ReadOptions{}); err != nil || e.P.Cmp(g.P) != 0 {
			t.Errorf("%v: %v", f, err)
		}
	}
}

// TestLongLines wants lines above the limit named and skipped.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("7", 3*lineLimit(MaxBits))
	entries, faults := readAll(t, "7\n"+long+"\n11\n"+long, ReadOptions{Format: Decimal})
	if len(entries) != 2 || entries[1].P.Int64() != 11 || entries[1].Line != 3 || len(faults) != 2 || !strings.HasPrefix(faults[1], "dhgroup: line 4: ") {
		t.Errorf("%d groups, %q", len(entries), faults)
	}
}

func TestFormats(t *testing.T) {
	for f := Auto; f <= Hex; f++ {
		if got, err := ParseFormat(f.String()); got != f || err != nil {
			t.Errorf("%v: %v, %v", f, got, err)
		}
	}
	if _, err := ParseFormat("PEM"); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), `"PEM", want one of auto, pem,`) {
		t.Error(err)
	}
	if got := Format(99).String(); got != "Format(99)" {
		t.Error(got)
	}
}

func BenchmarkRead(b *testing.B) {
	g := Entry{Group: named(b, "ffdhe2048"), Screening: exampleScreening}
	for _, f := range []Format{PEM, DER, Moduli, JSON, Decimal, Hex} {
		text := written(b, g, WriteOptions{Format: f})
		if f != DER {
			text = bytes.Repeat(text, 1000)
		}
		b.Run(f.String(), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				for _, err := range Read(bytes.NewReader(text), ReadOptions{MaxGroups: 1000}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
