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

package ui

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// A Status is how a run stands at one moment.
type Status struct {
	Cell    string        // "" before the first
	Op      string        // what the sample is of, "" between cells
	Place   string        // of the sample among those of its kind, such as "3/7"; "" when not known
	Samples int           // in all cells; below 0 when nothing is sampled
	Elapsed time.Duration // of the run
	Budget  time.Duration // of the run; 0 when the number of samples decides

	Searching      time.Duration // since this search began; 0 between searches
	TestsPerSecond float64       // 0 when unknown
	Expected       time.Duration // expected time of a search; 0 when unknown or nothing is searched for

	// Kept is the part of their time in which the threads were ready and kept waiting;
	// 0 when it is not known, or too little to be told.
	Kept float64
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
func (s Status) String() string { return s.line(everything) }

// Fit is the fullest line of at most so many characters, and where none is so
// short, the shortest.
func (s Status) Fit(width int) string {
	for b := everything; b < noPlace; b++ {
		if line := s.line(b); utf8.RuneCountInString(line) <= width {
			return line
		}
	}
	return s.line(noPlace)
}

func (s Status) line(b brevity) string {
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
		add(fmt.Sprintf("left p50 %s p95 %s", Span(s.remaining(0.50)), Span(s.remaining(0.95))))
	}
	if b < noOp && s.Kept > 0 {
		add(fmt.Sprintf("busy machine: kept waiting %.0f %%", 100*s.Kept))
	}
	if b < noSamples && s.Samples >= 0 {
		add("samples " + Count(float64(s.Samples)))
	}
	return strings.Join(parts, " · ")
}

func (s Status) time(b brevity) string {
	if b < noBudget && s.Budget > 0 {
		return Span(s.Elapsed) + " of " + Span(s.Budget)
	}
	return Span(s.Elapsed)
}

func (s Status) subject(b brevity) string {
	words := []string{s.Cell}
	if s.Op != "" && (b < noOp || !s.predicts()) {
		words = append(words, s.Op)
	}
	if s.Place != "" && b < noPlace {
		words = append(words, s.Place)
	}
	return strings.Join(words, " ")
}

func (s Status) speed(b brevity) string {
	switch {
	case s.TestsPerSecond <= 0:
		return ""
	case b < roundTests:
		return Count(s.TestsPerSecond) + " tests/s"
	}
	return roundCount(s.TestsPerSecond) + " tests/s"
}

// predicts reports whether a search is under way whose law is known.
func (s Status) predicts() bool { return s.Searching > 0 && s.Expected > 0 }

// foundByNow is the exponential law's chance that a search that began when this
// one did is over.
func (s Status) foundByNow() float64 {
	return -math.Expm1(-s.Searching.Seconds() / s.Expected.Seconds())
}

// remaining is the time within which a share of the searches that still run
// will be over. It does not depend on how long they have run.
func (s Status) remaining(share float64) time.Duration {
	return time.Duration(-math.Log1p(-share) * float64(s.Expected))
}

// Span writes a duration with two or three digits and one unit.
func Span(d time.Duration) string {
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

// Count writes a number without decimals, with commas between the thousands.
func Count(x float64) string {
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
	return Count(x)
}
