// The small primes of a sieve, prepared for reducing big numbers, and the share
// of candidates that they leave.

package sieve

import (
	"fmt"
	"math"
	"math/bits"
)

// MaxLimit is the largest limit of a Table, which is held in memory: about
// 12 bytes a prime.
const MaxLimit = 1 << 30

// A Table is the small primes that strike in windows of a kind. It is not
// changed after NewTable and may be shared.
type Table struct {
	kind     Kind
	limit    uint64
	primes   []uint32 // those that strike, ascending
	inverses []uint32 // of the step, modulo the primes
	groups   []group
}

// A group is consecutive primes whose product fits a word: a big number is
// reduced once by the product and then, in one word, by each prime.
type group struct {
	product    uint64
	begin, end int32 // of primes
}

// NewTable prepares the primes up to limit for the kind's own step.
func NewTable(kind Kind, limit uint64) (*Table, error) {
	return NewTableStep(kind, []uint64{kind.Step()}, limit)
}

// NewTableStep prepares the primes up to limit for windows whose members are
// step apart, little-endian words of a number above zero. Primes that divide the
// step do not strike: the start decides whether they divide all members or none.
func NewTableStep(kind Kind, step []uint64, limit uint64) (*Table, error) {
	if limit > MaxLimit {
		return nil, fmt.Errorf("sieve: limit %d is too large, want at most %d", limit, uint64(MaxLimit))
	}
	t := &Table{kind: kind, limit: limit}
	for _, r := range Primes(limit) {
		if s := mod(step, uint64(r)); s != 0 {
			t.primes = append(t.primes, r)
			t.inverses = append(t.inverses, inverse(uint32(s), r))
		}
	}
	t.group()
	return t, nil
}

// inverse returns 1/s mod the prime r, for s in 1..r-1, by Euclid's algorithm;
// the steps in use are small or powers of two and take a few rounds.
func inverse(s, r uint32) uint32 {
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
	return uint32(y)
}

func (t *Table) group() {
	for begin := 0; begin < len(t.primes); {
		product, end := uint64(t.primes[begin]), begin+1
		for end < len(t.primes) {
			high, low := bits.Mul64(product, uint64(t.primes[end]))
			if high != 0 {
				break
			}
			product, end = low, end+1
		}
		t.groups = append(t.groups, group{product, int32(begin), int32(end)})
		begin = end
	}
}

// Kind returns the kind of the windows that the table is for.
func (t *Table) Kind() Kind { return t.kind }

// Limit returns the bound on the small primes.
func (t *Table) Limit() uint64 { return t.limit }

// SurvivingFraction returns the share of a long window's members that no prime
// of the table strikes: the product of (1 - 1/r) for Prime and of (1 - 2/r) for
// Safe over exactly the primes that strike (F. Mertens, 1874, gives its size).
func (t *Table) SurvivingFraction() float64 {
	classes := 1.0 // residues of the start that a prime strikes
	if t.kind == Safe {
		classes = 2
	}
	log := 0.0
	for _, r := range t.primes {
		log += math.Log1p(-classes / float64(r))
	}
	return math.Exp(log)
}
