// What the doctor says of a machine.

package pages

import (
	"cmp"
	"slices"

	"primebench/internal/doctor"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// Diagnosis is the document of a diagnosis: the grade, what was looked at, the worst
// first, and the numbers of each processor.
func Diagnosis(d *doctor.Diagnosis) *doc.Document {
	findings := worstFirst(d.Findings)
	return &doc.Document{
		Name:    "diagnosis",
		Title:   "primebench diagnosis of this machine",
		Verdict: doc.Verdict{Word: "grade " + string(d.Grade), Sentence: d.Meaning, Severity: severityOfGrade(d.Grade)},
		Sections: []doc.Section{
			{Title: "What was looked at", First: true, Table: findingsTable(findings)},
			coresSection(d),
		},
		Data:         findingsData(findings),
		PictureNames: []string{slicesName},
		Object: struct {
			heading
			*doctor.Diagnosis
		}{heading{Report: "primebench diagnosis", Version: 2}, d},
	}
}

// severityOfGrade takes a machine on which a gate of 3 % works for good.
func severityOfGrade(g doctor.Grade) doc.Severity {
	switch {
	case g <= "B":
		return doc.Good
	case g <= "D":
		return doc.Doubtful
	}
	return doc.Bad
}

func stateOf(s doctor.Severity) doc.State {
	severity := map[doctor.Severity]doc.Severity{
		doctor.Good: doc.Good, doctor.Note: doc.Plain, doctor.Minor: doc.Doubtful, doctor.Unknown: doc.Doubtful,
		doctor.Major: doc.Bad, doctor.Severe: doc.Bad,
	}[s]
	return doc.State{Word: string(s), Severity: severity}
}

// worstFirst sorts the findings, those of equal severity as they come.
func worstFirst(findings []doctor.Finding) []doctor.Finding {
	order := []doctor.Severity{doctor.Severe, doctor.Major, doctor.Minor, doctor.Unknown, doctor.Note, doctor.Good}
	return slices.SortedStableFunc(slices.Values(findings), func(a, b doctor.Finding) int {
		return cmp.Compare(slices.Index(order, a.Severity), slices.Index(order, b.Severity))
	})
}

type finding = doctor.Finding

func findingNames() []doc.Column[finding] {
	return []doc.Column[finding]{
		{Heading: "severity", Value: func(f finding) doc.Value { return stateOf(f.Severity) }},
		{Heading: "finding", Names: true, Value: func(f finding) doc.Value { return doc.Text(f.Name) }},
	}
}

// findingsTable is for people: what was seen and what to do, in sentences.
func findingsTable(findings []finding) doc.Table {
	return doc.NewTable(append(findingNames(), doc.Column[finding]{
		Heading: "what was seen, and what to do", Prose: true,
		Value: func(f finding) doc.Value { return doc.Text(join("; to do: ", f.Text, f.Advice)) },
	}), findings)
}

// findingsData is for programs.
func findingsData(findings []finding) doc.Table {
	return doc.NewTable(append(findingNames(),
		doc.Column[finding]{Heading: "seen", Value: func(f finding) doc.Value { return doc.Text(f.Text) }},
		doc.Column[finding]{Heading: "advice", Value: func(f finding) doc.Value { return doc.Text(f.Advice) }},
	), findings)
}

// coresSection is what happened to slices of equal work on each processor.
func coresSection(d *doctor.Diagnosis) doc.Section {
	where := "processor"
	if !d.Pinned {
		where = "thread" // which the system moved about as it liked
	}
	columns := []doc.Column[doctor.Core]{
		{Heading: where, Names: true, Value: func(c doctor.Core) doc.Value { return doc.Count(c.CPU) }},
		{Heading: "slices", Value: func(c doctor.Core) doc.Value { return doc.Count(c.Slices) }},
	}
	for _, part := range sliceParts() {
		columns = append(columns, doc.Column[doctor.Core]{
			Heading: part.name, Unit: unit.Second, Better: doc.Lower,
			Value: func(c doctor.Core) doc.Value { return doc.Number{Value: c.Best * (1 + part.longer(c))} },
		})
	}
	columns = append(columns,
		doc.Column[doctor.Core]{Heading: "time lost", Unit: unit.Share, Better: doc.Lower, Value: func(c doctor.Core) doc.Value { return doc.Number{Value: c.Lost} }},
		doc.Column[doctor.Core]{Heading: "drift", Unit: unit.Change, Value: func(c doctor.Core) doc.Value { return doc.Number{Value: c.Drift} }},
	)
	return doc.Section{
		Title:    "Slices of equal work on each " + where + " for " + unit.Given(d.Seconds, unit.Second),
		Pictures: slicesPictures(d, where),
		Note:     "Time lost: what would be saved if every slice were as the best. Drift: the last third of the slices against the first.",
		Table:    doc.NewTable(columns, d.Cores),
	}
}
