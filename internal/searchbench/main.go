// Command searchbench sets this project's search for primes and safe primes
// beside what people would use instead, on one core and in one run.
//
// The contestants are the engine, OpenSSL's BN_generate_prime_ex, Go's
// crypto/rand.Prime, GMP's mpz_nextprime, circl's SafePrime and ssh-keygen's
// moduli. What they find is checked. Their samples, a whole search or a slice of
// one that is cut off, are spread evenly over the run, so that a machine that
// slows down slows all alike; how many each gets is decided before the first.
//
// The time of a search is mostly luck. Where a contestant's tests can be counted,
// its mean time is estimated from the cost of a test and the number of tests that
// theory expects, and the count is set beside that theory. Each number says how
// it was come by: docs/METHODOLOGY.md, "Beside other searches".
//
// The tables are Markdown:
//
//	go run ./internal/searchbench            about 13 minutes
//	go run ./internal/searchbench -quick     about one minute, wide intervals
//	go run ./internal/searchbench -finds 3   three 4096-bit safe primes besides
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run does what the arguments ask, with the tables on stdout and the help and
// the progress on stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))

	now, clockName := newClock()
	f, err := newField(ctx, o, now, stderr)
	if err != nil {
		return err
	}
	defer f.close()
	if err := measure(ctx, f.contestants, o.budget, f.order, stderr); err != nil {
		return err
	}
	r := report{
		header:      header(f, o, clockName),
		contestants: f.contestants,
		large:       f.large,
		absent:      f.absent,
	}
	if r.starts, err = startTimes(ctx); errors.Is(err, errNone) {
		r.noStart = err.Error()
	} else if err != nil {
		return err
	}
	return r.write(stdout)
}
