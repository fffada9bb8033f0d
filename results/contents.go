// What the lines of a file after its header say of one another: which are missing,
// doubled or out of their place, and what is left that is sure.

package results

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// An entry is a line that holds a record.
type entry struct {
	line   int // of the file, from 1
	place  int // line of the run that it was written as; 0 before versionPlaces
	record record
}

// contents is a file that is being read.
type contents struct {
	version int
	read    Run
	entries []entry // after the header
	before  sequence
	last    int // place of the last record that was accepted
	spare   int // lost lines that no missing record is accounted for by
}

func newContents(version int) *contents { return &contents{version: version, last: 1} }

// begin takes the first record, without which nothing can be known.
func (f *contents) begin(r record) error {
	if err := f.before.accept(r); err != nil {
		return err
	}
	f.read.add(r)
	return nil
}

// add takes the record of a further line. Below versionPlaces all that comes after a
// second header may be another run's.
func (f *contents) add(e entry) error {
	if e.record.Header != nil {
		return errors.New("a second header")
	}
	f.entries = append(f.entries, e)
	return nil
}

// hopeless is how many lines may be lost before most must hold.
const hopeless = 1000

// wrecked returns an error for what is no file of lines of which some were lost.
func (f *contents) wrecked() error {
	if lost := len(f.read.Damage); lost > hopeless && lost > len(f.entries) {
		return fmt.Errorf("%d lines are lost and %d hold", lost, len(f.entries))
	}
	return nil
}

// lose says that a line holds nothing of the run, for it is not as it was written or, if
// broken, breaks a rule.
func (f *contents) lose(line int, reason string, broken bool) {
	f.read.Damage = append(f.read.Damage, Damage{Line: line, Reason: reason, Broken: broken})
}

// keep says what is wrong beside a line.
func (f *contents) keep(line int, reason string) {
	f.read.Damage = append(f.read.Damage, Damage{Line: line, Reason: reason, Kept: true, Broken: true})
}

// run puts together what the file holds of the run. Its error wraps ErrCorrupt: the
// closing record contradicts what came before, and nothing says which of the two is right.
func (f *contents) run() (*Run, error) {
	if f.version >= versionPlaces {
		f.sort()
	} else {
		f.sortSamples()
		f.dropClosings()
	}
	lost := slices.DeleteFunc(slices.Clone(f.read.Damage), func(d Damage) bool { return d.Kept })
	slices.SortFunc(lost, byLine)
	for _, e := range f.entries {
		for ; len(lost) > 0 && lost[0].Line < e.line; lost = lost[1:] {
			f.spare++
		}
		missing, what := f.missing(e)
		f.before.lost = f.before.lost || missing > 0
		if c := e.record.Closing; c != nil {
			if err := f.before.contradicts(c); err != nil {
				return nil, fmt.Errorf("%w: line %d: %w", ErrCorrupt, e.line, err)
			}
		}
		if err := f.before.accept(e.record); err != nil {
			f.lose(e.line, err.Error(), true)
			f.spare++
			continue
		}
		f.last = e.place
		f.read.add(e.record)
		if missing <= 0 {
			continue
		}
		if missing > f.spare {
			f.keep(e.line, what)
		}
		f.spare = max(0, f.spare-missing)
		if e.record.Sample != nil && e.place == 0 {
			f.before.missing += missing
		}
	}
	slices.SortStableFunc(f.read.Damage, byLine)
	return &f.read, nil
}

func byLine(a, b Damage) int { return cmp.Compare(a.Line, b.Line) }

// missing is how many records are missing before an entry as far as it says so, and
// says it in words.
func (f *contents) missing(e entry) (int, string) {
	if e.place > 0 {
		n := e.place - f.last - 1
		if n == 1 {
			return n, "a line is missing before it"
		}
		return n, fmt.Sprintf("%d lines are missing before it", n)
	}
	switch r := e.record; {
	case r.Sample != nil && r.Sample.Cell >= 0 && r.Sample.Cell < len(f.before.next):
		next := f.before.next[r.Sample.Cell]
		return min(r.Sample.Seq-next, MaxRecords), fmt.Sprintf("sample.seq is %d, want %d: what stands between is missing", r.Sample.Seq, next)
	case r.Closing != nil:
		n := r.Closing.Samples - f.before.samples - f.before.missing
		if f.version < versionChecksums && n > f.spare {
			return 0, "" // its own number may be what is wrong
		}
		return n, fmt.Sprintf("closing.samples is %d, but the file holds %d", r.Closing.Samples, f.before.samples)
	}
	return 0, ""
}

