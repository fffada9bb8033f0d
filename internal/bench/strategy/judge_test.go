package strategy_test

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
)

// byBig judges by math/big, and lies of what index wrong is.
func byBig(wrong int) strategy.Judge {
	return strategy.Judge{Keep: func(numbers []*big.Int) (strategy.Kept, error) {
		var found *big.Int
		return strategy.Kept{
			Count: func(_ context.Context, from, to int) (int, error) {
				count := 0
				for i := from; i < to; i++ {
					if numbers[i].ProbablyPrime(0) != (i == wrong) {
						count++
					}
				}
				return count, nil
			},
			Next: func(_ context.Context, i int) error {
				found = new(big.Int).Add(numbers[i], big.NewInt(2))
				for !found.ProbablyPrime(0) || i == wrong && found.Bit(1) == 0 {
					found.Add(found, big.NewInt(2))
				}
				return nil
			},
			Found: func() *big.Int { return found },
		}, nil
	}}
}

// TestJudge: the operations count what they do, and one of which an answer is wrong is not
// timed.
func TestJudge(t *testing.T) {
	task := strategy.Task{Kind: strategy.Prime, Bits: 96, Workers: 1, Policy: millerrabin.Policy{Lucas: true}}
	for _, judge := range []strategy.Judge{byBig(-1), {AtOnce: true, Keep: byBig(-1).Keep}} {
		var names []string
		for _, op := range judge.For(task, true) {
			names = append(names, op.Name)
			if err := op.Prepare(t.Context()); err != nil {
				t.Fatal(err)
			}
			if done, err := op.Run(t.Context(), 70); err != nil || done < 70 || op.AtOnce > 1 && done%int64(op.AtOnce) != 0 {
				t.Errorf("%s: %d times of 70, %v", op.Name, done, err)
			}
			cancelled, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := op.Run(cancelled, 1<<20); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v under a cancelled context", op.Name, err)
			}
		}
		want := "judge-primes judge-odd next"
		if judge.AtOnce {
			want = "judge-primes-x64 judge-odd-x256 next"
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("operations %s, want %s", got, want)
		}
	}
	for _, op := range byBig(0).For(task, false) {
		if err := op.Prepare(t.Context()); err == nil {
			t.Errorf("%s: a wrong answer is taken", op.Name)
		}
	}
	for _, other := range []strategy.Task{{Kind: strategy.Safe, Bits: 96, Workers: 1}, {Kind: strategy.Prime, Bits: 96, Workers: 2}} {
		if list := byBig(-1).For(other, true); len(list) != 0 {
			t.Errorf("%+v has %d operations", other, len(list))
		}
	}
}
