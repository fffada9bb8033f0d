// Passphrases: words of a list, each drawn anew.

package secrets

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// The sizes of a passphrase, in words.
const (
	DefaultPassphraseWords = 7
	MaxPassphraseWords     = 1024
)

// english is the shipped list; where it comes from and why it may be shipped
// stands in wordlist/LICENSE.
//
//go:embed wordlist/english.txt
var english string

// shipped parses english when it is first asked for.
var shipped = sync.OnceValue(func() WordList {
	words := strings.Fields(english)
	return WordList{words: words, letters: lettersOf(words)}
})

// A WordList is a checked list of words. The zero value stands for the shipped
// one: the 2048 English words of BIP-0039, so 11 bits a word, of 3 to 8 letters,
// no two of them alike in their first four. A phrase of them is no wallet's
// mnemonic: it has no checksum.
type WordList struct {
	words   []string
	letters string // each character that occurs in a word, once
}

// NewWordList makes a list of the words. The error of fewer than two, of an
// empty one, of one twice or of one that is not UTF-8 wraps ErrWords.
func NewWordList(words []string) (WordList, error) {
	if len(words) < 2 {
		return WordList{}, fmt.Errorf("%w: a list of %d, want at least 2", ErrWords, len(words))
	}
	seen := make(map[string]int, len(words))
	for i, word := range words {
		first, twice := seen[word]
		switch {
		case word == "":
			return WordList{}, fmt.Errorf("%w: word %d is empty", ErrWords, i+1)
		case !utf8.ValidString(word):
			return WordList{}, fmt.Errorf("%w: word %d is not UTF-8", ErrWords, i+1)
		case twice:
			return WordList{}, fmt.Errorf("%w: word %d, %.80q, is word %d again", ErrWords, i+1, word, first+1)
		}
		seen[word] = i
	}
	return WordList{words: slices.Clone(words), letters: lettersOf(words)}, nil
}

func lettersOf(words []string) string {
	seen := map[rune]bool{}
	var letters strings.Builder
	for _, word := range words {
		for _, r := range word {
			if !seen[r] {
				seen[r] = true
				letters.WriteRune(r)
			}
		}
	}
	return letters.String()
}

// Words returns a copy of the words.
func (l WordList) Words() []string { return slices.Clone(l.orShipped().words) }

func (l WordList) orShipped() WordList {
	if l.words == nil {
		return shipped()
	}
	return l
}

// A PassphraseSpec says what a passphrase is made of. Its zero value stands for
// seven of the shipped words: 77 bits.
type PassphraseSpec struct {
	Words     int      // up to MaxPassphraseWords; 0 is DefaultPassphraseWords
	List      WordList // the zero value is the shipped list
	Separator string   // between words; "" is a space
}

// Passphrase returns words drawn from the list, each as likely as any other at
// every place. The error of a number of words out of range wraps ErrRange.
//
// No character of the separator may occur in a word, or the error wraps
// ErrWords. So the words can be told from the phrase, different draws give
// different phrases, and the entropy is that of the draws.
func Passphrase(spec PassphraseSpec) (string, error) {
	spec, err := spec.resolve()
	if err != nil {
		return "", err
	}
	var random block
	defer random.wipe()
	words := make([]string, spec.Words)
	defer clear(words)
	for i := range words {
		words[i] = spec.List.words[random.below(uint64(len(spec.List.words)), spec.Words-i)]
	}
	return strings.Join(words, spec.Separator), nil
}

// Entropy is the entropy of the spec's passphrases, in bits. Its errors are
// those of Passphrase.
func (spec PassphraseSpec) Entropy() (float64, error) {
	spec, err := spec.resolve()
	if err != nil {
		return 0, err
	}
	return float64(spec.Words) * math.Log2(float64(len(spec.List.words))), nil
}

// resolve fills in what the spec leaves open, and checks it.
func (spec PassphraseSpec) resolve() (PassphraseSpec, error) {
	if spec.Words == 0 {
		spec.Words = DefaultPassphraseWords
	}
	if spec.Separator == "" {
		spec.Separator = " "
	}
	spec.List = spec.List.orShipped()
	if spec.Words < 1 || spec.Words > MaxPassphraseWords {
		return spec, fmt.Errorf("%w: a passphrase of %d words, want 1 to %d", ErrRange, spec.Words, MaxPassphraseWords)
	}
	if !utf8.ValidString(spec.Separator) {
		return spec, fmt.Errorf("%w: the separator %.80q is not UTF-8", ErrWords, spec.Separator)
	}
	if i := strings.IndexAny(spec.List.letters, spec.Separator); i >= 0 {
		r, _ := utf8.DecodeRuneInString(spec.List.letters[i:])
		return spec, fmt.Errorf("%w: %q is in a word and in the separator %.80q, so the words could not be told apart", ErrWords, r, spec.Separator)
	}
	return spec, nil
}
