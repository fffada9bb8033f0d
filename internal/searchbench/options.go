// The command line.

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// errUsage marks a command line that asks for what cannot be done.
var errUsage = errors.New("searchbench: not a possible request")

const (
	// By default the ratios' intervals are within 15 % on a core of 2.6 GHz.
	defaultBudget = 8 * time.Minute
	quickBudget   = time.Minute
	// Below this a slice of the slowest contestant has no room for a test.
	minBudget = 10 * time.Second
	// An interval takes three searches.
	minFinds, maxFinds = 3, 1000
)

// options say how long is measured, and what besides.
type options struct {
	budget time.Duration // of all contestants together
	finds  int           // 4096-bit safe primes to be found
	moduli bool          // ssh-keygen takes part, whose sieve takes minutes besides
}

// parse reads the arguments; the help goes to w.
func parse(args []string, w io.Writer) (options, error) {
	flags := flag.NewFlagSet("searchbench", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // an error is the caller's to print
	budget := flags.Duration("budget", defaultBudget, "time for the searches together; ssh-keygen's sieve and what stands beside it take about 4 minutes more")
	finds := flags.Int("finds", 0, "how many 4096-bit safe primes are found besides, 10 to 30 seconds each")
	quick := flags.Bool("quick", false, fmt.Sprintf("a budget of %v, and no ssh-keygen; intervals are wide", quickBudget))
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(w, "searchbench times searches for primes and safe primes beside other libraries.")
			flags.SetOutput(w)
			flags.PrintDefaults()
			return options{}, err
		}
		return options{}, fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("%w: argument %q, want flags only", errUsage, flags.Arg(0))
	}
	o := options{budget: *budget, finds: *finds, moduli: !*quick}
	if *quick {
		if o.budget != defaultBudget {
			return options{}, fmt.Errorf("%w: -quick and a budget of %v, want one of them", errUsage, o.budget)
		}
		o.budget = quickBudget
	}
	if o.budget < minBudget {
		return options{}, fmt.Errorf("%w: budget of %v, want at least %v", errUsage, o.budget, minBudget)
	}
	if o.finds != 0 && (o.finds < minFinds || o.finds > maxFinds) {
		return options{}, fmt.Errorf("%w: %d finds, want 0 or %d to %d", errUsage, o.finds, minFinds, maxFinds)
	}
	return o, nil
}
