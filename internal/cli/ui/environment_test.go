// Tests of the variables that stand for flags.

package ui

import (
	"slices"
	"testing"

	"github.com/spf13/pflag"
)

// TestGivenFlagPutsVariablesAside: a flag on the command line puts aside the variables of
// all that it excludes, whichever of them was declared to exclude the other, and is told of
// none of them. A switch that is off excludes nothing.
func TestGivenFlagPutsVariablesAside(t *testing.T) {
	env := Environment{"PRIMEBENCH_NEXT=10", "PRIMEBENCH_BITS=64", "PRIMEBENCH_COUNT=2", "PRIMEBENCH_VERIFY=true"}
	for _, c := range []struct{ given, want []string }{
		{nil, []string{"PRIMEBENCH_BITS", "PRIMEBENCH_COUNT", "PRIMEBENCH_NEXT", "PRIMEBENCH_VERIFY"}},
		{[]string{"--next", "7"}, []string{"PRIMEBENCH_COUNT", "PRIMEBENCH_VERIFY"}},
		{[]string{"--bits", "80"}, []string{"PRIMEBENCH_COUNT", "PRIMEBENCH_VERIFY"}},
		{[]string{"--count", "3"}, []string{"PRIMEBENCH_BITS", "PRIMEBENCH_NEXT"}},
		{[]string{"--verify"}, []string{"PRIMEBENCH_BITS", "PRIMEBENCH_NEXT"}},
		{[]string{"--verify=false"}, []string{"PRIMEBENCH_BITS", "PRIMEBENCH_COUNT", "PRIMEBENCH_NEXT"}},
	} {
		flags := pflag.NewFlagSet("", pflag.ContinueOnError)
		for _, name := range []string{"next", "bits", "count"} {
			Define(flags, NewSingle("N", WholeNumber(1, 100)), name, "")
		}
		DefineSwitch(flags, NewSingle("bool", ParseSwitch), "verify", "")
		Exclude(flags, "next", "bits")
		Exclude(flags, "verify", "count")
		if err := flags.Parse(c.given); err != nil {
			t.Fatal(err)
		}
		if applied, err := env.Apply(flags); err != nil || !slices.Equal(applied, c.want) {
			t.Errorf("%q: set by variables: %q, error %v, want %q", c.given, applied, err, c.want)
		}
	}
}
