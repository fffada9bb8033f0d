// Numbers within bounds, of any integer type and of any size.

package secrets

import (
	"crypto/rand"
	"fmt"
	"math/big"
)

// MaxBytes is the most bytes that one call returns: 128 MiB. A greater size is
// more likely a mistake than a wish, and Tokens streams.
const MaxBytes = 1 << 27

// Integer is what the bounds of a number may be.
type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

// Below returns a number of at least 0 and less than n. The error of an n under
// 1 wraps ErrRange.
func Below[T Integer](n T) (T, error) {
	if n < 1 {
		return 0, fmt.Errorf("%w: no number is at least 0 and below %d, want a bound of at least 1", ErrRange, n)
	}
	return T(below(uint64(n), word)), nil
}

// Between returns a number from lo to hi; both can come, as on a die that is
// thrown by Between(1, 6). The error of an hi below lo wraps ErrRange.
func Between[T Integer](lo, hi T) (T, error) {
	if hi < lo {
		return 0, fmt.Errorf("%w: no number is at least %d and at most %d, want the lower bound first", ErrRange, lo, hi)
	}
	// The arithmetic is modulo 2^64, in which a signed difference comes out
	// right and adding it to lo too. More than 2^64 - 1 does not fit: then
	// every word is as good.
	width := uint64(hi) - uint64(lo)
	if width == 1<<64-1 {
		return T(word()), nil
	}
	return lo + T(below(width+1, word)), nil
}

// Bits returns k random bits as a number, for k from 0 to 64. The error of any
// other k wraps ErrRange.
func Bits(k int) (uint64, error) {
	if k < 0 || k > 64 {
		return 0, fmt.Errorf("%w: %d bits, want 0 to 64; BitsBig takes more", ErrRange, k)
	}
	return word() >> (64 - k), nil // a shift by 64 leaves 0
}

// BelowBig is Below for numbers of any size. The error of a nil bound or of one
// under 1 wraps ErrRange.
func BelowBig(n *big.Int) (*big.Int, error) {
	if n == nil {
		return nil, fmt.Errorf("%w: the bound is nil, want one of at least 1", ErrRange)
	}
	if n.Sign() < 1 {
		return nil, fmt.Errorf("%w: no number is at least 0 and below %s, want a bound of at least 1", ErrRange, short(n))
	}
	// At least every second draw of as many bits as n-1 has is below n.
	k := new(big.Int).Sub(n, big.NewInt(1)).BitLen()
	scratch := make([]byte, (k+7)/8)
	defer clear(scratch)
	for {
		if drawn := bitsInto(scratch, k); drawn.Cmp(n) < 0 {
			return drawn, nil
		}
	}
}

// BitsBig is Bits for any k from 0 to 8*MaxBytes.
func BitsBig(k int) (*big.Int, error) {
	if k < 0 || k > 8*MaxBytes {
		return nil, fmt.Errorf("%w: %d bits, want 0 to %d", ErrRange, k, 8*MaxBytes)
	}
	scratch := make([]byte, (k+7)/8)
	defer clear(scratch)
	return bitsInto(scratch, k), nil
}

// bitsInto returns k random bits that are drawn into scratch, which has just as
// many bytes as they need.
func bitsInto(scratch []byte, k int) *big.Int {
	rand.Read(scratch)
	if k%8 > 0 {
		scratch[0] &= 1<<(k%8) - 1
	}
	return new(big.Int).SetBytes(scratch)
}

// short writes a number that may be longer than a line.
func short(n *big.Int) string {
	if n.BitLen() > 128 {
		return fmt.Sprintf("a number of sign %d and %d bits", n.Sign(), n.BitLen())
	}
	return n.String()
}
