package main

import (
	"context"
	"os"
	"time"

	"primebench/internal/cli"
	"primebench/internal/cli/ui"
)

// hasty is the program with measurements that take moments.
func hasty() {
	p := ui.NewProcess(os.Stdin, os.Stdout, os.Stderr, os.Environ())
	p.Pace = ui.Pace{Measure: 1500 * time.Millisecond, Calibrate: 200 * time.Millisecond, Drive: 5 * time.Second}
	p.Stops.Listen()
	os.Exit(cli.Execute(context.Background(), os.Args[1:], p))
}
