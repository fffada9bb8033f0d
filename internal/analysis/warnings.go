// What weakens the numbers of a whole run, with what would mend it.

package analysis

import (
	"fmt"
	"slices"
	"strconv"

	"primebench/internal/unit"
	"primebench/results"
)

// runWarnings lists what is wrong with the run as a whole, the worst first.
func runWarnings(run *results.Run, a *Analysis) []Warning {
	texts := slices.Concat(endWarnings(run, a.Cells), hostWarnings(run), workerWarnings(a.Cells), policyWarnings(a.Cells), drawSpreads(run))
	var all []Warning
	for _, text := range texts {
		all = append(all, Warning{Cell: -1, Text: text})
	}
	for _, text := range seedWarnings(a.Cells) {
		all = append(all, Warning{Cell: -1, Text: text, Aside: true})
	}
	return all
}

// noteWarnings passes on what the run noted, but for what its cells show by themselves.
func noteWarnings(run *results.Run) []Warning {
	var all []Warning
	for _, n := range run.Notes {
		switch n.Code {
		case results.NoteModelled, results.NoteEmpty, results.NotePartial:
		default:
			all = append(all, Warning{Cell: n.Cell, Text: n.Text})
		}
	}
	return all
}

// endWarnings says how the run fell short of its matrix.
func endWarnings(run *results.Run, cells []Cell) []string {
	var texts []string
	empty := fmt.Sprintf("%d of %s without a sample", countEmpty(cells), unit.Count(len(cells), "cell"))
	switch closing := run.Closing; {
	case closing == nil:
		texts = append(texts, "incomplete: the run was cut short, for its file has no closing record; "+empty)
	case closing.Reason == results.ReasonInterrupted:
		texts = append(texts, "incomplete: the run was interrupted; "+empty)
	case closing.Reason == results.ReasonFailed:
		texts = append(texts, "incomplete: the run failed: "+closing.Error+"; "+empty)
	case countEmpty(cells) > 0:
		texts = append(texts, "incomplete: the run ended with "+empty+"; a larger --budget would measure them")
	}
	if len(run.Damage) > 0 {
		texts = append(texts, "damaged: "+run.Damage.String())
	}
	if !run.Header.Sealed() {
		texts = append(texts, fmt.Sprintf("the run is of version %d of the format, whose lines have no checksums: a digit that changed since it was written does not show where it fits the others", run.Header.Schema))
	}
	if c := run.Closing; c != nil && c.End.Before(run.Header.Start) {
		texts = append(texts, fmt.Sprintf("the run ends at %s, before its start at %s: the clock was set back meanwhile; durations do not depend on it",
			c.End.UTC().Format("2006-01-02 15:04:05Z"), run.Header.Start.UTC().Format("2006-01-02 15:04:05Z")))
	}
	return texts
}

// hostWarnings says where there were more workers than cores to run them.
func hostWarnings(run *results.Run) []string {
	var texts []string
	host := run.Header.Host
	if workers := countsAbove(host.CgroupCores, run.Header.Cells); len(workers) > 0 {
		texts = append(texts, fmt.Sprintf("cells with %s workers are throttled: the cgroup's quota is %s cores",
			list(workers), unit.Number(host.CgroupCores)))
	}
	if workers := countsAbove(float64(host.PhysicalCores), run.Header.Cells); len(workers) > 0 {
		texts = append(texts, fmt.Sprintf("cells with %s workers share %s by hardware threads or time slices: do not read them as so many cores",
			list(workers), unit.Count(host.PhysicalCores, "physical core")))
	}
	return texts
}

// countsAbove lists the worker counts above a number of cores; none when that is
// not known.
func countsAbove(cores float64, cells []results.Cell) []string {
	var counts []int
	for _, c := range cells {
		if cores > 0 && float64(c.Workers) > cores && !slices.Contains(counts, c.Workers) {
			counts = append(counts, c.Workers)
		}
	}
	slices.Sort(counts)
	return written(counts, strconv.Itoa)
}

// seedWarnings says which searches the seed does not repeat.
func seedWarnings(cells []Cell) []string {
	names := map[string][]string{}
	var order []string
	for i := range cells {
		c := &cells[i]
		if c.Seeded || len(c.Times) == 0 {
			continue
		}
		if names[c.Strategy] == nil {
			order = append(order, c.Strategy)
		}
		if name := c.Kind + " " + strconv.Itoa(c.Bits); !slices.Contains(names[c.Strategy], name) {
			names[c.Strategy] = append(names[c.Strategy], name)
		}
	}
	return written(order, func(strategy string) string {
		return fmt.Sprintf("%s draws its candidates from a random source of its own: the run's seed does not repeat its searches (%s)",
			strategy, list(names[strategy]))
	})
}

