// Package rng gives the seeds of a run and the numbered streams of random
// numbers that are drawn from them.
//
// A Seed is 256 bits. Derive makes an independent seed for a named purpose, and
// Stream the i-th stream of a seed, so that job number i of a search draws the
// same numbers whoever works on it and whatever was drawn before. A stream is
// AES-256 in counter mode under a key that SHA-256 makes of seed and number: as
// hard to predict as the seed, so a parameter found from a seed out of
// crypto/rand is as random as one drawn from crypto/rand itself.
package rng

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
	"strings"
)

// ErrSeed is wrapped by the error of ParseSeed.
var ErrSeed = errors.New("rng: not a seed")

// A Seed decides every number that is drawn from it.
type Seed [32]byte

// NewSeed draws a seed from crypto/rand.
func NewSeed() Seed {
	var s Seed
	rand.Read(s[:]) // never fails: the program ends where the system has no randomness
	return s
}

// SeedOr is the seed that was given, or a new one.
func SeedOr(given *Seed) Seed {
	if given != nil {
		return *given
	}
	return NewSeed()
}

// ParseSeed reads 1 to 64 hex digits as a big-endian number, so that "1" and
// "0001" are the same seed and String's output gives the seed back.
func ParseSeed(s string) (Seed, error) {
	var seed Seed
	if s == "" || len(s) > 2*len(seed) {
		return seed, fmt.Errorf("%w: %.80q has %d characters, want 1 to 64 hex digits", ErrSeed, s, len(s))
	}
	padded := strings.Repeat("0", 2*len(seed)-len(s)) + s
	if _, err := hex.Decode(seed[:], []byte(padded)); err != nil {
		return Seed{}, fmt.Errorf("%w: %q, want 1 to 64 hex digits", ErrSeed, s)
	}
	return seed, nil
}

// SeedOfText is the SHA-256 of a text, so that anybody can make it again.
func SeedOfText(text string) Seed { return sha256.Sum256([]byte(text)) }

// String returns the seed as 64 hex digits.
func (s Seed) String() string { return hex.EncodeToString(s[:]) }

// Derive returns the seed for a purpose. Different labels give independent
// seeds.
func (s Seed) Derive(label string) Seed {
	return s.hash("derive", []byte(label))
}

// Stream returns stream number index of the seed, at its beginning.
func (s Seed) Stream(index uint64) *Stream {
	key := s.hash("stream", binary.BigEndian.AppendUint64(nil, index))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic("rng: AES refuses a key of 32 bytes: " + err.Error()) // cannot happen
	}
	// Each key is used for one stream, so the counter may start at zero.
	return &Stream{ctr: cipher.NewCTR(block, make([]byte, aes.BlockSize))}
}

// hash keeps the purposes apart: the seed has a fixed length and the purpose
// ends in a zero byte, so no two inputs are written alike.
func (s Seed) hash(purpose string, data []byte) Seed {
	h := sha256.New()
	h.Write(s[:])
	h.Write([]byte("primebench " + purpose + "\x00"))
	h.Write(data)
	return Seed(h.Sum(nil))
}

// A Stream is an endless sequence of random numbers, for one goroutine.
type Stream struct {
	ctr  cipher.Stream
	buf  [256]byte
	left int // unread bytes, at the end of buf
}

// Read fills p and never fails.
func (r *Stream) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if r.left == 0 {
			r.refill()
		}
		k := copy(p[n:], r.buf[len(r.buf)-r.left:])
		r.left -= k
		n += k
	}
	return len(p), nil
}

func (r *Stream) refill() {
	clear(r.buf[:])
	r.ctr.XORKeyStream(r.buf[:], r.buf[:])
	r.left = len(r.buf)
}

// Uint64 returns the next 64 bits.
func (r *Stream) Uint64() uint64 {
	var b [8]byte
	r.Read(b[:])
	return binary.LittleEndian.Uint64(b[:])
}

// Words fills dst with random words.
func (r *Stream) Words(dst []uint64) {
	for i := range dst {
		dst[i] = r.Uint64()
	}
}

// Below returns a uniform number in [0, n), and 0 for n = 0 and n = 1. It takes
// the high half of a product and draws again where that half would be biased
// (D. Lemire, Fast random integer generation in an interval, 2019).
func (r *Stream) Below(n uint64) uint64 {
	if n < 2 {
		return 0
	}
	hi, lo := bits.Mul64(r.Uint64(), n)
	for threshold := -n % n; lo < threshold; {
		hi, lo = bits.Mul64(r.Uint64(), n)
	}
	return hi
}
