// The line that says how a run stands.
//
// A search has no memory: however long it has run, the time that remains is
// spread as at its beginning. So the line gives no share of a search that is
// done and no time of arrival, but the chance that a search has a find by now
// and the two times within which half and 95 in 100 of those that still run
// will have one.
//
// Those three and the cell are what a line is for: on a narrow terminal the rest
// gives way, part by part.

package main

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"primebench/internal/bench"
	"primebench/results"
)

// statusOf picks from a snapshot what the line says.
func statusOf(now bench.Snapshot) status {
	s := status{samples: now.Samples, elapsed: now.Elapsed, budget: now.Budget}
	if now.Op == "" {
		s.cell = string(now.Phase)
		return s
	}
	s.cell, s.op = fmt.Sprintf("%s %d %s", now.Cell.Kind, now.Cell.Bits, now.Cell.Strategy), now.Op
	switch {
	case now.Phase != bench.Measuring:
		s.cell = string(now.Phase) + " " + s.cell
	case now.Want > 0:
		s.place = fmt.Sprintf("%d/%d", min(now.Done+1, now.Want), now.Want)
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
	op      string        // what the sample is of, "" between cells
	place   string        // of the sample among those of its kind, such as "3/7"; "" when not known
	samples int           // in all cells; below 0 when nothing is sampled
	elapsed time.Duration // of the run
	budget  time.Duration // of the run; 0 when the number of samples decides

	searching      time.Duration // since this search began; 0 between searches
	testsPerSecond float64       // 0 when unknown
	tau            time.Duration // expected time of a search; 0 when unknown or nothing is searched for
}

// A brevity is how much a line leaves out. Each one leaves out what those before
// it do, and more; but without the tests there may be room for the time again.
type brevity int

const (
	everything brevity = iota
	noSamples
	roundTests // 12k instead of 12,346
	noOp       // where P(found) says that it is a search
	noBudget
	noElapsed
	timeForTests
	noTests
	noPlace
)

// String is the whole line.
func (s status) String() string { return s.line(everything) }

// fit is the fullest line of at most so many characters, and where none is so
// short, the shortest.
func (s status) fit(width int) string {
	for b := everything; b < noPlace; b++ {
		if line := s.line(b); utf8.RuneCountInString(line) <= width {
			return line
		}
	}
	return s.line(noPlace)
}

func (s status) line(b brevity) string {
	var parts []string
	add := func(part string) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if b < noElapsed || b == timeForTests {
		add(s.time(b))
	}
	add(s.subject(b))
	if b < timeForTests {
		add(s.speed(b))
	}
	if s.predicts() {
		add(fmt.Sprintf("P(found) %.2f", s.foundByNow()))
		add(fmt.Sprintf("left p50 %s p95 %s", span(s.remaining(0.50)), span(s.remaining(0.95))))
	}
	if b < noSamples && s.samples >= 0 {
		add("samples " + count(float64(s.samples)))
	}
	return strings.Join(parts, " · ")
}

func (s status) time(b brevity) string {
	if b < noBudget && s.budget > 0 {
		return span(s.elapsed) + " of " + span(s.budget)
	}
	return span(s.elapsed)
}

func (s status) subject(b brevity) string {
	words := []string{s.cell}
	if s.op != "" && (b < noOp || !s.predicts()) {
		words = append(words, s.op)
	}
	if s.place != "" && b < noPlace {
		words = append(words, s.place)
	}
	return strings.Join(words, " ")
}

func (s status) speed(b brevity) string {
	switch {
	case s.testsPerSecond <= 0:
		return ""
	case b < roundTests:
		return count(s.testsPerSecond) + " tests/s"
	}
	return roundCount(s.testsPerSecond) + " tests/s"
}

// predicts says whether a search is under way whose law is known.
func (s status) predicts() bool { return s.searching > 0 && s.tau > 0 }

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

// roundCount writes a number in at most four characters, as 2.5k or 12M.
func roundCount(x float64) string {
	for _, unit := range []struct {
		size   float64
		suffix string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		switch n := x / unit.size; {
		case n >= 9.95:
			return fmt.Sprintf("%.0f%s", n, unit.suffix)
		case n >= 0.9995:
			return fmt.Sprintf("%.1f%s", n, unit.suffix)
		}
	}
	return count(x)
}
