// Planning a job: cutting what is wanted into leases.

package fleet

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"math/big"
	"time"

	"primebench/engine"
	"primebench/millerrabin"
)

// A Wanted is one search of a job to be planned.
type Wanted struct {
	Searcher *engine.Searcher // with the seed, or of a walk
	Walks    bool
	Down     bool // of a walk
	Count    int
}

// Options are how a job is cut.
type Options struct {
	Generator int // of groups
	// Size is how many finds a lease has on the average, or numbers; 0: about 20 s of a
	// core, and of numbers 500.
	Size  int
	Claim time.Duration // after which a silent worker's lease is another's
}

// DefaultClaim is the time after which the lease of a silent worker is another's.
const DefaultClaim = 30 * time.Second

const (
	// leaseSeconds is what a lease takes on the average on one core.
	leaseSeconds = 20
	leastFinds   = 50 // of short primes, whose lanes are not full at the end of a lease
	// cutFrom is the size from which a window takes so long that it is cut: at 8192 bits
	// it has four finds, of minutes each. That costs: each piece is sieved by itself.
	cutFrom = 6144
	// manyWindows are so many that windows stay whole: of fewer a good part of the last
	// one would be for nothing, and there would be no leases to share. Then each makes
	// fewPieces.
	manyWindows = 8
	fewPieces   = 4
	// fewSearches are so few that those of long primes are cut too.
	fewSearches = 16
	numbers     = 500 // of a list in a lease
)

// secondsAFind is what a find takes on one core, as the suites measured it on a processor
// with AVX-512 IFMA: 1.1 s for a safe prime of 2048 bits and 0.03 s for a prime, growing
// with the powers 4.8 and 3.8 of the size. It decides the size of leases alone.
func secondsAFind(safe bool, bits int) float64 {
	size := float64(bits) / 2048
	if safe {
		return 1.1 * math.Pow(size, 4.8)
	}
	return 0.03 * math.Pow(size, 3.8)
}

// Plan cuts searches into a job and its leases.
func Plan(verb string, wanted []Wanted, o Options) (Job, []Lease, error) {
	j := Job{Schema: Schema, Verb: verb, Generator: o.Generator, Claim: o.claim()}
	for _, w := range wanted {
		j.Parts = append(j.Parts, w.part(o.Size))
	}
	if err := j.check(); err != nil {
		return Job{}, nil, err
	}
	var leases []Lease
	for i, w := range wanted {
		for within := range j.Parts[i].Leases {
			from, to := j.Parts[i].bounds(within)
			r, err := w.Searcher.Cut(from.position(), to.position())
			if err != nil {
				return Job{}, nil, err
			}
			l := Lease{Schema: Schema, Index: len(leases), From: from, To: to}
			for _, start := range r.Starts {
				l.Starts = append(l.Starts, Number{start})
			}
			leases = append(leases, l)
		}
	}
	return j.seal(leases)
}

// PlanNumbers cuts the checking of a list into a job and its leases.
func PlanNumbers(list []*big.Int, policy millerrabin.Policy, o Options) (Job, []Lease, error) {
	size := o.Size
	if size == 0 {
		size = numbers
	}
	j := Job{Schema: Schema, Verb: Numbers, Claim: o.claim()}
	var leases []Lease
	for from := 0; from < len(list); {
		l := Lease{Schema: Schema, Index: len(leases)}
		room := MaxLease - 1000 // for what is around the numbers
		for ; from < len(list) && len(l.Numbers) < size; from++ {
			if room -= len(list[from].Text(16)) + len(`"",`); room < 0 {
				break
			}
			l.Numbers = append(l.Numbers, Number{list[from]})
		}
		leases = append(leases, l)
	}
	j.Parts = []Part{{Policy: policy.String(), Count: len(list), Leases: len(leases)}}
	if err := j.check(); err != nil {
		return Job{}, nil, err
	}
	return j.seal(leases)
}

// seal gives the job the sum of its leases, and these the job's name.
func (j Job) seal(leases []Lease) (Job, []Lease, error) {
	sum := sha256.New()
	for _, l := range leases {
		text, err := l.Text()
		if err != nil {
			return Job{}, nil, err
		}
		sum.Write(append(text, '\n'))
	}
	j.Leases = hex.EncodeToString(sum.Sum(nil))
	id := j.ID()
	for i := range leases {
		leases[i].Job = id
		text, err := leases[i].Text()
		if err != nil {
			return Job{}, nil, err
		}
		if len(text) > MaxLease {
			return Job{}, nil, badFormat("lease %d has %d bytes, and at most %d are read; want smaller leases", i, len(text), MaxLease)
		}
	}
	return j, leases, nil
}

func (o Options) claim() float64 {
	if o.Claim == 0 {
		o.Claim = DefaultClaim
	}
	return o.Claim.Seconds()
}

// part cuts one search into leases of so many finds.
func (w Wanted) part(size int) Part {
	s, config := w.Searcher, w.Searcher.Config()
	p := Part{
		Kind: s.Kind().String(), Bits: s.Bits(), TopBits: config.TopBits, Class: config.Class, Policy: config.Policy.String(),
		Count: w.Count, Length: s.WindowLength(), Bulk: config.Bulk, Down: w.Down, Finds: s.FindsAWindow(),
	}
	finds := p.Finds
	wanted := float64(size)
	if size == 0 {
		wanted = w.size(p)
	}
	switch {
	case p.Bulk && wanted > finds/1.5:
		p.Whole = int(max(1, min(math.Round(wanted/finds), mostStarts(p.Bits))))
	case p.Bulk:
		p.Pieces = int(math.Round(finds / wanted))
	case w.Walks:
		p.Pieces = 1
	case p.Bits >= cutFrom && p.Count < fewSearches:
		p.Pieces = 2 * int(math.Round(finds)) // half a find each
	default:
		p.Whole = int(min(wanted, mostStarts(p.Bits)/engine.WindowsASearch))
	}
	switch {
	case p.Bulk:
		p.Leases = int(math.Ceil(enough(p.Count) / p.finds()))
	case p.Pieces > 0:
		p.Leases = p.Count * p.search()
	default:
		p.Leases = (p.Count + p.Whole - 1) / p.Whole
	}
	return p
}

// size is how many finds a lease of a part should have.
func (w Wanted) size(p Part) float64 {
	size := leaseSeconds / secondsAFind(p.Kind == "safe", p.Bits)
	if p.Kind == "prime" {
		size = max(size, leastFinds)
	}
	if p.Bulk && p.Bits < cutFrom {
		least := p.Finds
		if float64(p.Count) < manyWindows*p.Finds {
			least /= fewPieces
		}
		size = max(least, min(size, float64(p.Count)/leastLeases))
	}
	if !p.Bulk {
		size = min(size, float64(p.Count)/leastLeases)
	}
	return max(1, size)
}

// leastLeases is into how many leases searches are cut where there are so many.
const leastLeases = 16

// mostStarts is how many starts of a size fit into a lease.
func mostStarts(bits int) float64 { return math.Floor((MaxLease - 1000) / float64(bits/4+4)) }

// enough is how many finds must be expected so that count are there but for one chance in
// 10^9. The root of a Poisson variable has nearly the standard deviation 1/2 (M. S.
// Bartlett, 1936), and 3.6 is enough of it also where few are wanted.
func enough(count int) float64 {
	root := math.Sqrt(float64(count)) + 3.6
	return root * root
}
