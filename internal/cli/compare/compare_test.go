package compare

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"primebench/internal/cli/clitest"
	"primebench/internal/cli/ui"
	"primebench/internal/gate"
)

// TestRefusals: what cannot be compared is told from what is asked for wrongly.
func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		verb func(ui.Process) *cobra.Command
		args string
		code int
		want string
	}{
		{NewCompareCmd, "nowhere nowhere", ui.ExitNotComparable, "no runs: "},
		{NewCompareCmd, "nowhere, nowhere", ui.ExitNotComparable, "no runs: "},
		{NewCompareCmd, "--budget 5m a b", ui.ExitUsage, "belong to --self-test"},
		{NewCompareCmd, "--self-test --geomean", ui.ExitUsage, "leave --geomean"},
		{NewCompareCmd, "--self-test --budget 5m a b", ui.ExitUsage, "leave --budget and --runs out"},
		{NewDuetCmd, "-- nowhere nowhere", ui.ExitUsage, "is no program"},
		{NewHistoryCmd, "nowhere", ui.ExitUsage, "the history cannot be read: "},
		{NewHistoryCmd, "compare_test.go", ui.ExitUsage, "is no folder; name a folder of runs"},
		{NewHistoryCmd, ".", ui.ExitNotComparable, "holds no run"},
	} {
		got := clitest.Run(t, test.verb, "", strings.Fields(test.args)...)
		if got.Code != test.code || !strings.Contains(got.Err.Error(), test.want) || got.Stdout != "" {
			t.Errorf("%s: %+v, want code %d and %q", test.args, got, test.code, test.want)
		}
	}
}

// TestSidesOf: builds of primebench with flags are told from commands.
func TestSidesOf(t *testing.T) {
	for args, want := range map[string]string{
		"a b":                            "builds a|b",
		"a -- b":                         "commands a|b",
		"primebench -- ./primebench-old": "builds primebench|./primebench-old",
		"primebench --kernel x -- primebench --quiet": "builds primebench --kernel x|primebench --quiet",
		"primebench prime 64 -- primebench prime 65":  "commands primebench prime 64|primebench prime 65",
		"primebench --kernel x -- gzip -9":            "commands primebench --kernel x|gzip -9",
		"a":                                           "",
		"a b c":                                       "",
		"a --":                                        "",
		"-- a":                                        "",
		"a -- b -- c":                                 "",
	} {
		found, err := sidesOf(strings.Fields(args))
		got := strings.Join(found.base, " ") + "|" + strings.Join(found.head, " ")
		if found.commands {
			got = "commands " + got
		} else {
			got = "builds " + got
		}
		if (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%s: %q, %v, want %q", args, got, err, want)
		}
	}
}

// TestAskedAbout: a field is asked about when a flag of either side names it.
func TestAskedAbout(t *testing.T) {
	for args, want := range map[string][]gate.Field{
		"a --kernel x":              {gate.FieldKernel},
		"a --strategy=stdlib":       {gate.FieldStrategy},
		"a --strategy x --kernel y": {gate.FieldKernel, gate.FieldStrategy},
		"a --kernels x":             nil,
		"kernel strategy":           nil,
	} {
		if got := askedAbout([]string{"a"}, strings.Fields(args)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}

func TestParseTolerance(t *testing.T) {
	for text, want := range map[string]float64{"3%": 0.03, "0.5 %": 0.005, " 10% ": 0.1, "3": 0, "0%": 0, "-1%": 0, "NaN%": 0, "101%": 0, "%": 0, "": 0} {
		if got, err := parseTolerance(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("parseTolerance(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
}
