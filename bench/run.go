// A run from the header to the closing record.

package bench

import (
	"context"
	"errors"
	"runtime"
	"time"

	"primebench/bench/strategy"
	"primebench/internal/hostinfo"
	"primebench/internal/rng"
	"primebench/results"
	"primebench/sieve"
)

// A Sink takes the records of a run in their order; *results.Writer is one. Its
// first error ends the run.
type Sink interface {
	Header(results.Header) error
	Sample(results.Sample) error
	Note(results.Note) error
	Close(results.Closing) error
}

// NoteEmpty is the Code of the note on a cell that the budget left without a
// sample.
const NoteEmpty = "empty"

// Run measures the Spec and hands its records to the sink: the header before
// anything is measured, each sample as soon as it is taken, and at the end,
// whatever happened, the closing record. Close is called exactly once when
// Header succeeded, and not at all otherwise. The observer may be nil.
//
// A Spec that is wrong gives an error that wraps ErrSpec before the sink is
// touched. When ctx ends, its error is returned within 100 ms, the samples so
// far are in the sink and the closing record says "interrupted". With a budget
// the run ends about then; it takes longer where a sample of each operation does.
func Run(ctx context.Context, s Spec, sink Sink, observer Observer) error {
	return run(ctx, s, sink, observer, environment{strategies: Strategies(), clock: newWallClock()})
}

// environment is what tests replace.
type environment struct {
	strategies []strategy.Strategy
	clock      Clock
}

func run(ctx context.Context, s Spec, sink Sink, observer Observer, env environment) error {
	start := time.Now()
	if s.Seed == nil {
		seed := rng.NewSeed()
		s.Seed = &seed
	}
	// Preparing tables of small primes takes a moment and knows no context.
	e, err := strategy.Await(ctx, func() (*expansion, error) { return expand(s, env.strategies) })
	if err != nil {
		return err
	}
	m := newMeasurer(e, sink, observer, env.clock)
	if err := m.makeLists(ctx, e); err != nil {
		return err
	}
	if err := sink.Header(m.header(e, start)); err != nil {
		return err
	}
	return m.close(m.measure(ctx))
}

// A measurer is a run under way.
type measurer struct {
	spec     Spec
	sink     Sink
	observer Observer
	clock    Clock
	start    time.Duration
	progress *progress
	cells    []*cell
	tracks   []*track // of all cells, in order
	samples  int      // emitted
}

func newMeasurer(e *expansion, sink Sink, observer Observer, clock Clock) *measurer {
	m := &measurer{spec: e.matrix.Spec, sink: sink, observer: observer, clock: clock, start: clock.Now()}
	for i, c := range e.matrix.Cells {
		m.cells = append(m.cells, newCell(c, e.runners[i], e.meters[i]))
	}
	for _, c := range m.cells {
		m.tracks = append(m.tracks, c.tracks()...)
	}
	m.progress = newProgress(clock, m.spec.Budget, len(m.cells))
	if observer != nil {
		observer.Watch(m.progress.snapshot)
	}
	return m
}

// makeLists builds the lists of the replay cells, one for each kind and size.
func (m *measurer) makeLists(ctx context.Context, e *expansion) error {
	type subject struct {
		kind sieve.Kind
		bits int
	}
	made := map[subject]*cell{}
	for i, c := range m.cells {
		if c.Mode != string(Replay) {
			continue
		}
		s := subject{e.kinds[i], c.Bits}
		if first, ok := made[s]; ok {
			c.list, c.List = first.list, first.List
			continue
		}
		var err error
		if c.list, c.List, err = replayList(ctx, s.kind, s.bits); err != nil {
			return err
		}
		made[s] = c
	}
	return nil
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
		Kernel:     e.kernel,
		BudgetNS:   int64(m.spec.Budget),
		Samples:    m.spec.Samples,
		Host:       hostinfo.Host(),
		Cells:      []results.Cell{},
		Skipped:    e.matrix.Skipped,
	}
	for _, c := range m.cells {
		h.Cells = append(h.Cells, c.Cell)
	}
	return h
}

// close writes the closing record and returns why the run ended: nil when it is
// done.
func (m *measurer) close(err error) error {
	closing := results.Closing{
		End:       time.Now(),
		Reason:    results.ReasonDone,
		Samples:   m.samples,
		ElapsedNS: int64(m.clock.Now() - m.start),
		PeakBytes: hostinfo.PeakBytes(),
	}
	switch {
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
