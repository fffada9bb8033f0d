// The flags of the verbs that search: prime, dhparam and moduli.

package find

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/engine"
	"primebench/internal/bench"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/millerrabin"
)

const maxFinds = 1_000_000_000

// searchSettings are the values of the flags that say how to search.
type searchSettings struct {
	count      *ui.Single[int]
	bulk       *ui.Single[bool]
	seed       *ui.Seed
	policy     *ui.Single[millerrabin.Policy]
	workers    *ui.Single[int]
	kernel     *ui.Single[string]
	sieveLimit *ui.Single[uint64]
	memory     *ui.Single[int64]
	checkpoint *ui.Single[string]
	skip       *ui.Single[uint64]
	windows    *ui.Single[windowRange]
	quiet      *ui.Single[bool]
	fleet      *ui.Single[string]
}

func newSearchSettings() *searchSettings {
	s := &searchSettings{
		count:      ui.NewSingle("N", ui.WholeNumber(1, maxFinds)),
		bulk:       ui.NewSingle("bool", ui.ParseSwitch),
		seed:       new(ui.Seed),
		policy:     ui.NewSingle("POLICY", millerrabin.ParsePolicy),
		workers:    ui.NewSingle("N", ui.WholeNumber(1, bench.MaxWorkers)),
		kernel:     ui.NewSingle("NAME", ui.ParseKernel),
		sieveLimit: ui.NewSingle("N", bench.ParseSieveLimit),
		memory:     ui.NewSingle("SIZE", parseMemory),
		checkpoint: ui.NewSingle("FILE", ui.ParseFileName),
		skip:       ui.NewSingle("N", parseSkip),
		windows:    ui.NewSingle("A:B", parseWindows),
		quiet:      ui.NewSingle("bool", ui.ParseSwitch),
		fleet:      ui.NewSingle("DIR|URL", ui.ParseFolder),
	}
	s.count.Value = 1
	return s
}

// defineSearch adds all of them.
func (s *searchSettings) defineSearch(flags *pflag.FlagSet) {
	ui.Define(flags, s.count, "count", "how many (default: 1)")
	ui.DefineSwitch(flags, s.bulk, "bulk", "all finds of a stretch after another: fastest for many, and only for public ones")
	s.seed.Define(flags, "hex digits that decide what is found, or a FILE.seed of dhparam (default: drawn at random)")
	ui.Define(flags, s.checkpoint, "checkpoint", fmt.Sprintf("keep the search in FILE, and go on with the one that is there; up to %d finds", checkpoint.MaxFinds))
	ui.Define(flags, s.skip, "skip", "leave out the first N that the seed decides: a part of a list, for several processes")
	s.defineWindows(flags)
	s.defineMeans(flags)
	ui.Exclude(flags, "windows", "count", "skip", "checkpoint", "fleet")
	ui.Exclude(flags, "skip", "bulk", "checkpoint", "fleet")
	ui.Exclude(flags, "checkpoint", "fleet")
}

// defineWindows adds the flag that asks for a part of what a seed decides in bulk.
func (s *searchSettings) defineWindows(flags *pflag.FlagSet) {
	ui.Define(flags, s.windows, "windows", "all finds of the windows A to B-1 of --bulk, in place of a count: a part, for several processes")
}

// checkPart refuses what means nothing for a part of what a seed decides.
func (s *searchSettings) checkPart() error {
	for flag, given := range map[string]bool{"skip": s.skip.Given, "windows": s.windows.Given} {
		if given && s.seed.Value == nil {
			return ui.Usagef("--%s asks for a part of what a seed decides, and there is no --seed; give the same one to all parts", flag)
		}
	}
	if s.windows.Given {
		return refuse("--windows asks for all finds of windows", map[string]bool{
			"count": s.count.Named(), "skip": s.skip.Named(), "checkpoint": s.checkpoint.Named(), "fleet": s.fleet.Named(),
		})
	}
	if s.skip.Given {
		return refuse("--skip begins in the midst of a list of searches", map[string]bool{
			"bulk": s.bulk.Named(), "checkpoint": s.checkpoint.Named(), "fleet": s.fleet.Named(),
		})
	}
	return nil
}

