// fleet plan: a job in a new folder.

package fleet

import (
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/spf13/cobra"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/cli/find"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
	"primebench/internal/pages"
	"primebench/internal/rng"
	"primebench/millerrabin"
)

// JobFlags are the flags that say what a job looks for, and the folder that it is put into.
type JobFlags struct {
	job       *ui.Single[string]
	dir       *ui.Single[string]
	bits      *ui.List[int]
	count     *ui.Single[int]
	seed      *ui.Seed
	policy    *ui.Single[millerrabin.Policy]
	generator *ui.Single[int]
	safe      *ui.Single[bool]
	next      *ui.Single[*big.Int]
	prev      *ui.Single[*big.Int]
	lease     *ui.Single[int]
	claim     *ui.Single[time.Duration]
}

// jobs are what plan makes a job of.
var jobs = []string{fleet.Moduli, fleet.Groups, fleet.Primes, fleet.Numbers}

// NewJobFlags are those of a job that nothing is known of.
func NewJobFlags() *JobFlags {
	set := &JobFlags{
		job:       ui.NewSingle("JOB", parseJob),
		dir:       ui.NewSingle("DIR", ui.ParseFolder),
		bits:      ui.NewList("N,...", ui.WholeNumber(dhgroup.MinBits, dhgroup.MaxBits)),
		count:     ui.NewSingle("N", ui.WholeNumber(1, 1_000_000)),
		seed:      new(ui.Seed),
		policy:    ui.NewSingle("POLICY", millerrabin.ParsePolicy),
		generator: ui.NewSingle("G", ui.WholeNumber(2, 1000)),
		safe:      ui.NewSingle("bool", ui.ParseSwitch),
		next:      ui.NewSingle("N", find.ParseNumber),
		prev:      ui.NewSingle("N", find.ParseNumber),
		lease:     ui.NewSingle("N", ui.WholeNumber(1, 100_000)),
		claim:     ui.NewSingle("TIME", parseClaim),
	}
	set.generator.Value, set.claim.Value = 2, fleet.DefaultClaim
	return set
}

func newPlanCmd(p ui.Process) *cobra.Command {
	set := NewJobFlags()
	cmd := &cobra.Command{
		Use:   "plan --job JOB --dir DIR [N...]",
		Short: "Cut a job into leases, in a folder",
		Example: `  primebench fleet plan --job moduli --bits 3072,4096 --count 40 --dir D
  primebench fleet plan --job dhparam --bits 4096 --count 100 --dir D
  primebench fleet plan --job prime --safe --bits 2048 --count 1000 --dir D
  primebench fleet plan --job prime --safe --next 0x8000000000000000000000000000 --dir D
  primebench fleet plan --job check --dir D 2047 0x7fffffff`,
		Long: `Prints how many leases there are, numbered from 0. A seed that was drawn is told on
stderr: with it one machine finds the same.`,
	}
	set.Define(cmd)
	telling := ui.DefineTelling(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !set.Given() || set.Folder() == "" {
			return ui.Usagef("a plan wants --job and --dir")
		}
		dir, err := set.Plan(p, args)
		if err != nil {
			return err
		}
		return p.Print(cmd.Context(), pages.Leases(dir.Job.Count(), dir.Job.ID()), telling, "")
	}
	return cmd
}

// Define adds the flags to a command.
func (set *JobFlags) Define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.Define(flags, set.job, "job", "moduli, dhparam, prime or check, as the verbs of these names do it")
	ui.Define(flags, set.dir, "dir", "the shared folder, which is new or has no job yet")
	ui.Define(flags, set.bits, "bits", "size of the primes (default: 2048, of moduli those of the verb)")
	ui.Define(flags, set.count, "count", "how many of each size (default: that of the verb)")
	set.seed.Define(flags, "hex digits that decide what is found (default: drawn at random, and told)")
	ui.Define(flags, set.policy, "policy", "tests to pass (default: that of the verb)")
	ui.Define(flags, set.generator, "generator", "of dhparam: the generator (default: 2)")
	ui.DefineSwitch(flags, set.safe, "safe", "of prime: safe primes")
	ui.Define(flags, set.next, "next", "of prime: the first ones above N")
	ui.Define(flags, set.prev, "prev", "of prime: the last ones below N")
	ui.Define(flags, set.lease, "lease", "finds in a lease on the average, or numbers (default: about 20 s of a core)")
	ui.Define(flags, set.claim, "claim", fmt.Sprintf("how long a worker may be silent before its lease is another's (default: %v)", fleet.DefaultClaim))
	ui.Exclude(flags, "next", "prev")
	ui.Offer(cmd, "job", jobs)
}

