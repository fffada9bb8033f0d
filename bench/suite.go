// Suites: named Specs, written as YAML. Five are part of the program.

package bench

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"primebench/bench/strategy"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// DefaultSuite is the name of the suite that an empty Spec stands for.
const DefaultSuite = "default"

// MaxSuiteSize is the size of the largest suite file that LoadSuite reads.
const MaxSuiteSize = 64 << 10

//go:embed suites/*.yaml
var suites embed.FS

// Suites lists the names of the suites that are part of the program.
func Suites() []string {
	entries, err := suites.ReadDir("suites")
	if err != nil {
		return nil // cannot happen: the folder is embedded
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// Suite returns the suite of that name. The error of an unknown one wraps
// ErrSpec and lists the known ones.
func Suite(name string) (Spec, error) {
	data, err := SuiteText(name)
	if err != nil {
		return Spec{}, err
	}
	return LoadSuite(bytes.NewReader(data), name)
}

// SuiteText returns the suite of that name as it is written, for another build
// that may not have it. Its errors are those of Suite.
func SuiteText(name string) ([]byte, error) {
	if !slices.Contains(Suites(), name) {
		return nil, asSpecError(fmt.Errorf("unknown suite %.80q, want one of %s", name, list(Suites())))
	}
	data, err := suites.ReadFile(path.Join("suites", name+".yaml"))
	return data, asSpecError(err)
}

// LoadSuite reads a suite of at most MaxSuiteSize: one YAML document, a mapping
// of the keys kind, bits, strategy, mode, workers, policy (lists or single
// values), samples or budget, seed, kernel and sieve-limit, and also: a list of mappings of the
// first six keys, each a block that is measured besides, in mode kernel with
// "uses: only" by the uses of groups alone. Workers may be "all", as
// many as there are cores. A missing key takes its value from the suite "default"
// when the Spec is used, in a block from the suite's own. Values are checked one
// by one here, their combination by Matrix. Every error wraps ErrSpec and names
// the suite and, where it can, the line.
func LoadSuite(r io.Reader, name string) (Spec, error) {
	s, err := loadSuite(r)
	if err != nil {
		return Spec{}, asSpecError(fmt.Errorf("suite %s: %w", name, err))
	}
	s.Suite = name
	return s, nil
}

func loadSuite(r io.Reader) (Spec, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSuiteSize+1))
	if err != nil {
		return Spec{}, err
	}
	if len(data) > MaxSuiteSize {
		return Spec{}, fmt.Errorf("longer than %d bytes", MaxSuiteSize)
	}
	// A node keeps lines and the text of each value as it was written, so a seed
	// is not read as a number; and aliases stay names, however they are nested.
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case err == io.EOF:
		return Spec{}, nil // an empty suite asks for the default
	case err != nil:
		return Spec{}, fmt.Errorf("%s", strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(&second); err != io.EOF {
		return Spec{}, fmt.Errorf("line %d: a second document, want one", max(second.Line, 1))
	}
	return suiteFields(document.Content[0])
}

// suiteFields reads the top mapping.
func suiteFields(top *yaml.Node) (Spec, error) {
	if top.Kind == yaml.ScalarNode && top.Tag == "!!null" {
		return Spec{}, nil
	}
	var s Spec
	if err := readMapping(top, s.fields()); err != nil {
		return Spec{}, err
	}
	return s, s.check()
}

// readMapping hands the values of a mapping to the fields of their keys.
func readMapping(top *yaml.Node, fields []suiteField) error {
	if top.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping such as \"bits: [512, 1024]\"", top.Line)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		name, value := top.Content[i], top.Content[i+1]
		field := slices.IndexFunc(fields, func(f suiteField) bool { return f.name == name.Value })
		switch {
		case name.Kind != yaml.ScalarNode || field < 0:
			return fmt.Errorf("line %d: unknown key %.80q, want one of %s", name.Line, name.Value, fieldNames(fields))
		case seen[name.Value]:
			return fmt.Errorf("line %d: key %q is given twice", name.Line, name.Value)
		}
		seen[name.Value] = true
		if err := fields[field].read(value); err != nil {
			return fmt.Errorf("line %d: %s: %w", value.Line, name.Value, err)
		}
	}
	return nil
}

// A suiteField is a key of a suite and what takes its value.
type suiteField struct {
	name string
	read func(*yaml.Node) error
}

