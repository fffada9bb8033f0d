// The status line of a run.

package measure

import (
	"fmt"
	"math"

	"primebench/internal/analysis"
	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/results"
)

// An observer is the bench.Observer that shows how a run goes.
type observer struct{ shown *ui.Progress }

// Watch shows the run's status until the progress ends.
func (o observer) Watch(snapshot func() bench.Snapshot) {
	o.shown.Watch(func() ui.Status { return statusOf(snapshot()) })
}

// Started shows each new cell, however short its time is.
func (o observer) Started(results.Cell) { o.shown.Refresh() }

// Finished has nothing to add: the next cell will be shown.
func (o observer) Finished(results.Cell) {}

// statusOf picks from a snapshot what the line says.
func statusOf(now bench.Snapshot) ui.Status {
	s := ui.Status{Samples: now.Samples, Elapsed: now.Elapsed, Budget: now.Budget}
	if now.Kept > analysis.MostKept { // which it is not when unknown
		s.Kept = now.Kept
	}
	if now.Phase == bench.Waiting {
		s.Cell, s.Samples = waitingFor(now.Others), -1
		return s
	}
	if now.Op == "" {
		s.Cell = string(now.Phase)
		return s
	}
	s.Cell, s.Op = fmt.Sprintf("%s %d %s", now.Cell.Kind, now.Cell.Bits, now.Cell.Strategy), now.Op
	switch {
	case now.Phase != bench.Measuring:
		s.Cell = string(now.Phase) + " " + s.Cell
	case now.Want > 0:
		s.Place = fmt.Sprintf("%d/%d", min(now.Done+1, now.Want), now.Want)
	}
	if now.Begun && now.Op == results.OpSearch && now.SampleTime > 0 {
		s.Searching = now.SampleTime
		s.TestsPerSecond = float64(now.Tests) / now.SampleTime.Seconds()
		s.Expected = now.Mean
	}
	return s
}

// waitingFor says what a run waits for, by the part of the processors that others use.
func waitingFor(others float64) string {
	const what = "waiting for a quiet machine"
	if math.IsNaN(others) {
		return what
	}
	return fmt.Sprintf("%s: others use %.0f %% of it", what, 100*others)
}
