// The verb demo: why a secret must not come from a plain generator,
// shown on the one that most programs have.

package tokens

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/mt19937"
	"primebench/internal/pages"
	"primebench/secrets"
)

// NewDemoCmd makes the verb demo.
func NewDemoCmd(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "demo",
		Short:   "Show what goes wrong with random numbers that are not meant for secrets",
		Example: "  primebench demo predict",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return ui.UnknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPredictCommand(p))
	return cmd
}

func newPredictCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "predict [-]",
		Short: "Predict a Mersenne Twister from 624 of its outputs",
		Example: `  primebench demo predict
  python3 -c 'import random
  for _ in range(634): print(random.getrandbits(32))' | primebench demo predict -`,
		Long: `A Mersenne Twister (MT19937) is what Python's module random draws from. After 624
outputs its state is known, and so is everything that it will ever draw. The
outputs are those of a generator with a seed that nobody knows, or with "-" the
numbers on stdin, one a line; those after the 624th are set beside what was
predicted. The exit code is 7 if one is wrong: then it was another generator.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) == 1 && args[0] != ui.StdinName {
				return fmt.Errorf("predict takes nothing or - for stdin, got %q", args[0])
			}
			return nil
		},
	}
	count := ui.NewSingle("N", ui.WholeNumber(1, 1_000_000))
	count.Value = 10
	telling := ui.DefineTelling(cmd)
	ui.Define(cmd.Flags(), count, "count", "how many to predict (default: 10)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		drawn, err := drawnOutputs(p.Stdin, len(args) == 1, mt19937.Outputs+count.Value)
		if err != nil {
			return err
		}
		all, err := predict(drawn, count.Value)
		if err != nil {
			return err
		}
		if err := p.Print(cmd.Context(), pages.Predictions(mt19937.Outputs, all), telling, ""); err != nil {
			return err
		}
		if slices.ContainsFunc(all, pages.Prediction.Wrong) {
			return ui.No("wrong predictions: the numbers come from another generator than MT19937")
		}
		return nil
	}
	return cmd
}

// drawnOutputs are up to so many outputs of the generator to be attacked.
func drawnOutputs(stdin io.Reader, fromStdin bool, most int) ([]uint32, error) {
	if fromStdin {
		return readOutputs(stdin, most)
	}
	seed, err := secrets.Bits(32)
	if err != nil {
		return nil, err
	}
	victim := mt19937.New(uint32(seed))
	drawn := make([]uint32, most)
	for i := range drawn {
		drawn[i] = victim.Uint32()
	}
	return drawn, nil
}

// readOutputs reads decimal numbers of 32 bits, one a line, up to so many.
func readOutputs(in io.Reader, most int) ([]uint32, error) {
	var outputs []uint32
	lines := bufio.NewScanner(in)
	for len(outputs) < most && lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil || strings.Trim(text, "0123456789") != "" {
			return nil, ui.Usagef("line %d of stdin: %.80q is not a whole number from 0 to 4294967295", len(outputs)+1, text)
		}
		outputs = append(outputs, uint32(n))
	}
	if err := lines.Err(); err != nil {
		return nil, ui.Usagef("line %d of stdin cannot be read: %w", len(outputs)+1, err)
	}
	if len(outputs) < mt19937.Outputs {
		return nil, ui.Usagef("stdin has %d numbers, want at least %d", len(outputs), mt19937.Outputs)
	}
	return outputs, nil
}

// predict looks at the first 624 outputs only, and sets what comes after them beside what
// was drawn.
func predict(drawn []uint32, count int) ([]pages.Prediction, error) {
	attacker, err := mt19937.Recover(drawn[:mt19937.Outputs])
	if err != nil {
		return nil, err
	}
	all := make([]pages.Prediction, count)
	for i := range all {
		number := mt19937.Outputs + i
		all[i] = pages.Prediction{Output: number + 1, Predicted: attacker.Uint32()}
		if number < len(drawn) {
			all[i].Drawn = &drawn[number]
		}
	}
	return all, nil
}
