// What must stand in a report, whatever it looks like.

package pages

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/report/doc"
	"primebench/results"
)

// runAs sets the document of a run.
func runAs(t *testing.T, f doc.Format, a *analysis.Analysis) string {
	t.Helper()
	return string(doctest.Set(t, Run(a), f, doc.Options{}))
}

// TestAnswersComeFirst: in every format for people the first answer stands
// before any table.
func TestAnswersComeFirst(t *testing.T) {
	a := runFixture()
	for f, table := range map[doc.Format]string{doc.FormatText: "COST OF A RESULT", doc.FormatMarkdown: "## Cost", doc.FormatHTML: "<table"} {
		out := unwrapped(runAs(t, f, a))
		answer, cost := strings.Index(out, a.Headlines[0].Sentence), strings.Index(out, table)
		if answer < 0 || cost < 0 || answer > cost {
			t.Errorf("%s: answer at %d, first table at %d", f, answer, cost)
		}
	}
	if page := runAs(t, doc.FormatHTML, a); !strings.Contains(page, `<p class="big">~30x</p>`) || !strings.Contains(page, "95 % interval 24 to 37") {
		t.Error("the page does not show the first ratio and its interval")
	}
}

func TestModelledIsMarkedEverywhere(t *testing.T) {
	for f, want := range map[doc.Format]string{
		doc.FormatText: "~5.13 min", doc.FormatMarkdown: `\~5.13 min`, doc.FormatHTML: `<span class="state doubtful">modelled</span>`, doc.FormatJSON: `"status": "modelled"`,
	} {
		if !strings.Contains(runAs(t, f, runFixture()), want) {
			t.Errorf("%s has no %q", f, want)
		}
	}
}

// TestModeOperationsIsModelled: the time of a cell in mode operations is a model's, and every
// format says so of its row.
func TestModeOperationsIsModelled(t *testing.T) {
	a := &analysis.Analysis{}
	c := (&fixtureCells{a: a}).add("prime", 1024, onthefly, "mr4")
	asModelled(c, 0.0123, 1.04)
	c.Mode, c.Why = results.ModeOperations, "mode operations measures no whole searches"
	for f, want := range map[doc.Format]string{
		doc.FormatText:     `onthefly +operations +2 +mr4 +~12\.30 ms +11\.83 to 12\.79 .* modelled\n`,
		doc.FormatMarkdown: `\| onthefly \| operations \| 2 \| mr4 \| \\~12\.30 ms \|.*\| modelled \|\n`,
		doc.FormatHTML:     `<th scope="row">onthefly</th><td>operations</td>.*~12\.30 ms.*<span class="state doubtful">modelled</span>`,
		doc.FormatCSV:      `prime,1024,onthefly,operations,2,mr4,modelled,time,,0\.0123,s,[^\n]*,true,36,`,
		doc.FormatJSON:     `(?s)"mode": "operations",.*"status": "modelled",.*"time": \{[^}]*"modelled": true`,
	} {
		if out := runAs(t, f, a); !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s has no %s:\n%s", f, want, out)
		}
	}
	for _, l := range costLines(a, "prime") {
		if len(l.Spots) != 1 || !l.Spots[0].Hollow {
			t.Errorf("the plot shows %+v, want one hollow marker", l.Spots)
		}
	}
	if len(costLines(a, "prime")) != 1 {
		t.Error("the plot does not show the cell")
	}
}

