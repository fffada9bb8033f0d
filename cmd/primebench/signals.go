// Ctrl-C and SIGTERM: the first one ends the work in good order, the second one
// ends the program.

package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// untilSignal returns a context that the first SIGINT or SIGTERM cancels, with a
// stopError as its cause, after told has been called. The second signal exits
// at once. The returned function gives the signals back.
func untilSignal(parent context.Context, told func(os.Signal)) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	caught := make(chan os.Signal, 2)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
	finished := make(chan struct{})
	go func() {
		select {
		case first := <-caught:
			cancel(stopError{first})
			told(first)
		case <-finished:
			return
		}
		select {
		case second := <-caught:
			os.Exit(stopError{second}.exitCode())
		case <-finished:
		}
	}()
	return ctx, func() {
		signal.Stop(caught)
		close(finished)
		cancel(nil)
	}
}
