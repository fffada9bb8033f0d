// What a fleet asks of what carries leases and answers. Whatever that loses or repeats
// does no harm.

package fleet

import (
	"context"
	"errors"
	"iter"
	"time"
)

// A Transport is the coordinator's side of what carries leases and answers.
type Transport interface {
	// Offer lets a lease be done, also once more.
	Offer(ctx context.Context, l Lease) error
	// Answers yields answers as they come, until ctx ends: those together that are there
	// at once, which may be none.
	Answers(ctx context.Context) iter.Seq2[[]Delivered, error]
}

// A Source is the worker's side.
type Source interface {
	// Take waits for a lease. It returns ErrDone when there is nothing left to do.
	Take(ctx context.Context) (Held, error)
	// Beat tells that a worker is alive, and how it stands.
	Beat(ctx context.Context, s Status) error
}

// ErrDone says that there is nothing left to do.
var ErrDone = errors.New("fleet: the job is done")

// ErrLost says of a held lease that another worker has answered it.
var ErrLost = errors.New("fleet: the lease is another worker's")

// A Held lease is a worker's until it is released or not extended for the job's time.
type Held interface {
	Job() Job // that the lease is of
	Lease() Lease
	// Extend keeps the lease. ErrLost says that it is not worth going on.
	Extend(ctx context.Context) error
	// Answer gives the answer, which is safe when it returns.
	Answer(ctx context.Context, a Answer) error
	// Release lets others have the lease.
	Release()
}

// A Delivered answer stays with the transport until Done, or Reject, after which its
// lease is offered again unless another answer is there.
type Delivered struct {
	Answer Answer
	Done   func() error
	Reject func() error
}

// A Status is how a worker stands: state, and no increments.
type Status struct {
	Schema  int    `json:"schema"`
	Worker  string `json:"worker"`
	Version string `json:"version"`
	Kernel  string `json:"kernel"`
	Lease   int    `json:"lease"`           // under way; -1: none
	Job     string `json:"job,omitempty"`   // that the lease is of
	Times   int    `json:"times,omitempty"` // that the lease was handed out, where that is known
	Done    int    `json:"done"`            // leases so far
	Finds   int    `json:"finds"`
}

// Text is the status as JSON.
func (s Status) Text() ([]byte, error) { return encode(s) }

// Work does leases until there are none: a worker's whole life.
func (w *Worker) Work(ctx context.Context, from Source, took func(Answer)) error {
	status := Status{Schema: Schema, Worker: w.Name, Version: w.Version, Kernel: w.Means.Kernel, Lease: -1}
	if err := from.Beat(ctx, status); err != nil {
		return err
	}
	for {
		held, err := from.Take(ctx)
		if errors.Is(err, ErrDone) {
			return nil
		}
		if err != nil {
			return err
		}
		status.Lease, status.Job = held.Lease().Index, held.Lease().Job
		if err := from.Beat(ctx, status); err != nil {
			return err
		}
		a, err := w.Hold(ctx, held)
		switch {
		case errors.Is(err, ErrLost):
			continue
		case err != nil:
			return err
		}
		status.Lease, status.Done, status.Finds = -1, status.Done+1, status.Finds+len(a.Finds)
		if err := from.Beat(ctx, status); err != nil {
			return err
		}
		took(a)
	}
}

// beats is how many times a lease is extended in the time that it would be lost in.
const beats = 6

// Hold does a held lease and answers it, and extends it meanwhile.
func (w *Worker) Hold(ctx context.Context, held Held) (Answer, error) {
	job := held.Job()
	defer held.Release()
	doing, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(time.Duration(job.Claim / beats * float64(time.Second)))
		defer ticker.Stop()
		for {
			select {
			case <-doing.Done():
				return
			case <-ticker.C:
				// A lease that cannot be extended is done all the same: its answer counts.
				if err := held.Extend(doing); errors.Is(err, ErrLost) {
					stop(err)
				}
			}
		}
	}()
	a, err := w.Do(doing, job, held.Lease())
	lost := errors.Is(context.Cause(doing), ErrLost)
	stop(nil)
	<-ended
	switch {
	case err != nil && lost:
		return Answer{}, ErrLost
	case err != nil:
		return Answer{}, err
	}
	return a, held.Answer(ctx, a)
}
