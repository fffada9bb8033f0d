// The flags of prime.

package find

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/ui"
	"primebench/sieve"
)

// A numberFormat is how primes are printed, a line each.
type numberFormat string

const (
	decimal     numberFormat = "decimal"
	hexadecimal numberFormat = "hex"
	objects     numberFormat = "json" // as check reads them
)

// numberFormats are the names of the formats, the one first that is taken unless another is
// asked for.
func numberFormats() []string {
	return []string{string(decimal), string(hexadecimal), string(objects)}
}

// primeSettings are the values of prime's flags.
type primeSettings struct {
	*searchSettings
	bits      *ui.Single[int]
	safe      *ui.Single[bool]
	format    *ui.Single[numberFormat]
	topBits   *ui.Single[int]
	mod       *ui.Single[engine.Class]
	generator *ui.Single[engine.Class]
	next      *ui.Single[*big.Int]
	prev      *ui.Single[*big.Int]
	proof     *ui.Single[string]
}

func newPrimeSettings() *primeSettings {
	s := &primeSettings{
		searchSettings: newSearchSettings(),
		bits:           ui.NewSingle("N", ui.WholeNumber(engine.MinBits, engine.MaxBits)),
		safe:           ui.NewSingle("bool", ui.ParseSwitch),
		format:         ui.NewSingle("FORMAT", parseNumberFormat),
		topBits:        ui.NewSingle("N", ui.WholeNumber(1, engine.MaxTopBits)),
		mod:            ui.NewSingle("R:M", parseClass),
		generator:      ui.NewSingle("G", parseGenerator),
		next:           ui.NewSingle("N", ParseNumber),
		prev:           ui.NewSingle("N", ParseNumber),
		proof:          ui.NewSingle("FILE", ui.ParseFileName),
	}
	s.bits.Value, s.format.Value, s.topBits.Value = 2048, decimal, 2
	return s
}

func (s *primeSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	ui.Define(flags, s.bits, "bits", fmt.Sprintf("size of the primes, %d to %d (default: 2048)", engine.MinBits, engine.MaxBits))
	ui.DefineSwitch(flags, s.safe, "safe", "safe primes p: (p-1)/2 is prime too")
	ui.Define(flags, s.format, "format", ui.Listed(numberFormats())+" (default: decimal)")
	ui.Define(flags, s.topBits, "top-bits", fmt.Sprintf("how many top bits are set, 1 to %d (default: 2)", engine.MaxTopBits))
	ui.Define(flags, s.mod, "mod", "primes that are R modulo M, such as 7:8")
	ui.Define(flags, s.generator, "generator", "safe primes p modulo which G has the order (p-1)/2")
	s.defineSearch(flags)
	ui.Define(flags, s.next, "next", "the first primes above N, in decimal or 0x and hex, instead of random ones")
	ui.Define(flags, s.prev, "prev", "the last primes below N")
	ui.Define(flags, s.proof, "proof", "a prime that is proven, with its proof in the new FILE: a chain of Pocklington's theorem")
	ui.Exclude(flags, "mod", "generator")
	ui.Exclude(flags, "next", "prev")
	for _, walk := range []string{"next", "prev"} {
		ui.Exclude(flags, walk, slices.Concat(ui.SeedFlags(), []string{"bits", "top-bits", "bulk", "checkpoint", "proof", "skip", "windows"})...)
	}
	ui.Exclude(flags, "proof", "safe", "count", "bulk", "top-bits", "mod", "generator", "policy", "workers", "sieve-limit", "memory", "checkpoint", "skip", "windows", "fleet")
}

func (s *primeSettings) complete(cmd *cobra.Command) {
	ui.Offer(cmd, "format", numberFormats())
	s.completeSearch(cmd)
}

func (s *primeSettings) kind() sieve.Kind {
	if s.safe.Value {
		return sieve.Safe
	}
	return sieve.Prime
}

