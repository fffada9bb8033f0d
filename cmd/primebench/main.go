// Command primebench measures what random primes and Diffie-Hellman groups cost
// on this machine, by each way of getting them, and how sure that is.
//
// This folder holds flags, the environment, signals, exit codes and the
// terminal, one short file a verb, and no other logic.
package main

import (
	"context"
	"io"
	"log/slog"
	"os"
)

func main() {
	p := newProcess(os.Stdin, os.Stdout, os.Stderr, os.Environ())
	p.stops.listen()
	os.Exit(execute(context.Background(), os.Args[1:], p))
}

// A process is all that the program knows of its surroundings, so that tests
// can hand in others.
type process struct {
	stdin  io.Reader
	stdout io.Writer
	screen *terminal // stderr
	env    environment
	stops  *stopper
	pace   pace
}

func newProcess(stdin io.Reader, stdout, stderr io.Writer, environ []string) process {
	env := environment(environ)
	return process{stdin: stdin, stdout: stdout, screen: newTerminal(stderr, env), env: env, stops: new(stopper), pace: usualPace()}
}

// logger is the log of a verb that was or was not asked to be quiet.
func (p process) logger(quiet bool) *slog.Logger {
	if quiet {
		return newLogger(p.screen, slog.LevelError)
	}
	return newLogger(p.screen, slog.LevelInfo)
}