// TestNotesExplainTheColumnsThatAreThere, and no others.
func TestNotesExplainTheColumnsThatAreThere(t *testing.T) {
	for _, width := range []int{60, 80, 100, 140} {
		out := doctest.Set(t, Run(runFixture()), doc.FormatText, doc.Options{Width: width})
		_, theory, _ := strings.Cut(string(out), "AGAINST THEORY\n")
		theory, _, _ = strings.Cut(theory, "\n\n")
		note, rows, _ := strings.Cut(theory, "  kind ")
		if said, shown := strings.Contains(unwrapped(note), "The chance is"), strings.Contains(rows, "chance"); said != shown {
			t.Errorf("width %d: the note explains the chance: %v, the table has it: %v", width, said, shown)
		}
	}
	for _, f := range []doc.Format{doc.FormatText, doc.FormatMarkdown, doc.FormatHTML} {
		if !strings.Contains(unwrapped(runAs(t, f, runFixture())), "The chance is that of luck alone") {
			t.Errorf("%s does not explain the chance", f)
		}
	}
}

// TestPoliciesAreTold: each format says what a policy asks for and bounds.
func TestPoliciesAreTold(t *testing.T) {
	for f, want := range map[doc.Format]string{
		doc.FormatText:     `mr20\+lucas +20 +yes +2\^-130 +512 to 4096 +onthefly, stdlib, stdlib-rand\n`,
		doc.FormatMarkdown: `\| mr2 \| 2 \| no \| 2\^-81 \| 2048 \| onthefly \|`,
		doc.FormatHTML:     `<th scope="row">mr64&#43;lucas</th><td class="num">64</td><td>yes</td><td class="num">2\^-130</td>`,
	} {
		out := runAs(t, f, runFixture())
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s has no %s", f, want)
		}
		if !strings.Contains(unwrapped(out), "4^-rounds") {
			t.Errorf("%s does not tell the worst case", f)
		}
	}
}

func TestPeersAreTold(t *testing.T) {
	a := runFixture()
	if text := unwrapped(runAs(t, doc.FormatText, a)); strings.Contains(text, "libcrypto") {
		t.Errorf("a library that no strategy called: %s", text)
	}
	a.Header.Peers = []results.Peer{
		{Strategy: "openssl", Version: "OpenSSL 3.0.22 25 Aug 2026", Path: "libcrypto.so.3"},
		{Strategy: "gmp", Version: "GMP 6.2.1", Path: "libgmp.so.10"},
	}
	a.Header.Skipped = append(a.Header.Skipped, results.Skipped{
		Kind: "safe", Bits: 512, Strategy: "gmp", Mode: "search", Reason: "its library cannot be used: library is absent",
	})
	for _, f := range []doc.Format{doc.FormatText, doc.FormatMarkdown, doc.FormatHTML, doc.FormatJSON} {
		text := unwrapped(runAs(t, f, a))
		for _, want := range []string{"OpenSSL 3.0.22 25 Aug 2026", "libcrypto.so.3", "GMP 6.2.1", "libgmp.so.10", "library is absent"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not hold %q", f, want)
			}
		}
	}
}

func TestBoundText(t *testing.T) {
	for log2, want := range map[float64]string{
		-128: "2^-128", -128.9: "2^-128", -1: "2^-1", -0.5: "none proven", 0: "none proven", 1: "", math.Inf(-1): "",
	} {
		if got := boundText(log2); got != want {
			t.Errorf("boundText(%v) = %q, want %q", log2, got, want)
		}
	}
}

