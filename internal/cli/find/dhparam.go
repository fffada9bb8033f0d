// The verb dhparam: groups for Diffie-Hellman, fresh ones or published ones.

package find

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"math/big"
	"time"

	"github.com/spf13/cobra"

	"primebench/dhgroup"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
	"primebench/millerrabin"
)

// NewDHParamCmd makes the verb dhparam.
func NewDHParamCmd(p ui.Process) *cobra.Command {
	set := newDHParamSettings()
	cmd := &cobra.Command{
		Use:   "dhparam",
		Short: "Make parameters for Diffie-Hellman",
		Example: `  primebench dhparam --bits 3072 --out dh.pem       a fresh group, as openssl dhparam makes
  primebench dhparam --named ffdhe3072              the published one of RFC 7919
  primebench dhparam --bits 4096 --generator 5 --format der --out dh.der
  primebench dhparam --bits 8192 --checkpoint kept --out dh.pem
                                                    goes on where it was stopped
  primebench dhparam --count 3 --format json --seed 1f2e
                                                    the same three groups each time`,
		Long: `A fresh group is a random safe prime p with a generator of the prime order
(p-1)/2. With --out, FILE.seed beside the file says from which seed it was found,
and primebench check --seed-file FILE.seed FILE finds it again: nobody made the prime
up. Who draws many seeds can choose among as many primes; with what a public beacon
said as --seed-text he cannot. Without --out the seed is told on stderr.

A published group is the better choice where both sides can name it: TLS 1.3 knows
no others (RFC 7919), SP 800-56A wants them, and they were checked by many. A fresh
one is better where a program takes any group and the published ones of its
size are within reach of precomputation, which one effort does for all who share a
prime (Logjam, 2015): 1024 bits and fewer. The best choice there is a larger group.

A fresh group also costs a server more. OpenSSL 3.0 takes short exponents, of 225 bits
at 2048, for the primes that it knows; for a fresh one it takes 2046, whatever length
of private values the file asks for. A handshake takes 1.6 times as long as in a published
group of 2048 bits, and 50 times as long as by X25519: primebench run --suite kex
measures it. Java goes by the length in the file.

An existing file is not replaced without --force, and is never left half-written.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			log := p.Logger(set.quiet.Value)
			if set.named.Given {
				return writeNamed(cmd.Context(), p, log, set)
			}
			return makeGroups(cmd.Context(), p, log, set)
		},
	}
	set.define(cmd.Flags())
	set.complete(cmd)
	return cmd
}

// writeNamed writes a published group. A line of a moduli file says how often its prime was
// tested, and so it is.
func writeNamed(ctx context.Context, p ui.Process, log *slog.Logger, set *dhparamSettings) error {
	if err := set.refuseForNamed(); err != nil {
		return err
	}
	out, err := p.OpenOutput(set.out.Value, set.force.Value)
	if err != nil {
		return err
	}
	// A seed that is there would be taken for that of the group.
	if err := out.CheckBeside(seedSuffix, set.force.Value); err != nil {
		return err
	}
	group, err := dhgroup.Named(set.named.Value)
	if err != nil {
		return ui.Usage(err)
	}
	ownQ := group.Q.Cmp(new(big.Int).Rsh(group.P, 1)) != 0
	warnOfGroup(log, group.Bits, ownQ && (set.format.Value == dhgroup.PEM || set.format.Value == dhgroup.DER))
	policy := millerrabin.Untrusted
	if set.format.Value == dhgroup.Moduli {
		policy = screening(group.Bits)
		if _, err := dhgroup.Validate(ctx, group, policy, ""); err != nil {
			return err
		}
	}
	text, err := formatGroups([]dhgroup.Group{group}, set.format.Value, policy)
	if err != nil {
		return err
	}
	return out.Write(text, wholefile.File{Path: seedSuffix, Gone: true})
}

// makeGroups searches for groups and writes them when all are found.
func makeGroups(ctx context.Context, p ui.Process, log *slog.Logger, set *dhparamSettings) error {
	want, err := set.request()
	if err != nil {
		return err
	}
	out, err := p.OpenOutput(set.out.Value, set.force.Value)
	if err != nil {
		return err
	}
	if err := out.CheckBeside(seedSuffix, set.force.Value); err != nil {
		return err
	}
	warnOfGroup(log, want.Bits, false)
	policy := set.policy.Value
	switch {
	case set.format.Value == dhgroup.Moduli && policy.IsZero():
		set.policy.Value = screening(want.Bits)
		policy = set.policy.Value
	case set.format.Value == dhgroup.Moduli:
		warnOfTrials(log, policy)
	case policy.IsZero():
		policy = millerrabin.Generated(want.Bits)
	}
	if set.fleet.Given {
		return groupsByFleet(ctx, p, log, set, out)
	}
	var groups []dhgroup.Group
	return search(ctx, p, log, want, set.searchSettings, dhparamPurpose, func(seed rng.Seed, found *big.Int) error {
		groups = append(groups, groupOf(found, set.generator.Value))
		if len(groups) < set.count.Value {
			return nil
		}
		text, err := formatGroups(groups, set.format.Value, policy)
		if err != nil {
			return err
		}
		return writeGroups(log, out, text, ui.SeedRecord{Format: ui.SeedFormat, Seed: seed.String(), Text: set.seed.Text, Bits: want.Bits, Generator: set.generator.Value, Count: len(groups)})
	})
}

// groupsByFleet has a fleet find the groups, and writes them with their seed.
func groupsByFleet(ctx context.Context, p ui.Process, log *slog.Logger, set *dhparamSettings, out ui.Output) error {
	if err := set.refuseForFleet(); err != nil {
		return err
	}
	fold, seed, err := together(ctx, p, set.searchSettings, Request{
		Verb: fleet.Groups, Bits: []int{set.bits.Value}, Count: set.count.Value, Policy: set.policy.Value,
		Generator: set.generator.Value, Screened: set.format.Value == dhgroup.Moduli,
	})
	if err != nil {
		return err
	}
	text, err := Printed(fold, set.format.Value.String())
	if err != nil {
		return err
	}
	return writeGroups(log, out, text, ui.SeedRecord{Format: ui.SeedFormat, Seed: seed.String(), Text: set.seed.Text, Bits: set.bits.Value, Generator: set.generator.Value, Count: set.count.Value})
}

// groupOf is the group of a safe prime.
func groupOf(p *big.Int, generator int) dhgroup.Group {
	return dhgroup.Group{Bits: p.BitLen(), P: p, Q: new(big.Int).Rsh(p, 1), G: big.NewInt(int64(generator))}
}

// dhparamPurpose is what a seed is turned to, so that check finds the same groups.
const dhparamPurpose = "dhparam"

// seedSuffix is what the file with the seed has behind the name of that of the groups.
const seedSuffix = ".seed"

// writeGroups writes groups with the record of their seed beside them. Without a file, and
// where they cannot be written, it tells the seed, by which they can be found again.
func writeGroups(log *slog.Logger, out ui.Output, groups []byte, record ui.SeedRecord) error {
	text, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	err = out.Write(groups, wholefile.File{Path: seedSuffix, Data: append(text, '\n'), Mode: 0o666})
	if err != nil || out.Path == "" {
		log.Info("found from the seed " + record.Seed)
	}
	return err
}

// formatGroups writes groups one after another.
func formatGroups(groups []dhgroup.Group, format dhgroup.Format, policy millerrabin.Policy) ([]byte, error) {
	var text bytes.Buffer
	for _, g := range groups {
		if err := dhgroup.Write(&text, entryOf(g, policy), dhgroup.WriteOptions{Format: format}); err != nil {
			return nil, err
		}
	}
	return text.Bytes(), nil
}

// entryOf is a group as a moduli file describes it: tested now.
func entryOf(g dhgroup.Group, policy millerrabin.Policy) dhgroup.Entry {
	return dhgroup.Entry{Group: g, Screening: dhgroup.Screening{
		Time: time.Now().UTC().Truncate(time.Second), Tests: dhgroup.TestedSieve | dhgroup.TestedMillerRabin, Trials: policy.Rounds,
	}}
}
