// The table of what using a group costs: the other half of choosing a size.

package report

import (
	"slices"
	"strconv"

	"primebench/internal/analysis"
)

// usingTable has a row for each way to raise a number to a power in a group.
func usingTable(a *analysis.Analysis) table {
	t := table{
		ID:    "using",
		Title: "Cost of using a group",
		Note: "A handshake takes each party one key generation and one shared secret: a power modulo the group's prime each. An " +
			"exponent has as many bits as the group's order, or as few as RFC 7919 recommends. Time each is that of one power; where several are " +
			"raised at once it is a throughput, and nobody has a result so soon. In constant time neither time nor memory accesses tell " +
			"anything of the exponent, which a secret asks for and pays for. Rows that differ in either are not the same work: do not rank them.",
		Columns: []column{
			number("bits"), label("operation"), number("exponent"), label("strategy"), number("workers").spare(1),
			number("at once"), label("constant time"),
			lower("time each"), interval(), number("n").spare(3),
			lower("over 2048"), interval().spare(2),
		},
	}
	for i := range a.Using {
		u := &a.Using[i]
		c := cellByID(a, u.Cell)
		if c == nil {
			continue
		}
		cost, ratio := show(&u.Cost), show(u.Ratio)
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(c.Bits), u.Step, strconv.Itoa(u.ExponentBits), c.Strategy, strconv.Itoa(c.Workers),
			strconv.Itoa(c.Workers * u.AtOnce), yesNo(u.ConstantTime),
			cost.Value, cost.Interval, strconv.Itoa(u.Cost.N), ratio.Value, ratio.Interval,
		})
	}
	return t
}

// onlyUses says whether a cell has nothing to show but what stands in that table.
func onlyUses(a *analysis.Analysis, c *analysis.Cell) bool {
	return len(c.Operations) > 0 && !slices.ContainsFunc(c.Operations, func(op analysis.OperationCost) bool { return !inUsingTable(a, c, op.Name) })
}

// inUsingTable says whether an operation of a cell stands in that table, so that no
// other repeats it.
func inUsingTable(a *analysis.Analysis, c *analysis.Cell, operation string) bool {
	return slices.ContainsFunc(a.Using, func(u analysis.GroupUse) bool { return u.Cell == c.ID && u.Name == operation })
}
