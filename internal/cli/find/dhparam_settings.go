// The flags of dhparam.

package find

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/ui"
	"primebench/internal/rng"
	"primebench/sieve"
)

// dhparamSettings are the values of dhparam's flags.
type dhparamSettings struct {
	*searchSettings
	bits      *ui.Single[int]
	generator *ui.Single[int]
	named     *ui.Single[string]
	format    *ui.Single[dhgroup.Format]
	out       *ui.Single[string]
	force     *ui.Single[bool]
}

// The generators that dhparam takes, and how many top bits of a group's prime are set.
const (
	leastGenerator = 2
	mostGenerator  = 1000
	groupTopBits   = 2
)

// paramFormats are those that parameters are written in.
var paramFormats = []dhgroup.Format{dhgroup.PEM, dhgroup.DER, dhgroup.Moduli, dhgroup.JSON}

func newDHParamSettings() *dhparamSettings {
	s := &dhparamSettings{
		searchSettings: newSearchSettings(),
		bits:           ui.NewSingle("N", ui.WholeNumber(dhgroup.MinBits, dhgroup.MaxBits)),
		generator:      ui.NewSingle("G", ui.WholeNumber(leastGenerator, mostGenerator)),
		named:          ui.NewSingle("NAME", func(text string) (string, error) { return text, nil }),
		format:         ui.NewSingle("FORMAT", parseParamFormat),
		out:            ui.NewSingle("FILE", ui.ParseFileName),
		force:          ui.NewSingle("bool", ui.ParseSwitch),
	}
	s.bits.Value, s.generator.Value, s.format.Value, s.out.Value = 2048, 2, dhgroup.PEM, "-"
	return s
}

func (s *dhparamSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	ui.Define(flags, s.bits, "bits", fmt.Sprintf("size of the prime, %d to %d (default: 2048)", dhgroup.MinBits, dhgroup.MaxBits))
	ui.Define(flags, s.generator, "generator", "the generator, of order (p-1)/2 (default: 2)")
	ui.Define(flags, s.named, "named", "a published group instead, such as ffdhe3072 or modp4096")
	ui.Define(flags, s.format, "format", "pem, der, moduli or json (default: pem)")
	ui.Define(flags, s.out, "out", "write to FILE, or to stdout for - (default: -)")
	ui.DefineSwitch(flags, s.force, "force", "replace FILE if it is there")
	ui.Define(flags, s.count, "count", "how many (default: 1)")
	s.seed.Define(flags, "hex digits that decide what is found, or FILE.seed (default: drawn at random, and recorded)")
	ui.Define(flags, s.checkpoint, "checkpoint", fmt.Sprintf("keep the search in FILE, and go on with the one that is there; up to %d groups", checkpoint.MaxFinds))
	s.defineMeans(flags)
	ui.Exclude(flags, "checkpoint", "fleet")
	ui.Exclude(flags, "named", slices.Concat(ui.SeedFlags(), []string{"bits", "generator", "count", "checkpoint", "policy", "workers", "kernel", "sieve-limit", "memory"})...)
}

func (s *dhparamSettings) complete(cmd *cobra.Command) {
	s.completeSearch(cmd)
	ui.Offer(cmd, "named", dhgroup.Names())
	ui.Offer(cmd, "format", formatNames(paramFormats))
}

// request is what is searched for, but for the seed.
func (s *dhparamSettings) request() (checkpoint.Request, error) {
	if s.format.Value == dhgroup.DER && s.count.Value > 1 {
		return checkpoint.Request{}, ui.Usagef("--format der holds one group, and --count %d is asked for; use pem or json", s.count.Value)
	}
	class, err := engine.ClassOfGenerator(uint64(s.generator.Value))
	if err != nil {
		return checkpoint.Request{}, ui.Usage(err)
	}
	return checkpoint.Request{Kind: sieve.Safe, Bits: s.bits.Value, TopBits: groupTopBits, Class: class}, nil
}

// GroupSearch is the part of a search for groups that decides which are found: those of
// dhparam from a seed, with a generator that it takes.
func GroupSearch(seed rng.Seed, generator uint64) (engine.Config, error) {
	class, err := engine.ClassOfGenerator(generator)
	if err != nil {
		return engine.Config{}, ui.Usage(err)
	}
	return engine.Config{Seed: engine.Seed(seed.Derive(dhparamPurpose)), TopBits: groupTopBits, Class: class}, nil
}

// TakesGenerator reports whether dhparam finds groups with a generator.
func TakesGenerator(g *big.Int) bool {
	return g.IsInt64() && g.Int64() >= leastGenerator && g.Int64() <= mostGenerator
}

// refuseForNamed names a flag that means nothing for a published group.
func (s *dhparamSettings) refuseForNamed() error {
	return refuse("--named writes a published group", map[string]bool{
		"bits": s.bits.Named(), "generator": s.generator.Named(), "count": s.count.Named(), s.seed.Flag(): s.seed.Named(), "checkpoint": s.checkpoint.Named(),
		"policy": s.policy.Named(), "workers": s.workers.Named(), "kernel": s.kernel.Named(), "sieve-limit": s.sieveLimit.Named(), "memory": s.memory.Named(),
	})
}

func parseParamFormat(text string) (dhgroup.Format, error) {
	format, err := dhgroup.ParseFormat(text)
	if err != nil || !slices.Contains(paramFormats, format) {
		return 0, fmt.Errorf("unknown format %.80q, want one of %s", text, ui.Listed(formatNames(paramFormats)))
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
