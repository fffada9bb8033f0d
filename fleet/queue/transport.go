// The coordinator's side: offers, answers, and who is there.

package queue

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"primebench/internal/fleet"
)

// A Transport carries one job. Its methods are for one goroutine, but for State.
type Transport struct {
	conn  *Conn
	js    jetstream.JetStream
	job   fleet.Job
	id    string
	text  []byte // of the job
	lease func(index int) (fleet.Lease, error)
	open  func() []int // leases that are still to be done, in the order to do them in
	again []fleet.Lease

	leases  jetstream.Stream
	takers  jetstream.Consumer // the workers' one
	answers jetstream.Consumer

	offers   map[int]*offer // that are open
	looked   time.Time
	median   medianTime // of answers, for copies of leases that take too long
	statuses chan *nats.Msg

	mu      sync.Mutex // of what follows, for State
	state   State
	workers map[string]heard
	handed  map[int]int // how often each lease was handed out
}

// A heard worker, with how it stood and when that was.
type heard struct {
	fleet.Status
	at time.Time
}

// An offer is a lease that was given to the queue.
type offer struct {
	sequence uint64    // in the stream; 0: it was there already
	started  time.Time // when a look first found it handed out
	missing  int       // looks in a row that did not find it
	copied   time.Time
}

// A State is how the queue and the workers stand.
type State struct {
	// At the last look, of all jobs of the queue:
	Waiting int // leases that nobody has
	Out     int // leases that workers have, and have not acknowledged
	Idle    int // workers that wait for a lease

	Workers     int           // that are heard of
	Claims      []fleet.Claim // leases of this job that they have
	Redelivered int           // leases that were handed out again since the coordinator began
}

// Options are how a job is carried.
type Options struct {
	// Lease and Open are those of the coordinator.
	Lease    func(index int) (fleet.Lease, error)
	Open     func() []int
	Replicas int // of the streams; 0: 3 in a cluster, 1 elsewhere
}

// Bounds of the queue, which are the servers' own unless they are set.
const (
	mostPending = 20000               // leases that workers have, and pulls that wait
	keepAnswers = 30 * 24 * time.Hour // of jobs whose coordinator does not come back
	leastAhead  = 16                  // leases that are offered ahead of the workers
	aheadOf     = 3                   // and as many for each of them
	mostAhead   = 5000
)

// Carry makes the streams, unless they are there, and begins to carry a job.
func (c *Conn) Carry(ctx context.Context, job fleet.Job, o Options) (*Transport, error) {
	js, err := jetstream.New(c.nc, jetstream.WithDefaultTimeout(patience), jetstream.WithPublishAsyncMaxPending(2*atOnce))
	if err != nil {
		return nil, err
	}
	text, err := job.Text()
	if err != nil {
		return nil, err
	}
	t := &Transport{
		conn: c, js: js, job: job, id: job.ID(), text: text, lease: o.Lease, open: o.Open,
		offers: map[int]*offer{}, statuses: make(chan *nats.Msg, 2*mostPending), workers: map[string]heard{}, handed: map[int]int{},
	}
	if _, err := c.nc.ChanSubscribe(statusSubject("*", "*"), t.statuses); err != nil {
		return nil, err
	}
	for told := ""; ; {
		err := t.prepare(ctx, o.Replicas)
		if err == nil {
			return t, nil
		}
		if lost := c.lost(); lost != nil {
			return nil, lost
		}
		var api *jetstream.APIError
		if errors.As(err, &api) && api.Code < 500 || errors.Is(err, jetstream.ErrJetStreamNotEnabled) {
			return nil, fmt.Errorf("%w: %w", ErrRefused, err)
		}
		if err.Error() != told {
			told = err.Error()
			c.told(fmt.Sprintf("the queue is not ready: %v", err))
		}
		if err := pause(ctx, rePause); err != nil {
			return nil, err
		}
	}
}

// prepare makes the streams and the consumers, or finds them as they should be.
func (t *Transport) prepare(ctx context.Context, replicas int) error {
	if replicas == 0 {
		replicas = 1
		if t.conn.nc.ConnectedClusterName() != "" {
			replicas = 3
		}
	}
	leases, err := t.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: leaseStream, Description: "leases of primebench", Subjects: []string{"lease.*.*", "lease.*.*.second"},
		Retention: jetstream.WorkQueuePolicy, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true, MaxMsgsPerSubject: 1,
		Storage: jetstream.FileStorage, Replicas: replicas,
	})
	if err != nil {
		return fmt.Errorf("stream %s: %w", leaseStream, err)
	}
	takers, err := leases.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
		Durable: consumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: t.ackWait(), MaxDeliver: -1,
		MaxAckPending: mostPending, MaxWaiting: mostPending,
	})
	if err != nil {
		return fmt.Errorf("consumer %s: %w", consumer, err)
	}
	stored, err := t.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: answerStream, Description: "answers to leases of primebench", Subjects: []string{"answer.*.*.*"},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, Replicas: replicas, MaxAge: keepAnswers,
	})
	if err != nil {
		return fmt.Errorf("stream %s: %w", answerStream, err)
	}
	answers, err := stored.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
		Durable: answerConsumer(t.id), FilterSubject: answersOf(t.id), AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: max(time.Minute, 2*t.ackWait()), MaxDeliver: -1, MaxAckPending: mostPending,
	})
	if err != nil {
		return fmt.Errorf("consumer %s: %w", answerConsumer(t.id), err)
	}
	t.leases, t.takers, t.answers = leases, takers, answers
	return nil
}

