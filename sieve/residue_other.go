//go:build !amd64 || purego

package sieve

// newReducer returns the reducer that runs everywhere.
func newReducer() reducer { return plainReducer{} }
