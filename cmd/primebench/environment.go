// The environment: PRIMEBENCH_<FLAG> stands for a flag of run that is not
// given.

package main

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

const variablePrefix = "PRIMEBENCH_"

// An environment is a list of NAME=value.
type environment []string

// value is what a variable holds, "" when it is not there. The last one counts,
// as for programs that are started with it.
func (e environment) value(name string) string {
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
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// apply sets the flags that the command line leaves out and a variable names.
// A flag that excludes another one hides that one's variable too.
func (e environment) apply(flags *pflag.FlagSet, excludes map[string]string) error {
	given := map[string]bool{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = true })
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		value := e.value(variableOf(f.Name))
		if failed != nil || value == "" || given[f.Name] || given[excludes[f.Name]] || f.Name == "help" {
			return
		}
		if err := f.Value.Set(value); err != nil {
			failed = usagef("%s: %w", variableOf(f.Name), err)
			return
		}
		f.Changed = true
	})
	return failed
}

// warnUnknown names the variables that look like ours and are none: a misspelt
// one would else be ignored without a word.
func (e environment) warnUnknown(log *slog.Logger, flags *pflag.FlagSet) {
	for _, entry := range e {
		name, _, _ := strings.Cut(entry, "=")
		flag, ours := strings.CutPrefix(name, variablePrefix)
		if !ours {
			continue
		}
		flag = strings.ReplaceAll(strings.ToLower(flag), "_", "-")
		if flags.Lookup(flag) == nil || flag == "help" {
			log.Warn(fmt.Sprintf("the variable %q is unknown and has no effect%s", name, didYouMean(flag, flagNames(flags), variableOf)))
		}
	}
}

func flagNames(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return names
}
