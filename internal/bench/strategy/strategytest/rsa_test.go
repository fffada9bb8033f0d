// RSA keys that lie are caught as well.

package strategytest

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
)

// A keymaker is a strategy of kind RSA that steps through the primes, right but for one
// lie.
type keymaker struct {
	lie  string
	seed byte
}

func (keymaker) Name() string  { return "keymaker" }
func (keymaker) About() string { return "for tests" }
func (k keymaker) Check(t strategy.Task) error {
	if t.Kind != strategy.RSA {
		return fmt.Errorf("keymaker: %w: kind %s", strategy.ErrUnsupported, t.Kind)
	}
	return nil
}

func (k keymaker) New(t strategy.Task) (strategy.Runner, error) {
	k.seed = t.Seed[31]
	return k, k.Check(t)
}

func (k keymaker) Facts() strategy.Facts {
	facts := strategy.Facts{Policy: millerrabin.Policy{Rounds: 5}, Searches: true, Seeded: true, Unstoppable: true, Tests: 1}
	if k.lie == "endless" {
		facts.Tests = 0
	}
	return facts
}

func (k keymaker) Operations() []strategy.Operation { return nil }

func (k keymaker) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	if k.lie == "replay" {
		return strategy.Outcome{}, nil
	}
	return strategy.Outcome{}, strategy.ErrUnsupported
}

func (k keymaker) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	if err := ctx.Err(); err != nil && k.lie != "deaf" {
		return strategy.Outcome{}, err
	}
	if k.lie == "same" {
		n = 0
	}
	if k.lie == "unseeded" {
		k.seed = 1
	}
	prime := func(top uint64) *big.Int {
		p := new(big.Int).Lsh(new(big.Int).SetUint64(top<<32+uint64(k.seed)<<16+n<<8), 192)
		for p.Add(p, big.NewInt(1)); !p.ProbablyPrime(5) || !strategy.FitsExponent(p); p.Add(p, big.NewInt(1)) {
		}
		return p
	}
	o := strategy.Outcome{Found: prime(0xd0000000), Second: prime(0xe0000000), Counters: engine.Counters{Primes: 2}}
	switch k.lie {
	case "single":
		o.Second = nil
	case "composite":
		o.Second = new(big.Int).Sub(o.Second, big.NewInt(1))
	case "short":
		o.Second = big.NewInt(65539)
	}
	return o, nil
}

func TestSuiteFindsLyingKeys(t *testing.T) {
	for lie, want := range map[string]string{
		"": "", "endless": "nothing tells how long", "replay": "replay: <nil>", "deaf": "key under a cancelled context: <nil>", "same": "4 keys have 2 different primes",
		"unseeded": "under the first seed alone", "single": "want two", "composite": "is composite", "short": "a factor of 17 bits, want 256",
	} {
		var all []string
		for _, err := range Check(t.Context(), keymaker{lie: lie}, strategy.Task{Kind: strategy.RSA, Bits: 512}) {
			all = append(all, err.Error())
		}
		got := strings.Join(all, "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("lie %q: the suite says %.300q, want %q", lie, got, want)
		}
	}
}
