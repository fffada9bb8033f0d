// Package doctor says how far times that are measured on this machine can be
// trusted. It works in two steps.
//
//   - Examine reads the settings of the machine, times a fixed load in short
//     slices on every processor that it may use, and reads the counters before and
//     after that.
//   - Diagnose turns the evidence into findings and a grade. It is a pure function:
//     the same evidence gives the same diagnosis.
//
// # The grade
//
// The grade says which change of speed a comparison of two runs can see here:
// A 1 %, B 3 %, C 5 %, D 10 %, E 20 %, F none of these. It is the worst of two:
//
//   - What the slices show. The times of blocks of about 0.1 s, equal work each,
//     have a mean with a 95 % interval of half width h (Student; package stats).
//     Two sides of that length differ by up to sqrt(2) h without any change, and a
//     gate must allow for twice its own noise. So the smallest change that can be
//     seen is 2 sqrt(2) h, of the worst processor. Longer sides see less only if the
//     noise has no memory, which neighbours and heat have; so nothing is promised
//     for them.
//   - What a few seconds cannot show. Each finding has a Severity, and each severity
//     a best grade: by how much it may shift a whole side against the other.
//
// What is not known may be bad, and is never counted as good: it leaves B at best.
package doctor

import (
	"time"

	"primebench/internal/cpu"
	"primebench/internal/hostinfo"
	"primebench/internal/unit"
)

// Evidence is all that a diagnosis stands on.
type Evidence struct {
	Before, After hostinfo.State // of the machine, around the slices
	Elapsed       time.Duration  // between the two
	Own           time.Duration  // processor time of this process between the two; 0 when unknown
	Hypervisor    cpu.Hypervisor
	ClockStep     time.Duration // smallest step that the clock was seen to make; 0 when it made none
	Slices        Slices
}

// A Grade is A to F: which change of speed can be seen.
type Grade string

// grades are the grades with the change that each of them sees, finest first.
// Slower by 3, 5 and 10 % is what compare --self-test tries to see.
func grades() []struct {
	Grade Grade
	Sees  float64
} {
	return []struct {
		Grade Grade
		Sees  float64
	}{{"A", 0.01}, {"B", 0.03}, {"C", 0.05}, {"D", 0.10}, {"E", 0.20}}
}

const worstGrade Grade = "F"

// gradeOf is the grade of a machine whose smallest visible change is given.
func gradeOf(smallest float64) Grade {
	for _, g := range grades() {
		if smallest <= g.Sees {
			return g.Grade
		}
	}
	return worstGrade
}

// Meaning says what a grade stands for in a sentence.
func (g Grade) Meaning() string {
	for _, known := range grades() {
		if known.Grade == g {
			return "a change of " + unit.Given(known.Sees, unit.Share) + " can be seen here"
		}
	}
	return "not even a change of 20 % can be told from noise here"
}

// A Severity says how much a finding may shift times.
type Severity string

// The severities, the best first.
const (
	Good    Severity = "good"
	Note    Severity = "note"    // worth knowing, and no harm by itself
	Minor   Severity = "minor"   // may shift times by up to 3 %
	Unknown Severity = "unknown" // not known, so that it may be anything
	Major   Severity = "major"   // may shift times by up to 10 %
	Severe  Severity = "severe"  // may shift times by more than that
)

// best is the best grade that a machine with such a finding can have.
func (s Severity) best() Grade {
	switch s {
	case Good, Note:
		return "A"
	case Minor, Unknown:
		return "B"
	case Major:
		return "D"
	}
	return worstGrade
}

// A share of time that is lost in one side and not in the other is a shift of that
// size: half of what an A sees does no harm, and then the bounds of the grades
// that the severities leave.
const (
	harmless   = 0.005
	minorShare = 0.03
	majorShare = 0.10
)

func severityOf(share float64) Severity {
	switch {
	case share <= harmless:
		return Good
	case share <= minorShare:
		return Minor
	case share <= majorShare:
		return Major
	}
	return Severe
}

// A Finding is one thing that was looked at.
type Finding struct {
	Name     string   `json:"name"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`
	Advice   string   `json:"advice"` // what to do, in a line; "" when there is nothing
}

// A Diagnosis is what the doctor says.
type Diagnosis struct {
	Grade    Grade     `json:"grade"`
	Meaning  string    `json:"meaning"`
	Smallest *float64  `json:"smallest_change"` // share that the slices alone let one see; null when there were too few
	Findings []Finding `json:"findings"`
	Seconds  float64   `json:"seconds"` // length of the measurement
	Pinned   bool      `json:"pinned"`  // each of Cores was measured on a processor of its own
	Cores    []Core    `json:"cores"`
}

// Diagnose judges the evidence.
func Diagnose(e Evidence) Diagnosis {
	d := Diagnosis{Seconds: e.Slices.Length.Seconds(), Pinned: e.Slices.Pinned}
	d.Cores, d.Smallest = judge(e.Slices)
	d.Findings = findings(e, d.Cores, d.Smallest)
	d.Grade = "A"
	for _, f := range d.Findings {
		d.Grade = max(d.Grade, f.Severity.best())
	}
	if d.Smallest == nil {
		d.Grade = worstGrade
	} else {
		d.Grade = max(d.Grade, gradeOf(*d.Smallest))
	}
	d.Meaning = d.Grade.Meaning()
	return d
}
