// UUIDs, by github.com/google/uuid.

package secrets

import (
	"crypto/rand"
	"fmt"

	"github.com/google/uuid"
)

// UUIDv4 returns a UUID of version 4: 122 random bits (RFC 9562, section 5.4).
// It does not use the pool that uuid.EnableRandPool turns on, which is neither
// wiped nor safe after a fork. The error is that of crypto/rand.Reader, if
// somebody has put another one in its place.
func UUIDv4() (uuid.UUID, error) {
	id, err := uuid.NewRandomFromReader(rand.Reader)
	return id, uuidError(err)
}

// UUIDv7 returns a UUID of version 7 (RFC 9562, section 5.7): the time in
// milliseconds, 12 bits that count on within one, and 62 random bits. Later ones
// of a process sort behind earlier ones. It tells when it was made; as a secret
// take UUIDv4 or a token.
func UUIDv7() (uuid.UUID, error) {
	id, err := uuid.NewV7FromReader(rand.Reader)
	return id, uuidError(err)
}

func uuidError(err error) error {
	if err != nil {
		return fmt.Errorf("secrets: no randomness for a UUID: %w", err)
	}
	return nil
}
