// The first screen of a document: what stands on it, and that it is one screen.

package doc_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"primebench/internal/doctest"
	"primebench/report/doc"
)

// screen asks for a first screen.
func screen() *doc.Screen { return &doc.Screen{All: "--full", Rest: "The whole: --full."} }

// long has more than a screen has room for: answers, lines and rows, of which those
// of full tens are wanted most.
func long(sentence string, numbers int) *doc.Document {
	type row struct{ n int }
	rows := make([]row, numbers)
	d := &doc.Document{Verdict: doc.Verdict{Word: "found", Sentence: "much."}, Note: "Aside.", Facts: []doc.Fact{
		{Name: "machine", Value: doc.Text("Example 9000"), First: true}, {Name: "seed", Value: doc.Text("1f2e")},
	}}
	var lines []string
	for i := range rows {
		rows[i].n = i
		lines = append(lines, fmt.Sprintf("warning %d: %s", i, sentence))
		d.Answers = append(d.Answers, doc.Answer{Question: fmt.Sprintf("question %d", i), Sentence: sentence})
	}
	columns := []doc.Column[row]{{Heading: "n", Names: true, Value: func(r row) doc.Value { return doc.Count(r.n) }}}
	rank := func(r row) int { return -(r.n % 10) }
	d.Sections = []doc.Section{
		{Title: "Rows", Note: "Numbers.", First: true, Table: doc.NewGroupedTable(columns, doc.Group[row]{Title: "low", Rows: rows[:numbers/2], Rank: rank},
			doc.Group[row]{Title: "high", Rows: rows[numbers/2:], Rank: rank})},
		{Title: "Other rows", Table: doc.NewTable(columns, rows)},
		{Title: "Warnings", First: true, Lines: lines},
	}
	return d
}

// TestScreenIsOneScreen, however much there is to say, and begins with the verdict.
func TestScreenIsOneScreen(t *testing.T) {
	for _, n := range []int{0, 1, 5, 16, 200} {
		for _, words := range []int{1, 20, 60} {
			d := long(strings.TrimSpace(strings.Repeat("word ", words)), n)
			for _, width := range []int{80, 100, 200} {
				text := string(doctest.Set(t, d, doc.FormatText, doc.Options{Width: width, Screen: screen()}))
				if got := strings.Count(text, "\n"); got > doc.ScreenLines {
					t.Errorf("%d of everything, %d words, width %d: %d lines", n, words, width, got)
				}
				for line := range strings.Lines(text) {
					if got := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); got > width {
						t.Errorf("width %d: a line of %d: %q", width, got, line)
					}
				}
				if !strings.HasPrefix(text, "FOUND: much.\nmachine: Example 9000\n") || !strings.HasSuffix(text, "\nThe whole: --full.\n") {
					t.Errorf("%d of everything: %s", n, text)
				}
			}
		}
	}
}

// TestScreenHasWhatIsWanted: the rows of the highest rank in their order, each with its
// group, and how many of everything are left out; nothing that is not marked.
func TestScreenHasWhatIsWanted(t *testing.T) {
	text := string(doctest.Set(t, long("a word", 100), doc.FormatText, doc.Options{Screen: screen()}))
	for _, want := range []string{
		"\n  low    0\n  low    1\n  low   10\n", "\n  low   41\n  high  50\n", "\n  question 0: a word\n", "    and 94 more answers: --full\n",
		"\n  warning 0: a word\n", "more rows: --full\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, leave := range []string{"1f2e", "OTHER ROWS", " 9\n"} {
		if strings.Contains(text, leave) {
			t.Errorf("%q stands in\n%s", leave, text)
		}
	}
}

// TestScreenOfLittle leaves nothing out, the notes neither, and does not say that it does.
func TestScreenOfLittle(t *testing.T) {
	text := string(doctest.Set(t, long("a word", 2), doc.FormatText, doc.Options{Screen: screen()}))
	if strings.Contains(text, "more") || !strings.Contains(text, "\nNumbers.\n") {
		t.Error(text)
	}
}

// TestScreenCountsWhatNobodyKept.
func TestScreenCountsWhatNobodyKept(t *testing.T) {
	d := long("a word", 4)
	d.Sections[0].Table.Unlisted = 96
	if text := string(doctest.Set(t, d, doc.FormatText, doc.Options{Screen: screen()})); !strings.Contains(text, "    and 96 more rows: --full\n") {
		t.Error(text)
	}
}

func TestGoldenScreen(t *testing.T) {
	d := fixture()
	d.Answers[0].Brief = "It costs 13.2x as much."
	d.Sections[1].First, d.Sections[2].First = true, true
	doctest.Golden(t, update, "screen.txt", doctest.Set(t, d, doc.FormatText, doc.Options{Width: 60, Screen: screen()}))
}
