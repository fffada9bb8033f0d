// The errors: one sentinel for each way in which a request can be impossible.

package secrets

import "errors"

// The package's errors wrap one of these.
var (
	// ErrRange is for a number that is too small or too large: a bound of 0, a
	// negative size.
	ErrRange = errors.New("secrets: out of range")
	// ErrEmpty is for a choice from nothing.
	ErrEmpty = errors.New("secrets: nothing to choose from")
	// ErrTooMany is for a sample of more items than there are.
	ErrTooMany = errors.New("secrets: not enough items")
	// ErrWords is for a word list or a separator from which a passphrase would
	// be weaker than it is said to be.
	ErrWords = errors.New("secrets: unusable words")
)
