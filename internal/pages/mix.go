// A plan over hosts of several kinds.

package pages

import (
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// Mix is the document of a plan over hosts of several kinds.
func Mix(m *capacity.Mix) *doc.Document {
	return &doc.Document{
		Name:    "mix",
		Title:   "primebench plan over kinds of hosts",
		Verdict: mixVerdict(m),
		Answers: mixAnswers(m),
		Sections: []doc.Section{
			{
				Title: "Kinds of hosts", First: true,
				Note: "Rate: results a second of a host, all cores busy. The plan stands on the lower end of its 95 % interval. Alone: hosts of the kind that carry " +
					"the load by themselves.",
				Table: mixTable(m),
			},
		},
		Object: struct {
			heading
			*capacity.Mix
		}{heading{Report: "primebench plan over kinds of hosts", Version: 1}, m},
	}
}

func mixVerdict(m *capacity.Mix) doc.Verdict {
	doubt := ""
	if len(m.Busy) > 0 {
		doubt = " Accepted although " + m.Busy[0] + "."
	}
	if !m.Feasible {
		return doc.Verdict{Word: "not feasible", Sentence: m.Constraint + doubt, Severity: doc.Bad}
	}
	v := doc.Verdict{Word: "feasible", Sentence: "it takes " + unit.Count(m.Fewest.Total, "host") + " or more." + doubt, Severity: doc.Good}
	if doubt != "" {
		v.Severity = doc.Doubtful
	}
	return v
}

func mixAnswers(m *capacity.Mix) []doc.Answer {
	var all []doc.Answer
	for _, of := range []struct {
		question string
		chosen   *capacity.Selection
	}{{"least money", m.Cheapest}, {"least hosts", m.Fewest}} {
		if of.chosen != nil {
			all = append(all, doc.Answer{Question: of.question, Sentence: selectionSentence(m, of.chosen), Number: doc.Text(unit.Count(of.chosen.Total, "host"))})
		}
	}
	return all
}

// selectionSentence is what hosts a selection has, what they do and what they cost.
func selectionSentence(m *capacity.Mix, s *capacity.Selection) string {
	var parts []string
	for i, n := range s.Hosts {
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" of "+m.Kinds[i].Name)
		}
	}
	value, known := s.Rate.Words()
	if known != "" {
		value += " (" + known + ")"
	}
	line := join(", ", parts...) + ": " + unit.Count(s.Cores, "core") + ", which do " + value + " and are " + unit.Percent(s.Utilisation) + " busy at the upper ends of the costs."
	if s.PerHour > 0 {
		line += " They cost " + unit.Digits(s.PerHour) + " an hour."
	}
	return line
}

func mixTable(m *capacity.Mix) doc.Table {
	type row = *capacity.MixKind
	var rows []row
	for i := range m.Kinds {
		rows = append(rows, &m.Kinds[i])
	}
	chosen := func(s *capacity.Selection) func(row) doc.Value {
		return func(k row) doc.Value {
			for i := range m.Kinds {
				if s != nil && k == &m.Kinds[i] {
					return doc.Count(s.Hosts[i])
				}
			}
			return nil
		}
	}
	return doc.NewTable([]doc.Column[row]{
		{Heading: "kind", Names: true, Value: func(k row) doc.Value { return doc.Text(k.Name) }},
		{Heading: "processor", Names: true, Spare: 1, Value: func(k row) doc.Value { return doc.Text(join(", ", orAbsent(k.Machine.CPU), k.Machine.Kernel)) }},
		{Heading: "cores", Value: func(k row) doc.Value { return doc.Count(k.Machine.CoresPerHost) }},
		{Heading: "there are", Spare: 2, Value: func(k row) doc.Value { return countAbove0(k.Most) }},
		{Heading: "price of a core-h", Spare: 2, Value: func(k row) doc.Value {
			if k.Price == 0 {
				return nil
			}
			return doc.Number{Value: k.Price, Given: true}
		}},
		{Heading: "rate", Better: doc.Higher, Interval: doc.Interval95, Value: func(k row) doc.Value { return number(&k.Rate) }},
		{Heading: "basis", Spare: 3, Value: func(k row) doc.Value { return doc.Text(string(k.Cost.Basis)) }},
		{Heading: "alone", Value: func(k row) doc.Value { return countAbove0(k.Alone) }},
		{Heading: "least money", Value: chosen(m.Cheapest)},
		{Heading: "least hosts", Value: chosen(m.Fewest)},
	}, rows)
}

// countAbove0 is a number of things, and no value of none.
func countAbove0(n int) doc.Value {
	if n == 0 {
		return nil
	}
	return doc.Count(n)
}
