// The walk to the prime next to a number.

package engine

import (
	"context"
	"math/big"
	"slices"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// smallWalk is the number up to which numbers are judged one after another: below
// it a window could reach the sieving primes.
const smallWalk = 1 << 20

// A walk from a number of at most shortWalkBits bits is over before several workers
// could share it, and before measuring the best sieve limit could pay: it is
// shortWalkDepth times the bits, by which a prime costs about what it saves.
const (
	shortWalkBits  = 512
	shortWalkDepth = 8
)

// A walk makes windows follow one another from a number on, instead of beginning
// at random.
type walk struct {
	first []uint64 // the first member of the first window
	down  bool     // members descend
}

func (s *Searcher) descends() bool { return s.walk != nil && s.walk.down }

// Next returns the first prime or safe prime above n. Of the Config, Seed, TopBits
// and Bulk mean nothing here; the default policy is millerrabin.Untrusted, since
// the candidates are not random. Its errors wrap ErrConfig where n has more than
// MaxBits bits or less room above than a search needs, or are as in Search.
func Next(ctx context.Context, kind sieve.Kind, n *big.Int, config Config) (*big.Int, error) {
	return neighbour(ctx, kind, n, false, config)
}

// Previous returns the last prime or safe prime below n, as Next does. Where there
// is none its error wraps ErrConfig.
func Previous(ctx context.Context, kind sieve.Kind, n *big.Int, config Config) (*big.Int, error) {
	return neighbour(ctx, kind, n, true, config)
}

func neighbour(ctx context.Context, kind sieve.Kind, n *big.Int, down bool, config Config) (*big.Int, error) {
	config.Bulk = false
	if n == nil {
		return nil, badConfig("no number to walk from")
	}
	if config.Policy.IsZero() {
		config.Policy = millerrabin.Untrusted
	}
	if n.Cmp(big.NewInt(smallWalk)) <= 0 {
		return smallNeighbour(ctx, kind, n, down, config)
	}
	if n.BitLen() <= wordWalkBits {
		if p, err := wordNeighbour(ctx, kind, n, down, config); p != nil || err != nil {
			return p, err
		}
	}
	if n.BitLen() <= shortWalkBits && config.Progress == nil {
		s, err := newShortWalk(kind, n, down, config)
		if err != nil {
			return nil, err
		}
		return s.searchAlone(ctx)
	}
	s, err := newWalk(kind, n, down, config)
	if err != nil {
		return nil, err
	}
	result, err := s.Search(ctx, 0)
	return result.P, err
}

// NewWalk prepares a Searcher whose windows follow one another from n up or down, so that
// the find of its search, number 0, is the one that Next or Previous returns, and its finds
// in bulk are all that follow. The Config means what it does to Next, but for Bulk. n is
// above 2^20 on the way up and 2^64 on the way down.
func NewWalk(kind sieve.Kind, n *big.Int, down bool, config Config) (*Searcher, error) {
	switch {
	case n != nil && !down && n.Cmp(big.NewInt(smallWalk)) <= 0:
		return nil, badConfig("windows from %v up, want a number above %d", n, smallWalk)
	case n != nil && down && n.BitLen() <= 64:
		return nil, badConfig("windows from %v down, want a number of more than 64 bits", n)
	}
	return newWalk(kind, n, down, config)
}

func newWalk(kind sieve.Kind, n *big.Int, down bool, config Config) (*Searcher, error) {
	if n == nil {
		return nil, badConfig("no number to walk from")
	}
	if config.Policy.IsZero() {
		config.Policy = millerrabin.Untrusted
	}
	config.TopBits = 0
	// The next one may have a bit more.
	size := n.BitLen() + 1
	if down {
		size--
	}
	return walkOfSize(kind, n, down, min(size, MaxBits), config)
}

// newShortWalk prepares the walk of one worker, with a sieve that needs no measuring. Its
// candidates have no bit to spare that they need not have, lest they take a word or a
// digit more: no gap is 2^64.
func newShortWalk(kind sieve.Kind, n *big.Int, down bool, config Config) (*Searcher, error) {
	config.Workers, config.TopBits = 1, 0
	if config.SieveLimit == 0 {
		config.SieveLimit = shortWalkDepth * uint64(n.BitLen())
	}
	last := n
	if !down {
		last = new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), 64))
	}
	return walkOfSize(kind, n, down, last.BitLen(), config)
}

func walkOfSize(kind sieve.Kind, n *big.Int, down bool, bits int, config Config) (*Searcher, error) {
	s, err := New(kind, bits, config)
	if err != nil {
		return nil, err
	}
	s.walk, err = s.walkFrom(n, down)
	return s, err
}

// walkFrom returns the walk whose first member is the one next to n.
func (p *progression) walkFrom(n *big.Int, down bool) (*walk, error) {
	step, first := new(big.Int).SetUint64(p.step), new(big.Int)
	if down {
		// n - 1 less what it is above the class
		first.Sub(n, big.NewInt(1))
		above := new(big.Int).Sub(first, new(big.Int).SetUint64(p.residue))
		first.Sub(first, above.Mod(above, step))
	} else {
		first.Add(n, big.NewInt(1))
		below := new(big.Int).Sub(new(big.Int).SetUint64(p.residue), first)
		first.Add(first, below.Mod(below, step))
	}
	// More than 2^40 times the average gap.
	room := new(big.Int).Lsh(step, 60)
	if n.BitLen() > MaxBits || !down && room.Add(room, n).BitLen() > MaxBits {
		return nil, badConfig("a number of %d bits, want at most %d and room for the walk", n.BitLen(), MaxBits)
	}
	start := make([]uint64, words.Count(p.bits))
	words.Fill(start, first)
	return &walk{first: start, down: down}, nil
}

// smallNeighbour judges one number after another.
func smallNeighbour(ctx context.Context, kind sieve.Kind, n *big.Int, down bool, config Config) (*big.Int, error) {
	if _, err := checked(kind, MinBits, &config); err != nil { // a class without a find would leave the loop below without an end
		return nil, err
	}
	tester, err := millerrabin.NewTester(config.Kernel, 64)
	if err != nil {
		return nil, badConfig("%w", err)
	}
	step := big.NewInt(1)
	if down {
		step.Neg(step)
	}
	p := new(big.Int).Add(n, step)
	if !down && p.Sign() < 0 {
		p.SetInt64(2)
	}
	for ; !down || p.Sign() > 0; p.Add(p, step) {
		numbers := []*big.Int{p}
		if kind == sieve.Safe {
			numbers = append(numbers, new(big.Int).Rsh(p, 1))
		}
		if config.Class != (Class{}) && new(big.Int).Mod(p, new(big.Int).SetUint64(config.Class.Modulus)).Uint64() != config.Class.Residue {
			continue
		}
		verdicts, err := tester.VerifyAll(ctx, numbers, config.Policy)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(verdicts, func(v millerrabin.Verdict) bool { return !v.Prime }) {
			return p, nil
		}
	}
	return nil, badConfig("there is no %s below %v", nameOf(kind), n)
}
