//go:build unix && long

package main

import "time"

const (
	kills       = 200 // processes of each role that are killed, at least
	manyWorkers = 1000
	manyLeases  = 10_000           // finds that are wanted, of nearly as many leases
	silence     = 25 * time.Second // of a link; longer than a worker waits for a sign of its server
)
