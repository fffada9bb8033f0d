package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/cli/ui"
)

// eachCommand calls visit with every command that a help shows.
func eachCommand(t *testing.T, visit func(*cobra.Command)) {
	t.Helper()
	root, _ := newRoot(ui.NewProcess(nil, os.Stdout, os.Stderr, nil))
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		visit(cmd)
		for _, c := range available(cmd) {
			walk(c)
		}
	}
	walk(root)
}

// TestPages: each help ends with a page that is there, and has no address that a machine
// without the net cannot reach.
func TestPages(t *testing.T) {
	eachCommand(t, func(cmd *cobra.Command) {
		page := cmd.Annotations[pageAnnotation]
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(page))); err != nil {
			t.Errorf("%s: its page: %v", cmd.CommandPath(), err)
		}
		var stdout, stderr bytes.Buffer
		args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
		if code := Execute(context.Background(), args, ui.NewProcess(strings.NewReader(""), &stdout, &stderr, nil)); code != ui.ExitDone {
			t.Errorf("%s: code %d: %s", cmd.CommandPath(), code, stderr.Bytes())
		}
		if text := stdout.String(); !strings.HasSuffix(text, "\nMore: "+page+"\n") || strings.Contains(text, "://") {
			t.Errorf("%s: its help does not end with its page, or has an address:\n%s", cmd.CommandPath(), text)
		}
	})
}

// TestLetters: a letter stands for one flag, in every verb that has the flag.
func TestLetters(t *testing.T) {
	flagOf, letterOf := map[string]string{}, map[string]string{}
	eachCommand(t, func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if letter, known := letterOf[f.Name]; known && letter != f.Shorthand {
				t.Errorf("%s: -%s stands for --%s, and elsewhere -%s", cmd.CommandPath(), f.Shorthand, f.Name, letter)
			}
			letterOf[f.Name] = f.Shorthand
			if f.Shorthand == "" {
				return
			}
			if name, known := flagOf[f.Shorthand]; known && name != f.Name {
				t.Errorf("%s: -%s stands for --%s, and elsewhere for --%s", cmd.CommandPath(), f.Shorthand, f.Name, name)
			}
			flagOf[f.Shorthand] = f.Name
		})
	})
	for _, letter := range []string{"b", "f", "k", "n", "o", "q", "r", "s", "w"} {
		if flagOf[letter] == "" {
			t.Errorf("-%s stands for nothing", letter)
		}
	}
}

// TestVariablesOfEveryVerb: each flag of each verb takes its variable, which the command line
// puts aside.
func TestVariablesOfEveryVerb(t *testing.T) {
	eachCommand(t, func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			variable := ui.VariablePrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
			applied, err := ui.Environment{variable + "=\x00"}.Apply(cmd.Flags())
			taken := len(applied) == 1 || err != nil && strings.HasPrefix(err.Error(), variable+": ")
			if want := f.Name != "help" && f.Name != "version"; taken != want {
				t.Errorf("%s: %s is taken: %v, want %v", cmd.CommandPath(), variable, taken, want)
			}
		})
	})
	p := ui.NewProcess(strings.NewReader(""), new(bytes.Buffer), new(bytes.Buffer), []string{"PRIMEBENCH_NEXT=x", "PRIMEBENCH_PREV=8", "PRIMEBENCH_MEMORY=0"})
	if code := Execute(context.Background(), []string{"prime", "--next", "4", "--memory", "1MiB"}, p); code != ui.ExitDone {
		t.Errorf("code %d: variables count beside the flags that put them aside", code)
	}
}
