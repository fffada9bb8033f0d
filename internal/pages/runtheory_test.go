package pages

import (
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/report/doc"
)

// Each verdict is told in each format that has the table.
func TestAgreementIsTold(t *testing.T) {
	a := runFixture()
	search, model := a.Cells[0].ID, a.Cells[1].ID
	ratio := func(v float64) analysis.Estimate {
		return *modelled(est(v, v*0.98, v*1.02, "1", analysis.Nor, 20))
	}
	a.Agreements = []analysis.Agreement{
		{Search: search, Model: model, Ratio: ratio(1.01), Verdict: analysis.Agree},
		{Search: search, Model: model, Ratio: ratio(1.31), Verdict: analysis.Apart},
		{Search: search, Model: model, Ratio: ratio(0.67), Verdict: analysis.Short},
	}
	for format, wants := range map[doc.Format][]string{
		doc.FormatText:     {"WHOLE SEARCHES BESIDE THEIR MODEL", "~1.010", "agree\n", "APART\n", "short\n"},
		doc.FormatMarkdown: {"## Whole searches beside their model", "| agree |", "| APART |", "| short |"},
		doc.FormatHTML:     {"Whole searches beside their model", "APART"},
		doc.FormatCSV:      {"model over time,1,1.31,1"},
		doc.FormatJSON:     {`"verdict": "APART"`, `"modelled_over_measured": {`},
	} {
		out := runAs(t, format, a)
		for _, want := range wants {
			if !strings.Contains(out, want) {
				t.Errorf("%s lacks %q", format, want)
			}
		}
	}
}
