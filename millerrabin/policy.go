// The policy that a number is held to, and the bound on the error that it buys.

package millerrabin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxBits is the size of the largest number that this package judges.
const MaxBits = 16384

// MaxRounds is the most Miller-Rabin rounds that a Policy may ask for. They
// bound the error by 2^-512, beyond which a failing machine is likelier than
// a composite that passes.
const MaxRounds = 256

// ErrPolicy is wrapped by every error about a policy that cannot be.
var ErrPolicy = errors.New("not a test policy")

// A Policy is the tests that a number must pass. The zero value asks for none and
// is no policy: callers take it for their default.
type Policy struct {
	Rounds int  // Miller-Rabin rounds with random bases, at most MaxRounds
	Lucas  bool // a Baillie-PSW test besides: base 2 and a strong Lucas test
	// Exact marks the policy Exact alone.
	Exact bool
}

// Exact is what numbers below 2^64 are held to under any policy: a Baillie-PSW test, which
// is a proof there. It stands in verdicts, and no other number can be held to it.
var Exact = Policy{Exact: true}

// Untrusted is the policy for numbers of unknown origin: 64 random bases, which
// bound the error by 2^-128 whoever chose the number, and Baillie-PSW.
var Untrusted = Policy{Rounds: 64, Lucas: true}

// generatedLog2 is the security level that Generated aims at.
const generatedLog2 = 128

// Generated returns the policy for candidates that the caller draws at random
// itself, with bits bits: the fewest rounds that bound the error by 2^-128, see
// FIPSRounds. At 64 bits these are 58, at 2048 bits 3, at 8192 bits 1.
func Generated(bits int) Policy {
	return Policy{Rounds: FIPSRounds(bits, generatedLog2)}
}

// IsZero reports whether p is the zero value, which asks for nothing.
func (p Policy) IsZero() bool { return p == Policy{} }

// String returns the policy's name, such as "mr20" or "mr64+lucas". The
// Baillie-PSW test alone is "mr0+lucas", and Exact is "exact".
func (p Policy) String() string {
	if p.Exact {
		return "exact"
	}
	name := "mr" + strconv.Itoa(p.Rounds)
	if p.Lucas {
		name += "+lucas"
	}
	return name
}

// Split returns policies that together ask for what p asks for, at most so many, for as many
// Testers to make their tests at once: Confirm fills its lanes for each. The Lucas test is
// in the first, which has the fewest rounds.
func (p Policy) Split(parts int) []Policy {
	batches := (Confirmations(p) + Lanes - 1) / Lanes
	parts = max(1, min(parts, batches))
	split := make([]Policy, parts)
	left := p.Rounds
	for i := range split {
		lanes := Lanes * (batches*(i+1)/parts - batches*i/parts)
		if i == 0 {
			split[i].Lucas = p.Lucas
			lanes -= Confirmations(p) - p.Rounds
		}
		split[i].Rounds = min(left, lanes)
		left -= split[i].Rounds
	}
	return split
}

// Check returns an error that wraps ErrPolicy for a policy that no number can be
// held to.
func (p Policy) Check() error {
	if p.IsZero() {
		return fmt.Errorf("millerrabin: %w: %q asks for no test", ErrPolicy, p)
	}
	if p.Exact {
		return fmt.Errorf("millerrabin: %w: %q is what numbers below 2^64 are held to anyway, and no others can be", ErrPolicy, p)
	}
	if p.Rounds < 0 || p.Rounds > MaxRounds {
		return fmt.Errorf("millerrabin: %w: %q: rounds are 0 to %d", ErrPolicy, p, MaxRounds)
	}
	return nil
}

// ParsePolicy returns the policy of a name in exactly the form of String. Its error
// wraps ErrPolicy.
func ParsePolicy(name string) (Policy, error) {
	digits, ok := strings.CutPrefix(name, "mr")
	digits, lucas := strings.CutSuffix(digits, "+lucas")
	rounds, err := strconv.Atoi(digits)
	p := Policy{Rounds: rounds, Lucas: lucas}
	// Comparing with String refuses signs and leading zeros.
	if !ok || err != nil || p.String() != name || p.Check() != nil {
		return Policy{}, fmt.Errorf("millerrabin: %w: %q: want mrN or mrN+lucas with N rounds from 1 to %d, such as mr20, or mr0+lucas",
			ErrPolicy, truncated(name), MaxRounds)
	}
	return p, nil
}

// truncated keeps a hostile name from filling the terminal.
func truncated(name string) string {
	const limit = 40
	if len(name) <= limit {
		return name
	}
	return name[:limit] + "..."
}

// Log2Error bounds the chance that a candidate called prime under p is
// composite, as a power of two, for a candidate drawn uniformly from the odd
// numbers with bits bits: the smaller of the average-case bound of Damgård,
// Landrock and Pomerance and of 4^-Rounds (Burthe, Further investigations with
// the strong probable prime test, Math. Comp. 65, 1996, for all sizes). 0 means
// that nothing is proven.
//
// Only the random bases count. A base-2 test done before is no round, and no
// bound is known for the Lucas test. A search that takes the first survivor
// after a random start does not draw uniformly and has a slightly weaker
// bound (Brandt and Damgård, On generation of probable primes by incremental
// search, CRYPTO '92).
func (p Policy) Log2Error(bits int) float64 {
	if p.Rounds <= 0 {
		return 0
	}
	return min(averageCaseLog2(bits, p.Rounds), p.Log2ErrorUnknown())
}

// Log2ErrorUnknown bounds the chance that a composite of any origin, also one
// built to deceive, is called prime under p, as a power of two: -2 Rounds, for
// at most a quarter of the bases let a composite pass (Rabin 1980, Monier 1980).
// The Lucas test adds no proven bound, though no composite is known that
// passes it and base 2.
func (p Policy) Log2ErrorUnknown() float64 {
	return -2 * float64(p.Rounds)
}
