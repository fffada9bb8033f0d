// What a result costs: whole searches, the hard-coded groups, and the elementary
// operations.

package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// The strategies that documents single out: the group look-ups have costs of their own
// kind, and the others are set against the engine of the program.
const (
	hardcoded = results.StrategyHardcoded
	onthefly  = results.StrategyOnTheFly
)

// costSection has the costs of all kinds and sizes. Cells of the hard-coded groups that
// have no time of their own stand in groupsSection, those that only use groups in
// usingSection, key exchanges in exchangesSection, those that only raise powers in powersSection, and random values in
// randomSection.
func costSection(a *analysis.Analysis, pictures []doc.Picture) doc.Section {
	s := doc.Section{
		ID: costsID, Title: "Cost of a result, by kind and size",
		Note: "Lower, higher: the better direction of a column. Ratio: time over that of onthefly at equal policy, mode and " +
			"workers. ~ and modelled: not timed in whole searches, but made of measured operations and the theory of their number.",
		Pictures: pictures,
	}
	groups := costGroups(a)
	if len(groups) == 0 {
		if len(a.Draws) == 0 && len(a.Powers) == 0 && len(a.Using) == 0 && len(a.Exchanges) == 0 {
			s.Lines = []string{"No cell has a time."}
		}
		return s
	}
	s.Table = doc.NewGroupedTable(costColumns(a), groups...)
	if modelled, searches := modelledSearches(a); modelled > 0 {
		s.Note += fmt.Sprintf(" %d of %d searches are modelled. A larger --budget leaves fewer of them; the page and the other formats say why each "+
			"one is.", modelled, searches)
	}
	return s
}

func costColumns(a *analysis.Analysis) []doc.Column[*analysis.Cell] {
	// A narrow terminal does without the times that ratios are not of.
	wall, processor := 0, 4
	if a.Machine.Clock == analysis.ProcessorClock {
		wall, processor = processor, wall
	}
	return []doc.Column[*analysis.Cell]{
		{Heading: "strategy", Names: true, Value: func(c *analysis.Cell) doc.Value { return doc.Text(c.Strategy) }},
		{Heading: "mode", Names: true, Spare: 2, Value: func(c *analysis.Cell) doc.Value { return doc.Text(c.Mode) }},
		{Heading: "workers", Names: true, Spare: 1, Value: func(c *analysis.Cell) doc.Value { return doc.Count(c.Workers) }},
		{Heading: "policy", Names: true, Value: func(c *analysis.Cell) doc.Value { return doc.Word(c.Policy.Name) }},
		{Heading: "time", Better: doc.Lower, Interval: doc.Interval95, Spare: wall, IntervalSpare: 2 * wall, Value: func(c *analysis.Cell) doc.Value { return number(c.Time) }},
		{Heading: "processor time", Better: doc.Lower, Interval: doc.Interval95, Spare: processor, IntervalSpare: 2 * processor, Value: func(c *analysis.Cell) doc.Value { return number(c.CPU) }},
		{Heading: "rate", Better: doc.Higher, Interval: doc.Interval95, Spare: 2, IntervalSpare: 5, Value: func(c *analysis.Cell) doc.Value { return number(c.Rate) }},
		{Heading: "n", Spare: 1, Value: samplesOf},
		{Heading: "ratio", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 4, Value: func(c *analysis.Cell) doc.Value {
			if c.Strategy == onthefly && c.Time != nil {
				return doc.Number{Value: 1, Unit: unit.Times, Given: true}
			}
			return number(againstOnTheFly(a, c))
		}},
		{Heading: "status", Spare: 3, Value: func(c *analysis.Cell) doc.Value { return statusOf(c.Status) }},
	}
}

func samplesOf(c *analysis.Cell) doc.Value {
	if c.Time != nil {
		return doc.Count(c.Time.N)
	}
	return doc.Count(c.N)
}

func statusOf(s analysis.Status) doc.Value {
	state := doc.State{Word: string(s)}
	switch s {
	case analysis.Modelled:
		state.Severity = doc.Doubtful
	case analysis.Empty:
		state.Severity = doc.Bad
	}
	return state
}

// costGroups are the cells of each kind and size that have rows, in order of first
// appearance.
func costGroups(a *analysis.Analysis) []doc.Group[*analysis.Cell] {
	var groups []doc.Group[*analysis.Cell]
	at := map[string]int{}
	for _, c := range cellsWith(a, func(c *analysis.Cell) bool { return hasCost(a, c) }) {
		title := kindAndSize(c)
		n, ok := at[title]
		if !ok {
			n = len(groups)
			at[title] = n
			groups = append(groups, doc.Group[*analysis.Cell]{Title: title, Rank: func(c *analysis.Cell) int { return costRank(a, c) }})
		}
		groups[n].Rows = append(groups[n].Rows, c)
	}
	return groups
}

func hasCost(a *analysis.Analysis, c *analysis.Cell) bool {
	return c.Time != nil || c.Status == analysis.Empty || c.Strategy != hardcoded && !isRandom(c) && !isApart(c)
}

// isApart reports whether all that a cell measures is no step of a search.
func isApart(c *analysis.Cell) bool {
	return len(c.Operations) > 0 && !slices.ContainsFunc(c.Operations, func(op analysis.OperationCost) bool { return op.Step == "" })
}

// isRandom reports whether a cell draws random values: it stands in tables of its own.
func isRandom(c *analysis.Cell) bool { return c.Kind == results.KindRandom }

func kindAndSize(c *analysis.Cell) string { return c.Kind + ", " + bitsLabel(c.Bits) }

