//go:build !amd64 || purego

// The sieve of Eratosthenes where it has no assembly.

package sieve

func (p *striker) strike(w *wheel, bytes []uint8, end uint32) { p.strikePlain(w, bytes, end) }

// list appends the numbers that are not struck in bytes, the first of which is
// that of the number 30 first. The capacity must be there.
func list(w *wheel, primes []uint64, bytes []uint8, first uint64) []uint64 {
	return listPlain(w, primes, bytes, first)
}

// or sets dst |= src, which is as long.
func (w *wheel) or(dst, src []uint8) { orPlain(dst, src) }

func inVectors() bool { return false }
