// What must stand in a report, whatever it looks like.

package report

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/results"
)

func textOf(t *testing.T, f Format, a *analysis.Analysis) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, f, a, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// unwrapped undoes the breaking of lines.
func unwrapped(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestAnswersComeFirst: in every format for people the first answer stands
// before any table.
func TestAnswersComeFirst(t *testing.T) {
	a := fixture()
	for f, table := range map[Format]string{FormatText: "COST OF A RESULT", FormatMarkdown: "## Cost", FormatHTML: "<table"} {
		out := unwrapped(textOf(t, f, a))
		answer, cost := strings.Index(out, a.Headlines[0].Sentence), strings.Index(out, table)
		if answer < 0 || cost < 0 || answer > cost {
			t.Errorf("%s: answer at %d, first table at %d", f, answer, cost)
		}
	}
	if page := textOf(t, FormatHTML, a); !strings.Contains(page, `<p class="big">~30x</p>`) || !strings.Contains(page, "95 % interval 24 to 37") {
		t.Error("the page does not show the first ratio and its interval")
	}
}

func TestModelledIsMarkedEverywhere(t *testing.T) {
	for f, want := range map[Format]string{
		FormatText: "~5.13 min", FormatMarkdown: `\~5.13 min`, FormatHTML: `<span class="mark modelled">modelled</span>`, FormatJSON: `"status": "modelled"`,
	} {
		if !strings.Contains(textOf(t, f, fixture()), want) {
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
	for f, want := range map[Format]string{
		FormatText:     `onthefly +operations +2 +mr4 +~12\.30 ms +11\.83 to 12\.79 .* modelled\n`,
		FormatMarkdown: `\| onthefly \| operations \| 2 \| mr4 \| \\~12\.30 ms \|.*\| modelled \|\n`,
		FormatHTML:     `<th scope="row">onthefly</th><td>operations</td>.*~12\.30 ms.*<span class="mark modelled">modelled</span>`,
		FormatCSV:      `prime,1024,onthefly,operations,2,mr4,modelled,time,,0\.0123,s,[^\n]*,true,36,`,
		FormatJSON:     `(?s)"mode": "operations",.*"status": "modelled",.*"time": \{[^}]*"modelled": true`,
	} {
		if out := textOf(t, f, a); !regexp.MustCompile(want).MatchString(out) {
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
		var b strings.Builder
		if err := Text(&b, fixture(), Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		_, theory, _ := strings.Cut(b.String(), "AGAINST THEORY\n")
		theory, _, _ = strings.Cut(theory, "\n\n")
		note, rows, _ := strings.Cut(theory, "  kind ")
		if said, shown := strings.Contains(unwrapped(note), "The chance is"), strings.Contains(rows, "chance"); said != shown {
			t.Errorf("width %d: the note explains the chance: %v, the table has it: %v", width, said, shown)
		}
	}
	for _, f := range []Format{FormatText, FormatMarkdown, FormatHTML} {
		if !strings.Contains(unwrapped(textOf(t, f, fixture())), "The chance is that of luck alone") {
			t.Errorf("%s does not explain the chance", f)
		}
	}
}

// TestPoliciesAreTold: each format says what a policy asks for and bounds.
func TestPoliciesAreTold(t *testing.T) {
	for f, want := range map[Format]string{
		FormatText:     `mr20\+lucas +20 +yes +2\^-130 +512 to 4096 +onthefly, stdlib, stdlib-rand\n`,
		FormatMarkdown: `\| mr2 \| 2 \| no \| 2\^-81 \| 2048 \| onthefly \|`,
		FormatHTML:     `<th scope="row">mr64&#43;lucas</th><td class="num">64</td><td>yes</td><td class="num">2\^-130</td>`,
	} {
		out := textOf(t, f, fixture())
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s has no %s", f, want)
		}
		if !strings.Contains(unwrapped(out), "4^-rounds") {
			t.Errorf("%s does not tell the worst case", f)
		}
	}
}

func TestPeersAreTold(t *testing.T) {
	a := fixture()
	if text := unwrapped(textOf(t, FormatText, a)); strings.Contains(text, "libcrypto") {
		t.Errorf("a library that no strategy called: %s", text)
	}
	a.Header.Peers = []results.Peer{
		{Strategy: "openssl", Version: "OpenSSL 3.0.22 25 Aug 2026", Path: "libcrypto.so.3"},
		{Strategy: "gmp", Version: "GMP 6.2.1", Path: "libgmp.so.10"},
	}
	a.Header.Skipped = append(a.Header.Skipped, results.Skipped{
		Kind: "safe", Bits: 512, Strategy: "gmp", Mode: "search", Reason: "its library cannot be used: library is absent",
	})
	for _, f := range []Format{FormatText, FormatMarkdown, FormatHTML, FormatJSON} {
		text := unwrapped(textOf(t, f, a))
		for _, want := range []string{"OpenSSL 3.0.22 25 Aug 2026", "libcrypto.so.3", "GMP 6.2.1", "libgmp.so.10", "library is absent"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not hold %q", f, want)
			}
		}
	}
}

func TestShowBound(t *testing.T) {
	for log2, want := range map[float64]string{
		-128: "2^-128", -128.9: "2^-128", -1: "2^-1", -0.5: "none proven", 0: "none proven", 1: "-", math.Inf(-1): "-",
	} {
		if got := showBound(log2); got != want {
			t.Errorf("showBound(%v) = %q, want %q", log2, got, want)
		}
	}
}

func TestIncompleteIsSaid(t *testing.T) {
	cut, whole := fixture(), fixture()
	cut.Closing = nil
	whole.Complete = true
	for _, f := range []Format{FormatText, FormatMarkdown, FormatHTML, FormatJSON} {
		if !strings.Contains(unwrapped(textOf(t, f, cut)), "INCOMPLETE: the file has no closing record") {
			t.Errorf("%s does not say that the run was cut short", f)
		}
		if strings.Contains(textOf(t, f, whole), "INCOMPLETE") {
			t.Errorf("%s calls a whole run incomplete", f)
		}
	}
}

// TestRatiosAreAgainstOnTheFly: only a comparison whose second is onthefly gives
// the ratio of a row.
func TestRatiosAreAgainstOnTheFly(t *testing.T) {
	a := fixture()
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
	a := fixture()
	for _, table := range costTables(a) {
		for _, row := range table.Rows {
			if row[0] == hardcoded {
				t.Errorf("%s: %q", table.Title, row)
			}
		}
	}
	if got, want := len(groupsTable(a).Rows), 6; got != want {
		t.Errorf("%d operations of groups, want %d", got, want)
	}
	for _, row := range operationsTable(a, everywhere).Rows {
		if row[2] == hardcoded {
			t.Errorf("group among the other operations: %q", row)
		}
	}
}

func TestCSVHoldsEveryCellAndDigit(t *testing.T) {
	a := fixture()
	records, err := csv.NewReader(strings.NewReader(textOf(t, FormatCSV, a))).ReadAll()
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
	a := fixture()
	if err := json.Unmarshal([]byte(textOf(t, FormatJSON, a)), &got); err != nil {
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
