// The flags of run, and how flags, environment and suite become one
// bench.Spec. Names become typed values here and nowhere else.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/bench"
	"primebench/internal/bench/strategy"
	"primebench/internal/cpu"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/report"
)

// settings are the values of run's flags, after the environment was applied.
type settings struct {
	kinds      *list[strategy.Kind]
	bits       *list[int]
	strategies *list[string]
	modes      *list[bench.Mode]
	workers    *list[int]
	policies   *list[millerrabin.Policy]
	samples    *single[int]
	budget     *single[time.Duration]
	seed       *single[*rng.Seed]
	kernel     *single[string]
	sieveLimit *single[uint64]
	suite      *single[*bench.Spec]
	out        *single[string]
	format     *single[report.Format]
	quiet      *single[bool]
	dryRun     *single[bool]
}

func newSettings() *settings {
	return &settings{
		kinds:      newList("KIND,...", strategy.ParseKind),
		bits:       newList("N,...", wholeNumber(bench.MinBits, bench.MaxBits)),
		strategies: newList("NAME,...", parseStrategy),
		modes:      newList("MODE,...", bench.ParseMode),
		workers:    newList("N,...", wholeNumber(1, bench.MaxWorkers)),
		policies:   newList("POLICY,...", bench.ParsePolicy),
		samples:    newSingle("N", wholeNumber(1, bench.MaxSamples)),
		budget:     newSingle("DURATION", parseBudget),
		seed:       newSingle("HEX", parseSeed),
		kernel:     newSingle("NAME", parseKernel),
		sieveLimit: newSingle("N", bench.ParseSieveLimit),
		suite:      newSingle("SUITE", openSuite),
		out:        newSingle("DIR", parseFolder),
		format:     newFormatFlag(),
		quiet:      newSingle("bool", parseSwitch),
		dryRun:     newSingle("bool", parseSwitch),
	}
}

// excludes names the flags that stand for the same question.
func excludes() map[string]string {
	return map[string]string{"samples": "budget", "budget": "samples"}
}

// define adds the flags to run.
func (s *settings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.Var(s.kinds, "kind", "what is looked for: "+listed(kindNames()))
	flags.Var(s.bits, "bits", fmt.Sprintf("sizes in bits, %d to %d", bench.MinBits, bench.MaxBits))
	flags.Var(s.strategies, "strategy", "ways to come by it: "+listed(strategyNames()))
	flags.Var(s.modes, "mode", "how it is measured: "+listed(modeNames()))
	flags.Var(s.workers, "workers", "numbers of parallel workers (default: all cores)")
	flags.Var(s.policies, "policy", "tests that a find must pass, such as mr20 or mr64+lucas; default is each strategy's own")
	flags.Var(s.samples, "samples", "samples in each cell; excludes --budget")
	flags.Var(s.budget, "budget", "time for the whole run, such as 60s, shared by the cells; excludes --samples")
	flags.Var(s.seed, "seed", "1 to 64 hex digits that decide what is found (default: drawn at random, and recorded)")
	flags.Var(s.kernel, "kernel", "batched arithmetic: "+listed(cpu.Kernels())+" (default: the fastest)")
	flags.Var(s.sieveLimit, "sieve-limit", "bound on the small primes that onthefly strikes by, up to 2^36 (default: what is best by measured costs)")
	flags.Var(s.suite, "suite", "fills what the other flags leave open: "+listed(bench.Suites())+", or a YAML file (default: "+bench.DefaultSuite+")")
	flags.Var(s.out, "out", "write to the folder DIR, new or empty; - prints the run to stdout (default: a new one below "+runsFolder+")")
	flags.Var(s.format, "format", "what is printed to stdout: "+listed(formatWords())+" (default: text)")
	defineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	defineSwitch(flags, s.dryRun, "dry-run", "print the matrix and the expected time, and write nothing")
}

