// What a run would measure.

package pages

import (
	"fmt"
	"time"

	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// A Planned is a matrix that is not measured yet.
type Planned struct {
	Expected time.Duration     `json:"expected_s"` // of measuring it
	Rough    bool              `json:"rough"`      // Expected is good to a factor of two or three
	Wait     time.Duration     `json:"wait_s"`     // for a quiet machine, at most
	Cells    []results.Cell    `json:"cells"`
	Skipped  []results.Skipped `json:"skipped"`
}

// Matrix is the document of a matrix.
func Matrix(m *Planned) *doc.Document {
	line := fmt.Sprintf("%s, expected time about %s", unit.Count(len(m.Cells), "cell"), unit.Seconds(m.Expected.Seconds()))
	if m.Rough {
		line += ", a rough estimate from one test scaled to these sizes"
	}
	summary := []string{line + "."}
	if m.Wait > 0 {
		summary = append(summary, fmt.Sprintf("Before that it waits up to %v for a quiet machine.", m.Wait))
	}
	var skipped []string
	for _, s := range m.Skipped {
		skipped = append(skipped, fmt.Sprintf("%s %s %s %s: %s", s.Kind, s.Size(), s.Strategy, s.Mode, s.Reason))
	}
	return &doc.Document{
		Name:    "matrix",
		Title:   "primebench matrix",
		Summary: summary,
		Sections: []doc.Section{
			{Title: "Cells", First: true, Table: doc.NewTable(matrixColumns(), m.Cells)},
			{Title: "Left out", First: true, Lines: skipped},
		},
		Object: struct {
			heading
			*Planned
		}{heading{Report: "primebench matrix", Version: 1}, m},
	}
}

func matrixColumns() []doc.Column[results.Cell] {
	return []doc.Column[results.Cell]{
		{Heading: "cell", Names: true, Value: func(c results.Cell) doc.Value { return doc.Count(c.ID) }},
		{Heading: "kind", Names: true, Value: func(c results.Cell) doc.Value { return doc.Text(c.Kind) }},
		{Heading: "bits", Names: true, Value: func(c results.Cell) doc.Value { return sizeOf(&c) }},
		{Heading: "strategy", Names: true, Value: func(c results.Cell) doc.Value { return doc.Text(c.Strategy) }},
		{Heading: "mode", Names: true, Value: func(c results.Cell) doc.Value { return doc.Text(c.Mode) }},
		{Heading: "workers", Value: func(c results.Cell) doc.Value { return doc.Count(c.Workers) }},
		{Heading: "policy", Value: func(c results.Cell) doc.Value { return doc.Word(c.Policy.Name) }},
		{Heading: "kernel", Spare: 2, Value: func(c results.Cell) doc.Value { return doc.Word(c.Kernel) }},
		{Heading: "expected tests", Spare: 1, Value: expectedTests},
	}
}

// expectedTests is the number of tests of an average search by theory.
func expectedTests(c results.Cell) doc.Value {
	if c.Expected.Survivors == 0 {
		return nil
	}
	return doc.Number{Value: c.Expected.Survivors, Unit: unit.One}
}
