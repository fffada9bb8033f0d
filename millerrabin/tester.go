// The Tester: what a number goes through to be called prime.

package millerrabin

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"

	"primebench/internal/montgomery"
)

// Lanes is how many candidates Tester.Base2 takes at once.
const Lanes = montgomery.Lanes

// A Mask has one bit for each candidate of Tester.Base2; bit i is candidate i.
type Mask = montgomery.Mask

// ErrSize is wrapped by the error about a number that is too large to judge.
var ErrSize = errors.New("number too large")

// A Verdict says whether a number is prime, and how sure that is.
type Verdict struct {
	Prime bool
	// Policy is what the number was held to.
	Policy Policy
	// Proven says that a number called prime is so beyond doubt: a divisor would
	// have been found, or the number is below 2^64.
	Proven bool
	// Log2Error bounds the chance that a composite of any origin is called prime
	// under the policy, as a power of two: Policy.Log2ErrorUnknown. It is 0, a
	// bound that says nothing, without random bases and when Proven or not Prime.
	Log2Error float64
	// Reason says why a number is not prime: "negative", "below 2", "even",
	// "divisible by 7", "strong test to base 2", "strong test to a random base" or
	// "strong Lucas test". It is empty for a prime.
	Reason string
}

// A Tester judges numbers up to a size. It keeps its memory between calls and
// serves one goroutine.
type Tester struct {
	batch *montgomery.Batch
	bits  int
	small trial
}

// NewTester returns a Tester for numbers of at most bits bits, from 1 to MaxBits,
// that works through the named kernel of internal/montgomery, or through the
// machine's best one where kernel is empty. Its error wraps ErrSize, or is
// montgomery's about a kernel that is unknown or cannot run here.
func NewTester(kernel string, bits int) (*Tester, error) {
	if bits < 1 || bits > MaxBits {
		return nil, fmt.Errorf("millerrabin: %w: a tester for %d bits, want 1 to %d", ErrSize, bits, MaxBits)
	}
	batch, err := montgomery.NewBatch(kernel, max(bits, montgomery.MinBits))
	if err != nil {
		return nil, err
	}
	return &Tester{batch: batch, bits: bits, small: newTrial()}, nil
}

// Kernel returns the name of the kernel that the Tester works through.
func (t *Tester) Kernel() string { return t.batch.Kernel() }

// Base2 makes the Euler test to base 2 on up to Lanes candidates at once and
// returns those that passed. Candidates are odd, at least 3, and in little-endian
// 64-bit words. This is the filter of a search:
// no round of a Policy. Its error is the context's, or montgomery's about a
// candidate that does not fit.
func (t *Tester) Base2(ctx context.Context, candidates ...[]uint64) (Mask, error) {
	if err := t.batch.Load(candidates...); err != nil {
		return 0, err
	}
	return t.batch.Base2(ctx)
}

// Verify judges any number under p. The bases are uniform in [2, n-2], drawn from
// crypto/rand anew in each call. An error means that there is no verdict: it
// wraps ErrPolicy, ErrSize or the context's error. A cancelled context is
// answered within 100 ms.
func (t *Tester) Verify(ctx context.Context, n *big.Int, p Policy) (Verdict, error) {
	if err := p.Check(); err != nil {
		return Verdict{}, err
	}
	if err := t.fits(n); err != nil {
		return Verdict{}, err
	}
	if err := ctx.Err(); err != nil {
		return Verdict{}, err
	}
	if v, settled := t.settle(n); settled {
		v.Policy = p
		return v, nil
	}
	reason, err := t.strong(ctx, n, p.Rounds)
	exact := n.BitLen() <= 64
	if err == nil && reason == "" && (p.Lucas || exact) {
		reason, err = lucasReason(ctx, n)
	}
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Prime: reason == "", Policy: p, Reason: reason}
	if v.Prime && exact {
		v.Proven = true
	} else if v.Prime {
		v.Log2Error = p.Log2ErrorUnknown()
	}
	return v, nil
}

// fits says whether n is a number that the Tester has room for.
func (t *Tester) fits(n *big.Int) error {
	if n == nil {
		return errors.New("millerrabin: no number to judge")
	}
	if n.BitLen() > t.bits {
		return fmt.Errorf("millerrabin: %w: %d bits, want at most %d", ErrSize, n.BitLen(), t.bits)
	}
	return nil
}

// settle gives the verdicts that cost next to nothing.
func (t *Tester) settle(n *big.Int) (v Verdict, settled bool) {
	switch {
	case n.Sign() < 0:
		return Verdict{Reason: "negative"}, true
	case n.Cmp(big.NewInt(2)) < 0:
		return Verdict{Reason: "below 2"}, true
	case n.Cmp(big.NewInt(2)) == 0:
		return Verdict{Prime: true, Proven: true}, true
	case n.Bit(0) == 0:
		return Verdict{Reason: "even"}, true
	}
	if divisor := t.small.divisor(n); divisor > 0 {
		return Verdict{Reason: fmt.Sprintf("divisible by %d", divisor)}, true
	}
	if n.Cmp(big.NewInt(trialLimit*trialLimit)) < 0 {
		return Verdict{Prime: true, Proven: true}, true
	}
	return Verdict{}, false
}

// strong makes the strong tests of n to base 2 and to rounds random bases, a
// batch at a time, and returns why n is composite, or "". Base 2 goes with the
// first batch, which seldom is full.
func (t *Tester) strong(ctx context.Context, n *big.Int, rounds int) (reason string, err error) {
	bases, err := basesFor(n, rounds)
	if err != nil {
		return "", err
	}
	lane := words(n)
	for first := 0; first < len(bases); first += Lanes {
		batch := bases[first:min(first+Lanes, len(bases))]
		passed, err := t.strongBatch(ctx, lane, batch)
		if err != nil {
			return "", err
		}
		failed := ^passed & (1<<len(batch) - 1)
		if first == 0 && failed&1 != 0 {
			return "strong test to base 2", nil
		}
		if failed != 0 {
			return "strong test to a random base", nil
		}
	}
	return "", nil
}

// strongBatch makes the strong test of one number to up to Lanes bases.
func (t *Tester) strongBatch(ctx context.Context, n []uint64, bases [][]uint64) (Mask, error) {
	var moduli [Lanes][]uint64
	for i := range bases {
		moduli[i] = n
	}
	if err := t.batch.Load(moduli[:len(bases)]...); err != nil {
		return 0, err
	}
	return t.batch.Strong(ctx, bases...)
}

// basesFor returns base 2 and rounds bases drawn uniformly from [2, n-2], for
// n > 3.
func basesFor(n *big.Int, rounds int) ([][]uint64, error) {
	two := big.NewInt(2)
	span := new(big.Int).Sub(n, big.NewInt(3))
	bases := [][]uint64{words(two)}
	for range rounds {
		base, err := rand.Int(rand.Reader, span)
		if err != nil {
			return nil, fmt.Errorf("millerrabin: drawing a base: %w", err)
		}
		bases = append(bases, words(base.Add(base, two)))
	}
	return bases, nil
}

// lucasReason makes the strong Lucas test and returns why n is composite, or "".
func lucasReason(ctx context.Context, n *big.Int) (string, error) {
	passed, err := strongLucas(ctx, n)
	if err != nil || passed {
		return "", err
	}
	return "strong Lucas test", nil
}
