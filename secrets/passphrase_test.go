package secrets_test

import (
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"primebench/secrets"
)

// TestShippedWords checks what the doc says of the list, and that it is the one
// that wordlist/LICENSE names.
func TestShippedWords(t *testing.T) {
	words := secrets.WordList{}.Words()
	if len(words) != 2048 || !slices.IsSorted(words) {
		t.Fatalf("%d words, sorted %v", len(words), slices.IsSorted(words))
	}
	starts := map[string]string{}
	for _, word := range words {
		if len(word) < 3 || len(word) > 8 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("the word %q", word)
		}
		start := word[:min(4, len(word))]
		if other, ok := starts[start]; ok {
			t.Errorf("%q and %q begin alike", other, word)
		}
		starts[start] = word
	}
	if sum := crc32.ChecksumIEEE([]byte(strings.Join(words, "\n") + "\n")); sum != 0xc1dbd296 {
		t.Errorf("CRC-32 %08x, want c1dbd296", sum)
	}
	if _, err := secrets.NewWordList(words); err != nil {
		t.Error(err)
	}
	words[0] = "changed"
	if (secrets.WordList{}).Words()[0] == "changed" {
		t.Error("a caller can change the shipped list")
	}
}

func TestPassphraseIsUniform(t *testing.T) {
	list := first(secrets.NewWordList([]string{"a", "ab", "b"}))
	spec := secrets.PassphraseSpec{Words: 3, List: list, Separator: "--"}
	tally := map[string]int{}
	for range 2700 {
		tally[first(secrets.Passphrase(spec))]++
	}
	wantUniformOver(t, "passphrases", tally, 27)
	counts := map[string]int{}
	for range 5000 {
		for word := range strings.FieldsSeq(first(secrets.Passphrase(secrets.PassphraseSpec{}))) {
			counts[word]++
		}
	}
	wantUniformOver(t, "shipped words", counts, 2048)
}

func TestPassphraseEntropy(t *testing.T) {
	if bits, err := (secrets.PassphraseSpec{}).Entropy(); err != nil || bits != 77 {
		t.Errorf("%v bits, %v, want 77", bits, err)
	}
	phrase := first(secrets.Passphrase(secrets.PassphraseSpec{}))
	if n := len(strings.Split(phrase, " ")); n != 7 {
		t.Errorf("%d words, want 7", n)
	}
}

func TestImpossiblePassphrases(t *testing.T) {
	list := first(secrets.NewWordList([]string{"yo-yo", "drop"}))
	for _, test := range []struct {
		spec secrets.PassphraseSpec
		want error
	}{
		{secrets.PassphraseSpec{Words: -1}, secrets.ErrRange},
		{secrets.PassphraseSpec{Words: secrets.MaxPassphraseWords + 1}, secrets.ErrRange},
		{secrets.PassphraseSpec{Separator: "q"}, secrets.ErrWords},
		{secrets.PassphraseSpec{Separator: ".z."}, secrets.ErrWords},
		{secrets.PassphraseSpec{Separator: "\xff"}, secrets.ErrWords},
		{secrets.PassphraseSpec{Separator: "-", List: list}, secrets.ErrWords},
	} {
		if phrase, err := secrets.Passphrase(test.spec); !errors.Is(err, test.want) || phrase != "" {
			t.Errorf("%+v: %v, want %v", test.spec, err, test.want)
		}
		if _, err := test.spec.Entropy(); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", test.spec, err, test.want)
		}
	}
	for _, words := range [][]string{nil, {"one"}, {"one", ""}, {"one", "two", "one"}, {"one", "\xff"}} {
		if _, err := secrets.NewWordList(words); !errors.Is(err, secrets.ErrWords) {
			t.Errorf("%q: %v, want ErrWords", words, err)
		}
	}
}

// FuzzPassphrase takes lists and separators of any kind. What is not refused can
// be parted again into as many words of the list.
func FuzzPassphrase(f *testing.F) {
	f.Add("one\ntwo", "-")
	f.Add("a\nab\nb", "")
	f.Add("yo-yo\ndrop", "-")
	f.Add("\xff\n\x00", "\n\n")
	f.Add("é\ne\u0301", "\u0301")
	f.Fuzz(func(t *testing.T, lines, separator string) {
		list, err := secrets.NewWordList(strings.Split(lines, "\n"))
		if err != nil {
			return
		}
		phrase, err := secrets.Passphrase(secrets.PassphraseSpec{Words: 4, List: list, Separator: separator})
		if err != nil {
			return
		}
		if separator == "" {
			separator = " "
		}
		words := strings.Split(phrase, separator)
		if len(words) != 4 {
			t.Fatalf("%q has %d words, want 4", phrase, len(words))
		}
		for _, word := range words {
			if !slices.Contains(list.Words(), word) {
				t.Fatalf("%q holds %q, which is no word of the list", phrase, word)
			}
		}
	})
}
