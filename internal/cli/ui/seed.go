// The seed of a verb, and the flags by which it is given.

package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/spf13/pflag"

	"primebench/internal/rng"
)

// A Seed is what one of the flags --seed, --seed-file and --seed-text says.
type Seed struct {
	Value *rng.Seed // nil: none is given
	Text  string    // that Value is made of; "": of none
	flag  string    // that says so
	by    origin
}

// Named reports whether the command line has one of the flags.
func (s *Seed) Named() bool { return s.Value != nil && s.by == commandLine }

// Flag is the name of the flag that gives the seed.
func (s *Seed) Flag() string { return s.flag }

// The flags of a seed.
const (
	seedFlag     = "seed"
	seedFileFlag = "seed-file"
	seedTextFlag = "seed-text"
)

// SeedFlags are the names of the flags of a seed.
func SeedFlags() []string { return []string{seedFlag, seedFileFlag, seedTextFlag} }

// Define adds the flags; usage is that of --seed.
func (s *Seed) Define(flags *pflag.FlagSet, usage string) {
	s.flag = seedFlag
	for _, f := range []seedValue{
		{name: seedFlag, word: "HEX", parse: parseSeed},
		{name: seedFileFlag, word: "FILE", parse: readSeed},
		{name: seedTextFlag, word: "TEXT", parse: parseSeedText},
	} {
		f.seed = s
		Define(flags, &f, f.name, map[string]string{
			seedFlag:     usage,
			seedFileFlag: "the seed in FILE, hex digits or a record of dhparam: everybody sees a command line",
			seedTextFlag: "the seed that is the SHA-256 of TEXT, such as what a public beacon said; recorded where the seed is",
		}[f.name])
	}
	Exclude(flags, seedFlag, seedFileFlag, seedTextFlag)
	Exclude(flags, seedFileFlag, seedTextFlag)
}

// A seedValue is one of the flags.
type seedValue struct {
	seed       *Seed
	name, word string
	parse      func(string) (Seed, error)
}

// Set parses the flag; given twice, the second one counts.
func (f *seedValue) Set(text string) error {
	if f.seed.Value != nil && f.seed.flag != f.name {
		return fmt.Errorf("--%s and --%s exclude each other", f.seed.flag, f.name)
	}
	given, err := f.parse(text)
	if err != nil {
		return err
	}
	given.flag = f.name
	*f.seed = given
	return nil
}

func (f *seedValue) byVariable() { f.seed.by = variable }

func (f *seedValue) String() string { return "" }

// Type is the word for the value in the help.
func (f *seedValue) Type() string { return f.word }

// A SeedRecord is what dhparam writes beside groups.
type SeedRecord struct {
	Format    string `json:"format"` // SeedFormat
	Seed      string `json:"seed"`
	Text      string `json:"text,omitempty"` // that the seed is the SHA-256 of
	Bits      int    `json:"bits"`
	Generator int    `json:"generator"`
	Count     int    `json:"count"`
}

// SeedFormat names what a record of a seed is, and which finds a seed stands for.
const SeedFormat = "primebench dhparam 2"

// seed is the seed of a record, whose text has to give it.
func (r SeedRecord) seed() (Seed, error) {
	if r.Format != SeedFormat {
		return Seed{}, fmt.Errorf("format %q, want %q", r.Format, SeedFormat)
	}
	seed, err := rng.ParseSeed(r.Seed)
	if err != nil {
		return Seed{}, errors.New("its seed is not 1 to 64 hex digits")
	}
	if r.Text != "" && rng.SeedOfText(r.Text) != seed {
		return Seed{}, fmt.Errorf("its seed is not the SHA-256 of its text, %.80q", r.Text)
	}
	return Seed{Value: &seed, Text: r.Text}, nil
}

// parseSeed reads 1 to 64 hex digits, or a file that has a seed.
func parseSeed(text string) (Seed, error) {
	value, err := rng.ParseSeed(text)
	if err == nil {
		return Seed{Value: &value}, nil
	}
	if _, missing := os.Stat(text); missing != nil {
		return Seed{}, err
	}
	return readSeed(text)
}

// readSeed reads a file of hex digits, or one in which dhparam recorded some. An error tells
// nothing of what is in it, which may be a secret.
func readSeed(path string) (Seed, error) {
	file, err := os.Open(path)
	if err != nil {
		return Seed{}, err
	}
	defer file.Close()
	const most = 1 << 20 // a record has some hundred bytes
	text, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return Seed{}, err
	}
	if value, err := rng.ParseSeed(strings.TrimSpace(string(text))); err == nil {
		return Seed{Value: &value}, nil
	}
	var record SeedRecord
	if err := json.Unmarshal(text, &record); err != nil {
		return Seed{}, fmt.Errorf("%q is no record of a seed: want 1 to 64 hex digits, or what dhparam wrote", path)
	}
	seed, err := record.seed()
	if err != nil {
		return Seed{}, fmt.Errorf("%q is no record of a seed that is known here: %w", path, err)
	}
	return seed, nil
}

// mostSeedText is how long a text can be, in bytes: longer than what beacons say.
const mostSeedText = 1000

// parseSeedText takes a line that a record can show.
func parseSeedText(text string) (Seed, error) {
	hidden := func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }
	if text == "" || len(text) > mostSeedText || strings.TrimSpace(text) != text || strings.ContainsFunc(text, hidden) {
		return Seed{}, fmt.Errorf("%.80q has %d bytes, want 1 to %d of printable characters, with no blank at either end", text, len(text), mostSeedText)
	}
	value := rng.SeedOfText(text)
	return Seed{Value: &value, Text: text}, nil
}
