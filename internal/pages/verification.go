// What became of predicted latencies: each quantile that was observed beside what each
// model had said of it.

package pages

import (
	"fmt"
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
)

const verificationNote = "Responses of real searches on this machine with Poisson arrivals that wait for nobody, against what each model predicts of the cost that was " +
	"measured just before each stretch. The 95 % interval of what was observed is +- that. Off: predicted against observed; +5 % is a prediction that is too long. " +
	"Left out: the share of the arrivals that were disturbed when the machine kept the servers from running. Undisturbed: observed over the others; undisturbed off: the " +
	"simulation against that, with the 95 % interval that so many arrivals leave."

// Verification is the document of verifications, one a size.
func Verification(all []*capacity.Verification) *doc.Document {
	return &doc.Document{
		Name:  "verification",
		Title: "primebench verification of predicted latencies",
		Sections: []doc.Section{
			{
				ID: "verification", Title: "Predicted latencies against observed ones", First: true, Note: verificationNote,
				Table: verificationTable(all), Pictures: verificationPictures(all),
			},
			{Title: "What was driven", Lines: verificationLines(all)},
		},
		Data: verificationData(all),
		Object: struct {
			heading
			Verifications []*capacity.Verification `json:"verifications"`
		}{heading{Report: "primebench verification", Version: 2}, all},
	}
}

// An observedQuantile is a quantile of the response under a load, with what each model
// had said of it.
type observedQuantile struct {
	of     *capacity.Verification
	under  *capacity.Stage
	checks []capacity.Check // of one quantile, at least one
}

func observedQuantiles(all []*capacity.Verification) []observedQuantile {
	var rows []observedQuantile
	for _, v := range all {
		for i := range v.Stages {
			s := &v.Stages[i]
			from := 0
			for to := range s.Checks {
				if to+1 == len(s.Checks) || s.Checks[to+1].P != s.Checks[from].P {
					rows = append(rows, observedQuantile{v, s, s.Checks[from : to+1]})
					from = to + 1
				}
			}
		}
	}
	return rows
}

// verificationTable has a row for each load and quantile, and two columns for each
// model.
func verificationTable(all []*capacity.Verification) doc.Table {
	type row = observedQuantile
	columns := []doc.Column[row]{
		{Heading: "size", Names: true, Value: func(r row) doc.Value { return doc.Text(r.of.Cost.Kind + " " + strconv.Itoa(r.of.Cost.Bits)) }},
		{Heading: "load", Names: true, Unit: unit.Share, Value: func(r row) doc.Value { return doc.Number{Value: r.under.Load, Given: true} }},
		{Heading: "busy", Unit: unit.Share, Spare: 5, Value: func(r row) doc.Value { return doc.Number{Value: r.under.Busy} }},
		{
			Heading: "slower", Unit: unit.Change, Spare: 1, Note: "Slower: what the searches took under the load, against the cost measured before them.",
			Value: func(r row) doc.Value { return doc.Number{Value: r.under.Slower} },
		},
		{Heading: "arrivals", Spare: 6, Value: func(r row) doc.Value { return doc.Count(r.under.Arrivals) }},
		{Heading: "", Names: true, Value: func(r row) doc.Value { return doc.Text(unit.Quantile(r.checks[0].P)) }},
		{Heading: "observed", Unit: unit.Second, Value: func(r row) doc.Value { return doc.Number{Value: r.checks[0].Observed} }},
		{Heading: "+-", Unit: unit.Second, Spare: 4, Value: func(r row) doc.Value { return doc.Number{Value: r.checks[0].Error} }},
	}
	for _, m := range verifiedModels() {
		columns = append(columns,
			doc.Column[row]{Heading: m.name, Unit: unit.Second, Spare: m.spare, Value: func(r row) doc.Value {
				if c := r.by(m.name); c != nil {
					return doc.Number{Value: c.Predicted, Modelled: true}
				}
				return nil
			}},
			doc.Column[row]{Heading: "off", Unit: unit.Change, Spare: m.spare, Value: func(r row) doc.Value {
				if c := r.by(m.name); c != nil {
					return doc.Number{Value: c.Deviation}
				}
				return nil
			}})
	}
	columns = append(columns,
		doc.Column[row]{Heading: "left out", Unit: unit.Share, Value: func(r row) doc.Value { return doc.Number{Value: r.under.LeftOut} }},
		doc.Column[row]{Heading: "undisturbed", Unit: unit.Second, Spare: 1, Value: func(r row) doc.Value {
			if u := undisturbed(r); u != nil {
				return doc.Number{Value: u.Observed}
			}
			return nil
		}},
		doc.Column[row]{Heading: "undisturbed off", Unit: unit.Change, Interval: doc.Interval95, Value: func(r row) doc.Value {
			if u := undisturbed(r); u != nil {
				return doc.Number{Value: u.Deviation, Low: u.Low, High: u.High}
			}
			return nil
		}})
	return doc.NewTable(columns, observedQuantiles(all))
}

