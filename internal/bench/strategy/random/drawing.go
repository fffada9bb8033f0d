// What package secrets does with crypto/rand, done with any other source, so that
// only the generator differs.

package random

import (
	"encoding/hex"
	"math/bits"
)

// A source is a generator without anything on top.
type source interface {
	// word returns 64 random bits.
	word() (uint64, error)
	// fill fills p.
	fill(p []byte) error
}

// drawing is a generator made of a source.
type drawing struct {
	source
	scratch [3 * 32]byte // of a token: its bytes and digits
	_       pad
}

// below takes the high half of word*n, and another word where that would favour
// some results (D. Lemire, Fast random integer generation in an interval, 2019).
func (d *drawing) below(n uint64) (uint64, error) {
	word, err := d.word()
	if err != nil {
		return 0, err
	}
	high, low := bits.Mul64(word, n)
	if low < n { // or else it cannot be under 2^64 mod n
		for unfair := -n % n; low < unfair; {
			if word, err = d.word(); err != nil {
				return 0, err
			}
			high, low = bits.Mul64(word, n)
		}
	}
	return high, nil
}

func (d *drawing) choice(items []string) (string, error) {
	at, err := d.below(uint64(len(items)))
	if err != nil {
		return "", err
	}
	return items[at], nil
}

func (d *drawing) token(n int) (string, error) {
	raw, text := d.scratch[:n], d.scratch[n:3*n]
	defer clear(d.scratch[:3*n])
	if err := d.fill(raw); err != nil {
		return "", err
	}
	hex.Encode(text, raw)
	return string(text), nil
}
