// A run from the header to the closing record.

package bench

import (
	"cmp"
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/hostinfo"
	"primebench/internal/rng"
	"primebench/results"
)

// A Sink takes the records of a run in their order; *results.Writer is one. Its
// first error ends the run.
type Sink interface {
	Header(results.Header) error
	Sample(results.Sample) error
	Note(results.Note) error
	Reading(results.Reading) error
	Prediction(results.Prediction) error
	Close(results.Closing) error
}

// Run measures the Spec and hands its records to the sink: the header before
// anything is measured, each sample as soon as it is taken, and at the end,
// whatever happened, the closing record. Close is called exactly once when
// Header succeeded, and not at all otherwise. The observer may be nil.
//
// A Spec that is wrong gives an error that wraps ErrSpec before the sink is
// touched. When ctx ends, its error is returned within 100 ms, the samples so
// far are in the sink and the closing record says "interrupted"; so it does when
// the lists of replay cells are not made yet, and those cells are then left out.
//
// With a Spec.WaitQuiet it waits for that first; a ctx that ends meanwhile leaves the sink
// untouched.
//
// With a budget nothing is begun after it, and what is under way is cut short
// when a tenth more is over. A run that could not measure every cell in it ends
// as "done", with a note on each such cell, and its error wraps ErrBudget.
func Run(ctx context.Context, s Spec, sink Sink, observer Observer) error {
	return run(ctx, s, sink, observer, environment{
		strategies: Strategies(), clock: newWallClock(), machine: theMachine(),
		counters: func() hostinfo.Counters { return hostinfo.ReadCounters(os.DirFS("/")) },
	})
}

// environment is what tests replace.
type environment struct {
	strategies []strategy.Strategy
	clock      Clock
	machine    func() []results.Value   // reads it; nil when nobody does
	counters   func() hostinfo.Counters // what others use of it, for Spec.WaitQuiet
}

func run(ctx context.Context, s Spec, sink Sink, observer Observer, env environment) error {
	start, began := time.Now(), env.clock.Now()
	if s.Cores > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(s.Cores))
	}
	if s.Seed == nil {
		seed := rng.NewSeed()
		s.Seed = &seed
	}
	// Preparing tables of small primes takes a moment and knows no context.
	e, err := strategy.Await(ctx, func() (*expansion, error) { return expand(s, env.strategies) })
	if err != nil {
		return err
	}
	m := newMeasurer(e, sink, observer, env, began)
	doubt, err := m.waitQuiet(ctx, env.counters)
	if err != nil {
		return err
	}
	start = start.Add(m.start - began)
	listErr := m.makeLists(ctx, e)
	if err := sink.Header(m.header(e, start)); err != nil {
		return err
	}
	if listErr != nil {
		return m.close(listErr)
	}
	if err := cmp.Or(m.noteDoubt(doubt), m.predict()); err != nil {
		return m.close(err)
	}
	if err := m.read(true); err != nil {
		return m.close(err)
	}
	err = m.measure(ctx)
	return m.close(cmp.Or(err, m.read(true)))
}

// A measurer is a run under way.
type measurer struct {
	spec     Spec
	kernel   string // of the batched arithmetic
	sink     Sink
	observer Observer
	clock    Clock
	start    time.Duration // of the clock, when the run began
	prepared time.Duration // from then to the first trial
	progress *progress
	forecast forecast // nil without a budget
	cells    []*cell
	tracks   []*track // of all cells, in order
	unlisted int      // replay cells left out since their lists could not be made
	samples  int      // emitted

	machine func() []results.Value // see environment
	last    results.Reading        // of the machine

	dealt time.Duration // of the clock, when the first plan was made
	busy  bool          // others used the processors, by the samples before the last plan
}

func newMeasurer(e *expansion, sink Sink, observer Observer, env environment, start time.Duration) *measurer {
	m := &measurer{spec: e.matrix.Spec, kernel: e.kernel, sink: sink, observer: observer, clock: env.clock, machine: env.machine, start: start}
	for i, c := range e.matrix.Cells {
		m.cells = append(m.cells, newCell(c, e.runners[i], e.meters[i]))
	}
	for _, c := range m.cells {
		m.tracks = append(m.tracks, c.tracks()...)
	}
	m.progress = newProgress(env.clock, start, m.spec.Budget, len(m.cells))
	if observer != nil {
		observer.Watch(m.progress.snapshot)
	}
	return m
}

func (m *measurer) header(e *expansion, start time.Time) results.Header {
	build := hostinfo.ReadBuild()
	h := results.Header{
		Version:    build.Version,
		Revision:   build.Revision,
		Go:         build.Go,
		Start:      start,
		Suite:      m.spec.Suite,
		Seed:       m.spec.Seed.String(),
		GOMAXPROCS: runtime.GOMAXPROCS(0),
		Kernel:     m.kernel,
		BudgetNS:   int64(m.spec.Budget),
		Samples:    m.spec.Samples,
		Host:       hostinfo.Host(),
		Peers:      m.peers(),
		Cells:      []results.Cell{},
		Skipped:    e.matrix.Skipped,
		Goals:      e.matrix.Goals,
	}
	for _, c := range m.cells {
		h.Cells = append(h.Cells, c.Cell)
	}
	return h
}

// peers lists the libraries that the cells' strategies call.
func (m *measurer) peers() []results.Peer {
	var peers []results.Peer
	for _, c := range m.cells {
		p := c.facts.Peer
		if p.Strategy = c.Strategy; c.facts.Peer != (results.Peer{}) && !slices.Contains(peers, p) {
			peers = append(peers, p)
		}
	}
	return peers
}

// close writes the closing record and returns why the run ended: nil when it is
// done and has all that it was to measure.
func (m *measurer) close(err error) error {
	closing := results.Closing{
		End:       time.Now(),
		Reason:    results.ReasonDone,
		Samples:   m.samples,
		ElapsedNS: int64(m.clock.Now() - m.start),
		PeakBytes: hostinfo.PeakBytes(),
	}
	switch {
	case errors.Is(err, ErrBudget): // the run is done, though it came to little
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		closing.Reason = results.ReasonInterrupted
	case err != nil:
		closing.Reason, closing.Error = results.ReasonFailed, err.Error()
	}
	m.progress.enter(Ended)
	closeErr := m.sink.Close(closing)
	if err == nil {
		err = closeErr
	}
	return err
}
