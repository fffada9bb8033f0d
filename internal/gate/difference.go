// Two sides of runs set against each other: what a gate decides by.

package gate

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/results"
)

// ErrRules is wrapped by the error of Compare when the Rules make no sense.
var ErrRules = errors.New("gate: not rules to compare by")

// ErrNotComparable is wrapped by the error of Compare when the sides are not of
// the same work on the same machine, or one of them is no measurement. The
// Difference then lists the Obstacles and nothing else.
var ErrNotComparable = errors.New("gate: the runs are not comparable")

// DefaultTolerance is the Tolerance of a gate that nobody gave another: a change
// of that size is let pass.
const DefaultTolerance = 0.02

// MaxTolerance bounds Rules.Tolerance: above it a gate guards nothing.
const MaxTolerance = 1.0

// Rules is how two sides are compared. The zero value compares all of the cells'
// fields, with DefaultTolerance.
type Rules struct {
	// Tolerance is the relative slowdown that is let pass, above 0 and at most
	// MaxTolerance; 0 stands for DefaultTolerance.
	Tolerance float64
	// Across are the fields of cells that may differ, because their difference is
	// what is asked about.
	Across []Field
	// Geomean has the geometric mean over all subjects computed besides; of Records,
	// over those in seconds.
	Geomean bool
	// Common leaves out what one side has alone, and says so in a remark. Otherwise that
	// makes the sides not comparable.
	Common bool
	// Now is the time by which a run is from the future; the zero time: not looked
	// at.
	Now time.Time
}

// An Input is a run and the name that messages have for it.
type Input struct {
	Name string
	Run  *results.Run
}

// A Difference is what two sides say of each other.
type Difference struct {
	// Verdict is the worst of all changes, Regression when that is the Geomean's, and
	// NotComparable where there are Obstacles.
	Verdict Verdict `json:"verdict"`
	// Paired is set when the runs of both sides were made in turn, block by block,
	// so that each block is compared with its neighbour in time.
	Paired    bool           `json:"paired"`
	Clock     analysis.Clock `json:"clock"`     // that times are compared by
	Tolerance float64        `json:"tolerance"` // what the caller lets pass
	Base      Side           `json:"base"`
	Head      Side           `json:"head"`
	Changes   []Change       `json:"changes"`
	// Besides is what was measured of two commands and is not judged: its changes have
	// no Verdict.
	Besides   []Change   `json:"besides,omitempty"`
	Geomean   *Change    `json:"geomean"` // over all of Changes; nil when it was not asked for
	Obstacles []Obstacle `json:"obstacles"`
	// Failures say which files of other tools tell of something that failed. With any,
	// no change is a pass. They are the first of Remarks.
	Failures []string `json:"failures,omitempty"`
	Remarks  []string `json:"remarks"` // what differs without standing in the way, and what weakens the verdict
}

// A Side is the runs of one build.
type Side struct {
	Names    []string      `json:"runs"`            // of the runs
	Version  string        `json:"program_version"` // of the first run
	Revision string        `json:"revision"`        // of the first run
	Go       string        `json:"go"`
	CPU      string        `json:"cpu"`
	OS       string        `json:"os"`
	Arch     string        `json:"arch"`
	From     time.Time     `json:"from,omitzero"` // start of the first run; the zero time of a Record
	To       time.Time     `json:"to,omitzero"`   // start of the last run
	Measured time.Duration `json:"measured_s"`
	// Shared is how many of the runs were made on a machine that was shared, and Busy
	// why of the first of them, "" without any.
	Shared int    `json:"runs_on_shared_machine"`
	Busy   string `json:"busy"`
	timed  bool   // all of the runs know their processor time
}

// A Verdict is what a gate makes of a change.
type Verdict string

// The verdicts, the worst last.
const (
	Faster       Verdict = "faster" // a pass, and faster by more than the tolerance
	Pass         Verdict = "pass"
	Inconclusive Verdict = "inconclusive"
	Regression   Verdict = "regression"
)

// NotComparable stands in the place of a verdict where there can be none.
const NotComparable Verdict = "not comparable"

// severity orders the verdicts.
func (v Verdict) severity() int {
	return slices.Index([]Verdict{Faster, Pass, Inconclusive, Regression}, v)
}

