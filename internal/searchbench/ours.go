// This project's own searches.

package main

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A searcher is what is measured of an engine.Searcher.
type searcher interface {
	Search(ctx context.Context, n uint64) (engine.Result, error)
}

// engines makes searchers that share their small primes.
type engines struct {
	now    clock
	tables sieve.Tables
}

// searcher prepares one worker; the zero policy is the engine's own choice.
func (e *engines) searcher(kind sieve.Kind, bits int, policy millerrabin.Policy) (*engine.Searcher, error) {
	s, err := engine.New(kind, bits, engine.Config{Workers: 1, Policy: policy, Tables: &e.tables})
	if err != nil {
		return nil, fmt.Errorf("searchbench: %w", err)
	}
	return s, nil
}

// contestant searches in whole.
func (e *engines) contestant(kind sieve.Kind, bits int, policy millerrabin.Policy, share float64) (*contestant, error) {
	s, err := e.searcher(kind, bits, policy)
	if err != nil {
		return nil, err
	}
	return &contestant{
		key:      oursAt(kind, bits, s.Config().Policy),
		law:      whole,
		share:    share,
		expected: s.Expected().Survivors,
		run:      searches(s, e.now),
	}, nil
}

// oursAt is the key of our search with a policy, of which the zero one is the
// engine's own choice.
func oursAt(kind sieve.Kind, bits int, policy millerrabin.Policy) key {
	if policy.IsZero() {
		policy = millerrabin.Generated(bits)
	}
	return key{whoOurs, kind, bits, policy.String()}
}

// searches returns a function that does one search after another.
func searches(s searcher, now clock) func(context.Context, time.Duration) (sample, error) {
	number := uint64(0)
	return func(ctx context.Context, _ time.Duration) (sample, error) {
		began := now()
		r, err := s.Search(ctx, number)
		if err != nil {
			return sample{}, err
		}
		took := now() - began
		number++
		// The phases are told in wall time: processor time is split alike.
		phases := r.Phases.Sieve + r.Phases.Test + r.Phases.Accept
		part := func(phase time.Duration) time.Duration {
			return time.Duration(float64(took) * phase.Seconds() / phases.Seconds())
		}
		accept := part(r.Phases.Accept)
		return sample{
			tests:  float64(r.Counters.Survivors),
			search: took - accept,
			accept: accept,
			sieve:  part(r.Phases.Sieve),
			finds:  1,
			found:  []*big.Int{r.P},
		}, nil
	}
}

// A model is a search made of its operations: the mean time of one is what they
// cost, each as often as an average search does it.
type model struct {
	key
	parts []*contestant
	names []string  // of the parts
	times []float64 // that an average search does each
}

// modelOf prepares the operations of a search for safe primes, of which a group
// of that size stands for a find, and names the kernel of their arithmetic.
func (e *engines) modelOf(bits int, share float64) (m *model, kernel string, err error) {
	s, err := e.searcher(sieve.Safe, bits, millerrabin.Policy{})
	if err != nil {
		return nil, "", err
	}
	tester, err := millerrabin.NewTester(s.Config().Kernel, bits)
	if err != nil {
		return nil, "", fmt.Errorf("searchbench: %w", err)
	}
	batch := randomHalves(bits)
	find := dhgroup.OfSize(bits)[0].P
	m = &model{
		key:   oursAt(sieve.Safe, bits, millerrabin.Policy{}),
		names: []string{"window struck", "base-2 test", "confirmation"},
		times: []float64{s.WindowsPerSearch(), s.ExpectedTests(), 1},
	}
	add := func(times int, run func(context.Context) error) {
		m.parts = append(m.parts, &contestant{
			key:   key{whoOurs + ", " + m.names[len(m.parts)], sieve.Safe, bits, s.Config().Policy.String()},
			law:   operations,
			share: share / 3,
			run: func(ctx context.Context, _ time.Duration) (sample, error) {
				began := e.now()
				err := run(ctx)
				return sample{tests: float64(times), search: e.now() - began}, err
			},
		})
	}
	add(1, func(ctx context.Context) error {
		_, err := s.Strike(ctx, 1)
		return err
	})
	add(len(batch), func(ctx context.Context) error {
		_, err := tester.Base2(ctx, batch...)
		return err
	})
	add(1, func(ctx context.Context) error {
		passed, err := s.Accept(ctx, find, 1)
		if err == nil && passed != 1 {
			err = fmt.Errorf("the group's prime of %d bits is refused", bits)
		}
		return err
	})
	return m, tester.Kernel(), nil
}

// randomHalves is a batch of odd numbers as (p-1)/2 of candidates.
func randomHalves(bits int) [][]uint64 {
	random := rng.NewSeed().Stream(0)
	batch := make([][]uint64, millerrabin.Lanes)
	for i := range batch {
		batch[i] = make([]uint64, (bits+63)/64)
		random.Words(batch[i])
		batch[i][0] |= 1
		top := uint(bits-2) % 64
		last := &batch[i][(bits-2)/64]
		*last = *last&(1<<(top+1)-1) | 1<<top
	}
	return batch
}
