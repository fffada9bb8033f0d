// What the suite wants of the numbers, and whether they are so.

package analysis

import (
	"fmt"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// A Goal is what the suite wants, with what the run says of it.
type Goal struct {
	results.Goal
	Estimate *Estimate   `json:"value"` // of the quantity; nil when the run does not hold it
	Verdict  GoalVerdict `json:"verdict"`
	Why      string      `json:"why"` // of GoalUnjudged
}

// A GoalVerdict says how a number stands to its goal.
type GoalVerdict string

// The verdicts. Chance decides nothing: where the interval holds the goal, more
// samples are needed.
const (
	GoalMet      GoalVerdict = "met"            // all of the interval is within the goal
	GoalMissed   GoalVerdict = "missed"         // all of it is outside
	GoalOpen     GoalVerdict = "not told apart" // the interval holds the goal
	GoalUnjudged GoalVerdict = "not judged"
)

// MissedGoals lists the goals that were missed.
func (a *Analysis) MissedGoals() []Goal {
	var missed []Goal
	for _, g := range a.Goals {
		if g.Verdict == GoalMissed {
			missed = append(missed, g)
		}
	}
	return missed
}

// goals judges the goals of a run.
func goals(header *results.Header, cells []Cell, all []Material, limit *Limit) []Goal {
	j := goalJudge{header: header, cells: cells, all: all, limit: limit}
	var list []Goal
	for _, g := range header.Goals {
		list = append(list, j.judge(g))
	}
	return list
}

// A goalJudge has what a run holds.
type goalJudge struct {
	header *results.Header
	cells  []Cell
	all    []Material // by cell
	limit  *Limit
}

func (j *goalJudge) judge(goal results.Goal) Goal {
	g := Goal{Goal: goal, Verdict: GoalUnjudged}
	e, why := j.estimate(goal)
	g.Estimate = e
	switch {
	case why != "":
		g.Why = why
	case e.Need > 0:
		g.Why = fmt.Sprintf("%s; %d more would give it an interval", unit.Count(e.N, "sample"), e.Need)
	default:
		g.Verdict = verdictOf(goal, e)
	}
	return g
}

// verdictOf sets an interval beside a goal.
func verdictOf(goal results.Goal, e *Estimate) GoalVerdict {
	within, outside := e.Low >= goal.Least, e.High < goal.Least
	if goal.Most > 0 {
		within, outside = e.High <= goal.Most, e.Low > goal.Most
	}
	switch {
	case within:
		return GoalMet
	case outside:
		return GoalMissed
	}
	return GoalOpen
}

// estimate is what the run says of a goal's quantity, nil where it says nothing;
// why it does not count, "" when it does.
func (j *goalJudge) estimate(goal results.Goal) (e *Estimate, why string) {
	of, why := j.find(goal.Of)
	if why != "" {
		return nil, why
	}
	if goal.Quantity == results.GoalTime {
		return j.orUnmeasured(j.time(of), goal.Of)
	}
	over, why := j.find(goal.Over)
	switch {
	case why != "":
		return nil, why
	case goal.Quantity == results.GoalRatio:
		return j.ratio(goal, of, over)
	}
	return j.share(goal, of, over)
}

// find returns what a subject is in this run.
func (j *goalJudge) find(s results.Subject) (results.Place, string) {
	places := s.Find(j.header.Cells)
	switch len(places) {
	case 1:
		return places[0], ""
	case 0:
		return results.Place{}, fmt.Sprintf("this run has no %v", s)
	}
	return results.Place{}, fmt.Sprintf("this run has %d of %v", len(places), s)
}

// time is the time of a place, nil without one.
func (j *goalJudge) time(p results.Place) *Estimate {
	if p.Op == "" {
		return j.cells[p.Cell].Cost
	}
	return j.cells[p.Cell].of(p.Op)
}

func (j *goalJudge) orUnmeasured(e *Estimate, s results.Subject) (*Estimate, string) {
	if e == nil {
		return nil, fmt.Sprintf("no sample of %v", s)
	}
	return e, ""
}

// ratio is of two operations block by block, and else of independent estimates.
func (j *goalJudge) ratio(goal results.Goal, of, over results.Place) (*Estimate, string) {
	above, below := j.time(of), j.time(over)
	if above == nil {
		return j.orUnmeasured(above, goal.Of)
	}
	if below == nil {
		return j.orUnmeasured(below, goal.Over)
	}
	if of.Op != "" && over.Op != "" {
		return j.all[of.Cell].Clock.ratioInTurn(j.all[of.Cell].Samples[of.Op], j.all[over.Cell].Samples[over.Op]), ""
	}
	return quotient(above, below, Lower), ""
}

// share is of the limit in an operation that it limits, or of a phase or an
// operation in a search of its own cell.
func (j *goalJudge) share(goal results.Goal, of, over results.Place) (*Estimate, string) {
	part, whole := j.operation(of), j.operation(over)
	switch {
	case part.Step == results.StepLimit && whole.Step == results.StepPower:
		e, why := j.orUnmeasured(limitShare(whole, j.all[over.Cell].Samples[over.Op], j.all[of.Cell].Samples[of.Op]), goal.Over)
		if why == "" {
			why = j.limit.Shared
		}
		return e, why
	case over.Op == "" && of.Cell == over.Cell:
		return j.orUnmeasured(phaseShare(&j.cells[of.Cell], part, j.all[of.Cell].Samples), goal.Over)
	}
	return nil, fmt.Sprintf("%v has no share in %v", goal.Of, goal.Over)
}

// operation returns the operation of a place, the zero one of a whole cell.
func (j *goalJudge) operation(p results.Place) results.Operation {
	for _, op := range j.header.Cells[p.Cell].Operations {
		if op.Name == p.Op {
			return op
		}
	}
	return results.Operation{}
}

// phaseShare is the part of the workers' time that an average search spends in an
// operation: by the phases of whole searches where there are some, else by the
// model; nil where neither tells.
func phaseShare(c *Cell, op results.Operation, samples map[string][]results.Sample) *Estimate {
	if c.Status == Modelled {
		share := quotient(c.of(op.Name), c.Cost, Nor)
		if share == nil || op.PerSearch == 0 {
			return nil
		}
		share.Unit, share.Modelled, share.Method = UnitNone, true, "times expected x cost / time of a search"
		return share.With(stats.Interval{Value: op.PerSearch * share.Value, Low: op.PerSearch * share.Low, High: op.PerSearch * share.High})
	}
	searches := samples[results.OpSearch]
	var part func(results.Phases) int64
	switch op.Name {
	case results.OpSieve:
		part = func(p results.Phases) int64 { return p.SieveNS }
	case results.OpTest:
		part = func(p results.Phases) int64 { return p.TestNS }
	case results.OpAccept:
		part = func(p results.Phases) int64 { return p.AcceptNS }
	default:
		return nil
	}
	spent := each(searches, func(s results.Sample) float64 { return float64(part(s.Phases)) / 1e9 / float64(c.Workers) })
	if op.Name != results.OpTest && c.Theory != nil {
		return steadyShare(c, spent)
	}
	passed := WallSeconds(searches)
	e := Estimate{Unit: UnitNone, Better: Nor, N: len(searches), Method: "time in the phase / workers' time of " + unit.Count(len(searches), "search")}
	iv, err := stats.RatioMean(spent, passed, make([]float64, len(passed)), 1)
	if e.Need = stats.Missing(err); e.Need > 0 && len(searches) > 0 { // the middle one stands for all
		share := middle(spent) / middle(passed)
		iv, err = stats.Interval{Value: share, Low: share, High: share}, nil
	}
	if err != nil {
		return nil
	}
	return e.With(iv)
}

// steadyShare is the share of a phase that luck hardly moves, as a search sieves a
// window at once and accepts one find: its mean over the best estimate of the time.
func steadyShare(c *Cell, spent []float64) *Estimate {
	share := quotient(meanCost(spent, "search"), c.Time, Nor)
	if share == nil {
		return nil
	}
	share.Unit, share.N, share.Method = UnitNone, len(spent), "mean time in the phase of "+unit.Count(len(spent), "search")+" / time of a search"
	return share
}
