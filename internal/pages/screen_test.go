// What the verbs print by default: one screen that begins with the verdict.

package pages

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/internal/inspect"
	"primebench/report/doc"
	"primebench/results"
)

// defaultRun is the analysis of a run of the suite default on two cores, with made-up times
// of a quiet machine and six samples of each operation.
func defaultRun(t *testing.T) *analysis.Analysis {
	t.Helper()
	run, err := results.ReadFile(filepath.Join("testdata", "runs", "default.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := analysis.Analyse(run)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// screenOf sets the first screen of a document at a width.
func screenOf(t *testing.T, d *doc.Document, width int) string {
	t.Helper()
	return string(doctest.Set(t, d, doc.FormatText, doc.Options{Width: width, Screen: &doc.Screen{All: "--full", Rest: "The whole: --full."}}))
}

// holdScreen holds the first screen of a document to one screen, from its verdict on.
func holdScreen(t *testing.T, name string, d *doc.Document) {
	t.Helper()
	for _, width := range []int{80, doc.DefaultWidth, 132} {
		text := screenOf(t, d, width)
		lines := 0
		for line := range strings.Lines(text) {
			n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
			lines += max(1, (n+width-1)/width) // a terminal breaks what is too long
			if n > width && width >= doc.DefaultWidth {
				t.Errorf("%s, width %d: a line of %d: %s", name, width, n, line)
			}
		}
		if lines > doc.ScreenLines {
			t.Errorf("%s, width %d: %d lines", name, width, lines)
		}
		if word := strings.ToUpper(d.Verdict.Word); word == "" || !strings.HasPrefix(text, word) {
			t.Errorf("%s, width %d: the first line is %q, want the verdict", name, width, strings.SplitN(text, "\n", 2)[0])
		}
	}
}

// TestScreensOfRuns holds runs of every sort to one screen; the answers that people ask
// are those of the suite default.
func TestScreensOfRuns(t *testing.T) {
	shared := defaultRun(t)
	shared.Machine.State, shared.Machine.Clock = analysis.Shared, analysis.ProcessorClock
	shared.Machine.Sentence = "The machine was shared: the run was kept from its processors for 80 % of its time (others kept 1.6 processors busy): " +
		"answers are told in processor time."
	for name, a := range map[string]*analysis.Analysis{
		"default": defaultRun(t), "shared": shared, "report": scaledRun(), "random": withRandom(scaledRun()), "random alone": randomRun(),
		"using": usingRun(), "powers": powersRun(), "plan": planRun(t), "goals": judgedRun(40), "empty": {},
	} {
		if a.Machine.State == "" {
			a.Machine.State = analysis.NotKnown
		}
		holdScreen(t, name, Run(a))
	}
	text := screenOf(t, Run(defaultRun(t)), doc.DefaultWidth)
	for _, want := range []string{
		"\n  A 4096-bit safe prime costs ", "\n  A 4096-bit prime costs ", "\n  Using a 4096-bit group costs ",
		" the validation of a hard-coded one ", "\n  onthefly finds a 2048-bit safe prime ", "\n  onthefly finds a 2048-bit prime ", " as fast as stdlib ",
		"\nWARNINGS\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if runtime.GOARCH == "amd64" { // whose last digits the files have
		doctest.Golden(t, update, "runs/screen.txt", []byte(text))
	}
	if text := screenOf(t, Run(shared), doc.DefaultWidth); !strings.Contains(text, " processor time ") {
		t.Errorf("the table has no processor time:\n%s", text)
	}
}

// judgedRun has so many goals, of which one is missed.
func judgedRun(n int) *analysis.Analysis {
	a := scaledRun()
	for i := range n {
		g := analysis.Goal{Verdict: analysis.GoalMet, Estimate: est(2, 1.9, 2.1, "x", analysis.Lower, 20)}
		g.Quantity, g.Least = results.GoalRatio, 1.5
		g.Of, g.Over = results.Subject{Strategy: "stdlib", Bits: 512 + i}, results.Subject{Strategy: "onthefly", Bits: 512 + i}
		if i == n-1 {
			g.Verdict = analysis.GoalMissed
		}
		a.Goals = append(a.Goals, g)
	}
	return a
}

// TestScreenShowsMissedGoals: of many goals those that are missed.
func TestScreenShowsMissedGoals(t *testing.T) {
	text := screenOf(t, Run(judgedRun(40)), doc.DefaultWidth)
	if !strings.Contains(text, "\ngoals of the suite: 1 missed, 39 met\n") || !strings.Contains(text, "\n  missed ") {
		t.Error(text)
	}
}

// TestScreensOfOtherVerbs holds comparisons, plans and checks to one screen.
func TestScreensOfOtherVerbs(t *testing.T) {
	for name, d := range differences() {
		holdScreen(t, name, Difference(d))
	}
	many := difference()
	for range 5 {
		many.Changes = append(many.Changes, many.Changes...)
	}
	for range 30 {
		many.Remarks = append(many.Remarks, "a remark of some length that tells what weakens the verdict, and what more runs of either side would do about it")
	}
	holdScreen(t, "many changes", Difference(many))
	if text := screenOf(t, Difference(many), doc.DefaultWidth); !strings.Contains(text, "regression\n") || !strings.Contains(text, "\n  geomean ") {
		t.Errorf("no regression, or no mean of all, in\n%s", text)
	}
	holdScreen(t, "plan", Plan(feasiblePlan(t)))
	holdScreen(t, "infeasible", Plan(infeasiblePlan(t)))
	holdScreen(t, "check", Check(checks(checked())))
	var long Checks
	for i := range 5000 {
		c := checked()[i%2]
		c.Source = "list:" + strconv.Itoa(i+1)
		long.Add(c, true)
	}
	if len(long.Found) != 2*doc.ScreenRows {
		t.Errorf("%d of a brief list are kept", len(long.Found))
	}
	holdScreen(t, "long check", Check(long))
	holdScreen(t, "unread", Check(checks([]Checked{{Source: strings.Repeat("long ", 100), Refused: true, Finding: inspect.Finding{Reason: strings.Repeat("why ", 60)}}})))
	if runtime.GOARCH == "amd64" {
		doctest.Golden(t, update, "differences/screen.txt", []byte(screenOf(t, Difference(many), doc.DefaultWidth)))
		doctest.Golden(t, update, "plans/screen.txt", []byte(screenOf(t, Plan(feasiblePlan(t)), doc.DefaultWidth)))
		doctest.Golden(t, update, "check/screen.txt", []byte(screenOf(t, Check(long), doc.DefaultWidth)))
	}
}

// TestFilesHaveTheWhole: what is written to a folder is more than a screen.
func TestFilesHaveTheWhole(t *testing.T) {
	dir := t.TempDir()
	if _, err := Run(defaultRun(t)).WriteDir(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "report.txt"))
	if err != nil || !strings.Contains(string(text), "TEST POLICIES") || strings.Contains(string(text), "--full") {
		t.Errorf("%v: %s", err, text)
	}
}

// TestBriefIsShort: what --brief prints has no table and no line on where the rest is.
func TestBriefIsShort(t *testing.T) {
	d := Run(defaultRun(t))
	text := string(doctest.Set(t, d, doc.FormatText, doc.Options{Screen: &doc.Screen{All: "--full", Rest: "The whole: --full.", Brief: true}}))
	if word := strings.ToUpper(d.Verdict.Word); !strings.HasPrefix(text, word) || !strings.Contains(text, "\nANSWERS\n") {
		t.Errorf("no verdict or no answers:\n%s", text)
	}
	if strings.Contains(text, "The whole") || strings.Contains(text, "lower") {
		t.Errorf("a table, or the rest:\n%s", text)
	}
}
