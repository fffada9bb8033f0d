// The workflow that people copy: it calls verbs and flags that exist.

package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"primebench/internal/cli/ui"
)

func TestWorkflowCommands(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci", "github", "gate.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct{ Run string }
		}
	}
	if err := yaml.Unmarshal(text, &workflow); err != nil {
		t.Fatal(err)
	}
	verbs := map[string]bool{}
	for job, j := range workflow.Jobs {
		for _, step := range j.Steps {
			for line := range strings.Lines(step.Run) {
				args, found := strings.CutPrefix(strings.TrimSpace(line), "bin/primebench ")
				if !found {
					continue
				}
				words, _, _ := strings.Cut(args, ">")
				verbs[checkCommand(t, job, strings.Fields(words))] = true
			}
		}
	}
	for _, verb := range []string{"duet", "doctor", "run", "report", "history"} {
		if !verbs[verb] {
			t.Errorf("the workflow does not call %s", verb)
		}
	}
}

// checkCommand parses a command line as the program does, and returns its verb.
func checkCommand(t *testing.T, job string, args []string) string {
	t.Helper()
	root, _ := newRoot(ui.NewProcess(nil, new(bytes.Buffer), new(bytes.Buffer), nil))
	cmd, rest, err := root.Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("job %s: primebench %s: %v", job, strings.Join(args, " "), err)
	}
	return cmd.Name()
}
