// The progress of a job: how it stands at one moment.

package fleet

import (
	"maps"
	"slices"
	"time"
)

// A Claim is a lease that a worker has.
type Claim struct {
	Index  int
	Worker string
	Silent time.Duration // since the worker was last heard of
}

// A Progress is how a job stands at one moment: state, and no increments, so that it is
// the same after whatever died and came back.
type Progress struct {
	Schema      int              `json:"schema"`
	Job         string           `json:"job"`
	Verb        string           `json:"verb"`
	Found       int              `json:"found"`       // of what is wanted, or numbers judged
	Wanted      int              `json:"wanted"`      // finds, or numbers
	Leases      int              `json:"leases"`      // all that were planned, some of which may not be needed
	Done        int              `json:"done"`        // have an answer that counts
	Out         int              `json:"out"`         // are at workers that are heard of
	Open        int              `json:"open"`        // are to be done, those that are out too
	Again       int              `json:"done_again"`  // were done again by the coordinator
	Redelivered int              `json:"redelivered"` // were another's, which fell silent
	AtWork      int              `json:"at_work"`     // workers that have leases and are heard of
	Parts       []PartProgress   `json:"parts"`
	Workers     []WorkerProgress `json:"workers"`
}

// A PartProgress is how the search for finds of one size stands, or a list.
type PartProgress struct {
	Kind   string  `json:"kind,omitempty"`
	Bits   int     `json:"bits,omitempty"`
	Found  int     `json:"found"`
	Wanted int     `json:"wanted"`
	Left   float64 `json:"left"` // finds that are waited for on the average
	Paces  []Pace  `json:"-"`    // of the leases that have an answer
	// Usual is about how many seconds a find takes, by which parts that have not begun are
	// measured by those that have.
	Usual float64 `json:"-"`
}

// A Pace is what a lease took.
type Pace struct {
	Finds   float64 // that theory expects among its candidates, or numbers
	Seconds float64
}

// A WorkerProgress is how a worker stands.
type WorkerProgress struct {
	Name       string  `json:"name"`
	Lease      int     `json:"lease"`           // that it has; -1: none
	Silent     float64 `json:"silent_s"`        // since it was last heard of, where it has one
	Done       int     `json:"done"`            // leases whose answer counts
	Finds      int     `json:"finds"`           // in them
	Distrusted string  `json:"wrong,omitempty"` // why nothing that it said counts
}

// Progress is how the job stands, by the answers that count and the leases that are out.
// It may be called while another goroutine calls Add.
func (f *Fold) Progress(claims []Claim, redelivered int) Progress {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := Progress{
		Schema: Schema, Job: f.Job.ID(), Verb: f.Job.Verb, Leases: f.Job.Count(), Done: len(f.answers), Open: len(f.Open()),
		Again: f.again, Redelivered: redelivered, Parts: []PartProgress{}, Workers: []WorkerProgress{},
	}
	first := 0
	for _, part := range f.Job.Parts {
		progress := part.progress(func(within int) (Answer, bool) { a, ok := f.answers[first+within]; return a, ok })
		first += part.Leases
		p.Parts = append(p.Parts, progress)
		p.Found += progress.Found
		p.Wanted += progress.Wanted
	}
	workers, atWork := f.workers(), map[string]bool{}
	for _, c := range claims {
		w := workers[c.Worker]
		w.Lease, w.Silent = c.Index, c.Silent.Seconds()
		if w.Silent <= f.Job.Claim {
			p.Out++
			atWork[c.Worker] = true
		}
		workers[c.Worker] = w
	}
	p.AtWork = len(atWork)
	for _, name := range slices.Sorted(maps.Keys(workers)) {
		w := workers[name]
		w.Name = name
		p.Workers = append(p.Workers, w)
	}
	return p
}

// workers are those that answered, or are not believed.
func (f *Fold) workers() map[string]WorkerProgress {
	workers := map[string]WorkerProgress{}
	for name, why := range f.distrusted {
		workers[name] = WorkerProgress{Lease: -1, Distrusted: why}
	}
	for _, a := range f.answers {
		w := workers[a.Worker]
		w.Lease, w.Done, w.Finds = -1, w.Done+1, w.Finds+len(a.Finds)
		workers[a.Worker] = w
	}
	return workers
}

// progress is how a part stands by its answers.
func (p Part) progress(answer func(within int) (Answer, bool)) PartProgress {
	list, cut := p.Kind == "", !p.Bulk && p.Pieces > 0
	out := PartProgress{Kind: p.Kind, Bits: p.Bits, Wanted: p.Count, Usual: 1}
	if !list {
		out.Usual = secondsAFind(p.Kind == "safe", p.Bits)
	}
	open, behind := 0, 0 // leases without an answer; those before one that has finds
	found := false       // in the search of a cut part
	for i := range p.Leases {
		if cut && i%p.search() == 0 {
			open, found = 0, false
		}
		a, there := answer(i)
		if !there {
			open++
			continue
		}
		finds, expected := len(a.Verdicts), float64(a.Candidates)
		if !list {
			finds, expected = len(a.Finds), expected*p.Finds/float64(p.Length)
		}
		if expected > 0 && a.WallNS > 0 { // or it is not true
			out.Paces = append(out.Paces, Pace{Finds: expected, Seconds: time.Duration(a.WallNS).Seconds()})
		}
		if finds == 0 {
			continue
		}
		behind, open = behind+open, 0
		if cut && found {
			finds = 0 // the search has one
		}
		found = true
		out.Found = min(p.Count, out.Found+finds)
	}
	out.Left = float64(p.Count - out.Found)
	if p.Bulk || cut {
		out.Left = max(out.Left, float64(behind)*p.finds())
	}
	return out
}