// complete offers the known values to the shell.
func (s *settings) complete(cmd *cobra.Command) {
	for flag, words := range map[string][]string{
		"kind":     kindNames(),
		"strategy": strategyNames(),
		"mode":     modeNames(),
		"kernel":   cpu.Kernels(),
		"suite":    bench.Suites(),
		"format":   formatWords(),
	} {
		offer(cmd, flag, words)
	}
}

// offer completes a flag's value from a list. Files are offered too where the
// flag takes a path.
func offer(cmd *cobra.Command, flag string, words []string) {
	directive := cobra.ShellCompDirectiveNoFileComp
	if flag == "suite" {
		directive = cobra.ShellCompDirectiveDefault
	}
	// It fails for a flag that is not there; the scripts would show that.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, directive))
}

// spec puts the flags over the suite.
func (s *settings) spec() (bench.Spec, error) {
	suite := s.suite.value
	if suite == nil {
		var err error
		if suite, err = openSuite(bench.DefaultSuite); err != nil {
			return bench.Spec{}, err
		}
	}
	return suite.Override(bench.Spec{
		Kinds:      s.kinds.values,
		Bits:       s.bits.values,
		Strategies: s.strategies.values,
		Modes:      s.modes.values,
		Workers:    s.workers.values,
		Policies:   s.policies.values,
		Kernel:     s.kernel.value,
		SieveLimit: s.sieveLimit.value,
		Samples:    s.samples.value,
		Budget:     s.budget.value,
		Seed:       s.seed.value,
	}), nil
}

// openSuite reads a shipped suite by its name or any other by its path.
func openSuite(name string) (*bench.Spec, error) {
	if slices.Contains(bench.Suites(), name) {
		suite, err := bench.Suite(name)
		return &suite, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w; want one of %s, or a YAML file", err, listed(bench.Suites()))
	}
	defer file.Close()
	suite, err := bench.LoadSuite(file, filepath.Base(name))
	return &suite, err
}

// parseFolder refuses the empty name, which a variable that is not set leaves
// behind.
func parseFolder(name string) (string, error) {
	if name == "" {
		return "", fmt.Errorf("%q is no folder; %s", name, betterOut)
	}
	return name, nil
}

// wholeNumber makes a parser of decimal numbers within bounds. Nothing but
// ASCII digits will do: no sign, no exponent, no other digits.
func wholeNumber(low, high int) func(string) (int, error) {
	return func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || strings.Trim(text, "0123456789") != "" || n < low || n > high {
			return 0, fmt.Errorf("%.80q is not a whole number from %d to %d", text, low, high)
		}
		return n, nil
	}
}

func parseBudget(text string) (time.Duration, error) {
	budget, err := time.ParseDuration(text)
	if err != nil || budget <= 0 || budget > bench.MaxBudget {
		return 0, fmt.Errorf("%.80q is not a time of more than 0 and at most %v, such as 60s or 5m", text, bench.MaxBudget)
	}
	return budget, nil
}

func parseSeed(text string) (*rng.Seed, error) {
	seed, err := rng.ParseSeed(text)
	if err != nil {
		return nil, err
	}
	return &seed, nil
}

// parseKernel refuses a kernel that cannot run here.
func parseKernel(text string) (string, error) {
	if text == "" {
		return "", fmt.Errorf("%q is no kernel, want one of %s", text, listed(cpu.Kernels()))
	}
	return cpu.Kernel(text)
}

func parseStrategy(text string) (string, error) {
	if slices.Contains(strategyNames(), text) {
		return text, nil
	}
	return "", fmt.Errorf("unknown strategy %.80q, want one of %s", text, listed(strategyNames()))
}

func kindNames() []string {
	var names []string
	for _, kind := range strategy.Kinds() {
		names = append(names, string(kind))
	}
	return names
}

func strategyNames() []string {
	var names []string
	for _, st := range bench.Strategies() {
		names = append(names, st.Name())
	}
	return names
}

func modeNames() []string {
	var names []string
	for _, mode := range bench.Modes() {
		names = append(names, string(mode))
	}
	return names
}

func listed(names []string) string { return strings.Join(names, ", ") }
