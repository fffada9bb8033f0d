package report

import (
	"bytes"
	"strings"
	"testing"

	"primebench/internal/analysis"
)

// Each verdict is told in each format that has the table.
func TestAgreementIsTold(t *testing.T) {
	a := fixture()
	search, model := a.Cells[0].ID, a.Cells[1].ID
	ratio := func(v float64) analysis.Estimate {
		return *modelled(est(v, v*0.98, v*1.02, "1", analysis.Nor, 20))
	}
	a.Agreements = []analysis.Agreement{
		{Search: search, Model: model, Ratio: ratio(1.01), Verdict: analysis.Agree},
		{Search: search, Model: model, Ratio: ratio(1.31), Verdict: analysis.Apart},
		{Search: search, Model: model, Ratio: ratio(0.67), Verdict: analysis.Short},
	}
	for format, wants := range map[Format][]string{
		FormatText:     {"WHOLE SEARCHES BESIDE THEIR MODEL", "~1.010", "agree\n", "APART\n", "short\n"},
		FormatMarkdown: {"## Whole searches beside their model", "| agree |", "| APART |", "| short |"},
		FormatHTML:     {"Whole searches beside their model", "APART"},
		FormatCSV:      {"model over time,1,1.31,1"},
		FormatJSON:     {`"verdict": "APART"`, `"modelled_over_measured": {`},
	} {
		var b bytes.Buffer
		if err := Write(&b, format, a, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s lacks %q", format, want)
			}
		}
	}
}
