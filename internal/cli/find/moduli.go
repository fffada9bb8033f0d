// primebench moduli: a whole file of groups for sshd.

package find

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/cli/ui"
	"primebench/internal/rng"
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
	// leastBulk is how many groups are worth a window for many.
	leastBulk = 16
)

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
	set.count.Value, set.out.Value = 40, "moduli"
	cmd := &cobra.Command{
		Use:   "moduli",
		Short: "Make a moduli file for sshd",
		Example: `  primebench moduli --bits 2048,3072,4096,6144,8192 --count 40 --out moduli
                                                    a whole file, as /etc/ssh/moduli
  primebench moduli --bits 4096 --count 10 --out -  ten lines to stdout`,
		Long: `The groups are fresh safe primes with the generator 2, found in bulk, in the
format of moduli(5): what ssh-keygen -M generate and -M screen make together.
Primes of one size lie close to each other, as those of ssh-keygen do.

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
	flags.Var(s.bits, "bits", "sizes of the primes (default: 2048,3072,4096,6144,8192)")
	flags.Var(s.count, "count", "how many of each size (default: 40)")
	flags.VarP(s.out, "out", "o", "write to FILE, or to stdout for - (default: moduli)")
	ui.DefineSwitch(flags, s.force, "force", "replace FILE if it is there")
	s.defineMeans(flags)
}

// makeModuli finds what the file lacks, size by size.
func makeModuli(ctx context.Context, p ui.Process, log *slog.Logger, set *moduliSettings) error {
	sizes := set.bits.Values
	if len(sizes) == 0 {
		sizes = []int{2048, 3072, 4096, 6144, 8192}
	}
	out, err := ui.OpenOutput(p.Stdout, set.out.Value, set.force.Value)
	if err != nil {
		return err
	}
	searching := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	part, err := openPart(searching, out)
	if searching.Err() != nil {
		return context.Cause(searching)
	}
	if err != nil {
		return err
	}
	defer part.close()
	for _, bits := range sizes {
		if err := part.fill(searching, p, log, set, bits); err != nil {
			if searching.Err() != nil {
				err = context.Cause(searching)
			}
			if ui.Stopped(err) && part.path != "" {
				log.Info(fmt.Sprintf("%q keeps the lines found; the same command goes on with them", part.path))
			}
			return err
		}
	}
	return part.finish()
}

// A part is the file that grows while the search runs; for stdout there is none.
type part struct {
	path  string
	file  *os.File
	out   ui.Output
	found map[int]int // groups that are there already, by size
}

// openPart opens FILE.part, or begins it with the header.
func openPart(ctx context.Context, out ui.Output) (*part, error) {
	t := &part{out: out, found: map[int]int{}}
	if out.Path == "" {
		return t, out.Write([]byte(dhgroup.ModuliHeader))
	}
	t.path = out.Path + ".part"
	if err := ui.CheckPlace(t.path, true); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(t.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%q cannot be written: %w", t.path, err)
	}
	if err := t.takeUp(ctx, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	t.file = file
	return t, nil
}

// takeUp makes the file this run's own and looks at what is in it.
func (t *part) takeUp(ctx context.Context, file *os.File) error {
	if err := lock(file); err != nil {
		return fmt.Errorf("another run works on %q: %w; wait for its end, or name another file", t.path, err)
	}
	kept, err := io.ReadAll(file)
	if err != nil {
		return fmt.Errorf("the lines found before cannot be read: %w", err)
	}
	// A kill may have cut the last line short.
	kept = kept[:bytes.LastIndexByte(kept, '\n')+1]
	if len(kept) > 0 {
		if err := t.countKept(ctx, kept); err != nil {
			return err
		}
	}
	err = file.Truncate(int64(len(kept)))
	if err == nil && len(kept) == 0 {
		_, err = file.WriteString(dhgroup.ModuliHeader)
	}
	if err != nil {
		return fmt.Errorf("%q cannot be written: %w", t.path, err)
	}
	return nil
}

// countKept counts the groups that are there. They are checked as those that are
// found are: somebody may have put them there.
func (t *part) countKept(ctx context.Context, lines []byte) error {
	if string(lines) == dhgroup.ModuliHeader {
		return nil // the header alone is no file of groups
	}
	for e, err := range dhgroup.Read(bytes.NewReader(lines), dhgroup.ReadOptions{Format: dhgroup.Moduli}) {
		if err != nil {
			return ui.Usagef("%q is no part of a moduli file: %w; remove it to begin anew", t.path, err)
		}
		_, err := dhgroup.Validate(ctx, e.Group, millerrabin.Generated(e.Bits), "")
		if errors.Is(err, dhgroup.ErrUnsound) {
			return ui.Usagef("%q, line %d: %w; remove the line", t.path, e.Line, err)
		}
		if err != nil {
			return err
		}
		t.found[e.Bits]++
	}
	return nil
}

// fill adds groups of a size until there are as many as are wanted.
func (t *part) fill(ctx context.Context, p ui.Process, log *slog.Logger, set *moduliSettings, bits int) error {
	left := set.count.Value - t.found[bits]
	if left <= 0 {
		return nil
	}
	config := set.config()
	config.Bulk = left >= leastBulk
	config.Class, config.Seed = moduliClass, engine.Seed(rng.NewSeed().Derive(moduliPurpose))
	watched := new(searchStatus)
	config.Progress = watched.update
	searcher, err := engine.New(sieve.Safe, bits, config)
	if err != nil {
		return asBadConfig(err)
	}
	if !set.quiet.Value {
		shown := ui.NewProgress(p.Screen)
		watched.begin(searcher, left)
		shown.Watch(watched.status)
		defer shown.End()
	}
	began := time.Now()
	for result, err := range searcher.Stream(ctx, engine.Position{}, uint64(left)) {
		if err == nil {
			err = t.add(result.P, bits, searcher.Config().Policy)
		}
		if err != nil {
			return err
		}
	}
	took := time.Since(began)
	log.Info(fmt.Sprintf("%d groups of %d bits in %s, %s each%s", left, bits, ui.Span(took), ui.Span(took/time.Duration(left)), besideSSH(bits)))
	return nil
}

// besideSSH says what ssh-keygen takes at the sizes at which it was timed.
func besideSSH(bits int) string {
	if seconds := sshKeygenSeconds[bits]; seconds > 0 {
		return fmt.Sprintf("; ssh-keygen -M took %.0f s each on one core of the machine of make bench-search (README)", seconds)
	}
	return ""
}

// sshKeygenSeconds is what OpenSSH 9.2 took for a prime, sieve and screening
// together, on one core of an AMD EPYC (Zen 4), by make bench-search.
var sshKeygenSeconds = map[int]float64{2048: 11}

// add writes the line of a group.
func (t *part) add(found *big.Int, bits int, policy millerrabin.Policy) error {
	group := dhgroup.Group{Bits: bits, P: found, Q: new(big.Int).Rsh(found, 1), G: big.NewInt(moduliGenerator)}
	var line bytes.Buffer
	if err := dhgroup.Write(&line, entryOf(group, policy), dhgroup.WriteOptions{Format: dhgroup.Moduli}); err != nil {
		return err
	}
	if t.file == nil {
		return t.out.Write(line.Bytes())
	}
	if _, err := t.file.Write(line.Bytes()); err != nil {
		return fmt.Errorf("%q cannot be written: %w", t.path, err)
	}
	return nil
}

// finish puts the lines in their place.
func (t *part) finish() error {
	if t.file == nil {
		return nil
	}
	if err := t.file.Sync(); err != nil {
		return fmt.Errorf("%q cannot be written: %w", t.path, err)
	}
	// Closed first, since some systems do not rename an open file.
	err := t.file.Close()
	t.file = nil
	if err == nil {
		err = os.Rename(t.path, t.out.Path)
	}
	if err != nil {
		return fmt.Errorf("all is found, and in %q, but: %w", t.path, err)
	}
	return nil
}

func (t *part) close() {
	if t.file != nil {
		_ = t.file.Close() // what was found is there, line by line
	}
}
