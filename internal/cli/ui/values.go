// Parsers of flag values that several verbs share.

package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/bench"
	"primebench/internal/cpu"
)

// StdinName is the operand that stands for standard input.
const StdinName = "-"

// Offer completes a flag's value from a list. Files are offered too where the
// flag takes a path.
func Offer(cmd *cobra.Command, flag string, words []string) {
	directive := cobra.ShellCompDirectiveNoFileComp
	if flag == "suite" {
		directive = cobra.ShellCompDirectiveDefault
	}
	// It fails for a flag that is not there; the scripts would show that.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, directive))
}

// ParseFolder refuses the empty name, which a variable that is not set leaves
// behind.
func ParseFolder(name string) (string, error) {
	if name == "" {
		return "", fmt.Errorf("%q is no folder; %s", name, betterOut)
	}
	return name, nil
}

// WholeNumber makes a parser of decimal numbers within bounds. Nothing but
// ASCII digits will do: no sign, no exponent, no other digits.
func WholeNumber(low, high int) func(string) (int, error) {
	return func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || strings.Trim(text, "0123456789") != "" || n < low || n > high {
			return 0, fmt.Errorf("%.80q is not a whole number from %d to %d", text, low, high)
		}
		return n, nil
	}
}

// ParseBudget reads the time for a whole run, up to bench.MaxBudget.
func ParseBudget(text string) (time.Duration, error) {
	budget, err := time.ParseDuration(text)
	if err != nil || budget <= 0 || budget > bench.MaxBudget {
		return 0, fmt.Errorf("%.80q is not a time of more than 0 and at most %v, such as 60s or 5m", text, bench.MaxBudget)
	}
	return budget, nil
}

// ParseKernel refuses a kernel that cannot run here.
func ParseKernel(text string) (string, error) {
	if text == "" {
		return "", fmt.Errorf("%q is no kernel, want one of %s", text, Listed(cpu.Kernels()))
	}
	return cpu.Kernel(text)
}

// Listed writes names into a sentence.
func Listed(names []string) string { return strings.Join(names, ", ") }

// ParseFileName refuses the empty name.
func ParseFileName(text string) (string, error) {
	if text == "" {
		return "", fmt.Errorf("%q is no file name", text)
	}
	return text, nil
}

// PercentText writes a share in percent, with up to four digits and without the sign.
func PercentText(share float64) string { return strconv.FormatFloat(100*share, 'g', 4, 64) }

// NoArguments refuses operands by name.
func NoArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no argument, got %q", cmd.Name(), args[0])
	}
	return nil
}
