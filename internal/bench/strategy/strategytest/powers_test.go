// Powers that lie are caught as well.

package strategytest

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
)

// A liar raises numbers right but for one thing.
type liar struct {
	lie     string
	p       *big.Int
	batches [][]strategy.Pair
}

func (l *liar) Raise(_ context.Context, batch int) ([]*big.Int, error) {
	if l.lie == "fails" {
		return nil, errors.New("no power")
	}
	if l.lie == "batch" {
		batch = 0
	}
	var powers []*big.Int
	for i, pair := range l.batches[batch] {
		if l.lie == "lane" {
			pair.Exponent = l.batches[batch][0].Exponent
		}
		if l.lie == "lost" && i > 0 {
			break
		}
		powers = append(powers, new(big.Int).Exp(pair.Base, pair.Exponent, l.p))
	}
	return powers, nil
}

func TestSuiteFindsLyingPowers(t *testing.T) {
	for lie, want := range map[string]string{
		"": "", "fails": "no power", "batch": "batch 1", "lane": "lane 1", "lost": "1 powers of 2", "lanes": "0 lanes", "setup": "not today",
	} {
		powers := strategy.Powers{Lanes: 2, SetUp: func(p *big.Int, batches [][]strategy.Pair) (strategy.Raiser, error) {
			if lie == "setup" {
				return nil, errors.New("not today")
			}
			return &liar{lie, p, batches}, nil
		}}
		if lie == "lanes" {
			powers.Lanes = 0
		}
		var all []string
		for _, err := range CheckPowers(t.Context(), powers) {
			all = append(all, err.Error())
		}
		got := strings.Join(all, "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("lie %q: the suite says %.200q, want %q", lie, got, want)
		}
	}
}
