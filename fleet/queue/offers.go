// Offering leases, and finding those that the queue lost.

package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"primebench/internal/fleet"
)

// keepOffering gives the queue what it should have.
func (t *Transport) keepOffering(ctx context.Context) error {
	t.hear()
	if time.Since(t.looked) >= t.lookPause() {
		if err := t.look(ctx); err != nil {
			return err
		}
		t.looked = time.Now()
	}
	ahead := min(mostAhead, max(leastAhead, aheadOf*t.here()))
	if len(t.offers) > ahead/2 && len(t.again) == 0 {
		return nil
	}
	open := t.open()
	if err := t.offerAgain(ctx, open); err != nil {
		return err
	}
	var first []message
	for _, index := range open {
		if len(first) == atOnce || len(t.offers)+len(first) >= ahead {
			break
		}
		if t.offers[index] == nil {
			first = append(first, message{index: index, subject: leaseSubject(t.id, index)})
		}
	}
	return t.publish(ctx, first, func(index int, sequence uint64) { t.offers[index] = &offer{sequence: sequence} })
}

// offerAgain offers copies of the leases that the coordinator wants once more though they
// are answered.
func (t *Transport) offerAgain(ctx context.Context, open []int) error {
	var copies []message
	for _, l := range t.again {
		if !slices.Contains(open, l.Index) {
			copies = append(copies, message{index: l.Index, subject: secondSubject(t.id, l.Index)})
		}
	}
	t.again = nil
	return t.publish(ctx, copies, func(int, uint64) {})
}

// A message is a lease with the subject that it is to have.
type message struct {
	index   int
	subject string
}

// atOnce is how many leases are offered before answers are looked at again.
const atOnce = 256

// storeFailed is the code of the error about a subject that has its one message already,
// and about some others, which the next looks find out.
const storeFailed = 10077

// publish stores leases, and tells of each that is there the sequence in the stream: 0
// where there is one of its subject already.
func (t *Transport) publish(ctx context.Context, messages []message, stored func(index int, sequence uint64)) error {
	timer := time.NewTimer(2 * patience)
	defer timer.Stop()
	for chunk := range slices.Chunk(messages, atOnce) {
		var futures []jetstream.PubAckFuture
		for _, m := range chunk {
			l, err := t.lease(m.index)
			if err != nil {
				return err
			}
			text, err := leaseMessage(t.text, l)
			if err != nil {
				return err
			}
			f, err := t.js.PublishMsgAsync(&nats.Msg{Subject: m.subject, Data: text})
			if err != nil {
				return err
			}
			futures = append(futures, f)
		}
		for i, f := range futures {
			select {
			case said := <-f.Ok():
				stored(chunk[i].index, said.Sequence)
			case err := <-f.Err():
				var api *jetstream.APIError
				if !errors.As(err, &api) || api.ErrorCode != storeFailed {
					return err
				}
				stored(chunk[i].index, 0)
			case <-timer.C:
				return fmt.Errorf("%d leases were not stored in %v", len(futures)-i, 2*patience)
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
	return nil
}

// lookPause is the time between two looks at the queue.
func (t *Transport) lookPause() time.Duration {
	return min(max(t.ackWait()/3, 200*time.Millisecond), 2*time.Second)
}

const (
	// twoLooks find a lease neither in the queue nor among the answers before it is
	// offered again: at one alone its answer may be on its way.
	twoLooks = 2
	// A lease that takes lateWaits times as long as a silent worker may keep it, and
	// lateMedians as long as others do, has another worker try it.
	lateWaits, lateMedians = 3, 10
	// From secondFrom leases on the last twentieth is done twice where workers have
	// nothing else to do: one of them may be slow, or away.
	secondFrom = 20
)

// look compares the queue with what is open.
func (t *Transport) look(ctx context.Context) error {
	leases, err := t.leases.Info(ctx, jetstream.WithSubjectFilter(leasesOf(t.id)))
	if err != nil {
		return err
	}
	takers, err := t.takers.Info(ctx)
	if err != nil {
		return err
	}
	answers, err := t.answers.Info(ctx)
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.state = State{Waiting: int(takers.NumPending), Out: takers.NumAckPending, Idle: takers.NumWaiting}
	t.mu.Unlock()

	there := map[int]bool{}
	for subject := range leases.State.Subjects {
		if index, ok := indexOf(subject); ok {
			there[index] = true
		}
	}
	open := map[int]bool{}
	for _, index := range t.open() {
		open[index] = true
	}
	idle := takers.NumPending == 0 && takers.NumWaiting > 0
	last := t.job.Count() >= secondFrom && len(open) <= t.job.Count()/secondFrom && idle
	late := max(lateWaits*t.ackWait(), lateMedians*t.median.value())
	var copies []message
	for index, o := range t.offers {
		switch {
		case !open[index]:
			delete(t.offers, index)
			continue
		case there[index]:
			o.missing = 0
		case answers.NumPending == 0 && answers.NumAckPending == 0:
			if o.missing++; o.missing >= twoLooks {
				delete(t.offers, index) // and so it is offered
			}
			continue
		}
		if o.started.IsZero() && o.sequence <= takers.Delivered.Stream {
			o.started = time.Now()
		}
		held := !o.started.IsZero()
		if held && o.copied.IsZero() && last || held && time.Since(o.started) > late && time.Since(o.copied) > late {
			o.copied = time.Now()
			copies = append(copies, message{index: index, subject: secondSubject(t.id, index)})
		}
	}
	return t.publish(ctx, copies, func(int, uint64) {})
}

// mostSilent is how long a worker may be silent and yet be counted, in the time that a
// silent one keeps its lease; idle ones speak with each pull.
const mostSilent = 2

// here is how many workers are heard of.
func (t *Transport) here() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.workers)
}

// hear takes in how workers stand.
func (t *Transport) hear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.statuses) > 0 {
		m := <-t.statuses
		worker, ok := statusOf(m.Subject)
		var s fleet.Status
		if !ok || len(m.Data) > maxStatus || json.Unmarshal(m.Data, &s) != nil || s.Worker != worker {
			continue
		}
		t.workers[worker] = heard{Status: s, at: time.Now()}
		if s.Job == t.id && s.Lease >= 0 && s.Lease < t.job.Count() {
			t.handed[s.Lease] = max(1, s.Times, t.handed[s.Lease])
		}
	}
	for worker, h := range t.workers {
		if time.Since(h.at) > mostSilent*max(t.ackWait(), pullTime) {
			delete(t.workers, worker)
		}
	}
}

// maxStatus bounds what a worker says of itself, in bytes.
const maxStatus = 4096

// A medianTime is nearly the median of the last times, and is raised or lowered by a
// tenth with each.
type medianTime struct{ nearly time.Duration }

func (m *medianTime) add(d time.Duration) {
	switch {
	case m.nearly == 0:
		m.nearly = d
	case d > m.nearly:
		m.nearly += m.nearly / 10
	case d < m.nearly:
		m.nearly -= m.nearly / 10
	}
}

func (m *medianTime) value() time.Duration { return m.nearly }
