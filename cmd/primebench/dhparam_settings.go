// The flags of dhparam.

package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/sieve"
)

// dhparamSettings are the values of dhparam's flags.
type dhparamSettings struct {
	*searchSettings
	bits      *single[int]
	generator *single[int]
	named     *single[string]
	format    *single[dhgroup.Format]
	out       *single[string]
	force     *single[bool]
}

// paramFormats are those that parameters are written in.
var paramFormats = []dhgroup.Format{dhgroup.PEM, dhgroup.DER, dhgroup.Moduli, dhgroup.JSON}

func newDHParamSettings() *dhparamSettings {
	s := &dhparamSettings{
		searchSettings: newSearchSettings(),
		bits:           newSingle("N", wholeNumber(dhgroup.MinBits, dhgroup.MaxBits)),
		generator:      newSingle("G", wholeNumber(2, 1000)),
		named:          newSingle("NAME", func(text string) (string, error) { return text, nil }),
		format:         newSingle("FORMAT", parseParamFormat),
		out:            newSingle("FILE", parseFileName),
		force:          newSingle("bool", parseSwitch),
	}
	s.bits.value, s.generator.value, s.format.value, s.out.value = 2048, 2, dhgroup.PEM, "-"
	return s
}

func (s *dhparamSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.Var(s.bits, "bits", fmt.Sprintf("size of the prime, %d to %d (default: 2048)", dhgroup.MinBits, dhgroup.MaxBits))
	flags.Var(s.generator, "generator", "the generator, of order (p-1)/2 (default: 2)")
	flags.Var(s.named, "named", "a published group instead, such as ffdhe3072 or modp4096")
	flags.Var(s.format, "format", "pem, der, moduli or json (default: pem)")
	flags.VarP(s.out, "out", "o", "write to FILE, or to stdout for - (default: -)")
	defineSwitch(flags, s.force, "force", "replace FILE if it is there")
	flags.Var(s.count, "count", "how many (default: 1)")
	flags.Var(s.seed, "seed", "hex digits that decide what is found (default: drawn at random, and recorded)")
	flags.Var(s.checkpoint, "checkpoint", fmt.Sprintf("keep the search in FILE, and go on with the one that is there; up to %d groups", checkpoint.MaxFinds))
	s.defineMeans(flags)
}

func (s *dhparamSettings) complete(cmd *cobra.Command) {
	s.completeSearch(cmd)
	offer(cmd, "named", dhgroup.Names())
	offer(cmd, "format", formatNames(paramFormats))
}

// request is what is searched for, but for the seed.
func (s *dhparamSettings) request() (checkpoint.Request, error) {
	if s.format.value == dhgroup.DER && s.count.value > 1 {
		return checkpoint.Request{}, usagef("--format der holds one group, and --count %d is asked for; use pem or json", s.count.value)
	}
	class, err := engine.ClassOfGenerator(uint64(s.generator.value))
	if err != nil {
		return checkpoint.Request{}, usageError{err}
	}
	return checkpoint.Request{Kind: sieve.Safe, Bits: s.bits.value, TopBits: 2, Class: class}, nil
}

// refuseForNamed names a flag that means nothing for a published group.
func (s *dhparamSettings) refuseForNamed() error {
	return refuse("--named writes a published group", map[string]bool{
		"bits": s.bits.given, "generator": s.generator.given, "count": s.count.given, "seed": s.seed.given, "checkpoint": s.checkpoint.given,
		"policy": s.policy.given, "workers": s.workers.given, "kernel": s.kernel.given, "sieve-limit": s.sieveLimit.given, "memory": s.memory.given,
	})
}

func parseParamFormat(text string) (dhgroup.Format, error) {
	format, err := dhgroup.ParseFormat(text)
	if err != nil || !slices.Contains(paramFormats, format) {
		return 0, fmt.Errorf("unknown format %.80q, want one of %s", text, listed(formatNames(paramFormats)))
	}
	return format, nil
}

func formatNames(formats []dhgroup.Format) []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.String())
	}
	return names
}
