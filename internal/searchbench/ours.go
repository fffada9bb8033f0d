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

// engines makes searchers that share their small primes and what they measured.
type engines struct {
	now    clock
	shared engine.Shared
}

// searcher prepares one worker; the zero policy is the engine's own choice.
func (e *engines) searcher(kind sieve.Kind, bits int, policy millerrabin.Policy, bulk bool) (*engine.Searcher, error) {
	s, err := engine.New(kind, bits, engine.Config{Workers: 1, Policy: policy, Bulk: bulk, Shared: &e.shared})
	if err != nil {
		return nil, fmt.Errorf("searchbench: %w", err)
	}
	return s, nil
}

// contestant searches in whole.
func (e *engines) contestant(kind sieve.Kind, bits int, policy millerrabin.Policy, share float64) (*contestant, error) {
	s, err := e.searcher(kind, bits, policy, false)
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
func searches(s *engine.Searcher, now clock) func(context.Context, time.Duration) (sample, error) {
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

// stream finds one after another, a stream of count finds a sample, whose
// confirmations are part of it. In bulk each stream begins with a window of its
// own, so that a window of which it uses only a part is paid in whole.
func (e *engines) stream(kind sieve.Kind, bits int, bulk bool, count uint64, share float64) (*contestant, error) {
	s, err := e.searcher(kind, bits, millerrabin.Policy{}, bulk)
	if err != nil {
		return nil, err
	}
	var from engine.Position
	return &contestant{
		key:      streamAt(kind, bits, bulk),
		law:      whole,
		share:    share,
		expected: s.Expected().Survivors,
		run: func(ctx context.Context, _ time.Duration) (sample, error) {
			var taken sample
			began := e.now()
			for r, err := range s.Stream(ctx, from, count) {
				if err != nil {
					return sample{}, err
				}
				taken.tests += float64(r.Counters.Survivors)
				taken.finds++
				taken.found = append(taken.found, r.P)
				from = engine.Position{Number: r.Next.Number}
				if bulk {
					from.Window = r.Next.Window + 1
				}
			}
			taken.search = e.now() - began
			return taken, nil
		},
	}, nil
}

// streamAt is the key of our stream with the engine's own policy.
func streamAt(kind sieve.Kind, bits int, bulk bool) key {
	k := oursAt(kind, bits, millerrabin.Policy{})
	if k.who = whoStream; bulk {
		k.who = whoBulk
	}
	return k
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
	s, err := e.searcher(sieve.Safe, bits, millerrabin.Policy{}, false)
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
		_, err := s.Sieve(ctx, 1)
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
