// What people do with a group once they have it, as operations that every
// strategy with arithmetic can offer: the powers of a handshake.

package strategy

import (
	"context"
	"fmt"
	"math/big"

	"primebench/dhgroup"
	"primebench/internal/kex"
	"primebench/internal/rng"
	"primebench/results"
)

// A Pair is a base and the exponent that it is raised to.
type Pair struct{ Base, Exponent *big.Int }

// Powers is a strategy's way to raise numbers to powers.
type Powers struct {
	// Lanes is how many powers a worker raises at once. Where it is above 1, one
	// at a time is measured besides: that is the latency, the other a throughput.
	Lanes int
	// ConstantTime is set when neither time nor memory accesses depend on the
	// exponent.
	ConstantTime bool
	// SetUp makes the Raiser of one worker: modulo p, for batches of equally many
	// pairs, up to Lanes each. What a server does once for a group belongs here,
	// not into Raise.
	SetUp func(p *big.Int, batches [][]Pair) (Raiser, error)
}

// A Raiser raises pairs to powers. It serves one goroutine.
type Raiser interface {
	// Raise returns the powers of a batch of those that SetUp was given. Where
	// nothing can stop it, it leaves nothing behind that a later call would see.
	Raise(ctx context.Context, batch int) ([]*big.Int, error)
}

// usedPairs is how many different pairs an operation goes round, and at least as
// many as Lanes.
const usedPairs = 8

// Uses lists the operations of using a group: of a safe prime's size the first that
// dhgroup lists, of RFC 7919 where it has one; of a key exchange that of its parameter
// set. There are none where no group is published, nor for primes. What is done stands
// in each of them, see results.Operation:
//
//	keygen     the generator to a random exponent: a public value
//	shared     a random member of the subgroup of order q to a random exponent: a
//	           shared secret
//	handshake  both to the same exponent, of a key exchange alone
//
// either with exponents as long as q and, at the sizes of RFC 7919, with the short
// ones that it recommends. Checking the other party's value, which RFC 7919,
// section 5.1, asks for, is two comparisons and not measured. The same seed gives
// the same pairs to every strategy.
func Uses(t Task, powers Powers) []Operation {
	set, steps := used(t)
	lanes := []int{1}
	if powers.Lanes > 1 {
		lanes = []int{powers.Lanes, 1}
	}
	var list []Operation
	for _, atOnce := range lanes {
		for _, step := range steps {
			for _, exponent := range set.Exponents() {
				does := results.Operation{
					Step: step, ExponentBits: exponent, Short: exponent == results.ShortExponentBits(t.Bits),
					ConstantTime: powers.ConstantTime, AtOnce: atOnce,
				}
				u := &use{Operation: does.Named(), task: t, group: set.Group, powers: powers}
				list = append(list, u.operation())
			}
		}
	}
	return list
}

// used returns the parameter set of a task's group, and what is done with it.
func used(t Task) (set kex.Set, steps []string) {
	name := t.Params
	if t.Kind == Safe {
		if groups := dhgroup.OfSize(t.Bits); len(groups) > 0 {
			name = groups[0].Name
		}
	}
	set, err := kex.Named(name)
	switch {
	case err != nil || set.Family != kex.FiniteField:
		return kex.Set{}, nil
	case t.Kind == Safe:
		return set, []string{results.StepKeygen, results.StepShared}
	}
	return set, []string{results.StepKeygen, results.StepShared, results.StepHandshake}
}

// A use is one of these operations.
type use struct {
	results.Operation
	task    Task
	group   dhgroup.Group
	powers  Powers
	raisers []Raiser // by worker, made by prepare
	batches int      // of AtOnce uses
}

// powersEach is how many powers one use takes.
func (u *use) powersEach() int {
	if u.Step == results.StepHandshake {
		return 2
	}
	return 1
}

func (u *use) operation() Operation {
	return Operation{
		Operation: u.Operation,
		// A power takes one squaring for each bit of the exponent, as a base-2 test
		// does for each bit of the number, and a batch the same time whether or not
		// its lanes are full.
		Tests:   float64(u.powersEach()) * float64(u.powers.Lanes) * float64(u.ExponentBits) / float64(u.task.Bits),
		Prepare: u.prepare,
		Run:     u.run,
	}
}

func (u *use) prepare(ctx context.Context) error {
	batches := u.draw()
	u.batches = len(batches) / u.powersEach()
	for len(u.raisers) < u.task.Workers {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := u.powers.SetUp(u.group.P, batches)
		if err != nil {
			return fmt.Errorf("strategy: %s in %s: %w", u.Name, u.group.Name, err)
		}
		u.raisers = append(u.raisers, r)
	}
	return nil
}

// run rounds up so that every worker has the same number of full batches.
func (u *use) run(ctx context.Context, times int64) (int64, error) {
	workers, lanes := int64(u.task.Workers), int64(u.AtOnce)
	rounds := (times + workers*lanes - 1) / (workers * lanes)
	_, err := Await(ctx, func() (struct{}, error) {
		return struct{}{}, Share(ctx, u.task.Workers, rounds*workers, func(ctx context.Context, worker int, i int64) error {
			each := u.powersEach()
			for power := range each {
				if _, err := u.raisers[worker].Raise(ctx, int(i)%u.batches*each+power); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return rounds * workers * lanes, err
}

// draw draws the pairs, in batches of AtOnce; of a handshake a batch for its public
// values, then one for its secrets.
func (u *use) draw() [][]Pair {
	seed := u.task.Seed.Derive("using " + u.group.Name)
	exponents, bases := seed.Stream(uint64(u.ExponentBits)), seed.Stream(0)
	var batches [][]Pair
	for uses := 0; uses < usedPairs; uses += u.AtOnce {
		public, shared := make([]Pair, u.AtOnce), make([]Pair, u.AtOnce)
		for i := range u.AtOnce {
			e := u.exponent(exponents)
			public[i] = Pair{Base: u.group.G, Exponent: e}
			if u.Step != results.StepKeygen {
				shared[i] = Pair{Base: u.member(bases), Exponent: e}
			}
		}
		if u.Step != results.StepShared {
			batches = append(batches, public)
		}
		if u.Step != results.StepKeygen {
			batches = append(batches, shared)
		}
	}
	return batches
}

// exponent draws a secret exponent of exactly the length that the use asks for,
// below the group's order.
func (u *use) exponent(stream *rng.Stream) *big.Int {
	bits := u.ExponentBits
	for {
		e := number(stream, bits)
		if e.SetBit(e, bits-1, 1); e.Cmp(u.group.Q) < 0 {
			return e
		}
	}
}

// member draws a member of the subgroup of order q, which the powers of (p-1)/q are: of
// a safe prime the squares.
func (u *use) member(stream *rng.Stream) *big.Int {
	h := number(stream, u.task.Bits-1)
	return h.Exp(h, new(big.Int).Div(u.group.P, u.group.Q), u.group.P)
}

// number draws a number of at most so many bits.
func number(stream *rng.Stream, bits int) *big.Int {
	buf := make([]byte, (bits+7)/8)
	stream.Read(buf)
	n := new(big.Int).SetBytes(buf)
	return n.Rsh(n, uint(8*len(buf)-bits))
}