func TestIncompleteIsSaid(t *testing.T) {
	cut, whole := runFixture(), runFixture()
	cut.Closing = nil
	whole.Complete = true
	for _, run := range []*analysis.Analysis{cut, whole} {
		var got struct {
			Complete bool
			Closing  *struct{ Reason string }
		}
		if err := json.Unmarshal([]byte(runAs(t, doc.FormatJSON, run)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Complete != run.Complete || (got.Closing == nil) != (run.Closing == nil) {
			t.Errorf("JSON has %+v, complete: %v", got, run.Complete)
		}
	}
	for _, f := range []doc.Format{doc.FormatText, doc.FormatMarkdown, doc.FormatHTML} {
		if !strings.Contains(unwrapped(runAs(t, f, cut)), "INCOMPLETE: the file has no closing record") {
			t.Errorf("%s does not say that the run was cut short", f)
		}
		if strings.Contains(runAs(t, f, whole), "INCOMPLETE") {
			t.Errorf("%s calls a whole run incomplete", f)
		}
	}
}

// TestRatiosAreAgainstOnTheFly: only a comparison whose second is onthefly gives
// the ratio of a row.
func TestRatiosAreAgainstOnTheFly(t *testing.T) {
	a := runFixture()
	first := a.Comparisons[0]
	if got := againstOnTheFly(a, cellByID(a, first.A)); got == nil || got.Value != first.Ratio.Value {
		t.Errorf("got %v, want %v", got, first.Ratio)
	}
	if got := againstOnTheFly(a, cellByID(a, first.B)); got != nil {
		t.Errorf("onthefly against itself: %v", got)
	}
	a.Comparisons[0].B = first.A + 1 // stdlib-rand
	if got := againstOnTheFly(a, cellByID(a, first.A)); got != nil {
		t.Errorf("against another strategy: %v", got)
	}
}

func TestHardcodedCellsStandInTheirOwnTable(t *testing.T) {
	a := runFixture()
	for _, group := range costGroups(a) {
		for _, c := range group.Rows {
			if c.Strategy == hardcoded {
				t.Errorf("%s: cell %d is of a hard-coded group", group.Title, c.ID)
			}
		}
	}
	if got, want := len(rowsOf(t, a, "Hard-coded groups")), 6; got != want {
		t.Errorf("%d operations of groups, want %d", got, want)
	}
	for _, row := range rowsOf(t, a, "Operations behind modelled searches") {
		if strings.Contains(row, hardcoded) {
			t.Errorf("group among the other operations: %q", row)
		}
	}
}

// rowsOf are the rows of the table of a section in Markdown.
func rowsOf(t *testing.T, a *analysis.Analysis, title string) []string {
	t.Helper()
	_, section, found := strings.Cut(runAs(t, doc.FormatMarkdown, a), "## "+title+"\n")
	if !found {
		t.Fatalf("no section %q", title)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var rows []string
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "|") {
			rows = append(rows, line)
		}
	}
	return rows[2:] // without the head
}

func TestCSVHoldsEveryCellAndDigit(t *testing.T) {
	a := runFixture()
	records, err := csv.NewReader(strings.NewReader(runAs(t, doc.FormatCSV, a))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]bool{}
	for _, r := range records[1:] {
		cells[r[0]] = true
		if r[0] == "0" && r[8] == "time" && (r[10] != "0.00061" || r[11] != "s" || r[15] != "lower") {
			t.Errorf("time of the first cell: %q", r)
		}
		if r[7] == "modelled" && strings.HasPrefix(r[8], "phase") && r[16] != "true" {
			t.Errorf("phase of a modelled cell is not marked: %q", r)
		}
	}
	if len(cells) != len(a.Cells) {
		t.Errorf("rows for %d cells, want %d", len(cells), len(a.Cells))
	}
}

func TestJSONKeepsWhatIsMissingNull(t *testing.T) {
	var got struct {
		Cells []struct {
			Status string
			Time   *struct {
				Value, Low, High *float64
				Need             int
			}
			Theory *struct{ Z *float64 }
		}
	}
	a := runFixture()
	if err := json.Unmarshal([]byte(runAs(t, doc.FormatJSON, a)), &got); err != nil {
		t.Fatal(err)
	}
	for i, c := range got.Cells {
		want := a.Cells[i].Time
		if (c.Time == nil) != (want == nil) {
			t.Fatalf("cell %d: time %v, want %v", i, c.Time, want)
		}
		if want == nil {
			continue
		}
		if *c.Time.Value != want.Value {
			t.Errorf("cell %d: %g, want %g", i, *c.Time.Value, want.Value)
		}
		if hasInterval := c.Time.Low != nil && c.Time.High != nil; hasInterval != (want.Need == 0) {
			t.Errorf("cell %d: interval %v although %d samples are missing", i, hasInterval, want.Need)
		}
	}
}
