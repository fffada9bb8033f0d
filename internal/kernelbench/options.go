// The command line.

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"primebench/internal/montgomery"
	"primebench/internal/stats"
)

// errUsage marks a command line that asks for what cannot be done.
var errUsage = errors.New("kernelbench: not a possible request")

const (
	// The smallest size that leaves room for the prime of the check.
	minBits = 64
	// An odd number of rounds has a middle one; 21 put the interval of the
	// median at the 6th and the 16th.
	defaultRounds = 21
	// Long against a switch of the core's frequency and the clock's reading,
	// short enough that a round is over before the machine drifts.
	defaultSlice = 20 * time.Millisecond
)

// options say what is measured.
type options struct {
	bits    []int         // sizes of the numbers tested
	rounds  int           // how often each contestant is timed
	slice   time.Duration // the least time of a contestant in a round
	kernels []string      // in the order of the tables
}

// parse reads the arguments; the help goes to w.
func parse(args []string, w io.Writer) (options, error) {
	flags := flag.NewFlagSet("kernelbench", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // an error is the caller's to print
	sizes := flags.String("bits", "1024,2048,3072,4096,8192", "sizes of the numbers tested, in bits")
	rounds := flags.Int("rounds", defaultRounds, "how often each contestant is timed")
	slice := flags.Duration("slice", defaultSlice, "the least time of a contestant in a round")
	kernels := flags.String("kernel", strings.Join(montgomery.Kernels(), ","), "kernels to time")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(w, "kernelbench times the base-2 test of every kernel beside other libraries.")
			flags.SetOutput(w)
			flags.PrintDefaults()
			return options{}, err
		}
		return options{}, fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("%w: argument %q, want flags only", errUsage, flags.Arg(0))
	}
	bits, err := parseSizes(*sizes)
	if err != nil {
		return options{}, err
	}
	if need := stats.SamplesForQuantile(0.5); *rounds < need {
		return options{}, fmt.Errorf("%w: %d rounds, want at least %d for the interval of a median", errUsage, *rounds, need)
	}
	if *slice <= 0 {
		return options{}, fmt.Errorf("%w: slice of %v, want a time above 0", errUsage, *slice)
	}
	names := strings.Split(*kernels, ",")
	for i, name := range names {
		if name == "" || slices.Contains(names[:i], name) {
			return options{}, fmt.Errorf("%w: kernels %q, want different names with commas between", errUsage, *kernels)
		}
	}
	return options{bits: bits, rounds: *rounds, slice: *slice, kernels: names}, nil
}

func parseSizes(list string) ([]int, error) {
	var sizes []int
	for _, s := range strings.Split(list, ",") {
		bits, err := strconv.Atoi(s)
		if err != nil || bits < minBits || bits > montgomery.MaxBits {
			return nil, fmt.Errorf("%w: size %q, want a number of bits from %d to %d", errUsage, s, minBits, montgomery.MaxBits)
		}
		sizes = append(sizes, bits)
	}
	slices.Sort(sizes)
	return slices.Compact(sizes), nil
}
