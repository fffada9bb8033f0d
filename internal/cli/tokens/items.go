// The verbs of secrets that draw from somebody's items: choice, sample
// and shuffle.

package tokens

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/secrets"
)

const itemsHelp = "Items are the arguments, or the lines of stdin when there are none or only \"-\"."

func newChoiceCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "choice [ITEM...]",
		Short: "Draw one of some items",
		Example: `  primebench secrets choice heads tails
  primebench secrets choice --count 10 red green blue   ten times from all three
  primebench secrets choice < names.txt`,
		Long: itemsHelp,
		Args: cobra.ArbitraryArgs,
	}
	d := drawFlags(cmd, "how many, each drawn from all items", formatRaw, formatJSON)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		items, err := d.items(p, args)
		if err != nil {
			return err
		}
		if len(items) > 0 { // or else Choice says what is wrong
			d.tellSample(p, items, 1)
		}
		return d.print(p.Stdout, func() (any, error) { return secrets.Choice(items) })
	}
	return cmd
}

func newSampleCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sample [ITEM...]",
		Short: "Draw several of some items, none twice, in random order",
		Example: `  primebench secrets sample --count 2 ann bob cy di
  primebench secrets sample --count 6 $(seq 49)
  primebench secrets sample --count 100 < names.txt`,
		Long: itemsHelp,
		Args: cobra.ArbitraryArgs,
	}
	d := drawFlags(cmd, "how many of the items", formatJSON)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		items, err := d.items(p, args)
		if err != nil {
			return err
		}
		sample, err := secrets.Sample(items, d.count.Value)
		if err != nil {
			return asRequestError(err)
		}
		d.tellSample(p, items, len(sample))
		return d.printAll(p.Stdout, sample)
	}
	return cmd
}

func newShuffleCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "shuffle [ITEM...]",
		Short: "Put items in random order",
		Example: `  primebench secrets shuffle ann bob cy di
  primebench secrets shuffle < names.txt`,
		Long: itemsHelp,
		Args: cobra.ArbitraryArgs,
	}
	d := drawFlags(cmd, "", formatJSON)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		items, err := d.items(p, args)
		if err != nil {
			return err
		}
		items = slices.Clone(items)
		secrets.Shuffle(items)
		d.tellSample(p, items, len(items))
		return d.printAll(p.Stdout, items)
	}
	return cmd
}

// items reads the items and refuses what the format cannot hold.
func (d *draw) items(p ui.Process, args []string) ([]string, error) {
	items, err := readItems(p.Stdin, args)
	if err != nil || d.format.Value != formatJSON {
		return items, err
	}
	for i, item := range items {
		if !utf8.ValidString(item) {
			return nil, ui.Usagef("item %d is not UTF-8, which JSON cannot hold; leave --format json out", i+1)
		}
	}
	return items, nil
}

// tellSample tells the entropy of k items drawn without replacement. Equal items
// make fewer answers possible than their number lets expect.
func (d *draw) tellSample(p ui.Process, items []string, k int) {
	bits, err := secrets.SampleEntropy(len(items), k)
	if err != nil || !d.explain.Value {
		return
	}
	of := fmt.Sprintf("%d of %d items, in this order", k, len(items))
	if different := len(slices.Compact(slices.Sorted(slices.Values(items)))); different < len(items) {
		of += fmt.Sprintf("; less than that, since only %d of them differ", different)
	}
	d.tell(p, bits, of)
}

func (d *draw) printAll(stdout io.Writer, items []string) error {
	out := newSecretWriter(stdout)
	defer out.wipe()
	for _, item := range items {
		if err := out.value(item, d.format.Value); err != nil {
			return err
		}
	}
	return out.flush()
}

// maxItemBytes keeps an input without an end from taking all memory.
const maxItemBytes = 1 << 30

// byteOrderMark is what some editors write before UTF-8. It is part of no item.
const byteOrderMark = "\ufeff"

// readItems returns the arguments, or the lines of stdin without their ends. A
// last line needs none.
func readItems(stdin io.Reader, args []string) ([]string, error) {
	if len(args) > 1 || len(args) == 1 && args[0] != ui.StdinName {
		return args, nil
	}
	var items []string
	input := &io.LimitedReader{R: stdin, N: maxItemBytes}
	for lines := bufio.NewReaderSize(input, 64<<10); ; {
		line, err := lines.ReadString('\n')
		if len(items) == 0 {
			line = strings.TrimPrefix(line, byteOrderMark)
		}
		if line != "" {
			items = append(items, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
		}
		switch {
		case input.N == 0:
			return nil, ui.Usagef("the items on stdin are longer than %d MiB in all", maxItemBytes>>20-1)
		case errors.Is(err, io.EOF):
			return items, nil
		case err != nil:
			return nil, ui.Usagef("the items cannot be read: %w", err)
		}
	}
}
