// Key exchanges, as operations that every strategy with a library for them can offer.

package strategy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"primebench/results"
)

// NoExchangeSearch is Facts.NoSearch of kind Kex.
const NoExchangeSearch = "keys are exchanged and not searched for, want mode operations"

// An Exchange is a strategy's way to exchange keys by a parameter set.
type Exchange struct {
	// ConstantTime is set when neither time nor memory accesses depend on the secrets.
	ConstantTime bool
	// ExponentBits is the length of secret exponents where they are such, else 0; Short is
	// set where it is the one that RFC 7919 recommends.
	ExponentBits int
	Short        bool
	// Tests is about how many base-2 tests of the set's size a shared secret takes.
	Tests float64
	// SetUp makes a Party. What a server does once and for all belongs here.
	SetUp func() (Party, error)
}

// A Party is one side of key exchanges, of which there may be many, one after another:
// the client's by Generate, Receive and Secret, the server's by Answer. It serves one
// goroutine. What it returns holds until the next call.
type Party interface {
	// Generate makes a key pair, in the place of the one before, and returns what a
	// client sends of it: the public value, or the encapsulation key of a KEM.
	Generate() (share []byte, err error)
	// Answer is all that a server does in a handshake: from a client's share to what it
	// sends itself, and the shared secret.
	Answer(share []byte) (answer, secret []byte, err error)
	// Receive takes a server's answer, which the client's key pair must fit.
	Receive(answer []byte) error
	// Secret is the shared secret of the key pair and the answer.
	Secret() ([]byte, error)
}

// exchangeSample is how long a sample takes at least: setting goroutines to work takes
// some tens of microseconds at worst, which is to be well under a hundredth.
const exchangeSample = 10 * time.Millisecond

// For returns the operations of a task:
//
//	keygen     Generate
//	shared     Secret, over and over with one key pair and answer
//	handshake  Answer, over and over to one share
//
// Each worker has parties of its own. Before anything is measured, client and server
// must come to the same secret.
func (e Exchange) For(t Task) []Operation {
	var list []Operation
	for _, step := range []struct {
		name  string
		tests float64
		do    func(*exchanging) error
	}{
		{results.StepKeygen, e.Tests, func(x *exchanging) error { _, err := x.client.Generate(); return err }},
		{results.StepShared, e.Tests, func(x *exchanging) error { _, err := x.client.Secret(); return err }},
		{results.StepHandshake, 2 * e.Tests, func(x *exchanging) error { _, _, err := x.server.Answer(x.share); return err }},
	} {
		does := results.Operation{
			Step: step.name, ExponentBits: e.ExponentBits, Short: e.Short, ConstantTime: e.ConstantTime, AtOnce: 1,
		}.Named()
		o := &exchangeOperation{name: does.Name, task: t, setUp: e.SetUp, do: step.do}
		list = append(list, Operation{Operation: does, Tests: step.tests, Shortest: exchangeSample, Prepare: o.prepare, Run: o.run})
	}
	return list
}

// An exchangeOperation is one of them at work.
type exchangeOperation struct {
	name    string
	task    Task
	setUp   func() (Party, error)
	do      func(*exchanging) error
	workers []*exchanging
}

// An exchanging is a client and a server of one worker, and what the client sent.
type exchanging struct {
	mu             sync.Mutex // for a call that nobody waits for any longer
	client, server Party
	share          []byte
}

func (o *exchangeOperation) prepare(ctx context.Context) error {
	for len(o.workers) < o.task.Workers {
		if err := ctx.Err(); err != nil {
			return err
		}
		x, err := Await(ctx, func() (*exchanging, error) { return exchange(o.setUp) })
		if err != nil {
			return fmt.Errorf("strategy: %s by %s: %w", o.name, o.task.Params, err)
		}
		o.workers = append(o.workers, x)
	}
	return nil
}

// exchange sets two parties up and has them agree on a secret.
func exchange(setUp func() (Party, error)) (*exchanging, error) {
	x := &exchanging{}
	for _, p := range []*Party{&x.client, &x.server} {
		var err error
		if *p, err = setUp(); err != nil {
			return nil, err
		}
	}
	share, err := x.client.Generate()
	if err != nil {
		return nil, err
	}
	x.share = bytes.Clone(share)
	answer, theirs, err := x.server.Answer(x.share)
	if err != nil {
		return nil, err
	}
	theirs = bytes.Clone(theirs)
	if err := x.client.Receive(bytes.Clone(answer)); err != nil {
		return nil, err
	}
	ours, err := x.client.Secret()
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(ours, theirs) {
		return nil, errors.New("client and server come to different secrets")
	}
	return x, nil
}

// run rounds up so that every worker does equally many.
func (o *exchangeOperation) run(ctx context.Context, times int64) (int64, error) {
	w := int64(o.task.Workers)
	times = (times + w - 1) / w * w
	_, err := Await(ctx, func() (struct{}, error) {
		return struct{}{}, Share(ctx, o.task.Workers, times, func(_ context.Context, worker int, _ int64) error {
			x := o.workers[worker]
			x.mu.Lock()
			defer x.mu.Unlock()
			return o.do(x)
		})
	})
	return times, err
}
