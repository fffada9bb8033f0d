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
	// stallShare is the same as a part of an average search, for long ones, and spread
	// as a part of what the work of the search itself explains: an unlucky search on a
	// clock that went down a little is no stall, and to leave it out would make the rest
	// too short.
	stallShare = 0.5
	spread     = 0.25
	// effortSearches is how many searches the effort is found from at most.
	effortSearches = 400
)

// A stall is a time in which a server was kept from running, since the beginning of its
// stretch. Of a search it is the whole: where within it is not known.
type stall struct{ from, to time.Duration }

// An effort is what a search takes by the survivors that it tests, in seconds. They are
// decided by its seed, so that what it takes beyond is no luck of the search but the
// machine's doing.
type effort struct {
	fixed, each float64 // of any search, and a survivor
	accept      float64 // of fixed, for accepting the find
	slack       float64 // beyond, which is no stall yet
}

// effortOf finds the effort in searches, of which many may have met a stall. Stalls make
// a search longer, never shorter, so that the lower quarter tells what it takes without.
// Of no searches it is nothing.
func effortOf(searches []searched) effort {
	step := max(1, len(searches)/effortSearches)
	var survivors, rest, accept []float64
	average := 0.0
	for i := 0; i < len(searches); i += step {
		s := searches[i]
		survivors, rest, accept = append(survivors, s.survivors), append(rest, s.whole), append(accept, s.accept)
		average += s.survivors
	}
	if len(rest) == 0 {
		return effort{}
	}
	e := effort{accept: lowerQuarter(accept)}
	if _, each, err := stats.Line(survivors, rest); err == nil { // else all tested equally many
		e.each = each
	}
	for i := range rest {
		rest[i] -= e.each * survivors[i]
	}
	e.fixed = lowerQuarter(rest)
	average /= float64(len(survivors))
	e.slack = max(leastStall.Seconds(), stallShare*(e.fixed+e.each*average))
	return e
}

// lowerQuarter is the value that a quarter of at least one is below.
func lowerQuarter(x []float64) float64 { return slices.Sorted(slices.Values(x))[len(x)/4] }

// explained is how long the work of a search takes.
func (e effort) explained(s searched) float64 { return e.fixed + e.each*s.survivors }

// stalled reports whether a search took longer than its work explains.
func (e effort) stalled(s searched) bool {
	work := e.explained(s)
	return s.whole-work > max(e.slack, spread*work)
}

// unstalled returns the searches without their stalls: one that met any is as long as
// its work explains. To leave it out would leave out the longer ones more often.
func (e effort) unstalled(searches []searched) []searched {
	all := slices.Clone(searches)
	for i, s := range all {
		if e.stalled(s) {
			all[i].whole, all[i].accept = e.explained(s), min(s.accept, e.accept)
		}
	}
	return all
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
// When a stall begins does not hang on the queue, nor what comes after it was empty on
// what came before, so that what is kept is as a queue without stalls would have it, but
// for those in the system when one began: the longer a response, the likelier it is met.
// At 80 % load that makes the rest too short by at most 0.3 % with a stall of 70 ms
// every two seconds, and by 0.7 % with one every half, which leaves 18 % of the arrivals
// (searches of a millisecond; means of 30 runs of TestUndisturbed's queue).
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
