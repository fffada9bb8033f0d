// The flags of the verbs that search: prime, dhparam and moduli.

package main

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
	"primebench/internal/cpu"
	"primebench/internal/rng"
	"primebench/millerrabin"
)

const maxFinds = 1_000_000_000

// searchSettings are the values of the flags that say how to search.
type searchSettings struct {
	count      *single[int]
	bulk       *single[bool]
	seed       *single[*rng.Seed]
	policy     *single[millerrabin.Policy]
	workers    *single[int]
	kernel     *single[string]
	sieveLimit *single[uint64]
	memory     *single[int64]
	checkpoint *single[string]
	quiet      *single[bool]
}

func newSearchSettings() *searchSettings {
	s := &searchSettings{
		count:      newSingle("N", wholeNumber(1, maxFinds)),
		bulk:       newSingle("bool", parseSwitch),
		seed:       newSingle("HEX", parseSeed),
		policy:     newSingle("POLICY", millerrabin.ParsePolicy),
		workers:    newSingle("N", wholeNumber(1, bench.MaxWorkers)),
		kernel:     newSingle("NAME", parseKernel),
		sieveLimit: newSingle("N", bench.ParseSieveLimit),
		memory:     newSingle("SIZE", parseMemory),
		checkpoint: newSingle("FILE", parseFileName),
		quiet:      newSingle("bool", parseSwitch),
	}
	s.count.value = 1
	return s
}

// defineSearch adds all of them.
func (s *searchSettings) defineSearch(flags *pflag.FlagSet) {
	flags.Var(s.count, "count", "how many (default: 1)")
	defineSwitch(flags, s.bulk, "bulk", "all finds of a stretch after another: fastest for many, and only for public ones")
	flags.Var(s.seed, "seed", "hex digits that decide what is found (default: drawn at random)")
	flags.Var(s.checkpoint, "checkpoint", fmt.Sprintf("keep the search in FILE, and go on with the one that is there; up to %d finds", checkpoint.MaxFinds))
	s.defineMeans(flags)
}

// defineMeans adds those that do not change what is found.
func (s *searchSettings) defineMeans(flags *pflag.FlagSet) {
	flags.Var(s.policy, "policy", "tests to pass, such as mr20 or mr20+lucas (default: the rounds for an error below 2^-128)")
	flags.Var(s.workers, "workers", "goroutines that search together (default: one for each core)")
	flags.Var(s.kernel, "kernel", "batched arithmetic: "+listed(cpu.Kernels())+" (default: the fastest)")
	flags.Var(s.sieveLimit, "sieve-limit", "bound on the small primes, up to 2^36 (default: what is best by measured costs)")
	flags.Var(s.memory, "memory", "bound on tables and windows, such as 64MiB (default: 128MiB)")
	defineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
}

func (s *searchSettings) completeSearch(cmd *cobra.Command) { offer(cmd, "kernel", cpu.Kernels()) }

// config is how to search, as far as the flags say.
func (s *searchSettings) config() engine.Config {
	return engine.Config{
		Workers: s.workers.value, SieveLimit: s.sieveLimit.value, Policy: s.policy.value, Kernel: s.kernel.value, Memory: s.memory.value,
	}
}

// refuse names a flag that was given and means nothing, the first one by name.
func refuse(why string, given map[string]bool) error {
	for _, flag := range slices.Sorted(maps.Keys(given)) {
		if given[flag] {
			return usagef("%s, and --%s means nothing there; leave it out", why, flag)
		}
	}
	return nil
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

func parseFileName(text string) (string, error) {
	if text == "" {
		return "", fmt.Errorf("%q is no file name", text)
	}
	return text, nil
}