// by returns what a model had said, nil when it had not.
func (q observedQuantile) by(model string) *capacity.Check {
	for i := range q.checks {
		if q.checks[i].Model == model {
			return &q.checks[i]
		}
	}
	return nil
}

// undisturbed is what was observed while the machine was there, beside what the
// simulation had said; nil where too little was.
func undisturbed(q observedQuantile) *capacity.Seen {
	if c := q.by(capacity.ModelSimulation); c != nil {
		return c.Undisturbed
	}
	return nil
}

// A verifiedModel is a model with the rank of its columns among those that a narrow
// terminal does without.
type verifiedModel struct {
	name  string
	spare int
}

func verifiedModels() []verifiedModel {
	return []verifiedModel{{name: capacity.ModelErlangC, spare: 3}, {name: capacity.ModelAllenCunneen, spare: 2}, {name: capacity.ModelSimulation}}
}

// verificationData has a row for each load, quantile and model.
func verificationData(all []*capacity.Verification) doc.Table {
	type row struct {
		of    *capacity.Verification
		under *capacity.Stage
		check capacity.Check
	}
	var rows []row
	for _, v := range all {
		for i := range v.Stages {
			for _, c := range v.Stages[i].Checks {
				rows = append(rows, row{v, &v.Stages[i], c})
			}
		}
	}
	return doc.NewTable([]doc.Column[row]{
		{Heading: "kind", Value: func(r row) doc.Value { return doc.Text(r.of.Cost.Kind) }},
		{Heading: "bits", Value: func(r row) doc.Value { return doc.Count(r.of.Cost.Bits) }},
		{Heading: "servers", Value: func(r row) doc.Value { return doc.Count(r.of.Servers) }},
		{Heading: "load", Value: func(r row) doc.Value { return doc.Number{Value: r.under.Load} }},
		{Heading: "rate_per_s", Value: func(r row) doc.Value { return doc.Number{Value: r.under.Rate} }},
		{Heading: "arrivals", Value: func(r row) doc.Value { return doc.Count(r.under.Arrivals) }},
		{Heading: "busy", Value: func(r row) doc.Value { return doc.Number{Value: r.under.Busy} }},
		{Heading: "slower", Value: func(r row) doc.Value { return doc.Number{Value: r.under.Slower} }},
		{Heading: "quantile", Value: func(r row) doc.Value { return doc.Number{Value: r.check.P} }},
		{Heading: "observed_s", Value: func(r row) doc.Value { return doc.Number{Value: r.check.Observed} }},
		{Heading: "observed_error_s", Value: func(r row) doc.Value { return doc.Number{Value: r.check.Error} }},
		{Heading: "model", Value: func(r row) doc.Value { return doc.Text(r.check.Model) }},
		{Heading: "predicted_s", Value: func(r row) doc.Value { return doc.Number{Value: r.check.Predicted} }},
		{Heading: "deviation", Value: func(r row) doc.Value { return doc.Number{Value: r.check.Deviation} }},
		{Heading: "left_out", Value: func(r row) doc.Value { return doc.Number{Value: r.under.LeftOut} }},
		{Heading: "arrivals_left", Value: func(r row) doc.Value { return doc.Count(r.under.Left) }},
		{Heading: "undisturbed_s", Value: func(r row) doc.Value {
			if u := r.check.Undisturbed; u != nil {
				return doc.Number{Value: u.Observed}
			}
			return nil
		}},
		{Heading: "undisturbed_error_s", Value: func(r row) doc.Value {
			if u := r.check.Undisturbed; u != nil {
				return doc.Number{Value: u.Error}
			}
			return nil
		}},
		{Heading: "undisturbed_deviation", Value: func(r row) doc.Value {
			if u := r.check.Undisturbed; u != nil {
				return doc.Number{Value: u.Deviation}
			}
			return nil
		}},
	}, rows)
}

// verificationLines say what was driven.
func verificationLines(all []*capacity.Verification) []string {
	var lines []string
	for _, v := range all {
		cost, known := v.Cost.Seconds.Words()
		lines = append(lines, fmt.Sprintf("%s: a search costs %s (%s), by %d on %s at once; a capacity of %s; each load for %s in %s, %s of it not counted; seed %s",
			verifiedSize(v), cost, known, v.Searches, unit.Count(v.Servers, "core"), unit.Text(v.Capacity, unit.PerSecond),
			unit.Given(v.Each.Seconds(), unit.Second), unit.Count(v.Stretches, "stretch"), unit.Given(v.WarmUp.Seconds(), unit.Second), orAbsent(v.Seed)))
	}
	return lines
}

func verifiedSize(v *capacity.Verification) string {
	return v.Cost.Kind + ", " + strconv.Itoa(v.Cost.Bits) + " bits"
}
