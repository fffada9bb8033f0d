// The flags of prime.

package main

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/sieve"
)

// A numberFormat is the base that numbers are printed in.
type numberFormat int

const (
	decimal     numberFormat = 10
	hexadecimal numberFormat = 16
)

// primeSettings are the values of prime's flags.
type primeSettings struct {
	*searchSettings
	bits      *single[int]
	safe      *single[bool]
	format    *single[numberFormat]
	topBits   *single[int]
	mod       *single[engine.Class]
	generator *single[engine.Class]
	next      *single[*big.Int]
	prev      *single[*big.Int]
	proof     *single[string]
}

func newPrimeSettings() *primeSettings {
	s := &primeSettings{
		searchSettings: newSearchSettings(),
		bits:           newSingle("N", wholeNumber(engine.MinBits, engine.MaxBits)),
		safe:           newSingle("bool", parseSwitch),
		format:         newSingle("FORMAT", parseNumberFormat),
		topBits:        newSingle("N", wholeNumber(1, engine.MaxTopBits)),
		mod:            newSingle("R:M", parseClass),
		generator:      newSingle("G", parseGenerator),
		next:           newSingle("N", parseNumber),
		prev:           newSingle("N", parseNumber),
		proof:          newSingle("FILE", parseFileName),
	}
	s.bits.value, s.format.value, s.topBits.value = 2048, decimal, 2
	return s
}

func (s *primeSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.Var(s.bits, "bits", fmt.Sprintf("size of the primes, %d to %d (default: 2048)", engine.MinBits, engine.MaxBits))
	defineSwitch(flags, s.safe, "safe", "safe primes p: (p-1)/2 is prime too")
	flags.Var(s.format, "format", "decimal or hex (default: decimal)")
	flags.Var(s.topBits, "top-bits", fmt.Sprintf("how many top bits are set, 1 to %d (default: 2)", engine.MaxTopBits))
	flags.Var(s.mod, "mod", "primes that are R modulo M, such as 7:8")
	flags.Var(s.generator, "generator", "safe primes p modulo which G has the order (p-1)/2")
	s.defineSearch(flags)
	flags.Var(s.next, "next", "the first primes above N, in decimal or 0x and hex, instead of random ones")
	flags.Var(s.prev, "prev", "the last primes below N")
	flags.Var(s.proof, "proof", "a prime that is proven, with its proof in the new FILE: a chain of Pocklington's theorem")
}

func (s *primeSettings) complete(cmd *cobra.Command) {
	offer(cmd, "format", []string{"decimal", "hex"})
	s.completeSearch(cmd)
}

func (s *primeSettings) kind() sieve.Kind {
	if s.safe.value {
		return sieve.Safe
	}
	return sieve.Prime
}

// walks says whether neighbours of a number are asked for, and refuses what means
// nothing for them.
func (s *primeSettings) walks() (bool, error) {
	if !s.next.given && !s.prev.given {
		return false, nil
	}
	if s.next.given && s.prev.given {
		return true, usagef("--next and --prev exclude each other")
	}
	return true, refuse("--next and --prev walk from a number", map[string]bool{
		"bits": s.bits.given, "top-bits": s.topBits.given, "seed": s.seed.given, "bulk": s.bulk.given, "checkpoint": s.checkpoint.given, "proof": s.proof.given,
	})
}

// proves says whether a proof is asked for, and refuses what means nothing for it.
func (s *primeSettings) proves() (bool, error) {
	if !s.proof.given {
		return false, nil
	}
	return true, refuse("--proof makes one random prime of a special form", map[string]bool{
		"safe": s.safe.given, "count": s.count.given, "bulk": s.bulk.given, "top-bits": s.topBits.given, "mod": s.mod.given,
		"generator": s.generator.given, "policy": s.policy.given, "workers": s.workers.given, "sieve-limit": s.sieveLimit.given,
		"memory": s.memory.given, "checkpoint": s.checkpoint.given,
	})
}

// request is what is searched for, but for the seed.
func (s *primeSettings) request() (checkpoint.Request, error) {
	class, err := s.class()
	r := checkpoint.Request{Kind: s.kind(), Bits: s.bits.value, TopBits: s.topBits.value, Class: class, Bulk: s.bulk.value}
	return r, err
}

// class is what --mod or --generator asks for.
func (s *primeSettings) class() (engine.Class, error) {
	switch {
	case !s.generator.given:
		return s.mod.value, nil
	case !s.safe.value:
		return engine.Class{}, usagef("--generator wants a safe prime; add --safe")
	case s.mod.given:
		return engine.Class{}, usagef("--generator and --mod exclude each other: the generator asks for a class of its own")
	}
	return s.generator.value, nil
}

// parseNumber reads a decimal number, or one in hex behind 0x, of not too many
// digits.
func parseNumber(text string) (*big.Int, error) {
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
	switch text {
	case "decimal":
		return decimal, nil
	case "hex":
		return hexadecimal, nil
	}
	return 0, fmt.Errorf("unknown format %.80q, want decimal or hex", text)
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
