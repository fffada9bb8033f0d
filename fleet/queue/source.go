// The worker's side: leases by pulling, answers, and signs of life.

package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"primebench/internal/fleet"
)

// A Source is where a worker takes leases of whatever jobs there are.
type Source struct {
	Conn   *Conn
	Worker string // its name, of WorkerName
	// Idle is how long to wait for a lease before there is nothing left to do, and for a
	// queue that stores no answer; 0: for ever.
	Idle time.Duration

	mu     sync.Mutex
	status fleet.Status // the last one
	times  int          // that the last lease was handed out
}

// pullTime is how long a pull waits at the server. From 10 s on a server that has too many
// of them would not say so at once, and it forgets all when it is started again.
const pullTime = 4 * time.Second

// busyPause is the time after which a worker asks again that a server had no room for.
const busyPause = 2 * time.Second

// Take waits for a lease. Its error wraps ErrRefused, or fleet.ErrFormat or fleet.ErrNewer
// for a lease that this build cannot read.
func (s *Source) Take(ctx context.Context) (fleet.Held, error) {
	request, err := json.Marshal(map[string]any{"batch": 1, "expires": pullTime.Nanoseconds()})
	if err != nil {
		return nil, err
	}
	began, told := time.Now(), ""
	for s.Idle == 0 || time.Since(began) < s.Idle {
		s.alive()
		m, err := s.Conn.pull(ctx, request)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err == nil && m.Header.Get("Status") == "" && m.Reply != "":
			return s.held(m)
		case err == nil && m.Header.Get("Status") == "408": // nothing came
			continue
		case err == nil:
			err = fmt.Errorf("%s %s", m.Header.Get("Status"), m.Header.Get("Description"))
		}
		if lost := s.Conn.lost(); lost != nil {
			return nil, lost
		}
		if err.Error() != told {
			told = err.Error()
			s.Conn.told(fmt.Sprintf("no lease for now: %v", err))
		}
		if err := pause(ctx, busyPause); err != nil {
			return nil, err
		}
	}
	return nil, fleet.ErrDone
}

// pull asks for a lease and waits for it by an inbox of its own. A lease comes under its
// own subject, not the inbox's: nats.go passes such a message on to a request only while it
// knows of no other one, and one that could not be sent is never forgotten.
func (c *Conn) pull(ctx context.Context, text []byte) (*nats.Msg, error) {
	inbox := c.nc.NewInbox()
	answers, err := c.nc.SubscribeSync(inbox)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answers.Unsubscribe() }() // or the connection's end does it
	if err := c.nc.PublishRequest(nextLease, inbox, text); err != nil {
		return nil, err
	}
	return c.connected(ctx, pullTime+patience, answers.NextMsgWithContext)
}

// request publishes and waits for an answer.
func (c *Conn) request(ctx context.Context, subject string, text []byte, patience time.Duration) (*nats.Msg, error) {
	if !c.nc.IsConnected() {
		return nil, nats.ErrDisconnected // the client would keep what it cannot send in mind
	}
	return c.connected(ctx, patience, func(ctx context.Context) (*nats.Msg, error) { return c.nc.RequestWithContext(ctx, subject, text) })
}

// connected waits for a message for a time, and no longer than the connection lasts: what
// was asked by it is not answered by the next one.
func (c *Conn) connected(ctx context.Context, patience time.Duration, receive func(context.Context) (*nats.Msg, error)) (*nats.Msg, error) {
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	lost := c.nc.StatusChanged(nats.RECONNECTING, nats.CLOSED)
	defer c.nc.RemoveStatusListener(lost)
	go func() {
		select {
		case <-lost:
			stop()
		case <-waiting.Done():
		}
	}()
	m, err := receive(waiting)
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		err = nats.ErrDisconnected
	}
	return m, err
}

// held reads a lease with its job. One that cannot be read is let go.
func (s *Source) held(m *nats.Msg) (fleet.Held, error) {
	h := &held{source: s, reply: m.Reply}
	s.mu.Lock()
	s.times = timesOf(m.Reply)
	s.mu.Unlock()
	jobText, leaseText, _ := bytes.Cut(m.Data, []byte("\n"))
	var err error
	if h.job, err = fleet.ReadJob(jobText); err == nil {
		h.lease, err = fleet.ReadLease(leaseText, h.job)
	}
	if err != nil {
		h.Release()
		return nil, err
	}
	return h, nil
}

