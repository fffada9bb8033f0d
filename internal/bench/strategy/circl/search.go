// Searches and slices of them, by the program.

package circl

import (
	"context"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/results"
)

type runner struct {
	task  strategy.Task
	facts strategy.Facts
}

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts { return r.facts }

// Operations implements strategy.Runner: the program offers none.
func (r *runner) Operations() []strategy.Operation { return nil }

// Replay implements strategy.Runner: SafePrime draws its own candidates.
func (r *runner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategyCircl, "a replay, SafePrime draws its own candidates")
}

// Search implements strategy.Runner.
func (r *runner) Search(ctx context.Context, _ uint64) (strategy.Outcome, error) {
	finds, err := r.run(ctx, "-finds", "1")
	if err != nil {
		return strategy.Outcome{}, err
	}
	if len(finds.Found) != 1 {
		return strategy.Outcome{}, fmt.Errorf("circl: %s found %d safe primes, want 1", program, len(finds.Found))
	}
	return strategy.Outcome{Found: finds.Found[0], Counters: finds.Counters}, nil
}

// Slice implements strategy.Slicer. It holds confirmations too.
func (r *runner) Slice(ctx context.Context, limit time.Duration) (strategy.Finds, error) {
	return r.run(ctx, "-for", limit.String())
}

func (r *runner) run(ctx context.Context, until ...string) (strategy.Finds, error) {
	args := append([]string{"-bits", strconv.Itoa(r.task.Bits)}, until...)
	printed, err := peer.RunProgram(ctx, r.facts.Peer.Path, args...)
	if err != nil {
		return strategy.Finds{}, err
	}
	finds, err := parse(printed.Stdout)
	r.task.Meter.AddTests(finds.Counters.Tests)
	return finds, err
}

// parse reads what the program prints: the number of candidates, and a line for each
// find.
func parse(text string) (strategy.Finds, error) {
	lines := strings.Fields(text)
	if len(lines) == 0 {
		return strategy.Finds{}, fmt.Errorf("circl: %s prints nothing, want the number of candidates", program)
	}
	drawn, err := strconv.ParseInt(lines[0], 10, 64)
	if err != nil || drawn < max(1, int64(len(lines)-1)) {
		return strategy.Finds{}, fmt.Errorf("circl: %s prints %.40q for the number of candidates beside %d finds", program, lines[0], len(lines)-1)
	}
	finds := strategy.Finds{Counters: engine.Counters{Candidates: drawn, Survivors: drawn, Tests: drawn}}
	for _, line := range lines[1:] {
		p, ok := new(big.Int).SetString(line, 16)
		if !ok || p.Sign() <= 0 {
			return strategy.Finds{}, fmt.Errorf("circl: %s prints %.40q, want a number in hex", program, line)
		}
		finds.Found = append(finds.Found, p)
		finds.Counters.Primes++
	}
	return finds, nil
}
