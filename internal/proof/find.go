// Finding a prime with its proof.

package proof

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"primebench/internal/rng"
	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// MinBits is the size of the smallest prime that Find looks for.
const MinBits = 16

// windowLength is the members of a window: for all sizes many times what a search
// takes.
const windowLength = 1 << 15

// Find returns the proof of a random prime of so many bits, from MinBits to
// MaxBits, with both top bits set. The seed decides which. One goroutine works
// for about as long as on a random prime without a proof. A cancelled context is
// answered within 100 ms.
func Find(ctx context.Context, bits int, seed rng.Seed, kernel string) (Proof, error) {
	if bits < MinBits || bits > MaxBits {
		return Proof{}, fmt.Errorf("proof: %d bits, want %d to %d", bits, MinBits, MaxBits)
	}
	sizes := []int{bits}
	for bits > 32 {
		bits = half(bits)
		sizes = append(sizes, bits)
	}
	slices.Reverse(sizes)
	p := Proof{Steps: []Step{{N: smallPrime(sizes[0], seed.Derive("first"))}}}
	for i, size := range sizes[1:] {
		f := finder{bits: size, q: p.Prime(), seed: seed.Derive("step " + strconv.Itoa(i)), kernel: kernel}
		n, a, err := f.find(ctx)
		if err != nil {
			return Proof{}, err
		}
		p.Steps = append(p.Steps, Step{n, a})
	}
	return p, nil
}

// smallPrime draws a prime of at most 32 bits with both top bits set, each as
// likely as any other.
func smallPrime(bits int, seed rng.Seed) *big.Int {
	stream := seed.Stream(0)
	for {
		n := new(big.Int).SetUint64(3<<(bits-2) + stream.Below(1<<(bits-2)))
		if checkSmall(Step{N: n}) == nil {
			return n
		}
	}
}

// A finder looks for n = 2qk + 1, with k from a random one on.
type finder struct {
	bits   int
	q      *big.Int
	seed   rng.Seed
	kernel string
}

func (f *finder) find(ctx context.Context) (n, a *big.Int, err error) {
	step := new(big.Int).Lsh(f.q, 1)
	// A prime costs an inverse of the step besides, so the sieve is not deep.
	limit := uint64(max(100, min(1<<20, f.bits*f.bits/64)))
	table, err := sieve.NewTableStep(sieve.Prime, words.Of(step), limit, sieve.DefaultHeld)
	if err != nil {
		return nil, nil, err
	}
	window, err := sieve.NewWindow(table, windowLength)
	if err != nil {
		return nil, nil, err
	}
	tester, err := millerrabin.NewTester(f.kernel, f.bits)
	if err != nil {
		return nil, nil, err
	}
	for number := uint64(0); ; number++ {
		start := f.start(f.seed.Stream(number), step)
		if err := window.Sieve(ctx, words.Of(start)); err != nil {
			return nil, nil, err
		}
		n, a, err := f.test(ctx, tester, window, start, step)
		if n != nil || err != nil {
			return n, a, err
		}
	}
}

// start draws 2qk + 1 between 3/4 2^bits and 2^bits.
func (f *finder) start(stream *rng.Stream, step *big.Int) *big.Int {
	low := new(big.Int).Lsh(big.NewInt(3), uint(f.bits-2))
	n := make([]byte, (f.bits+7)/8+8) // 64 bits more than the range, so that the remainder is even
	stream.Read(n)
	offset := new(big.Int).SetBytes(n)
	offset.Mod(offset, new(big.Int).Lsh(big.NewInt(1), uint(f.bits-2)))
	start := low.Add(low, offset)
	start.Sub(start, new(big.Int).Mod(start, step))
	return start.Add(start, big.NewInt(1))
}

// test goes through the survivors of a window and returns the first that is
// proven.
func (f *finder) test(ctx context.Context, tester *millerrabin.Tester, window *sieve.Window, start, step *big.Int) (n, a *big.Int, err error) {
	var batch []*big.Int
	flush := func() (*big.Int, *big.Int, error) {
		var lanes [][]uint64
		for _, n := range batch {
			lanes = append(lanes, words.Of(n))
		}
		passed, err := tester.Base2(ctx, lanes...)
		if err != nil {
			return nil, nil, err
		}
		for i, n := range batch {
			if passed>>i&1 != 0 {
				if a := f.prove(n); a != nil {
					return n, a, nil
				}
			}
		}
		batch = batch[:0]
		return nil, nil, nil
	}
	for member := range window.Survivors() {
		n := new(big.Int).Mul(step, big.NewInt(int64(member)))
		if n.Add(n, start); n.BitLen() != f.bits || n.Bit(f.bits-2) == 0 {
			continue // at the ends of the range
		}
		if batch = append(batch, n); len(batch) == millerrabin.Lanes {
			if n, a, err := flush(); n != nil || err != nil {
				return n, a, err
			}
		}
	}
	if len(batch) > 0 {
		return flush()
	}
	return nil, nil, nil
}

// prove returns a base that proves n by q, or nil. The first one does unless it is
// a q-th power, which one base in q is.
func (f *finder) prove(n *big.Int) *big.Int {
	const bases = 20
	for a := int64(2); a < bases; a++ {
		base := big.NewInt(a)
		if checkStep(f.q, Step{n, base}) == nil {
			return base
		}
	}
	return nil
}