// leaseMessage is a lease with its job, as held reads them.
func leaseMessage(jobText []byte, l fleet.Lease) ([]byte, error) {
	text, err := l.Text()
	return append(append(bytes.Clone(jobText), '\n'), text...), err
}

// Beat tells how the worker stands, and alive tells it again with each sign of life. A
// status that nobody hears is none the worse for the job.
func (s *Source) Beat(_ context.Context, status fleet.Status) error {
	s.mu.Lock()
	s.status = status
	s.mu.Unlock()
	s.alive()
	return nil
}

func (s *Source) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.status.Schema == 0 {
		return
	}
	status := s.status
	if status.Lease >= 0 {
		status.Times = s.times
	}
	if text, err := status.Text(); err == nil {
		_ = s.Conn.nc.Publish(statusSubject(shortKey(s.Conn.public), s.Worker), text)
	}
}

// A held lease.
type held struct {
	source   *Source
	job      fleet.Job
	lease    fleet.Lease
	reply    string // where the lease is acknowledged
	answered bool
}

func (h *held) Job() fleet.Job     { return h.job }
func (h *held) Lease() fleet.Lease { return h.lease }

// The words of a worker about a message.
const (
	ack        = "+ACK"
	inProgress = "+WPI"
	again      = "-NAK"
)

// Extend says that the lease is worked on. Whether another one has answered it is not
// known here.
func (h *held) Extend(context.Context) error {
	h.source.alive()
	return h.source.Conn.nc.Publish(h.reply, []byte(inProgress))
}

// Answer stores the answer, as often as it takes, and then gives up the lease. Where that
// is not heard the lease is another's once more, whose answer will be the same.
func (h *held) Answer(ctx context.Context, a fleet.Answer) error {
	text, err := a.Text()
	if err != nil {
		return err
	}
	c := h.source.Conn
	subject := answerSubject(a.Job, shortKey(c.public), a.Worker)
	began, idle := time.Now(), h.source.Idle
	for told := ""; ; {
		err := c.store(ctx, subject, text)
		if err == nil {
			break
		}
		if lost := c.lost(); lost != nil {
			return lost
		}
		if errors.Is(err, nats.ErrMaxPayload) {
			return fmt.Errorf("the answer to lease %d has %d bytes, and the server takes %d; set its max_payload to %d", a.Index, len(text), c.nc.MaxPayload(), MaxPayload)
		}
		if idle > 0 && time.Since(began) > idle {
			return fmt.Errorf("the answer to lease %d could not be stored for %v: %w", a.Index, idle, err)
		}
		if err.Error() != told {
			told = err.Error()
			c.told(fmt.Sprintf("the answer to lease %d is kept until it can be stored: %v", a.Index, err))
		}
		if err := pause(ctx, rePause); err != nil {
			return err
		}
	}
	h.answered = true
	if _, err := c.request(ctx, h.reply, []byte(ack), patience); err != nil {
		c.told(fmt.Sprintf("lease %d is answered, and may be done once more: %v", a.Index, err))
	}
	return nil
}

// Release lets another worker have the lease at once.
func (h *held) Release() {
	if !h.answered {
		_ = h.source.Conn.nc.Publish(h.reply, []byte(again)) // or it waits until its time is over
	}
}

// MaxPayload is the size of messages that a server must take, in bytes.
const MaxPayload = fleet.MaxAnswer + 1<<20

// store publishes to a stream, and returns when the message is stored.
func (c *Conn) store(ctx context.Context, subject string, text []byte) error {
	m, err := c.request(ctx, subject, text, patience)
	if err != nil {
		return err
	}
	var said struct {
		Stream string `json:"stream"`
		Error  *struct {
			Description string `json:"description"`
		} `json:"error"`
	}
	if err := json.Unmarshal(m.Data, &said); err != nil {
		return fmt.Errorf("the queue says what cannot be read: %w", err)
	}
	if said.Error != nil {
		return errors.New(said.Error.Description)
	}
	if said.Stream != answerStream {
		return fmt.Errorf("stored in %.40q, want %s", said.Stream, answerStream)
	}
	return nil
}
