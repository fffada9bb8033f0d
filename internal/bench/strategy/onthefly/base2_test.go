package onthefly

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/montgomery"
	"primebench/results"
)

// base2Of lists the operations of a task that are no part of a search.
func base2Of(t *testing.T, task strategy.Task) []strategy.Operation {
	t.Helper()
	runner, err := Strategy{}.New(task)
	if err != nil {
		t.Fatal(err)
	}
	var list []strategy.Operation
	for _, op := range runner.Operations() {
		if op.IsPower() || op.Step == results.StepLimit {
			list = append(list, op)
		}
	}
	return list
}

// TestBase2ByEveryKernel: each kernel's power, checked when it is prepared, and the
// limit to the one that has it.
func TestBase2ByEveryKernel(t *testing.T) {
	limits := 0
	var kernels []string
	for _, op := range base2Of(t, strategy.Task{Kind: strategy.Prime, Bits: 192, Workers: 1}) {
		if op.Step == results.StepLimit {
			limits++
		} else {
			kernels = append(kernels, op.Kernel)
		}
		if op.Prepare != nil {
			if err := op.Prepare(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if done, err := op.Run(t.Context(), 100); err != nil || done < 100 || done%8 != 0 {
			t.Errorf("%s: done %d times of 100: %v", op.Name, done, err)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := op.Run(cancelled, 1000); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v under a cancelled context", op.Name, err)
		}
	}
	if !slices.Equal(kernels, montgomery.Kernels()) || (limits == 1) != slices.Contains(kernels, limited) {
		t.Errorf("powers by %q and %d limits, want all of %q", kernels, limits, montgomery.Kernels())
	}
}

func TestBase2ByTheKernelAskedFor(t *testing.T) {
	list := base2Of(t, strategy.Task{Kind: strategy.Prime, Bits: 192, Workers: 2, Kernel: "generic"})
	if len(list) != 1 || list[0].Name != "power-generic-x8" || list[0].MultiplyAdds != 0 {
		t.Errorf("%d operations, want one power by the generic kernel", len(list))
	}
	if list := base2Of(t, strategy.Task{Kind: strategy.Safe, Bits: 192, Workers: 1}); len(list) > 0 {
		t.Errorf("a safe prime has %q", list[0].Name)
	}
	// The limit is that of one core.
	for _, op := range base2Of(t, strategy.Task{Kind: strategy.Prime, Bits: 192, Workers: 2}) {
		if op.Step == results.StepLimit {
			t.Error("two workers have a limit")
		}
	}
}

// A power of n bits takes about n steps, and a step has at least the products of half
// a square and of a reduction: 1.5 d^2 digits, each in a low and a high half. The
// other kernels have none of these instructions.
func TestMultiplyAddsAreEnough(t *testing.T) {
	const bits = 2048
	digits := float64(bits) / 52
	schoolbook := (bits - 16) * 3 * digits * digits / 8
	for _, kernel := range montgomery.Kernels() {
		way, err := kernelBase2(kernel, bits, nil)
		if err != nil {
			t.Fatal(err)
		}
		n := way.Operation.MultiplyAdds
		if kernel == limited && (n < schoolbook/2 || n > 2*schoolbook) || kernel != limited && n != 0 {
			t.Errorf("%s: %v vpmadd52 a power of %d bits, want about the %v of schoolbook arithmetic of %s alone", kernel, n, bits, schoolbook, limited)
		}
	}
}

func TestKnownPrime(t *testing.T) {
	for bits := strategy.MinBits; bits <= 2400; bits += 16 {
		if size := knownPrime(bits).BitLen(); size > bits || size < 61 {
			t.Errorf("prime of %d bits for %d bits", size, bits)
		}
	}
	for _, bits := range []int{64, 100, 1024, 2300} {
		if p := knownPrime(bits); !p.ProbablyPrime(1) {
			t.Errorf("2^%d - 1 is not prime", p.BitLen())
		}
	}
}

// euler agrees with what is known of primes and of Euler pseudoprimes: 561 is one to
// base 2, and 341 only a Fermat pseudoprime.
func TestEuler(t *testing.T) {
	var list []*big.Int
	for _, n := range []int64{3, 5, 7, 9, 17, 341, 561, 1_000_003} {
		list = append(list, big.NewInt(n))
	}
	if got, want := euler(list), montgomery.Mask(0b11010111); got != want {
		t.Errorf("passed %08b, want %08b", got, want)
	}
}

// A liar is a batch whose verdicts are what the function makes of the right ones.
type liar struct {
	*montgomery.Batch
	lie func(montgomery.Mask) montgomery.Mask
}

func (l liar) Base2(ctx context.Context) (montgomery.Mask, error) {
	right, err := l.Batch.Base2(ctx)
	return l.lie(right), err
}

func TestCheckKernelCatches(t *testing.T) {
	const bits = 128
	numbers := strategy.Base2Numbers(bits)
	for name, lie := range map[string]func(montgomery.Mask) montgomery.Mask{
		"honest":            func(m montgomery.Mask) montgomery.Mask { return m },
		"all pass":          func(montgomery.Mask) montgomery.Mask { return 0xff },
		"none passes":       func(montgomery.Mask) montgomery.Mask { return 0 },
		"lane 3 stays dead": func(m montgomery.Mask) montgomery.Mask { return m &^ 8 },
		"lane 7 passes":     func(m montgomery.Mask) montgomery.Mask { return m | 0x80 },
	} {
		batch, err := montgomery.NewBatch("generic", bits)
		if err != nil {
			t.Fatal(err)
		}
		err = checkKernel(liar{batch, lie}, knownPrime(bits), numbers, euler(numbers))
		if (err == nil) != (name == "honest") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
