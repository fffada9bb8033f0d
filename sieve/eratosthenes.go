// The segmented sieve of Eratosthenes, which lists the small primes.

package sieve

import (
	"encoding/binary"
	"math/bits"

	"primebench/internal/cpu"
)

// An eratosthenes sieves segment after segment.
type eratosthenes struct {
	wheel    *wheel
	primes   []sievingPrime // ascending
	begun    int            // how many of them have crossed off numbers up to the segment's end
	small    int            // how many of these cross off stride by stride
	stride   int            // bytes that fit a first-level cache
	bytes    []uint8        // the segment, and beyond it the turns that reach further
	overhang int            // bytes beyond the segment
	first    uint64         // the byte, counted from the number 0, that the segment begins at
	size     int            // bytes of the segment
	end      uint64         // the byte after the last one to sieve
}

// newEratosthenes prepares the segments that cover low to high.
func newEratosthenes(low, high uint64) *eratosthenes {
	caches := cpu.Detect()
	e := &eratosthenes{wheel: theWheel(), first: low / wheelSpan, end: high/wheelSpan + 1}
	e.stride = caches.L1Data * 3 / 4
	root := sqrt(high)
	if root > maxPresieved {
		for _, r := range Primes(root) {
			if r > maxPresieved {
				e.primes = append(e.primes, e.wheel.sievingPrime(r))
				e.overhang = int(r)
			}
		}
	}
	// Every sieving prime does two turns or more in a segment. A segment above an
	// eighth of the second-level cache brings nothing where that is enough.
	size := min(e.end-e.first, uint64(max(caches.L2/8, 2*e.overhang)))
	e.bytes = make([]uint8, int(size)+e.overhang)
	return e
}

// segment returns the bytes of the current segment.
func (e *eratosthenes) segment() []uint8 { return e.bytes[:e.size] }

// advance sieves the next segment, and reports whether there was one.
func (e *eratosthenes) advance() bool {
	previous := e.size
	e.first += uint64(previous)
	if e.first >= e.end {
		return false
	}
	e.size = int(min(uint64(len(e.bytes)-e.overhang), e.end-e.first))
	copy(e.bytes, e.bytes[previous:previous+e.overhang])
	clear(e.bytes[e.overhang:])
	for i := range e.primes[:e.begun] {
		e.primes[i].next -= uint32(previous)
	}
	e.begin()
	for from := 0; from < e.size; from += e.stride {
		end := min(from+e.stride, e.size)
		e.wheel.presieve(e.bytes[from:end], e.first+uint64(from))
		for i := range e.primes[:e.small] {
			e.primes[i].crossOff(e.wheel, e.bytes, uint32(end))
		}
	}
	for i := e.small; i < e.begun; i++ {
		e.primes[i].crossOff(e.wheel, e.bytes, uint32(e.size))
	}
	e.restore()
	return true
}

// begin takes up the sieving primes that have a multiple to cross off before the
// segment's end. The first one is their square or, where the segments begin above
// the square, in the turn that reaches into the first segment.
func (e *eratosthenes) begin() {
	for ; e.begun < len(e.primes); e.begun++ {
		p := &e.primes[e.begun]
		r := uint64(p.prime)
		turn := r * max(r/wheelSpan, e.first/r)
		if turn >= e.first+uint64(e.size) {
			return
		}
		if turn < e.first {
			p.crossOffRest(e.wheel, e.bytes, uint32(e.first-turn))
			turn += r
		}
		p.next = uint32(turn - e.first)
		if int(p.prime) < e.stride/4 {
			e.small = e.begun + 1
		}
	}
}

// restore gives the presieved primes back, which crossed off themselves, and
// crosses off 1.
func (e *eratosthenes) restore() {
	if e.first == 0 {
		e.bytes[0] |= 1
	}
	if e.first > maxPresieved/wheelSpan {
		return
	}
	for _, group := range presieved {
		for _, r := range group {
			if at := int(r/wheelSpan) - int(e.first); at >= 0 && at < e.size {
				e.bytes[at] &^= 1 << e.wheel.bit[r%wheelSpan]
			}
		}
	}
}

// listingRoom is the capacity that a list needs beyond the primes that it gets.
const listingRoom = 16

// listPlain appends the numbers that are not crossed off in bytes, the first of
// which stands for the numbers from 30 first on. The list has the capacity.
func listPlain[T uint32 | uint64](w *wheel, primes []T, bytes []uint8, first uint64) []T {
	n, room := len(primes), primes[:cap(primes)]
	for number := wheelSpan * first; len(bytes) > 0; number += 8 * wheelSpan {
		var word uint64
		if len(bytes) >= 8 {
			word = ^binary.LittleEndian.Uint64(bytes)
			bytes = bytes[8:]
		} else {
			for i, b := range bytes {
				word |= uint64(^b) << (8 * i)
			}
			bytes = nil
		}
		count := bits.OnesCount64(word)
		// Four at a time, the last of which may be too many, so that the loop,
		// whose length the processor cannot predict, is short.
		for at := n; at < n+count; at += 4 {
			four := room[at:][:4]
			four[0] = T(number + uint64(w.values[bits.TrailingZeros64(word)%64]))
			word &= word - 1
			four[1] = T(number + uint64(w.values[bits.TrailingZeros64(word)%64]))
			word &= word - 1
			four[2] = T(number + uint64(w.values[bits.TrailingZeros64(word)%64]))
			word &= word - 1
			four[3] = T(number + uint64(w.values[bits.TrailingZeros64(word)%64]))
			word &= word - 1
		}
		n += count
	}
	return primes[:n]
}
