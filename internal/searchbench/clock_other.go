// The clock where only the time of day can be read.

//go:build !linux

package main

// newClock returns the clock and its name.
func newClock() (clock, string) { return wallClock(), "wall time" }
