// Package vectors reads the numbers that tests are held to: facts that others
// published, kept in testdata in one format of ours, so that no test of them is
// ever skipped. Only tests use it.
//
// A file is lines of ASCII:
//
//	# What comes after this sign is for people.
//	form composite n
//	form power base exponent modulus result
//
//	from OEIS A014233: the least strong pseudoprimes to the first k primes
//	composite 2047 ; k = 1
//	composite 0x14f12d ; k = 2
//	power 2 10 1001 23
//
// A line "form" declares a claim and names the numbers that it is about. A line
// "from" says where the rows below it come from and what they have in common. Any
// other line is a row: a claim, its numbers, and perhaps a remark after " ; ".
// Numbers are decimal, or hexadecimal in lower case after 0x, without leading
// zeros.
package vectors

import (
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
)

// A Row is one claim about numbers.
type Row struct {
	Claim   string
	Numbers map[string]*big.Int // by the names in the claim's form
	Source  string              // of the row's section
	Remark  string              // what is particular about this row, or empty
	Place   string              // the file and the line
}

// String returns where the row stands and what it claims, without its numbers,
// which may be long.
func (r Row) String() string {
	text := fmt.Sprintf("%s: %s (%s", r.Place, r.Claim, r.Source)
	if r.Remark != "" {
		text += "; " + r.Remark
	}
	return text + ")"
}

// Read returns the rows of a file, which has at least one, and fails the test if
// the file is not in the package's format. The path is relative to the test's
// folder.
func Read(t testing.TB, path string) []Row {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Parse(path, string(text))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Parse returns the rows of a text. Its errors name the line and what would be
// right in it; path is for them.
func Parse(path, text string) ([]Row, error) {
	p := parser{forms: map[string][]string{}, seen: map[string]int{}}
	for number, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		place := fmt.Sprintf("%s:%d", path, number+1)
		if err := p.line(place, number+1, line); err != nil {
			return nil, fmt.Errorf("vectors: %s: %w", place, err)
		}
	}
	if len(p.rows) == 0 {
		return nil, fmt.Errorf("vectors: %s: no rows", path)
	}
	return p.rows, nil
}

// A parser holds what the lines above have declared.
type parser struct {
	forms  map[string][]string // the names of a claim's numbers
	source string
	seen   map[string]int // the line of a claim and its numbers, in decimal
	rows   []Row
}

// letters are what the words of a form are made of.
const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"

func (p *parser) line(place string, number int, line string) error {
	if i := strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
		return fmt.Errorf("byte %d is %#02x, want printable ASCII", i+1, line[i])
	}
	if line == "" || line[0] == '#' {
		return nil
	}
	if line != strings.TrimSpace(line) {
		return fmt.Errorf("blanks around %.40q, want none", line)
	}
	keyword, rest, _ := strings.Cut(line, " ")
	switch keyword {
	case "form":
		return p.form(strings.Split(rest, " "))
	case "from":
		if p.source = rest; rest == "" {
			return fmt.Errorf("%q, want a source after it", line)
		}
		return nil
	default:
		return p.row(place, number, line)
	}
}

// form declares the claim that the first word names.
func (p *parser) form(words []string) error {
	for i, word := range words {
		if word == "" || strings.Trim(word, letters) != "" || slices.Contains(words[:i], word) {
			return fmt.Errorf("word %q of a form, want small letters, digits and -, each word once", word)
		}
	}
	claim := words[0]
	switch {
	case p.forms[claim] != nil, claim == "form", claim == "from":
		return fmt.Errorf("form %q is taken", claim)
	case len(words) == 1:
		return fmt.Errorf("form %q without a number", claim)
	}
	p.forms[claim] = words[1:]
	return nil
}

func (p *parser) row(place string, number int, line string) error {
	claimed, remark, remarked := strings.Cut(line, " ; ")
	words := strings.Split(claimed, " ")
	claim, texts := words[0], words[1:]
	names := p.forms[claim]
	switch {
	case names == nil:
		return fmt.Errorf("claim %.40q, which no form above declares", claim)
	case p.source == "":
		return fmt.Errorf("a row before any source: a line \"from\" is missing")
	case len(texts) != len(names):
		return fmt.Errorf("%d numbers, want %d: %s", len(texts), len(names), strings.Join(names, ", "))
	case remarked && remark != strings.TrimSpace(remark):
		return fmt.Errorf("blanks around the remark %.40q, want none", remark)
	}
	row := Row{Claim: claim, Numbers: map[string]*big.Int{}, Source: p.source, Remark: remark, Place: place}
	key := claim
	for i, text := range texts {
		n, ok := new(big.Int).SetString(text, 0)
		if !ok || text != n.String() && text != fmt.Sprintf("%#x", n) {
			return fmt.Errorf("%s = %.40q, want a decimal number, or a hexadecimal one in lower case after 0x", names[i], text)
		}
		row.Numbers[names[i]] = n
		key += " " + n.String()
	}
	if first := p.seen[key]; first != 0 {
		return fmt.Errorf("the row of line %d again", first)
	}
	p.seen[key] = number
	p.rows = append(p.rows, row)
	return nil
}
