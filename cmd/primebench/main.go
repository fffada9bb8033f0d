// Command primebench measures what random primes and Diffie-Hellman groups cost
// on this machine, by each way of getting them, and how sure that is.
//
// This folder holds the process; its verbs are in internal/cli. The scripts in
// testdata run the whole program.
package main

import (
	"context"
	"os"

	"primebench/internal/cli"
	"primebench/internal/cli/ui"
)

func main() {
	ui.FollowQuota()
	p := ui.NewProcess(os.Stdin, os.Stdout, os.Stderr, os.Environ())
	p.Stops.Listen()
	os.Exit(cli.Execute(context.Background(), os.Args[1:], p))
}
