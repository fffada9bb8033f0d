// The tables of what a result costs: whole searches, the hard-coded groups and
// the elementary operations.

package report

import (
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/results"
)

// costTables are the tables of all kinds and sizes, with equal columns.
func costTables(a *analysis.Analysis) []table {
	var tables []table
	for _, g := range groups(a) {
		tables = append(tables, costTable(a, g))
	}
	return filled(tables...)
}

// costTable is the table of one kind and size. Cells of the hard-coded groups
// that have no time of their own stand in groupsTable, those that only use groups in
// usingTable, and random values in randomTables.
func costTable(a *analysis.Analysis, g group) table {
	t := table{
		ID:    "cost-" + slug(g.Kind) + "-" + strconv.Itoa(g.Bits),
		Title: g.title(),
		Columns: []column{
			label("strategy"), label("mode"), number("workers"), label("policy"),
			lower("time"), interval(),
			higher("rate").spare(1), interval().spare(4),
			number("n"),
			lower("ratio"), interval().spare(3),
			label("status").spare(2),
		},
	}
	for _, c := range g.Cells {
		if c.Time == nil && c.Status != analysis.Empty && (c.Strategy == hardcoded || isRandom(c) || onlyUses(a, c)) {
			continue
		}
		t.Rows = append(t.Rows, costRow(a, c))
	}
	t.Remarks = reasons(g.Cells)
	return t
}

func costRow(a *analysis.Analysis, c *analysis.Cell) []string {
	time, rate := show(c.Time), show(c.Rate)
	ratio := show(againstOnTheFly(a, c))
	if c.Strategy == onthefly && c.Time != nil {
		ratio = shown{Value: "1x"}
	}
	n := c.N
	if c.Time != nil {
		n = c.Time.N
	}
	return []string{
		c.Strategy, c.Mode, strconv.Itoa(c.Workers), policyName(c),
		time.Value, time.Interval, rate.Value, rate.Interval,
		strconv.Itoa(n), ratio.Value, ratio.Interval, string(c.Status),
	}
}

// reasons says why cells are modelled or empty, once for each reason.
func reasons(cells []*analysis.Cell) []string {
	var order []string
	names := map[string][]string{}
	for _, c := range cells {
		if c.Why == "" {
			continue
		}
		key := string(c.Status) + ": " + c.Why
		if _, ok := names[key]; !ok {
			order = append(order, key)
		}
		names[key] = append(names[key], c.Strategy+" "+c.Mode+" "+workersLabel(c.Workers))
	}
	remarks := make([]string, 0, len(order))
	for _, key := range order {
		remarks = append(remarks, strings.Join(names[key], ", ")+" "+key)
	}
	return remarks
}

// groupsTable is what the hard-coded groups cost: nothing is searched for, so
// each operation stands alone.
func groupsTable(a *analysis.Analysis) table {
	t := table{
		ID:    "groups",
		Title: "Hard-coded groups",
		Note: "Looking a group up costs next to nothing; whoever does not trust the table " +
			"pays for validating p and q at the stated policy.",
		Columns: []column{
			label("kind"), number("bits"), label("operation"), label("policy"), number("workers"),
			lower("time each"), interval(), number("n"),
		},
	}
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Strategy != hardcoded {
			continue
		}
		for _, op := range c.Operations {
			cost := show(&op.Cost)
			t.Rows = append(t.Rows, []string{
				c.Kind, strconv.Itoa(c.Bits), op.Name, policyName(c), strconv.Itoa(c.Workers),
				cost.Value, cost.Interval, strconv.Itoa(op.Cost.N),
			})
		}
	}
	return t
}

// operationsTable is the elementary operations of the other strategies, as
// mode operations and the models of searches measured them, in the cells that shows
// picks. The uses of groups and random values have tables of their own.
func operationsTable(a *analysis.Analysis, shows func(*analysis.Cell) bool) table {
	t := table{
		ID:    "operations",
		Title: "Elementary operations",
		Note:  "One operation measured alone, and how often an average search does it.",
		Columns: []column{
			label("kind"), number("bits"), label("strategy"), label("mode").spare(2), number("workers"),
			label("policy").spare(1), label("operation"),
			lower("time each"), interval(), number("n").spare(3), number("a search"),
		},
	}
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Strategy == hardcoded || isRandom(c) || !shows(c) {
			continue
		}
		for _, op := range c.Operations {
			if inUsingTable(a, c, op.Name) {
				continue
			}
			cost := show(&op.Cost)
			t.Rows = append(t.Rows, append(point(c), op.Name,
				cost.Value, cost.Interval, strconv.Itoa(op.Cost.N), showCount(op.PerSearch)))
		}
	}
	return t
}

func everywhere(*analysis.Cell) bool { return true }

func inModeOperations(c *analysis.Cell) bool { return c.Mode == results.ModeOperations }
