// Leases and answers: what a worker is given, and what it gives back.

package fleet

import (
	"fmt"
	"math/big"

	"primebench/engine"
	"primebench/internal/inspect"
)

// A Lease is a numbered piece of a job.
type Lease struct {
	Schema int    `json:"schema"`
	Job    string `json:"job"`
	Index  int    `json:"index"`
	From   Place  `json:"from"`
	To     Place  `json:"to"`
	// Starts are the lowest members of the windows, as engine.Range has them.
	Starts []Number `json:"starts,omitempty"`
	// Numbers are those to be checked.
	Numbers []Number `json:"numbers,omitempty"`
}

// ReadLease reads a lease of a job. Its error wraps ErrFormat or ErrNewer.
func ReadLease(text []byte, job Job) (Lease, error) {
	var l Lease
	if err := decode(text, MaxLease, &l); err != nil {
		return Lease{}, err
	}
	if l.Job != job.ID() {
		return Lease{}, badFormat("a lease of the job %.40q, want %s", l.Job, job.ID())
	}
	if l.Index < 0 || l.Index >= job.Count() {
		return Lease{}, badFormat("lease %d, want one of %d", l.Index, job.Count())
	}
	part, within := job.PartOf(l.Index)
	from, to := job.Parts[part].bounds(within)
	if l.From != from || l.To != to || job.Verb != Numbers && len(l.Numbers) > 0 || job.Verb == Numbers && len(l.Starts) > 0 {
		return Lease{}, badFormat("lease %d is not the one of the job", l.Index)
	}
	for _, n := range append(l.Starts, l.Numbers...) {
		if n.Int == nil {
			return Lease{}, badFormat("lease %d lacks a number", l.Index)
		}
	}
	return l, nil
}

// Text is the lease as ReadLease reads it.
func (l Lease) Text() ([]byte, error) { return encode(l) }

// part is the search that a lease is of.
func (l Lease) part(job Job) Part {
	part, _ := job.PartOf(l.Index)
	return job.Parts[part]
}

func (l Lease) candidates(p Part) engine.Range {
	r := engine.Range{From: l.From.position(), To: l.To.position(), Down: p.Down, Starts: []*big.Int{}}
	for _, n := range l.Starts {
		r.Starts = append(r.Starts, n.Int)
	}
	return r
}

// start is the lowest member of the window of a place.
func (l Lease) start(p Part, at Place) *big.Int {
	if !p.Bulk && p.Whole > 0 {
		return l.Starts[int64(at.Search-l.From.Search)*engine.WindowsASearch+at.Window].Int
	}
	return l.Starts[at.Window-l.From.Window].Int
}

// An Answer is what a worker found in a lease. Two answers to one lease are the same in
// Finds and Candidates, or in whether the numbers of Verdicts are prime.
type Answer struct {
	Schema     int               `json:"schema"`
	Job        string            `json:"job"`
	Index      int               `json:"index"`
	Finds      []Find            `json:"finds"`
	Verdicts   []inspect.Finding `json:"verdicts,omitempty"`
	Candidates int64             `json:"candidates"` // up to the last find, or in bulk all
	Tests      int64             `json:"tests"`
	WallNS     int64             `json:"wall_ns"`
	Kernel     string            `json:"kernel"`
	Version    string            `json:"version"`
	Worker     string            `json:"worker"`
}

// A Find is a number with its place.
type Find struct {
	Place
	P Number `json:"p"`
}

// ReadAnswer reads an answer to a lease of a job, whose finds are not verified yet. Its
// error wraps ErrFormat or ErrNewer.
func ReadAnswer(text []byte, job Job) (Answer, error) {
	var a Answer
	if err := decode(text, MaxAnswer, &a); err != nil {
		return Answer{}, err
	}
	return a, a.check(job)
}

// Text is the answer as ReadAnswer reads it.
func (a Answer) Text() ([]byte, error) { return encode(a) }

func (a Answer) check(job Job) error {
	if a.Job != job.ID() {
		return badFormat("an answer of the job %.40q, want %s", a.Job, job.ID())
	}
	if a.Index < 0 || a.Index >= job.Count() {
		return badFormat("an answer to lease %d, want one of %d", a.Index, job.Count())
	}
	if err := CheckName(a.Worker); err != nil {
		return err
	}
	words := []string{a.Kernel, a.Version}
	for _, v := range a.Verdicts {
		words = append(words, v.Kind, v.Reason, v.FoundP, v.OriginQ, v.Order, v.StrengthSource, v.Published, v.Source, v.Policy)
		words = append(words, v.Remarks...)
	}
	for _, word := range words {
		if err := checkWord("an answer with the words", word); err != nil {
			return err
		}
	}
	if a.Candidates < 0 || a.Tests < 0 || a.WallNS < 0 {
		return badFormat("%d candidates, %d tests, %d ns, want none below 0", a.Candidates, a.Tests, a.WallNS)
	}
	for _, f := range a.Finds {
		if f.P.Int == nil {
			return badFormat("a find at %+v that is no number", f.Place)
		}
	}
	return nil
}

// maxName bounds the names of workers, which are parts of file names.
const maxName = 80

// CheckName refuses the name of a worker that is not of letters, digits and hyphens.
func CheckName(name string) error {
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-') {
			return badFormat("a worker named %.80q, want letters, digits and hyphens", name)
		}
	}
	if name == "" || len(name) > maxName {
		return badFormat("a worker with a name of %d letters, want 1 to %d", len(name), maxName)
	}
	return nil
}

// A WrongError says of an answer that it is not true.
type WrongError struct {
	Worker string
	Index  int // of the lease
	Why    string
}

func (e *WrongError) Error() string {
	return fmt.Sprintf("worker %s answered lease %d wrongly: %s", e.Worker, e.Index, e.Why)
}
