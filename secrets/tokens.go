// Random bytes in the forms in which people want them.

package secrets

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"iter"
)

// DefaultBytes is the size of a token for which none is given, as in Python.
const DefaultBytes = 32

// The least sizes, in bytes, of what protects messages.
const (
	// MinNonceBytes keeps the chance that two nonces of one key are equal under
	// 2^-32 for 2^32 messages, the limit that NIST SP 800-38D (8.3) sets for
	// random nonces of that size.
	MinNonceBytes = 12
	// MinKeyBytes is 128 bits.
	MinKeyBytes = 16
)

// smallToken is the size up to which a token is made without a scratch buffer on
// the heap.
const smallToken = 64

// TokenBytes returns nbytes random bytes, DefaultBytes when nbytes is left out.
// The error of a size under 0 or above MaxBytes, or of more than one size, wraps
// ErrRange.
func TokenBytes(nbytes ...int) ([]byte, error) {
	n, err := tokenSize(nbytes)
	if err != nil {
		return nil, err
	}
	token := make([]byte, n)
	rand.Read(token)
	return token, nil
}

// TokenHex is TokenBytes as two lower-case hex digits a byte.
func TokenHex(nbytes ...int) (string, error) {
	n, err := tokenSize(nbytes)
	if err != nil {
		return "", err
	}
	var small [3 * smallToken]byte
	scratch := small[:]
	if n > smallToken {
		scratch = make([]byte, 3*n)
	}
	defer clear(scratch)
	raw, text := scratch[:n], scratch[n:3*n]
	rand.Read(raw)
	hex.Encode(text, raw)
	return string(text), nil
}

// TokenURLSafe is TokenBytes in the alphabet of base64 that URLs and file names
// take (RFC 4648, section 5), without padding: 43 characters for 32 bytes.
func TokenURLSafe(nbytes ...int) (string, error) {
	n, err := tokenSize(nbytes)
	if err != nil {
		return "", err
	}
	length := base64.RawURLEncoding.EncodedLen(n)
	var small [3 * smallToken]byte
	scratch := small[:]
	if n > smallToken {
		scratch = make([]byte, n+length)
	}
	defer clear(scratch)
	raw, text := scratch[:n], scratch[n:n+length]
	rand.Read(raw)
	base64.RawURLEncoding.Encode(text, raw)
	return string(text), nil
}

func tokenSize(nbytes []int) (int, error) {
	switch {
	case len(nbytes) == 0:
		return DefaultBytes, nil
	case len(nbytes) > 1:
		return 0, fmt.Errorf("%w: %d sizes for one token, want at most 1", ErrRange, len(nbytes))
	}
	return nbytes[0], checkSize("token", nbytes[0], 0)
}

func checkSize(what string, n, least int) error {
	if n < least || n > MaxBytes {
		return fmt.Errorf("%w: a %s of %d bytes, want %d to %d", ErrRange, what, n, least, MaxBytes)
	}
	return nil
}

// Nonce returns a random nonce of nbytes bytes, which is the size that the
// cipher asks for: 12 for AES-GCM and ChaCha20-Poly1305, 24 for
// XChaCha20-Poly1305. The error of a size under MinNonceBytes, at which random
// nonces soon repeat, or above MaxBytes wraps ErrRange.
func Nonce(nbytes int) ([]byte, error) {
	if err := checkSize("nonce", nbytes, MinNonceBytes); err != nil {
		return nil, err
	}
	return TokenBytes(nbytes)
}

// Key returns a random key of nbytes bytes for a symmetric cipher or a MAC. The
// error of a size under MinKeyBytes or above MaxBytes wraps ErrRange.
func Key(nbytes int) ([]byte, error) {
	if err := checkSize("key", nbytes, MinKeyBytes); err != nil {
		return nil, err
	}
	return TokenBytes(nbytes)
}

// blockBytes is how much Tokens draws at once: at this size the cost of the call
// is lost in that of the bytes.
const blockBytes = 64 << 10

// Tokens yields count tokens of nbytes bytes each. It is for many of them: bytes
// are drawn in blocks of 64 KiB, at a third of the cost. A token is valid until
// the loop's body ends and is wiped then; the rest of a block is wiped when the
// loop is left. The error of a negative count, or of a size that TokenBytes
// refuses, wraps ErrRange.
func Tokens(count, nbytes int) (iter.Seq[[]byte], error) {
	if count < 0 {
		return nil, fmt.Errorf("%w: %d tokens, want at least 0", ErrRange, count)
	}
	if err := checkSize("token", nbytes, 0); err != nil {
		return nil, err
	}
	return func(yield func([]byte) bool) {
		perBlock := max(1, blockBytes/max(1, nbytes))
		random := make([]byte, nbytes*min(perBlock, count))
		defer clear(random)
		for left := count; left > 0; {
			now := min(perBlock, left)
			left -= now
			rand.Read(random[:now*nbytes])
			for i := range now {
				token := random[i*nbytes : (i+1)*nbytes : (i+1)*nbytes]
				if !yield(token) {
					return
				}
				clear(token)
			}
		}
	}, nil
}

// Equal says whether a and b are the same, in a time that depends on their
// lengths only: whoever measures it does not learn how much of a guess was right.
// It is for a secret beside what somebody sent.
func Equal[T ~[]byte | ~string](a, b T) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
