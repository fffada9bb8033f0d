// The job: what is looked for, and how it is cut into leases.

package fleet

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"math"
	"slices"

	"primebench/engine"
	"primebench/millerrabin"
	"primebench/sieve"
)

// The verbs whose work a fleet does: the results of all are public.
const (
	Moduli  = "moduli"
	Groups  = "dhparam"
	Primes  = "prime"
	Numbers = "check"
)

// A Job is the whole work.
type Job struct {
	Schema    int    `json:"schema"`
	Verb      string `json:"verb"`
	Generator int    `json:"generator,omitempty"` // of groups
	Parts     []Part `json:"parts"`
	Leases    string `json:"leases"` // SHA-256 of all of them, so that jobs of other seeds are others
	// Claim is how many seconds a worker may be silent before its lease is another's.
	Claim float64 `json:"claim_seconds"`
}

// A Part is the search for finds of one size, or a list of numbers. Its leases are
// numbered behind those of the part before.
type Part struct {
	Kind    string       `json:"kind,omitempty"`
	Bits    int          `json:"bits,omitempty"`
	TopBits int          `json:"top_bits,omitempty"`
	Class   engine.Class `json:"class"`
	Policy  string       `json:"policy"`
	Count   int          `json:"count"` // finds that are wanted, or numbers
	Leases  int          `json:"leases"`
	// Length is that of the windows, in members.
	Length int64 `json:"length,omitempty"`
	// Bulk takes all finds. Otherwise each search gives its first one.
	Bulk bool `json:"bulk,omitempty"`
	// Down counts members from the highest of a window: of a walk down.
	Down bool `json:"down,omitempty"`
	// A lease has so many whole windows in bulk, or so many whole searches; 0 where each
	// window is cut into Pieces.
	Whole  int `json:"whole,omitempty"`
	Pieces int `json:"pieces,omitempty"`
	// Finds is how many a window has on the average.
	Finds float64 `json:"finds_a_window,omitempty"`
}

// A Place is one of the candidates: of a search, in bulk of the only one.
type Place struct {
	Search uint64 `json:"search"`
	Window int64  `json:"window"`
	Member int64  `json:"member"`
}

func (p Place) position() engine.Position {
	return engine.Position{Number: p.Search, Window: p.Window, Member: p.Member}
}

// Bounds of what is read.
const (
	maxParts  = 100
	maxLeases = 1_000_000
	maxCount  = 1_000_000_000
	maxClaim  = 24 * 60 * 60
)

// ReadJob reads a job. Its error wraps ErrFormat or ErrNewer.
func ReadJob(text []byte) (Job, error) {
	var j Job
	if err := decode(text, MaxJob, &j); err != nil {
		return Job{}, err
	}
	return j, j.check()
}

// Text is the job as ReadJob reads it.
func (j Job) Text() ([]byte, error) { return encode(j) }