// workerWarnings says which strategies are not compared with onthefly because
// they have no number of workers in common, and which flag would mend that.
func workerWarnings(cells []Cell) []string {
	type subject struct{ strategy, kind, mode string }
	sizes := map[subject][]string{}
	var order []subject
	for i := range cells {
		c := &cells[i]
		beside := func(also func(*Cell) bool) bool {
			return slices.ContainsFunc(cells, func(other Cell) bool {
				return other.Strategy == results.StrategyOnTheFly && other.Kind == c.Kind && other.Mode == c.Mode && other.Bits == c.Bits && also(&other)
			})
		}
		if c.Workers != 1 || c.Cost == nil || c.Strategy == results.StrategyOnTheFly ||
			!beside(func(*Cell) bool { return true }) || beside(func(o *Cell) bool { return o.Workers == 1 }) {
			continue
		}
		s := subject{c.Strategy, c.Kind, c.Mode}
		if sizes[s] == nil {
			order = append(order, s)
		}
		if bits := strconv.Itoa(c.Bits); !slices.Contains(sizes[s], bits) {
			sizes[s] = append(sizes[s], bits)
		}
	}
	return written(order, func(s subject) string {
		return fmt.Sprintf("%s has one worker and %s several for %s in %s mode at %s bits and they are not compared there; --workers 1 makes them comparable",
			s.strategy, results.StrategyOnTheFly, s.kind, s.mode, list(sizes[s]))
	})
}

// policyWarnings says which strategies are not compared because they test
// differently, and which flag would mend that.
func policyWarnings(cells []Cell) []string {
	type pair struct{ kind, mode, a, b, policy string }
	sizes := map[pair][]string{}
	var order []pair
	for _, group := range byTask(cells) {
		for _, split := range splitByPolicy(group) {
			a, b := split[0], split[1]
			p := pair{a.Kind, a.Mode, a.Strategy, b.Strategy, commonPolicy(a, b)}
			if p.policy == "" {
				continue // nothing would mend it
			}
			if sizes[p] == nil {
				order = append(order, p)
			}
			if bits := strconv.Itoa(a.Bits); !slices.Contains(sizes[p], bits) {
				sizes[p] = append(sizes[p], bits)
			}
		}
	}
	return written(order, func(p pair) string {
		return fmt.Sprintf("%s and %s have different test policies for %s in %s mode at %s bits and are not compared there; --policy default,%s makes them comparable",
			p.a, p.b, p.kind, p.mode, list(sizes[p]), p.policy)
	})
}

// splitByPolicy returns a cell of either of any two strategies that have no
// policy in common, of the cells of a task.
func splitByPolicy(group []*Cell) [][2]*Cell {
	var strategies [][]*Cell
	for _, c := range group {
		at := slices.IndexFunc(strategies, func(s []*Cell) bool { return s[0].Strategy == c.Strategy })
		if at < 0 {
			at = len(strategies)
			strategies = append(strategies, nil)
		}
		strategies[at] = append(strategies[at], c)
	}
	var split [][2]*Cell
	for i, some := range strategies {
		for _, others := range strategies[i+1:] {
			meet := slices.ContainsFunc(some, func(a *Cell) bool {
				return slices.ContainsFunc(others, func(b *Cell) bool { return samePolicy(a, b) })
			})
			if !meet {
				split = append(split, [2]*Cell{some[0], others[0]})
			}
		}
	}
	return split
}

// commonPolicy names the policy of one that the other can be asked for, that of
// the second where both can; "" where neither can.
func commonPolicy(a, b *Cell) string {
	switch {
	case takes(a.Strategy, b.Policy):
		return b.Policy.Name
	case takes(b.Strategy, a.Policy):
		return a.Policy.Name
	}
	return ""
}

// takes says whether a strategy can be held to a policy that is not its own: ours
// to any, and Go's ProbablyPrime to one with a Lucas test.
func takes(strategy string, p results.Policy) bool {
	return strategy == results.StrategyOnTheFly || strategy == results.StrategyStdlib && p.Lucas
}

// written writes every value as text.
func written[T any](values []T, f func(T) string) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = f(v)
	}
	return texts
}
