// The Tester, its verdicts, and the base-2 test that is the filter of a search.

package millerrabin

import (
	"context"
	"errors"
	"fmt"

	"primebench/internal/cpu"
	"primebench/internal/montgomery"
)

// Lanes is how many candidates Tester.Base2 takes at once.
const Lanes = montgomery.Lanes

// BatchSize returns how many candidates of a size Tester.Base2 takes for the least time a
// candidate, or nearly so: without a batch a few are enough.
func BatchSize(bits int) int {
	if bits <= twoWordsBits {
		return Lanes / 2
	}
	return Lanes
}

// A Mask has one bit for each candidate of Tester.Base2; bit i is candidate i.
type Mask uint8

// ErrSize is wrapped by the error about a number that is too large to judge.
var ErrSize = errors.New("number too large")

// ErrKernel is wrapped by the error about a kernel that is unknown or cannot run
// on this machine.
var ErrKernel = montgomery.ErrKernel

// A Verdict is whether a number is prime, and how sure that is.
type Verdict struct {
	Prime bool
	// Policy is what the number was held to: Exact below 2^64, whatever was asked for.
	Policy Policy
	// Proven is true where a number called prime is so beyond doubt, which is below 2^64.
	Proven bool
	// Log2Error bounds the chance that a composite of any origin is called prime
	// under the policy, as a power of two: Policy.Log2ErrorUnknown. It is 0, which
	// bounds nothing, without random bases, and when Proven or not Prime.
	Log2Error float64
	// Reason is why a number is not prime: "negative", "below 2", "even",
	// "divisible by 7", "strong test to base 2", "strong test to a random base" or
	// "strong Lucas test". It is empty for a prime.
	Reason string
}

// The tests that a composite can fail, in Verdict.Reason.
const (
	failedBase2  = "strong test to base 2"
	failedRandom = "strong test to a random base"
	failedLucas  = "strong Lucas test"
)

// A Tester judges numbers up to a size. It keeps its memory between calls and
// serves one goroutine.
type Tester struct {
	kernel string
	bits   int
	made   *montgomery.Batch // by batch; nil until a number needs it
}

// NewTester returns a Tester for numbers of at most bits bits, from 1 to MaxBits.
// It computes with the named kernel of the batched arithmetic, "ifma", "avx2" or
// "generic". Where kernel is empty it takes the one that PRIMEBENCH_KERNEL names,
// or else the machine's fastest. Its error wraps ErrSize or ErrKernel.
func NewTester(kernel string, bits int) (*Tester, error) {
	if bits < 1 || bits > MaxBits {
		return nil, fmt.Errorf("millerrabin: %w: a tester for %d bits, want 1 to %d", ErrSize, bits, MaxBits)
	}
	name, err := cpu.Kernel(kernel)
	if err != nil {
		return nil, err
	}
	return &Tester{kernel: name, bits: bits}, nil
}

// batch returns the Tester's batch.
func (t *Tester) batch() (*montgomery.Batch, error) {
	if t.made == nil {
		var err error
		if t.made, err = montgomery.NewBatch(t.kernel, max(t.bits, montgomery.MinBits)); err != nil {
			return nil, err
		}
	}
	return t.made, nil
}

// load returns the batch with numbers in its lanes.
func (t *Tester) load(numbers ...[]uint64) (*montgomery.Batch, error) {
	batch, err := t.batch()
	if err != nil {
		return nil, err
	}
	return batch, batch.Load(numbers...)
}

// Kernel returns the name of the kernel that the Tester works through.
func (t *Tester) Kernel() string { return t.kernel }

// Base2 makes the Euler test to base 2 on up to Lanes candidates at once and
// returns those that passed. Candidates are odd, at least 3, and in little-endian
// 64-bit words. This is the filter of a search: no round of a Policy. Its error is
// the context's, or says which candidate does not fit the Tester. A Tester for small
// numbers makes it on one after the other, see twowords.go.
func (t *Tester) Base2(ctx context.Context, candidates ...[]uint64) (Mask, error) {
	if t.bits <= twoWordsBits && t.areOperands(candidates) {
		return base2InTwoWords(candidates, t.bits), ctx.Err()
	}
	batch, err := t.load(candidates...)
	if err != nil {
		return 0, err
	}
	passed, err := batch.Base2(ctx)
	return Mask(passed), err
}

// areOperands reports whether Base2 takes the candidates.
func (t *Tester) areOperands(candidates [][]uint64) bool {
	for _, n := range candidates {
		if size := twoWords(n).bitLen(); len(n) > 2 || size < 2 || size > t.bits || n[0]&1 == 0 {
			return false
		}
	}
	return len(candidates) > 0 && len(candidates) <= Lanes
}

// base2InTwoWords is Base2 without the batch.
func base2InTwoWords(candidates [][]uint64, size int) Mask {
	if size <= exactBits {
		var moduli [Lanes]modulus64
		for i, n := range candidates {
			moduli[i] = newModulus64(n[0])
		}
		return eulerBase2InWords(moduli[:len(candidates)])
	}
	var moduli [Lanes]modulus128
	for i, n := range candidates {
		moduli[i] = newModulus128(twoWords(n))
	}
	return eulerBase2(moduli[:len(candidates)])
}

// Steps makes n steps of Base2, which has about one for each bit of the largest
// candidate, so that the time of a few tells the time of a test. Candidates and
// errors are as in Base2.
func (t *Tester) Steps(ctx context.Context, n int, candidates ...[]uint64) error {
	batch, err := t.load(candidates...)
	if err != nil {
		return err
	}
	return batch.Steps(ctx, n)
}
