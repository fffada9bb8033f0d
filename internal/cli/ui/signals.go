// Ctrl-C and SIGTERM. Work that can end in good order is a stage: the first
// signal in it ends that stage. A second one, or one outside of any stage, ends
// the program.

package ui

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"primebench/internal/bench/strategy"
)

// A Stopper decides what a signal does. The zero value is outside of any stage.
type Stopper struct {
	mu   sync.Mutex
	stop func(stopError) // of the stage under way; nil: the program ends
	last []func()        // before the program ends
}

// patience is how long a signal that ends the program waits for what is done before.
const patience = 2 * time.Second

// Listen takes the signals for the rest of the program.
func (s *Stopper) Listen() {
	caught := make(chan os.Signal, 2)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
	go func() {
		for sig := range caught {
			s.end(stopError{signal: sig})
		}
	}()
}

// Stage begins a stage in the place of the one before. The first signal cancels
// its context, with a stopError as the cause, and then calls told.
func (s *Stopper) Stage(parent context.Context, told func()) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stop = func(why stopError) {
		cancel(why)
		told()
	}
	return ctx
}

// Last has something done before a signal ends the program, so that nothing is left of
// what the program was about.
func (s *Stopper) Last(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = append(s.last, do)
}

// end ends the stage or the program. It holds the lock throughout, so that what
// told says comes before anything of the next stage.
func (s *Stopper) end(why stopError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop == nil {
		s.doLast()
		os.Exit(why.exitCode())
	}
	s.stop(why)
	s.stop = nil
}

// doLast does what is to be done before the end, the latest first, and does not wait for
// long: a disk may hang.
func (s *Stopper) doLast() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, do := range slices.Backward(s.last) {
			do()
		}
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// Await returns what work returns, or the cause of ctx's end when that comes
// first. The work then goes on unseen: it must be such that the program may end
// in the midst of it.
func Await[T any](ctx context.Context, work func() (T, error)) (T, error) {
	value, err := strategy.Await(ctx, work)
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return value, err
}
