// The walk: survivors of sieved windows of a fixed random stream, in order, each
// judged whether it is of the kind.

package exemplar

import (
	"context"
	"math/big"
	"strconv"

	"primebench/internal/rng"
	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// Limit is the bound on the small primes that cross candidates off a list.
// Like the length of a window and the label of the stream it is part of what the
// lists are: changing it changes every list.
const Limit = 1 << 16

const (
	windowLength = 1 << 16
	streamLabel  = "primebench exemplar"
)

// batchSize is how many numbers millerrabin takes at a time.
const batchSize = 8

type walk struct {
	kind   sieve.Kind
	bits   int
	seed   rng.Seed
	window *sieve.Window
	tester *millerrabin.Tester

	windows uint64     // sieved so far
	waiting []*big.Int // survivors of the last window that are still to be judged
}

func newWalk(kind sieve.Kind, bits int) (*walk, error) {
	table, err := sieve.NewTable(kind, Limit)
	if err != nil {
		return nil, err
	}
	window, err := sieve.NewWindow(table, windowLength)
	if err != nil {
		return nil, err
	}
	tester, err := millerrabin.NewTester("", bits)
	if err != nil {
		return nil, err
	}
	seed := rng.Seed{}.Derive(streamLabel + " " + kind.String() + " " + strconv.Itoa(bits))
	return &walk{kind: kind, bits: bits, seed: seed, window: window, tester: tester}, nil
}

// next returns the next few survivors and, for each, whether it passes the base-2
// test: of Safe candidates p, q and p do. One that does not is not of the kind;
// one that does may stay out of a list, so that no verification is needed for it.
func (w *walk) next(ctx context.Context) (batch []*big.Int, passed []bool, err error) {
	for len(w.waiting) == 0 {
		if err := w.sieveNext(ctx); err != nil {
			return nil, nil, err
		}
	}
	k := min(batchSize, len(w.waiting))
	batch, w.waiting = w.waiting[:k:k], w.waiting[k:]
	lanes, err := w.tester.Base2(ctx, each(batch, w.first)...)
	if err != nil {
		return nil, nil, err
	}
	if w.kind == sieve.Safe && lanes != 0 {
		also, err := w.tester.Base2(ctx, each(batch, words.Of)...)
		if err != nil {
			return nil, nil, err
		}
		lanes &= also
	}
	passed = make([]bool, k)
	for i := range passed {
		passed[i] = lanes>>i&1 == 1
	}
	return batch, passed, nil
}

// first is the number of a candidate that is tested first.
func (w *walk) first(p *big.Int) []uint64 {
	if w.kind == sieve.Safe {
		return words.Of(half(p))
	}
	return words.Of(p)
}

func each(batch []*big.Int, form func(*big.Int) []uint64) [][]uint64 {
	numbers := make([][]uint64, len(batch))
	for i, p := range batch {
		numbers[i] = form(p)
	}
	return numbers
}

// judge decides in full. The policy is the one for numbers of unknown origin: it
// is needed rarely, and a list must be right for ever.
func (w *walk) judge(ctx context.Context, p *big.Int) (bool, error) {
	verdict, err := w.tester.Verify(ctx, p, millerrabin.Untrusted)
	if err != nil || !verdict.Prime || w.kind == sieve.Prime {
		return verdict.Prime, err
	}
	verdict, err = w.tester.Verify(ctx, half(p), millerrabin.Untrusted)
	return verdict.Prime, err
}

// sieveNext sieves the next window and queues its survivors.
func (w *walk) sieveNext(ctx context.Context) error {
	start := w.start(w.seed.Stream(w.windows))
	w.windows++
	if err := w.window.Sieve(ctx, words.Of(start)); err != nil {
		return err
	}
	step := new(big.Int).SetUint64(w.kind.Step())
	for member := range w.window.Survivors() {
		n := new(big.Int).Mul(step, big.NewInt(int64(member)))
		w.waiting = append(w.waiting, n.Add(n, start))
	}
	return nil
}

// start draws the first member of a window: of the size with the two top bits
// set, in the kind's class, and the window's end of the size too.
func (w *walk) start(stream *rng.Stream) *big.Int {
	buf := make([]byte, (w.bits+7)/8)
	step := new(big.Int).SetUint64(w.kind.Step())
	for {
		stream.Read(buf)
		n := new(big.Int).SetBytes(buf)
		n.Rsh(n, uint(8*len(buf)-w.bits))
		n.SetBit(n, w.bits-1, 1)
		n.SetBit(n, w.bits-2, 1)
		up := new(big.Int).SetUint64(w.kind.Residue())
		up.Sub(up, n)
		n.Add(n, up.Mod(up, step))
		end := new(big.Int).Mul(step, big.NewInt(windowLength))
		if end.Add(end, n).BitLen() == w.bits {
			return n
		}
	}
}

func half(p *big.Int) *big.Int { return new(big.Int).Rsh(p, 1) }
