// The environment: PRIMEBENCH_<FLAG> stands for a flag of run that is not
// given.

package ui

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// VariablePrefix begins the names of our variables.
const VariablePrefix = "PRIMEBENCH_"

// An Environment is a list of NAME=value.
type Environment []string

// Value is what a variable holds, "" when it is not there. The last one counts,
// as for programs that are started with it.
func (e Environment) Value(name string) string {
	for _, entry := range slices.Backward(e) {
		if key, value, ok := strings.Cut(entry, "="); ok && key == name {
			return value
		}
	}
	return ""
}

// variableOf is the variable that stands for a flag: PRIMEBENCH_DRY_RUN for
// --dry-run.
func variableOf(flag string) string {
	return VariablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Apply sets the flags that the command line leaves out and a variable names.
// A flag that excludes another one hides that one's variable too.
func (e Environment) Apply(flags *pflag.FlagSet, excludes map[string]string) error {
	given := map[string]bool{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = true })
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		value := e.Value(variableOf(f.Name))
		if failed != nil || value == "" || given[f.Name] || given[excludes[f.Name]] || f.Name == "help" {
			return
		}
		if err := f.Value.Set(value); err != nil {
			failed = Usagef("%s: %w", variableOf(f.Name), err)
			return
		}
		f.Changed = true
	})
	return failed
}

// WarnUnknown names the variables that look like ours and are none: a misspelt
// one would else be ignored without a word.
func (e Environment) WarnUnknown(log *slog.Logger, flags *pflag.FlagSet) {
	for _, entry := range e {
		name, _, _ := strings.Cut(entry, "=")
		flag, ours := strings.CutPrefix(name, VariablePrefix)
		if !ours {
			continue
		}
		flag = strings.ReplaceAll(strings.ToLower(flag), "_", "-")
		if flags.Lookup(flag) == nil || flag == "help" {
			log.Warn(fmt.Sprintf("the variable %q is unknown and has no effect%s", name, DidYouMean(flag, FlagNames(flags), variableOf)))
		}
	}
}

// FlagNames lists the flags that the help shows.
func FlagNames(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return names
}
