// The flags of plan, and how they become one capacity.Scenario.

package planning

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/bench"
	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/random"
	"primebench/internal/capacity"
	"primebench/internal/cli/measure"
	"primebench/internal/cli/ui"
	"primebench/internal/kex"
)

// planSettings are the values of plan's flags.
type planSettings struct {
	from    *ui.List[string]
	measure *ui.Single[bool]
	verify  *ui.Single[bool]

	scenarioFile *ui.Single[string]
	kind         *ui.Single[string]
	bits         *ui.List[int]
	params       *ui.List[string]
	strategy     *ui.Single[string]
	workers      *ui.Single[int]
	rate         *ui.Single[float64]
	count        *ui.Single[float64]
	within       *ui.Single[time.Duration]
	slo          *ui.List[capacity.Objective]
	pool         *ui.Single[capacity.Pool]

	cores       *ui.Single[int]
	hosts       *ui.Single[int]
	headroom    *ui.Single[float64]
	failures    *ui.Single[int]
	price       *ui.Single[float64]
	watts       *ui.Single[float64]
	mix         *ui.List[capacity.HostKind]
	extrapolate *ui.Single[bool]
	acceptBusy  *ui.Single[bool]

	seed    *ui.Seed
	telling *ui.Telling // of define
	out     *ui.Single[string]
	quiet   *ui.Single[bool]
}

func newPlanSettings() *planSettings {
	s := &planSettings{
		from:         ui.NewList("FILE,...", parseRunPath),
		measure:      ui.NewSingle("bool", ui.ParseSwitch),
		verify:       ui.NewSingle("bool", ui.ParseSwitch),
		scenarioFile: ui.NewSingle("FILE", func(name string) (string, error) { return name, nil }),
		kind:         ui.NewSingle("KIND", parseServiceKind),
		bits:         ui.NewList("N,...", ui.WholeNumber(1, math.MaxInt32)),
		params:       ui.NewList("NAME,...", measure.ParseParams),
		strategy:     ui.NewSingle("NAME", parseSearchStrategy),
		workers:      ui.NewSingle("N", ui.WholeNumber(1, bench.MaxWorkers)),
		rate:         ui.NewSingle("RATE", capacity.ParseRate),
		count:        ui.NewSingle("N", capacity.ParseCount),
		within:       ui.NewSingle("TIME", capacity.ParseWithin),
		slo:          ui.NewList("OBJECTIVE,...", capacity.ParseObjective),
		pool:         ui.NewSingle("POOL", capacity.ParsePool),
		cores:        ui.NewSingle("N", ui.WholeNumber(1, math.MaxInt32)),
		hosts:        ui.NewSingle("N", ui.WholeNumber(1, math.MaxInt32)),
		headroom:     ui.NewSingle("SHARE", capacity.ParseShare),
		failures:     ui.NewSingle("N", ui.WholeNumber(0, math.MaxInt32)),
		price:        ui.NewSingle("PRICE", capacity.ParsePrice),
		watts:        ui.NewSingle("POWER", capacity.ParseWatts),
		mix:          ui.NewList("NAME=PRICE:N,...", capacity.ParseHostKind),
		extrapolate:  ui.NewSingle("bool", ui.ParseSwitch),
		acceptBusy:   ui.NewSingle("bool", ui.ParseSwitch),
		seed:         new(ui.Seed),
		out:          ui.NewSingle("DIR", ui.ParseFolder),
		quiet:        ui.NewSingle("bool", ui.ParseSwitch),
	}
	return s
}

func (s *planSettings) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.Define(flags, s.from, "from", "plan from runs: files, or folders with run files in them or below; - is standard input")
	ui.DefineSwitch(flags, s.measure, "measure", "plan from a calibration of this machine, about 15 s")
	ui.DefineSwitch(flags, s.verify, "verify", "set predicted latencies beside observed ones on this machine")
	ui.Exclude(flags, "from", "measure")
	ui.Define(flags, s.scenarioFile, "scenario", "a YAML file with several services, in the place of the flags up to --pool")
	ui.Define(flags, s.kind, "kind", "what is asked for: "+ui.Listed(capacity.Kinds())+" (of --verify prime or safe, default: prime)")
	ui.Define(flags, s.bits, "bits", "sizes, each planned by itself; of rsa those of the key (default of --verify: "+defaultVerifyBits+")")
	ui.Define(flags, s.params, "params", "parameter sets of kind kex, such as x25519 or ffdhe2048, in the place of bits")
	ui.Define(flags, s.strategy, "strategy", "way to come by it: "+ui.Listed(searchStrategies())+" (default: "+capacity.DefaultStrategy+"; of keys and secrets the cheapest that is fit for them)")
	ui.Define(flags, s.workers, "workers", "cores that work on one result together (default: 1)")
	ui.Define(flags, s.rate, "rate", "load, such as 200/s, 90/min or 500/h")
	ui.Define(flags, s.count, "count", "load: so many results, with --within")
	ui.Define(flags, s.within, "within", "time within which the count is to be done, such as 8h")
	ui.Define(flags, s.slo, "slo", "objective on wait and service together, such as p99=250ms; may be given several times")
	ui.Define(flags, s.pool, "pool", "results made beforehand: auto, none, or how many (default: none)")
	ui.Define(flags, s.cores, "cores", "cores that there are (default: as many as it takes)")
	ui.Define(flags, s.hosts, "hosts", "hosts that there are (default: as many as it takes)")
	ui.Define(flags, s.headroom, "headroom", "share of the cores that is to stay free, such as 30% (default: none)")
	ui.Define(flags, s.failures, "failures", "hosts that may fail at once without harm (default: 0)")
	ui.Define(flags, s.price, "price", "what a core costs, such as 0.04/core-h, in any money")
	ui.Define(flags, s.watts, "watts", "what a core draws, such as 4/core")
	ui.Define(flags, s.mix, "mix", "kinds of hosts to choose from, by a part of their processor's name, such as EPYC=0.04/core-h:10 (without a price: the fewest; without a number: as many as it takes)")
	ui.DefineSwitch(flags, s.extrapolate, "extrapolate", "allow sizes beyond twice the largest that was measured")
	ui.DefineSwitch(flags, s.acceptBusy, "accept-busy", "plan from runs whose machine was shared, by their processor time")
	s.seed.Define(flags, "1 to 64 hex digits that decide all that is drawn (default: those of the first run)")
	s.telling = ui.DefineTelling(cmd)
	ui.Define(flags, s.out, "out", "write every format and the pictures to DIR, which is new or empty")
	ui.DefineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	ui.Exclude(flags, "scenario", serviceFlags()...)
	for _, load := range []string{"count", "within"} {
		ui.Exclude(flags, load, "rate", "slo", "pool", "mix")
	}
	ui.Exclude(flags, "mix", "slo", "pool", "cores", "hosts", "failures", "price", "watts")
	ui.Exclude(flags, "verify", slices.DeleteFunc(ui.FlagNames(flags), func(name string) bool { return slices.Contains(verifyFlags(), name) })...)
	for flag, words := range map[string][]string{
		"kind": capacity.Kinds(), "params": kex.Names(), "strategy": searchStrategies(), "pool": {"auto", "none"},
	} {
		ui.Offer(cmd, flag, words)
	}
}

// The flags by what they are about.
func serviceFlags() []string {
	return []string{"kind", "bits", "params", "strategy", "workers", "rate", "count", "within", "slo", "pool"}
}

func verifyFlags() []string {
	return slices.Concat([]string{"verify", "kind", "bits", "cores"}, ui.SeedFlags(), []string{"format", "brief", "full", "out", "quiet"})
}

