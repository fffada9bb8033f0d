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
	return &doc.Document{
		Name:    "plan",
		Title:   "primebench fleet plan",
		Summary: []string{strconv.Itoa(count)},
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
		Object: struct {
			heading
			*forecast.Forecast
		}{heading{Report: "primebench job", Version: 1}, f},
	}
}
