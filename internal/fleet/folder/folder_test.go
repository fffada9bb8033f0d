package folder_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
	"primebench/sieve"
)

var shared = new(engine.Shared)

const wanted = 200 // finds of the jobs below

// planned is a job in a new folder, with what one machine finds.
func planned(t *testing.T, claim float64) (path string, job fleet.Job, leases []fleet.Lease, want []string) {
	t.Helper()
	s, err := engine.New(sieve.Safe, 48, engine.Config{Seed: engine.Seed{5}, Bulk: true, Workers: 1, SieveLimit: 1 << 10, Shared: shared})
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range s.Stream(t.Context(), engine.Position{}, wanted) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, r.P.String())
	}
	job, leases, err = fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: wanted}}, fleet.Options{Size: 6, Claim: seconds(claim)})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "shared")
	if _, err := folder.Create(path, job, leases); err != nil {
		t.Fatal(err)
	}
	return path, job, leases, want
}

func worker(name string) *fleet.Worker {
	return &fleet.Worker{Name: name, Version: "test", Means: engine.Config{Workers: 1, SieveLimit: 1 << 10, Shared: shared}}
}

func open(t *testing.T, path, name string) *folder.Dir {
	t.Helper()
	d, err := folder.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	d.Worker, d.Told = name, func(text string) { t.Log(name, text) }
	return d
}

// coordinate folds what is there, or with wait what comes until all is done.
func coordinate(t *testing.T, path string, again float64, wait bool) *fleet.Fold {
	t.Helper()
	d := open(t, path, "coordinator")
	ledger, entries, err := fleet.OpenLedger(d.LedgerPath(), d.Job)
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	c := &fleet.Coordinator{
		Fold: fleet.NewFold(d.Job, entries), Ledger: ledger, Transport: d, Lease: d.Lease, Again: again, Self: worker("coordinator"), Told: d.Told,
	}
	if wait {
		if err := c.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.Finish(); err != nil {
			t.Fatal(err)
		}
		return c.Fold
	}
	for delivered, err := range d.Present(t.Context()) {
		if err == nil {
			err = c.Take(t.Context(), delivered)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return c.Fold
}

func check(t *testing.T, fold *fleet.Fold, want []string) {
	t.Helper()
	finds, all := fold.Finds(0)
	if !all || !slices.EqualFunc(finds, want, func(p *big.Int, text string) bool { return p.String() == text }) {
		t.Errorf("%d finds, %v, want the %d of one machine", len(finds), all, len(want))
	}
}

// Workers and a coordinator that run side by side give what one machine gives; each lease
// is once in the ledger, and what is left to be done is nothing.
func TestWorkersTogether(t *testing.T) {
	path, job, _, want := planned(t, 1)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			d := open(t, path, fmt.Sprintf("w-%d", i))
			if err := worker(d.Worker).Work(t.Context(), d, func(fleet.Answer) {}); err != nil {
				t.Error(err)
			}
		})
	}
	fold := coordinate(t, path, 0.2, true)
	group.Wait()
	check(t, fold, want)
	if fold.Again() == 0 {
		t.Error("no lease was done again")
	}
	onceInLedger(t, path, job)
	if p := progress(t, path); p.Out > 0 || p.Open > 0 || p.Found != wanted {
		t.Errorf("in the end %+v", p)
	}
}

