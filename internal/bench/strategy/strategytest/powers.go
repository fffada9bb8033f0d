// The conformance of the powers that strategies use groups with.

package strategytest

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"primebench/dhgroup"
	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
)

// RunPowers holds a strategy's powers against math/big.
func RunPowers(t *testing.T, powers strategy.Powers) {
	t.Helper()
	for _, err := range CheckPowers(t.Context(), powers) {
		t.Error(err)
	}
}

// CheckPowers returns everything in which the powers fail: at sizes of published
// groups and beside a word's limit, with full batches and with one alone, with
// exponents of mixed lengths and bases at either end, batch after batch and back;
// and in the operations that they make.
func CheckPowers(ctx context.Context, powers strategy.Powers) []error {
	if powers.Lanes < 1 || powers.SetUp == nil {
		return []error{fmt.Errorf("%d lanes, or no way to set them up", powers.Lanes)}
	}
	c := &powersChecker{ctx: ctx, powers: powers, stream: rng.Seed{31: 1}.Stream(0)}
	for _, bits := range []int{768, 2048} {
		c.modulo(dhgroup.OfSize(bits)[0].P)
	}
	c.modulo(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 521), big.NewInt(1))) // a Mersenne prime
	c.operations()
	return c.failures
}

type powersChecker struct {
	ctx      context.Context
	powers   strategy.Powers
	stream   *rng.Stream
	failures []error
}

func (c *powersChecker) fail(format string, args ...any) {
	c.failures = append(c.failures, fmt.Errorf(format, args...))
}

// modulo tries both sizes of batches modulo a prime.
func (c *powersChecker) modulo(p *big.Int) {
	sizes := []int{1}
	if c.powers.Lanes > 1 {
		sizes = append(sizes, c.powers.Lanes)
	}
	last := new(big.Int).Sub(p, big.NewInt(1))
	for _, size := range sizes {
		batches := make([][]strategy.Pair, 6)
		for i := range batches {
			for lane := range size {
				pair := strategy.Pair{Base: c.draw(p.BitLen()), Exponent: c.draw(1 + 37*(i+lane))}
				pair.Base.Mod(pair.Base, p)
				switch i {
				case 0:
					pair.Base = big.NewInt(2)
				case 1:
					pair.Base = last
				case 2:
					pair.Exponent = new(big.Int).Rsh(p, 1)
				}
				batches[i] = append(batches[i], pair)
			}
		}
		raiser, err := c.powers.SetUp(p, batches)
		if err != nil {
			c.fail("%d bits, batches of %d: %v", p.BitLen(), size, err)
			continue
		}
		for _, batch := range []int{0, 1, 2, 3, 4, 5, 0} {
			c.raise(raiser, batch, batches[batch], p)
		}
	}
}

// raise compares one batch.
func (c *powersChecker) raise(raiser strategy.Raiser, batch int, pairs []strategy.Pair, p *big.Int) {
	powers, err := raiser.Raise(c.ctx, batch)
	if err != nil || len(powers) != len(pairs) {
		c.fail("%d bits, batch %d: %d powers of %d, %v", p.BitLen(), batch, len(powers), len(pairs), err)
		return
	}
	for lane, pair := range pairs {
		if want := new(big.Int).Exp(pair.Base, pair.Exponent, p); powers[lane].Cmp(want) != 0 {
			c.fail("%d bits, batch %d, lane %d: %x^%x is %x, want %x", p.BitLen(), batch, lane, pair.Base, pair.Exponent, powers[lane], want)
		}
	}
}

// operations runs each that the powers make, at the smallest size with all.
func (c *powersChecker) operations() {
	task := strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 2}
	for _, op := range strategy.Uses(task, c.powers) {
		if !op.UsesGroup() || op.Name != op.Named().Name {
			c.fail("operation %q does not say how it uses a group: %+v", op.Name, op.Operation)
		}
		if err := op.Prepare(c.ctx); err != nil {
			c.fail("operation %q: prepare: %v", op.Name, err)
			continue
		}
		if done, err := op.Run(c.ctx, 1); err != nil || done != int64(task.Workers*op.AtOnce) {
			c.fail("operation %q: done %d times by %d workers, %d at once: %v", op.Name, done, task.Workers, op.AtOnce, err)
		}
		if _, err := op.Run(cancelled(c.ctx), 1000); !errors.Is(err, context.Canceled) {
			c.fail("operation %q: %v under a cancelled context", op.Name, err)
		}
	}
}

// draw draws a number of exactly so many bits.
func (c *powersChecker) draw(bits int) *big.Int {
	buf := make([]byte, (bits+7)/8)
	c.stream.Read(buf)
	n := new(big.Int).SetBytes(buf)
	n.Rsh(n, uint(8*len(buf)-bits))
	return n.SetBit(n, bits-1, 1)
}