// ID names a job by its text.
func (j Job) ID() string {
	text, err := j.Text()
	if err != nil {
		panic(err) // no value of a Job's fields that check lets pass is without a text
	}
	return digest(text)
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

func (j Job) check() error {
	if !slices.Contains([]string{Moduli, Groups, Primes, Numbers}, j.Verb) {
		return badFormat("a job of %.80q, want moduli, dhparam, prime or check", j.Verb)
	}
	if len(j.Parts) == 0 || len(j.Parts) > maxParts {
		return badFormat("%d parts, want 1 to %d", len(j.Parts), maxParts)
	}
	if !(j.Claim > 0 && j.Claim <= maxClaim) {
		return badFormat("claims of %v seconds, want more than 0 and at most %d", j.Claim, maxClaim)
	}
	if err := checkWord("leases", j.Leases); err != nil {
		return err
	}
	for i, p := range j.Parts {
		if err := p.check(j.Verb == Numbers); err != nil {
			return fmt.Errorf("part %d: %w", i, err)
		}
	}
	if n := j.Count(); n > maxLeases {
		return badFormat("%d leases, want at most %d", n, maxLeases)
	}
	return nil
}

func (p Part) check(list bool) error {
	if _, err := millerrabin.ParsePolicy(p.Policy); err != nil {
		return badFormat("%w", err)
	}
	if p.Count < 1 || p.Count > maxCount || p.Leases < 1 || p.Leases > maxLeases {
		return badFormat("%d finds in %d leases, want 1 to %d in 1 to %d", p.Count, p.Leases, maxCount, maxLeases)
	}
	if list {
		return nil
	}
	if _, err := sieve.ParseKind(p.Kind); err != nil {
		return badFormat("%w", err)
	}
	switch {
	case p.Bits < engine.MinBits || p.Bits > engine.MaxBits:
		return badFormat("%d bits, want %d to %d", p.Bits, engine.MinBits, engine.MaxBits)
	case p.Length < 1 || p.Length > sieve.MaxLength:
		return badFormat("windows of %d members, want 1 to %d", p.Length, sieve.MaxLength)
	case p.Whole < 0 || p.Whole > maxLeases || p.Pieces < 0 || int64(p.Pieces) > p.Length || (p.Whole == 0) == (p.Pieces == 0):
		return badFormat("leases of %d windows or %d pieces, want one of the two", p.Whole, p.Pieces)
	case !(p.Finds > 0) || p.Finds > maxCount:
		return badFormat("%v finds a window, want more than 0", p.Finds)
	}
	return nil
}

// Count is how many leases there are in all.
func (j Job) Count() int {
	n := 0
	for _, p := range j.Parts {
		n += p.Leases
	}
	return n
}

// PartOf returns the part of a lease, and the lease's number within it.
func (j Job) PartOf(index int) (part, within int) {
	for part, p := range j.Parts {
		if index < p.Leases {
			return part, index
		}
		index -= p.Leases
	}
	return len(j.Parts), index
}

// bounds are the places between which a lease lies, by its number within the part.
func (p Part) bounds(within int) (from, to Place) {
	from, to = p.place(within), p.place(within+1)
	if p.Pieces > 0 && to.Search != from.Search {
		to = Place{Search: from.Search, Window: engine.WindowsASearch}
	}
	return from, to
}

// place is where a lease begins.
func (p Part) place(within int) Place {
	switch {
	case !p.Bulk && p.Whole > 0:
		return Place{Search: uint64(min(within*p.Whole, p.Count))}
	case p.Whole > 0:
		return Place{Window: int64(within) * int64(p.Whole)}
	case p.Pieces == 0: // a list
		return Place{}
	}
	piece := Place{Window: int64(within / p.Pieces), Member: int64(within%p.Pieces) * p.Length / int64(p.Pieces)}
	if !p.Bulk {
		piece.Search, piece.Window = uint64(within/p.search()), piece.Window%engine.WindowsASearch
	}
	return piece
}

// search is how many leases a search has that is cut into pieces.
func (p Part) search() int { return p.Pieces * engine.WindowsASearch }

// finds is how many a lease has on the average.
func (p Part) finds() float64 {
	switch {
	case p.Pieces > 0:
		return p.Finds / float64(p.Pieces)
	case p.Bulk:
		return p.Finds * float64(p.Whole)
	}
	return float64(p.Whole)
}

// members counts the candidates between two places of one search.
func (p Part) members(from, to Place) int64 {
	return (to.Window-from.Window)*p.Length + to.Member - from.Member
}

// Open returns the leases that are still to be done, those first that are surely needed,
// by how many finds each of the answered ones has. There are none when the job is done.
func (j Job) Open(finds map[int]int) []int {
	var open []lease
	first := 0
	for _, p := range j.Parts {
		for l := range p.open(first, finds) {
			open = append(open, l)
		}
		first += p.Leases
	}
	slices.SortStableFunc(open, func(a, b lease) int { return cmp.Compare(a.surplus, b.surplus) })
	var indices []int
	for _, l := range open {
		indices = append(indices, l.index)
	}
	return indices
}

// Done reports whether no lease is still to be done.
func (j Job) Done(finds map[int]int) bool {
	first := 0
	for _, p := range j.Parts {
		for range p.open(first, finds) {
			return false
		}
		first += p.Leases
	}
	return true
}

// A lease that is open. Its surplus is how many times as much as is wanted lies before it
// on the average.
type lease struct {
	index   int
	surplus float64
}

// open yields the open leases of a part, of which the lease first is the first one.
func (p Part) open(first int, finds map[int]int) iter.Seq[lease] {
	return func(yield func(lease) bool) {
		whole := !p.Bulk && p.Pieces == 0 // whole searches, or numbers: all are needed
		found := 0
		for i := 0; i < p.Leases; i++ {
			if !whole && !p.Bulk && i%p.search() == 0 {
				found = 0 // another search
			}
			wanted := 1
			if p.Bulk {
				wanted = p.Count
			}
			if !whole && found >= wanted {
				continue
			}
			n, answered := finds[first+i]
			if answered {
				found += n
				continue
			}
			l := lease{index: first + i}
			switch {
			case p.Bulk:
				l.surplus = math.Floor(float64(i) * p.finds() / float64(p.Count))
			case !whole:
				l.surplus = math.Floor(float64(i%p.search()) * p.finds())
			}
			if !yield(l) {
				return
			}
		}
	}
}
