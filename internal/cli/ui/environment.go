// The environment: PRIMEBENCH_<FLAG> stands for a flag that is not given, in every verb
// that has the flag.

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

// VariablesHelp says what variables do, in the help.
const VariablesHelp = `Variables:
  PRIMEBENCH_<FLAG>    stands for a flag that is not given, of every verb: PRIMEBENCH_BITS
  NO_COLOR, TERM=dumb  no colour; no line that is drawn again and again
`

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

// Apply sets the flags that the command line leaves out and a variable names, and returns
// these variables. A flag that excludes another one puts that one's variable aside.
func (e Environment) Apply(flags *pflag.FlagSet) (applied []string, err error) {
	given := map[string]bool{}
	flags.Visit(func(f *pflag.Flag) {
		given[f.Name] = true
		if on, ok := f.Value.(*Single[bool]); ok && !on.Value {
			return // --measure=false leaves room for what --measure excludes
		}
		for _, other := range f.Annotations[excludes] {
			given[other] = true
		}
	})
	flags.VisitAll(func(f *pflag.Flag) {
		name := variableOf(f.Name)
		value := e.Value(name)
		if err != nil || value == "" || given[f.Name] || !hasVariable(f.Name) {
			return
		}
		if wrong := f.Value.Set(value); wrong != nil {
			err = Usagef("%s: %w", name, wrong)
			return
		}
		f.Changed = true
		if v, ok := f.Value.(interface{ byVariable() }); ok {
			v.byVariable()
		}
		applied = append(applied, name)
	})
	return applied, err
}

// hasVariable reports whether a variable can stand for a flag: what ends the program with
// another answer than the verb's is asked for on the command line alone.
func hasVariable(flag string) bool { return flag != "help" && flag != "version" }

// WarnUnknown names the variables that look like ours and are none: a misspelt
// one would else be ignored without a word. The flags are those of all verbs.
func (e Environment) WarnUnknown(log *slog.Logger, flags []string) {
	flags = slices.DeleteFunc(slices.Clone(flags), func(flag string) bool { return !hasVariable(flag) })
	for _, entry := range e {
		name, _, _ := strings.Cut(entry, "=")
		flag, ours := strings.CutPrefix(name, VariablePrefix)
		if !ours {
			continue
		}
		flag = strings.ReplaceAll(strings.ToLower(flag), "_", "-")
		if !slices.Contains(flags, flag) {
			log.Warn(fmt.Sprintf("the variable %q is unknown and has no effect%s", name, DidYouMean(flag, flags, variableOf)))
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
