// A dry run of what docs/ci has for the services that people run their tests on: the
// commands of each, in a repository whose build stands in for this program. It measures
// nothing, but has the program read each verb and flag.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/needed"

	"go.yaml.in/yaml/v3"
)

const kits = "../../docs/ci"

// A kit is a file of docs/ci, and how its commands are found.
type kit struct {
	file     string
	commands func(t *testing.T, text []byte) string
	setting  []string // variables that the service sets
}

func TestKits(t *testing.T) {
	for _, program := range []string{"bash", "git", "make"} {
		needed.Program(t, program)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	programs := t.TempDir()
	if err := os.Symlink(self, filepath.Join(programs, "primebench")); err != nil {
		t.Fatal(err)
	}
	for _, k := range []kit{
		{"github/gate.yml", workflowCommands("gate"), []string{"BRANCH=main"}},
		{"github/gate.yml", workflowCommands("track"), []string{"GITHUB_SHA=0123abc"}},
		{"github/action.yml", actionCommands, []string{"PROGRAM=bin/primebench", "BASE=bin/primebench", "HEAD=bin/primebench", "TOLERANCE=3%", "BUDGET=120s", "FAIL_ON=regression"}},
		{"gitlab.yml", gitlabCommands, []string{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main"}},
		{"Jenkinsfile", jenkinsCommands, []string{"CHANGE_TARGET=main"}},
		{"buildkite.yml", buildkiteCommands, []string{"BUILDKITE_PULL_REQUEST_BASE_BRANCH=main"}},
	} {
		t.Run(k.file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(kits, k.file))
			if err != nil {
				t.Fatal(err)
			}
			work := kitRepository(t)
			script := k.commands(t, text)
			if !strings.Contains(script, "duet") && !strings.Contains(script, "history") {
				t.Fatalf("no command measures:\n%s", script)
			}
			cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
			cmd.Dir = work
			cmd.Env = append(os.Environ(), "PATH="+programs+string(os.PathListSeparator)+os.Getenv("PATH"))
			cmd.Env = append(cmd.Env, k.setting...)
			cmd.Env = append(cmd.Env, "GITHUB_OUTPUT="+filepath.Join(work, "output"), "GITHUB_STEP_SUMMARY="+filepath.Join(work, "summary"),
				"COMMIT=origin/main")
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
		})
	}
}

// standIn has the program read the arguments before "--" and print the help of their verb.
const standIn = `#!/bin/bash
arguments=()
for a in "$@"; do
	[ "$a" = -- ] && break
	arguments+=("$a")
done
exec primebench "${arguments[@]}" --help
`

// kitRepository is a clone, on a branch that is one commit ahead of its origin's main.
func kitRepository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	run := func(folder, script string) {
		t.Helper()
		cmd := exec.Command("bash", "-e", "-c", script)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@localhost", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@localhost",
			"STAND_IN="+standIn)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", script, err, said)
		}
	}
	run(root, `git init --quiet --bare --initial-branch main origin.git
		git init --quiet --initial-branch main work
		cd work
		printf 'build:\n\tmkdir -p bin\n\tcp stand-in bin/primebench\n' > Makefile
		printf %s "$STAND_IN" > stand-in
		chmod +x stand-in
		git add .
		git commit --quiet --message first
		git remote add origin ../origin.git
		git push --quiet origin main
		git fetch --quiet origin
		git switch --quiet --create change
		git commit --quiet --allow-empty --message second`)
	return filepath.Join(root, "work")
}

func decoded(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func workflowCommands(job string) func(*testing.T, []byte) string {
	return func(t *testing.T, text []byte) string {
		var workflow struct {
			Jobs map[string]struct {
				Steps []struct{ Run string }
			}
		}
		decoded(t, text, &workflow)
		var script []string
		for _, s := range workflow.Jobs[job].Steps {
			script = append(script, s.Run)
		}
		return strings.Join(script, "\n")
	}
}

func actionCommands(t *testing.T, text []byte) string {
	var action struct {
		Runs struct {
			Steps []struct{ Run string }
		}
	}
	decoded(t, text, &action)
	script := "make build\n"
	for _, s := range action.Runs.Steps {
		script += s.Run + "\n"
	}
	return script
}

func gitlabCommands(t *testing.T, text []byte) string {
	var pipeline map[string]struct{ Script []string }
	decoded(t, text, &pipeline)
	return strings.Join(pipeline["primebench"].Script, "\n")
}

func buildkiteCommands(t *testing.T, text []byte) string {
	var pipeline struct {
		Steps []struct{ Command string }
	}
	decoded(t, text, &pipeline)
	return strings.ReplaceAll(pipeline.Steps[0].Command, "$$", "$")
}

// jenkinsCommands are the texts of Groovy that the pipeline has a shell run.
func jenkinsCommands(_ *testing.T, text []byte) string {
	var script []string
	for _, found := range regexp.MustCompile(`(?:sh |script: )'([^']*)'`).FindAllSubmatch(text, -1) {
		script = append(script, string(found[1]))
	}
	return strings.Join(script, "\n")
}
