// Command primebench-fleet has machines that share no folder work together, by a queue of
// NATS JetStream: serve has the job, and work does leases of it.
package main

import (
	"context"
	"os"

	"primebench/fleet/cli"
	"primebench/internal/cli/ui"
)

func main() {
	ui.FollowQuota()
	p := ui.NewProcess(os.Stdin, os.Stdout, os.Stderr, os.Environ())
	p.Stops.Listen()
	os.Exit(cli.Execute(context.Background(), os.Args[1:], p))
}
