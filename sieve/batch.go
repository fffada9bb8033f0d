// The primes at hand: some hundreds at a time, in the form that residues are
// computed in.

package sieve

// batchPrimes is how many primes are worked on together: their arrays stay in a
// first-level cache, and a batch takes well under a millisecond.
const batchPrimes = 1024

// A batch is primes with what belongs to each. Behind the count it is filled up
// with the prime 3 to a multiple of what a reducer takes.
type batch struct {
	primes, inverses, scales, firsts []uint64
	count                            int
}

func newBatch() *batch {
	b := new(batch)
	for _, list := range []*[]uint64{&b.primes, &b.inverses, &b.scales, &b.firsts} {
		*list = make([]uint64, batchPrimes)
	}
	return b
}

// hold takes the table's primes from index from on.
func (b *batch) hold(t *Table, from int) {
	b.count = min(batchPrimes, len(t.primes)-from)
	widen(b.primes, t.primes[from:from+b.count])
	widen(b.inverses, t.inverses[from:from+b.count])
	b.fill()
}

// stream takes the primes of a list that strike, and returns the rest of it.
func (b *batch) stream(t *Table, list []uint64) []uint64 {
	b.count = 0
	for len(list) > 0 && b.count < batchPrimes {
		if inverse, ok := t.inverse(list[0]); ok {
			b.primes[b.count], b.inverses[b.count] = list[0], inverse
			b.count++
		}
		list = list[1:]
	}
	b.fill()
	return list
}

func (b *batch) fill() {
	for i := b.count; i%reducerPrimes != 0; i++ {
		b.primes[i], b.inverses[i], b.scales[i] = 3, 1, 1
	}
}

// padded is the count with what it is filled up by.
func (b *batch) padded() int {
	return (b.count + reducerPrimes - 1) / reducerPrimes * reducerPrimes
}

// scale computes the scales for starts of so many digits.
func (b *batch) scale(r reducer, digits int) {
	n := b.padded()
	r.scales(b.scales[:n], b.primes[:n], b.inverses[:n], digits)
}

// reduce computes where each prime strikes first.
func (b *batch) reduce(r reducer, digits []uint64) {
	n := b.padded()
	r.firsts(b.firsts[:n], b.primes[:n], b.scales[:n], digits)
}

func widen(dst []uint64, src []uint32) {
	dst = dst[:len(src)]
	for i, x := range src {
		dst[i] = uint64(x)
	}
}