// A Change is how much longer the head takes than the base for one subject: a
// whole cell, one of its operations, or a Series. Of a Series that is no time it is how
// much more of it the head has.
type Change struct {
	Cell results.Cell `json:"cell,omitzero"` // the base's
	// Benchmark and Metric name a Series in the place of a cell.
	Benchmark string `json:"benchmark,omitempty"`
	Metric    string `json:"metric,omitempty"`
	// HeadStrategy and HeadKernel are the head's where the rules let them differ,
	// else those of Cell.
	HeadStrategy string `json:"head_strategy"`
	HeadKernel   string `json:"head_kernel"`
	Op           string `json:"operation"` // "" for the cell's whole time
	Quantity     string `json:"quantity"`  // what is compared, in a few words
	// Base and Head are the median block of either side, in seconds or the unit of the
	// Series, with the interval of each by itself.
	Base analysis.Estimate `json:"base"`
	Head analysis.Estimate `json:"head"`
	// Ratio is the time of the head over that of the base with its interval at the
	// level Confidence, which Holm's procedure sets above 95 % where there are
	// several subjects.
	Ratio      analysis.Estimate `json:"ratio"`
	Confidence float64           `json:"confidence"`
	Blocks     int               `json:"blocks"` // that the ratio stands on: pairs, or those of the smaller side
	// Noise is the relative change that the same build shows against itself in
	// these runs, and Limit the slowdown above which the whole interval must lie for
	// a regression: the larger of the tolerance and twice the noise.
	Noise   float64 `json:"noise"`
	Limit   float64 `json:"limit"`
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why"`  // of an inconclusive verdict
	More    int     `json:"more"` // blocks that would settle it at the present scatter; 0 when none would
}

// Compare sets the head's runs against the base's. Runs of a side are of one
// build. The sides' Names are told in messages. The same inputs give the same
// Difference.
//
// An error that wraps ErrRules says that the rules make no sense; one that wraps
// ErrNotComparable comes with a Difference that has the Obstacles.
func Compare(base, head []Input, rules Rules) (*Difference, error) {
	if err := rules.complete(); err != nil {
		return nil, err
	}
	d := &Difference{Base: sideOf(base), Head: sideOf(head), Tolerance: rules.Tolerance, Paired: inTurn(base, head)}
	d.Clock = clockOf(&d.Base, &d.Head)
	matched, left, obstacles := match(base, head, rules, d.Clock)
	if len(obstacles) == 0 {
		obstacles = unmeasurable(matched, d.Paired)
	}
	if len(obstacles) > 0 {
		return d, d.refuse(obstacles)
	}
	d.Changes = changes(matched, d.Paired, rules.Tolerance)
	if rules.Geomean {
		d.Geomean = geomean(matched, d.Paired, rules.Tolerance)
	}
	d.spare()
	d.Remarks = append(differenceRemarks(base, head, d), leftOut(left)...)
	d.decide()
	return d, nil
}

// complete fills in what the rules leave out.
func (r *Rules) complete() error {
	r.Tolerance = orDefault(r.Tolerance)
	if !(r.Tolerance > 0 && r.Tolerance <= MaxTolerance) {
		return fmt.Errorf("%w: a tolerance of %v, want above 0 and at most %v", ErrRules, r.Tolerance, MaxTolerance)
	}
	return nil
}

// refuse notes why there is no comparison, and returns that as an error.
func (d *Difference) refuse(obstacles []Obstacle) error {
	d.Obstacles, d.Verdict = obstacles, NotComparable
	return fmt.Errorf("%w: %s", ErrNotComparable, obstacleText(obstacles))
}

// decide makes the verdict of the changes' own.
func (d *Difference) decide() {
	d.Verdict = worst(d.Changes)
	if d.Geomean != nil && d.Geomean.Verdict == Regression {
		d.Verdict = Regression
	}
}

// leftOut is the remark on what one side has alone.
func leftOut(left []Obstacle) []string {
	if len(left) == 0 {
		return nil
	}
	return []string{"left out, being no part of both sides: " + obstacleText(left)}
}

func orDefault(tolerance float64) float64 { return cmp.Or(tolerance, DefaultTolerance) }

// obstacleText names the first obstacles.
func obstacleText(obstacles []Obstacle) string {
	const most = 3
	var texts []string
	for _, o := range obstacles[:min(most, len(obstacles))] {
		texts = append(texts, o.String())
	}
	if more := len(obstacles) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return join(texts)
}

func worst(changes []Change) Verdict {
	verdict := Faster
	for i := range changes {
		if changes[i].Verdict.severity() > verdict.severity() {
			verdict = changes[i].Verdict
		}
	}
	return verdict
}

func sideOf(inputs []Input) Side {
	var s Side
	for i, in := range inputs {
		s.Names = append(s.Names, in.Name)
		if in.Run == nil {
			continue
		}
		h := in.Run.Header
		if i == 0 {
			s.Version, s.Revision, s.Go = h.Version, h.Revision, h.Go
			s.CPU, s.OS, s.Arch = h.Host.CPU, h.Host.OS, h.Host.Arch
			s.From, s.To = h.Start, h.Start
		}
		if h.Start.Before(s.From) {
			s.From = h.Start
		}
		if h.Start.After(s.To) {
			s.To = h.Start
		}
		for _, sample := range in.Run.Samples {
			s.Measured += time.Duration(sample.WallNS)
		}
	}
	s.look(inputs)
	return s
}

