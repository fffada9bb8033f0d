//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/cli/ui"
)

// A victim is a verb that is killed at random moments, and started again in the same folder.
type victim struct {
	args  []string
	codes []int // with which it may end, besides 0
	// clear are the files and folders that a former call completed: they are taken away
	// before the next one. A folder that is marked as unfinished is not.
	clear []string
	// ends are texts with which a file of it ends, whenever there is one.
	ends map[string]string
	// stopped says that it takes too long to be let end, and is ended by a signal.
	stopped bool

	longest time.Duration // that it took, as far as is known
}

// victims are all verbs that write files or start programs, each in a folder of its own.
func victims(t *testing.T) map[string]*victim {
	t.Helper()
	run, err := filepath.Abs(filepath.Join("..", "..", "internal", "pages", "testdata", "plans", "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	verdicts := []int{ui.ExitInfeasible, ui.ExitRegression, ui.ExitInconclusive, ui.ExitNotComparable}
	early := []int{ui.ExitFailed, ui.ExitUsage} // of a job that is not there, or not done
	all := map[string]*victim{
		"dhparam": {
			args: []string{"dhparam", "--bits", "512", "--out", "dh.pem", "--force"},
			ends: map[string]string{"dh.pem": "-----END DH PARAMETERS-----", "dh.pem.seed": "}"},
		},
		"dhparam --checkpoint": {args: []string{"dhparam", "--bits", "768", "--out", "dh.pem", "--force", "--checkpoint", "kept"}, ends: map[string]string{"kept": "}"}},
		"moduli":               {args: []string{"moduli", "--bits", "256,320", "--count", "10", "--out", "moduli", "--force"}, ends: map[string]string{"moduli": ""}},
		"prime --checkpoint":   {args: []string{"prime", "--bits", "384", "--safe", "--count", "20", "--checkpoint", "kept"}, ends: map[string]string{"kept": "}"}},
		"prime --proof":        {args: []string{"prime", "--bits", "1024", "--proof", "p.proof"}, clear: []string{"p.proof"}, ends: map[string]string{"p.proof": "}"}},
		"check":                {args: []string{"check", "--out", "out", "2053", "2063"}, clear: []string{"out"}},
		"run":                  {args: []string{"run", "--kind", "prime", "--bits", "64", "--strategy", "onthefly", "--policy", "default", "--samples", "20", "--out", "out"}, clear: []string{"out"}},
		"report":               {args: []string{"report", "--out", "out", run}, clear: []string{"out"}, ends: map[string]string{"out/index.html": "</html>", "out/report.json": "}"}},
		"plan":                 {args: []string{"plan", "--from", run, "--kind", "prime", "--bits", "512", "--rate", "1/s", "--out", "out"}, codes: verdicts, clear: []string{"out"}},
		"history":              {args: []string{"history", "--out", "out", filepath.Dir(run)}, codes: verdicts, clear: []string{"out"}},
		"doctor":               {args: []string{"doctor", "--seconds", "1", "--out", "out"}, clear: []string{"out"}},
		"duet":                 {args: []string{"duet", "--out", "out", "--runs", "runs", "--", "primebench", "primebench"}, clear: []string{"out", "runs"}, stopped: true},
		"man":                  {args: []string{"man", "--out", "pages"}},
		"secrets":              {args: []string{"secrets", "token", "--count", "100000"}},
		"fleet 1 plan":         {args: []string{"fleet", "plan", "--job", "moduli", "--bits", "64", "--count", "40", "--lease", "2", "--claim", "1s", "--seed", "1f2e", "--dir", "job"}},
		"fleet 2 work":         {args: []string{"fleet", "work", "--dir", "../fleet 1 plan/job", "--workers", "1"}, codes: early},
		"fleet 3 fold":         {args: []string{"fleet", "fold", "../fleet 1 plan/job", "--out", "folded", "--force"}, codes: early, ends: map[string]string{"folded": ""}},
	}
	if _, err := exec.LookPath("ssh-keygen"); err == nil {
		all["run ssh-keygen"] = &victim{
			args:  []string{"run", "--kind", "safe", "--bits", "512", "--mode", "bulk", "--strategy", "ssh-keygen", "--samples", "2", "--out", "out"},
			clear: []string{"out"}, stopped: true,
		}
	}
	for _, v := range all {
		v.longest = 400 * time.Millisecond
	}
	return all
}

// A scene is victims, each in a folder of its own, and where they put what they need for a
// while.
type scene struct {
	random          *rand.Rand
	all             map[string]*victim
	names           []string // ascending, so that the seed decides who is next
	root, temporary string
}

func newScene(t *testing.T) *scene {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	s := &scene{random: rand.New(rand.NewPCG(seed, 0)), all: victims(t), root: t.TempDir(), temporary: t.TempDir()}
	t.Setenv("TMPDIR", s.temporary)
	s.names = slices.Sorted(maps.Keys(s.all))
	for _, name := range s.names {
		if err := os.Mkdir(s.folder(name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// next draws the name of a victim.
func (s *scene) next() string { return s.names[s.random.IntN(len(s.names))] }

func (s *scene) folder(name string) string { return filepath.Join(s.root, name) }

// TestKills kills processes of all verbs at random moments. Whatever stands in its place is
// whole, the next call of the verb is not in the way of what was left, and leaves nothing of it.
func TestKills(t *testing.T) {
	s := newScene(t)
	kills, ended := map[string]int{}, map[string]int{}
	for killed := 0; killed < verbKills && !t.Failed(); {
		name := s.next()
		if s.all[name].run(t, s.folder(name), s.random) {
			killed++
			kills[name]++
		} else {
			ended[name]++
		}
	}
	t.Logf("killed %v, ended before %v", kills, ended)
	t.Logf("left by kills: %v", left(t, s.root, s.temporary))
	time.Sleep(1100 * time.Millisecond) // a claim of the fleet's job, after which what is there is nobody's
	for _, name := range s.names {
		s.all[name].finish(t, s.folder(name))
	}
	if rest := left(t, s.root, s.temporary); len(rest) > 0 {
		t.Errorf("left after the next calls: %v", rest)
	}
}

// start starts the verb.
func (v *victim) start(t *testing.T, folder string, stderr *bytes.Buffer) *exec.Cmd {
	t.Helper()
	for _, name := range v.clear {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(filepath.Join(path, ".primebench-unfinished")); err == nil {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("primebench", v.args...)
	cmd.Dir, cmd.Stderr = folder, stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// run starts the verb and kills it at a random moment, if it has not ended by then.
func (v *victim) run(t *testing.T, folder string, random *rand.Rand) (killed bool) {
	t.Helper()
	var stderr bytes.Buffer
	began := time.Now()
	cmd := v.start(t, folder, &stderr)
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		v.longest = time.Since(began)
		v.judge(t, err, &stderr)
		return false
	case <-time.After(time.Duration(random.Float64() * float64(v.longest))):
	}
	_ = cmd.Process.Kill() // it may have ended
	err := <-done
	v.check(t, folder)
	if cmd.ProcessState.ExitCode() != -1 {
		v.judge(t, err, &stderr)
		return false
	}
	v.longest += v.longest / 20 // until it is known how long it takes
	return true
}

// judge holds how the verb ended to how it may.
func (v *victim) judge(t *testing.T, err error, stderr *bytes.Buffer) {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && slices.Contains(v.codes, exit.ExitCode())) {
		t.Errorf("%q: %v: %s", v.args, err, stderr)
	}
}

// check holds what stands in a place to be whole.
func (v *victim) check(t *testing.T, folder string) {
	t.Helper()
	for name, end := range v.ends {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil && !strings.HasSuffix(strings.TrimRight(string(text), "\n"), end) {
			t.Errorf("%q: %s is not whole: it ends in %q, want %q", v.args, name, text[max(0, len(text)-40):], end)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	}
}

// finish calls the verb once more and lets it end, or ends it by signals.
func (v *victim) finish(t *testing.T, folder string) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := v.start(t, folder, &stderr)
	if v.stopped {
		time.Sleep(500 * time.Millisecond)
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		return
	}
	v.judge(t, cmd.Wait(), &stderr)
	v.check(t, folder)
}

// left is what killed processes leave: files that were being written, marks and locks,
// scratch folders, and programs that go on.
func left(t *testing.T, root, temporary string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, folder := range []string{root, temporary} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			switch name := entry.Name(); {
			case strings.HasPrefix(name, ".primebench-tmp-"), strings.HasPrefix(name, ".aside-"):
				found[name[:strings.LastIndexByte(name, '-')+1]+"*"]++
			case name == ".primebench-unfinished", strings.HasSuffix(name, ".lock"), strings.HasSuffix(name, ".part"):
				found[name]++
			case strings.HasPrefix(name, "primebench-scratch-"):
				found["scratch folders"]++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	processes, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range processes {
		if at, err := os.Readlink(link); err == nil && strings.HasPrefix(at, root) && runs(filepath.Base(filepath.Dir(link))) {
			name, _ := os.ReadFile(filepath.Join(filepath.Dir(link), "comm")) // it may have ended
			found[fmt.Sprintf("running %q", strings.TrimSpace(string(name)))]++
		}
	}
	return found
}

// TestTwoSignals: the second Ctrl-C, whenever it comes, leaves no file half-written, no scratch
// folder and nothing that runs.
func TestTwoSignals(t *testing.T) {
	s := newScene(t)
	codes := map[int]int{}
	for range verbKills {
		name := s.next()
		v := s.all[name]
		var stderr bytes.Buffer
		began := time.Now()
		cmd := v.start(t, s.folder(name), &stderr)
		for range 2 {
			time.Sleep(time.Duration(s.random.Float64() * float64(v.longest) / 2))
			_ = cmd.Process.Signal(os.Interrupt) // it may have ended
		}
		_ = cmd.Wait() // its code is counted
		code := cmd.ProcessState.ExitCode()
		codes[code]++
		if code == 0 {
			v.longest = time.Since(began)
		}
		if code == -1 {
			continue // the signal came before it was listened to
		}
		for what, n := range left(t, s.root, s.temporary) {
			// What a document, a moduli file and a fleet go on from.
			if what != ".primebench-unfinished" && !strings.HasSuffix(what, ".part") && what != ".aside-*" {
				t.Errorf("%q, code %d: left %s: %d", v.args, code, what, n)
			}
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("codes: %v", codes)
}
