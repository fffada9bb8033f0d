// The lists that replay cells work through.

package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"math/big"

	"primebench/engine"
	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/sieve"
)

// The replay of a list is to take about a second at most: a test of a 2048-bit
// number takes 2.5 ms with the portable kernel, and the time grows with the cube
// of the size, so a second is 400 tests there. Very large sizes get a few batches
// all the same.
const (
	secondOfTests    = 400
	secondOfTestsAt  = 2048
	leastInLongTests = 16
)

// composites is how many composites stand before the prime in the list of a kind
// and size: as many as an average search meets behind a sieve up to
// exemplar.Limit, but no more than a second's worth. Nothing else enters, so that
// lists are the same in every run.
func composites(kind sieve.Kind, bits int) int {
	average := engine.Expected(kind, bits, exemplar.Limit).Survivors - 1
	ratio := float64(secondOfTestsAt) / float64(bits)
	bound := math.Max(leastInLongTests, math.Floor(secondOfTests*ratio*ratio*ratio))
	return int(math.Min(math.Round(average), bound))
}

// makeLists builds the lists of the replay cells, one for each kind and size. A
// header cannot speak of a cell without its list: when ctx ends, or the trial
// part of the budget, the cells that are still without one are left out.
func (m *measurer) makeLists(ctx context.Context, e *expansion) error {
	trial := ctx
	if m.spec.Budget > 0 {
		var stop func()
		trial, stop = m.until(ctx, m.at(trialPart), errTrialOver)
		defer stop()
	}
	err := m.fillLists(trial, e.kinds)
	switch {
	case endedBy(trial, err, errTrialOver):
		m.unlisted = m.dropUnlisted(e, "half the budget was spent before its list of candidates was made")
		return nil
	case err != nil:
		m.dropUnlisted(e, "the run ended before its list of candidates was made")
	}
	return err
}

func (m *measurer) fillLists(ctx context.Context, kinds []strategy.Kind) error {
	type subject struct {
		kind strategy.Kind
		bits int
	}
	made := map[subject]*cell{}
	for i, c := range m.cells {
		if c.Mode != string(Replay) {
			continue
		}
		s := subject{kinds[i], c.Bits}
		if first, ok := made[s]; ok {
			c.list, c.List = first.list, first.List
			continue
		}
		list, sum, err := replayList(ctx, s.kind.Sieve(), s.bits)
		if err != nil {
			return err
		}
		c.list, c.List = list, sum
		made[s] = c
	}
	return nil
}

// dropUnlisted takes the replay cells without a list out of the run, and returns
// how many.
func (m *measurer) dropUnlisted(e *expansion, why string) int {
	var kept []*cell
	for _, c := range m.cells {
		if c.Mode == string(Replay) && c.list == nil {
			e.skipCell(c.Cell, why)
			continue
		}
		c.ID = len(kept)
		kept = append(kept, c)
	}
	dropped := len(m.cells) - len(kept)
	m.cells, m.tracks = kept, nil
	for _, c := range kept {
		m.tracks = append(m.tracks, c.tracks()...)
	}
	m.progress.update(func(s *Snapshot) { s.Cells = len(kept) })
	return dropped
}

// replayList builds the list of a kind and size and its SHA-256 sum in hex: of
// each number in turn its length in bytes, as four big-endian bytes, and its
// big-endian bytes.
func replayList(ctx context.Context, kind sieve.Kind, bits int) (list []*big.Int, sum string, err error) {
	list, err = exemplar.List(ctx, kind, bits, composites(kind, bits))
	if err != nil {
		return nil, "", err
	}
	hash := sha256.New()
	for _, n := range list {
		size := (n.BitLen() + 7) / 8
		hash.Write([]byte{byte(size >> 24), byte(size >> 16), byte(size >> 8), byte(size)})
		hash.Write(n.Bytes())
	}
	return list, hex.EncodeToString(hash.Sum(nil)), nil
}
