// The queue with a server in this process: what a fleet finds by it is what one machine
// finds, whoever lies, comes late or may not.

package queue_test

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"primebench/engine"
	"primebench/fleet/broker"
	"primebench/fleet/queue"
	"primebench/internal/fleet"
	"primebench/millerrabin"
	"primebench/sieve"
)

// wanted is how many finds the job of these tests is to have.
const wanted = 30

// planned is a job of small safe primes, and what one machine finds.
func planned(t *testing.T, claim time.Duration) (fleet.Job, []fleet.Lease, []*big.Int) {
	t.Helper()
	s, err := engine.New(sieve.Safe, 128, engine.Config{Workers: 1, Bulk: true, Seed: engine.Seed{1}, Policy: millerrabin.Policy{Rounds: 20}, SieveLimit: 1 << 10})
	if err != nil {
		t.Fatal(err)
	}
	job, leases, err := fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: wanted}}, fleet.Options{Size: 1, Claim: claim})
	if err != nil {
		t.Fatal(err)
	}
	var want []*big.Int
	for found, err := range s.Stream(t.Context(), engine.Position{}, wanted) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, found.P)
	}
	return job, leases, want
}

// A site is a coordinator with a server of its own.
type site struct {
	t       *testing.T
	broker  *broker.Broker
	conn    *queue.Conn
	job     fleet.Job
	leases  []fleet.Lease
	want    []*big.Int
	ledger  string
	told    notes
	workers sync.WaitGroup
}

// notes are what a person is told.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) add(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.text.WriteString(text + "\n")
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

func newSite(t *testing.T, claim time.Duration, keys int) *site {
	t.Helper()
	s := &site{t: t, ledger: filepath.Join(t.TempDir(), "ledger")}
	s.job, s.leases, s.want = planned(t, claim)
	var err error
	if s.broker, err = broker.Start(broker.Options{Listen: "127.0.0.1:0", Folder: t.TempDir(), Workers: keys, Told: s.told.add}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.broker.Stop)
	if s.conn, err = queue.Connect(t.Context(), broker.InProcess, s.broker.Access(), s.told.add, s.broker.Dial()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.conn.Close()
		s.workers.Wait()
		if t.Failed() {
			t.Log(s.told.String())
		}
	})
	return s
}

// coordinator takes up the ledger.
func (s *site) coordinator(again float64) (*fleet.Coordinator, *queue.Transport) {
	s.t.Helper()
	ledger, entries, err := fleet.OpenLedger(s.ledger, s.job)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = ledger.Close() }) // it may have been closed
	c := &fleet.Coordinator{
		Fold: fleet.NewFold(s.job, entries), Ledger: ledger, Again: again, Elsewhere: true, Self: worker("coordinator"), Told: s.told.add,
		Lease: func(index int) (fleet.Lease, error) { return s.leases[index], nil },
	}
	t, err := s.conn.Carry(s.t.Context(), s.job, queue.Options{Lease: c.Lease, Open: c.Fold.Open})
	if err != nil {
		s.t.Fatal(err)
	}
	c.Transport = t
	return c, t
}

// source connects with one of the workers' keys.
func (s *site) source(name string, key int) *queue.Source {
	s.t.Helper()
	conn, err := queue.Connect(s.t.Context(), s.broker.URL(), s.access(key), s.told.add)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(conn.Close)
	return &queue.Source{Conn: conn, Worker: queue.WorkerName(name, conn.Public()), Idle: 3 * time.Second}
}

func (s *site) access(key int) queue.Access {
	s.t.Helper()
	seed, err := os.ReadFile(s.broker.Keys().Seeds[key])
	if err != nil {
		s.t.Fatal(err)
	}
	ca, err := os.ReadFile(s.broker.Keys().Certificate)
	if err != nil {
		s.t.Fatal(err)
	}
	return queue.Access{Seed: bytes.TrimSpace(seed), CA: ca}
}

func worker(name string) *fleet.Worker {
	return &fleet.Worker{Name: name, Means: engine.Config{Workers: 1}}
}

// work has honest workers do leases in the background.
func (s *site) work(sources ...*queue.Source) {
	for _, source := range sources {
		s.workers.Go(func() {
			if err := worker(source.Worker).Work(s.t.Context(), source, func(fleet.Answer) {}); err != nil && s.t.Context().Err() == nil && !errors.Is(err, queue.ErrRefused) {
				s.told.add(source.Worker + ": " + err.Error())
			}
		})
	}
}

