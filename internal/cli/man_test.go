package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/cli/ui"
	"primebench/internal/needed"
)

// TestManualPages: each command has a page that names each of its flags, and mandoc finds
// nothing to warn of.
func TestManualPages(t *testing.T) {
	folder := t.TempDir()
	root, _ := newRoot(ui.NewProcess(nil, os.Stdout, os.Stderr, nil))
	if err := writePages(folder, root, time.Unix(0, 0).UTC()); err != nil {
		t.Fatal(err)
	}
	var check func(*cobra.Command)
	check = func(cmd *cobra.Command) {
		page, err := os.ReadFile(filepath.Join(folder, pageName(cmd)+".1"))
		if err != nil {
			t.Error(err)
			return
		}
		cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
			if name := `\fB` + escaped("--"+f.Name); !f.Hidden && bytes.Count(page, []byte(name)) == 0 {
				t.Errorf("the page of %s does not name --%s", cmd.CommandPath(), f.Name)
			}
		})
		for _, c := range available(cmd) {
			check(c)
		}
	}
	check(root)

	lint := needed.Program(t, "mandoc")
	pages, err := filepath.Glob(filepath.Join(folder, "*.1"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command(lint, append([]string{"-Tlint", "-Wwarning"}, pages...)...).CombinedOutput(); err != nil {
		t.Errorf("mandoc: %v\n%s", err, text)
	}
}

func TestRoffEscapes(t *testing.T) {
	var page roff
	page.text("a--b 'c'\n.d \\e\n\n  x  \"y\"\n  .z\n")
	const want = "a\\-\\-b \\(aqc\\(aq\n\\&.d \\ee\n.PP\n.EX\n  x  \"y\"\n  .z\n.EE\n"
	if got := page.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	page.Reset()
	page.macro("SH", `A "B"`)
	if got, want := page.String(), ".SH \"A \\(dqB\\(dq\"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
