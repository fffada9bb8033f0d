// fleet fold: what the workers found, as one machine prints it.

package fleet

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"primebench/engine"
	"primebench/internal/cli/find"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

// ResultFlags are the flags that say how answers are checked and what is printed.
type ResultFlags struct {
	format *ui.Single[string]
	out    *ui.Single[string]
	force  *ui.Single[bool]
	again  *ui.Single[float64]
}

// NewResultFlags are those of a result on stdout.
func NewResultFlags() *ResultFlags {
	set := &ResultFlags{
		format: ui.NewSingle("FORMAT", func(text string) (string, error) { return text, nil }),
		out:    ui.NewSingle("FILE", ui.ParseFileName),
		force:  ui.NewSingle("bool", ui.ParseSwitch),
		again:  ui.NewSingle("PERCENT", parsePercent),
	}
	set.out.Value, set.again.Value = "-", fleet.DefaultAgain
	return set
}

// Define adds the flags to a command.
func (set *ResultFlags) Define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.Define(flags, set.format, "format", "of dhparam pem, der, moduli or json, of prime decimal, hex or json (default: pem, decimal)")
	ui.Define(flags, set.out, "out", "write to FILE, or to stdout for - (default: -)")
	ui.DefineSwitch(flags, set.force, "force", "replace FILE if it is there")
	ui.Define(flags, set.again, "again", "share of the leases that are done again, in percent (default: 2)")
}

// Output is where the result goes, which is looked at before the work begins.
func (set *ResultFlags) Output(p ui.Process) (ui.Output, error) {
	return p.OpenOutput(set.out.Value, set.force.Value)
}

// Again is the share of the leases that are done again.
func (set *ResultFlags) Again() float64 { return set.again.Value }

// Print writes what one machine would have found.
func (set *ResultFlags) Print(out ui.Output, fold *fleet.Fold, dir *folder.Dir) error {
	text, err := printed(fold, dir, set.format.Value)
	if err != nil {
		return err
	}
	return out.Write(text)
}

func newFoldCmd(p ui.Process) *cobra.Command {
	set, wait := NewResultFlags(), ui.NewSingle("bool", ui.ParseSwitch)
	cmd := &cobra.Command{
		Use:     "fold DIR",
		Short:   "Check the answers, and print what one machine would have found",
		Example: "  primebench fleet fold /shared/job --out moduli",
		Long: `Each find is verified, a share of the leases is done again here, and what stands goes
into the ledger of the folder. A worker whose answer is not true is named, and nothing
that it said counts: its leases are open again. While leases are open the exit code is
1, and nothing is printed; with --wait it takes answers as they come, until none is.`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			return fold(cmd.Context(), p, set, wait.Value, args[0])
		},
	}
	set.Define(cmd)
	ui.DefineSwitch(cmd.Flags(), wait, "wait", "take answers as they come, until all is found")
	return cmd
}

func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%s wants one folder, got %d", cmd.Name(), len(args))
	}
	return nil
}

func parsePercent(text string) (float64, error) {
	percent, err := strconv.ParseFloat(text, 64)
	if err != nil || !(percent >= 0 && percent <= 100) {
		return 0, fmt.Errorf("%.80q is not a share from 0 to 100", text)
	}
	return percent / 100, nil
}

func fold(ctx context.Context, p ui.Process, set *ResultFlags, wait bool, path string) error {
	out, err := set.Output(p)
	if err != nil {
		return err
	}
	dir, err := OpenFolder(path)
	if err != nil {
		return err
	}
	c, err := ui.OpenCoordinator(p, dir, set.Again(), engine.Config{})
	if err != nil {
		return err
	}
	defer c.Ledger.Close()
	folding := p.Stops.Stage(ctx, func() {})
	takes := take
	if wait {
		takes = func(ctx context.Context, c *fleet.Coordinator, _ *folder.Dir) error { return c.Run(ctx) }
	}
	if err := takes(folding, c, dir); err != nil {
		if folding.Err() != nil {
			return context.Cause(folding)
		}
		return err
	}
	WarnOfWorkers(p, c.Fold)
	if open := c.Fold.Open(); len(open) > 0 {
		return fmt.Errorf("%d of %d leases are open, the first is lease %d; start workers with: primebench fleet work --dir %s", len(open), dir.Job.Count(), open[0], path)
	}
	if err := dir.Finish(); err != nil {
		return err
	}
	return set.Print(out, c.Fold, dir)
}

// take takes the answers that are there.
func take(ctx context.Context, c *fleet.Coordinator, dir *folder.Dir) error {
	for d, err := range dir.Present(ctx) {
		if err == nil {
			err = c.Take(ctx, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mostZ is how far from theory the finds of an honest worker are once in two million.
const mostZ = 5

// WarnOfWorkers names workers that found more or less than theory lets them.
func WarnOfWorkers(p ui.Process, fold *fleet.Fold) {
	workers := fold.Workers()
	for _, name := range slices.Sorted(maps.Keys(workers)) {
		if z, expected := fleet.Z(fold.Job, workers[name]); math.Abs(z) > mostZ {
			p.Logger(false).Warn(fmt.Sprintf("the finds of worker %s are %+.1f standard deviations from the %.0f that theory expects", name, z, expected))
		}
	}
}

// printed is the result as its verb prints it; of numbers a line each.
func printed(fold *fleet.Fold, dir *folder.Dir, format string) ([]byte, error) {
	if fold.Job.Verb != fleet.Numbers {
		return find.Printed(fold, format)
	}
	var text bytes.Buffer
	for index := range fold.Job.Count() {
		l, err := dir.Lease(index)
		if err != nil {
			return nil, err
		}
		a, _ := fold.Answer(index)
		for i, v := range a.Verdicts {
			fmt.Fprintf(&text, "%d: %s\n", l.Numbers[i].Int, ui.OneLine(v.Sentence()))
		}
	}
	return text.Bytes(), nil
}
