//go:build !linux

package main

// withoutEntropy is the program where nothing takes the system's random numbers away.
func withoutEntropy() { main() }
