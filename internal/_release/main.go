// Command release makes what is handed out: the notices of what is linked, and the
// archives, packages and lists of a release. `make notices` and `make dist` run it from
// the root of the repository.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

const usage = `usage: release notices -program NAME    print the licences of what is linked
       release dist -out FOLDER         make archives, packages, checksums and the SBOM`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("no command\n%s", usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	root := flags.String("root", ".", "the repository's root `folder`")
	program := flags.String("program", "primebench", "the `program` that notices lists")
	out := flags.String("out", "dist", "the `folder` that dist fills")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "notices":
		return writeNotices(ctx, os.Stdout, *root, *program)
	case "dist":
		return distribute(ctx, *root, *out)
	}
	return fmt.Errorf("unknown command %q\n%s", args[0], usage)
}
