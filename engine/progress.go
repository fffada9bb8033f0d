// The progress of a search that runs, and the position that it can go on from.

package engine

import (
	"sync/atomic"
	"time"
)

// A Meter counts the tests of searches while they run. Its zero value is ready,
// and all methods may be called at any time.
type Meter struct{ tests atomic.Int64 }

// AddTests counts n tests. A nil Meter counts nothing.
func (m *Meter) AddTests(n int64) {
	if m != nil {
		m.tests.Add(n)
	}
}

// Tests returns the count so far.
func (m *Meter) Tests() int64 {
	if m == nil {
		return 0
	}
	return m.tests.Load()
}

// A Position is a place in a stream of searches: all before it is decided. The
// zero Position is the beginning. Window and Member mean the same for any number
// of workers and any sieve limit, as long as kind, size, seed, class, top bits
// and Bulk are the same.
type Position struct {
	Number uint64 `json:"number"` // of the search, or in bulk of the next find
	Window int64  `json:"window"` // of the search, or in bulk of the stream
	Member int64  `json:"member"` // of the window
	// Candidates and Survivors are the counters of the search, or in bulk those
	// since the last find, at the place.
	Candidates int64 `json:"candidates"`
	Survivors  int64 `json:"survivors"`
}

// Progress is how far a search or a stream has come.
type Progress struct {
	// Position is the place of the earliest search under way: a stream that begins
	// there finds what this one has not yielded yet.
	Position Position
	Tests    int64         // base-2 tests done in this call
	Elapsed  time.Duration // since this call began
	// Sieving is true while the windows under way have no survivors to test yet.
	Sieving bool
}

// progressInterval is the time between two calls of Config.Progress.
const progressInterval = 100 * time.Millisecond
