// Many runs over time: what can stand in one series, and since when it has
// another level.

package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"primebench/internal/analysis"
	"primebench/results"
)

// A PastRun is one file that a history is to be made of.
type PastRun struct {
	File     string
	Analysis *analysis.Analysis // nil when the file is of no use
	Why      string             // of no use, or how the file is damaged; "" when it is sound
}

// A History is what many runs say over time. It is advisory: a change point is a
// place to look at, and no verdict.
type History struct {
	Runs    []Run    `json:"runs"`    // in time order
	Series  []Series `json:"series"`  // by machine and cell
	Unused  []Unused `json:"unused"`  // what stands in no series
	Remarks []string `json:"remarks"` // what weakens the rest
}

// A Run is a run of a history.
type Run struct {
	File     string    `json:"file"`
	Start    time.Time `json:"start"`
	Version  string    `json:"program_version"`
	Revision string    `json:"revision"` // of the program
	Flaw     string    `json:"flaw"`     // how it is incomplete or damaged, "" when it is whole
	// Busy is why its machine was not fit for following speed, "" when it was: such a
	// run is shown, and no change is looked for in it.
	Busy string `json:"busy"`
}

// A Machine is what runs must agree in for their times to be of the same thing.
type Machine struct {
	CPU  string `json:"cpu"`
	OS   string `json:"os"`
	Arch string `json:"arch"`
}

// A Basis says what the points of a series are made of; no series mixes two.
type Basis string

// The bases of series.
const (
	BasisMeasured Basis = "measured"
	BasisModelled Basis = "modelled"
	// BasisPlainMean is the mean of whole searches, which holds all their luck,
	// where there is no better estimate.
	BasisPlainMean Basis = "plain mean"
)

// QuantityTime is the Quantity of a series of times to one result.
const QuantityTime = "time"

// A Series is one quantity of runs whose machine and cell agree.
type Series struct {
	Machine  Machine       `json:"machine"`
	Cell     results.Cell  `json:"cell"`     // as in the first run; its ID says nothing here
	Quantity string        `json:"quantity"` // QuantityTime or the name of an operation
	Basis    Basis         `json:"basis"`
	Detail   string        `json:"detail"` // what tells it from another that reads the same, else ""
	Points   []Point       `json:"points"` // in time order, one a run
	Changes  []ChangePoint `json:"changes"`
	// Why is why no changes were looked for, "" when they were, and Need how many
	// more points that takes.
	Why  string `json:"why"`
	Need int    `json:"need"`
}

// A Point is the value of a series in one run.
type Point struct {
	Run   int               `json:"run"` // index of History.Runs
	Value analysis.Estimate `json:"value"`
	// Outlier is set where the value lies far from those beside it: then it counts
	// as if it lay no further than makes it one. A series too short to look for
	// changes has none.
	Outlier bool `json:"outlier"`
	// Busy is set where the machine of the run was shared: no change is looked for here.
	Busy bool `json:"busy"`
}

// A ChangePoint is a place from which on a series has another level.
type ChangePoint struct {
	Point    int               `json:"point"`    // index of the first point of the new level
	Before   float64           `json:"before_s"` // level in seconds: the geometric mean of the points
	After    float64           `json:"after_s"`
	Ratio    analysis.Estimate `json:"ratio"` // After over Before, of points
	P        float64           `json:"p"`     // how likely mere noise is to have such a place in any series, at most stats.ChangeLevel
	Sentence string            `json:"sentence"`
}

// An Unused is a file, or a cell of one, that stands in no series.
type Unused struct {
	File string `json:"file"`
	Cell string `json:"cell"` // "" for the whole file
	Why  string `json:"why"`
}

// New puts runs in the order of their starts, whatever order they come
// in. Runs that begin in the future, that are there twice or that are of no use are
// named in Unused, and none is left out otherwise. A history without Runs is
// empty.
func New(past []PastRun, now time.Time) *History {
	h := &History{}
	var used []PastRun
	for _, p := range inTime(past) {
		if why := whyUnused(p, used, now); why != "" {
			h.Unused = append(h.Unused, Unused{File: p.File, Why: why})
			continue
		}
		used = append(used, p)
		h.Runs = append(h.Runs, historyRun(p))
	}
	g := gatherer{history: h, at: map[seriesKey]int{}}
	for i, p := range used {
		g.add(i, p.Analysis)
	}
	slices.SortStableFunc(h.Series, bySeries)
	tellApart(h.Series)
	h.findChanges()
	h.Remarks = historyRemarks(h)
	return h
}

// inTime orders runs by start, then file. Those without a start come first.
func inTime(past []PastRun) []PastRun {
	start := func(p PastRun) time.Time {
		if p.Analysis == nil {
			return time.Time{}
		}
		return p.Analysis.Header.Start
	}
	return slices.SortedStableFunc(slices.Values(past), func(a, b PastRun) int {
		return cmp.Or(start(a).Compare(start(b)), cmp.Compare(a.File, b.File))
	})
}

// whyUnused says why a run stands in no series, "" when it does.
func whyUnused(p PastRun, before []PastRun, now time.Time) string {
	if p.Analysis == nil {
		return p.Why
	}
	h := &p.Analysis.Header
	if h.Start.After(now.Add(analysis.ClockTolerance)) {
		return fmt.Sprintf("it starts at %s, in the future of %s: a clock was wrong, and its place in time is not known", moment(h.Start), moment(now))
	}
	twin := slices.IndexFunc(before, func(b PastRun) bool {
		return b.Analysis.Header.Start.Equal(h.Start) && b.Analysis.Header.Seed == h.Seed
	})
	if twin >= 0 {
		return fmt.Sprintf("it is the same run as %q, with the same start and seed", before[twin].File)
	}
	return ""
}

func historyRun(p PastRun) Run {
	h := &p.Analysis.Header
	run := Run{File: p.File, Start: h.Start, Version: h.Version, Revision: h.Revision, Busy: p.Analysis.Machine.Busy()}
	switch {
	case p.Why != "":
		run.Flaw = "damaged: " + p.Why
	case p.Analysis.Complete:
	case p.Analysis.Closing == nil:
		run.Flaw = "incomplete: it was cut short"
	case p.Analysis.Closing.Reason == results.ReasonFailed:
		run.Flaw = "incomplete: it failed: " + p.Analysis.Closing.Error
	case p.Analysis.Closing.Reason == results.ReasonInterrupted:
		run.Flaw = "incomplete: it was interrupted"
	default:
		run.Flaw = "incomplete: not every cell was measured"
	}
	return run
}

// moment writes a time of day.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }
