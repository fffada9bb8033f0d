// The flags of plan, and how they become one capacity.Scenario.

package main

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
	"primebench/internal/rng"
	"primebench/report"
)

// planSettings are the values of plan's flags.
type planSettings struct {
	from    *list[string]
	measure *single[bool]
	verify  *single[bool]

	scenarioFile *single[string]
	kind         *single[string]
	bits         *list[int]
	strategy     *single[string]
	workers      *single[int]
	rate         *single[float64]
	count        *single[float64]
	within       *single[time.Duration]
	slo          *list[capacity.Objective]
	pool         *single[capacity.Pool]

	cores       *single[int]
	hosts       *single[int]
	headroom    *single[float64]
	failures    *single[int]
	price       *single[float64]
	watts       *single[float64]
	extrapolate *single[bool]

	seed   *single[*rng.Seed]
	format *single[report.Format]
	out    *single[string]
	quiet  *single[bool]
}

func newPlanSettings() *planSettings {
	s := &planSettings{
		from:         newList("FILE,...", parseRunPath),
		measure:      newSingle("bool", parseSwitch),
		verify:       newSingle("bool", parseSwitch),
		scenarioFile: newSingle("FILE", func(name string) (string, error) { return name, nil }),
		kind:         newSingle("KIND", parseServiceKind),
		bits:         newList("N,...", wholeNumber(1, math.MaxInt32)),
		strategy:     newSingle("NAME", parseSearchStrategy),
		workers:      newSingle("N", wholeNumber(1, bench.MaxWorkers)),
		rate:         newSingle("RATE", capacity.ParseRate),
		count:        newSingle("N", capacity.ParseCount),
		within:       newSingle("TIME", capacity.ParseWithin),
		slo:          newList("OBJECTIVE,...", capacity.ParseObjective),
		pool:         newSingle("POOL", capacity.ParsePool),
		cores:        newSingle("N", wholeNumber(1, math.MaxInt32)),
		hosts:        newSingle("N", wholeNumber(1, math.MaxInt32)),
		headroom:     newSingle("SHARE", capacity.ParseShare),
		failures:     newSingle("N", wholeNumber(0, math.MaxInt32)),
		price:        newSingle("PRICE", capacity.ParsePrice),
		watts:        newSingle("POWER", capacity.ParseWatts),
		extrapolate:  newSingle("bool", parseSwitch),
		seed:         newSingle("HEX", parseSeed),
		format:       newSingle("FORMAT", parsePlanFormat),
		out:          newSingle("DIR", parseFolder),
		quiet:        newSingle("bool", parseSwitch),
	}
	s.format.value = report.FormatText
	return s
}

func (s *planSettings) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var(s.from, "from", "plan from runs: files, or folders with run files in them or below; - is standard input")
	defineSwitch(flags, s.measure, "measure", "plan from a calibration of this machine, about 15 s")
	defineSwitch(flags, s.verify, "verify", "set predicted latencies beside observed ones on this machine")
	flags.Var(s.scenarioFile, "scenario", "a YAML file with several services, in the place of the flags up to --pool")
	flags.Var(s.kind, "kind", "what is asked for: "+listed(capacity.Kinds())+" (of --verify prime or safe, default: prime)")
	flags.Var(s.bits, "bits", "sizes, each planned by itself; of rsa those of the key (default of --verify: "+defaultVerifyBits+")")
	flags.Var(s.strategy, "strategy", "way to come by it: "+listed(searchStrategies())+" (default: "+capacity.DefaultStrategy+")")
	flags.Var(s.workers, "workers", "cores that work on one result together (default: 1)")
	flags.Var(s.rate, "rate", "load, such as 200/s, 90/min or 500/h")
	flags.Var(s.count, "count", "load: so many results, with --within")
	flags.Var(s.within, "within", "time within which the count is to be done, such as 8h")
	flags.Var(s.slo, "slo", "objective on wait and service together, such as p99=250ms; may be given several times")
	flags.Var(s.pool, "pool", "results made beforehand: auto, none, or how many (default: none)")
	flags.Var(s.cores, "cores", "cores that there are (default: as many as it takes)")
	flags.Var(s.hosts, "hosts", "hosts that there are (default: as many as it takes)")
	flags.Var(s.headroom, "headroom", "share of the cores that is to stay free, such as 30% (default: none)")
	flags.Var(s.failures, "failures", "hosts that may fail at once without harm (default: 0)")
	flags.Var(s.price, "price", "what a core costs, such as 0.04/core-h, in any money")
	flags.Var(s.watts, "watts", "what a core draws, such as 4/core")
	defineSwitch(flags, s.extrapolate, "extrapolate", "allow sizes beyond twice the largest that was measured")
	flags.Var(s.seed, "seed", "1 to 64 hex digits that decide all that is drawn (default: those of the first run)")
	flags.Var(s.format, "format", "what is printed to stdout: "+listed(planFormats())+" (default: text)")
	flags.Var(s.out, "out", "write the plan in every format and its plots to DIR, which is new or empty")
	defineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	for flag, words := range map[string][]string{
		"kind": capacity.Kinds(), "strategy": searchStrategies(), "format": planFormats(), "pool": {"auto", "none"},
	} {
		offer(cmd, flag, words)
	}
}

// The flags by what they are about.
func serviceFlags() []string {
	return []string{"kind", "bits", "strategy", "workers", "rate", "count", "within", "slo", "pool"}
}

func verifyFlags() []string {
	return []string{"verify", "kind", "bits", "cores", "seed", "format", "out", "quiet"}
}

// check refuses flags that contradict each other or leave out what is asked for.
func (s *planSettings) check(flags *pflag.FlagSet) error {
	var given []string
	flags.Visit(func(f *pflag.Flag) { given = append(given, f.Name) })
	if s.verify.value {
		for _, name := range given {
			if !slices.Contains(verifyFlags(), name) {
				return fmt.Errorf("--verify plans nothing and takes no --%s; it takes --%s", name, strings.Join(verifyFlags()[1:], ", --"))
			}
		}
		return nil
	}
	switch from := len(s.from.values) > 0; {
	case from && s.measure.value:
		return errors.New("--from and --measure contradict each other; a plan stands on runs or on a calibration")
	case !from && !s.measure.value:
		return errors.New("a plan needs costs: give --from FILE with a run, or --measure")
	}
	if s.scenarioFile.given {
		for _, name := range given {
			if slices.Contains(serviceFlags(), name) {
				return fmt.Errorf("--scenario and --%s contradict each other; the file has the services", name)
			}
		}
		return nil
	}
	switch {
	case !s.kind.given || len(s.bits.values) == 0:
		return errors.New("a plan needs --kind and --bits, or --scenario FILE")
	case !s.rate.given && !s.count.given && !s.within.given:
		return errors.New("a plan needs a load: --rate such as 200/s, or --count with --within such as 8h")
	case s.count.given != s.within.given:
		return errors.New("--count and --within belong together, such as --count 10000 --within 8h")
	}
	return nil
}

// scenario is that of the file, or of the flags, with the flags on the whole over
// it. It has passed its check.
func (s *planSettings) scenario() (capacity.Scenario, error) {
	all := capacity.Scenario{Services: []capacity.Service{{
		Kind: s.kind.value, Bits: s.bits.values, Strategy: s.strategy.value, Workers: s.workers.value,
		Load:       capacity.Load{Rate: s.rate.value, Count: s.count.value, Within: s.within.value},
		Objectives: s.slo.values, Pool: s.pool.value,
	}}}
	if s.scenarioFile.given {
		file, err := os.Open(s.scenarioFile.value)
		if err != nil {
			return all, fmt.Errorf("--scenario: %w; want a YAML file", err)
		}
		defer file.Close()
		if all, err = capacity.LoadScenario(file, filepath.Base(s.scenarioFile.value)); err != nil {
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
func over[T any](dst *T, flag *single[T]) {
	if flag.given {
		*dst = flag.value
	}
}

// claim takes the folder of --out before there is work that it could not take; the
// zero folder when none is asked for.
func (s *planSettings) claim() (folder, error) {
	if s.out.value == "" {
		return folder{}, nil
	}
	return claimFolder("out", s.out.value)
}

// parseRunPath refuses the empty name, which a variable that is not set leaves
// behind.
func parseRunPath(name string) (string, error) {
	if name == "" {
		return "", fmt.Errorf("%q is no run, want a %s or a folder with some", name, runFile)
	}
	return name, nil
}

func parseServiceKind(text string) (string, error) {
	if !slices.Contains(capacity.Kinds(), text) {
		return "", fmt.Errorf("unknown kind %.80q, want one of %s", text, listed(capacity.Kinds()))
	}
	return text, nil
}

func parseSearchStrategy(text string) (string, error) {
	if !slices.Contains(searchStrategies(), text) {
		return "", fmt.Errorf("unknown strategy %.80q, want one of %s", text, listed(searchStrategies()))
	}
	return text, nil
}

// searchStrategies are those that come by primes and groups; others draw random
// values.
func searchStrategies() []string {
	draws := random.All()
	return slices.DeleteFunc(strategyNames(), func(name string) bool {
		return slices.ContainsFunc(draws, func(s strategy.Strategy) bool { return s.Name() == name })
	})
}

func parsePlanFormat(text string) (report.Format, error) {
	if !slices.Contains(planFormats(), text) {
		return "", fmt.Errorf("unknown format %.80q, want one of %s", text, listed(planFormats()))
	}
	return report.Format(text), nil
}

func planFormats() []string {
	var names []string
	for _, f := range report.PlanFormats() {
		names = append(names, string(f))
	}
	return names
}
