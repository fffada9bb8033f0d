// Walks among numbers of one or two words, which have no sieve: dividing members by small
// primes takes less than making a window.

package engine

import (
	"context"
	"math/big"
	"math/bits"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// wordWalkBits is the size up to which walks begin by judging one member after another.
const wordWalkBits = 128

// walkBatch is how many members are tested in turns: with more, tests beyond the find cost
// what turns save.
const walkBatch = 2

// A wordWalk is at a member of one or two words.
type wordWalk struct {
	low, high uint64
	step      uint64
	down      bool
}

// advance goes to the next member and reports whether it has two words too. Downward it has.
func (w *wordWalk) advance() bool {
	var carry uint64
	if w.down {
		w.low, carry = bits.Sub64(w.low, w.step, 0)
		w.high -= carry
		return true
	}
	w.low, carry = bits.Add64(w.low, w.step, 0)
	w.high, carry = bits.Add64(w.high, 0, carry)
	return carry == 0
}

// isFind reports whether a member of one word is what is looked for.
func (w *wordWalk) isFind(kind sieve.Kind) bool {
	return (kind == sieve.Prime || millerrabin.IsPrime64(w.low/2)) && millerrabin.IsPrime64(w.low)
}

// isDivisible reports whether a member of two words has a small divisor, or half of it.
func (w *wordWalk) isDivisible(kind sieve.Kind) bool {
	if kind == sieve.Safe && millerrabin.HasSmallDivisor([]uint64{w.low>>1 | w.high<<63, w.high >> 1}) {
		return true
	}
	return millerrabin.HasSmallDivisor([]uint64{w.low, w.high})
}

// wordNeighbour walks from a number of at most wordWalkBits bits above smallWalk. It returns
// nil where there is none of two words, on the way up.
func wordNeighbour(ctx context.Context, kind sieve.Kind, n *big.Int, down bool, config Config) (*big.Int, error) {
	p, err := checked(kind, n.BitLen()+1, &config)
	if err != nil {
		return nil, err
	}
	tester, err := millerrabin.NewTester(config.Kernel, wordWalkBits)
	if err != nil {
		return nil, badConfig("%w", err)
	}
	from, err := p.walkFrom(n, down)
	if err != nil {
		return nil, err
	}
	if words.Int(from.first).BitLen() > wordWalkBits {
		return nil, nil
	}
	at := wordWalk{low: from.first[0], step: p.step, down: down}
	if len(from.first) > 1 {
		at.high = from.first[1]
	}
	judge := worker{kind: kind, meter: config.Meter, tester: tester}
	var batch [][]uint64 // members of two words on the way to here
	for look := 1; ; look++ {
		if look%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		oneWord := at.high == 0
		if !oneWord && !at.isDivisible(kind) {
			batch = append(batch, []uint64{at.low, at.high})
		}
		if oneWord && len(batch) > 0 || len(batch) == walkBatch {
			if find, err := judge.firstOf(ctx, batch, config.Policy); find != nil || err != nil {
				return find, err
			}
			batch = batch[:0]
		}
		switch {
		case oneWord && at.low <= smallWalk: // downward
			return smallNeighbour(ctx, kind, big.NewInt(smallWalk), true, config)
		case oneWord && at.isFind(kind):
			return new(big.Int).SetUint64(at.low), nil
		case !at.advance():
			return judge.firstOf(ctx, batch, config.Policy)
		}
	}
}
