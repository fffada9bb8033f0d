// What a reader must know of the run and the machine before trusting a number.

package pages

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/cpu"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// runSummary tells in a few lines what was run, where and when.
func runSummary(a *analysis.Analysis) []string {
	h := &a.Header
	elapsed := unit.Absent
	if a.Elapsed > 0 {
		elapsed = unit.Seconds(a.Elapsed.Seconds())
	}
	return []string{
		join(" ", h.Program, h.Version) + " on " + join(", ", h.Host.CPU, cores(&h.Host), join("/", h.Host.OS, h.Host.Arch),
			"kernel "+orAbsent(kernelText(h)), h.Go),
		join(", ", "suite "+orAbsent(h.Suite), "started "+moment(h.Start), "elapsed "+elapsed, completion(a)),
	}
}

// kernelText names a run's kernel, and says of the portable one what to expect.
func kernelText(h *results.Header) string {
	switch {
	case h.Kernel != cpu.Portable:
		return h.Kernel
	case h.Host.Arch == "amd64" || h.Host.Arch == "":
		return h.Kernel + " (about as fast as math/big)"
	}
	return fmt.Sprintf("%s (about as fast as math/big; %s has no kernel of its own)", h.Kernel, h.Host.Arch)
}

// sourceFacts tell what a run can be made again from: its seed, and the libraries that it
// called.
func sourceFacts(a *analysis.Analysis) []doc.Fact {
	facts := []doc.Fact{{Name: "seed", Value: doc.Word(a.Header.Seed)}}
	for _, p := range a.Header.Peers {
		facts = append(facts, doc.Fact{Name: p.Strategy, Value: doc.Text(library(p))})
	}
	return facts
}

// completion is empty for a run that is not whole.
func completion(a *analysis.Analysis) string {
	if whyNotWhole(a) != "" {
		return ""
	}
	return "complete, " + unit.Count(a.Closing.Samples, "sample")
}

// ending says how the run ended.
func ending(a *analysis.Analysis) string {
	if why := whyNotWhole(a); why != "" {
		return "INCOMPLETE: " + why
	}
	return completion(a)
}

// runFacts tells the run: what was built, asked for and done.
func runFacts(a *analysis.Analysis) []doc.Fact {
	h := &a.Header
	facts := []doc.Fact{
		{Name: "program", Value: doc.Word(join(", ", join(" ", h.Program, h.Version), "revision "+h.Revision, h.Go))},
		{Name: "started", Value: doc.Text(moment(h.Start))},
		{Name: "elapsed", Value: someSeconds(a.Elapsed)},
		{Name: "suite", Value: doc.Word(h.Suite)},
		{Name: "seed", Value: doc.Word(h.Seed)},
		{Name: "kernel", Value: doc.Word(kernelText(h))},
	}
	for _, p := range h.Peers {
		facts = append(facts, doc.Fact{Name: "library of " + p.Strategy, Value: doc.Word(library(p))})
	}
	facts = append(facts,
		doc.Fact{Name: "asked for", Value: doc.Word(asked(h))},
		doc.Fact{Name: "cells", Value: doc.Count(len(a.Cells))},
		doc.Fact{Name: "ended", Value: doc.Text(ending(a))},
	)
	if a.Closing != nil && a.Closing.PeakBytes > 0 {
		facts = append(facts, doc.Fact{Name: "peak memory", Value: doc.Number{Value: float64(a.Closing.PeakBytes), Unit: unit.Byte}})
	}
	return facts
}

// library tells which library a strategy called.
func library(p results.Peer) string { return join(" at ", p.Version, p.Path) }

// machineFacts tells the machine, without what it did not say.
func machineFacts(a *analysis.Analysis) []doc.Fact {
	h := &a.Header.Host
	facts := []doc.Fact{
		{Name: "processor", Value: doc.Word(h.CPU)},
		{Name: "system", Value: doc.Word(join(" ", join("/", h.OS, h.Arch), h.Release))},
		{Name: "cores", Value: doc.Word(cores(h))},
		{Name: "GOMAXPROCS", Value: doc.Count(a.Header.GOMAXPROCS)},
		{Name: "governor", Value: doc.Word(h.Governor)},
		{Name: "features", Value: doc.Word(strings.Join(h.Features, " "))},
	}
	if h.CgroupCores > 0 {
		facts = append(facts, doc.Fact{Name: "cgroup quota", Value: doc.Number{Value: h.CgroupCores, Unit: "cores", Given: true}})
	}
	if h.MemoryBytes > 0 {
		facts = append(facts, doc.Fact{Name: "memory", Value: doc.Number{Value: float64(h.MemoryBytes), Unit: unit.Byte}})
	}
	known := facts[:0]
	for _, f := range facts {
		if f.Value != nil {
			known = append(known, f)
		}
	}
	return known
}

