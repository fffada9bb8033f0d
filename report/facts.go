// What a reader must know of the run and the machine before trusting a number.

package report

import (
	"strconv"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/results"
)

// A fact is one line about the run or the machine.
type fact struct{ Name, Value string }

// runFacts tells the run: what was built, asked for and done.
func runFacts(a *analysis.Analysis) []fact {
	h := &a.Header
	facts := []fact{
		{"program", join(", ", h.Program+" "+h.Version, "revision "+h.Revision, h.Go)},
		{"started", h.Start.UTC().Format("2006-01-02 15:04:05 UTC")},
		{"elapsed", elapsed(a)},
		{"suite", orAbsent(h.Suite)},
		{"seed", orAbsent(h.Seed)},
		{"kernel", orAbsent(h.Kernel)},
	}
	for _, p := range h.Peers {
		facts = append(facts, fact{"library of " + clean(p.Strategy), library(p)})
	}
	facts = append(facts, []fact{
		{"asked for", asked(h)},
		{"cells", strconv.Itoa(len(a.Cells))},
		{"ended", ending(a)},
	}...)
	if a.Closing != nil && a.Closing.PeakBytes > 0 {
		facts = append(facts, fact{"peak memory", bytesText(a.Closing.PeakBytes)})
	}
	return facts
}

// library tells which library a strategy called.
func library(p results.Peer) string { return join(" at ", p.Version, p.Path) }

// hostFacts tells the machine, leaving out what it did not say.
func hostFacts(a *analysis.Analysis) []fact {
	h := &a.Header.Host
	facts := []fact{
		{"processor", h.CPU},
		{"system", join(" ", join("/", h.OS, h.Arch), h.Release)},
		{"cores", cores(h)},
		{"GOMAXPROCS", strconv.Itoa(a.Header.GOMAXPROCS)},
		{"governor", h.Governor},
		{"features", strings.Join(h.Features, " ")},
	}
	if h.CgroupCores > 0 {
		facts = append(facts, fact{"cgroup quota", showPlain(h.CgroupCores, "cores")})
	}
	if h.MemoryBytes > 0 {
		facts = append(facts, fact{"memory", bytesText(h.MemoryBytes)})
	}
	known := facts[:0]
	for _, f := range facts {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}

// ending says how the run ended, and plainly so when it is not whole.
func ending(a *analysis.Analysis) string {
	switch {
	case a.Closing == nil:
		return "INCOMPLETE: the file has no closing record, the run was cut short"
	case a.Closing.Reason == results.ReasonFailed:
		return "INCOMPLETE: failed: " + a.Closing.Error
	case a.Closing.Reason == results.ReasonInterrupted:
		return "INCOMPLETE: interrupted, with " + strconv.Itoa(a.Closing.Samples) + " samples kept"
	case !a.Complete:
		return "INCOMPLETE: not every cell was measured"
	}
	return "complete, " + strconv.Itoa(a.Closing.Samples) + " samples"
}

// skippedLines tells the combinations that the matrix left out, the sizes with
// one reason on one line.
func skippedLines(a *analysis.Analysis) []string {
	type combination struct{ what, reason string }
	var order []combination
	sizes := map[combination][]string{}
	for _, s := range a.Header.Skipped {
		c := combination{s.Kind + " " + s.Strategy + " " + s.Mode, s.Reason}
		if sizes[c] == nil {
			order = append(order, c)
		}
		sizes[c] = append(sizes[c], strconv.Itoa(s.Bits))
	}
	lines := make([]string, 0, len(order))
	for _, c := range order {
		lines = append(lines, c.what+", "+strings.Join(sizes[c], ", ")+" bits: "+c.reason)
	}
	return lines
}

// warningLines tells the warnings, each with the cell that it is about.
func warningLines(a *analysis.Analysis) []string {
	lines := make([]string, 0, len(a.Warnings))
	for _, w := range a.Warnings {
		if c := cellByID(a, w.Cell); c != nil {
			lines = append(lines, cellLabel(c)+": "+w.Text)
			continue
		}
		lines = append(lines, w.Text)
	}
	return lines
}

func elapsed(a *analysis.Analysis) string {
	if a.Elapsed <= 0 {
		return absent
	}
	return showPlain(a.Elapsed.Seconds(), "s")
}

func asked(h *results.Header) string {
	var parts []string
	if h.Samples > 0 {
		parts = append(parts, strconv.Itoa(h.Samples)+" samples a cell")
	}
	if h.BudgetNS > 0 {
		parts = append(parts, "a budget of "+showPlain(time.Duration(h.BudgetNS).Seconds(), "s"))
	}
	return orAbsent(strings.Join(parts, ", "))
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

func bytesText(n uint64) string {
	const mebibyte = 1 << 20
	if n >= 1024*mebibyte {
		return strconv.FormatFloat(float64(n)/(1024*mebibyte), 'f', 1, 64) + " GiB"
	}
	return strconv.FormatFloat(float64(n)/mebibyte, 'f', 1, 64) + " MiB"
}

// join joins what is not empty.
func join(sep string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
