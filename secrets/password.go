// Passwords: characters of given classes, with at least one of each.

package secrets

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
)

// Class is a set of classes of characters: Lower|Digits is both.
type Class uint8

// The classes. Symbols are the 32 of ASCII, without the space.
const (
	Lower Class = 1 << iota
	Upper
	Digits
	Symbols

	AllClasses = Lower | Upper | Digits | Symbols
)

// classes holds the characters of each class at the bit number of its constant.
var classes = [...]string{
	"abcdefghijklmnopqrstuvwxyz",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"0123456789",
	"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
}

// LookAlikes are the characters that are left out on request, because some font
// shows them like another one: O and 0, I, l, 1 and the bar, 2 and Z, 5 and S,
// 8 and B, quotes.
const LookAlikes = "0Oo1Il|2Zz5Ss8B'`\""

// The sizes of a password, in characters.
const (
	DefaultPasswordLength = 20
	MaxPasswordLength     = 4096
)

// A PasswordSpec says what a password is made of. Its zero value stands for 20
// characters of all classes: 131 bits.
type PasswordSpec struct {
	Length       int   // characters, up to MaxPasswordLength and at least one for each class; 0 is DefaultPasswordLength
	Classes      Class // at least one character of each is there; 0 is AllClasses
	NoLookAlikes bool  // LookAlikes are left out
}

// Password returns a password in which every class of the spec occurs. Each one
// that the spec allows is as likely as any other. The error of a spec that
// allows none, or that is too long, wraps ErrRange.
//
// It draws whole passwords from the joint alphabet until one has all classes.
// All strings of the length are equally likely then, so those that are kept are
// too; to draw one character of each class first and the rest from all of them
// would favour passwords with few of a small class. In the worst case, four
// characters of four classes, every 15th string is kept.
func Password(spec PasswordSpec) (string, error) {
	spec, sets, err := spec.resolve()
	if err != nil {
		return "", err
	}
	alphabet := strings.Join(sets, "")
	password := make([]byte, spec.Length)
	defer clear(password)
	var random block
	defer random.wipe()
	for {
		for i := range password {
			password[i] = alphabet[random.below(uint64(len(alphabet)), len(password)-i)]
		}
		if hasAll(password, sets) {
			return string(password), nil
		}
	}
}

// hasAll says whether a character of each set is there.
func hasAll(password []byte, sets []string) bool {
	for _, set := range sets {
		if !bytes.ContainsAny(password, set) {
			return false
		}
	}
	return true
}

// Entropy is the entropy of the spec's passwords, in bits: the logarithm of the
// exact number of possible ones. Its errors are those of Password.
func (spec PasswordSpec) Entropy() (float64, error) {
	count, err := spec.count()
	if err != nil {
		return 0, err
	}
	return Entropy(count)
}

// count is the number of passwords that the spec allows, by inclusion and
// exclusion: from all strings over the alphabet those are taken that lack a
// class, those that lack two are put back, and so on.
func (spec PasswordSpec) count() (*big.Int, error) {
	spec, sets, err := spec.resolve()
	if err != nil {
		return nil, err
	}
	total, length := new(big.Int), big.NewInt(int64(spec.Length))
	for lacking := range 1 << len(sets) {
		letters, sign := 0, int64(1)
		for i, set := range sets {
			if lacking>>i&1 == 1 {
				sign = -sign
			} else {
				letters += len(set)
			}
		}
		term := new(big.Int).Exp(big.NewInt(int64(letters)), length, nil)
		total.Add(total, term.Mul(term, big.NewInt(sign)))
	}
	return total, nil
}

// resolve fills in what the spec leaves open, checks it, and returns the
// characters of each class.
func (spec PasswordSpec) resolve() (PasswordSpec, []string, error) {
	if spec.Length == 0 {
		spec.Length = DefaultPasswordLength
	}
	if spec.Classes == 0 {
		spec.Classes = AllClasses
	}
	if spec.Classes&^AllClasses != 0 {
		return spec, nil, fmt.Errorf("%w: the classes %#x, want a part of %#x", ErrRange, uint8(spec.Classes), uint8(AllClasses))
	}
	var sets []string
	for i, set := range classes {
		if spec.Classes>>i&1 == 0 {
			continue
		}
		if spec.NoLookAlikes {
			set = without(set, LookAlikes)
		}
		sets = append(sets, set)
	}
	if spec.Length < len(sets) || spec.Length > MaxPasswordLength {
		return spec, nil, fmt.Errorf("%w: a password of %d characters, want %d, one for each class, to %d", ErrRange, spec.Length, len(sets), MaxPasswordLength)
	}
	return spec, sets, nil
}

func without(set, unwanted string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(unwanted, r) {
			return -1
		}
		return r
	}, set)
}
