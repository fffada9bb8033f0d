// How a fleet's job stands.

package pages

import (
	"strconv"

	"primebench/internal/fleet"
	"primebench/internal/forecast"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// Leases is the document of a job that was planned: text has the number of its leases alone,
// which schedulers want.
func Leases(count int, job string) *doc.Document {
	type row = struct{}
	return &doc.Document{
		Name:    "plan",
		Title:   "primebench fleet plan",
		Summary: []string{strconv.Itoa(count)},
		Data: doc.NewTable([]doc.Column[row]{
			{Heading: "job", Value: func(row) doc.Value { return doc.Word(job) }},
			{Heading: "leases", Value: func(row) doc.Value { return doc.Count(count) }},
		}, []row{{}}),
		Object: struct {
			heading
			Job    string `json:"job"`
			Leases int    `json:"leases"`
		}{heading{Report: "primebench fleet plan", Version: 1}, job, count},
	}
}

// Job is the document of a job, of which a line says how it stands.
func Job(line string, f *forecast.Forecast) *doc.Document {
	var out []fleet.WorkerProgress
	for _, w := range f.Workers {
		if w.Lease >= 0 {
			out = append(out, w)
		}
	}
	return &doc.Document{
		Name:    "job",
		Title:   "primebench fleet job",
		Summary: []string{line},
		Sections: []doc.Section{{
			Title: "Leases at workers",
			First: true,
			Table: doc.NewTable([]doc.Column[fleet.WorkerProgress]{
				{Heading: "lease", Names: true, Value: func(w fleet.WorkerProgress) doc.Value { return doc.Count(w.Lease) }},
				{Heading: "worker", Names: true, Value: func(w fleet.WorkerProgress) doc.Value { return doc.Text(w.Name) }},
				{Heading: "heard of before", Unit: unit.Second, Value: func(w fleet.WorkerProgress) doc.Value { return doc.Number{Value: w.Silent} }},
				{Heading: "leases done", Value: func(w fleet.WorkerProgress) doc.Value { return doc.Count(w.Done) }},
				{Heading: "finds", Value: func(w fleet.WorkerProgress) doc.Value { return doc.Count(w.Finds) }},
			}, out),
		}},
		Data: jobData(f),
		Object: struct {
			heading
			*forecast.Forecast
		}{heading{Report: "primebench job", Version: 1}, f},
	}
}

// jobData is how a job stands as one row.
func jobData(f *forecast.Forecast) doc.Table {
	type row = *forecast.Forecast
	count := func(heading string, of func(row) int) doc.Column[row] {
		return doc.Column[row]{Heading: heading, Value: func(f row) doc.Value { return doc.Count(of(f)) }}
	}
	known := func(heading string, of func(row) *float64) doc.Column[row] {
		return doc.Column[row]{Heading: heading, Value: func(f row) doc.Value {
			if value := of(f); value != nil {
				return doc.Number{Value: *value}
			}
			return doc.Text("")
		}}
	}
	return doc.NewTable([]doc.Column[row]{
		{Heading: "job", Value: func(f row) doc.Value { return doc.Word(f.Job) }},
		{Heading: "verb", Value: func(f row) doc.Value { return doc.Word(f.Verb) }},
		count("found", func(f row) int { return f.Found }),
		count("wanted", func(f row) int { return f.Wanted }),
		count("leases", func(f row) int { return f.Leases }),
		count("done", func(f row) int { return f.Done }),
		count("out", func(f row) int { return f.Out }),
		count("open", func(f row) int { return f.Open }),
		count("done_again", func(f row) int { return f.Again }),
		count("redelivered", func(f row) int { return f.Redelivered }),
		count("at_work", func(f row) int { return f.AtWork }),
		known("left_p50_s", func(f row) *float64 { return f.P50 }),
		known("left_p95_s", func(f row) *float64 { return f.P95 }),
		known("p_done_within_horizon", func(f row) *float64 { return f.Within }),
	}, []row{f})
}
