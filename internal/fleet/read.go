// Reading what comes from other machines: JSON of one schema, strict and bounded.

package fleet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode"
)

// Schema is the version of all that a fleet writes.
const Schema = 1

// The sizes of the largest texts that are read, in bytes.
const (
	MaxJob    = 1 << 20
	MaxLease  = 256 << 10
	MaxAnswer = 4 << 20
)

// ErrFormat is wrapped by the errors about a text that is no job, lease, answer or
// ledger, and ErrNewer by those about one of a newer schema.
var (
	ErrFormat = errors.New("fleet: not sound")
	ErrNewer  = errors.New("fleet: of a newer primebench")
)

func badFormat(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrFormat, fmt.Errorf(format, args...))
}

// decode reads one JSON document of at most so many bytes, without fields that are not
// known.
func decode(text []byte, most int, into any) error {
	if len(text) > most {
		return badFormat("%d bytes, want at most %d", len(text), most)
	}
	var version struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return badFormat("%w", err)
	}
	if version.Schema > Schema {
		return fmt.Errorf("%w: schema %d, and this one knows %d; use one primebench everywhere", ErrNewer, version.Schema, Schema)
	}
	if version.Schema != Schema {
		return badFormat("schema %d, want %d", version.Schema, Schema)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return badFormat("%w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return badFormat("something follows the document")
	}
	return nil
}

// encode writes one JSON document on a line.
func encode(what any) ([]byte, error) {
	text, err := json.Marshal(what)
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	return text, nil
}

// A Number is written in hexadecimal digits.
type Number struct{ Int *big.Int }

// maxDigits are those of millerrabin.MaxBits.
const maxDigits = 4096

// MarshalText writes the digits, and none for no number.
func (n Number) MarshalText() ([]byte, error) {
	if n.Int == nil {
		return nil, nil
	}
	return []byte(n.Int.Text(16)), nil
}

// UnmarshalText reads what MarshalText writes, and nothing else.
func (n *Number) UnmarshalText(text []byte) error {
	if len(text) > maxDigits || strings.Trim(string(text), "0123456789abcdef") != "" {
		return badFormat("%.40q is not a number in at most %d lower-case hexadecimal digits", text, maxDigits)
	}
	value, ok := new(big.Int).SetString(string(text), 16)
	if !ok || value.Text(16) != string(text) {
		return badFormat("%.40q is not a number in hexadecimal digits", text)
	}
	n.Int = value
	return nil
}

// maxWord is the length of the longest name or sentence that a worker may say.
const maxWord = 1000

// checkWord refuses what a terminal could take for more than letters.
func checkWord(what, word string) error {
	if len(word) > maxWord || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return badFormat("%s %.80q, want at most %d printable characters", what, word, maxWord)
	}
	return nil
}
