// Whole searches beside the model made of their operations.

package report

import (
	"strconv"

	"primebench/internal/analysis"
)

func agreementTable(a *analysis.Analysis) table {
	t := table{
		ID:    "modes",
		Title: "Whole searches beside their model",
		Note: "The time that operations and theory add up to, over that of whole searches. They agree where all of the interval is " +
			"within a tenth, and are APART where all of it is further off; else it is open. Searches below 10 ms are short: what starting one costs is no operation, and its model comes out low.",
		Columns: []column{label("kind"), number("bits"), label("strategy"), number("workers").spare(2), label("policy").spare(3),
			number("measured"), number("modelled"), number("ratio"), interval(), label("verdict")},
	}
	for i := range a.Agreements {
		g := &a.Agreements[i]
		measured, model := cellByID(a, g.Search), cellByID(a, g.Model)
		if measured == nil || model == nil {
			continue
		}
		ratio := show(&g.Ratio)
		t.Rows = append(t.Rows, []string{measured.Kind, strconv.Itoa(measured.Bits), measured.Strategy, strconv.Itoa(measured.Workers), policyName(measured),
			show(measured.Time).Value, show(model.Time).Value, ratio.Value, ratio.Interval, string(g.Verdict)})
	}
	return t
}