// defineMeans adds those that do not change what is found.
func (s *searchSettings) defineMeans(flags *pflag.FlagSet) {
	ui.Define(flags, s.policy, "policy", "tests to pass, such as mr20 or mr20+lucas (default: the rounds for an error below 2^-128)")
	ui.Define(flags, s.workers, "workers", "goroutines that search together (default: one for each core)")
	ui.Define(flags, s.kernel, "kernel", "batched arithmetic: "+ui.Listed(cpu.Kernels())+" (default: the fastest)")
	ui.Define(flags, s.sieveLimit, "sieve-limit", "bound on the small primes, up to 2^40 (default: what is best by measured costs)")
	ui.Define(flags, s.memory, "memory", "bound on tables and windows, such as 64MiB (default: 128MiB)")
	ui.DefineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	ui.Define(flags, s.fleet, "fleet", "have workers on other machines search, by way of the folder DIR that they share or of the queue at URL: primebench fleet")
	ui.Exclude(flags, "fleet", "workers", "kernel", "sieve-limit", "memory")
}

func (s *searchSettings) completeSearch(cmd *cobra.Command) { ui.Offer(cmd, "kernel", cpu.Kernels()) }

// config is how to search, as far as the flags say.
func (s *searchSettings) config() engine.Config {
	return engine.Config{
		Workers: s.workers.Value, SieveLimit: s.sieveLimit.Value, Policy: s.policy.Value, Kernel: s.kernel.Value, Memory: s.memory.Value,
	}
}

// refuseForFleet names a flag that says how to search here, where others do.
func (s *searchSettings) refuseForFleet() error {
	return refuse("--fleet has others search", map[string]bool{
		"workers": s.workers.Named(), "kernel": s.kernel.Named(), "sieve-limit": s.sieveLimit.Named(), "memory": s.memory.Named(), "checkpoint": s.checkpoint.Named(),
	})
}

// refuse names a flag that was given and means nothing, the first one by name.
func refuse(why string, given map[string]bool) error {
	for _, flag := range slices.Sorted(maps.Keys(given)) {
		if given[flag] {
			return ui.Usagef("%s, and --%s means nothing there; leave it out", why, flag)
		}
	}
	return nil
}

// A windowRange is windows of a stream in bulk, from begin on and before end.
type windowRange struct{ begin, end int64 }

// whole is the range of all their members.
func (w windowRange) whole() engine.Range {
	return engine.Range{From: engine.Position{Window: w.begin}, To: engine.Position{Window: w.end}}
}

// mostWindows bounds the numbers of windows, and mostSkip those of searches, lest they
// overflow anything.
const (
	mostWindows = 1_000_000_000
	mostSkip    = 1_000_000_000_000
)

func parseWindows(text string) (windowRange, error) {
	begin, end, found := strings.Cut(text, ":")
	a, errA := strconv.ParseInt(begin, 10, 64)
	b, errB := strconv.ParseInt(end, 10, 64)
	if !found || errA != nil || errB != nil || a < 0 || b <= a || b > mostWindows {
		return windowRange{}, fmt.Errorf("%.80q is not A:B with A < B, such as 0:4 for the first four windows", text)
	}
	return windowRange{begin: a, end: b}, nil
}

func parseSkip(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > mostSkip {
		return 0, fmt.Errorf("%.80q is not a whole number from 0 to %d", text, int64(mostSkip))
	}
	return n, nil
}

// parseMemory reads a number of bytes with a unit.
func parseMemory(text string) (int64, error) {
	for unit, shift := range map[string]int{"KiB": 10, "MiB": 20, "GiB": 30} {
		digits, ok := strings.CutSuffix(text, unit)
		n, err := strconv.ParseUint(digits, 10, 64)
		if ok && err == nil && n > 0 && bits.Len64(n)+shift < 63 {
			return int64(n) << shift, nil
		}
	}
	return 0, fmt.Errorf("%.80q is not a size such as 64MiB or 1GiB", text)
}
