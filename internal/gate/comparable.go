// What must be equal for two runs to be compared, and which cells of them belong
// together. Whatever does not fit is named; nothing is left out in silence.

package gate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/results"
)

// A Field is a property of cells that a comparison may go across.
type Field string

// The fields that may differ where that is what is asked about. Both ways do
// equal work at an equal policy.
const (
	FieldStrategy Field = "strategy"
	FieldKernel   Field = "kernel"
)

// An Obstacle is a reason why two sides are not comparable.
type Obstacle struct {
	Where string `json:"where"` // a run's name, or a cell's
	Field string `json:"field"` // what differs or is wrong
	Base  string `json:"base"`  // its value in the base
	Head  string `json:"head"`  // and in the head
	What  string `json:"what"`  // the reason, where it is no difference of values
}

// String is the obstacle in one line.
func (o Obstacle) String() string {
	if o.What != "" {
		return o.Where + ": " + o.What
	}
	return fmt.Sprintf("%s: %s is %s in the base and %s in the head", o.Where, o.Field, known(o.Base), known(o.Head))
}

func known(value string) string { return cmp.Or(value, "not known") }

// A pairing is a subject of both sides: the values of its blocks, run by run.
type pairing struct {
	base, head *subject
}

// match finds the subjects of both sides, by a clock, and pairs them, or says why that
// cannot be done. left are those that only one side has, where the rules leave them out.
func match(base, head []Input, rules Rules, clock analysis.Clock) (pairs []pairing, left, obstacles []Obstacle) {
	obstacles = slices.Concat(unusable("base", base, rules.Now), unusable("head", head, rules.Now))
	if len(obstacles) > 0 {
		return nil, nil, obstacles
	}
	obstacles = slices.Concat(repeated(base, head), otherMachines(base[0], base[1:]), otherMachines(base[0], head))
	if len(obstacles) > 0 {
		return nil, nil, obstacles
	}
	baseSubjects, wrong := subjectsOf(base, clock)
	headSubjects, alsoWrong := subjectsOf(head, clock)
	if obstacles = slices.Concat(wrong, alsoWrong); len(obstacles) > 0 {
		return nil, nil, obstacles
	}
	pairs, alone := pairUp(baseSubjects, headSubjects, rules.Across)
	pairs, left, obstacles = rules.settle(pairs, alone)
	return pairs, left, obstacles
}

// settle decides what becomes of subjects that only one side has: they stand in the way,
// or are left out where the rules say so and there are others.
func (r *Rules) settle(pairs []pairing, alone []Obstacle) (kept []pairing, left, obstacles []Obstacle) {
	switch {
	case len(alone) == 0:
		return pairs, nil, nil
	case r.Common && len(pairs) > 0:
		return pairs, alone, nil
	}
	return nil, nil, alone
}

// unusable lists what is wrong with the runs of a side, each by itself.
func unusable(side string, inputs []Input, now time.Time) []Obstacle {
	if len(inputs) == 0 {
		return []Obstacle{{Where: side, What: "no run"}}
	}
	var obstacles []Obstacle
	for _, in := range inputs {
		refuse := func(what string) { obstacles = append(obstacles, Obstacle{Where: in.Name, What: what}) }
		if err := analysis.Check(in.Run); err != nil {
			refuse(err.Error())
			continue
		}
		start := in.Run.Header.Start
		switch {
		case !now.IsZero() && start.After(now.Add(analysis.ClockTolerance)):
			refuse(fmt.Sprintf("it starts at %s, in the future; the clock of one machine is wrong", start.UTC().Format("2006-01-02 15:04:05Z")))
		case len(in.Run.Header.Cells) == 0:
			refuse("a run without a cell")
		case len(in.Run.Samples) == 0:
			refuse("a run without a sample")
		case in.Run.Closing != nil && in.Run.Closing.Reason == results.ReasonFailed:
			refuse("it failed: " + cmp.Or(in.Run.Closing.Error, "it does not say why"))
		}
	}
	return obstacles
}

// repeated lists the runs that stand there already, in a file of the same name or
// in a copy. A run set against itself passes every gate, and one that counts twice
// makes intervals narrower than they are.
func repeated(base, head []Input) []Obstacle {
	type birth struct {
		start time.Time
		seed  string
	}
	seen := map[birth]Input{}
	var obstacles []Obstacle
	for _, in := range slices.Concat(base, head) {
		at := birth{in.Run.Header.Start.UTC(), in.Run.Header.Seed}
		if first, there := seen[at]; there && oneBeginsTheOther(first.Run.Samples, in.Run.Samples) {
			obstacles = append(obstacles, Obstacle{Where: in.Name, What: "the same run as " + first.Name + ", which counts once"})
			continue
		}
		seen[at] = in
	}
	return obstacles
}

// oneBeginsTheOther says whether the times are the same as far as both go: a copy
// may be cut short.
func oneBeginsTheOther(a, b []results.Sample) bool {
	n := min(len(a), len(b))
	return slices.EqualFunc(a[:n], b[:n], func(x, y results.Sample) bool { return x.WallNS == y.WallNS })
}

