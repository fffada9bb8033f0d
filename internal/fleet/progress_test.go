package fleet_test

import (
	"math"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/fleet"
	"primebench/millerrabin"
	"primebench/sieve"
)

// What is found, left and out follows from the answers, whatever order they came in.
func TestProgress(t *testing.T) {
	s := newSearcher(t, sieve.Prime, 32, true)
	job, leases, err := fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: 70}}, fleet.Options{Size: 30, Claim: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	w := &fleet.Worker{Name: "w-1", Means: means}
	fold := fleet.NewFold(job, nil)
	took := func(index int) fleet.Answer {
		a := do(t, w, job, leases[index])
		fold.Add(fleet.Entry{Answer: &a})
		return a
	}
	found, expected := 0, 0.0
	for _, index := range []int{2, 3, 1} {
		a := took(index)
		found += len(a.Finds)
		expected += float64(a.Candidates) * job.Parts[0].Finds / float64(job.Parts[0].Length)
	}
	claims := []fleet.Claim{{Index: 0, Worker: "w-1", Silent: time.Second}, {Index: 4, Worker: "w-1"}, {Index: 5, Worker: "w-2", Silent: time.Minute}}
	p := fold.Progress(claims, 3)
	// The lease before the others is waited for, though there may be enough finds.
	lease := job.Parts[0].Finds / float64(job.Parts[0].Pieces)
	if part := p.Parts[0]; part.Found != min(found, 70) || part.Left != max(float64(70-part.Found), lease) || part.Bits != 32 {
		t.Errorf("%+v of %d finds", part, found)
	}
	sum := 0.0
	for _, pace := range p.Parts[0].Paces {
		sum += pace.Finds
	}
	if math.Abs(sum-expected) > 1e-9 {
		t.Errorf("%v finds are expected in the answered leases, want %v", sum, expected)
	}
	if p.Done != 3 || p.Out != 2 || p.AtWork != 1 || p.Redelivered != 3 || p.Open != len(fold.Open()) {
		t.Errorf("%+v", p)
	}
	fold.Add(fleet.Entry{Distrust: &fleet.Distrust{Worker: "w-1", Why: "lies"}})
	p = fold.Progress(nil, 3)
	if p.Found != 0 || len(p.Workers) != 1 || p.Workers[0].Distrusted != "lies" || p.Workers[0].Done != 0 {
		t.Errorf("after the worker was found out %+v", p)
	}
}

// Of searches that are cut one find is wanted each, and of a list the verdicts.
func TestProgressByKind(t *testing.T) {
	s := newSearcher(t, sieve.Prime, 6144, false)
	job, _, err := fleet.Plan(fleet.Groups, []fleet.Wanted{{Searcher: s, Count: 2}}, fleet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fold := fleet.NewFold(job, nil)
	add := func(index, finds int) {
		a := fleet.Answer{Index: index, Worker: "w", Candidates: 100, WallNS: 1e9, Finds: make([]fleet.Find, finds)}
		fold.Add(fleet.Entry{Answer: &a})
	}
	a := job.Parts[0].Pieces * engine.WindowsASearch
	add(1, 1)
	add(2, 1) // of the same search, and needless
	if p := fold.Progress(nil, 0); p.Found != 1 || p.Parts[0].Left != 1 {
		t.Errorf("%+v", p)
	}
	add(a, 1)
	if p := fold.Progress(nil, 0); p.Found != 2 || p.Open != 1 || p.Parts[0].Left != job.Parts[0].Finds/float64(job.Parts[0].Pieces) {
		t.Errorf("with a lease before a find %+v", p)
	}
	job, leases, err := fleet.PlanNumbers(numbers(1000), millerrabin.Untrusted, fleet.Options{Size: 300})
	if err != nil {
		t.Fatal(err)
	}
	answer := do(t, &fleet.Worker{Name: "w", Means: means}, job, leases[3])
	fold = fleet.NewFold(job, []fleet.Entry{{Answer: &answer}})
	if p := fold.Progress(nil, 0); p.Found != 100 || p.Wanted != 1000 || p.Parts[0].Left != 900 || p.Parts[0].Paces[0].Finds != 100 {
		t.Errorf("%+v", p)
	}
}
