// The flags of run, and how flags, environment and suite become one
// bench.Spec. Names become typed values here and nowhere else.

package measure

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/bench"
	"primebench/internal/bench/strategy"
	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/internal/kex"
	"primebench/internal/pages"
	"primebench/millerrabin"
)

// settings are the values of run's flags, after the environment was applied.
type settings struct {
	kinds      *ui.List[strategy.Kind]
	bits       *ui.List[int]
	params     *ui.List[string]
	strategies *ui.List[string]
	modes      *ui.List[bench.Mode]
	workers    *ui.List[int]
	policies   *ui.List[millerrabin.Policy]
	samples    *ui.Single[int]
	budget     *ui.Single[time.Duration]
	waitQuiet  *ui.Single[time.Duration]
	seed       *ui.Seed
	kernel     *ui.Single[string]
	sieveLimit *ui.Single[uint64]
	suite      *ui.Single[*bench.Spec]
	out        *ui.Single[string]
	telling    *ui.Telling // of define
	quiet      *ui.Single[bool]
	dryRun     *ui.Single[bool]
	checkGoals *ui.Single[bool]
	fleet      *ui.Single[string]
	hosts      *ui.Single[int]
}

func newSettings() *settings {
	return &settings{
		kinds:      ui.NewList("KIND,...", strategy.ParseKind),
		bits:       ui.NewList("N,...", ui.WholeNumber(bench.MinBits, bench.MaxBits)),
		params:     ui.NewList("NAME,...", ParseParams),
		strategies: ui.NewList("NAME,...", parseStrategy),
		modes:      ui.NewList("MODE,...", bench.ParseMode),
		workers:    ui.NewList("N,...", ui.WholeNumber(1, bench.MaxWorkers)),
		policies:   ui.NewList("POLICY,...", bench.ParsePolicy),
		samples:    ui.NewSingle("N", ui.WholeNumber(1, bench.MaxSamples)),
		budget:     ui.NewSingle("DURATION", ui.ParseBudget),
		waitQuiet:  ui.NewSingle("DURATION", ui.ParseBudget),
		seed:       new(ui.Seed),
		kernel:     ui.NewSingle("NAME", ui.ParseKernel),
		sieveLimit: ui.NewSingle("N", bench.ParseSieveLimit),
		suite:      ui.NewSingle("SUITE", OpenSuite),
		out:        ui.NewSingle("DIR", ui.ParseFolder),
		quiet:      ui.NewSingle("bool", ui.ParseSwitch),
		dryRun:     ui.NewSingle("bool", ui.ParseSwitch),
		checkGoals: ui.NewSingle("bool", ui.ParseSwitch),
		fleet:      ui.NewSingle("DIR", ui.ParseFolder),
		hosts:      ui.NewSingle("N", ui.WholeNumber(1, mostHosts)),
	}
}

// mostHosts bounds the hosts that begin together.
const mostHosts = 10_000

// define adds the flags to run.
func (s *settings) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.Define(flags, s.kinds, "kind", "what is looked for: "+ui.Listed(kindNames()))
	ui.Define(flags, s.bits, "bits", fmt.Sprintf("sizes in bits, %d to %d", bench.MinBits, bench.MaxBits))
	ui.Define(flags, s.params, "params", "parameter sets of kind kex, such as x25519 or ffdhe2048 (default: all)")
	ui.Define(flags, s.strategies, "strategy", "ways to come by it: "+ui.Listed(StrategyNames()))
	ui.Define(flags, s.modes, "mode", "how it is measured: "+ui.Listed(modeNames()))
	ui.Define(flags, s.workers, "workers", "numbers of parallel workers (default: all cores)")
	ui.Define(flags, s.policies, "policy", "tests that a find must pass, such as mr20 or mr64+lucas; default is each strategy's own")
	ui.Define(flags, s.samples, "samples", "samples in each cell; excludes --budget")
	ui.Define(flags, s.budget, "budget", "time for the whole run, such as 60s, shared by the cells; excludes --samples")
	ui.Exclude(flags, "samples", "budget")
	ui.Define(flags, s.waitQuiet, "wait-quiet", "wait up to so long, such as 2m, for others to leave the machine alone; no part of --budget")
	s.seed.Define(flags, "1 to 64 hex digits that decide what is found (default: drawn at random, and recorded)")
	ui.Define(flags, s.kernel, "kernel", "batched arithmetic: "+ui.Listed(cpu.Kernels())+" (default: the fastest)")
	ui.Define(flags, s.sieveLimit, "sieve-limit", "limit of the primes that onthefly sieves by, up to 2^40 (default: what is best by measured costs)")
	ui.Define(flags, s.suite, "suite", "fills what the other flags leave open: "+ui.Listed(bench.Suites())+", or a YAML file (default: "+bench.DefaultSuite+")")
	ui.Define(flags, s.out, "out", "write to the folder DIR, new or empty; - prints the run to stdout (default: a new one below "+ui.RunsFolder+")")
	s.telling = ui.DefineTelling(cmd, pages.RunFormats()...)
	ui.DefineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	ui.DefineSwitch(flags, s.dryRun, "dry-run", "print the matrix and the expected time, and write nothing")
	ui.DefineSwitch(flags, s.checkGoals, "check-goals", "end with code 4 when a goal of the suite is missed")
	ui.Define(flags, s.fleet, "fleet", "begin together with other hosts, which share the folder DIR; the run goes there")
	ui.Define(flags, s.hosts, "hosts", "how many hosts --fleet waits for, this one included")
	ui.Exclude(flags, "out", "fleet", "hosts")
}

