// Powers of 2 by the kernels, and the limit that the machine sets to the fastest.

package onthefly

import (
	"context"
	"fmt"
	"math/big"
	"sync"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/montgomery"
	"primebench/internal/words"
	"primebench/results"
)

// limited is the kernel whose speed vpmadd52, the 512-bit multiply-add of 52-bit
// integers, sets a limit to.
const limited = "ifma"

// limitStretch is how long the limit is measured at a time. Other work on the
// machine makes a stretch longer, and many are so short that none meets them.
const limitStretch = 80 * time.Microsecond

// base2Operations lists the powers of 2 by all kernels of the machine, or by the one
// that the task names, which is chosen, and the limit to the kernel that has one.
func base2Operations(t strategy.Task, chosen string) ([]strategy.Operation, error) {
	kernels := montgomery.Kernels()
	if t.Kernel != "" {
		kernels = []string{chosen}
	}
	verdicts := sync.OnceValue(func() montgomery.Mask { return euler(strategy.Base2Numbers(t.Bits)) })
	var list []strategy.Operation
	for _, kernel := range kernels {
		power, err := kernelBase2(kernel, t.Bits, verdicts)
		if err != nil {
			return nil, err
		}
		list = append(list, power.For(t))
		if kernel == limited && t.Workers == 1 {
			list = append(list, limitOf(kernel))
		}
	}
	return list, nil
}

// kernelBase2 is a kernel's way to powers of 2: its test to base 2 of a full batch,
// which is 2^((n-1)/2) mod n and a comparison, one squaring less. verdicts says which
// of strategy.Base2Numbers pass it.
func kernelBase2(kernel string, bits int, verdicts func() montgomery.Mask) (strategy.Base2, error) {
	counted, err := montgomery.NewBatch(kernel, bits)
	if err != nil {
		return strategy.Base2{}, err
	}
	if err := counted.Load(wordsOf(strategy.Base2Numbers(bits))...); err != nil {
		return strategy.Base2{}, err
	}
	return strategy.Base2{
		Operation: results.Operation{
			Step: results.StepPower, Kernel: kernel, AtOnce: montgomery.Lanes,
			MultiplyAdds: float64(counted.MultiplyAdds()) / montgomery.Lanes,
		},
		SetUp: func(numbers []*big.Int) (func(context.Context) error, error) {
			batch, err := montgomery.NewBatch(kernel, bits)
			if err != nil {
				return nil, err
			}
			return func(ctx context.Context) error {
				_, err := batch.Base2(ctx)
				return err
			}, checkKernel(batch, knownPrime(bits), numbers, verdicts())
		},
	}, nil
}

// A base2Tester is what the check needs of a montgomery.Batch.
type base2Tester interface {
	Load(moduli ...[]uint64) error
	Base2(ctx context.Context) (montgomery.Mask, error)
}

// checkKernel tests the numbers with a known prime in place of those in the even
// lanes, then in the odd ones, then the numbers alone, which stay loaded. verdicts
// says which of the numbers pass.
func checkKernel(b base2Tester, prime *big.Int, numbers []*big.Int, verdicts montgomery.Mask) error {
	const evenLanes, oddLanes = 0b01010101, 0b10101010
	for _, primes := range []montgomery.Mask{evenLanes, oddLanes, 0} {
		lanes := wordsOf(numbers)
		for i := range lanes {
			if primes>>i&1 == 1 {
				lanes[i] = words.Of(prime)
			}
		}
		if err := b.Load(lanes...); err != nil {
			return err
		}
		got, err := b.Base2(context.Background())
		if err != nil {
			return err
		}
		if want := verdicts | primes; got != want {
			return fmt.Errorf("wrong verdicts: lanes %08b pass, want %08b with the known prime in lanes %08b", got, want, primes)
		}
	}
	return nil
}

func wordsOf(numbers []*big.Int) [][]uint64 {
	list := make([][]uint64, len(numbers))
	for i, n := range numbers {
		list[i] = words.Of(n)
	}
	return list
}

// knownPrime returns the largest prime 2^p - 1 with at most so many bits, which are
// strategy.MinBits to strategy.MaxBits (OEIS A000043).
func knownPrime(bits int) *big.Int {
	p := 61
	for _, larger := range []int{89, 107, 127, 521, 607, 1279, 2203, 2281, 3217, 4253, 4423, 9689, 9941, 11213} {
		if larger <= bits {
			p = larger
		}
	}
	one := big.NewInt(1)
	return new(big.Int).Sub(new(big.Int).Lsh(one, uint(p)), one)
}

// euler returns which numbers pass the Euler test to base 2, by math/big.
func euler(numbers []*big.Int) montgomery.Mask {
	var passed montgomery.Mask
	two := big.NewInt(2)
	for i, n := range numbers {
		x := new(big.Int).Exp(two, new(big.Int).Rsh(n, 1), n)
		x.Sub(x, big.NewInt(int64(big.Jacobi(two, n))))
		if x.Mod(x, n).Sign() == 0 {
			passed |= 1 << i
		}
	}
	return passed
}

// limitOf is the operation that issues nothing but vpmadd52, on the calling thread:
// a stretch is so short that handing it over would show.
func limitOf(kernel string) strategy.Operation {
	return strategy.Operation{
		Operation: results.Operation{Step: results.StepLimit, Kernel: kernel, AtOnce: 1, MultiplyAdds: 1}.Named(),
		Shortest:  limitStretch,
		Run: func(ctx context.Context, times int64) (int64, error) {
			const most = 1 << 20 // between two looks at the context
			done := int64(0)
			for done < times {
				if err := ctx.Err(); err != nil {
					return done, err
				}
				done += montgomery.IssueMultiplyAdds(min(times-done, most))
			}
			return done, nil
		},
	}
}