// found compares the finds with those of one machine, and holds the ledger to one answer a
// lease.
func (s *site) found(c *fleet.Coordinator) {
	s.t.Helper()
	got, all := c.Fold.Finds(0)
	if !all || len(got) != len(s.want) {
		s.t.Fatalf("%d finds, want %d", len(got), len(s.want))
	}
	for i := range got {
		if got[i].Cmp(s.want[i]) != 0 {
			s.t.Errorf("find %d is %x, want %x", i, got[i], s.want[i])
		}
	}
}

func (s *site) entries() []fleet.Entry {
	s.t.Helper()
	file, err := os.Open(s.ledger)
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	entries, _, _, err := fleet.ReadLedger(file, s.job)
	if err != nil {
		s.t.Fatal(err)
	}
	return entries
}

// Workers with one key and with several find what one machine finds, and leases are done
// again by others.
func TestTogether(t *testing.T) {
	s := newSite(t, 5*time.Second, 2)
	c, transport := s.coordinator(0.5)
	s.work(s.source("a", 0), s.source("b", 0), s.source("c", 1))
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := transport.Finish(t.Context()); err != nil {
		t.Error(err)
	}
	s.found(c)
	seconds := map[string]int{}
	first := map[int]string{}
	for _, e := range s.entries() {
		switch {
		case e.Answer != nil && first[e.Answer.Index] != "":
			t.Errorf("lease %d is twice in the ledger", e.Answer.Index)
		case e.Answer != nil:
			first[e.Answer.Index] = e.Answer.Worker
		case e.Second != nil && e.Second.Worker == first[e.Second.Index]:
			t.Errorf("lease %d was done again by the same worker", e.Second.Index)
		case e.Second != nil:
			seconds[e.Second.Worker]++
		case e.Distrust != nil:
			t.Errorf("%+v", e.Distrust)
		}
	}
	delete(seconds, "coordinator")
	if c.Fold.Again() == 0 || len(seconds) == 0 {
		t.Errorf("%d leases were done again, by %v", c.Fold.Again(), seconds)
	}
}

// The lease of a worker that is silent is another's, its late answer is dropped, and the
// state says that it was handed out again.
func TestSilentWorker(t *testing.T) {
	s := newSite(t, 300*time.Millisecond, 1)
	c, transport := s.coordinator(0)
	silent := s.source("silent", 0)
	var held fleet.Held
	got := make(chan error, 1)
	go func() {
		var err error
		held, err = silent.Take(t.Context())
		got <- err
	}()
	running, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- c.Run(running) }()
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	s.work(s.source("w", 0))
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	s.found(c)
	if n := transport.State().Redelivered; n == 0 {
		t.Error("no lease was handed out again")
	}
	a, err := worker(silent.Worker).Do(t.Context(), s.job, held.Lease())
	if err == nil {
		err = held.Answer(t.Context(), a)
	}
	if err != nil {
		t.Errorf("the late answer: %v", err)
	}
}