// walks reports whether neighbours of a number are asked for, and refuses what means
// nothing for them.
func (s *primeSettings) walks() (bool, error) {
	if !s.next.Given && !s.prev.Given {
		return false, nil
	}
	if s.next.Given && s.prev.Given {
		return true, ui.Usagef("--next and --prev exclude each other")
	}
	return true, refuse("--next and --prev walk from a number", map[string]bool{
		"bits": s.bits.Named(), "top-bits": s.topBits.Named(), s.seed.Flag(): s.seed.Named(), "bulk": s.bulk.Named(), "checkpoint": s.checkpoint.Named(), "proof": s.proof.Named(),
		"skip": s.skip.Named(), "windows": s.windows.Named(),
	})
}

// proves reports whether a proof is asked for, and refuses what means nothing for it.
func (s *primeSettings) proves() (bool, error) {
	if !s.proof.Given {
		return false, nil
	}
	return true, refuse("--proof makes one random prime of a special form", map[string]bool{
		"safe": s.safe.Named(), "count": s.count.Named(), "bulk": s.bulk.Named(), "top-bits": s.topBits.Named(), "mod": s.mod.Named(),
		"generator": s.generator.Named(), "policy": s.policy.Named(), "workers": s.workers.Named(), "sieve-limit": s.sieveLimit.Named(),
		"memory": s.memory.Named(), "checkpoint": s.checkpoint.Named(), "skip": s.skip.Named(), "windows": s.windows.Named(),
	})
}

// request is what is searched for, but for the seed.
func (s *primeSettings) request() (checkpoint.Request, error) {
	class, err := s.class()
	r := checkpoint.Request{Kind: s.kind(), Bits: s.bits.Value, TopBits: s.topBits.Value, Class: class, Bulk: s.bulk.Value || s.windows.Given}
	return r, err
}

// class is what --mod or --generator asks for.
func (s *primeSettings) class() (engine.Class, error) {
	switch {
	case !s.generator.Given:
		return s.mod.Value, nil
	case !s.safe.Value:
		return engine.Class{}, ui.Usagef("--generator wants a safe prime; add --safe")
	case s.mod.Given:
		return engine.Class{}, ui.Usagef("--generator and --mod exclude each other: the generator asks for a class of its own")
	}
	return s.generator.Value, nil
}

// ParseNumber reads a decimal number, or one in hex behind 0x, of not too many
// digits.
func ParseNumber(text string) (*big.Int, error) {
	if strings.HasPrefix(text, "-") {
		return nil, fmt.Errorf("%.40q is below zero, where there are no primes; the first one is --next 0", text)
	}
	digits, base := text, 10
	if hex, ok := strings.CutPrefix(text, "0x"); ok {
		digits, base = hex, 16
	}
	const most = engine.MaxBits/3 + 1 // digits, in either base
	if len(digits) == 0 || len(digits) > most || strings.ContainsAny(digits, "_+-") {
		return nil, fmt.Errorf("%.40q is not a whole number of at most %d bits, in decimal or 0x and hex", text, engine.MaxBits)
	}
	n, ok := new(big.Int).SetString(digits, base)
	if !ok || n.BitLen() > engine.MaxBits {
		return nil, fmt.Errorf("%.40q is not a whole number of at most %d bits, in decimal or 0x and hex", text, engine.MaxBits)
	}
	return n, nil
}

func parseNumberFormat(text string) (numberFormat, error) {
	if !slices.Contains(numberFormats(), text) {
		return "", fmt.Errorf("unknown format %.80q, want one of %s", text, ui.Listed(numberFormats()))
	}
	return numberFormat(text), nil
}

// parseClass reads R:M.
func parseClass(text string) (engine.Class, error) {
	residue, modulus, ok := strings.Cut(text, ":")
	r, errR := strconv.ParseUint(residue, 10, 32)
	m, errM := strconv.ParseUint(modulus, 10, 32)
	if !ok || errR != nil || errM != nil {
		return engine.Class{}, fmt.Errorf("%.80q is not R:M with two whole numbers, such as 7:8", text)
	}
	return engine.Class{Modulus: m, Residue: r}, nil
}

func parseGenerator(text string) (engine.Class, error) {
	g, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return engine.Class{}, fmt.Errorf("%.80q is not a whole number such as 2", text)
	}
	return engine.ClassOfGenerator(g)
}
