// OpenSSL's search, of which the callback counts the candidates.

package main

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"time"

	"primebench/dhgroup"
	"primebench/internal/peer"
	"primebench/internal/theory"
	"primebench/sieve"
)

// An openSSL searches by BN_generate_prime_ex.
type openSSL struct {
	lib       *peer.OpenSSL
	generator *peer.Generator
	now       clock
}

// newOpenSSL loads the library. The theory of its search is that of version 3.
func newOpenSSL(now clock) (*openSSL, error) {
	lib, err := peer.OpenOpenSSL()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(lib.Version, "OpenSSL 3.") {
		return nil, fmt.Errorf("%w: %s, want OpenSSL 3, whose trial division is known", errNone, lib.Version)
	}
	generator, err := lib.Generator()
	if err != nil {
		return nil, err
	}
	return &openSSL{lib: lib, generator: generator, now: now}, nil
}

func openSSLKey(kind sieve.Kind, bits int) key {
	return key{whoOpenSSL, kind, bits, fmt.Sprintf("mr%d", theory.OpenSSLRounds(bits))}
}

// contestant searches in whole or in slices.
func (o *openSSL) contestant(kind sieve.Kind, bits int, l law, share float64) *contestant {
	return &contestant{
		key:      openSSLKey(kind, bits),
		law:      l,
		share:    share,
		expected: theory.OpenSSLTests(kind, bits),
		run: func(ctx context.Context, limit time.Duration) (sample, error) {
			if l == whole {
				return o.search(ctx, kind, bits, 0)
			}
			return o.slice(ctx, kind, bits, limit)
		},
	}
}

// search searches until a find or, unless it is 0, the limit, which is heeded
// when a candidate is about to be tested. What came before the test of the last
// candidate is the search, the rest the find's confirmation.
func (o *openSSL) search(ctx context.Context, kind sieve.Kind, bits int, limit time.Duration) (sample, error) {
	var s sample
	began := o.now()
	last := began
	p, err := o.generator.Generate(bits, kind == sieve.Safe, func(event int32) bool {
		if event != peer.Candidate {
			return true
		}
		last = o.now()
		if s.tests > 0 && limit > 0 && last-began >= limit || ctx.Err() != nil {
			return false
		}
		s.tests++
		return true
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return sample{}, err
	}
	s.search = last - began
	if p != nil {
		s.accept = o.now() - last
		s.finds, s.found = 1, []*big.Int{p}
	}
	return s, nil
}

// slice searches for so long, a new search after each find.
func (o *openSSL) slice(ctx context.Context, kind sieve.Kind, bits int, limit time.Duration) (sample, error) {
	var all sample
	for all.search < limit {
		s, err := o.search(ctx, kind, bits, limit-all.search)
		if err != nil {
			return sample{}, err
		}
		all.tests += s.tests
		all.search += s.search
		all.accept += s.accept
		all.finds += s.finds
		all.found = append(all.found, s.found...)
	}
	return all, nil
}

// acceptance is the confirmation of a safe prime, for which a group of that size
// stands: all rounds on p and on (p-1)/2.
func (o *openSSL) acceptance(bits int, share float64) *contestant {
	p := dhgroup.OfSize(bits)[0].P
	numbers := []*big.Int{p, new(big.Int).Rsh(p, 1)}
	k := openSSLKey(sieve.Safe, bits)
	k.who += ", confirmation"
	return &contestant{
		key:   k,
		law:   operations,
		share: share,
		run: func(context.Context, time.Duration) (sample, error) {
			began := o.now()
			for _, n := range numbers {
				if !o.lib.IsPrime(n, theory.OpenSSLRounds(bits)) {
					return sample{}, fmt.Errorf("the group's prime of %d bits is refused", bits)
				}
			}
			return sample{tests: 1, search: o.now() - began}, nil
		},
	}
}