// fields are the keys, in the order in which messages list them.
func (s *Spec) fields() []suiteField {
	axes := axisFields(&s.Kinds, &s.Bits, &s.Strategies, &s.Modes, &s.Workers, &s.Policies)
	return append(axes,
		suiteField{"samples", one(&s.Samples, parseCount)},
		suiteField{"budget", one(&s.Budget, parseBudget)},
		suiteField{"seed", one(&s.Seed, parseSeed)},
		suiteField{"kernel", one(&s.Kernel, verbatim)},
		suiteField{"sieve-limit", one(&s.SieveLimit, ParseSieveLimit)},
		suiteField{"also", readBlocks(&s.Also)},
	)
}

func axisFields(kinds *[]strategy.Kind, bits *[]int, strategies *[]string, modes *[]Mode, workers *[]int, policies *[]millerrabin.Policy) []suiteField {
	return []suiteField{
		{"kind", many(kinds, strategy.ParseKind)},
		{"bits", many(bits, parseCount)},
		{"strategy", many(strategies, verbatim)},
		{"mode", many(modes, parseMode)},
		{"workers", readWorkers(workers)},
		{"policy", many(policies, parsePolicy)},
	}
}

// readBlocks makes the reader of a list of blocks.
func readBlocks(dst *[]Block) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
			return fmt.Errorf("want a list of mappings such as \"- bits: 512\"")
		}
		for _, item := range n.Content {
			var b Block
			axes := axisFields(&b.Kinds, &b.Bits, &b.Strategies, &b.Modes, &b.Workers, &b.Policies)
			if err := readMapping(item, append(axes, suiteField{"uses", one(&b.OnlyUses, parseOnly)})); err != nil {
				return err
			}
			*dst = append(*dst, b)
		}
		return nil
	}
}

// readWorkers makes the reader of numbers of workers, of which one may be "all".
// Where there are just as many cores as a number beside it, "all" adds nothing.
func readWorkers(dst *[]int) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		all := false
		err := many(dst, func(text string) (int, error) {
			if text != "all" {
				return parseCount(text)
			}
			if all {
				return 0, fmt.Errorf("all is given twice")
			}
			all = true
			return allCores(), nil
		})(n)
		if all && err == nil {
			cores := func(workers int) bool { return workers == allCores() }
			if first := slices.IndexFunc(*dst, cores); slices.ContainsFunc((*dst)[first+1:], cores) {
				*dst = slices.Delete(*dst, first, first+1)
			}
		}
		return err
	}
}

// one makes the reader of a single value.
func one[T any](dst *T, parse func(string) (T, error)) func(*yaml.Node) error {
	return func(n *yaml.Node) (err error) {
		*dst, err = scalar(n, parse)
		return err
	}
}

// many makes the reader of a list or of a single value that stands for one.
func many[T any](dst *[]T, parse func(string) (T, error)) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		items := []*yaml.Node{n}
		if n.Kind == yaml.SequenceNode {
			items = n.Content
		}
		if len(items) == 0 {
			return fmt.Errorf("an empty list, want a value")
		}
		for _, item := range items {
			value, err := scalar(item, parse)
			if err != nil {
				return err
			}
			*dst = append(*dst, value)
		}
		return nil
	}
}

func scalar[T any](n *yaml.Node, parse func(string) (T, error)) (T, error) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		var zero T
		return zero, fmt.Errorf("want a plain value or a list of them")
	}
	return parse(n.Value)
}

func verbatim(text string) (string, error) { return text, nil }

func parseCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%.80q, want a whole number above 0", text)
	}
	return n, nil
}

// ParseSieveLimit reads a bound on small primes, from 1 to sieve.MaxLimit: a
// decimal number, or a power of two such as 2^26.
func ParseSieveLimit(text string) (uint64, error) {
	digits, power := strings.CutPrefix(text, "2^")
	n, err := strconv.ParseUint(digits, 10, 64)
	if power {
		n = 1 << n // 0 from 2^64 on
	}
	if err != nil || n < 1 || n > sieve.MaxLimit {
		return 0, fmt.Errorf("%.80q is not a whole number from 1 to %d or a power such as 2^26", text, uint64(sieve.MaxLimit))
	}
	return n, nil
}

func parseBudget(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%.80q, want a time above 0 such as 90s", text)
	}
	return d, nil
}

// parseOnly reads the one word that says to leave everything else out.
func parseOnly(text string) (bool, error) {
	if text != "only" {
		return false, fmt.Errorf("%.80q, want only", text)
	}
	return true, nil
}

func parseSeed(text string) (*rng.Seed, error) {
	seed, err := rng.ParseSeed(text)
	return &seed, err
}

func fieldNames(fields []suiteField) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return list(names)
}
