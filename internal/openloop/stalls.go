// Stalls: when the machine kept the servers from running, and which arrivals that
// disturbed.

package openloop

import (
	"cmp"
	"slices"
	"time"

	"primebench/internal/stats"
)

const (
	// leastStall is the shortest pause that is a stall. Shorter ones, as a system's own
	// threads cause them all the time, are a part of what a search costs here.
	leastStall = 2 * time.Millisecond
	// stallShare is the same as a part of an average search, for long ones.
	stallShare = 0.5
	// effortSearches is how many searches the effort is found from at most.
	effortSearches = 400
)

// A stall is a time in which a server was kept from running, since the beginning of its
// stretch. Of a search it is the whole: where within it is not known.
type stall struct{ from, to time.Duration }

// An effort is what a search takes by the survivors that it tests, in seconds. They are
// decided by its seed, so that what it takes beyond is no luck of the search but the
// machine's doing.
type effort struct{ fixed, each, slack float64 }

// effortOf finds the effort in searches, some of which may have met a stall.
func effortOf(searches []searched) (effort, error) {
	step := max(1, len(searches)/effortSearches)
	var survivors, whole []float64
	for i := 0; i < len(searches); i += step {
		survivors, whole = append(survivors, searches[i].survivors), append(whole, searches[i].whole)
	}
	usual, err := stats.Median(whole)
	if err != nil {
		return effort{}, err
	}
	e := effort{fixed: usual}
	if fixed, each, err := stats.Line(survivors, whole); err == nil { // else all tested equally many
		e.fixed, e.each = fixed, each
	}
	e.slack = max(leastStall.Seconds(), stallShare*usual)
	return e, nil
}

// stalled reports whether a search took longer than its work explains.
func (e effort) stalled(s searched) bool {
	return s.whole-(e.fixed+e.each*s.survivors) > e.slack
}

// unstalled returns the searches that met no stall.
func (e effort) unstalled(searches []searched) []searched {
	return slices.DeleteFunc(slices.Clone(searches), e.stalled)
}

// stalls lists the stalls of a stretch by their beginnings: pauses of a server that
// watched the clock, and searches that took longer than their work.
func (e effort) stalls(s *service) []stall {
	all := slices.Clone(s.pauses)
	for k, search := range s.served {
		if e.stalled(search) {
			all = append(all, stall{s.ends[k] - time.Duration(search.whole*1e9), s.ends[k]})
		}
	}
	slices.SortFunc(all, func(a, b stall) int { return cmp.Compare(a.from, b.from) })
	return all
}

// disturbed reports of each arrival whether a stall touched it. That are those in the
// system when a stall began, and all that came from then on until the servers had once
// nothing to do after it, and for the time to settle more: the queue began anew there,
// empty, as it does at the beginning of a stretch.
//
// What is kept is as a queue without stalls would have it, but for those that were in
// the system: a busy one is met more often, so that with many stalls the rest is a
// little too short. Latencies in the wake of a stall are too long by far more.
func disturbed(arrivals, ends []time.Duration, stalls []stall, settle time.Duration) []bool {
	touched := make([]bool, len(arrivals))
	last := make([]time.Duration, len(arrivals)) // end of the last of the searches up to each
	for k, end := range ends {
		last[k] = end
		if k > 0 {
			last[k] = max(last[k-1], end)
		}
	}
	for _, s := range stalls {
		until := idleFrom(arrivals, last, s.to) + settle
		for k, at := range arrivals {
			if at > until {
				break
			}
			if at >= s.from || ends[k] > s.from {
				touched[k] = true
			}
		}
	}
	return touched
}

// idleFrom is the first moment from a time on at which nobody waits and no server works.
func idleFrom(arrivals, last []time.Duration, from time.Duration) time.Duration {
	k, _ := slices.BinarySearch(arrivals, from)
	if k == 0 {
		return from
	}
	for k--; k+1 < len(arrivals) && arrivals[k+1] <= max(from, last[k]); k++ {
	}
	return max(from, last[k])
}
