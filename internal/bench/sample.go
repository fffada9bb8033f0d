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
	cpu := m.clock.CPU() // outside of the wall time: asking takes about a microsecond
	wall := m.clock.Now()
	finds, count, err := t.work(ctx)
	sample.WallNS = int64(m.clock.Now() - wall)
	sample.CPUNS = int64(m.clock.CPU() - cpu)
	sample.StoppedNS = int64(m.stopped(t, &sample))
	if err != nil {
		return sample, t.failed(err)
	}
	if err := t.cell.judge(finds.Found); err != nil {
		return sample, t.failed(err)
	}
	sample.Count = count
	sample.Candidates = finds.Counters.Candidates
	sample.Survivors = finds.Counters.Survivors
	sample.Tests = finds.Counters.Tests
	sample.Primes = finds.Counters.Primes
	sample.Phases = results.Phases{
		SieveNS:  int64(finds.Phases.Sieve),
		TestNS:   int64(finds.Phases.Test),
		AcceptNS: int64(finds.Phases.Accept),
	}
	sample.Digest = digest(finds.Found)
	return sample, nil
}

// work does what a sample is of. Search or stream number n of a cell is its n-th
// sample, so the same seed gives the same finds in the same order.
func (t *track) work(ctx context.Context) (finds strategy.Finds, count int64, err error) {
	runner, n := t.cell.runner, uint64(t.done)
	switch {
	case t.op == sliced:
		finds, err = runner.(strategy.Slicer).Slice(ctx, t.cell.limit)
		return finds, t.count, err
	case t.op != whole:
		count, err = t.cell.operations[t.op].Run(ctx, t.count)
		if err == nil && count < t.count {
			err = fmt.Errorf("done %d times, want at least %d", count, t.count)
		}
		return finds, count, err
	case Mode(t.cell.Mode).streams():
		finds, err = runner.(strategy.Streamer).Stream(ctx, n, t.count)
		return finds, t.count, err
	}
	var outcome strategy.Outcome
	if t.cell.Mode == string(Replay) {
		outcome, err = runner.Replay(ctx, t.cell.list)
	} else {
		outcome, err = runner.Search(ctx, n)
	}
	finds = strategy.Finds{Counters: outcome.Counters, Phases: outcome.Phases}
	if outcome.Found != nil {
		finds.Found = []*big.Int{outcome.Found}
	}
	if outcome.Second != nil {
		finds.Found = append(finds.Found, outcome.Second)
	}
	return finds, t.count, err
}

// judge returns an error for an RSA key whose primes do not fit each other, and for a find
// of somebody else's library or program that is not what was looked for. No clock runs
// meanwhile.
func (c *cell) judge(found []*big.Int) error {
	bits := primeBits(c.Kind, c.Bits)
	if c.Kind == results.KindRSA && len(found) > 0 {
		if len(found) != 2 {
			return fmt.Errorf("%d primes were found, want the two of an RSA key", len(found))
		}
		if err := strategy.FitsRSA(found[0], found[1], c.Bits); err != nil {
			return err
		}
	}
	if c.facts.Peer == (results.Peer{}) {
		return nil
	}
	for _, p := range found {
		what := fmt.Sprintf("%#x", p)
		if c.Kind == results.KindRSA { // whose primes are nobody's business
			what = "a factor"
		}
		switch {
		case p.BitLen() != bits:
			return fmt.Errorf("%s was found, which has %d bits, want %d", what, p.BitLen(), bits)
		case !p.ProbablyPrime(0):
			return fmt.Errorf("%s was found, which is composite", what)
		case c.Kind == results.KindSafe && !new(big.Int).Rsh(p, 1).ProbablyPrime(0):
			return fmt.Errorf("%#x was found, which is prime and not safe", p)
		}
	}
	return nil
}

func (t *track) failed(err error) error {
	c := t.cell
	what := fmt.Sprintf("%s, %d bits", c.Kind, c.Bits)
	if c.Params != "" {
		what = c.Kind + ", " + c.Params
	}
	return fmt.Errorf("bench: cell %d (%s, %s, %s): %s: %w", c.ID, what, c.Strategy, c.Mode, t.opName(), err)
}

// digest is the first half of the SHA-256 sum of finds, one after another, in hex.
func digest(finds []*big.Int) string {
	if len(finds) == 0 {
		return ""
	}
	hash := sha256.New()
	for _, p := range finds {
		hash.Write(p.Bytes())
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}
