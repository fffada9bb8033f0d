// Command primebench measures what random primes and Diffie-Hellman groups cost
// on this machine, by each way of getting them, and how sure that is.
//
// This folder holds the process; its verbs are in internal/cli. The scripts in
// testdata run the whole program.
package main

import (
	"context"
	"os"
	"runtime"

	"primebench/internal/cli"
	"primebench/internal/cli/ui"
	"primebench/internal/hostinfo"
)

func main() {
	if os.Getenv("GOMAXPROCS") == "" && runtime.GOMAXPROCS(0) == 2 && hostinfo.OneCore(os.DirFS("/")) {
		runtime.GOMAXPROCS(1)
	}
	p := ui.NewProcess(os.Stdin, os.Stdout, os.Stderr, os.Environ())
	p.Stops.Listen()
	os.Exit(cli.Execute(context.Background(), os.Args[1:], p))
}
