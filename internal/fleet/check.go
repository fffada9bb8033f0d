// Checking answers: whether what they say is so, and which of two that differ is wrong.

package fleet

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"

	"primebench/engine"
	"primebench/millerrabin"
	"primebench/sieve"
)

// Verify holds an answer to its lease: each find is at its place within it, is of the
// class and passes the policy. Its error is a *WrongError for an answer that is not true,
// and otherwise the context's. A find that is lacking is not seen here: see Wrong.
func Verify(ctx context.Context, job Job, l Lease, a Answer) error {
	wrong := func(format string, args ...any) error {
		return &WrongError{Worker: a.Worker, Index: a.Index, Why: fmt.Sprintf(format, args...)}
	}
	p := l.part(job)
	if job.Verb == Numbers {
		if len(a.Finds) > 0 || len(a.Verdicts) != len(l.Numbers) {
			return wrong("%d verdicts on %d numbers", len(a.Verdicts), len(l.Numbers))
		}
		return nil
	}
	kind, err := sieve.ParseKind(p.Kind)
	if err != nil {
		return badFormat("%w", err)
	}
	policy, err := millerrabin.ParsePolicy(p.Policy)
	if err != nil {
		return badFormat("%w", err)
	}
	if len(a.Verdicts) > 0 {
		return wrong("verdicts where finds are asked for")
	}
	if why := p.misplaced(kind, l, a.Finds); why != "" {
		return wrong("%s", why)
	}
	if want := p.candidates(l, a.Finds); a.Candidates != want {
		return wrong("%d candidates, want %d", a.Candidates, want)
	}
	bad, reason, err := engine.Verify(ctx, kind, p.Class, policy, primes(a.Finds))
	if err != nil {
		return err
	}
	if bad >= 0 {
		return wrong("find %d is %s", bad+1, reason)
	}
	return nil
}

// misplaced says what is wrong with the places of finds.
func (p Part) misplaced(kind sieve.Kind, l Lease, finds []Find) string {
	whole := !p.Bulk && p.Whole > 0
	if searches := int(l.To.Search - l.From.Search); whole && len(finds) != searches {
		return fmt.Sprintf("%d finds of %d searches", len(finds), searches)
	}
	if !p.Bulk && !whole && len(finds) > 1 {
		return fmt.Sprintf("%d finds where the first one is asked for", len(finds))
	}
	step := int64(lcm(kind.Step(), p.Class.Modulus))
	for i, f := range finds {
		from, to := l.From, l.To
		if whole {
			from = Place{Search: l.From.Search + uint64(i)}
			to = Place{Search: from.Search, Window: engine.WindowsASearch}
		}
		if f.Search != from.Search || f.Member < 0 || f.Member >= p.Length || p.members(from, f.Place) < 0 || p.members(f.Place, to) <= 0 {
			return fmt.Sprintf("find %d is at %+v, outside of the lease", i+1, f.Place)
		}
		if i > 0 && !whole && p.members(finds[i-1].Place, f.Place) <= 0 {
			return fmt.Sprintf("find %d does not come after the one before", i+1)
		}
		member := f.Member
		if p.Down {
			member = p.Length - 1 - member
		}
		at := new(big.Int).Mul(big.NewInt(member), big.NewInt(step))
		if at.Add(at, l.start(p, f.Place)).Cmp(f.P.Int) != 0 {
			return fmt.Sprintf("find %d is not the number at its place", i+1)
		}
	}
	return ""
}

// lcm of a step and a modulus, which is 0 where there is no class.
func lcm(step, modulus uint64) uint64 {
	if modulus == 0 {
		return step
	}
	a, b := step, modulus
	for b != 0 {
		a, b = b, a%b
	}
	return step / a * modulus
}

func primes(finds []Find) []*big.Int {
	var list []*big.Int
	for _, f := range finds {
		list = append(list, f.P.Int)
	}
	return list
}

// Same reports whether two answers say the same.
func Same(a, b Answer) bool {
	return a.Candidates == b.Candidates &&
		slices.EqualFunc(a.Finds, b.Finds, func(x, y Find) bool { return x.Place == y.Place && x.P.Int.Cmp(y.P.Int) == 0 }) &&
		len(a.Verdicts) == len(b.Verdicts) && !slices.ContainsFunc(a.differing(b), func(int) bool { return true })
}

// differing are the numbers on whose primality two answers differ.
func (a Answer) differing(b Answer) []int {
	var list []int
	for i := range min(len(a.Verdicts), len(b.Verdicts)) {
		if a.Verdicts[i].Sound != b.Verdicts[i].Sound || a.Verdicts[i].Safe != b.Verdicts[i].Safe {
			list = append(list, i)
		}
	}
	return list
}

// Wrong returns what is wrong with the first of two answers to one lease, both of which
// Verify took, or nil: finds are there whoever looked, so one that lacks a find of the
// other is wrong. Of verdicts the second answer is believed: it is the checker's own.
func Wrong(job Job, l Lease, a, b Answer) *WrongError {
	wrong := func(format string, args ...any) *WrongError {
		return &WrongError{Worker: a.Worker, Index: a.Index, Why: fmt.Sprintf(format, args...)}
	}
	if job.Verb == Numbers {
		if list := a.differing(b); len(list) > 0 {
			return wrong("number %d is not what it was called", list[0]+1)
		}
		return nil
	}
	p := l.part(job)
	has := map[Place]bool{}
	for _, f := range a.Finds {
		has[f.Place] = true
	}
	for i, f := range b.Finds {
		switch {
		case p.Bulk && !has[f.Place]:
			return wrong("it lacks the find at %+v", f.Place)
		case !p.Bulk && (i >= len(a.Finds) || p.members(a.Finds[i].Place, f.Place) < 0):
			return wrong("it lacks the find at %+v, which comes first", f.Place)
		}
	}
	return nil
}

// Z returns how far the finds of a worker are from what its candidates should have given,
// in standard deviations, and how many were expected. The finds among candidates are
// nearly a Poisson process of a known rate.
func Z(job Job, answers []Answer) (z, expected float64) {
	found := 0.0
	for _, a := range answers {
		part, _ := job.PartOf(a.Index)
		if p := job.Parts[part]; p.Length > 0 {
			expected += p.Finds / float64(p.Length) * float64(a.Candidates)
		}
		found += float64(len(a.Finds))
	}
	if expected == 0 {
		return 0, 0
	}
	return (found - expected) / math.Sqrt(expected), expected
}