// A worker that lies is found out by its finds, or by another worker that does the same
// lease; then none of its answers counts.
func TestLiar(t *testing.T) {
	for what, lie := range map[string]func(a *fleet.Answer){
		"a false find":     func(a *fleet.Answer) { a.Finds[0].P.Int.Add(a.Finds[0].P.Int, big.NewInt(12)); a.Finds[0].Member++ },
		"another window's": func(a *fleet.Answer) { a.Finds[0].Window += 2 },
		"a missed find":    func(a *fleet.Answer) { a.Finds = a.Finds[1:] },
	} {
		t.Run(what, func(t *testing.T) {
			s := newSite(t, 5*time.Second, 2)
			c, _ := s.coordinator(1)
			liar, lied := s.source("liar", 0), make(chan struct{})
			s.workers.Go(func() {
				defer close(lied)
				for lies := 0; lies < 3; {
					held, err := liar.Take(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					a, err := worker(liar.Worker).Do(t.Context(), s.job, held.Lease())
					if err == nil && len(a.Finds) > 0 {
						lie(&a)
						lies++
					}
					if err == nil {
						err = held.Answer(t.Context(), a)
					}
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
			s.workers.Go(func() {
				<-lied
				s.work(s.source("honest", 1))
			})
			if err := c.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.found(c)
			if c.Fold.Distrusted()[liar.Worker] == "" || len(c.Fold.Distrusted()) != 1 {
				t.Errorf("distrusted: %v", c.Fold.Distrusted())
			}
			if len(c.Fold.Workers()[liar.Worker]) > 0 {
				t.Error("an answer of the liar counts")
			}
		})
	}
}

// An answer that names a worker of another key is dropped, and its lease is done by others.
func TestImpostor(t *testing.T) {
	s := newSite(t, 300*time.Millisecond, 2)
	c, _ := s.coordinator(0)
	impostor, honest := s.source("impostor", 0), s.source("honest", 1)
	s.workers.Go(func() {
		held, err := impostor.Take(t.Context())
		if err != nil {
			t.Error(err)
			return
		}
		a := fleet.Answer{Schema: fleet.Schema, Job: s.job.ID(), Index: held.Lease().Index, Finds: []fleet.Find{}, Worker: honest.Worker}
		if err := held.Answer(t.Context(), a); err != nil {
			t.Error(err)
		}
		s.work(honest)
	})
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.found(c)
	if len(c.Fold.Distrusted()) > 0 {
		t.Errorf("distrusted: %v", c.Fold.Distrusted())
	}
	if !strings.Contains(s.told.String(), "is no answer, and is dropped") {
		t.Errorf("told: %s", &s.told)
	}
}

// A key that the server does not know, and none, are refused; so is what a worker may not
// do, which the server tells a while later.
func TestRights(t *testing.T) {
	s := newSite(t, 5*time.Second, 1)
	access := s.access(0)
	for what, a := range map[string]queue.Access{
		"no key":           {CA: access.CA},
		"the system's CAs": {Seed: access.Seed},
		"no seed":          {Seed: []byte("SUA"), CA: access.CA},
		"no certificate":   {Seed: access.Seed, CA: []byte("none")},
	} {
		if _, err := queue.Connect(t.Context(), s.broker.URL(), a, s.told.add); !errors.Is(err, queue.ErrRefused) {
			t.Errorf("%s: %v, want ErrRefused", what, err)
		}
	}
	conn, err := queue.Connect(t.Context(), s.broker.URL(), access, s.told.add)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Carry(t.Context(), s.job, queue.Options{}); !errors.Is(err, queue.ErrRefused) {
		t.Errorf("a worker as the coordinator: %v, want ErrRefused", err)
	}
}

// The queue loses what it has, while nobody works: the leases are offered again.
func TestLostLeases(t *testing.T) {
	s := newSite(t, 600*time.Millisecond, 1)
	c, transport := s.coordinator(0)
	running, stop := context.WithCancel(t.Context())
	defer stop()
	lost := false
	c.Between = func() {
		if !lost && transport.State().Waiting > 0 {
			lost = true
			if err := transport.Finish(t.Context()); err != nil { // which takes all out of the queue
				t.Error(err)
			}
			s.work(s.source("w", 0))
		}
	}
	if err := c.Run(running); err != nil {
		t.Fatal(err)
	}
	if !lost {
		t.Error("nothing was lost")
	}
	s.found(c)
}

// Two coordinators of two jobs share a queue.
func TestTwoJobs(t *testing.T) {
	s := newSite(t, 5*time.Second, 1)
	c, _ := s.coordinator(0)
	other := &site{t: t, broker: s.broker, ledger: filepath.Join(t.TempDir(), "other")}
	other.job, other.leases, other.want = planned(t, 6*time.Second)
	var err error
	if other.conn, err = queue.Connect(t.Context(), broker.InProcess, s.broker.Access(), s.told.add, s.broker.Dial()); err != nil {
		t.Fatal(err)
	}
	defer other.conn.Close()
	d, _ := other.coordinator(0)
	if s.job.ID() == other.job.ID() {
		t.Fatal("the jobs are one")
	}
	ended := make(chan error, 1)
	go func() { ended <- d.Run(t.Context()) }()
	s.work(s.source("a", 0), s.source("b", 0))
	if err := c.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	s.found(c)
	other.found(d)
}
