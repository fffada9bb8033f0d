// The verb moduli: a whole file of groups for sshd.

package find

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/modulifile"
	"primebench/internal/wholefile"
	"primebench/millerrabin"
	"primebench/sieve"
)

// Every modulus is 3 modulo 8, so that 2 has the order p-1, as OpenSSH's own
// generators have (ssh-keygen looks for such a generator, and drops a prime for
// which neither 2 nor 3 nor 5 is one).
var moduliClass = engine.Class{Modulus: 8, Residue: 3}

const (
	moduliGenerator = 2
	moduliPurpose   = "moduli"
	moduliCount     = 40 // of each size
	// leastBulk is how many groups are worth a window for many.
	leastBulk = 16
)

// moduliSizes are those of the file that OpenSSH ships.
var moduliSizes = []int{2048, 3072, 4096, 6144, 7680, 8192}

// moduliSettings are the values of moduli's flags.
type moduliSettings struct {
	*searchSettings
	bits  *ui.List[int]
	out   *ui.Single[string]
	force *ui.Single[bool]
}

// NewModuliCmd makes the verb moduli.
func NewModuliCmd(p ui.Process) *cobra.Command {
	set := &moduliSettings{
		searchSettings: newSearchSettings(),
		bits:           ui.NewList("N,...", ui.WholeNumber(dhgroup.MinBits, dhgroup.MaxBits)),
		out:            ui.NewSingle("FILE", ui.ParseFileName),
		force:          ui.NewSingle("bool", ui.ParseSwitch),
	}
	set.count.Value, set.out.Value = moduliCount, "moduli"
	cmd := &cobra.Command{
		Use:   "moduli",
		Short: "Make a moduli file for sshd",
		Example: `  primebench moduli --count 40 --out moduli         a whole file, as /etc/ssh/moduli
  primebench moduli --bits 3072,7680,8192 --count 40 --out moduli
                                                    the sizes that OpenSSH's clients ask for
  primebench moduli --bits 4096 --count 10 --out -  ten lines to stdout
  seq 0 9 | parallel -k 'primebench moduli --seed 1f2e --windows {}:$(({}+1)) --out -'
                                                    all groups of ten windows, by ten processes`,
		Long: `The groups are fresh safe primes with the generator 2, found in bulk, in the
format of moduli(5): what ssh-keygen -M generate and -M screen make together.
Primes of one size lie close to each other, as those of ssh-keygen do.

A line says that its prime passed 100 rounds, as those of ssh-keygen do: paramiko takes
no line with fewer. They take 7 in 100 of the time at 2048 bits, and less at larger
sizes. A comment of the file has the seed, from which the same command
finds the same groups.

While the search runs the lines found so far are in FILE.part. The same command
goes on with them after the program was stopped or killed; FILE is made when all is
found, and not replaced without --force.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return makeModuli(cmd.Context(), p, p.Logger(set.quiet.Value), set)
		},
	}
	set.define(cmd.Flags())
	set.completeSearch(cmd)
	return cmd
}

func (s *moduliSettings) define(flags *pflag.FlagSet) {
	flags.SortFlags = false
	ui.Define(flags, s.bits, "bits", "sizes of the primes (default: "+ui.Listed(sizeNames(moduliSizes))+")")
	ui.Define(flags, s.count, "count", "how many of each size (default: 40)")
	ui.Define(flags, s.out, "out", "write to FILE, or to stdout for - (default: moduli)")
	ui.DefineSwitch(flags, s.force, "force", "replace FILE if it is there")
	s.seed.Define(flags, "hex digits that decide what is found (default: drawn at random, and recorded in FILE)")
	s.defineWindows(flags)
	s.defineMeans(flags)
	ui.Exclude(flags, "windows", "count", "fleet")
}

// sizeNames are sizes as people write them.
func sizeNames(sizes []int) []string {
	names := make([]string, len(sizes))
	for i, bits := range sizes {
		names[i] = strconv.Itoa(bits)
	}
	return names
}

// makeModuli finds what the file lacks, size by size.
func makeModuli(ctx context.Context, p ui.Process, log *slog.Logger, set *moduliSettings) error {
	sizes := set.bits.Values
	if len(sizes) == 0 {
		sizes = moduliSizes
	}
	if err := set.checkPart(); err != nil {
		return err
	}
	warnOfSSHSizes(log, sizes)
	warnOfTrials(log, set.policy.Value)
	out, err := p.OpenOutput(set.out.Value, set.force.Value)
	if err != nil {
		return err
	}
	if set.fleet.Given {
		return moduliByFleet(ctx, p, set, out, sizes)
	}
	if set.windows.Given && out.Path != "" {
		return ui.Usagef("--windows makes a part of a file, and --out %q is asked for; put the parts together from stdout, with --out -", out.Path)
	}
	searching := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	first := !set.windows.Given || set.windows.Value.begin == 0
	file, err := openModuli(searching, p, out, modulifile.Origin{Seed: set.seed.Value, Text: set.seed.Text}, first)
	if err != nil {
		if searching.Err() != nil {
			return context.Cause(searching)
		}
		return err
	}
	defer file.Close()
	add := fill
	if set.windows.Given {
		add = addWindows
	}
	for _, bits := range sizes {
		if err := add(searching, p, log, set, file, bits); err != nil {
			if searching.Err() != nil {
				err = context.Cause(searching)
			}
			if ui.Stopped(err) && out.Path != "" {
				log.Info(fmt.Sprintf("%q keeps the lines found; the same command goes on with them", modulifile.PartOf(out.Path)))
			}
			return err
		}
	}
	if out.Path == "" {
		log.Info("found from the seed " + file.Seed().String())
	}
	return finishModuli(file, out)
}

// finishModuli puts the file in its place.
func finishModuli(file *modulifile.File, out ui.Output) error {
	err := file.Finish(out.Replace)
	if errors.Is(err, fs.ErrExist) {
		return ui.Usagef("%q came there in the meantime; all that was found is in %q: the same command with --force makes the file of it", out.Path, modulifile.PartOf(out.Path))
	}
	return err
}

// moduliByFleet has a fleet find the groups.
func moduliByFleet(ctx context.Context, p ui.Process, set *moduliSettings, out ui.Output, sizes []int) error {
	if err := set.refuseForFleet(); err != nil {
		return err
	}
	fold, seed, err := together(ctx, p, set.searchSettings, Request{Verb: fleet.Moduli, Bits: sizes, Count: set.count.Value, Policy: set.policy.Value})
	if err != nil {
		return err
	}
	file, err := openModuli(ctx, p, out, modulifile.Origin{Seed: &seed, Text: set.seed.Text}, true)
	if err != nil {
		return err
	}
	defer file.Close()
	err = eachFind(fold, func(prime *big.Int, policy millerrabin.Policy) error {
		return file.Add(moduliEntry(prime, policy), modulifile.Mark{Bulk: set.count.Value >= leastBulk})
	})
	if err != nil {
		return err
	}
	return finishModuli(file, out)
}

// openModuli begins the file, or goes on with what was found of it. On stdout it has a
// header where it is the first part of the whole.
func openModuli(ctx context.Context, p ui.Process, out ui.Output, from modulifile.Origin, first bool) (*modulifile.File, error) {
	if out.Path == "" {
		return modulifile.Stream(p.Stdout, from.Seed, first)
	}
	if err := out.CheckBeside(modulifile.PartSuffix, true); err != nil {
		return nil, err
	}
	file, err := modulifile.Open(ctx, out.Path, from)
	if errors.As(err, new(*modulifile.PartError)) || errors.Is(err, wholefile.ErrTaken) || errors.Is(err, modulifile.ErrSeed) {
		return nil, ui.Usage(err)
	}
	return file, err
}

// fill adds groups of a size until there are as many as are wanted.
func fill(ctx context.Context, p ui.Process, log *slog.Logger, set *moduliSettings, file *modulifile.File, bits int) error {
	left := set.count.Value - file.Found(bits)
	if left <= 0 {
		return nil
	}
	mark, begun := file.Mark(bits)
	if !begun {
		mark.Bulk = set.count.Value >= leastBulk
		if err := file.Begin(bits, mark); err != nil {
			return err
		}
	}
	searcher, shown, err := begin(p, set, file, bits, mark.Bulk, left)
	if err != nil {
		return err
	}
	defer shown.End()
	began := time.Now()
	for missing := left; missing > 0; missing = set.count.Value - file.Found(bits) {
		for result, err := range searcher.Stream(ctx, mark.Next, uint64(missing)) {
			if err == nil {
				mark.Next = result.Next
				err = file.Add(moduliEntry(result.P, searcher.Config().Policy), mark)
			}
			if err != nil {
				return err
			}
		}
	}
	took := time.Since(began)
	log.Info(fmt.Sprintf("%d groups of %d bits in %s, %s each%s", left, bits, ui.Span(took), ui.Span(took/time.Duration(left)), besideSSH(bits)))
	return nil
}

// addWindows adds all groups of a size in some windows.
func addWindows(ctx context.Context, p ui.Process, _ *slog.Logger, set *moduliSettings, file *modulifile.File, bits int) error {
	searcher, shown, err := begin(p, set, file, bits, true, 0)
	if err != nil {
		return err
	}
	defer shown.End()
	for result, err := range searcher.Finds(ctx, set.windows.Value.whole()) {
		if err == nil {
			err = file.Add(moduliEntry(result.P, searcher.Config().Policy), modulifile.Mark{Bulk: true})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// begin prepares the search for so many groups of a size, or 0 for all of some windows, and
// shows how it goes until the returned progress is ended.
func begin(p ui.Process, set *moduliSettings, file *modulifile.File, bits int, bulk bool, count int) (*engine.Searcher, *ui.Progress, error) {
	config, watched := set.config(), new(searchStatus)
	config.Bulk, config.Class, config.Seed = bulk, moduliClass, engine.Seed(file.Seed().Derive(moduliPurpose))
	config.Finds, config.Progress = uint64(count), watched.update
	if config.Policy.IsZero() {
		config.Policy = screening(bits)
	}
	searcher, err := engine.New(sieve.Safe, bits, config)
	if err != nil {
		return nil, nil, asBadConfig(err)
	}
	shown := ui.NewProgress(p.Screen)
	if !set.quiet.Value {
		watched.begin(searcher, 0, count)
		shown.Watch(watched.status)
	}
	return searcher, shown, nil
}

// besideSSH says what ssh-keygen takes at the sizes at which it was timed.
func besideSSH(bits int) string {
	if seconds := sshKeygenSeconds[bits]; seconds > 0 {
		return fmt.Sprintf("; ssh-keygen -M took %.0f s each on one core of the machine of docs/RESULTS.md", seconds)
	}
	return ""
}

// sshKeygenSeconds is what OpenSSH 9.2 took for a prime, sieve and screening
// together, on one core of an AMD EPYC (Zen 4), by the suite peers.
var sshKeygenSeconds = map[int]float64{2048: 11}

// moduliEntry is a safe prime as a moduli file has it.
func moduliEntry(p *big.Int, policy millerrabin.Policy) dhgroup.Entry {
	return entryOf(groupOf(p, moduliGenerator), policy)
}
