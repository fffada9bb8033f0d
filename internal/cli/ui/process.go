// The surroundings of the program.

package ui

import (
	"io"
	"log/slog"
	"time"
)

// A Process is all that the program knows of its surroundings, so that tests
// can hand in others.
type Process struct {
	Stdin  io.Reader
	Stdout io.Writer
	Screen *Terminal // stderr
	Env    Environment
	Stops  *Stopper
	Pace   Pace
}

// NewProcess looks at what a program was started with; environ is a list of
// NAME=value. Its signals end the program until they are listened to.
func NewProcess(stdin io.Reader, stdout, stderr io.Writer, environ []string) Process {
	env := Environment(environ)
	return Process{Stdin: stdin, Stdout: stdout, Screen: newTerminal(stderr, env), Env: env, Stops: new(Stopper), Pace: UsualPace()}
}

// Logger is the log of a verb that was or was not asked to be quiet.
func (p Process) Logger(quiet bool) *slog.Logger {
	if quiet {
		return NewLogger(p.Screen, slog.LevelError)
	}
	return NewLogger(p.Screen, slog.LevelInfo)
}

// A Pace is how long plan measures.
type Pace struct {
	Measure   time.Duration // of a calibration for --measure
	Calibrate time.Duration // of one for --verify, for each size
	Drive     time.Duration // of one load of --verify
}

// UsualPace is the pace of every process that is made.
func UsualPace() Pace {
	return Pace{Measure: 15 * time.Second, Calibrate: 10 * time.Second, Drive: 20 * time.Second}
}
