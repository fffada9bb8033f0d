// Random values that lie are caught as well.

package strategytest

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// A drawer is a strategy of kind Random that draws nothing, right but for one lie.
type drawer struct{ lie string }

func (drawer) Name() string  { return "drawer" }
func (drawer) About() string { return "for tests" }
func (d drawer) Check(t strategy.Task) error {
	if t.Kind != strategy.Random && d.lie != "kind" {
		return fmt.Errorf("drawer: %w: kind %s", strategy.ErrUnsupported, t.Kind)
	}
	return nil
}

func (d drawer) New(t strategy.Task) (strategy.Runner, error) {
	return drawing{d, t}, d.Check(t)
}

type drawing struct {
	drawer
	task strategy.Task
}

func (d drawing) Facts() strategy.Facts {
	return strategy.Facts{Seeded: d.lie != "unseeded", NoSearch: "drawn", Searches: d.lie == "search"}
}

func (d drawing) Search(context.Context, uint64) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.ErrUnsupported
}

func (d drawing) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	if d.lie == "replay" {
		return strategy.Outcome{}, nil
	}
	return strategy.Outcome{}, strategy.ErrUnsupported
}

func (d drawing) Operations() []strategy.Operation {
	var list []strategy.Operation
	for _, name := range []string{"bytes", "candidate", "below", "choice", "token-16", "token-32"} {
		if d.lie == "lost" && name == "choice" {
			continue
		}
		op := results.Operation{Name: name}
		if d.lie == "part" {
			op.PerSearch = 1
		}
		list = append(list, strategy.Operation{Operation: op, Run: func(ctx context.Context, times int64) (int64, error) {
			w := int64(d.task.Workers)
			if times == 1<<40 && d.lie != "deaf" {
				<-ctx.Done()
			}
			if d.lie == "uneven" {
				return times, ctx.Err()
			}
			return (times + w - 1) / w * w, ctx.Err()
		}})
	}
	return list
}

func (d drawing) Predict() (results.Prediction, error) {
	p := results.Prediction{Observed: 2, Predicted: []uint32{1, 2}, Drawn: []uint32{1, 2}}
	switch d.lie {
	case "prediction":
		p.Drawn[1] = 3
	case "error":
		return p, strategy.ErrUnsupported
	}
	return p, nil
}

func TestSuiteFindsLyingDraws(t *testing.T) {
	for lie, want := range map[string]string{
		"": "", "kind": "kind prime: <nil>", "search": "of what is not searched for", "replay": "replay: <nil>", "lost": `want ["bytes"`,
		"part": "of which there is none", "uneven": "done 1000 times of 1000 by 3 workers", "deaf": "cancelled on its way",
		"prediction": "as they were drawn", "error": "prediction: not offered", "unseeded": "an unseeded strategy is predicted",
	} {
		var all []string
		for _, err := range Check(t.Context(), drawer{lie}, strategy.Task{Kind: strategy.Random, Bits: 128}) {
			all = append(all, err.Error())
		}
		got := strings.Join(all, "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("lie %q: the suite says %.300q, want %q", lie, got, want)
		}
	}
}
