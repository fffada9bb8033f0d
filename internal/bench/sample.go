// Taking one sample.

package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// take measures one sample of a track, without emitting it.
func (m *measurer) take(ctx context.Context, t *track) (results.Sample, error) {
	sample := results.Sample{Cell: t.cell.ID, Op: t.opName(), Count: 1}
	m.progress.begin(t)
	defer m.progress.end()
	wall, cpu := m.clock.Now(), m.clock.CPU()
	outcome, count, err := t.work(ctx)
	sample.WallNS = int64(m.clock.Now() - wall)
	sample.CPUNS = int64(m.clock.CPU() - cpu)
	if err != nil {
		return sample, t.failed(err)
	}
	sample.Count = count
	sample.Candidates = outcome.Counters.Candidates
	sample.Survivors = outcome.Counters.Survivors
	sample.Tests = outcome.Counters.Tests
	sample.Primes = outcome.Counters.Primes
	sample.Phases = results.Phases{
		SieveNS:  int64(outcome.Phases.Sieve),
		TestNS:   int64(outcome.Phases.Test),
		AcceptNS: int64(outcome.Phases.Accept),
	}
	sample.Digest = digest(outcome.Found)
	return sample, nil
}

// work does what a sample is of. Search number n of a cell is its n-th sample, so
// the same seed gives the same finds in the same order.
func (t *track) work(ctx context.Context) (outcome strategy.Outcome, count int64, err error) {
	switch t.opName() {
	case results.OpSearch:
		outcome, err = t.cell.runner.Search(ctx, uint64(t.done))
		return outcome, 1, err
	case results.OpReplay:
		outcome, err = t.cell.runner.Replay(ctx, t.cell.list)
		return outcome, 1, err
	}
	count, err = t.cell.operations[t.op].Run(ctx, t.count)
	if err == nil && count < t.count {
		err = fmt.Errorf("done %d times, want at least %d", count, t.count)
	}
	return outcome, count, err
}

func (t *track) failed(err error) error {
	c := t.cell
	return fmt.Errorf("bench: cell %d (%s, %d bits, %s, %s): %s: %w", c.ID, c.Kind, c.Bits, c.Strategy, c.Mode, t.opName(), err)
}

// digest is the first half of the SHA-256 sum of a find, in hex.
func digest(find *big.Int) string {
	if find == nil {
		return ""
	}
	sum := sha256.Sum256(find.Bytes())
	return hex.EncodeToString(sum[:8])
}
