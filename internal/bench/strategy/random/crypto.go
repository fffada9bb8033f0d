// The secure way: Go's crypto/rand, and package secrets for all that is more than
// bytes.

package random

import (
	"crypto/rand"

	"primebench/secrets"
)

type crypto struct{}

// fill never fails: crypto/rand ends the program where the system has no randomness.
func (crypto) fill(p []byte) error {
	_, err := rand.Read(p)
	return err
}

func (crypto) below(n uint64) (uint64, error) { return secrets.Below(n) }

func (crypto) choice(items []string) (string, error) { return secrets.Choice(items) }

func (crypto) token(n int) (string, error) { return secrets.TokenHex(n) }