// otherMachines lists the runs that were made on another sort of machine than the
// first one.
func otherMachines(first Input, others []Input) []Obstacle {
	var obstacles []Obstacle
	for _, in := range others {
		a, b := first.Run.Header.Host, in.Run.Header.Host
		for _, f := range []struct{ name, base, head string }{
			{"processor", a.CPU, b.CPU},
			{"architecture", a.Arch, b.Arch},
			{"operating system", a.OS, b.OS},
		} {
			if f.base != f.head {
				obstacles = append(obstacles, Obstacle{Where: in.Name, Field: f.name, Base: f.base, Head: f.head})
			}
		}
	}
	return obstacles
}

// The times of a block, in seconds, that can be measured: far beyond both, so that
// quotients of them are numbers too.
const (
	leastTime = 1e-30
	mostTime  = 1e30
)

// unmeasurable lists the subjects with a block that no clock can have told.
func unmeasurable(pairs []pairing, inTurn bool) []Obstacle {
	var obstacles []Obstacle
	for _, p := range pairs {
		e := p.evidenceOf(inTurn, math.MaxInt)
		for _, v := range slices.Concat(e.base, e.head) {
			if v >= math.Log(leastTime) && v <= math.Log(mostTime) {
				continue
			}
			what := fmt.Sprintf("a block takes %.3g s, which is no time that a clock tells", math.Exp(v))
			if s := p.base.series; s != nil {
				what = fmt.Sprintf("a value that is not between %g and %g %s, and has no quotient", leastTime, mostTime, s.Unit)
			}
			obstacles = append(obstacles, Obstacle{Where: p.base.name(), What: what})
			break
		}
	}
	return obstacles
}

// pairUp finds for each subject of the base that of the head, and names those of either
// side that have no partner.
func pairUp(base, head []*subject, across []Field) (pairs []pairing, alone []Obstacle) {
	taken := map[*subject]bool{}
	for _, b := range base {
		nearest, obstacle := partnerOf(b, head, taken, across)
		if nearest != nil {
			taken[nearest] = true
		}
		if obstacle != nil {
			alone = append(alone, *obstacle)
			continue
		}
		pairs = append(pairs, pairing{b, nearest})
	}
	for _, h := range head {
		if !taken[h] {
			alone = append(alone, Obstacle{Where: h.name(), What: baseLacks})
		}
	}
	return pairs, alone
}

// What is said of a subject that one side has alone.
const (
	baseLacks = "the base lacks it"
	headLacks = "the head lacks it"
)

// partnerOf returns the subject that is like b in all fields but those across, or the
// most similar one, if any is, and how it differs.
func partnerOf(b *subject, head []*subject, taken map[*subject]bool, across []Field) (nearest *subject, obstacle *Obstacle) {
	obstacle = &Obstacle{Where: b.name(), What: headLacks}
	least := 3 // with more that differs, it is another cell
	for _, h := range head {
		if taken[h] || h.op != b.op || h.cell.Kind != b.cell.Kind || h.cell.Size() != b.cell.Size() || h.cell.Mode != b.cell.Mode {
			continue
		}
		differing := differences(b, h, across)
		if len(differing) == 0 {
			return h, nil
		}
		if len(differing) < least {
			least, nearest, obstacle = len(differing), h, &differing[0]
		}
	}
	return nearest, obstacle
}

// differences lists the fields in which two subjects of one kind, size, mode and
// operation differ.
func differences(b, h *subject, across []Field) []Obstacle {
	var list []Obstacle
	for _, f := range []struct{ name, base, head string }{
		{string(FieldStrategy), b.cell.Strategy, h.cell.Strategy},
		{"workers", strconv.Itoa(b.cell.Workers), strconv.Itoa(h.cell.Workers)},
		{"policy", policyText(b.cell.Policy), policyText(h.cell.Policy)},
		{string(FieldKernel), b.cell.Kernel, h.cell.Kernel},
		{"list of candidates", shortened(b.cell.List), shortened(h.cell.List)},
		{"status", string(b.status), string(h.status)},
		{"method", b.quantity, h.quantity},
	} {
		if f.base != f.head && !slices.Contains(across, Field(f.name)) {
			list = append(list, Obstacle{Where: b.name(), Field: f.name, Base: f.base, Head: f.head})
		}
	}
	return list
}

// policyText says what is tested, whatever it is called.
func policyText(p results.Policy) string {
	text := fmt.Sprintf("%s (%s", cmp.Or(p.Name, "none"), unit.Count(p.Rounds, "round"))
	if p.Lucas {
		text += " and Lucas"
	}
	return text + ")"
}

// shortened keeps enough of a hash to tell it.
func shortened(hash string) string {
	const enough = 16
	return hash[:min(enough, len(hash))]
}

func join(texts []string) string { return strings.Join(texts, "; ") }
