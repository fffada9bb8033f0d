// Package exemplar gives numbers that stand for all of their kind and size: a
// prime to verify, and lists of candidates that are the same in every run, on
// every machine, for ever. They depend on the kind and the size alone.
//
// The prime is that of a well-known group where there is one. Else it is found
// here, by a walk through sieved windows of a fixed random stream; the walk also
// gives the composites of a list. It is a plain one on purpose, apart from the
// engine: tuning the engine must not change the lists.
package exemplar

import (
	"context"
	"fmt"
	"math/big"

	"primebench/dhgroup"
	"primebench/sieve"
)

// A NoneError says that a kind and size has no exemplar.
type NoneError struct{ Reason string }

// Error is the Reason, behind what it is about.
func (e *NoneError) Error() string { return "exemplar: no number at hand: " + e.Reason }

// The largest sizes for which a prime is found by walking. With the portable
// kernel the walk takes a few seconds there, ten at worst.
const (
	maxPrimeWalk = 4096
	maxSafeWalk  = 1536
)

// Check is nil if there is an exemplar of the kind and size, and else a *NoneError
// that says which sizes have one.
func Check(kind sieve.Kind, bits int) error {
	limit := maxPrimeWalk
	if kind == sieve.Safe {
		limit = maxSafeWalk
	}
	if bits <= limit || groupPrime(bits) != nil {
		return nil
	}
	return &NoneError{fmt.Sprintf("%s of %d bits; there is one up to %d bits and at the sizes of the known groups: %s",
		kind, bits, limit, groupSizes(limit))}
}

// Prime returns the exemplar of a kind and size: a prime, or a safe prime p.
func Prime(ctx context.Context, kind sieve.Kind, bits int) (*big.Int, error) {
	list, err := List(ctx, kind, bits, 0)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// List returns composites candidates that are not of the kind, in the order of
// the walk, and then the exemplar. None of them has a factor up to Limit, and of
// Safe candidates p neither has (p-1)/2. Of these a list holds, as a search
// meets them, also some whose (p-1)/2 is prime.
func List(ctx context.Context, kind sieve.Kind, bits, composites int) ([]*big.Int, error) {
	if err := Check(kind, bits); err != nil {
		return nil, err
	}
	w, err := newWalk(kind, bits)
	if err != nil {
		return nil, err
	}
	list := make([]*big.Int, 0, composites+1)
	prime := groupPrime(bits)
	for len(list) < composites || prime == nil {
		batch, passed, err := w.next(ctx)
		if err != nil {
			return nil, err
		}
		for i, n := range batch {
			switch {
			case !passed[i] && len(list) < composites:
				list = append(list, n)
			case passed[i] && prime == nil:
				fits, err := w.judge(ctx, n)
				if err != nil {
					return nil, err
				}
				if fits {
					prime = n
				}
			}
		}
	}
	return append(list, prime), nil
}

// groupPrime returns the safe prime of the first known group of that size, nil
// when there is none.
func groupPrime(bits int) *big.Int {
	groups := dhgroup.OfSize(bits)
	if len(groups) == 0 {
		return nil
	}
	return groups[0].P
}

func groupSizes(above int) string {
	text, last := "", 0
	for _, g := range dhgroup.All() {
		if g.Bits <= above || g.Bits == last {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprint(g.Bits)
		last = g.Bits
	}
	return text
}
