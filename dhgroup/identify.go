// Which published group a stranger is: by its numbers, for a file may call it
// anything.

package dhgroup

import (
	"fmt"
	"math/big"
)

// A Match says how much of a group is published.
type Match uint8

// What Identify finds.
const (
	NoMatch    Match = iota // the prime is none of the published ones
	MatchPrime              // the prime is published, with another generator
	MatchGroup              // prime and generator are published together
)

// String returns "none", "prime" or "group".
func (m Match) String() string {
	switch m {
	case NoMatch:
		return "none"
	case MatchPrime:
		return "prime"
	case MatchGroup:
		return "group"
	}
	return fmt.Sprintf("Match(%d)", uint8(m))
}

// Identify returns the published group that has the prime p, and says whether g
// is its generator too. Where there is none the group is empty. A nil p matches
// nothing and a nil g is no published one.
//
// Other generators are in use: RFC 5054 has 5 and 19 with primes of RFC 3526. With
// MatchPrime the size and the structure of p are known to be sound, and the order
// of g is not: see Validate.
func Identify(p, g *big.Int) (Group, Match) {
	if p == nil {
		return Group{}, NoMatch
	}
	for _, published := range OfSize(p.BitLen()) {
		if published.P.Cmp(p) != 0 {
			continue
		}
		if g != nil && published.G.Cmp(g) == 0 {
			return published, MatchGroup
		}
		return published, MatchPrime
	}
	return Group{}, NoMatch
}
