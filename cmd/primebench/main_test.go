package main

import (
	"bytes"
	"context"
	"strings"
	"syscall"
	"testing"
)

// brokenPipe is a stdout on which every write fails.
type brokenPipe struct{ err error }

func (b brokenPipe) Write([]byte) (int, error) { return 0, b.err }

func TestStdoutThatFails(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string // on stderr
	}{
		{syscall.EPIPE, ""},
		{syscall.ENOSPC, "primebench: no space left on device\n"},
	} {
		var stderr bytes.Buffer
		p := newProcess(strings.NewReader(""), brokenPipe{test.err}, &stderr, nil)
		if code := execute(context.Background(), []string{"version"}, p); code != exitFailed {
			t.Errorf("%v: exit code %d, want %d", test.err, code, exitFailed)
		}
		if stderr.String() != test.want {
			t.Errorf("%v: stderr %q, want %q", test.err, stderr.String(), test.want)
		}
	}
}

func TestErrorsAreOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"one\ntwo":            "one; two",
		"name \x1b[2J\a\tend": "name  [2J  end",
		" \nspaces \n":        "spaces",
		"":                    "",
	} {
		if got := oneLine(text); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzFlagValues gives a text to every flag and variable of run: it is taken or
// refused as usage, and what is taken is within bounds.
func FuzzFlagValues(f *testing.F) {
	for _, seed := range []string{"512", "64,16384", "safe", "mr20+lucas", "60s", "0x", "\x00", "true", "-1", "search,kernel"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, flag := range []string{"KIND", "BITS", "STRATEGY", "MODE", "WORKERS", "POLICY", "SAMPLES", "BUDGET", "SEED", "KERNEL", "FORMAT", "QUIET"} {
			s, err := parsed(t, environment{variablePrefix + flag + "=" + text})
			if err != nil && exitCode(err) != exitUsage {
				t.Errorf("%s=%q: %v is not an error of usage", flag, text, err)
			}
			for _, bits := range s.bits.values {
				if bits < 64 || bits > 16384 {
					t.Errorf("%q gives %d bits", text, bits)
				}
			}
			if s.budget.value < 0 || s.samples.value < 0 {
				t.Errorf("%q gives budget %v, samples %d", text, s.budget.value, s.samples.value)
			}
		}
	})
}
