// The verb check: whether numbers are prime and groups are sound.

package check

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/dhgroup"
	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/internal/inspect"
	"primebench/internal/pages"
	"primebench/millerrabin"
	"primebench/report/doc"
)

// checkSettings are the values of check's flags.
type checkSettings struct {
	policy      *ui.Single[millerrabin.Policy]
	seed        *ui.Seed
	quick       *ui.Single[bool]
	maxBits     *ui.Single[int]
	minBits     *ui.Single[int]
	minStrength *ui.Single[int]
	recursive   *ui.Single[bool]
	exclude     *ui.List[string]
	strict      *ui.Single[bool]
	fleet       *ui.Single[string]
	workers     *ui.Single[int]
	kernel      *ui.Single[string]
	telling     *ui.Telling
	out         *ui.Single[string]
}

// NewCheckCmd makes the verb check.
func NewCheckCmd(p ui.Process) *cobra.Command {
	set := &checkSettings{
		policy:      ui.NewSingle("POLICY", millerrabin.ParsePolicy),
		seed:        new(ui.Seed),
		quick:       ui.NewSingle("bool", ui.ParseSwitch),
		maxBits:     ui.NewSingle("N", ui.WholeNumber(1, dhgroup.MaxBits)),
		minBits:     ui.NewSingle("N", ui.WholeNumber(0, dhgroup.MaxBits)),
		minStrength: ui.NewSingle("N", ui.WholeNumber(0, dhgroup.FieldStrength(dhgroup.MaxBits))),
		recursive:   ui.NewSingle("bool", ui.ParseSwitch),
		exclude:     ui.NewList("PATTERN", parsePattern),
		strict:      ui.NewSingle("bool", ui.ParseSwitch),
		fleet:       ui.NewSingle("DIR|URL", ui.ParseFolder),
		workers:     ui.NewSingle("N", ui.WholeNumber(1, bench.MaxWorkers)),
		kernel:      ui.NewSingle("NAME", ui.ParseKernel),
		out:         ui.NewSingle("DIR", ui.ParseFolder),
	}
	set.policy.Value, set.maxBits.Value, set.workers.Value = millerrabin.Untrusted, dhgroup.MaxBits, runtime.GOMAXPROCS(0)
	set.minBits.Value, set.minStrength.Value = inspect.NewUses.Bits, inspect.NewUses.Strength
	cmd := &cobra.Command{
		Use:   "check FILE|N...",
		Short: "Check numbers, groups, moduli files and proofs",
		Example: `  primebench check dh.pem                           is this group sound?
  primebench check /etc/ssh/moduli                  is each of these?
  primebench check -r --exclude '*.bak' /etc/ssl    and whatever is in a folder?
  primebench check --format sarif server.pem        for code scanning; junit for test reports
  primebench check --full /etc/ssh/moduli           line by line, as each is found
  primebench check 2047 0x7fffffff                  are these numbers prime?
  primebench check --format jsonl numbers.txt       a list of numbers, a line each
  openssl dhparam 2048 | primebench check -         from stdin
  primebench check --min-bits 3072 dh.pem           is it sound, and no smaller?
  primebench check --seed 1f2e dh.pem               was it found from this seed?
  primebench check p.proof                          is the proof of prime --proof valid, and of which number?
  primebench check p.proof 0x1f2e                   is it of this one?
  primebench check --format html moduli > page.html a page to show`,
		Long: `Files hold parameters in PEM or DER (PKCS#3, X9.42 or DSA), lines of moduli(5),
JSON, numbers in decimal or in hex, a proof, or keys, certificates and requests of DH,
DSA and RSA (X.509, PKCS#1, PKCS#8, OpenSSH), several in one file with any text around.
A number is sound when it is prime, a group when p and the order q of its subgroup are
prime and the generator has that order (or 2q, of a safe prime), a key of RSA when its
primes are, and its modulus is their product; of a public one that is seen which shows
from outside. Nothing secret is printed. What is none of it is named and passed over.
All must pass 64 rounds with random bases and a
Lucas test, unless --policy says otherwise, since whoever made them may have meant
to deceive.

What is printed is one screen: the verdict first, then what was checked; of a long list,
what is not sound before the rest. With --full or --format jsonl it comes line by line, as each
is found. The other formats and --out are one document, made at the end.

A group is weak, and not sound, when its prime has fewer bits than --min-bits or its
strength is below --min-strength: that of the prime, of a q that is not (p-1)/2, of
private values of the length that the file asks for, each by NIST SP 800-57. So is one
whose prime is published at 1024 bits or fewer, since one precomputation serves
against all who share it. With --min-bits 0 alone nothing is weak.

Lines and files that cannot be read are named, and the others are checked. The exit
code is 0 when all is sound, 7 when something is not or is weak, and 2 when something cannot be
read.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("check wants files or numbers, or - for stdin")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if set.quick.Value && set.policy.Given {
				return ui.Usagef("--quick and --policy exclude each other: --quick is --policy %v", quick)
			}
			if set.quick.Value {
				set.policy.Value = quick
			}
			if set.exclude.Named() && !set.recursive.Value {
				return ui.Usagef("--exclude leaves files of folders out; add -r")
			}
			var to ui.Folder
			if set.out.Given {
				var err error
				if to, err = p.ClaimOut(set.out.Value, cmd.Name()); err != nil {
					return err
				}
				defer to.Abandon()
			}
			c := &checker{process: p, settings: set, inspector: inspect.Inspector{
				Policy: set.policy.Value, Levels: set.levels(), Workers: set.workers.Value, Kernel: set.kernel.Value,
			}}
			ctx := p.Stops.Stage(cmd.Context(), func() {})
			if err := c.watched(func() error { return c.operands(ctx, args) }); ctx.Err() != nil {
				return context.Cause(ctx)
			} else if err != nil {
				return err
			}
			if err := c.document(ctx, to); err != nil {
				return err
			}
			return c.verdict()
		},
	}
	set.define(cmd.Flags())
	set.telling = ui.DefineTelling(cmd, append(pages.CheckFormats(), formatJSONL)...)
	ui.Offer(cmd, "kernel", cpu.Kernels())
	return cmd
}

func (s *checkSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	ui.Define(flags, s.policy, "policy", "tests to pass (default: "+millerrabin.Untrusted.String()+")")
	ui.DefineSwitch(flags, s.quick, "quick", "Baillie-PSW alone: no composite is known that passes it, and no bound on the error")
	ui.Exclude(flags, "quick", "policy")
	s.seed.Define(flags, "find the groups again from the seed that dhparam recorded: hex digits, or FILE.seed")
	ui.Define(flags, s.maxBits, "max-bits", fmt.Sprintf("refuse larger numbers before any arithmetic (default and most: %d)", dhgroup.MaxBits))
	ui.Define(flags, s.minBits, "min-bits", fmt.Sprintf("size below which a group is weak, 0 for none (default: %d)", inspect.NewUses.Bits))
	ui.Define(flags, s.minStrength, "min-strength", fmt.Sprintf("bits of strength below which a group is weak (default: %d, with --min-bits 0 none)", inspect.NewUses.Strength))
	ui.DefineSwitch(flags, s.recursive, "recursive", "check the files of folders, and of the folders in them")
	ui.Define(flags, s.exclude, "exclude", "files and folders of -r that are left out, such as *.bak or keys/old")
	ui.DefineSwitch(flags, s.strict, "strict", "refuse what carries neither a group nor a prime, where it is passed over otherwise")
	ui.Define(flags, s.out, "out", "write the document in every format to DIR, which is new or empty")
	ui.Define(flags, s.fleet, "fleet", "have workers on other machines check the numbers of lists, by way of the folder DIR that they share or of the queue at URL: primebench fleet")
	ui.Define(flags, s.workers, "workers", "goroutines that check, and share the rounds of one number (default: one for each core)")
	ui.Define(flags, s.kernel, "kernel", "batched arithmetic: "+ui.Listed(cpu.Kernels())+" (default: the fastest)")
}

// quick is the policy of --quick.
var quick = millerrabin.Policy{Lucas: true}

// parsePattern refuses a pattern that nothing can match.
func parsePattern(text string) (string, error) {
	if _, err := path.Match(text, ""); err != nil || text == "" {
		return "", fmt.Errorf("%.80q is no pattern such as *.bak", text)
	}
	return text, nil
}

// levels are what groups must reach.
func (s *checkSettings) levels() inspect.Levels {
	if s.minBits.Value == 0 && !s.minStrength.Given {
		return inspect.Levels{}
	}
	return inspect.Levels{Bits: s.minBits.Value, Strength: s.minStrength.Value}
}

// verdict turns the counts into the command's error.
func (c *checker) verdict() error {
	switch totals := c.found.Totals; {
	case totals.Weak+totals.Unsound > 0:
		return ui.No(fmt.Sprintf("%d of %d are not sound", totals.Weak+totals.Unsound, totals.Checked()-totals.Refused-totals.Passed))
	case c.settings.seed.Named() && c.groups == 0 && totals.Refused == 0:
		return ui.Usagef("--%s finds groups again, and there was none", c.settings.seed.Flag())
	case totals.Refused > 0:
		return ui.Usagef("%d could not be read, %d are sound", totals.Refused, totals.Sound)
	case totals.Sound == 0:
		return ui.Usagef("there was nothing to check: no number, no group, no key of DH, DSA or RSA")
	}
	return nil
}

// formatJSONL is that of findings as they come: JSON Lines, an object for each on a line.
const formatJSONL doc.Format = "jsonl"

// objects reports whether findings are printed as JSON Lines.
func (s *checkSettings) objects() bool { return s.telling.Format.Value == formatJSONL }

// streams reports whether findings are printed one by one, as they come.
func (s *checkSettings) streams() bool { return s.objects() || s.telling.Whole() }

// brief reports whether the findings make no more than a first screen.
func (s *checkSettings) brief() bool { return !s.out.Given && s.telling.Format.Value == doc.FormatText }

// watched calls work and shows meanwhile how many were checked, where nobody sees them
// printed as they come.
func (c *checker) watched(work func() error) error {
	if c.settings.streams() && ui.IsTerminal(c.process.Stdout, c.process.Env) {
		return work()
	}
	began, shown := time.Now(), ui.NewProgress(c.process.Screen)
	defer shown.End()
	shown.Watch(func() ui.Status {
		return ui.Status{Cell: fmt.Sprintf("%d checked", c.checked.Load()), Samples: -1, Elapsed: time.Since(began)}
	})
	return work()
}

// document prints the document of all findings and keeps it, where that is asked for.
func (c *checker) document(ctx context.Context, to ui.Folder) error {
	page := pages.Check(c.found)
	if err := to.Keep(ctx, c.process.Logger(false), page); err != nil {
		return err
	}
	if c.settings.streams() {
		return c.close(ctx)
	}
	return c.process.Print(ctx, page, c.settings.telling, "")
}