// Given reports whether a job is asked for.
func (set *JobFlags) Given() bool { return set.job.Given }

// Folder is the one that was named, or "".
func (set *JobFlags) Folder() string { return set.dir.Value }

func parseJob(text string) (string, error) {
	for _, job := range jobs {
		if text == job {
			return job, nil
		}
	}
	return "", fmt.Errorf("unknown job %.80q, want one of %s", text, ui.Listed(jobs))
}

func parseClaim(text string) (time.Duration, error) {
	claim, err := time.ParseDuration(text)
	if err != nil || claim < 100*time.Millisecond || claim > 24*time.Hour {
		return 0, fmt.Errorf("%.80q is not a time from 100ms to 24h, such as 30s", text)
	}
	return claim, nil
}

// Plan cuts the job into leases and puts it into the folder, or takes up the same one
// that is there. The operands are the numbers of a check.
func (set *JobFlags) Plan(p ui.Process, args []string) (*folder.Dir, error) {
	o := fleet.Options{Size: set.lease.Value, Claim: set.claim.Value}
	var job fleet.Job
	var leases []fleet.Lease
	var drawn *rng.Seed
	var err error
	if set.job.Value == fleet.Numbers {
		job, leases, err = planNumbers(set, args, o)
	} else if len(args) > 0 {
		return nil, ui.Usagef("--job %s takes no operands, got %.80q", set.job.Value, args[0])
	} else {
		job, leases, drawn, err = planSearch(set, o)
	}
	if err != nil {
		return nil, err
	}
	dir, err := folder.Create(set.dir.Value, job, leases)
	if errors.Is(err, folder.ErrOther) || errors.Is(err, folder.ErrFile) || errors.Is(err, fleet.ErrNewer) || errors.Is(err, fleet.ErrFormat) {
		return nil, ui.Usagef("%w; name another folder", err)
	}
	if err == nil && drawn != nil {
		p.Logger(false).Info("the seed is " + drawn.String() + "; with it one machine finds the same")
	}
	return dir, err
}

// planSearch cuts a search into leases. drawn is its seed where that was not given, and
// decides something.
func planSearch(set *JobFlags, o fleet.Options) (job fleet.Job, leases []fleet.Lease, drawn *rng.Seed, err error) {
	r := find.Request{
		Verb: set.job.Value, Bits: set.bits.Values, Count: set.count.Value, Seed: rng.SeedOr(set.seed.Value), Policy: set.policy.Value,
		Safe: set.safe.Value, From: set.next.Value,
	}
	if set.prev.Given {
		r.From, r.Down = set.prev.Value, true
	}
	if r.Verb == fleet.Groups {
		r.Generator = set.generator.Value
	}
	switch {
	case r.Verb != fleet.Moduli && len(r.Bits) > 1:
		return fleet.Job{}, nil, nil, ui.Usagef("--job %s has one size, and --bits has %d", r.Verb, len(r.Bits))
	case r.Verb != fleet.Groups && set.generator.Named():
		return fleet.Job{}, nil, nil, ui.Usagef("--generator is for dhparam")
	case r.Verb != fleet.Primes && (set.safe.Named() || set.next.Named() || set.prev.Named()):
		return fleet.Job{}, nil, nil, ui.Usagef("--safe, --next and --prev are for prime")
	case set.next.Given && set.prev.Given:
		return fleet.Job{}, nil, nil, ui.Usagef("--next and --prev exclude each other")
	}
	r = r.WithDefaults()
	job, leases, err = r.Plan(o)
	if set.seed.Value == nil && r.From == nil {
		drawn = &r.Seed
	}
	return job, leases, drawn, err
}

func planNumbers(set *JobFlags, args []string, o fleet.Options) (fleet.Job, []fleet.Lease, error) {
	var list []*big.Int
	for _, arg := range args {
		n, err := dhgroup.ParseNumber(arg, engine.MaxBits)
		if err != nil {
			return fleet.Job{}, nil, ui.Usage(err)
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return fleet.Job{}, nil, ui.Usagef("--job check wants numbers; for lists in files use primebench check --fleet DIR FILE")
	}
	policy := set.policy.Value
	if policy.IsZero() {
		policy = millerrabin.Untrusted
	}
	return fleet.PlanNumbers(list, policy, o)
}
