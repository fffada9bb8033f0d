//go:build unix && !long

package main

import "time"

const (
	kills       = 3 // processes of each role that are killed, at least
	manyWorkers = 50
	manyLeases  = 300             // finds that are wanted, of nearly as many leases
	silence     = 2 * time.Second // of a link
)
