// The table of a sieve's primes, prepared for windows, and the fraction of the
// candidates that survives them.

package sieve

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sort"

	"primebench/internal/words"
)

// MaxLimit is the largest limit of a Table.
const MaxLimit = 1 << 40

// DefaultHeld is the limit up to which a Table holds its primes where no other is
// given. They take 32 MB, 16 MB more for each size of start that windows have, and
// some 50 ms to make. Primes above it are listed anew for each window, which costs
// about as much as their residues at 4096 bits.
const DefaultHeld = 1 << 26

// HeldBytes is the memory that a held prime takes: for itself, an inverse, and a
// scale for one size of start, 32 bits each.
const HeldBytes = 12

// maxHeld keeps the held primes, their inverses and their scales within 32 bits.
const maxHeld = 1 << 31

// smallSteps is the bound on the steps whose inverses come from a list with an
// entry for each class of primes.
const smallSteps = 1 << 12

// A Table is the sieving primes of windows of a kind. Any number of windows on any
// number of goroutines may use it.
type Table struct {
	kind     Kind
	step     []uint64
	limit    uint64
	held     uint64   // the limit up to which primes are held
	primes   []uint32 // up to held, ascending, without those that divide the step
	inverses []uint32 // of the step, modulo the primes
	reducer  reducer

	opposites []opposite // see invert; nil where the step is not a small one

	lock   chan struct{}    // holds a token while scales is free
	scales map[int][]uint32 // of the primes, by digits of the start
}

// NewTable prepares the primes up to limit for the kind's own step.
func NewTable(kind Kind, limit uint64) (*Table, error) {
	return NewTableStep(kind, []uint64{kind.Step()}, limit, DefaultHeld)
}

// NewTableStep prepares the primes up to limit for windows whose members are step
// apart, and holds those up to held. The step is an even number above zero in
// little-endian words. Primes that divide it are left out: the start decides
// whether they divide all members or none.
func NewTableStep(kind Kind, step []uint64, limit, held uint64) (*Table, error) {
	if held > maxHeld {
		return nil, fmt.Errorf("sieve: primes to %d are too many to hold, want a bound of at most %d", held, uint64(maxHeld))
	}
	if limit > MaxLimit {
		return nil, fmt.Errorf("sieve: limit %d is too large, want at most %d", limit, uint64(MaxLimit))
	}
	for len(step) > 0 && step[len(step)-1] == 0 {
		step = step[:len(step)-1]
	}
	if len(step) == 0 || step[0]%2 != 0 {
		return nil, fmt.Errorf("sieve: step %d is odd or zero, want an even one", step)
	}
	t := &Table{
		kind: kind, step: slices.Clone(step), limit: limit, held: min(limit, held), reducer: newReducer(),
		lock: make(chan struct{}, 1), scales: make(map[int][]uint32),
	}
	if len(t.step) == 1 && t.step[0] < smallSteps {
		t.opposites = opposites(t.step[0])
	}
	t.lock <- struct{}{}
	t.primes = withoutDivisors(t, Primes(t.held))
	t.inverses = make([]uint32, len(t.primes))
	invert(t, t.inverses, t.primes)
	return t, nil
}

// own reports whether the step is n, which is a kind's own.
func (t *Table) own(n uint64) bool { return len(t.step) == 1 && t.step[0] == n }

// withoutDivisors deletes from ascending primes those that divide the step.
func withoutDivisors[T uint32 | uint64](t *Table, primes []T) []T {
	suspects := len(primes)
	if len(t.step) == 1 { // and so only primes up to it divide it
		suspects = sort.Search(len(primes), func(i int) bool { return uint64(primes[i]) > t.step[0] })
	}
	kept := slices.DeleteFunc(primes[:suspects], func(r T) bool { return words.Mod(t.step, uint64(r)) == 0 })
	return append(kept, primes[suspects:]...)
}

