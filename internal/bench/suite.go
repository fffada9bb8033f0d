// Suites: named Specs, written as YAML. Some are part of the program.

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

	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/internal/yamlkeys"
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
// of the keys kind, bits, params, strategy, mode, workers, policy (lists or single
// values), cores, samples or budget, seed, kernel and sieve-limit; steps, of which see
// Block; and also, a list of mappings of the first seven keys and steps, each a block
// that is measured besides. Workers may be "all", as many as there are cores. A
// missing key takes its value from the suite "default" when the Spec is used, in a
// block from the suite's own, steps excepted. Values are checked one
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
	top, err := yamlkeys.Document(r, MaxSuiteSize)
	if err != nil || top == nil { // an empty suite asks for the default
		return Spec{}, err
	}
	return suiteFields(top)
}

// suiteFields reads the top mapping.
func suiteFields(top *yaml.Node) (Spec, error) {
	if top.Kind == yaml.ScalarNode && top.Tag == "!!null" {
		return Spec{}, nil
	}
	var s Spec
	if err := yamlkeys.Mapping(top, s.fields()); err != nil {
		return Spec{}, err
	}
	return s, s.check()
}

// fields are the keys, in the order in which messages list them.
func (s *Spec) fields() []yamlkeys.Key {
	axes := axisFields(&s.Kinds, &s.Bits, &s.Params, &s.Strategies, &s.Modes, &s.Workers, &s.Policies)
	return append(axes,
		yamlkeys.Key{Name: "cores", Read: yamlkeys.One(&s.Cores, parseCount)},
		yamlkeys.Key{Name: "samples", Read: yamlkeys.One(&s.Samples, parseCount)},
		yamlkeys.Key{Name: "budget", Read: yamlkeys.One(&s.Budget, parseBudget)},
		yamlkeys.Key{Name: "seed", Read: yamlkeys.One(&s.Seed, parseSeed)},
		yamlkeys.Key{Name: "kernel", Read: yamlkeys.One(&s.Kernel, yamlkeys.Verbatim)},
		yamlkeys.Key{Name: "sieve-limit", Read: yamlkeys.One(&s.SieveLimit, ParseSieveLimit)},
		stepsField(&s.Steps),
		yamlkeys.Key{Name: "also", Read: readBlocks(&s.Also)},
		yamlkeys.Key{Name: "want", Read: readGoals(&s.Want)},
	)
}

func axisFields(kinds *[]strategy.Kind, bits *[]int, params, strategies *[]string, modes *[]Mode, workers *[]int, policies *[]millerrabin.Policy) []yamlkeys.Key {
	return []yamlkeys.Key{
		{Name: "kind", Read: yamlkeys.Many(kinds, strategy.ParseKind)},
		{Name: "bits", Read: yamlkeys.Many(bits, parseCount)},
		{Name: "params", Read: yamlkeys.Many(params, yamlkeys.Verbatim)},
		{Name: "strategy", Read: yamlkeys.Many(strategies, yamlkeys.Verbatim)},
		{Name: "mode", Read: yamlkeys.Many(modes, parseMode)},
		{Name: "workers", Read: readWorkers(workers)},
		{Name: "policy", Read: yamlkeys.Many(policies, parsePolicy)},
	}
}

func stepsField(steps *[]string) yamlkeys.Key {
	return yamlkeys.Key{Name: "steps", Read: yamlkeys.Many(steps, parseStep)}
}

// readBlocks makes the reader of a list of blocks.
func readBlocks(dst *[]Block) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
			return fmt.Errorf("want a list of mappings such as \"- bits: 512\"")
		}
		for _, item := range n.Content {
			var b Block
			axes := axisFields(&b.Kinds, &b.Bits, &b.Params, &b.Strategies, &b.Modes, &b.Workers, &b.Policies)
			if err := yamlkeys.Mapping(item, append(axes, stepsField(&b.Steps))); err != nil {
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
		err := yamlkeys.Many(dst, func(text string) (int, error) {
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

func parseSeed(text string) (*rng.Seed, error) {
	seed, err := rng.ParseSeed(text)
	return &seed, err
}
