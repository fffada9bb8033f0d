// The flags of prime.

package main

import (
	"fmt"
	"maps"
	"math/big"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/bench"
	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cpu"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A numberFormat is the base that numbers are printed in.
type numberFormat int

const (
	decimal     numberFormat = 10
	hexadecimal numberFormat = 16
)

const maxPrimes = 1_000_000_000

// primeSettings are the values of prime's flags.
type primeSettings struct {
	bits       *single[int]
	safe       *single[bool]
	count      *single[int]
	bulk       *single[bool]
	format     *single[numberFormat]
	topBits    *single[int]
	mod        *single[engine.Class]
	generator  *single[engine.Class]
	seed       *single[*rng.Seed]
	policy     *single[millerrabin.Policy]
	workers    *single[int]
	kernel     *single[string]
	sieveLimit *single[uint64]
	memory     *single[int64]
	checkpoint *single[string]
	next       *single[*big.Int]
	prev       *single[*big.Int]
	proof      *single[string]
	quiet      *single[bool]
}

func newPrimeSettings() *primeSettings {
	s := &primeSettings{
		bits:       newSingle("N", wholeNumber(engine.MinBits, engine.MaxBits)),
		safe:       newSingle("bool", parseSwitch),
		count:      newSingle("N", wholeNumber(1, maxPrimes)),
		bulk:       newSingle("bool", parseSwitch),
		format:     newSingle("FORMAT", parseNumberFormat),
		topBits:    newSingle("N", wholeNumber(1, engine.MaxTopBits)),
		mod:        newSingle("R:M", parseClass),
		generator:  newSingle("G", parseGenerator),
		seed:       newSingle("HEX", parseSeed),
		policy:     newSingle("POLICY", millerrabin.ParsePolicy),
		workers:    newSingle("N", wholeNumber(1, bench.MaxWorkers)),
		kernel:     newSingle("NAME", parseKernel),
		sieveLimit: newSingle("N", bench.ParseSieveLimit),
		memory:     newSingle("SIZE", parseMemory),
		checkpoint: newSingle("FILE", parseFileName),
		next:       newSingle("N", parseNumber),
		prev:       newSingle("N", parseNumber),
		proof:      newSingle("FILE", parseFileName),
		quiet:      newSingle("bool", parseSwitch),
	}
	s.bits.value, s.count.value, s.format.value, s.topBits.value = 2048, 1, decimal, 2
	return s
}

func (s *primeSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.Var(s.bits, "bits", fmt.Sprintf("size of the primes, %d to %d (default: 2048)", engine.MinBits, engine.MaxBits))
	defineSwitch(flags, s.safe, "safe", "safe primes p: (p-1)/2 is prime too")
	flags.Var(s.count, "count", "how many (default: 1)")
	defineSwitch(flags, s.bulk, "bulk", "all primes of a stretch after another: fastest for many, and only for public ones")
	flags.Var(s.format, "format", "decimal or hex (default: decimal)")
	flags.Var(s.topBits, "top-bits", fmt.Sprintf("how many top bits are set, 1 to %d (default: 2)", engine.MaxTopBits))
	flags.Var(s.mod, "mod", "primes that are R modulo M, such as 7:8")
	flags.Var(s.generator, "generator", "safe primes p modulo which G has the order (p-1)/2")
	flags.Var(s.seed, "seed", "hex digits that decide what is found (default: drawn at random)")
	flags.Var(s.policy, "policy", "tests to pass, such as mr20 or mr20+lucas (default: the rounds for an error below 2^-128)")
	flags.Var(s.workers, "workers", "goroutines that search together (default: one for each core)")
	flags.Var(s.kernel, "kernel", "batched arithmetic: "+listed(cpu.Kernels())+" (default: the fastest)")
	flags.Var(s.sieveLimit, "sieve-limit", "bound on the small primes, up to 2^36 (default: what is best by measured costs)")
	flags.Var(s.memory, "memory", "bound on tables and windows, such as 64MiB (default: 128MiB)")
	flags.Var(s.checkpoint, "checkpoint", fmt.Sprintf("keep the search in FILE, and go on with the one that is there; up to %d primes", checkpoint.MaxFinds))
	flags.Var(s.next, "next", "the first primes above N, in decimal or 0x and hex, instead of random ones")
	flags.Var(s.prev, "prev", "the last primes below N")
	flags.Var(s.proof, "proof", "a prime that is proven, with its proof in the new FILE: a chain of Pocklington's theorem")
	defineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
}

func (s *primeSettings) complete(cmd *cobra.Command) {
	offer(cmd, "format", []string{"decimal", "hex"})
	offer(cmd, "kernel", cpu.Kernels())
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

// refuse names a flag that was given and means nothing, the first one by name.
func refuse(why string, given map[string]bool) error {
	for _, flag := range slices.Sorted(maps.Keys(given)) {
		if given[flag] {
			return usagef("%s, and --%s means nothing there; leave it out", why, flag)
		}
	}
	return nil
}

// request is what is searched for, but for the seed.
func (s *primeSettings) request() (checkpoint.Request, error) {
	class, err := s.class()
	r := checkpoint.Request{Kind: s.kind(), Bits: s.bits.value, TopBits: s.topBits.value, Class: class, Bulk: s.bulk.value}
	if err != nil {
		return r, err
	}
	if s.checkpoint.value != "" && s.count.value > checkpoint.MaxFinds {
		return r, usagef("--count %d with --checkpoint, want at most %d", s.count.value, checkpoint.MaxFinds)
	}
	return r, nil
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