// invert sets dst[i] to 1/step mod primes[i], none of which divides the step.
func invert[T uint32 | uint64](t *Table, dst, primes []T) {
	dst = dst[:len(primes)]
	switch {
	case t.own(2):
		for i, r := range primes {
			dst[i] = r/2 + 1
		}
	case t.opposites != nil:
		// r = ms + c, and with f = -1/c mod s rf + 1 is a multiple of s: 1/s mod r is
		// (rf + 1)/s = mf + (cf + 1)/s. The quotient m comes from a product with 2^64/s
		// rounded up, which is right for r below 2^64/s.
		s := t.step[0]
		reciprocal := math.MaxUint64/s + 1
		for i, r := range primes {
			m, _ := bits.Mul64(uint64(r), reciprocal)
			o := t.opposites[uint64(r)-m*s]
			dst[i] = T(m*uint64(o.factor) + uint64(o.offset))
		}
	default:
		for i, r := range primes {
			dst[i] = T(inverse(words.Mod(t.step, uint64(r)), uint64(r)))
		}
	}
}

// An opposite belongs to a class c of primes modulo a step s.
type opposite struct {
	factor uint16 // -1/c mod s
	offset uint16 // (c factor + 1)/s
}

// opposites returns those of the classes that have an inverse, and zeros for the
// others, in which all primes divide the step.
func opposites(s uint64) []opposite {
	list := make([]opposite, s)
	for c := uint64(1); c < s; c += 2 {
		if coprime(c, s) {
			factor := s - inverse(c, s)
			list[c] = opposite{factor: uint16(factor), offset: uint16((c*factor + 1) / s)}
		}
	}
	return list
}

func coprime(a, b uint64) bool {
	for b != 0 {
		a, b = b, a%b
	}
	return a == 1
}

// inverse returns 1/s mod r, for s in 1..r-1 without a common divisor, by
// Euclid's algorithm.
func inverse(s, r uint64) uint64 {
	// s·x = a and s·y = b (mod r) throughout
	a, x := int64(r), int64(0)
	b, y := int64(s), int64(1)
	for b > 1 {
		q := a / b
		a, b = b, a-q*b
		x, y = y, x-q*y
	}
	if y < 0 {
		y += int64(r)
	}
	return uint64(y)
}

// scalesFor returns the scales of the held primes for starts of so many digits,
// or the context's error. The first to ask computes them.
func (t *Table) scalesFor(ctx context.Context, digits int, b *batch) ([]uint32, error) {
	select {
	case <-t.lock:
		defer func() { t.lock <- struct{}{} }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if scales, ok := t.scales[digits]; ok {
		return scales, nil
	}
	scales := make([]uint32, 0, len(t.primes))
	for from := 0; from < len(t.primes); from += batchPrimes {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b.hold(t, from)
		b.scale(t.reducer, digits)
		for _, s := range b.scales[:b.count] {
			scales = append(scales, uint32(s))
		}
	}
	t.scales[digits] = scales
	return scales, nil
}

// Kind returns the kind of the windows that the table is for.
func (t *Table) Kind() Kind { return t.kind }

// Limit returns the bound on the small primes.
func (t *Table) Limit() uint64 { return t.limit }

// exactFraction is the limit up to which SurvivingFraction multiplies.
const exactFraction = 1 << 20

// SurvivingFraction returns the fraction of a long window's members that survives
// the primes up to limit: the product of (1 - 1/r) for Prime and of (1 - 2/r) for
// Safe over the primes that do not divide the step. Those beyond 2^20 are taken
// together by F. Mertens' theorem of 1874, which is right to a few
// hundred-thousandths there.
func SurvivingFraction(kind Kind, step, limit uint64) float64 {
	return survivingFraction(kind, step, limit, Primes(min(limit, exactFraction)))
}

// SurvivingFraction is the package's for the table's kind, limit and step, which is one
// word. It lists no primes where the table holds enough.
func (t *Table) SurvivingFraction() float64 {
	exact := min(t.limit, exactFraction)
	if t.held < exact {
		return SurvivingFraction(t.kind, t.step[0], t.limit)
	}
	beyond := sort.Search(len(t.primes), func(i int) bool { return uint64(t.primes[i]) > exact })
	return survivingFraction(t.kind, t.step[0], t.limit, t.primes[:beyond])
}

// survivingFraction is SurvivingFraction by the primes up to the limit and exactFraction.
func survivingFraction(kind Kind, step, limit uint64, primes []uint32) float64 {
	residues := 1.0 // modulo a prime, which it crosses off
	if kind == Safe {
		residues = 2
	}
	fraction := 1.0
	for _, r := range primes {
		if step%uint64(r) != 0 {
			fraction *= 1 - residues/float64(r)
		}
	}
	if limit > exactFraction {
		fraction *= math.Pow(math.Log(exactFraction)/math.Log(float64(limit)), residues)
	}
	return fraction
}
