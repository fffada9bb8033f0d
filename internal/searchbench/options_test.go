package main

import (
	"context"
	"errors"
	"flag"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for args, want := range map[string]options{
		"":                     {budget: defaultBudget, moduli: true},
		"-quick":               {budget: quickBudget},
		"-budget 2m -finds 3":  {budget: 2 * time.Minute, finds: 3, moduli: true},
		"-quick -finds 3":      {budget: quickBudget, finds: 3},
		"-budget 10s -finds 0": {budget: 10 * time.Second, moduli: true},
	} {
		if got, err := parse(strings.Fields(args), &strings.Builder{}); err != nil || got != want {
			t.Errorf("%q: %+v, %v, want %+v", args, got, err, want)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	for args, word := range map[string]string{
		"-budget 9s":        "9s",
		"-budget -1m":       "-1m",
		"-budget x":         `"x"`,
		"-finds 2":          "2 finds, want 0 or 3 to 1000",
		"-finds -3":         "-3 finds",
		"-finds 1001":       "1001 finds",
		"-quick -budget 1m": "want one of them",
		"-quick more":       `"more"`,
		"-speed":            "-speed",
	} {
		err := run(context.Background(), strings.Fields(args), &strings.Builder{}, &strings.Builder{})
		if !errors.Is(err, errUsage) || !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want one line with %s", args, err, word)
		}
	}
}

func TestHelp(t *testing.T) {
	var help strings.Builder
	err := run(context.Background(), []string{"-h"}, &strings.Builder{}, &help)
	if !errors.Is(err, flag.ErrHelp) || !strings.Contains(help.String(), "-finds") {
		t.Errorf("%v, help %q", err, help.String())
	}
}