// inTurn says whether the runs are blocks of a duet: as many on either side, each
// with a seed that its partner shares and no other run has, and each pair over
// before the next begins.
func inTurn(base, head []Input) bool {
	if len(base) != len(head) || len(base) < 2 {
		return false
	}
	seen := map[string]bool{}
	var before time.Time
	for i := range base {
		if base[i].Run == nil || head[i].Run == nil {
			return false
		}
		a, b := base[i].Run.Header, head[i].Run.Header
		if a.Seed != b.Seed || seen[a.Seed] {
			return false
		}
		seen[a.Seed] = true
		first, last := a.Start, b.Start
		if last.Before(first) {
			first, last = last, first
		}
		if first.Before(before) {
			return false
		}
		before = last
	}
	return true
}

// differenceRemarks lists what a reader of the verdict should know.
func differenceRemarks(base, head []Input, d *Difference) []string {
	var remarks []string
	for _, in := range slices.Concat(base, head) {
		run := in.Run
		switch {
		case len(run.Damage) > 0:
			remarks = append(remarks, fmt.Sprintf("%s is damaged: %s", in.Name, run.Damage))
		case run.Closing == nil:
			remarks = append(remarks, in.Name+" is incomplete: it was cut short")
		case run.Closing.Reason != results.ReasonDone:
			remarks = append(remarks, fmt.Sprintf("%s is incomplete: it was %s", in.Name, run.Closing.Reason))
		}
	}
	if remark := busyRemark(d); remark != "" {
		remarks = append(remarks, remark)
	}
	for _, f := range []struct{ name, base, head string }{
		{"Go", d.Base.Go, d.Head.Go},
		{"GOMAXPROCS", fmt.Sprint(base[0].Run.Header.GOMAXPROCS), fmt.Sprint(head[0].Run.Header.GOMAXPROCS)},
		{"release of the system", base[0].Run.Header.Host.Release, head[0].Run.Header.Host.Release},
	} {
		if f.base != f.head {
			remarks = append(remarks, fmt.Sprintf("the sides differ in %s: %s and %s", f.name, f.base, f.head))
		}
	}
	if sameBuild(d) {
		remarks = append(remarks, fmt.Sprintf("both sides are of revision %s: a build is compared with itself", d.Base.Revision))
	}
	if d.Base.CPU == "" {
		remarks = append(remarks, "neither side knows its processor: see to it that they are of one machine")
	}
	return append(remarks, d.noiseRemarks(!d.Paired && (len(base) == 1 || len(head) == 1))...)
}

// noiseRemarks say what raises the limit above the tolerance: that a side is of one
// process, or that the machine is noisy.
func (d *Difference) noiseRemarks(oneProcess bool) (remarks []string) {
	if oneProcess {
		remarks = append(remarks, fmt.Sprintf("one run a side does not show how much the same build differs from process to process and from hour to hour, and %s is taken for it; several runs show it, and a duet compares neighbours in time",
			unit.Percent(math.Expm1(unseenNoise))))
	}
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Limit > d.Tolerance && !(oneProcess && c.Noise <= math.Expm1(unseenNoise)) {
			remarks = append(remarks, fmt.Sprintf("%s: the same build differs from itself by %s in these runs, so that only a slowdown above %s counts as a regression; primebench doctor says what disturbs the machine",
				c.Name(), unit.Percent(c.Noise), unit.Percent(c.Limit)))
		}
	}
	return remarks
}

// unknownRevision is that of a build which was not made from a checkout.
const unknownRevision = "unknown"

// sameBuild says whether both sides are known to be one build in one way, which a
// gate is not asked about but by mistake. A revision with a mark, as of a tree that
// was changed, does not tell.
func sameBuild(d *Difference) bool {
	r := d.Base.Revision
	if r == "" || r == unknownRevision || r != d.Head.Revision || strings.Contains(r, "+") {
		return false
	}
	return !slices.ContainsFunc(d.Changes, func(c Change) bool {
		return c.HeadStrategy != c.Cell.Strategy || c.HeadKernel != c.Cell.Kernel
	})
}

// Name names the subject of a change.
func (c *Change) Name() string {
	if c.Metric != "" {
		return nameOfSeries(c.Benchmark, c.Metric)
	}
	name := analysis.CellName(&c.Cell)
	if c.HeadStrategy != c.Cell.Strategy {
		name += " against " + c.HeadStrategy
	}
	if c.HeadKernel != c.Cell.Kernel {
		name += " (" + c.Cell.Kernel + " against " + c.HeadKernel + ")"
	}
	if c.Op != "" {
		name += ": " + c.Op
	}
	return name
}
