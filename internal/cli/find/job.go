// The searches of the verbs as a job of a fleet, and what a fleet found as the verbs print
// it.

package find

import (
	"bytes"
	"context"
	"fmt"
	"math/big"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A Request is what one of the verbs moduli, dhparam and prime looks for.
type Request struct {
	Verb      string // fleet.Moduli, fleet.Groups or fleet.Primes
	Bits      []int  // one size, but for a moduli file
	Count     int    // of each size
	Seed      rng.Seed
	Policy    millerrabin.Policy // zero: the verb's
	Generator int                // of dhparam
	Screened  bool               // of dhparam: for lines of a moduli file
	Safe      bool               // of prime, as all below
	Class     engine.Class
	TopBits   int
	Bulk      bool
	From      *big.Int // walks from here; nil: none
	Down      bool     // of a walk
}

// errSecret says why a fleet does not look for random primes.
var errSecret = ui.Usagef("a random prime may be a secret, and all machines of a fleet see what is found; ask for --safe, or for --next or --prev of a number")

// planLimitLog2 is the sieve limit of searchers that only say where windows begin.
const planLimitLog2 = 10

// Plan cuts what is looked for into a job and its leases.
func (r Request) Plan(o fleet.Options) (fleet.Job, []fleet.Lease, error) {
	if r.Verb == fleet.Primes && !r.Safe && r.From == nil {
		return fleet.Job{}, nil, errSecret
	}
	o.Generator = r.Generator
	var wanted []fleet.Wanted
	for _, bits := range r.Bits {
		searcher, err := r.searcher(bits)
		if err != nil {
			return fleet.Job{}, nil, asBadConfig(err)
		}
		wanted = append(wanted, fleet.Wanted{Searcher: searcher, Walks: r.From != nil, Down: r.Down, Count: r.Count})
	}
	job, leases, err := fleet.Plan(r.Verb, wanted, o)
	return job, leases, asBadConfig(err)
}

// WithDefaults fills in the sizes and the counts of the verbs.
func (r Request) WithDefaults() Request {
	if len(r.Bits) == 0 {
		r.Bits = []int{2048}
		if r.Verb == fleet.Moduli {
			r.Bits = moduliSizes
		}
	}
	if r.Count == 0 {
		r.Count = 1
		if r.Verb == fleet.Moduli {
			r.Count = moduliCount
		}
	}
	return r
}

// searcher knows where the windows of a size begin.
func (r Request) searcher(bits int) (*engine.Searcher, error) {
	config := engine.Config{Workers: 1, Policy: r.Policy, SieveLimit: 1 << min(planLimitLog2, bits/2-1)}
	kind := sieve.Safe
	switch r.Verb {
	case fleet.Moduli:
		config.Class, config.Bulk, config.Seed = moduliClass, r.Count >= leastBulk, engine.Seed(r.Seed.Derive(moduliPurpose))
		if config.Policy.IsZero() {
			config.Policy = screening(bits)
		}
	case fleet.Groups:
		of, err := GroupSearch(r.Seed, uint64(r.Generator))
		if err != nil {
			return nil, err
		}
		config.Class, config.TopBits, config.Seed = of.Class, of.TopBits, of.Seed
		if config.Policy.IsZero() && r.Screened {
			config.Policy = screening(bits)
		}
	default:
		if !r.Safe {
			kind = sieve.Prime
		}
		config.Class, config.TopBits, config.Bulk, config.Seed = r.Class, r.TopBits, r.Bulk, engine.Seed(r.Seed.Derive(primePurpose))
	}
	if r.From != nil {
		config.Bulk = r.Count > 1
		return engine.NewWalk(kind, r.From, r.Down, config)
	}
	return engine.New(kind, bits, config)
}

// Printed is what the verb of a job prints of what was found: of dhparam in one of the
// formats of parameters, of prime in decimal or hex, and "" for the verb's own.
func Printed(fold *fleet.Fold, format string) ([]byte, error) {
	switch fold.Job.Verb {
	case fleet.Moduli:
		return printedModuli(fold, format)
	case fleet.Groups:
		return printedGroups(fold, format)
	case fleet.Primes:
		as := decimal
		if format != "" {
			var err error
			if as, err = parseNumberFormat(format); err != nil {
				return nil, ui.Usage(err)
			}
		}
		return printedPrimes(fold, as)
	}
	return nil, fmt.Errorf("a job of %s has no finds", fold.Job.Verb)
}

func printedModuli(fold *fleet.Fold, format string) ([]byte, error) {
	if format != "" && format != dhgroup.Moduli.String() {
		return nil, ui.Usagef("the job makes a moduli file, and --format %.80q is asked for; leave it out", format)
	}
	text := bytes.NewBufferString(dhgroup.ModuliHeader)
	err := eachFind(fold, func(p *big.Int, policy millerrabin.Policy) error {
		return dhgroup.Write(text, moduliEntry(p, policy), dhgroup.WriteOptions{Format: dhgroup.Moduli})
	})
	return text.Bytes(), err
}

func printedGroups(fold *fleet.Fold, format string) ([]byte, error) {
	if format == "" {
		format = dhgroup.PEM.String()
	}
	as, err := parseParamFormat(format)
	if err != nil {
		return nil, ui.Usage(err)
	}
	var text bytes.Buffer
	err = eachFind(fold, func(p *big.Int, policy millerrabin.Policy) error {
		one, err := formatGroups([]dhgroup.Group{groupOf(p, fold.Job.Generator)}, as, policy)
		text.Write(one)
		return err
	})
	return text.Bytes(), err
}

func printedPrimes(fold *fleet.Fold, as numberFormat) ([]byte, error) {
	var text bytes.Buffer
	err := eachFind(fold, func(p *big.Int, _ millerrabin.Policy) error { return printNumber(&text, p, as) })
	return text.Bytes(), err
}

// eachFind hands out what one machine would have found, with what it was held to.
func eachFind(fold *fleet.Fold, take func(*big.Int, millerrabin.Policy) error) error {
	for i, part := range fold.Job.Parts {
		policy, err := millerrabin.ParsePolicy(part.Policy)
		if err != nil {
			return err
		}
		finds, all := fold.Finds(i)
		if !all {
			return fmt.Errorf("%d of %d finds of %d bits are there, and no lease is left: a chance of one in 10^9; plan the job with another seed", len(finds), part.Count, part.Bits)
		}
		for _, p := range finds {
			if err := take(p, policy); err != nil {
				return err
			}
		}
	}
	return nil
}

// together has a fleet look for what is asked for, and returns the seed too. One that was
// drawn is told: the same command with it goes on after it was stopped.
func together(ctx context.Context, p ui.Process, set *searchSettings, r Request) (*fleet.Fold, rng.Seed, error) {
	r.Seed = rng.SeedOr(set.seed.Value)
	job, leases, err := r.Plan(fleet.Options{})
	if err != nil {
		return nil, r.Seed, err
	}
	stands := func() {}
	if set.seed.Value == nil && r.From == nil {
		if err := ui.FreeForJob(set.fleet.Value); err != nil {
			return nil, r.Seed, err
		}
		stands = func() {
			p.Logger(set.quiet.Value).Info("the seed is " + r.Seed.String() + "; with --seed the same command goes on after it was stopped")
		}
	}
	fold, err := ui.Coordinate(ctx, p, set.quiet.Value, set.fleet.Value, job, leases, stands)
	return fold, r.Seed, err
}