// onceInLedger holds the ledger to one line a lease that counts.
func onceInLedger(t *testing.T, path string, job fleet.Job) {
	t.Helper()
	file, err := os.Open(filepath.Join(path, "ledger"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	entries, _, _, err := fleet.ReadLedger(file, job)
	if err != nil {
		t.Fatal(err)
	}
	distrusted := fleet.NewFold(job, entries).Distrusted()
	seen := map[int]bool{}
	for _, e := range entries {
		if e.Answer == nil || distrusted[e.Answer.Worker] != "" {
			continue
		}
		if seen[e.Answer.Index] {
			t.Errorf("lease %d is twice in the ledger", e.Answer.Index)
		}
		seen[e.Answer.Index] = true
	}
}

// Without a coordinator workers end when all is answered, and fold puts it together.
func TestFoldAfterwards(t *testing.T) {
	path, job, _, want := planned(t, 1)
	d := open(t, path, "w")
	if err := worker("w").Work(t.Context(), d, func(fleet.Answer) {}); err != nil {
		t.Fatal(err)
	}
	if p := progress(t, path); p.Open > 0 || p.Found != wanted {
		t.Errorf("before it is folded %+v", p)
	}
	check(t, coordinate(t, path, 0, false), want)
	check(t, coordinate(t, path, 0, false), want) // and once more, from the ledger
	onceInLedger(t, path, job)
}

// A scheduler may hand out the numbers itself, and hand one out twice.
func TestHold(t *testing.T) {
	path, job, _, want := planned(t, 1)
	for index := range job.Count() {
		d := open(t, path, fmt.Sprintf("task-%d", index))
		for range 2 {
			held, err := d.Hold(index)
			if errors.Is(err, fleet.ErrDone) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := worker(d.Worker).Hold(t.Context(), held); err != nil {
				t.Fatal(err)
			}
		}
	}
	check(t, coordinate(t, path, 0, false), want)
}

// The lease of a worker that is silent for the claim's time is another's, and its answer
// that comes late is dropped.
func TestSilentWorker(t *testing.T) {
	path, job, _, want := planned(t, 0.05)
	silent := open(t, path, "silent")
	held, err := silent.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := worker("w").Work(t.Context(), open(t, path, "w"), func(fleet.Answer) {}); err != nil {
		t.Fatal(err)
	}
	if err := held.Extend(t.Context()); !errors.Is(err, fleet.ErrLost) {
		t.Errorf("extending: %v, want ErrLost", err)
	}
	a, err := worker("silent").Do(t.Context(), job, held.Lease())
	if err == nil {
		err = held.Answer(t.Context(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	held.Release()
	check(t, coordinate(t, path, 0, false), want)
	onceInLedger(t, path, job)
}

// A worker that lies is found out by its finds, by another's answer or by the leases that
// are done again, whichever comes; then none of its answers counts.
func TestLiar(t *testing.T) {
	first := func(a fleet.Answer) bool { return a.Index < 3 }
	for what, test := range map[string]struct {
		lie   func(a *fleet.Answer)
		twice bool    // another worker answers the same leases
		again float64 // or the coordinator
	}{
		"a false find":          {lie: func(a *fleet.Answer) { a.Finds[0].P.Int.Add(a.Finds[0].P.Int, big.NewInt(12)); a.Finds[0].Member++ }},
		"another window's":      {lie: func(a *fleet.Answer) { a.Finds[0].Window += 2 }},
		"missed, done twice":    {lie: func(a *fleet.Answer) { a.Finds = a.Finds[1:] }, twice: true},
		"missed, done again":    {lie: func(a *fleet.Answer) { a.Finds = a.Finds[1:] }, again: 1},
		"all missed, done late": {lie: func(a *fleet.Answer) { a.Finds = []fleet.Find{} }, again: 1},
	} {
		t.Run(what, func(t *testing.T) {
			path, job, leases, want := planned(t, 0.1)
			liar, honest := open(t, path, "a-liar"), open(t, path, "w")
			for index := range 8 {
				for _, d := range []*folder.Dir{liar, honest} {
					if d == honest && !test.twice {
						continue
					}
					a, err := worker(d.Worker).Do(t.Context(), job, leases[index])
					if err != nil {
						t.Fatal(err)
					}
					if d == liar && !first(a) {
						if len(a.Finds) == 0 {
							continue
						}
						test.lie(&a)
					}
					if err := answer(t.Context(), d, a); err != nil {
						t.Fatal(err)
					}
				}
			}
			fold := coordinate(t, path, test.again, false)
			if fold.Distrusted()["a-liar"] == "" {
				t.Fatalf("distrusted: %v", fold.Distrusted())
			}
			if len(fold.Workers()["a-liar"]) > 0 {
				t.Error("an answer of the liar counts")
			}
			if err := worker("w").Work(t.Context(), honest, func(fleet.Answer) {}); err != nil {
				t.Fatal(err)
			}
			check(t, coordinate(t, path, 0, false), want)
			onceInLedger(t, path, job)
		})
	}
}

// answer hands an answer in as a worker does.
func answer(ctx context.Context, d *folder.Dir, a fleet.Answer) error {
	held, err := d.Hold(a.Index)
	if errors.Is(err, fleet.ErrDone) { // somebody has answered it
		for _, other := range mustOpen(d) {
			if held, err = d.Hold(other); err == nil {
				break
			}
		}
	}
	if err != nil {
		return err
	}
	defer held.Release()
	return held.Answer(ctx, a)
}

func mustOpen(d *folder.Dir) []int {
	fold, err := d.Fold()
	if err != nil {
		return nil
	}
	return fold.Open()
}

// progress is how a job stands for one who only looks.
func progress(t *testing.T, path string) fleet.Progress {
	t.Helper()
	d := open(t, path, "")
	fold, err := d.Fold()
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Progress(fold)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// How a job stands is seen from its files alone: what waits to be checked is in it, a silent
// worker is not at work, and a lease that was taken from one is told.
func TestProgress(t *testing.T) {
	path, job, leases, _ := planned(t, 10)
	if p := progress(t, path); p.Found != 0 || p.Wanted != wanted || p.Open != job.Count() || p.AtWork != 0 || len(p.Workers) != 0 {
		t.Errorf("at the beginning %+v", p)
	}
	a, err := worker("w-1").Do(t.Context(), job, leases[0])
	if err == nil {
		err = answer(t.Context(), open(t, path, "w-1"), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"w-1", "w-2"} {
		if _, err := open(t, path, name).Take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	aged(t, filepath.Join(path, "claims", "000002"), 11*time.Second)
	for range 2 { // from the answers' files, and from the ledger
		p := progress(t, path)
		if p.Found != len(a.Finds) || p.Done != 1 || p.Out != 1 || p.AtWork != 1 || p.Redelivered != 0 || len(p.Workers) != 2 {
			t.Errorf("with two workers %+v", p)
		}
		if w := p.Workers[0]; w.Name != "w-1" || w.Lease != 1 || w.Done != 1 || w.Finds != len(a.Finds) {
			t.Errorf("the first worker %+v", w)
		}
		if w := p.Workers[1]; w.Name != "w-2" || w.Lease != 2 || w.Silent < 10.5 || w.Silent > 60 {
			t.Errorf("the silent worker %+v", w)
		}
		coordinate(t, path, 0, false)
	}
	if held, err := open(t, path, "w-3").Take(t.Context()); err != nil || held.Lease().Index != 2 {
		t.Fatal(held, err)
	}
	if p := progress(t, path); p.Redelivered != 1 || p.Out != 2 {
		t.Errorf("after a lease was given again %+v", p)
	}
	if p := progress(t, path); p.Parts[0].Left != float64(wanted-len(a.Finds)) || len(p.Parts[0].Paces) != 1 {
		t.Errorf("the part %+v", p.Parts[0])
	}
}

// aged sets the clock of a file back.
func aged(t *testing.T, path string, by time.Duration) {
	t.Helper()
	info, err := os.Stat(path)
	if err == nil {
		at := info.ModTime().Add(-by)
		err = os.Chtimes(path, at, at)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Another job is not put into a folder, the same one is gone on with; a job that was cut
// short by a crash is begun again; leases that somebody changed are told.
func TestCreate(t *testing.T) {
	path, job, leases, _ := planned(t, 1)
	if _, err := folder.Create(path, job, leases); err != nil {
		t.Errorf("the same job: %v", err)
	}
	other := job
	other.Claim++
	if _, err := folder.Create(path, other, leases); !errors.Is(err, folder.ErrOther) {
		t.Errorf("another job: %v, want ErrOther", err)
	}
	d := open(t, path, "")
	if err := d.CheckLeases(); err != nil {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(path, "job.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Create(path, job, leases); err != nil {
		t.Errorf("after a crash: %v", err)
	}
	l := leases[2]
	l.Starts = leases[len(leases)-1].Starts
	if err := d.Offer(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if err := d.CheckLeases(); !errors.Is(err, fleet.ErrFormat) {
		t.Errorf("changed leases: %v, want ErrFormat", err)
	}
}

// What is no answer is put aside; what is a newer program's stops the coordinator.
func TestForeignAnswers(t *testing.T) {
	path, job, leases, _ := planned(t, 1)
	d := open(t, path, "w")
	a, err := worker("w").Do(t.Context(), job, leases[0])
	if err == nil {
		err = answer(t.Context(), d, a)
	}
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(path, "answers", "*.w.json"))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	good, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"notes.txt":          "a note",
		"000001.3.x.json":    "{",
		"000002.99.w.json":   string(good),
		"000003.0.x-y.json":  strings.Replace(string(good), job.ID(), "0", 1),
		"000000.-1.w.json":   "",
		"000000.0.w.x.json":  "",
		"000004.0.x.json":    strings.Repeat(" ", fleet.MaxAnswer+10),
		".aside-of-somebody": "half",
	} {
		if err := os.WriteFile(filepath.Join(path, "answers", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fold := coordinate(t, path, 0, false)
	if fold.Answered() != 1 || len(fold.Distrusted()) > 0 {
		t.Errorf("%d answers count, %v", fold.Answered(), fold.Distrusted())
	}
	if rejected, _ := filepath.Glob(filepath.Join(path, "rejected", "*")); len(rejected) != 7 {
		t.Errorf("put aside: %v", rejected)
	}
	newer := strings.Replace(string(good), `"schema":1`, `"schema":2`, 1)
	if err := os.WriteFile(filepath.Join(path, "answers", "000005.0.x.json"), []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, err := range d.Present(t.Context()) {
		if err != nil && !errors.Is(err, fleet.ErrNewer) {
			t.Errorf("a newer answer: %v, want ErrNewer", err)
		}
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// A worker and a coordinator make folders again that somebody removed, while they are at it
// too; a lease whose file lacks ends the worker.
func TestFoldersLack(t *testing.T) {
	path, _, _, want := planned(t, 1)
	remove := func(names ...string) {
		t.Helper()
		for _, name := range names {
			if err := os.RemoveAll(filepath.Join(path, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	all := []string{"claims", "lost", "answers", "rejected", "workers"}
	remove(all...)
	d := open(t, path, "w")
	remove(all...)
	held, err := d.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := worker("w").Do(t.Context(), d.Job, held.Lease())
	if err != nil {
		t.Fatal(err)
	}
	remove(all...)
	if err := held.Answer(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := worker("w").Work(t.Context(), d, func(fleet.Answer) {}); err != nil {
		t.Fatal(err)
	}
	remove("claims", "lost", "rejected", "workers")
	check(t, coordinate(t, path, 0, false), want)
	remove("answers", "leases")
	if _, err := d.Take(t.Context()); !errors.Is(err, folder.ErrLeaseLacks) {
		t.Errorf("without leases: %v, want ErrLeaseLacks", err)
	}
}
