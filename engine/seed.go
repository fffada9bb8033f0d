// The seed that a caller gives, in a form that anybody can name.

package engine

import (
	"primebench/internal/rng"
)

// A Seed decides what is found: whoever knows it knows the finds. For another kind, size,
// class or number of top bits they have nothing in common. The zero Seed in a Config
// stands for one drawn from crypto/rand.
type Seed [32]byte

// ParseSeed reads 1 to 64 hex digits as a big-endian number, so that "1" and
// "0001" are the same seed and String's output gives the seed back. Its error
// wraps ErrConfig.
func ParseSeed(text string) (Seed, error) {
	seed, err := rng.ParseSeed(text)
	if err != nil {
		return Seed{}, badConfig("seed %.80q, want 1 to 64 hex digits", text)
	}
	return Seed(seed), nil
}

// String returns the seed as 64 hex digits.
func (s Seed) String() string { return rng.Seed(s).String() }