// sort puts the lines in the order in which they were written. Each is known by its
// checksum to be of this run, and which.
func (f *contents) sort() {
	furthest := 0
	for _, e := range f.entries {
		if e.place < furthest {
			f.keep(e.line, fmt.Sprintf("it was written as line %d and stands after line %d", e.place, furthest))
		}
		furthest = max(furthest, e.place)
	}
	slices.SortStableFunc(f.entries, func(a, b entry) int { return cmp.Compare(a.place, b.place) })
	f.drop(func(i int) string {
		if i > 0 && f.entries[i].place == f.entries[i-1].place {
			return fmt.Sprintf("line %d of the run is there already", f.entries[i].place)
		}
		return ""
	})
}

// drop loses the entries for which a reason is given, by their index.
func (f *contents) drop(why func(i int) string) {
	var kept []entry
	for i, e := range f.entries {
		if reason := why(i); reason != "" {
			f.lose(e.line, reason, true)
			continue
		}
		kept = append(kept, e)
	}
	f.entries = kept
}

// sortSamples puts the samples of each cell in the order of their numbers, into the
// places of one another. Of two with one number and unlike contents nothing says which
// is right: both are lost.
func (f *contents) sortSamples() {
	type number struct{ cell, seq int }
	first := map[number]*Sample{}
	unlike := map[number]bool{}
	for _, e := range f.entries {
		s := e.record.Sample
		if s == nil {
			continue
		}
		if at := (number{s.Cell, s.Seq}); first[at] == nil {
			first[at] = s
		} else if *first[at] != *s {
			unlike[at] = true
		}
	}
	f.drop(func(i int) string {
		s := f.entries[i].record.Sample
		switch {
		case s == nil:
			return ""
		case unlike[number{s.Cell, s.Seq}]:
			return fmt.Sprintf("there are unlike samples %d of cell %d", s.Seq, s.Cell)
		case first[number{s.Cell, s.Seq}] != s:
			return fmt.Sprintf("sample %d of cell %d is there already", s.Seq, s.Cell)
		}
		return ""
	})
	places := map[int][]int{} // of samples among the entries, by cell
	for i, e := range f.entries {
		if e.record.Sample != nil {
			places[e.record.Sample.Cell] = append(places[e.record.Sample.Cell], i)
		}
	}
	for _, at := range places {
		f.sortWithin(at)
	}
}

// sortWithin sorts the samples at some places among the entries.
func (f *contents) sortWithin(at []int) {
	var sorted []entry
	furthest := -1
	for _, i := range at {
		e := f.entries[i]
		if seq := e.record.Sample.Seq; seq < furthest {
			f.keep(e.line, fmt.Sprintf("sample %d of cell %d stands after sample %d", seq, e.record.Sample.Cell, furthest))
		} else {
			furthest = seq
		}
		sorted = append(sorted, e)
	}
	slices.SortStableFunc(sorted, func(a, b entry) int { return cmp.Compare(a.record.Sample.Seq, b.record.Sample.Seq) })
	for k, i := range at {
		f.entries[i] = sorted[k]
	}
}

// dropClosings loses the closing records that others follow, and of several unlike
// ones all.
func (f *contents) dropClosings() {
	var last *Closing
	unlike := false
	for _, e := range f.entries {
		if c := e.record.Closing; c != nil {
			unlike = unlike || last != nil && *last != *c
			last = c
		}
	}
	f.drop(func(i int) string {
		switch {
		case f.entries[i].record.Closing == nil:
			return ""
		case unlike:
			return "there are unlike closing records"
		case i < len(f.entries)-1:
			return "other records follow the closing record"
		}
		return ""
	})
}