// complete offers the known values to the shell.
func (s *settings) complete(cmd *cobra.Command) {
	for flag, words := range map[string][]string{
		"kind":     kindNames(),
		"params":   kex.Names(),
		"strategy": StrategyNames(),
		"mode":     modeNames(),
		"kernel":   cpu.Kernels(),
		"suite":    bench.Suites(),
	} {
		ui.Offer(cmd, flag, words)
	}
}

// spec puts the flags over the suite.
func (s *settings) spec() (bench.Spec, error) {
	suite := s.suite.Value
	if suite == nil {
		var err error
		if suite, err = OpenSuite(bench.DefaultSuite); err != nil {
			return bench.Spec{}, err
		}
	}
	kinds, err := s.kindsAsked()
	if err != nil {
		return bench.Spec{}, err
	}
	return suite.Override(bench.Spec{
		Kinds:      kinds,
		Bits:       s.bits.Values,
		Params:     s.params.Values,
		Strategies: s.strategies.Values,
		Modes:      s.modes.Values,
		Workers:    s.workers.Values,
		Policies:   s.policies.Values,
		Kernel:     s.kernel.Value,
		SieveLimit: s.sieveLimit.Value,
		Samples:    s.samples.Value,
		Budget:     s.budget.Value,
		Seed:       s.seed.Value,
		WaitQuiet:  s.waitQuiet.Value,
	}), nil
}

// kindsAsked returns the kinds, to which parameter sets add that of key exchanges where
// none is named.
func (s *settings) kindsAsked() ([]strategy.Kind, error) {
	kinds, params := s.kinds.Values, s.params.Values
	if len(kinds) == 0 && len(params) > 0 {
		kinds = []strategy.Kind{strategy.Kex}
	}
	switch {
	case len(params) > 0 && !slices.Contains(kinds, strategy.Kex):
		return nil, ui.Usagef("--params %s is of kind kex, want that of --kind as well", params[0])
	case len(s.bits.Values) > 0 && slices.Equal(kinds, []strategy.Kind{strategy.Kex}):
		return nil, ui.Usagef("--bits %d says nothing of kind kex, want --params, such as ffdhe2048", s.bits.Values[0])
	}
	return kinds, nil
}

// OpenSuite reads a shipped suite by its name or any other by its path.
func OpenSuite(name string) (*bench.Spec, error) {
	if slices.Contains(bench.Suites(), name) {
		suite, err := bench.Suite(name)
		return &suite, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w; want one of %s, or a YAML file", err, ui.Listed(bench.Suites()))
	}
	defer file.Close()
	suite, err := bench.LoadSuite(file, filepath.Base(name))
	return &suite, err
}

func parseStrategy(text string) (string, error) {
	if slices.Contains(StrategyNames(), text) {
		return text, nil
	}
	return "", fmt.Errorf("unknown strategy %.80q, want one of %s", text, ui.Listed(StrategyNames()))
}

// ParseParams takes the name of a parameter set.
func ParseParams(text string) (string, error) {
	_, err := kex.Named(text)
	return text, err
}

func kindNames() []string {
	var names []string
	for _, kind := range strategy.Kinds() {
		names = append(names, string(kind))
	}
	return names
}

// StrategyNames lists the strategies that there are.
func StrategyNames() []string {
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
