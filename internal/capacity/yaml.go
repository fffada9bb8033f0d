// Scenarios as YAML files. A file is read node by node, so that each message can
// name the line.

package capacity

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// MaxScenarioSize is the size of the largest scenario file that LoadScenario reads.
const MaxScenarioSize = 64 << 10

// LoadScenario reads a scenario of at most MaxScenarioSize: one YAML document, a
// mapping of the keys services, cores, hosts, headroom, failures, price, watts and
// extrapolate. services is a list of mappings of name, kind, bits (one or a
// list), strategy, workers, rate or count and within, slo (one or a list) and
// pool. Quantities are written as the Parse functions of this package read them.
// Every error wraps ErrScenario and names the scenario and, where it can, the
// line. A scenario that is returned has passed Check.
func LoadScenario(r io.Reader, name string) (Scenario, error) {
	s, err := loadScenario(r)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return Scenario{}, fmt.Errorf("%w: scenario %s: %w", ErrScenario, name, err)
	}
	return s, nil
}

func loadScenario(r io.Reader) (Scenario, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxScenarioSize+1))
	if err != nil {
		return Scenario{}, err
	}
	if len(data) > MaxScenarioSize {
		return Scenario{}, fmt.Errorf("longer than %d bytes", MaxScenarioSize)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case err == io.EOF:
		return Scenario{}, errors.New("it is empty")
	case err != nil:
		return Scenario{}, errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(&second); err != io.EOF {
		return Scenario{}, fmt.Errorf("line %d: a second document, want one", max(second.Line, 1))
	}
	var s Scenario
	return s, readMapping(document.Content[0], s.keys())
}

// A key is a key of a mapping and what takes its value.
type key struct {
	name string
	read func(*yaml.Node) error
}

// keys are those of the file, in the order in which messages list them.
func (s *Scenario) keys() []key {
	return []key{
		{"services", s.readServices},
		{"cores", one(&s.Cores, parseCores)},
		{"hosts", one(&s.Hosts, parseCores)},
		{"headroom", one(&s.Headroom, ParseShare)},
		{"failures", one(&s.Failures, parseCores)},
		{"price", one(&s.Price, ParsePrice)},
		{"watts", one(&s.Watts, ParseWatts)},
		{"extrapolate", one(&s.Extrapolate, parseBool)},
	}
}

func (s *Service) keys() []key {
	return []key{
		{"name", one(&s.Name, parseName)},
		{"kind", one(&s.Kind, verbatim)},
		{"bits", many(&s.Bits, parseCores)},
		{"strategy", one(&s.Strategy, verbatim)},
		{"workers", one(&s.Workers, parseCores)},
		{"rate", one(&s.Load.Rate, ParseRate)},
		{"count", one(&s.Load.Count, ParseCount)},
		{"within", one(&s.Load.Within, ParseWithin)},
		{"slo", many(&s.Objectives, ParseObjective)},
		{"pool", one(&s.Pool, ParsePool)},
	}
}

func (s *Scenario) readServices(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return errors.New("want a list of mappings such as \"- kind: prime\"")
	}
	for _, item := range n.Content {
		var service Service
		if err := readMapping(item, service.keys()); err != nil {
			return err
		}
		s.Services = append(s.Services, service)
	}
	return nil
}

// readMapping hands the values of a mapping to their keys.
func readMapping(top *yaml.Node, keys []key) error {
	if top.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping of the keys %s", top.Line, keyNames(keys))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		name, value := top.Content[i], top.Content[i+1]
		at := slices.IndexFunc(keys, func(k key) bool { return k.name == name.Value })
		switch {
		case name.Kind != yaml.ScalarNode || at < 0:
			return fmt.Errorf("line %d: unknown key %.80q, want one of %s", name.Line, name.Value, keyNames(keys))
		case seen[name.Value]:
			return fmt.Errorf("line %d: key %q is given twice", name.Line, name.Value)
		}
		seen[name.Value] = true
		if err := keys[at].read(value); err != nil {
			return fmt.Errorf("line %d: %s: %w", value.Line, name.Value, err)
		}
	}
	return nil
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
			return errors.New("an empty list, want a value")
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
		return zero, errors.New("want a plain value or a list of them")
	}
	return parse(n.Value)
}

func verbatim(text string) (string, error) { return text, nil }

// parseName reads a name that can stand in a sentence and on a terminal.
func parseName(text string) (string, error) {
	if text == "" || len(text) > 80 || strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) || r == '\uFFFD' }) {
		return "", fmt.Errorf("%.80q, want a name of 1 to 80 printable characters", text)
	}
	return text, nil
}

func parseCores(text string) (int, error) { return parseWhole(text, maxCores) }

func parseBool(text string) (bool, error) {
	switch text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, fmt.Errorf("%.80q, want true or false", text)
}

func keyNames(keys []key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return strings.Join(names, ", ")
}
