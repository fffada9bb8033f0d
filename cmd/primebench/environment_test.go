package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// parsed is run's flags after a command line and an environment.
func parsed(t *testing.T, env environment, args ...string) (*settings, error) {
	t.Helper()
	s := newSettings()
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	s.define(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return s, env.apply(flags, excludes())
}

func TestFlagsBeatTheEnvironment(t *testing.T) {
	env := environment{"PRIMEBENCH_BITS=512,1024", "PRIMEBENCH_KIND=safe", "PRIMEBENCH_DRY_RUN=true", "PRIMEBENCH_SEED="}
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
	if !s.dryRun.value {
		t.Error("PRIMEBENCH_DRY_RUN=true does not count")
	}
	if s.seed.value != nil {
		t.Error("an empty variable counts as a seed")
	}
}

func TestFlagHidesTheVariableThatItExcludes(t *testing.T) {
	s, err := parsed(t, environment{"PRIMEBENCH_BUDGET=60s"}, "--samples", "3")
	if err != nil {
		t.Fatal(err)
	}
	if s.samples.value != 3 || s.budget.value != 0 {
		t.Errorf("samples %d, budget %v: want 3 and none", s.samples.value, s.budget.value)
	}
}

func TestBadVariableIsNamed(t *testing.T) {
	for variable, value := range map[string]string{
		"PRIMEBENCH_BITS": "63", "PRIMEBENCH_KIND": "odd", "PRIMEBENCH_QUIET": "maybe", "PRIMEBENCH_BUDGET": "5",
		"PRIMEBENCH_SEED": "xyz", "PRIMEBENCH_WORKERS": "0", "PRIMEBENCH_STRATEGY": "luck", "PRIMEBENCH_MODE": "fast",
	} {
		_, err := parsed(t, environment{variable + "=" + value})
		if err == nil || !strings.Contains(err.Error(), variable) || !strings.Contains(err.Error(), value) {
			t.Errorf("%s=%s: error %v does not name both", variable, value, err)
		}
		if exitCode(err) != exitUsage {
			t.Errorf("%s=%s: exit code %d, want %d", variable, value, exitCode(err), exitUsage)
		}
	}
}

func TestUnknownVariableIsWarnedOf(t *testing.T) {
	var out bytes.Buffer
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	newSettings().define(flags)
	env := environment{"PRIMEBENCH_BITS=512", "PRIMEBENCH_BIT=512", "PRIMEBENCH_HELP=1", "PATH=/bin"}
	env.warnUnknown(newLogger(&out, slog.LevelWarn), flags)
	const want = `primebench: warn: the variable "PRIMEBENCH_BIT" is unknown and has no effect; did you mean "PRIMEBENCH_BITS"?` + "\n" +
		`primebench: warn: the variable "PRIMEBENCH_HELP" is unknown and has no effect` + "\n"
	if out.String() != want {
		t.Errorf("got %s, want %s", out.String(), want)
	}
}

func TestLastValueOfAVariableCounts(t *testing.T) {
	env := environment{"A=1", "B=2", "A=3"}
	if env.value("A") != "3" || env.value("B") != "2" || env.value("C") != "" {
		t.Errorf("A %q, B %q, C %q", env.value("A"), env.value("B"), env.value("C"))
	}
}
