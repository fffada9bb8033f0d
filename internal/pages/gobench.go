// The samples in the format of Go's benchmarks, for benchstat and whatever else
// reads it: https://go.dev/design/14313-benchmark-format.

package pages

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/results"
)

// FormatGoBench is the format of Go's benchmarks, which benchstat reads.
const FormatGoBench doc.Format = "gobench"

// goBench writes one line for each sample that was measured: searches, replays,
// and the operations of mode operations and of hard-coded groups. Modelled searches
// and cells without samples are not there. The units:
//
//	ns/op         wall time
//	cpu-ns/op     processor time of all threads, where it is known
//	survivors/op  survivors tested up to the find, where they are counted
//
// The name says all that a cell is, with kernel and replayed list, so that what
// is not of equal work has no name in common. The configuration is what benchstat
// makes tables by: system, architecture and processor alone. What else there is
// to know of the run is a line that readers of the format skip.
func goBench(a *analysis.Analysis) []byte {
	var b bytes.Buffer
	h := &a.Header
	fmt.Fprintf(&b, "# %s\n", doc.Clean(join(", ", join(" ", h.Program, h.Version), "revision "+orAbsent(h.Revision), "seed "+orAbsent(h.Seed), ending(a))))
	for _, line := range []string{"goos: " + h.Host.OS, "goarch: " + h.Host.Arch, "pkg: primebench", "cpu: " + h.Host.CPU} {
		b.WriteString(strings.TrimRight(doc.Clean(line), " ") + "\n")
	}
	b.WriteString("Unit cpu-ns/op better=lower\n")
	for i := range a.Cells {
		c := &a.Cells[i]
		for j := range c.Samples {
			goBenchLine(&b, c, &c.Samples[j], h.GOMAXPROCS)
		}
	}
	return b.Bytes()
}

func goBenchLine(b *bytes.Buffer, c *analysis.Cell, s *analysis.Sample, threads int) {
	if s.Count < 1 || !aboveZero(s.WallNS) {
		return
	}
	fmt.Fprintf(b, "Benchmark%s%s %d %s ns/op", benchName(c, s.Op), threadsSuffix(threads), s.Count, everyDigit(s.WallNS))
	if aboveZero(s.CPUNS) {
		fmt.Fprintf(b, " %s cpu-ns/op", everyDigit(s.CPUNS))
	}
	if aboveZero(s.Survivors) {
		fmt.Fprintf(b, " %s survivors/op", everyDigit(s.Survivors))
	}
	b.WriteByte('\n')
}

// benchName names what was measured of a cell, without a blank. op is the sample's.
func benchName(c *analysis.Cell, op string) string {
	kind := benchWord(c.Kind)
	parts := []string{
		strings.ToUpper(kind[:1]) + kind[1:],
		"bits=" + strconv.Itoa(c.Bits),
	}
	if c.Params != "" {
		parts = append(parts, "params="+benchWord(c.Params))
	}
	parts = append(parts,
		"strategy="+benchWord(c.Strategy),
		"mode="+benchWord(c.Mode),
		"workers="+strconv.Itoa(c.Workers),
		"policy="+benchWord(c.Policy.Name),
	)
	if c.Kernel != "" {
		parts = append(parts, "kernel="+benchWord(c.Kernel))
	}
	if c.List != "" {
		list := benchWord(c.List)
		parts = append(parts, "list="+list[:min(len(list), listDigits)])
	}
	if op != results.OpSearch && op != results.OpReplay {
		parts = append(parts, "op="+benchWord(op))
	}
	return strings.Join(parts, "/")
}

// listDigits is how much of a list's SHA-256 tells it from the lists of other
// versions.
const listDigits = 8

// benchWord makes a string one value of a name: letters, digits and . + - _ alone.
func benchWord(s string) string {
	if s == "" {
		return "none"
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(".+-_", r):
			return r
		}
		return '_'
	}, s)
}

// threadsSuffix is GOMAXPROCS as package testing puts it behind a name. It is there for 1
// too, where testing leaves it out: benchstat would read the 16 of "op=token-16" as threads.
func threadsSuffix(threads int) string { return "-" + strconv.Itoa(max(1, threads)) }

func aboveZero(v float64) bool { return v > 0 && !math.IsInf(v, 1) }

// everyDigit writes a number that a program reads, without an exponent.
func everyDigit(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