// skippedLines tells the combinations that the matrix left out, the sizes with one
// reason on one line.
func skippedLines(a *analysis.Analysis) []string {
	type combination struct{ what, unit, reason string }
	var order []combination
	sizes := map[combination][]string{}
	for _, s := range a.Header.Skipped {
		c := combination{what: s.Kind + " " + s.Strategy + " " + s.Mode, reason: s.Reason}
		if s.Params == "" {
			c.unit = " bits"
		}
		if sizes[c] == nil {
			order = append(order, c)
		}
		sizes[c] = append(sizes[c], s.Size())
	}
	lines := make([]string, 0, len(order))
	for _, c := range order {
		lines = append(lines, c.what+", "+strings.Join(sizes[c], ", ")+c.unit+": "+c.reason)
	}
	return lines
}

// warningLines tells the warnings that are asides or those that are none, each with the
// cell that it is about.
func warningLines(a *analysis.Analysis, asides bool) []string {
	var lines []string
	for _, w := range a.Warnings {
		if w.Aside != asides {
			continue
		}
		if c := cellByID(a, w.Cell); c != nil {
			lines = append(lines, cellLabel(c)+": "+w.Text)
			continue
		}
		lines = append(lines, w.Text)
	}
	return lines
}

// someSeconds is a time, and no Value where it is not known.
func someSeconds(d time.Duration) doc.Value {
	if d <= 0 {
		return nil
	}
	return doc.Number{Value: d.Seconds(), Unit: unit.Second}
}

func asked(h *results.Header) string {
	var parts []string
	if h.Samples > 0 {
		parts = append(parts, fmt.Sprintf("%d samples a cell", h.Samples))
	}
	if h.BudgetNS > 0 {
		parts = append(parts, "a budget of "+unit.Given(time.Duration(h.BudgetNS).Seconds(), unit.Second))
	}
	return strings.Join(parts, ", ")
}

func cores(h *results.Host) string {
	var parts []string
	if h.LogicalCores > 0 {
		parts = append(parts, strconv.Itoa(h.LogicalCores)+" logical cores")
	}
	if h.PhysicalCores > 0 {
		parts = append(parts, strconv.Itoa(h.PhysicalCores)+" physical")
	}
	if h.ThreadsPerCore == 1 {
		parts = append(parts, "1 thread each")
	} else if h.ThreadsPerCore > 1 {
		parts = append(parts, strconv.Itoa(h.ThreadsPerCore)+" threads each")
	}
	return strings.Join(parts, ", ")
}

// readingSection explains the words of the other sections.
func readingSection() doc.Section {
	words := []doc.Fact{
		{Name: "measured", Value: doc.Text("Whole searches, replays of a fixed list or single operations were timed on this machine.")},
		{Name: "modelled", Value: doc.Text("The number itself was not timed. Either the operations of a search were, and theory says how often an average search " +
			"does each, or the mean was, and the law of a memoryless search gives the rest. Such numbers carry ~ in tables and hollow markers in plots.")},
		{Name: "interval", Value: doc.Text("Every interval is a 95 % one: of a hundred runs like this one, about 95 would give an interval that holds the true " +
			"value. A number shows no more digits than its interval bears out.")},
		{Name: "lower, higher", Value: doc.Text("Each column of a quantity says which direction is better. A column without it names or counts something.")},
		{Name: "time", Value: doc.Text("Wall time to one result, luck of the search taken out where theory allows it. A single search is memoryless: its time " +
			"spreads as widely as its mean, so half of all searches end within 0.69 of the mean, and 5 in 100 take longer than 3 times the mean.")},
		{Name: "policy", Value: doc.Text("What a number must pass before it is called prime: mr4 is four Miller-Rabin rounds with random bases, +lucas a Baillie-PSW test " +
			"besides. Strategies are compared at equal policy only.")},
		{Name: "prime, safe", Value: doc.Text("A prime of that size; a safe prime p, for which (p - 1) / 2 is prime as well, as Diffie-Hellman groups use it.")},
		{Name: "µs, min, h", Value: doc.Text("Microseconds, minutes, hours.")},
	}
	return doc.Section{ID: "reading", Title: "How to read it", Detail: true, Facts: words}
}
