// The line that says how a run stands.
//
// A search has no memory: however long it has run, the time that remains is
// spread as at its beginning. So the line gives no share of a search that is
// done and no time of arrival, but the chance that a search has a find by now
// and the two times within which half and 95 in 100 of those that still run
// will have one.

package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"primebench/bench"
	"primebench/results"
)

// statusOf picks from a snapshot what the line says.
func statusOf(now bench.Snapshot) status {
	s := status{samples: now.Samples, elapsed: now.Elapsed, budget: now.Budget}
	if now.Op == "" {
		s.cell = string(now.Phase)
		return s
	}
	s.cell = fmt.Sprintf("%s %d %s %s", now.Cell.Kind, now.Cell.Bits, now.Cell.Strategy, now.Op)
	switch {
	case now.Phase != bench.Measuring:
		s.cell = string(now.Phase) + " " + s.cell
	case now.Want > 0:
		s.cell += fmt.Sprintf(" %d/%d", min(now.Done+1, now.Want), now.Want)
	}
	if now.Begun && now.Op == results.OpSearch && now.SampleTime > 0 {
		s.searching = now.SampleTime
		s.testsPerSecond = float64(now.Tests) / now.SampleTime.Seconds()
		s.tau = now.Mean
	}
	return s
}

// A status is how a run stands at one moment.
type status struct {
	cell    string        // "" before the first
	samples int           // in all cells
	elapsed time.Duration // of the run
	budget  time.Duration // of the run; 0 when the number of samples decides

	searching      time.Duration // since this search began; 0 between searches
	testsPerSecond float64       // 0 when unknown
	tau            time.Duration // expected time of a search; 0 when unknown or nothing is searched for
}

// String is the line, what matters most first: a narrow terminal cuts its end.
func (s status) String() string {
	run := span(s.elapsed)
	if s.budget > 0 {
		run += " of " + span(s.budget)
	}
	parts := []string{run}
	if s.cell != "" {
		parts = append(parts, s.cell)
	}
	if s.testsPerSecond > 0 {
		parts = append(parts, count(s.testsPerSecond)+" tests/s")
	}
	if s.searching > 0 && s.tau > 0 {
		parts = append(parts,
			fmt.Sprintf("P(found by now) %.2f", s.foundByNow()),
			fmt.Sprintf("remaining p50 %s p95 %s", span(s.remaining(0.50)), span(s.remaining(0.95))))
	}
	parts = append(parts, "samples "+count(float64(s.samples)))
	return strings.Join(parts, " · ")
}

// foundByNow is the exponential law's chance that a search that began when this
// one did is over.
func (s status) foundByNow() float64 {
	return -math.Expm1(-s.searching.Seconds() / s.tau.Seconds())
}

// remaining is the time within which a share of the searches that still run
// will be over. It does not depend on how long they have run.
func (s status) remaining(share float64) time.Duration {
	return time.Duration(-math.Log1p(-share) * float64(s.tau))
}

// span writes a duration with two or three digits and one unit.
func span(d time.Duration) string {
	seconds := d.Seconds()
	switch {
	case seconds < 0.001:
		return fmt.Sprintf("%.0f µs", seconds*1e6)
	case seconds < 1:
		return fmt.Sprintf("%.0f ms", seconds*1e3)
	case seconds < 10:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds < 120:
		return fmt.Sprintf("%.0f s", seconds)
	case seconds < 600:
		return fmt.Sprintf("%.1f min", seconds/60)
	case seconds < 2*3600:
		return fmt.Sprintf("%.0f min", seconds/60)
	case seconds < 48*3600:
		return fmt.Sprintf("%.1f h", seconds/3600)
	default:
		return fmt.Sprintf("%.0f days", seconds/86400)
	}
}

// count writes a number without decimals, with commas between the thousands.
func count(x float64) string {
	if x < 10 && x != math.Trunc(x) {
		return fmt.Sprintf("%.1f", x)
	}
	digits := fmt.Sprintf("%.0f", x)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