// check refuses flags that contradict each other or leave out what is asked for.
func (s *planSettings) check(flags *pflag.FlagSet) error {
	var given []string
	flags.Visit(func(f *pflag.Flag) { given = append(given, f.Name) })
	if s.verify.Value {
		for _, name := range given {
			if !slices.Contains(verifyFlags(), name) {
				return fmt.Errorf("--verify plans nothing and takes no --%s; it takes --%s", name, strings.Join(verifyFlags()[1:], ", --"))
			}
		}
		return nil
	}
	switch from := len(s.from.Values) > 0; {
	case from && s.measure.Value:
		return errors.New("--from and --measure contradict each other; a plan stands on runs or on a calibration")
	case !from && !s.measure.Value:
		return errors.New("a plan needs costs: give --from FILE with a run, or --measure")
	}
	if s.scenarioFile.Given {
		for _, name := range given {
			if slices.Contains(serviceFlags(), name) {
				return fmt.Errorf("--scenario and --%s contradict each other; the file has the services", name)
			}
		}
		return nil
	}
	switch {
	case !s.kind.Given || len(s.bits.Values) == 0 && len(s.params.Values) == 0:
		return errors.New("a plan needs --kind and --bits, of kind kex --params, or --scenario FILE")
	case !s.rate.Given && !s.count.Given && !s.within.Given:
		return errors.New("a plan needs a load: --rate such as 200/s, or --count with --within such as 8h")
	case s.count.Given != s.within.Given:
		return errors.New("--count and --within belong together, such as --count 10000 --within 8h")
	}
	return nil
}

// scenario is that of the file, or of the flags, with the flags on the whole over
// it. It has passed its check.
func (s *planSettings) scenario() (capacity.Scenario, error) {
	all := capacity.Scenario{Services: []capacity.Service{{
		Kind: s.kind.Value, Bits: s.bits.Values, Params: s.params.Values, Strategy: s.strategy.Value, Workers: s.workers.Value,
		Load:       capacity.Load{Rate: s.rate.Value, Count: s.count.Value, Within: s.within.Value},
		Objectives: s.slo.Values, Pool: s.pool.Value,
	}}}
	if s.scenarioFile.Given {
		file, err := os.Open(s.scenarioFile.Value)
		if err != nil {
			return all, fmt.Errorf("--scenario: %w; want a YAML file", err)
		}
		defer file.Close()
		if all, err = capacity.LoadScenario(file, filepath.Base(s.scenarioFile.Value)); err != nil {
			return all, err
		}
	}
	over(&all.Cores, s.cores)
	over(&all.Hosts, s.hosts)
	over(&all.Headroom, s.headroom)
	over(&all.Failures, s.failures)
	over(&all.Price, s.price)
	over(&all.Watts, s.watts)
	over(&all.Extrapolate, s.extrapolate)
	return all, all.Check()
}

// over puts a flag that was given in the place of what a file says.
func over[T any](dst *T, flag *ui.Single[T]) {
	if flag.Given {
		*dst = flag.Value
	}
}

// claim takes the folder of --out before there is work that it could not take; the
// zero folder when none is asked for.
func (s *planSettings) claim(p ui.Process, verb string) (ui.Folder, error) {
	if s.out.Value == "" {
		return ui.Folder{}, nil
	}
	return p.ClaimOut(s.out.Value, verb)
}

// parseRunPath refuses the empty name, which a variable that is not set leaves
// behind.
func parseRunPath(name string) (string, error) {
	if name == "" {
		return "", fmt.Errorf("%q is no run, want a %s or a folder with some", name, ui.RunFile)
	}
	return name, nil
}

func parseServiceKind(text string) (string, error) {
	if !slices.Contains(capacity.Kinds(), text) {
		return "", fmt.Errorf("unknown kind %.80q, want one of %s", text, ui.Listed(capacity.Kinds()))
	}
	return text, nil
}

func parseSearchStrategy(text string) (string, error) {
	if !slices.Contains(searchStrategies(), text) {
		return "", fmt.Errorf("unknown strategy %.80q, want one of %s", text, ui.Listed(searchStrategies()))
	}
	return text, nil
}

// searchStrategies are those that come by primes and groups; others draw random
// values.
func searchStrategies() []string {
	draws := random.All()
	return slices.DeleteFunc(measure.StrategyNames(), func(name string) bool {
		return slices.ContainsFunc(draws, func(s strategy.Strategy) bool { return s.Name() == name })
	})
}
