// The tables and limits that Searchers of the same kind and size have in common.

package engine

import (
	"sync"

	"primebench/millerrabin"
	"primebench/sieve"
)

// Shared keeps the sieving primes and the measured sieve limits of the Searchers
// that it is given to: those of one kind, size, class and kernel sieve alike. Its
// zero value is ready, and any number of goroutines may use it.
type Shared struct {
	tables sieve.Tables

	mu     sync.Mutex
	limits map[limitKey]uint64
}

type limitKey struct {
	progression
	kernel string
	held   uint64

	windows float64 // that an average find takes
}

// bestLimit returns the sieve limit for the key, which is measured once.
func (s *Shared) bestLimit(key limitKey, tester *millerrabin.Tester) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if limit, ok := s.limits[key]; ok {
		return limit, nil
	}
	limit, err := key.measuredLimit(tester, key.held, key.windows)
	if err != nil {
		return 0, err
	}
	if s.limits == nil {
		s.limits = make(map[limitKey]uint64)
	}
	s.limits[key] = limit
	return limit, nil
}
