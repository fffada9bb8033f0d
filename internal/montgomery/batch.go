// A Batch: moduli in lanes, and what the three operations share.

package montgomery

import (
	"context"
	"errors"
	"fmt"

	"primebench/internal/cpu"
)

// Sizes of modulus that a Batch can be made for.
const (
	MinBits = 2
	MaxBits = 1 << 14
)

// ErrOperand marks a modulus, base or exponent that an operation cannot take.
var ErrOperand = errors.New("operand not possible")

// A Batch does arithmetic modulo up to Lanes odd numbers at once, one a lane.
// It keeps its buffers between loads. One goroutine may use it at a time.
type Batch struct {
	name   string
	bits   int
	kernel kernel
	pace   int // steps between two looks at the context

	moduli    [][]uint64 // one for each loaded lane, without leading zero words
	chains    [][]uint64 // (n-3)/2 for each, which is e-1 in base2.go
	chainBits []uint64   // of all chains, as transposed has them
	spare     []uint64   // room for one number on its way out of a vector
	one       []uint64   // the number 1
	x         vector     // the residues at work

	powers powers
	tests  runRoom
}

// NewBatch makes a batch for moduli of at most bits bits, MinBits to MaxBits. A
// kernel name forces that kernel; an empty one takes what PRIMEBENCH_KERNEL
// names or else the fastest one here. A kernel that is unknown or cannot run
// here is an error that wraps ErrKernel.
func NewBatch(kernel string, bits int) (*Batch, error) {
	if bits < MinBits || bits > MaxBits {
		return nil, fmt.Errorf("montgomery: size of %d bits is out of range, want %d to %d: %w", bits, MinBits, MaxBits, ErrOperand)
	}
	name, err := cpu.Kernel(kernel)
	if err != nil {
		return nil, err
	}
	k, err := newKernel(name, bits)
	if err != nil {
		return nil, err
	}
	return batchOf(name, k, bits), nil
}

func batchOf(name string, k kernel, bits int) *Batch {
	return &Batch{
		name:   name,
		bits:   bits,
		kernel: k,
		spare:  make([]uint64, (bits+2+63)/64),
		one:    []uint64{1},
		x:      k.vector(),
	}
}

// Kernel returns the name of the kernel at work.
func (b *Batch) Kernel() string { return b.name }

// Load puts 1 to Lanes moduli into the lanes from 0 on, in place of those
// loaded before. Each is odd, at least 3, in little-endian words, and at most
// as large as the batch was made for; their sizes may differ. The words are
// copied. A modulus that does not fit is an error that wraps ErrOperand, and
// leaves the batch without moduli.
func (b *Batch) Load(moduli ...[]uint64) error {
	b.moduli, b.chains = b.moduli[:0], b.chains[:0]
	if err := b.check(moduli); err != nil {
		return err
	}
	largest := 0
	for _, n := range moduli {
		n = trim(n)
		largest = max(largest, bitLen(n))
		b.moduli = appendCopy(b.moduli, n)
		b.chains = appendCopy(b.chains, n)
		chain := b.chains[len(b.chains)-1]
		shiftRight(chain, chain, 1)
		subtract(chain, chain, []uint64{1})
	}
	var rows [Lanes][]uint64
	copy(rows[:], b.chains)
	b.chainBits = transposed(b.chainBits[:0], &rows)
	b.kernel.load(b.moduli)
	b.pace = stepsAMillisecond(largest)
	b.powers.ready = false
	return nil
}

// check says what is wrong with moduli that somebody wants to load.
func (b *Batch) check(moduli [][]uint64) error {
	if len(moduli) == 0 || len(moduli) > Lanes {
		return fmt.Errorf("montgomery: %d moduli, want 1 to %d: %w", len(moduli), Lanes, ErrOperand)
	}
	for i, n := range moduli {
		size := bitLen(n)
		if size < 2 || n[0]&1 == 0 {
			return fmt.Errorf("montgomery: modulus %d is not an odd number of at least 3: %w", i, ErrOperand)
		}
		if size > b.bits {
			return fmt.Errorf("montgomery: modulus %d has %d bits, want at most %d: %w", i, size, b.bits, ErrOperand)
		}
	}
	return nil
}

// appendCopy appends a copy of x to list, in the words that an entry of an
// earlier load left behind where there are any.
func appendCopy(list [][]uint64, x []uint64) [][]uint64 {
	i := len(list)
	if i == cap(list) {
		list = append(list, nil)
	}
	list = list[:i+1]
	list[i] = append(list[i][:0], x...)
	return list
}

// stepsAMillisecond is about the number of squarings in all lanes that the
// portable kernel makes in a millisecond, at a word product a nanosecond.
func stepsAMillisecond(bits int) int {
	words := bits/64 + 1
	return max(1, 1_000_000/(Lanes*2*words*words))
}

// loaded returns the mask of the lanes that hold a modulus.
func (b *Batch) loaded() Mask { return Mask(1<<len(b.moduli) - 1) }

// errEmpty answers an operation on a batch without moduli.
func (b *Batch) errEmpty() error {
	if len(b.moduli) == 0 {
		return fmt.Errorf("montgomery: no modulus is loaded: %w", ErrOperand)
	}
	return nil
}

// value returns the number in one lane of v, which has left Montgomery form,
// below its modulus. The words are good until the next call.
func (b *Batch) value(v vector, lane int) []uint64 {
	n := b.moduli[lane]
	x := b.spare[:(bitLen(n)+2+63)/64]
	b.kernel.take(x, v, lane)
	reduceSmall(x, n)
	return x
}

// A clock looks at the context once in so many steps.
type clock struct {
	ctx        context.Context
	pace, left int
}

func (b *Batch) clock(ctx context.Context) clock { return clock{ctx: ctx, pace: b.pace} }

// step counts one step of the exponent loop, and returns the context's error if
// this is one that looks and the context has ended.
func (c *clock) step() error {
	if c.left--; c.left >= 0 {
		return nil
	}
	c.left = c.pace - 1
	return c.ctx.Err()
}
