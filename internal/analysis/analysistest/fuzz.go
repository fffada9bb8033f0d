// Runs out of the bytes of a fuzzer.

package analysistest

import (
	"math"
	"time"

	"primebench/results"
)

// A tape turns bytes into the numbers of a run; at its end all are 0.
type tape struct{ left []byte }

func (p *tape) byte() byte {
	if len(p.left) == 0 {
		return 0
	}
	b := p.left[0]
	p.left = p.left[1:]
	return b
}

func (p *tape) below(n int) int { return int(p.byte()) % n }

// whole is a number of any size up to 2^63-1, small ones and the extreme being
// likely.
func (p *tape) whole() int64 {
	b := p.byte()
	if b == 255 {
		return math.MaxInt64
	}
	return int64(b%16) << (b / 4 % 59)
}

// real is a number of at least 0, of any magnitude.
func (p *tape) real() float64 {
	switch b := p.byte(); b {
	case 0, 1:
		return float64(b)
	case 254:
		return math.SmallestNonzeroFloat64
	case 255:
		return math.MaxFloat64
	default:
		return math.Ldexp(1+float64(p.byte())/256, int(b)-64)
	}
}

func pick[T any](p *tape, from ...T) T { return from[p.below(len(from))] }

// RunFrom builds a run that Analyse accepts from any bytes.
func RunFrom(data []byte) *results.Run {
	p := &tape{data}
	run := &results.Run{Damage: pick(p, nil, results.Damages{{Line: 2, Reason: "torn"}})}
	run.Header.Start = time.Unix(p.whole()>>30, 0)
	run.Header.Host = results.Host{PhysicalCores: p.below(4), CgroupCores: p.real()}
	if reason := pick(p, "", results.ReasonDone, results.ReasonInterrupted, results.ReasonFailed); reason != "" {
		run.Closing = &results.Closing{Reason: reason, End: time.Unix(p.whole()>>30, 0), ElapsedNS: p.whole()}
	}
	for id := range p.below(8) {
		run.Header.Cells = append(run.Header.Cells, cellFrom(p, id))
	}
	if len(run.Header.Cells) == 0 {
		return run
	}
	for len(p.left) > 0 && len(run.Samples) < 400 {
		cell := p.below(len(run.Header.Cells))
		if p.below(16) == 0 {
			run.Notes = append(run.Notes, results.Note{Cell: cell - p.below(2), Code: results.NoteModelled, Text: "why"})
			continue
		}
		run.Samples = append(run.Samples, results.Sample{
			Cell: cell, Op: pick(p, results.OpSearch, results.OpSlice, results.OpReplay, results.OpSieve, results.OpTest, results.OpAccept, "shared-short", "shared-short-x8", "keygen-ct"),
			Count: max(1, p.whole()), WallNS: max(1, p.whole()), CPUNS: p.whole(),
			Candidates: p.whole(), Survivors: p.whole(), Primes: p.whole(),
			Phases: results.Phases{SieveNS: p.whole(), TestNS: p.whole(), AcceptNS: p.whole()},
		})
	}
	return run
}

func cellFrom(p *tape, id int) results.Cell {
	c := results.Cell{
		ID: id, Kind: pick(p, results.KindPrime, results.KindSafe), Bits: 512 << p.below(5),
		Strategy: pick(p, results.StrategyOnTheFly, results.StrategyStdlib, results.StrategyHardcoded), Mode: pick(p, results.ModeSearch, results.ModeReplay, results.ModeOperations, results.ModeStream, results.ModeBulk),
		Workers: 1 + p.below(3), Policy: Policy(pick(p, "mr20+lucas", "mr3")), Seeded: p.below(2) == 0,
		Expected: results.Work{Candidates: p.real(), Survivors: p.real()},
	}
	for _, name := range []string{results.OpSieve, results.OpTest, results.OpAccept}[:p.below(4)] {
		c.Operations = append(c.Operations, results.Operation{Name: name, PerSearch: p.real()})
	}
	constant := Keygen
	constant.ConstantTime = true
	for _, op := range Uses(c.Bits, SharedShort, SharedShortBatch, constant)[:p.below(4)] {
		op.PerSearch = float64(p.below(2))
		c.Operations = append(c.Operations, op)
	}
	return c
}
