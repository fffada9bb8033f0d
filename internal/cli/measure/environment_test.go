package measure

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"primebench/internal/cli/ui"

	"github.com/spf13/cobra"
)

// parsed is run's flags after a command line and an environment.
func parsed(t *testing.T, env ui.Environment, args ...string) (*settings, error) {
	t.Helper()
	s := newSettings()
	cmd := &cobra.Command{}
	s.define(cmd)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	_, err := env.Apply(cmd.Flags())
	return s, err
}

func TestFlagsBeatTheEnvironment(t *testing.T) {
	env := ui.Environment{"PRIMEBENCH_BITS=512,1024", "PRIMEBENCH_KIND=safe", "PRIMEBENCH_DRY_RUN=true", "PRIMEBENCH_SEED="}
	s, err := parsed(t, env, "--bits", "256")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.bits.String(); got != "256" {
		t.Errorf("bits = %s, want the flag's 256", got)
	}
	if got := s.kinds.String(); got != "safe" {
		t.Errorf("kind = %s, want the variable's safe", got)
	}
	if !s.dryRun.Value {
		t.Error("PRIMEBENCH_DRY_RUN=true does not count")
	}
	if s.seed.Value != nil {
		t.Error("an empty variable counts as a seed")
	}
}

func TestFlagHidesTheVariableThatItExcludes(t *testing.T) {
	s, err := parsed(t, ui.Environment{"PRIMEBENCH_BUDGET=60s"}, "--samples", "3")
	if err != nil {
		t.Fatal(err)
	}
	if s.samples.Value != 3 || s.budget.Value != 0 {
		t.Errorf("samples %d, budget %v: want 3 and none", s.samples.Value, s.budget.Value)
	}
}

func TestBadVariableIsNamed(t *testing.T) {
	for variable, value := range map[string]string{
		"PRIMEBENCH_BITS": "63", "PRIMEBENCH_KIND": "odd", "PRIMEBENCH_QUIET": "maybe", "PRIMEBENCH_BUDGET": "5",
		"PRIMEBENCH_SEED": "xyz", "PRIMEBENCH_WORKERS": "0", "PRIMEBENCH_STRATEGY": "luck", "PRIMEBENCH_MODE": "fast",
	} {
		_, err := parsed(t, ui.Environment{variable + "=" + value})
		if err == nil || !strings.Contains(err.Error(), variable) || !strings.Contains(err.Error(), value) {
			t.Errorf("%s=%s: error %v does not name both", variable, value, err)
		}
		if ui.ExitCode(err) != ui.ExitUsage {
			t.Errorf("%s=%s: exit code %d, want %d", variable, value, ui.ExitCode(err), ui.ExitUsage)
		}
	}
}

func TestUnknownVariableIsWarnedOf(t *testing.T) {
	var out bytes.Buffer
	cmd := &cobra.Command{}
	newSettings().define(cmd)
	env := ui.Environment{"PRIMEBENCH_BITS=512", "PRIMEBENCH_BIT=512", "PRIMEBENCH_HELP=1", "PATH=/bin"}
	env.WarnUnknown(ui.NewLogger(&out, slog.LevelWarn), ui.FlagNames(cmd.Flags()))
	const want = `primebench: warn: the variable "PRIMEBENCH_BIT" is unknown and has no effect; did you mean "PRIMEBENCH_BITS"?` + "\n" +
		`primebench: warn: the variable "PRIMEBENCH_HELP" is unknown and has no effect` + "\n"
	if out.String() != want {
		t.Errorf("got %s, want %s", out.String(), want)
	}
}

func TestLastValueOfAVariableCounts(t *testing.T) {
	env := ui.Environment{"A=1", "B=2", "A=3"}
	if env.Value("A") != "3" || env.Value("B") != "2" || env.Value("C") != "" {
		t.Errorf("A %q, B %q, C %q", env.Value("A"), env.Value("B"), env.Value("C"))
	}
}

// FuzzFlagValues gives a text to one of the flags of run by its variable: it is taken or
// refused as usage, and what is taken is within bounds.
func FuzzFlagValues(f *testing.F) {
	flags := []string{"KIND", "BITS", "STRATEGY", "MODE", "WORKERS", "POLICY", "SAMPLES", "BUDGET", "SEED", "KERNEL", "FORMAT", "QUIET"}
	for which, seed := range []string{"safe", "64,16384", "\x00", "search,operations", "-1", "mr20+lucas", "512", "60s", "0x", "ifma", "json", "true"} {
		f.Add(byte(which), seed)
	}
	f.Fuzz(func(t *testing.T, which byte, text string) {
		flag := flags[int(which)%len(flags)]
		s, err := parsed(t, ui.Environment{ui.VariablePrefix + flag + "=" + text})
		if err != nil && ui.ExitCode(err) != ui.ExitUsage {
			t.Errorf("%s=%q: %v is not an error of usage", flag, text, err)
		}
		for _, bits := range s.bits.Values {
			if bits < 64 || bits > 16384 {
				t.Errorf("%q gives %d bits", text, bits)
			}
		}
		if s.budget.Value < 0 || s.samples.Value < 0 {
			t.Errorf("%q gives budget %v, samples %d", text, s.budget.Value, s.samples.Value)
		}
	})
}
