// Putting answers in order: what one machine would have found.

package fleet

import (
	"maps"
	"math/big"
	"slices"
	"sync"

	"primebench/internal/inspect"
)

// A Fold is the answers that count, one a lease. Its methods are for one goroutine, but for
// Progress.
type Fold struct {
	Job        Job
	mu         sync.Mutex // of Add beside Progress
	answers    map[int]Answer
	finds      map[int]int       // how many each answer has
	distrusted map[string]string // why, by worker
	again      int               // leases that were done again
}

// NewFold begins with the entries of a ledger.
func NewFold(job Job, entries []Entry) *Fold {
	f := &Fold{Job: job, answers: map[int]Answer{}, finds: map[int]int{}, distrusted: map[string]string{}}
	for _, e := range entries {
		f.Add(e)
	}
	return f
}

// Add takes in an entry. The first answer to a lease counts.
func (f *Fold) Add(e Entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case e.Answer != nil:
		if _, there := f.answers[e.Answer.Index]; !there && f.distrusted[e.Answer.Worker] == "" {
			f.answers[e.Answer.Index], f.finds[e.Answer.Index] = *e.Answer, len(e.Answer.Finds)
		}
		if e.Again {
			f.again++
		}
	case e.Second != nil:
		f.again++
	case e.Distrust != nil:
		f.distrusted[e.Distrust.Worker] = e.Distrust.Why
		for index, a := range f.answers {
			if a.Worker == e.Distrust.Worker {
				delete(f.answers, index)
				delete(f.finds, index)
			}
		}
	}
}

// Answer returns the answer to a lease that counts.
func (f *Fold) Answer(index int) (Answer, bool) {
	a, ok := f.answers[index]
	return a, ok
}

// Answered is how many leases have an answer that counts.
func (f *Fold) Answered() int { return len(f.answers) }

// Again is how many leases were done again, by the coordinator or another worker.
func (f *Fold) Again() int { return f.again }

// Distrusted returns the workers that are not believed, with the reason.
func (f *Fold) Distrusted() map[string]string { return f.distrusted }

// Workers returns the answers that count by worker.
func (f *Fold) Workers() map[string][]Answer {
	by := map[string][]Answer{}
	for _, index := range slices.Sorted(maps.Keys(f.answers)) {
		a := f.answers[index]
		by[a.Worker] = append(by[a.Worker], a)
	}
	return by
}

// Open returns the leases that are still to be done, in the order to do them in.
func (f *Fold) Open() []int { return f.Job.Open(f.finds) }

// Done reports whether none is.
func (f *Fold) Done() bool { return f.Job.Done(f.finds) }

// Finds returns what one machine would have found of a part, as far as that is decided,
// and whether it is all.
func (f *Fold) Finds(part int) (finds []*big.Int, all bool) {
	first := 0
	for _, p := range f.Job.Parts[:part] {
		first += p.Leases
	}
	p := f.Job.Parts[part]
	found := false // of the search of a cut part
	for i := 0; i < p.Leases && len(finds) < p.Count; i++ {
		cut := !p.Bulk && p.Pieces > 0
		if cut && i%p.search() == 0 {
			found = false
		}
		if cut && found {
			continue
		}
		a, ok := f.answers[first+i]
		if !ok {
			return finds, false
		}
		for _, f := range a.Finds {
			if len(finds) < p.Count {
				finds, found = append(finds, f.P.Int), true
			}
		}
	}
	return finds, len(finds) == p.Count
}

// Verdicts returns those on the numbers of a list, when all are there.
func (f *Fold) Verdicts() []inspect.Finding {
	var verdicts []inspect.Finding
	for i := range f.Job.Count() {
		verdicts = append(verdicts, f.answers[i].Verdicts...)
	}
	return verdicts
}