// bitsLabel names a size.
func bitsLabel(bits int) string { return strconv.Itoa(bits) + " bits" }

// modelledSearches counts the cells that are modelled of those that are there to be
// searched.
func modelledSearches(a *analysis.Analysis) (modelled, searches int) {
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Mode != results.ModeSearch || c.Strategy == hardcoded {
			continue
		}
		searches++
		if c.Status == analysis.Modelled {
			modelled++
		}
	}
	return modelled, searches
}

// reasonsSection says why cells are modelled or empty, once for each reason of a kind
// and size.
func reasonsSection(a *analysis.Analysis) doc.Section {
	type reason struct {
		group, why string
		status     analysis.Status
	}
	var order []reason
	names := map[reason][]string{}
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Why == "" {
			continue
		}
		r := reason{group: kindAndSize(c), why: c.Why, status: c.Status}
		if names[r] == nil {
			order = append(order, r)
		}
		names[r] = append(names[r], c.Strategy+" "+c.Mode+" "+unit.Count(c.Workers, "worker"))
	}
	s := doc.Section{ID: "reasons", Title: "Why cells are modelled or empty", Detail: true}
	for _, r := range order {
		s.Lines = append(s.Lines, r.group+": "+strings.Join(names[r], ", ")+" "+string(r.status)+": "+r.why)
	}
	return s
}

// A cellOperation is an elementary operation of a cell.
type cellOperation struct {
	cell *analysis.Cell
	*analysis.OperationCost
}

func (o cellOperation) of() *analysis.Cell { return o.cell }

// cellOperations lists the operations of the cells that are wanted.
func cellOperations(a *analysis.Analysis, wanted func(*analysis.Cell, *analysis.OperationCost) bool) []cellOperation {
	var all []cellOperation
	for i := range a.Cells {
		c := &a.Cells[i]
		for j := range c.Operations {
			if op := &c.Operations[j]; wanted(c, op) {
				all = append(all, cellOperation{cell: c, OperationCost: op})
			}
		}
	}
	return all
}

// groupsSection is what the hard-coded groups cost: nothing is searched for, so each
// operation stands alone.
func groupsSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: "groups", Title: "Hard-coded groups",
		Note: "Looking a group up costs next to nothing; whoever does not trust the table " +
			"pays for validating p and q at the stated policy.",
		Table: doc.NewTable([]doc.Column[cellOperation]{
			{Heading: "kind", Names: true, Value: func(o cellOperation) doc.Value { return doc.Text(o.cell.Kind) }},
			{Heading: "bits", Names: true, Value: func(o cellOperation) doc.Value { return doc.Count(o.cell.Bits) }},
			{Heading: "operation", Names: true, Value: func(o cellOperation) doc.Value { return doc.Text(o.Name) }},
			{Heading: "policy", Names: true, Value: func(o cellOperation) doc.Value { return doc.Word(o.cell.Policy.Name) }},
			{Heading: "workers", Names: true, Value: func(o cellOperation) doc.Value { return doc.Count(o.cell.Workers) }},
			{Heading: "time each", Better: doc.Lower, Interval: doc.Interval95, Value: func(o cellOperation) doc.Value { return number(&o.Cost) }},
			{Heading: "n", Value: func(o cellOperation) doc.Value { return doc.Count(o.Cost.N) }},
		}, cellOperations(a, func(c *analysis.Cell, _ *analysis.OperationCost) bool { return c.Strategy == hardcoded })),
	}
}

// operationsSection is the elementary operations in mode operations. The uses of groups,
// powers and random values have tables of their own.
func operationsSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: "operations", Title: "Elementary operations",
		Note:  "One operation measured alone, and how often an average search does it.",
		Table: operationsTable(a, func(c *analysis.Cell) bool { return c.Mode == results.ModeOperations }),
	}
}

// modelsSection is the elementary operations that searches are modelled by.
func modelsSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: "models", Title: "Operations behind modelled searches", Detail: true,
		Note:  "One operation measured alone, and how often an average search does it.",
		Table: operationsTable(a, func(c *analysis.Cell) bool { return c.Mode != results.ModeOperations }),
	}
}

func operationsTable(a *analysis.Analysis, wanted func(*analysis.Cell) bool) doc.Table {
	columns := append(cellColumns(cellOperation.of, map[string]int{"mode": 2, "policy": 1}),
		doc.Column[cellOperation]{Heading: "operation", Names: true, Value: func(o cellOperation) doc.Value { return doc.Text(o.Name) }},
		doc.Column[cellOperation]{Heading: "time each", Better: doc.Lower, Interval: doc.Interval95, Value: func(o cellOperation) doc.Value { return number(&o.Cost) }},
		doc.Column[cellOperation]{Heading: "n", Spare: 3, Value: func(o cellOperation) doc.Value { return doc.Count(o.Cost.N) }},
		doc.Column[cellOperation]{Heading: "a search", Unit: unit.Counted, Value: func(o cellOperation) doc.Value { return counted(o.PerSearch) }},
	)
	return doc.NewTable(columns, cellOperations(a, func(c *analysis.Cell, op *analysis.OperationCost) bool {
		return wanted(c) && c.Strategy != hardcoded && !isRandom(c) && op.Step == "" // the others have tables of their own
	}))
}

// counted is a mean count or a count that theory expects, and no Value where there is
// none.
func counted(v float64) doc.Value {
	if !(v > 0) {
		return nil
	}
	return doc.Number{Value: v, Unit: unit.Counted}
}
