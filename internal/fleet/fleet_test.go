package fleet_test

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"primebench/engine"
	"primebench/internal/fleet"
	"primebench/internal/inspect"
	"primebench/millerrabin"
	"primebench/sieve"
)

var shared = new(engine.Shared)

// means are those of a worker that is not the planner.
var means = engine.Config{Workers: 1, SieveLimit: 1 << 10, Shared: shared}

func newSearcher(t interface{ Fatal(...any) }, kind sieve.Kind, bits int, bulk bool) *engine.Searcher {
	s, err := engine.New(kind, bits, engine.Config{Seed: engine.Seed{3}, Bulk: bulk, Workers: 1, SieveLimit: 1 << 10, Shared: shared})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stream is what one machine finds.
func stream(t interface{ Fatal(...any) }, s *engine.Searcher, count int) []string {
	var list []string
	for r, err := range s.Stream(context.Background(), engine.Position{}, uint64(count)) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r.P.String())
	}
	return list
}

func texts(list []*big.Int) []string {
	var all []string
	for _, n := range list {
		all = append(all, n.String())
	}
	return all
}

// reread is a lease after it was written and read.
func reread(t interface{ Fatal(...any) }, job fleet.Job, l fleet.Lease) fleet.Lease {
	text, err := l.Text()
	if err == nil {
		l, err = fleet.ReadLease(text, job)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// do answers a lease, and holds the answer to what the coordinator asks of it.
func do(t interface{ Fatal(...any) }, w *fleet.Worker, job fleet.Job, l fleet.Lease) fleet.Answer {
	a, err := w.Do(context.Background(), job, reread(t, job, l))
	if err != nil {
		t.Fatal(err)
	}
	text, err := a.Text()
	if err == nil {
		a, err = fleet.ReadAnswer(text, job)
	}
	if err == nil {
		err = fleet.Verify(context.Background(), job, l, a)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What a fleet folds is what one machine finds, in whatever order the leases are done
// and however the job is cut; and no more is done than is needed.
func TestFoldIsTheStream(t *testing.T) {
	const most = 130
	sizes := map[sieve.Kind]int{sieve.Prime: 64, sieve.Safe: 48}
	want := map[bool]map[sieve.Kind][]string{false: {}, true: {}}
	for kind, bits := range sizes {
		for _, bulk := range []bool{false, true} {
			want[bulk][kind] = stream(t, newSearcher(t, kind, bits, bulk), most)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		kind, bulk := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind")), rapid.Bool().Draw(t, "bulk")
		counts := []int{rapid.IntRange(1, most).Draw(t, "count"), rapid.IntRange(1, 5).Draw(t, "second count")}
		s := newSearcher(t, kind, sizes[kind], bulk)
		job, leases, err := fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: counts[0]}, {Searcher: s, Count: counts[1]}},
			fleet.Options{Size: rapid.SampledFrom([]int{0, 1, 7, 40, 200}).Draw(t, "size")})
		if err != nil {
			t.Fatal(err)
		}
		w := &fleet.Worker{Name: "w", Means: means}
		fold := fleet.NewFold(job, nil)
		for open := fold.Open(); len(open) > 0; open = fold.Open() {
			if _, all := fold.Finds(0); all {
				if _, all := fold.Finds(1); all {
					t.Fatalf("all is found, and %v are open", open)
				}
			}
			a := do(t, w, job, leases[open[rapid.IntRange(0, len(open)-1).Draw(t, "lease")]])
			fold.Add(fleet.Entry{Answer: &a})
		}
		for part, count := range counts {
			finds, all := fold.Finds(part)
			if !all || !slices.Equal(texts(finds), want[bulk][kind][:count]) {
				t.Fatalf("part %d: %d finds, %v, want the %d of the stream", part, len(finds), all, count)
			}
		}
	})
}

// Few long searches are cut into pieces of windows, and give what they give whole.
func TestCutSearches(t *testing.T) {
	s := newSearcher(t, sieve.Prime, 6144, false)
	job, leases, err := fleet.Plan(fleet.Groups, []fleet.Wanted{{Searcher: s, Count: 2}}, fleet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := job.Parts[0]; p.Pieces < 2 || len(leases) != 2*p.Pieces*engine.WindowsASearch || len(leases[0].Starts) != 1 {
		t.Fatalf("%+v in %d leases, want pieces of windows", p, len(leases))
	}
	for _, l := range leases {
		reread(t, job, l)
		if l.To.Search != l.From.Search || l.To.Window < l.From.Window {
			t.Errorf("lease %d from %+v to %+v", l.Index, l.From, l.To)
		}
	}
	// A find in one piece makes the later ones of its search needless, and no others.
	open := job.Open(map[int]int{2: 1})
	if slices.Contains(open, 3) || !slices.Contains(open, 1) || !slices.Contains(open, len(leases)/2) {
		t.Errorf("open after a find in lease 2: %v", open)
	}
}

// A walk gives the first find after its number or before it, or many.
func TestWalks(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 70)
	for _, walk := range []struct {
		count int
		down  bool
	}{{1, false}, {3, false}, {1, true}, {3, true}} {
		count, next := walk.count, engine.Next
		if walk.down {
			next = engine.Previous
		}
		s, err := engine.NewWalk(sieve.Safe, n, walk.down, engine.Config{Bulk: count > 1})
		if err != nil {
			t.Fatal(err)
		}
		job, leases, err := fleet.Plan(fleet.Primes, []fleet.Wanted{{Searcher: s, Walks: true, Down: walk.down, Count: count}}, fleet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		w := &fleet.Worker{Name: "w", Means: means}
		fold := fleet.NewFold(job, nil)
		for open := fold.Open(); len(open) > 0; open = fold.Open() {
			a := do(t, w, job, leases[open[0]])
			fold.Add(fleet.Entry{Answer: &a})
		}
		finds, all := fold.Finds(0)
		at := n
		for i := range count {
			if at, err = next(t.Context(), sieve.Safe, at, engine.Config{}); err != nil {
				t.Fatal(err)
			}
			if !all || finds[i].Cmp(at) != 0 {
				t.Errorf("find %d is %v, want %v", i, finds[i], at)
			}
		}
	}
}

// Lists are checked as on one machine.
func TestNumbers(t *testing.T) {
	list := numbers(1000)
	job, leases, err := fleet.PlanNumbers(list, millerrabin.Untrusted, fleet.Options{Size: 300})
	if err != nil || len(leases) != 4 {
		t.Fatal(len(leases), err)
	}
	w := &fleet.Worker{Name: "w", Means: means}
	fold := fleet.NewFold(job, nil)
	for _, index := range []int{3, 1, 0, 2} {
		a := do(t, w, job, leases[index])
		fold.Add(fleet.Entry{Answer: &a})
	}
	want, err := inspect.Inspector{}.Numbers(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	got := fold.Verdicts()
	if !slices.EqualFunc(got, want, func(a, b inspect.Finding) bool { return a.Sound == b.Sound && a.Safe == b.Safe && a.Reason == b.Reason }) {
		t.Errorf("%d verdicts, want those of one machine", len(got))
	}
}

// numbers are those below count.
func numbers(count int64) []*big.Int {
	var list []*big.Int
	for n := range count {
		list = append(list, big.NewInt(n))
	}
	return list
}

// Answers that are not true are told, each with why.
func TestLies(t *testing.T) {
	s := newSearcher(t, sieve.Safe, 48, true)
	job, leases, err := fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: 100}}, fleet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := &fleet.Worker{Name: "w", Means: means}
	good := do(t, w, job, leases[0])
	other := do(t, w, job, leases[1])
	shifted := func(by int64) fleet.Number {
		return fleet.Number{Int: new(big.Int).Add(good.Finds[0].P.Int, big.NewInt(by))}
	}
	for why, change := range map[string]func(a *fleet.Answer){
		"outside of the lease":             func(a *fleet.Answer) { a.Finds[0].Window = 9 },
		"outside of the lease, another's ": func(a *fleet.Answer) { a.Finds = slices.Clone(other.Finds) },
		"find 1 is not the number":         func(a *fleet.Answer) { a.Finds[0].P = shifted(12) },
		"find 1 is no safe":                func(a *fleet.Answer) { a.Finds[0].P = shifted(12); a.Finds[0].Member++ },
		"does not come after":              func(a *fleet.Answer) { a.Finds[1] = a.Finds[0] },
		"candidates, want":                 func(a *fleet.Answer) { a.Candidates-- },
		"verdicts where finds are":         func(a *fleet.Answer) { a.Verdicts = []inspect.Finding{{}} },
		"outside of the lease at members ": func(a *fleet.Answer) { a.Finds[0].Member = -1 },
	} {
		a := good
		a.Finds = slices.Clone(good.Finds)
		change(&a)
		var wrong *fleet.WrongError
		err := fleet.Verify(t.Context(), job, leases[0], a)
		why, _, _ := strings.Cut(why, " at members")
		why, _, _ = strings.Cut(why, ", another's")
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Why, why) || wrong.Worker != "w" {
			t.Errorf("%v, want %q", err, why)
		}
	}
	lacking := good
	lacking.Finds = slices.Delete(slices.Clone(good.Finds), 3, 4)
	if err := fleet.Verify(t.Context(), job, leases[0], lacking); err != nil {
		t.Errorf("a find that lacks shows: %v", err)
	}
	if wrong := fleet.Wrong(job, leases[0], lacking, good); wrong == nil || !strings.Contains(wrong.Why, "lacks the find") {
		t.Errorf("%v, want that a find lacks", wrong)
	}
	if wrong := fleet.Wrong(job, leases[0], good, lacking); wrong != nil {
		t.Errorf("the whole answer is called wrong: %v", wrong)
	}
	if z, expected := fleet.Z(job, []fleet.Answer{good, other}); z < -4 || z > 4 || expected < 25 {
		t.Errorf("z = %v of %v finds", z, expected)
	}
	empty := good
	empty.Finds = nil
	if z, _ := fleet.Z(job, []fleet.Answer{empty}); z > -4 {
		t.Errorf("z = %v of a worker without finds", z)
	}
}
