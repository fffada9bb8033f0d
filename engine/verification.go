// Verification: what passed the base-2 tests is held to the policy, by one worker or by
// several that take a part of the rounds each.

package engine

import (
	"context"
	"math/big"
	"slices"
	"time"

	"primebench/internal/words"
	"primebench/millerrabin"
)

// A verification is survivors that passed the base-2 tests on their way to a verdict.
type verification struct {
	survivors []*survivor
	left      int    // parts that are not over
	stands    []bool // by survivor: no part so far refuted it
	failed    bool   // a part was stopped
}

// newVerification returns the jobs that hold survivors to a policy. A single one is
// verified by up to so many workers together.
func newVerification(survivors []*survivor, p millerrabin.Policy, workers int) []*verifyJob {
	v := &verification{survivors: survivors, stands: slices.Repeat([]bool{true}, len(survivors))}
	parts := []millerrabin.Policy{p}
	if len(survivors) == 1 {
		parts = p.Split(workers)
	}
	v.left = len(parts)
	jobs := make([]*verifyJob, v.left)
	for i, part := range parts {
		jobs[i] = &verifyJob{verification: v, policy: part}
	}
	return jobs
}

// A verifyJob is one part of a verification: all survivors, by some of the rounds.
type verifyJob struct {
	*verification
	policy millerrabin.Policy
	values []*big.Int
	passed []bool // by survivor
	took   time.Duration
}

func (j *verifyJob) do(ctx context.Context, w *worker) (err error) {
	began := time.Now()
	defer func() { j.took = time.Since(began) }()
	for _, s := range j.survivors {
		s.value(w.tested[0])
		j.values = append(j.values, words.Int(w.tested[0]))
	}
	j.passed, err = w.verify(ctx, j.values, j.policy)
	return err
}

func (j *verifyJob) record(sched *scheduler, failed bool) {
	j.left--
	j.failed = j.failed || failed
	for i, s := range j.survivors {
		if !failed {
			j.stands[i] = j.stands[i] && j.passed[i]
			sched.charge(s.search, Phases{Accept: j.took / time.Duration(len(j.survivors))}, 0)
		}
		if j.left == 0 {
			j.decide(sched, i)
		}
	}
}

// decide ends the verification of survivor i, of which j was the last part.
func (j *verifyJob) decide(sched *scheduler, i int) {
	s := j.survivors[i]
	wanted := s.search.wants(s.number)
	if j.failed && wanted {
		return // it stays in flight: nothing after it is decided
	}
	s.search.land(s)
	if wanted && j.stands[i] {
		s.search.addFind(find{survivor: s, p: j.values[i]})
		sched.found = sched.found || !s.search.bulk
	}
}

func (j *verifyJob) wanted() bool { return anyWanted(j.survivors) }
