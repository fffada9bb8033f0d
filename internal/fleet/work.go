// The worker: doing leases.

package fleet

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"primebench/engine"
	"primebench/internal/inspect"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A Worker does leases, one at a time.
type Worker struct {
	Name    string // see CheckName
	Version string
	// Means are how to search: Workers, Kernel, SieveLimit and Memory.
	Means engine.Config

	job       string                   // that the searchers are of
	searchers map[int]*engine.Searcher // by part
	meter     engine.Meter
}

// Do does a lease. Its error wraps engine.ErrConfig for one that this build cannot do,
// or is the context's.
func (w *Worker) Do(ctx context.Context, job Job, l Lease) (Answer, error) {
	began := time.Now()
	if id := job.ID(); id != w.job {
		w.job, w.searchers = id, map[int]*engine.Searcher{}
	}
	a := Answer{Schema: Schema, Job: w.job, Index: l.Index, Finds: []Find{}, Version: w.Version, Worker: w.Name}
	do := w.search
	if job.Verb == Numbers {
		do = w.judge
	}
	if err := do(ctx, job, l, &a); err != nil {
		return Answer{}, fmt.Errorf("lease %d: %w", l.Index, err)
	}
	a.WallNS = time.Since(began).Nanoseconds()
	return a, nil
}

// search takes the finds of a lease.
func (w *Worker) search(ctx context.Context, job Job, l Lease, a *Answer) error {
	part, _ := job.PartOf(l.Index)
	s, err := w.searcher(part, job.Parts[part])
	if err != nil {
		return err
	}
	p, before := job.Parts[part], w.meter.Tests()
	for found, err := range s.Finds(ctx, l.candidates(p)) {
		if err != nil {
			return err
		}
		at := Place{Search: found.At.Number, Window: found.At.Window, Member: found.At.Member}
		if p.Bulk {
			at.Search = 0
		}
		a.Finds = append(a.Finds, Find{Place: at, P: Number{found.P}})
	}
	a.Tests = w.meter.Tests() - before
	a.Candidates, a.Kernel = p.candidates(l, a.Finds), s.Config().Kernel
	return nil
}

// searcher is that of a part, made when it is first wanted.
func (w *Worker) searcher(part int, p Part) (*engine.Searcher, error) {
	if s := w.searchers[part]; s != nil {
		return s, nil
	}
	kind, err := sieve.ParseKind(p.Kind)
	if err != nil {
		return nil, err
	}
	config := w.Means
	config.Meter = &w.meter
	config.TopBits, config.Class, config.Bulk = p.TopBits, p.Class, p.Bulk
	if config.Policy, err = millerrabin.ParsePolicy(p.Policy); err != nil {
		return nil, err
	}
	s, err := engine.New(kind, p.Bits, config)
	if err == nil && p.Pieces > 1 && config.SieveLimit == 0 {
		// Each piece of a window is sieved by itself: the best limit is lower by as much
		// as it has fewer members.
		config.SieveLimit = max(leastLimit, s.Config().SieveLimit/uint64(p.Pieces))
		s, err = engine.New(kind, p.Bits, config)
	}
	if err != nil {
		return nil, err
	}
	if s.WindowLength() != p.Length {
		return nil, fmt.Errorf("windows have %d members here and %d in the job; use one primebench everywhere", s.WindowLength(), p.Length)
	}
	w.searchers[part] = s
	return s, nil
}

// leastLimit is the least sieve limit of a piece of a window.
const leastLimit = 1 << 5

// candidates are those up to the finds of a lease.
func (p Part) candidates(l Lease, finds []Find) int64 {
	switch {
	case p.Bulk, len(finds) == 0:
		return p.members(l.From, l.To)
	case p.Pieces > 0:
		return p.members(l.From, finds[0].Place) + 1
	}
	n := int64(0)
	for _, f := range finds {
		n += p.members(Place{}, f.Place) + 1
	}
	return n
}

// judge takes the verdicts on the numbers of a lease.
func (w *Worker) judge(ctx context.Context, job Job, l Lease, a *Answer) error {
	policy, err := millerrabin.ParsePolicy(l.part(job).Policy)
	if err != nil {
		return err
	}
	inspector := inspect.Inspector{Policy: policy, Workers: w.Means.Workers, Kernel: w.Means.Kernel}
	a.Verdicts, err = inspector.Numbers(ctx, ints(l.Numbers))
	a.Kernel, a.Candidates = w.Means.Kernel, int64(len(l.Numbers))
	return err
}

func ints(list []Number) []*big.Int {
	var numbers []*big.Int
	for _, n := range list {
		numbers = append(numbers, n.Int)
	}
	return numbers
}
