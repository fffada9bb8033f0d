// Command kernelbench sets the base-2 test of every kernel beside what other
// libraries take for the same power, on one core and in one run.
//
// The contestants are the kernels of internal/montgomery, which test eight
// numbers at once, and math/big, OpenSSL and GMP, which raise 2 to the power n-1
// modulo n. Each one's answer is checked against math/big before it is timed.
// Then come rounds: a round times every contestant once, in an order drawn from
// a fixed seed, so that a machine that slows down slows all alike. A ratio is
// formed in each round, of two times taken shortly after each other, and the
// median over the rounds is printed with its interval.
//
// The tables are Markdown:
//
//	go run ./internal/kernelbench
//	go run ./internal/kernelbench -bits 1024,2048 -rounds 51 -kernel ifma
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"primebench/internal/montgomery"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage) || errors.Is(err, montgomery.ErrKernel):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run does what the arguments ask, with the tables on stdout and the help and
// the progress on stderr.
func run(args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	defer useOneCore()()

	p, err := openPeers()
	if err != nil {
		return err
	}
	var fields []*field
	for _, bits := range o.bits {
		f, err := newField(bits, o.kernels, p)
		if err != nil {
			return err
		}
		defer f.close()
		fields = append(fields, f)
	}

	now, clockName := newClock()
	round, err := calibrate(fields, o.slice, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(stderr, "kernelbench: answers agree; %d rounds of %v\n", o.rounds, round.Round(10*time.Millisecond))
	t, err := measure(fields, o.rounds, now, stream("order", 0))
	if err != nil {
		return err
	}
	r := report{
		header:  header(p, o, clockName),
		bits:    o.bits,
		kernels: listed(o.kernels),
		counts:  limitCounts(o.bits),
		times:   t,
	}
	return r.write(stdout)
}

// useOneCore keeps the program on one processor and the caller on one thread,
// whose processor time can then be read, until the returned function is called.
func useOneCore() (restore func()) {
	runtime.LockOSThread()
	before := runtime.GOMAXPROCS(1)
	return func() {
		runtime.GOMAXPROCS(before)
		runtime.UnlockOSThread()
	}
}
