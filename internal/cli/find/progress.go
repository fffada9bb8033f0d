// The status line of a search.

package find

import (
	"fmt"
	"sync"
	"time"

	"primebench/engine"
	"primebench/internal/cli/ui"
)

// A searchStatus turns an engine's progress into a status.
type searchStatus struct {
	mu       sync.Mutex
	searcher *engine.Searcher
	what     string
	first    uint64 // number of the first search
	count    int
	began    time.Time
	now      engine.Progress
	testing  time.Duration // the part of the time in which tests were done
}

func (s *searchStatus) begin(searcher *engine.Searcher, first uint64, count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.searcher, s.first, s.count, s.began = searcher, first, count, time.Now()
	s.what = fmt.Sprintf("%v %d", searcher.Kind(), searcher.Bits())
}

func (s *searchStatus) update(now engine.Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !now.Sieving && !s.now.Sieving {
		s.testing += now.Elapsed - s.now.Elapsed
	}
	s.now = now
}

// status says how far the search of the next find has come by its survivors: of
// those that theory expects, and at the speed of the tests so far.
func (s *searchStatus) status() ui.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := ui.Status{Cell: s.what, Samples: -1, Elapsed: time.Since(s.began)}
	if s.count > 1 {
		st.Place = fmt.Sprintf("%d/%d", s.now.Position.Number-s.first+1, s.count)
	}
	if s.now.Sieving || s.now.Tests == 0 || s.testing <= 0 {
		st.Op = "sieving"
		return st
	}
	st.TestsPerSecond = float64(s.now.Tests) / s.testing.Seconds()
	work := s.searcher.Expected()
	st.Expected = time.Duration(work.Tests / st.TestsPerSecond * float64(time.Second))
	st.Searching = time.Duration(float64(s.now.Position.Survivors) / work.Survivors * float64(st.Expected))
	return st
}
