//go:build !amd64 || purego

// The sieve of Eratosthenes where it has no assembly.

package sieve

func (p *sievingPrime) crossOff(w *wheel, bytes []uint8, end uint32) {
	p.crossOffPlain(w, bytes, end)
}

// list appends the numbers that are not crossed off in bytes, the first of which
// stands for the numbers from 30 first on. The list has the capacity.
func list(w *wheel, primes []uint64, bytes []uint8, first uint64) []uint64 {
	return listPlain(w, primes, bytes, first)
}

// or sets dst |= src, which is as long.
func (w *wheel) or(dst, src []uint8) { orPlain(dst, src) }

func inVectors() bool { return false }
