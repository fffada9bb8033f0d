//go:build amd64 && !purego

// The sieve of Eratosthenes with assembly in its two loops.

package sieve

import "primebench/internal/cpu"

// inVectors reports whether listing and presieving can run in vectors.
func inVectors() bool { return cpu.HasVBMI2() }

func (p *sievingPrime) crossOff(w *wheel, bytes []uint8, end uint32) {
	if p.next >= end {
		return
	}
	if int(end)+int(p.prime) > len(bytes) {
		p.crossOffPlain(w, bytes, end)
		return
	}
	offsets := w.offsets(p)
	p.next = uint32(crossOffTurns(&bytes[0], uint64(p.next), uint64(end), uint64(p.prime), &offsets, uint64(p.bit)))
}

// list appends the numbers that are not crossed off in bytes, the first of which
// stands for the numbers from 30 first on. The list has the capacity.
func list(w *wheel, primes []uint64, bytes []uint8, first uint64) []uint64 {
	if w.vectors {
		if words := len(bytes) / 8; words > 0 {
			n := len(primes)
			_ = bytes[8*words-1]
			// The bytes of a little-endian machine are its words.
			count := listVBMI2(&primes[:n+1][n], &bytes[0], words, wheelSpan*first, &w.values)
			primes, bytes, first = primes[:n+count], bytes[8*words:], first+8*uint64(words)
		}
	}
	return listPlain(w, primes, bytes, first)
}

// or sets dst |= src, which is as long.
func (w *wheel) or(dst, src []uint8) {
	whole := 0
	if w.vectors {
		if whole = len(dst) / 64 * 64; whole > 0 {
			_ = src[whole-1]
			orAVX512(&dst[0], &src[0], whole)
		}
	}
	orPlain(dst[whole:], src[whole:])
}

// crossOffTurns does the turns of a sieving prime that begin from at on and before
// end, at least one, and returns where the next one begins. bit is the prime's,
// and offsets are wheel.offsets.
//
//go:noescape
func crossOffTurns(bytes *uint8, at, end, prime uint64, offsets *[8]uint64, bit uint64) (next uint64)

// listVBMI2 does what list says for n words of eight bytes, the first of which
// stands for the numbers from number on, and returns how many numbers it listed.
// It may write 16 numbers beyond them.
//
//go:noescape
func listVBMI2(dst *uint64, words *uint8, n int, number uint64, values *[64]uint8) int

// orAVX512 sets dst |= src, n bytes, a multiple of 64 above zero.
//
//go:noescape
func orAVX512(dst, src *uint8, n int)
