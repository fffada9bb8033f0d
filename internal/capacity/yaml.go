// Scenarios as YAML files. A file is read node by node, so that each message can
// name the line.

package capacity

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"primebench/internal/yamlkeys"
)

// MaxScenarioSize is the size of the largest scenario file that LoadScenario reads.
const MaxScenarioSize = 64 << 10

// LoadScenario reads a scenario of at most MaxScenarioSize: one YAML document, a
// mapping of the keys services, cores, hosts, headroom, failures, price, watts and
// extrapolate. services is a list of mappings of name, kind, bits (one or a
// list), params (the same), strategy, workers, rate or count and within, slo (one or a list) and
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
	var s Scenario
	top, err := yamlkeys.Document(r, MaxScenarioSize)
	switch {
	case err != nil:
		return s, err
	case top == nil:
		return s, errors.New("it is empty")
	}
	return s, yamlkeys.Mapping(top, s.keys())
}

// keys are those of the file, in the order in which messages list them.
func (s *Scenario) keys() []yamlkeys.Key {
	return []yamlkeys.Key{
		{Name: "services", Read: s.readServices},
		{Name: "cores", Read: yamlkeys.One(&s.Cores, parseCores)},
		{Name: "hosts", Read: yamlkeys.One(&s.Hosts, parseCores)},
		{Name: "headroom", Read: yamlkeys.One(&s.Headroom, ParseShare)},
		{Name: "failures", Read: yamlkeys.One(&s.Failures, parseCores)},
		{Name: "price", Read: yamlkeys.One(&s.Price, ParsePrice)},
		{Name: "watts", Read: yamlkeys.One(&s.Watts, ParseWatts)},
		{Name: "extrapolate", Read: yamlkeys.One(&s.Extrapolate, parseBool)},
	}
}

func (s *Service) keys() []yamlkeys.Key {
	return []yamlkeys.Key{
		{Name: "name", Read: yamlkeys.One(&s.Name, parseName)},
		{Name: "kind", Read: yamlkeys.One(&s.Kind, yamlkeys.Verbatim)},
		{Name: "bits", Read: yamlkeys.Many(&s.Bits, parseCores)},
		{Name: "params", Read: yamlkeys.Many(&s.Params, yamlkeys.Verbatim)},
		{Name: "strategy", Read: yamlkeys.One(&s.Strategy, yamlkeys.Verbatim)},
		{Name: "workers", Read: yamlkeys.One(&s.Workers, parseCores)},
		{Name: "rate", Read: yamlkeys.One(&s.Load.Rate, ParseRate)},
		{Name: "count", Read: yamlkeys.One(&s.Load.Count, ParseCount)},
		{Name: "within", Read: yamlkeys.One(&s.Load.Within, ParseWithin)},
		{Name: "slo", Read: yamlkeys.Many(&s.Objectives, ParseObjective)},
		{Name: "pool", Read: yamlkeys.One(&s.Pool, ParsePool)},
	}
}

func (s *Scenario) readServices(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return errors.New("want a list of mappings such as \"- kind: prime\"")
	}
	for _, item := range n.Content {
		var service Service
		if err := yamlkeys.Mapping(item, service.keys()); err != nil {
			return err
		}
		s.Services = append(s.Services, service)
	}
	return nil
}

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
