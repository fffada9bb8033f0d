// How far a run is, for those who watch it.

package bench

import (
	"math"
	"sync"
	"time"

	"primebench/engine"
	"primebench/results"
)

// An Observer is told how a run goes. Its methods are called by Run's goroutine
// between samples and must return soon.
type Observer interface {
	// Watch is called once, before anything else. The function tells how far the
	// run is; it is cheap, and may be called by any goroutine at any time, also
	// after the run.
	Watch(snapshot func() Snapshot)
	// Started is called before a cell's first sample, Finished after its last one,
	// also when the budget ended it. An interrupted run leaves cells unfinished.
	Started(cell results.Cell)
	Finished(cell results.Cell)
}

// A Phase is what a run is at.
type Phase string

// The phases of a run, in order.
const (
	Waiting     Phase = "waiting"     // for a quiet machine
	Preparing   Phase = "preparing"   // runners and lists are made
	Calibrating Phase = "calibrating" // operations and replays are tried: their first samples
	Measuring   Phase = "measuring"
	Ended       Phase = "ended"
)

// A Snapshot is how far a run is at a moment.
type Snapshot struct {
	Phase Phase
	Cell  results.Cell // under way
	Op    string       // of the sample under way; "" between samples
	Begun bool         // a sample is under way, since SampleTime
	// Done and Want count the samples of what Op names, in this cell. Want is 0
	// while calibrating.
	Done, Want int
	SampleTime time.Duration
	// Tests is how many tests the search under way has done, Expected how many an
	// average one takes; both 0 where they are not known.
	Tests    int64
	Expected float64
	// Mean is the time of an average sample by calibration, 0 when not known.
	Mean time.Duration

	Cells, CellsDone     int
	Samples, SamplesWant int // of the whole run
	Elapsed              time.Duration
	Budget               time.Duration // 0: Samples decides; while Waiting, how long at most

	// Others is the part of the machine's processors that others used in the last second
	// of Waiting; NaN while it is not known.
	Others float64

	// Kept is the part of their time, between the last two readings of the machine, in
	// which the run's threads were ready and kept waiting; NaN while it is not known.
	Kept float64
}

// progress keeps what a Snapshot is made of. Run writes it once a sample; the
// tests of a search under way come from its Meter.
type progress struct {
	clock Clock

	mu     sync.Mutex
	now    Snapshot // but for its times and Tests
	start  time.Duration
	began  time.Duration // of the sample under way
	meter  *engine.Meter // of the search under way
	before int64         // tests on the meter when it began
	last   results.Reading
}

func newProgress(clock Clock, start, budget time.Duration, cells int) *progress {
	return &progress{clock: clock, start: start, now: Snapshot{Phase: Preparing, Budget: budget, Cells: cells, Kept: math.NaN(), Others: math.NaN()}}
}

func (p *progress) snapshot() Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.now
	s.Elapsed = p.clock.Now() - p.start
	if s.Begun {
		s.SampleTime = p.clock.Now() - p.began
	}
	if p.meter != nil {
		s.Tests = p.meter.Tests() - p.before
	}
	return s
}

// enter begins a phase.
func (p *progress) enter(phase Phase) {
	p.update(func(s *Snapshot) { s.Phase = phase })
}

// restart has the run begin at another time, and its budget with it.
func (p *progress) restart(at, budget time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.start = at
	p.now.Phase, p.now.Budget = Preparing, budget
}

func (p *progress) update(change func(*Snapshot)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.now)
}

// begin says that a sample of a track is under way.
func (p *progress) begin(t *track) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := t.cell
	p.began = p.clock.Now()
	p.now.Cell, p.now.Op, p.now.Begun = c.Cell, t.opName(), true
	p.now.Done, p.now.Want = t.done, t.want
	p.now.Expected, p.now.Mean = 0, seconds(t.cost)
	if p.now.Op == results.OpSearch {
		p.meter, p.before = c.meter, c.meter.Tests()
		p.now.Expected = c.Expected.Survivors * float64(t.count)
		if !t.tried() {
			p.now.Mean = seconds(c.meanSearch())
		}
	}
}

// end says that no sample is under way.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.Begun, p.meter = false, nil
}

// look takes note of a reading.
func (p *progress) look(r results.Reading) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept, ok := r.Kept(&p.last); ok {
		p.now.Kept = kept
	}
	p.last = r
}

// count takes stock after a sample.
func (p *progress) count(cells []*cell, tracks []*track) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.CellsDone, p.now.Samples, p.now.SamplesWant = 0, 0, 0
	for _, c := range cells {
		if c.planned && c.finished() {
			p.now.CellsDone++
		}
	}
	for _, t := range tracks {
		p.now.Samples += t.done
		p.now.SamplesWant += max(t.want, t.done)
	}
}
