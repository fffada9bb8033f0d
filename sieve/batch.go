// A batch of sieving primes: some hundreds at a time, in the form in which
// residues are computed.

package sieve

// batchPrimes is how many primes are worked on together: their arrays stay in a
// first-level cache, and a batch takes well under a millisecond.
const batchPrimes = 1024

// A batch is sieving primes with what belongs to each: the inverse of the step,
// the scale of reducer.scales, and the first member that it crosses off. Beyond
// the count it is filled up with the prime 3 to a multiple of what a reducer takes.
type batch struct {
	primes, inverses, scales, firsts []uint64
	members                          []uint64 // what hits returns
	count                            int
}

// newBatch makes one for up to so many primes at a time, at most batchPrimes.
func newBatch(primes int) *batch {
	full := batch{count: min(primes, batchPrimes)}
	room := full.padded()
	b := &batch{members: make([]uint64, 2*room+hitsRoom)}
	for _, list := range []*[]uint64{&b.primes, &b.inverses, &b.scales, &b.firsts} {
		*list = make([]uint64, room)
	}
	return b
}

// hold takes the table's primes from index from on.
func (b *batch) hold(t *Table, from int) {
	b.count = min(batchPrimes, len(t.primes)-from)
	t.reducer.widen(b.primes, t.primes[from:from+b.count])
	t.reducer.widen(b.inverses, t.inverses[from:from+b.count])
	b.fill()
}

// stream takes primes of a list, without those that divide the step, and returns
// the rest of the list.
func (b *batch) stream(t *Table, list []uint64) []uint64 {
	taken := copy(b.primes, list)
	b.count = len(withoutDivisors(t, b.primes[:taken]))
	invert(t, b.inverses, b.primes[:b.count])
	b.fill()
	return list[taken:]
}

func (b *batch) fill() {
	for i := b.count; i%reducerPrimes != 0; i++ {
		b.primes[i], b.inverses[i], b.scales[i] = fillPrime, 1, 1
	}
}

// padded returns the count of the primes with those that fill the batch up.
func (b *batch) padded() int {
	return (b.count + reducerPrimes - 1) / reducerPrimes * reducerPrimes
}

// scale computes the scales for starts of so many digits.
func (b *batch) scale(r reducer, digits int) {
	n := b.padded()
	r.scales(b.scales[:n], b.primes[:n], b.inverses[:n], digits)
}

// reduce computes the first member that each prime crosses off.
func (b *batch) reduce(r reducer, digits []uint64) {
	n := b.padded()
	r.firsts(b.firsts[:n], b.primes[:n], b.scales[:n], digits)
}

// hits returns those members below length that a prime crosses off first: as a
// divisor of p and, in tables for Safe, as a divisor of q.
func (b *batch) hits(t *Table, length uint64) []uint64 {
	// The primes beyond the count cross off nothing.
	n := b.padded()
	for i := b.count; i < n; i++ {
		b.primes[i], b.inverses[i], b.firsts[i] = 2*length, 0, length
	}
	var inverses []uint64
	if t.kind == Safe {
		inverses = b.inverses[:n]
	}
	return b.members[:t.reducer.hits(b.members, b.firsts[:n], b.primes[:n], inverses, length)]
}
