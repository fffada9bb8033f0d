// Key exchanges that lie are caught as well.

package strategytest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
)

// An exchanger is a strategy of kind Kex that adds bytes, right but for one lie.
type exchanger struct{ lie string }

func (exchanger) Name() string  { return "exchanger" }
func (exchanger) About() string { return "for tests" }
func (e exchanger) Check(t strategy.Task) error {
	if t.Kind != strategy.Kex && e.lie != "kind" {
		return fmt.Errorf("exchanger: %w: kind %s", strategy.ErrUnsupported, t.Kind)
	}
	return nil
}

func (e exchanger) New(t strategy.Task) (strategy.Runner, error) {
	list := strategy.Exchange{SetUp: func() (strategy.Party, error) { return &adder{lie: e.lie}, nil }}.For(t)
	if e.lie == "lost" {
		list = list[:2]
	}
	facts := strategy.Facts{NoSearch: strategy.NoExchangeSearch, Searches: e.lie == "search"}
	return strategy.Unsearched("exchanger", facts, list), e.Check(t)
}

// An adder's secret is the sum of both sides' bytes.
type adder struct {
	lie         string
	own, theirs byte
}

func (a *adder) Generate() ([]byte, error) {
	a.own++
	return []byte{a.own}, nil
}

func (a *adder) Answer(share []byte) (answer, secret []byte, err error) {
	if a.lie == "deaf" {
		return nil, nil, errors.New("no answer")
	}
	return []byte{7}, []byte{share[0] + 7}, nil
}

func (a *adder) Receive(answer []byte) error {
	a.theirs = answer[0]
	return nil
}

func (a *adder) Secret() ([]byte, error) {
	if a.lie == "secret" {
		return []byte{0}, nil
	}
	return []byte{a.own + a.theirs}, nil
}

func TestSuiteFindsLyingExchanges(t *testing.T) {
	for lie, want := range map[string]string{
		"": "", "kind": "kind random: <nil>", "search": "of what is not searched for", "lost": `want ["keygen" "shared" "handshake"]`,
		"deaf": "prepare: strategy: keygen by x25519: no answer", "secret": "client and server come to different secrets",
	} {
		var all []string
		for _, err := range Check(t.Context(), exchanger{lie}, Exchanges(kex.X25519)) {
			all = append(all, err.Error())
		}
		got := strings.Join(all, "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("lie %q: the suite says %.300q, want %q", lie, got, want)
		}
	}
	Agree(t, &adder{}, &adder{})
}
