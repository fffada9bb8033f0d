// The layout of the sieve of Eratosthenes: a byte of eight bits for thirty numbers,
// and the stretches of bytes by which the smallest primes cross off.

package sieve

import (
	"encoding/binary"
	"sync"
)

// wheelSpan is how many numbers a byte stands for. Only those with no factor 2,
// 3 or 5 have a bit.
const wheelSpan = 30

// spokes are the classes modulo wheelSpan that have a bit, by bit.
var spokes = [8]uint8{1, 7, 11, 13, 17, 19, 23, 29}

// maxWheelPrime is the largest of the primes 2, 3 and 5, which have no bit.
const maxWheelPrime = 5

// presieved are the primes that cross off by stretches, in groups whose stretches,
// as long as the product of the primes, stay in a first-level cache.
var presieved = [...][]uint8{
	{7, 11, 13}, {17, 97}, {19, 89}, {23, 83}, {29, 79}, {31, 73},
	{37, 71}, {41, 67}, {43, 61}, {47, 59}, {53},
}

// maxPresieved is the largest of the presieved primes.
const maxPresieved = 97

// A wheel knows where in the bytes the multiples of a prime lie. A prime 30a + c
// times a number 30m + s, s a spoke, is in byte (30a+c)m + as + floor(cs/30), at
// the bit of the spoke cs mod 30: a turn of the wheel, from m to m + 1, is eight
// multiples, and leads as many bytes further as the prime is large.
type wheel struct {
	bit       [wheelSpan]uint8 // of a spoke
	carries   [8][8]uint32     // floor(cs/30), by bit of c and of s
	masks     [8][8]uint8      // the bit of cs mod 30
	values    [64]uint8        // what the bits of a word of eight bytes add to its first number
	stretches [][]uint8        // crossed off by a group, two periods long
	vectors   bool             // listing and presieving run in vectors
}

// theWheel returns the one wheel that all lists are made with: a short search lists primes
// several times, and the stretches take longer than a list to 2^15.
var theWheel = sync.OnceValue(newWheel)

func newWheel() *wheel {
	w := &wheel{vectors: inVectors()}
	for bit, s := range spokes {
		w.bit[s] = uint8(bit)
	}
	for i, c := range spokes {
		for j, s := range spokes {
			product := uint32(c) * uint32(s)
			w.carries[i][j] = product / wheelSpan
			w.masks[i][j] = 1 << w.bit[product%wheelSpan]
		}
	}
	for i := range w.values {
		w.values[i] = uint8(i/8*wheelSpan) + spokes[i%8]
	}
	for _, group := range presieved {
		w.stretches = append(w.stretches, w.stretch(group))
	}
	return w
}

// stretch returns two periods of bytes, from the number 0 on, with the multiples
// of the primes crossed off.
func (w *wheel) stretch(primes []uint8) []uint8 {
	period := 1
	for _, r := range primes {
		period *= int(r)
	}
	bytes := make([]uint8, 2*period)
	for _, r := range primes {
		p := w.sievingPrime(uint32(r))
		p.crossOff(w, bytes, uint32(len(bytes)))
	}
	return bytes
}

// presieve crosses the multiples of the presieved primes, the primes too, off bytes
// that begin at the number 30 first.
func (w *wheel) presieve(bytes []uint8, first uint64) {
	for _, stretch := range w.stretches {
		period := len(stretch) / 2
		from := int(first % uint64(period))
		for rest := bytes; len(rest) > 0; {
			n := min(len(rest), period)
			w.or(rest[:n], stretch[from:from+n])
			from += n % period // never wraps: only the last piece is short
			rest = rest[n:]
		}
	}
}

// orPlain sets dst |= src, which is as long.
func orPlain(dst, src []uint8) {
	const block = 32
	for len(dst) >= block && len(src) >= block {
		d, s := dst[:block:block], src[:block:block]
		for i := 0; i < block; i += 8 {
			binary.LittleEndian.PutUint64(d[i:], binary.LittleEndian.Uint64(d[i:])|binary.LittleEndian.Uint64(s[i:]))
		}
		dst, src = dst[block:], src[block:]
	}
	for i := range dst {
		dst[i] |= src[i]
	}
}

// A sievingPrime is a prime above 5 that crosses off its multiples turn by turn.
type sievingPrime struct {
	prime uint32
	next  uint32 // the byte at which its next turn begins
	bit   uint8  // of the spoke that it is modulo 30
}

func (w *wheel) sievingPrime(prime uint32) sievingPrime {
	return sievingPrime{prime: prime, bit: w.bit[prime%wheelSpan]}
}

// offsets returns the bytes in which a turn of p crosses off, counted from the
// turn's first byte.
func (w *wheel) offsets(p *sievingPrime) (offsets [8]uint64) {
	a := uint64(p.prime / wheelSpan)
	for i, spoke := range spokes {
		offsets[i] = a*uint64(spoke) + uint64(w.carries[p.bit][i])
	}
	return offsets
}

// crossOffPlain does the turns that begin before end. They may reach as many bytes
// beyond it as the prime is large.
func (p *sievingPrime) crossOffPlain(w *wheel, bytes []uint8, end uint32) {
	o, masks := w.offsets(p), &w.masks[p.bit]
	o0, o1, o2, o3, o4, o5, o6, o7 := o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7]
	at := p.next
	for ; at < end; at += p.prime {
		turn := bytes[at:][:p.prime]
		turn[o0] |= masks[0]
		turn[o1] |= masks[1]
		turn[o2] |= masks[2]
		turn[o3] |= masks[3]
		turn[o4] |= masks[4]
		turn[o5] |= masks[5]
		turn[o6] |= masks[6]
		turn[o7] |= masks[7]
	}
	p.next = at
}

// crossOffRest does a turn that began some bytes before the first of bytes.
func (p *sievingPrime) crossOffRest(w *wheel, bytes []uint8, before uint32) {
	a := p.prime / wheelSpan
	for j, spoke := range spokes {
		at := uint32(spoke)*a + w.carries[p.bit][j]
		if at >= before && int(at-before) < len(bytes) {
			bytes[at-before] |= w.masks[p.bit][j]
		}
	}
}