// ackWait is how long a worker may be silent.
func (t *Transport) ackWait() time.Duration { return time.Duration(t.job.Claim * float64(time.Second)) }

// Offer lets a lease be done once more by a copy, unless it is open: open leases are
// offered anyway.
func (t *Transport) Offer(_ context.Context, l fleet.Lease) error {
	t.again = append(t.again, l)
	return nil
}

const (
	mostTaken  = 256                    // answers that are taken together
	answerWait = 500 * time.Millisecond // for the first one
)

// Answers yields those that are there together, and none where none came for a while.
func (t *Transport) Answers(ctx context.Context) iter.Seq2[[]fleet.Delivered, error] {
	return func(yield func([]fleet.Delivered, error) bool) {
		for told := ""; ; {
			taken, err := t.take(ctx)
			if err == nil {
				err = t.keepOffering(ctx)
			}
			lost := t.conn.lost()
			switch {
			case ctx.Err() != nil:
				err = context.Cause(ctx)
			case lost != nil:
				err = lost
			case err != nil && !errors.Is(err, fleet.ErrNewer):
				if err.Error() != told {
					told = err.Error()
					t.conn.told(fmt.Sprintf("the queue does not answer: %v", err))
				}
				err = nil
				if pause(ctx, rePause) == nil {
					_ = t.prepare(ctx, 0) // it may have lost its streams; the next try tells
				}
			}
			if !yield(taken, err) || err != nil {
				return
			}
		}
	}
}

// take takes the answers that are there, or waits a while for one.
func (t *Transport) take(ctx context.Context) ([]fleet.Delivered, error) {
	taken, err := t.deliver(t.answers.FetchNoWait(mostTaken))
	if len(taken) > 0 || err != nil || ctx.Err() != nil {
		return taken, err
	}
	return t.deliver(t.answers.Fetch(1, jetstream.FetchMaxWait(answerWait)))
}

// deliver reads what was fetched. What is no answer is told and dropped: its lease is
// found to be missing.
func (t *Transport) deliver(batch jetstream.MessageBatch, err error) ([]fleet.Delivered, error) {
	if err != nil {
		return nil, err
	}
	var taken []fleet.Delivered
	for m := range batch.Messages() {
		a, err := t.read(m)
		if errors.Is(err, fleet.ErrNewer) {
			return nil, err
		}
		if err != nil {
			t.conn.told(fmt.Sprintf("%s is no answer, and is dropped: %v", m.Subject(), err))
			if err := m.Term(); err != nil {
				return taken, err
			}
			continue
		}
		t.median.add(time.Duration(a.WallNS))
		taken = append(taken, fleet.Delivered{
			Answer: a,
			Done:   func() error { delete(t.offers, a.Index); return t.acknowledge(m) },
			Reject: func() error { delete(t.offers, a.Index); return t.acknowledge(m) },
		})
	}
	return taken, batch.Error()
}

// acknowledge lets an answer go. One that comes again is dropped.
func (t *Transport) acknowledge(m jetstream.Msg) error {
	if err := m.Ack(); err != nil {
		t.conn.told(fmt.Sprintf("an answer will come again: %v", err))
	}
	return nil
}

// read reads an answer, and holds the worker that it names to the key that published it.
func (t *Transport) read(m jetstream.Msg) (fleet.Answer, error) {
	a, err := fleet.ReadAnswer(m.Data(), t.job)
	if err != nil {
		return fleet.Answer{}, err
	}
	parts := strings.Split(m.Subject(), ".")
	if worker, ok := speaker(parts[2:]); !ok || a.Worker != worker {
		return fleet.Answer{}, fmt.Errorf("%w: it names worker %s", fleet.ErrFormat, a.Worker)
	}
	return a, nil
}

// State is how the queue and the workers stand.
func (t *Transport) State() State {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.state
	s.Workers = len(t.workers)
	for _, name := range slices.Sorted(maps.Keys(t.workers)) {
		if w := t.workers[name]; w.Lease >= 0 && w.Job == t.id {
			s.Claims = append(s.Claims, fleet.Claim{Index: w.Lease, Worker: name, Silent: time.Since(w.at)})
		}
	}
	for _, times := range t.handed {
		s.Redelivered += times - 1
	}
	return s
}

// Finish takes what is left of a job out of the queue.
func (t *Transport) Finish(ctx context.Context) error {
	if err := t.leases.Purge(ctx, jetstream.WithPurgeSubject(leasesOf(t.id))); err != nil {
		return err
	}
	answers, err := t.js.Stream(ctx, answerStream)
	if err == nil {
		err = answers.Purge(ctx, jetstream.WithPurgeSubject(answersOf(t.id)))
	}
	if err == nil {
		err = answers.DeleteConsumer(ctx, answerConsumer(t.id))
	}
	return err
}

// indexOf reads the lease of a subject of leases.
func indexOf(subject string) (index int, ok bool) {
	parts := strings.Split(subject, ".")
	if len(parts) < 3 {
		return 0, false
	}
	index, err := strconv.Atoi(parts[2])
	return index, err == nil
}
