// The verb prime: random primes and safe primes on stdout, one a line.

package find

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/big"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/rng"
)

// NewPrimeCmd makes the verb prime.
func NewPrimeCmd(p ui.Process) *cobra.Command {
	set := newPrimeSettings()
	cmd := &cobra.Command{
		Use:   "prime",
		Short: "Find random primes or safe primes",
		Example: `  primebench prime --bits 1024                      one prime, in decimal
  primebench prime --bits 2048 --safe --format hex  one safe prime p: (p-1)/2 is prime too
  primebench prime --bits 3072 --safe --generator 2 one modulo which 2 has the order (p-1)/2
  primebench prime --bits 512 --mod 3:4 --count 10  ten primes that are 3 modulo 4
  primebench prime --bits 2048 --safe --count 100 --bulk
                                                    many parameters, the fastest way
  seq 0 10 90 | parallel -k primebench prime --safe --seed 1f2e --count 10 --skip
                                                    what --count 100 finds, by ten processes
  primebench prime --bits 8192 --safe --checkpoint p8192
                                                    goes on where it was stopped
  primebench prime --bits 2048 --proof p.proof      one that is proven prime; check p.proof
  primebench prime --next 2048                      2053: a prime of 12 bits, not of 2048`,
		Long: `Each number is found from a random start of its own, and has its two top bits set
unless --top-bits says otherwise. The randomness is the system's, by way of a
256-bit seed. With --seed the numbers are the same ones each time, for any number
of workers: whoever knows the seed knows them. The command line is seen by all who use
the machine; the variable PRIMEBENCH_SEED is not.

With --bulk all finds of a stretch of numbers are taken, which saves most of the
sieve's time. They lie close together: that is right for public parameters and
wrong for secrets. The stretches are windows, and --windows 3:5 takes all finds of the
fourth and the fifth: parts of one list that several processes find side by side.

With --checkpoint the search is kept in a file twice a second, readable by its owner
alone since it holds the seed. The same command goes on from there after the
program was stopped or killed: it prints what was found before, and finds what it
would have found. A window that was being sieved is sieved anew. The file is removed
when all is found.

With --next or --prev the primes above or below a number are printed instead, in
order. They have to pass 64 rounds and a Lucas test, unless --policy says otherwise,
since who names the number may have chosen it.

With --proof the prime comes with a proof by a chain of smaller ones, each of about
half the bits (Pocklington's theorem), which primebench check verifies.

How long a search takes depends on what it finds. A prime that must stay secret
should not be searched for where others can time it.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if set.fleet.Given {
				return primesByFleet(cmd.Context(), p, set)
			}
			find := findPrimes
			if walks, err := set.walks(); err != nil {
				return err
			} else if walks {
				find = walkPrimes
			}
			if proves, err := set.proves(); err != nil {
				return err
			} else if proves {
				find = provePrime
			}
			return find(cmd.Context(), p, p.Logger(set.quiet.Value), set)
		},
	}
	set.define(cmd.Flags())
	set.complete(cmd)
	return cmd
}

// findPrimes prints what the settings ask for.
func findPrimes(ctx context.Context, p ui.Process, log *slog.Logger, set *primeSettings) error {
	want, err := set.request()
	if err != nil {
		return err
	}
	return search(ctx, p, log, want, set.searchSettings, primePurpose, func(_ rng.Seed, found *big.Int) error {
		return printNumber(p.Stdout, found, set.format.Value)
	})
}

// primePurpose is what a seed is turned to.
const primePurpose = "prime"

// primesByFleet has a fleet find public primes: safe ones, or those next to a number.
func primesByFleet(ctx context.Context, p ui.Process, set *primeSettings) error {
	if _, err := set.walks(); err != nil {
		return err
	}
	err := refuse("--fleet has others search for public primes", map[string]bool{"proof": set.proof.Named()})
	if err == nil {
		err = set.checkPart()
	}
	if err == nil {
		err = set.refuseForFleet()
	}
	if err != nil {
		return err
	}
	class, err := set.class()
	if err != nil {
		return err
	}
	from, down := set.next.Value, set.prev.Given
	if down {
		from = set.prev.Value
	}
	fold, _, err := together(ctx, p, set.searchSettings, Request{
		Verb: fleet.Primes, Bits: []int{set.bits.Value}, Count: set.count.Value, Policy: set.policy.Value,
		Safe: set.safe.Value, Class: class, TopBits: set.topBits.Value, Bulk: set.bulk.Value, From: from, Down: down,
	})
	if err != nil {
		return err
	}
	text, err := printedPrimes(fold, set.format.Value)
	if err != nil {
		return err
	}
	_, err = p.Stdout.Write(text)
	return err
}

// printNumber prints a number as check and --next read it: hexadecimal behind 0x.
func printNumber(out io.Writer, n *big.Int, format numberFormat) error {
	var err error
	switch format {
	case objects:
		_, err = fmt.Fprintf(out, "{\"bits\":%d,\"p\":\"%#x\"}\n", n.BitLen(), n)
	case hexadecimal:
		_, err = fmt.Fprintf(out, "%#x\n", n)
	default:
		_, err = fmt.Fprintf(out, "%d\n", n)
	}
	return err
}
