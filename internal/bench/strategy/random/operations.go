// The operations: what people draw, each in blocks that are small enough to be
// cancelled between.

package random

import (
	"context"
	"fmt"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// blockSize is how many draws a worker does between two looks at the shared
// counter and the context, which cost about as much as a cheap draw: at the
// largest size they take some milliseconds.
const blockSize = 256

// belowBound is what Below is measured with: no power of two, so that some words
// are rejected.
const belowBound = 100

// choiceItems is how many items a choice is of.
const choiceItems = 10

// A generator is what a strategy's worker draws from, with what people draw besides
// bytes. A source that fails makes each of them fail.
type generator interface {
	// fill fills p.
	fill(p []byte) error
	// below returns a number in [0, n), for n above 0.
	below(n uint64) (uint64, error)
	// choice returns one of the items, of which there are some.
	choice(items []string) (string, error)
	// token returns n random bytes in hexadecimal digits.
	token(n int) (string, error)
}

// A drawer is one worker's generator and what it draws into.
type drawer struct {
	generator
	bits  int
	bytes []byte // Bits/8 of them
	buf   []byte // as many as a candidate takes
	items []string

	// What was drawn last, so that no draw is left out for being of no use.
	number    uint64
	text      string
	candidate *big.Int
	_         pad
}

func newDrawer(g generator, bits int) *drawer {
	d := &drawer{generator: g, bits: bits, bytes: apart(bits / 8), buf: apart((bits + 7) / 8)}
	for i := range choiceItems {
		d.items = append(d.items, fmt.Sprintf("item %d", i))
	}
	return d
}

// A pad keeps what stands before it away from the memory of other workers: two that
// write into one cache line wait for each other at every draw. Lines are 64 bytes, and
// fetched in pairs on many processors.
type pad [padding]byte

const padding = 128

// apart returns n bytes that share no cache line with those of another worker.
func apart(n int) []byte {
	return make([]byte, (n+padding-1)/padding*padding)[:n]
}

// drawCandidate draws what a search for primes of the size would test: as
// strategy.Draw does, with crypto/rand.Prime's bits set.
func (d *drawer) drawCandidate() error {
	if err := d.fill(d.buf); err != nil {
		return err
	}
	n := new(big.Int).SetBytes(d.buf)
	n.Rsh(n, uint(8*len(d.buf)-d.bits))
	n.SetBit(n, d.bits-1, 1)
	n.SetBit(n, d.bits-2, 1)
	d.candidate = n.SetBit(n, 0, 1)
	return nil
}

// Operations implements strategy.Runner; package results says what each one is.
func (r *runner) Operations() []strategy.Operation {
	token := func(n int) func(*drawer) error {
		return func(d *drawer) (err error) {
			d.text, err = d.token(n)
			return err
		}
	}
	return []strategy.Operation{
		r.operation(results.OpBytes, func(d *drawer) error { return d.fill(d.bytes) }),
		r.operation(results.OpCandidate, (*drawer).drawCandidate),
		r.operation(results.OpBelow, func(d *drawer) (err error) {
			d.number, err = d.below(belowBound)
			return err
		}),
		r.operation(results.OpChoice, func(d *drawer) (err error) {
			d.text, err = d.choice(d.items)
			return err
		}),
		r.operation(results.OpToken16, token(16)),
		r.operation(results.OpToken32, token(32)),
	}
}

// operation makes an operation of a draw. It rounds up so that there are as many full
// blocks for every worker.
func (r *runner) operation(name string, draw func(*drawer) error) strategy.Operation {
	workers := len(r.drawers)
	round := int64(workers) * blockSize
	return strategy.Operation{
		Operation: results.Operation{Name: name},
		Run: func(ctx context.Context, times int64) (int64, error) {
			blocks := (times + round - 1) / round * int64(workers)
			return blocks * blockSize, strategy.Share(ctx, workers, blocks, func(_ context.Context, worker int, _ int64) error {
				d := r.drawers[worker]
				for range blockSize {
					if err := draw(d); err != nil {
						return fmt.Errorf("%s: %w", r.strategy.name, err)
					}
				}
				return nil
			})
		},
	}
}
