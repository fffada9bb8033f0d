// Tracks: what the schedule puts in order, and the cells they belong to.

package bench

import (
	"math/big"
	"slices"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/results"
)

// The ops of tracks that are of no single operation.
const (
	whole  = -1 // searches, streams or replays
	sliced = -2 // slices of searches
)

// A track is a row of like samples: the searches, streams or replays of a cell, the
// slices of its searches, or one of its operations.
type track struct {
	cell *cell
	op   int // index of the cell's operation, whole or sliced
	want int // samples in all; the one of calibration may go beyond it
	done int
	// least is what the plan that is being made leaves it at the least.
	least int

	ready bool    // tried: count and cost are set
	count int64   // repetitions, or finds of a stream, in a sample
	cost  float64 // seconds of a sample, as far as known by the last plan; 0 when not known
	last  bool    // trying it took too long: the others go first
	sum   tally   // of its samples
}

// A cell is the state of one point of the matrix during a run.
type cell struct {
	results.Cell
	runner     strategy.Runner
	facts      strategy.Facts
	operations []strategy.Operation
	list       []*big.Int // to replay
	meter      *engine.Meter

	whole   *track // of searches, streams or replays; nil when only operations are measured
	slices  *track // of searches; nil when they cannot be cut off
	ops     []*track
	guess   float64       // seconds of a search that no operations tell of; 0 when not known
	share   time.Duration // of the budget; 0 when there is none
	limit   time.Duration // of a slice
	samples int           // emitted so far

	planned  bool   // the tracks know what they want
	why      string // the last plan has it modelled, "" when it does not
	modelled bool   // noted as such: it is searched no more
	ended    bool   // the observer knows
}

func newCell(c results.Cell, runner strategy.Runner, meter *engine.Meter) *cell {
	made := &cell{Cell: c, runner: runner, facts: runner.Facts(), operations: operationsOf(c, runner), meter: meter}
	for i := range made.operations {
		if c.Mode != string(Replay) {
			made.ops = append(made.ops, &track{cell: made, op: i})
		}
	}
	switch mode := Mode(c.Mode); {
	case mode.streams() && canStream(runner):
		made.whole = &track{cell: made, op: whole, count: findsAStream(c, made.facts)}
	case mode == Replay || mode == Search && made.facts.Searches:
		made.whole = &track{cell: made, op: whole, count: 1}
	}
	if _, ok := runner.(strategy.Slicer); ok && c.Mode != string(Replay) && c.Mode != string(Operations) && (made.whole != nil || made.facts.Bulk) {
		made.slices = &track{cell: made, op: sliced, count: 1}
	}
	return made
}

// canModel says whether the operations add up to a search.
func (c *cell) canModel() bool {
	if c.Mode != string(Search) {
		return false
	}
	for _, op := range c.operations {
		if op.PerSearch > 0 {
			return true
		}
	}
	return false
}

// finished says whether all the samples that the plan wants are there.
func (c *cell) finished() bool {
	for _, t := range c.tracks() {
		if t.done < t.want {
			return false
		}
	}
	return true
}

func (c *cell) tracks() []*track {
	var tracks []*track
	for _, t := range []*track{c.whole, c.slices} {
		if t != nil {
			tracks = append(tracks, t)
		}
	}
	return append(tracks, c.ops...)
}

// opName is the word for what the track's samples are of.
func (t *track) opName() string {
	switch {
	case t.op == sliced:
		return results.OpSlice
	case t.op != whole:
		return t.cell.operations[t.op].Name
	case t.cell.Mode == string(Replay):
		return results.OpReplay
	}
	return results.OpSearch
}

// tried reports whether the track has its first sample from calibration. Whole
// searches have not, whose time is luck, nor have slices, whose time is given.
func (t *track) tried() bool {
	return t.op != sliced && (t.op != whole || t.cell.Mode != string(Search))
}

// possible reports whether a sample can be taken: whatever is to be tried was. A slice
// may need what an operation that is apart from it has made.
func (t *track) possible() bool {
	if t.op != sliced {
		return !t.tried() || t.ready
	}
	return !slices.ContainsFunc(t.cell.ops, func(o *track) bool { return t.cell.operations[o.op].Apart() && !o.ready })
}

// next returns the track whose next sample has its middle earliest when the
// samples of each track are spread evenly over the run, the first of equals, and
// nil when all is done. So all tracks advance together, and a machine that drifts
// hits all alike; one dear sample comes in the middle of many cheap ones. Tracks
// that were not tried do not take part.
func next(tracks []*track) *track {
	var least *track
	for _, t := range tracks {
		if t.done >= t.want || !t.possible() {
			continue
		}
		// (2 done+1)/want < (2 least.done+1)/least.want, without division
		if least == nil || int64(2*t.done+1)*int64(least.want) < int64(2*least.done+1)*int64(t.want) {
			least = t
		}
	}
	return least
}
