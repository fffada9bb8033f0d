// A worker: one goroutine's workspace and its jobs.

package engine

import (
	"context"
	"math/big"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A tester is what a worker asks of millerrabin.Tester.
type tester interface {
	Base2(ctx context.Context, candidates ...[]uint64) (millerrabin.Mask, error)
	Confirm(ctx context.Context, numbers []*big.Int, p millerrabin.Policy) ([]millerrabin.Verdict, error)
}

// A worker does one job at a time.
type worker struct {
	kind   sieve.Kind
	meter  *Meter
	tester tester
	sieve  *sieve.Window

	tested [millerrabin.Lanes][]uint64 // the values under test
}

func newWorker(s *Searcher, tester tester) (*worker, error) {
	window, err := sieve.NewWindow(s.table, s.length)
	if err != nil {
		return nil, badConfig("%w", err)
	}
	w := &worker{kind: s.kind, meter: s.config.Meter, tester: tester, sieve: window}
	for i := range w.tested {
		w.tested[i] = make([]uint64, words.Count(s.bits))
	}
	return w, nil
}

// run does the jobs of a crew until there are none, and then helps the other crews.
func (w *worker) run(ctx context.Context, crews []*scheduler, own int) error {
	ctx, cancel := context.WithCancel(ctx) // the parent of its jobs' contexts, and of no other worker's
	defer cancel()
	for i := range crews {
		if err := w.work(ctx, crews[(own+i)%len(crews)]); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) work(ctx context.Context, sched *scheduler) error {
	for {
		j, jobCtx, err := sched.takeJob(ctx)
		if j == nil || err != nil {
			return err
		}
		if err := sched.finish(j, j.do(jobCtx, w)); err != nil {
			return err
		}
	}
}

// verify reports of each value that passed the base-2 tests whether it is what is
// looked for, by a policy.
//
// Of a safe prime it is q that needs the policy. With q prime, the base-2 test
// that p passed proves p: it found 2^((p-1)/2) = 1 or -1 modulo p, so that
// 2^(p-1) = 1, and gcd(2^2 - 1, p) = 1 since 3 does not divide a member of the
// progression (H. Pocklington, 1914; q > sqrt(p) - 1).
func (w *worker) verify(ctx context.Context, values []*big.Int, p millerrabin.Policy) ([]bool, error) {
	judged := values
	if w.kind == sieve.Safe {
		judged = nil
		for _, value := range values {
			judged = append(judged, new(big.Int).Rsh(value, 1))
		}
	}
	verdicts, err := w.tester.Confirm(ctx, judged, p)
	if err != nil {
		return nil, err
	}
	stands := make([]bool, len(verdicts))
	for i, v := range verdicts {
		stands[i] = v.Prime
	}
	return stands, nil
}
