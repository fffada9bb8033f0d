// The command tree, and how its errors become one line and an exit code.

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// execute runs the program once and returns its exit code.
func execute(ctx context.Context, args []string, p process) int {
	root, begun := newRoot(p)
	unprinted := helpTo(p.stdout, root)
	root.SetArgs(args)
	_, err := root.ExecuteContextC(ctx)
	if err == nil && *unprinted != nil {
		*begun, err = true, fmt.Errorf("the help cannot be printed: %w", *unprinted)
	}
	if err != nil && !*begun {
		err = usageError{commandError(root, args, err)}
	}
	if err != nil && !silent(err) {
		// When stderr is closed, the exit code still tells.
		_, _ = fmt.Fprintf(p.screen, "primebench: %s\n", oneLine(err.Error()))
	}
	return exitCode(err)
}

// newRoot builds the tree. begun tells later whether a verb began its work:
// every error before that is one of usage.
func newRoot(p process) (root *cobra.Command, begun *bool) {
	begun = new(bool)
	root = &cobra.Command{
		Use:   "primebench",
		Short: "Measure what primes and Diffie-Hellman groups cost on this machine.",
		Example: `  primebench run                                     the default suite on all cores, about 90 s
  primebench run --kind safe --bits 2048,4096        what a DH group costs
  primebench run --suite quick --budget 10s --dry-run
  primebench report runs/*/run.jsonl                 the tables again, from the files
  primebench plan --measure --kind rsa --bits 2048 --rate 200/s
                                                     the cores, the waits and the money that takes
  primebench prime --bits 2048 --safe                a safe prime`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRun:  func(*cobra.Command, []string) { *begun = true },
		DisableAutoGenTag: true,
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.screen)
	root.SetHelpTemplate(helpTemplate)
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newRunCommand(p),
		newPrimeCommand(p),
		newDHParamCommand(p),
		newModuliCommand(p),
		newCheckCommand(p),
		newReportCommand(p),
		newCompareCommand(p),
		newDuetCommand(p),
		newPlanCommand(p),
		newDoctorCommand(p),
		newHistoryCommand(p),
		newSecretsCommand(p),
		newDemoCommand(p),
		newVersionCommand(p),
	)
	addCompletion(root)
	addHelp(root)
	return root, begun
}

// Examples come first: they are what most readers of a help look for.
const (
	helpTemplate = `{{.Short}}

{{if .HasExample}}Examples:
{{.Example}}

{{end}}{{with .Long}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}{{if not .HasParent}}
` + exitHelp + `{{end}}`

	usageTemplate = `Usage:
{{if .Runnable}}  {{.UseLine}}
{{end}}{{if .HasAvailableSubCommands}}  {{.CommandPath}} COMMAND

Commands:{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`
)

// commandError says what is near to a command that is not there, which cobra
// tells by the error alone.
func commandError(root *cobra.Command, args []string, err error) error {
	at, rest, findErr := root.Find(args)
	if findErr == nil || len(rest) == 0 {
		return err
	}
	return unknownCommand(at, rest[0])
}

// unknownCommand says which commands there are at a place of the tree, or which
// one is near.
func unknownCommand(at *cobra.Command, word string) error {
	var names []string
	for _, c := range at.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	hint := didYouMean(word, names, func(name string) string { return name })
	if hint == "" {
		hint = "; the commands are " + strings.Join(names, ", ")
	}
	return fmt.Errorf("unknown command %q%s", word, hint)
}

// flagError says shortly which flag's value is wrong, or adds the flag that was
// perhaps meant.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return err
	}
	dashed := func(name string) string { return "--" + name }
	return fmt.Errorf("%w%s", err, didYouMean(unknown.GetSpecifiedName(), flagNames(cmd.Flags()), dashed))
}

// noArguments refuses operands by name.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no argument, got %q", cmd.Name(), args[0])
	}
	return nil
}

// oneLine keeps several errors, or one that quotes somebody's file, from moving
// the cursor.
func oneLine(text string) string {
	lines := strings.FieldsFunc(strings.TrimSpace(text), func(r rune) bool { return r == '\n' })
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.Join(lines, "; "))
}
