// What using a group costs: the other half of choosing a size.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// A cellUse is a way to raise a number to a power in a group of the size of a cell.
type cellUse struct {
	cell *analysis.Cell
	*analysis.GroupUse
}

// usingSection has a row for each use.
func usingSection(a *analysis.Analysis) doc.Section {
	var rows []cellUse
	for i := range a.Using {
		if c := cellByID(a, a.Using[i].Cell); c != nil {
			rows = append(rows, cellUse{cell: c, GroupUse: &a.Using[i]})
		}
	}
	return doc.Section{
		ID: usingID, Title: "Cost of using a group",
		Note: "A handshake takes each party one key generation and one shared secret: a power modulo the group's prime each. An " +
			"exponent has as many bits as the group's order, or as few as RFC 7919 recommends. Time each is that of one power; where several are " +
			"raised at once it is a throughput, and nobody has a result so soon. In constant time neither time nor memory accesses tell " +
			"anything of the exponent, which a secret asks for and pays for. Rows that differ in either are not the same work: do not rank them.",
		Table: doc.NewTable([]doc.Column[cellUse]{
			{Heading: "bits", Names: true, Value: func(u cellUse) doc.Value { return doc.Count(u.cell.Bits) }},
			{Heading: "operation", Names: true, Value: func(u cellUse) doc.Value { return doc.Text(u.Step) }},
			{Heading: "exponent", Names: true, Unit: unit.One, Value: func(u cellUse) doc.Value { return doc.Count(u.ExponentBits) }},
			{Heading: "strategy", Names: true, Value: func(u cellUse) doc.Value { return doc.Text(u.cell.Strategy) }},
			{Heading: "workers", Names: true, Spare: 1, Value: func(u cellUse) doc.Value { return doc.Count(u.cell.Workers) }},
			{Heading: "at once", Names: true, Value: func(u cellUse) doc.Value { return doc.Count(u.cell.Workers * u.AtOnce) }},
			{Heading: "constant time", Names: true, Value: func(u cellUse) doc.Value { return doc.Text(yesNo(u.ConstantTime)) }},
			{Heading: "time each", Better: doc.Lower, Interval: doc.Interval95, Value: func(u cellUse) doc.Value { return number(&u.Cost) }},
			{Heading: "n", Spare: 3, Value: func(u cellUse) doc.Value { return doc.Count(u.Cost.N) }},
			{Heading: "over 2048", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 2, Value: func(u cellUse) doc.Value { return number(u.Ratio) }},
		}, rows),
	}
}
