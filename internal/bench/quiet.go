// Waiting for a quiet machine, before anything is measured.

package bench

import (
	"context"
	"fmt"
	"math"
	"time"

	"primebench/internal/hostinfo"
	"primebench/results"
)

const (
	// mostOthers is the part of the processors' time that others use at most on a quiet
	// machine: a desktop or a server with nothing to do uses about one per cent.
	mostOthers = 0.03
	// calmFor is how long they must have used no more than that, and lookEvery how often
	// that is looked at: a hundred ticks of each processor.
	calmFor   = 3 * time.Second
	lookEvery = time.Second
)

// waitQuiet waits until others leave the machine alone, for the Spec's WaitQuiet at most.
// It returns what a reader of the run should know: "" when the machine was quiet. The
// time that it takes is no part of the run.
func (m *measurer) waitQuiet(ctx context.Context, counters func() hostinfo.Counters) (doubt string, err error) {
	longest := m.spec.WaitQuiet
	if longest == 0 {
		return "", nil
	}
	start := m.clock.Now()
	m.progress.update(func(s *Snapshot) { s.Phase, s.Budget = Waiting, longest })
	defer func() { m.restart(m.clock.Now() - start) }()

	calm, last, others := start, counters(), math.NaN()
	for now := start; ; {
		if err := m.sleep(ctx, min(lookEvery, start+longest-now)); err != nil {
			return "", err
		}
		next := counters()
		before := now
		now = m.clock.Now()
		if part, known := usedByOthers(next.Since(last), now-before); known {
			others = part
		}
		if last = next; math.IsNaN(others) {
			return "the machine does not say whether it is quiet, so that this was not waited for", nil
		}
		m.progress.update(func(s *Snapshot) { s.Others = others })
		if others > mostOthers {
			calm = now
		}
		switch {
		case now-calm >= min(calmFor, longest):
			return "", nil
		case now-start >= longest:
			return fmt.Sprintf("the machine was not quiet within %v, with %.0f %% of its processors used by others in the end: it was measured all the same", longest, 100*others), nil
		}
	}
}

// usedByOthers is the part of the processors' time that went to others while the run
// itself did nothing, by the rise of the counters, or the part of the time in which
// somebody waited for a processor if that is more; known is false when nothing tells.
func usedByOthers(rise hostinfo.Counters, elapsed time.Duration) (part float64, known bool) {
	if t := rise.Ticks; t != nil {
		part, known = float64(t.Busy+t.Steal)/float64(t.Total), true
	}
	if p := rise.Pressure; p != nil && elapsed > 0 {
		part, known = max(part, p.Seconds()/elapsed.Seconds()), true
	}
	return part, known
}

// sleep waits for a while, or until the context ends, whose error it returns.
func (m *measurer) sleep(ctx context.Context, d time.Duration) error {
	woken := make(chan struct{})
	stop := m.clock.AfterFunc(max(0, d), func() { close(woken) })
	defer stop()
	select {
	case <-woken:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// restart takes time that was waited out of the run.
func (m *measurer) restart(waited time.Duration) {
	m.start += waited
	m.progress.restart(m.start, m.spec.Budget)
}

// noteDoubt hands over what waitQuiet says.
func (m *measurer) noteDoubt(doubt string) error {
	if doubt == "" {
		return nil
	}
	return m.sink.Note(results.Note{Cell: -1, Code: results.NoteUnquiet, Text: doubt})
}
