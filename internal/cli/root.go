// The command tree, and how its errors become one line and an exit code.

package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/cli/check"
	"primebench/internal/cli/compare"
	"primebench/internal/cli/find"
	"primebench/internal/cli/fleet"
	"primebench/internal/cli/measure"
	"primebench/internal/cli/planning"
	"primebench/internal/cli/tokens"
	"primebench/internal/cli/ui"
	"primebench/internal/rng"
)

// Execute runs the program once and returns its exit code.
func Execute(ctx context.Context, args []string, p ui.Process) int {
	root, started := newRoot(p)
	unprinted := helpTo(p.Stdout, root)
	root.SetArgs(args)
	_, err := root.ExecuteContextC(ctx)
	if err == nil && *unprinted != nil {
		started.begun, err = true, fmt.Errorf("the help cannot be printed: %w", *unprinted)
	}
	if err != nil && !started.begun {
		err = ui.Usage(commandError(root, args, err))
	}
	if len(started.variables) > 0 && ui.ExitCode(err) == ui.ExitUsage {
		err = ui.Usagef("%w (set by variables: %s)", err, ui.Listed(started.variables))
	}
	if err != nil && !ui.Silent(err) {
		// When stderr is closed, the exit code still tells.
		_, _ = fmt.Fprintf(p.Screen, "primebench: %s\n", ui.OneLine(err.Error()))
	}
	return ui.ExitCode(err)
}

// A start is how far a verb came.
type start struct {
	begun     bool     // its work: every error before that is one of usage
	variables []string // that stand for its flags
}

// newRoot builds the tree, and what is known later of the verb that ran.
func newRoot(p ui.Process) (*cobra.Command, *start) {
	started := new(start)
	root := &cobra.Command{
		Use:   "primebench",
		Short: "Measure what primes and Diffie-Hellman groups cost on this machine.",
		Example: `  primebench run                                     the default suite on all cores, about 90 s
  primebench run --kind safe --bits 2048,4096        what a DH group costs
  primebench run --suite quick --budget 10s --dry-run
  primebench report runs/*/run.jsonl                 the tables again, from the files
  primebench plan --measure --kind rsa --bits 2048 --rate 200/s
                                                     the cores, the waits and the money that takes
  primebench prime --bits 2048 --safe                a safe prime`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			applied, err := applyVariables(p, cmd)
			started.begun, started.variables = err == nil, applied
			if err == nil {
				err = rng.Ready()
			}
			return err
		},
		DisableAutoGenTag: true,
	}
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Screen)
	root.SetHelpTemplate(helpTemplate)
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		measure.NewRunCmd(p),
		find.NewPrimeCmd(p),
		find.NewDHParamCmd(p),
		find.NewModuliCmd(p),
		check.NewCheckCmd(p),
		fleet.NewFleetCmd(p),
		measure.NewReportCmd(p),
		compare.NewCompareCmd(p),
		compare.NewDuetCmd(p),
		planning.NewPlanCmd(p),
		compare.NewDoctorCmd(p),
		compare.NewHistoryCmd(p),
		tokens.NewSecretsCmd(p),
		tokens.NewDemoCmd(p),
		newVersionCommand(p),
		newManCommand(p),
	)
	addCompletion(root)
	addHelp(root)
	addVersion(root, p.Stdout)
	addPages(root, "")
	return root, started
}

// applyVariables sets the flags of a verb that variables stand for, and tells which do: who
// reads the command line alone does not see them.
func applyVariables(p ui.Process, cmd *cobra.Command) ([]string, error) {
	applied, err := p.Env.Apply(cmd.Flags())
	if err != nil {
		return nil, err
	}
	log := p.Logger(isQuiet(cmd.Flags()))
	p.Env.WarnUnknown(log, allFlags(cmd.Root()))
	if len(applied) > 0 {
		log.Info("set by variables: " + ui.Listed(applied))
	}
	return applied, nil
}

// isQuiet reports whether a verb was asked to be quiet.
func isQuiet(flags *pflag.FlagSet) bool {
	quiet := flags.Lookup("quiet")
	if quiet == nil {
		return false
	}
	on, ok := quiet.Value.(*ui.Single[bool])
	return ok && on.Value
}

// allFlags are the names of the flags of a command and of all below it.
func allFlags(cmd *cobra.Command) []string {
	names := ui.FlagNames(cmd.Flags())
	for _, c := range cmd.Commands() {
		names = append(names, allFlags(c)...)
	}
	return names
}

// Examples come first: they are what most readers of a help look for.
const (
	helpTemplate = `{{.Short}}

{{if .HasExample}}Examples:
{{.Example}}

{{end}}{{with .Long}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}{{if not .HasParent}}
` + ui.ExitHelp + `
` + ui.VariablesHelp + `{{end}}{{with index .Annotations "page"}}
More: {{.}}
{{end}}`

	usageTemplate = `Usage:
{{if .Runnable}}  {{.UseLine}}
{{end}}{{if .HasAvailableSubCommands}}  {{.CommandPath}} COMMAND

Commands:{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}

The variable ` + ui.VariablePrefix + `<FLAG> stands for a flag that is not given.
{{end}}`
)

// commandError says what is near to a command that is not there, which cobra
// tells by the error alone.
func commandError(root *cobra.Command, args []string, err error) error {
	at, rest, findErr := root.Find(args)
	if findErr == nil || len(rest) == 0 {
		return err
	}
	isCommand := func(word string) bool { return !strings.HasPrefix(word, "-") }
	if i := slices.IndexFunc(rest, isCommand); i >= 0 {
		return ui.UnknownCommand(at, rest[i])
	}
	return err
}

// flagError says shortly which flag's value is wrong, or adds the flag that was
// perhaps meant.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	if letters := unknown.GetSpecifiedShortnames(); letters != "" {
		takesArguments := strings.Contains(cmd.Use, " ")
		if takesArguments && strings.Trim(letters, "0123456789") == "" {
			return fmt.Errorf("-%s is read as a flag; a number below zero stands behind --, as in %s -- -%s", letters, cmd.CommandPath(), letters)
		}
		return err
	}
	dashed := func(name string) string { return "--" + name }
	return fmt.Errorf("%w%s", err, ui.DidYouMean(unknown.GetSpecifiedName(), ui.FlagNames(cmd.Flags()), dashed))
}
