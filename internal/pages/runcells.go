// How the cells of a run are found, and named in tables and in sentences.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// cellColumns are the columns that name the cell of a row, where rows of several kinds
// and sizes stand together. Those that spare ranks are left out in narrow terminals.
func cellColumns[R any](cell func(R) *analysis.Cell, spare map[string]int) []doc.Column[R] {
	columns := []doc.Column[R]{
		{Heading: "kind", Value: func(r R) doc.Value { return doc.Text(cell(r).Kind) }},
		{Heading: "bits", Value: func(r R) doc.Value { return sizeOf(&cell(r).Cell) }},
		{Heading: "strategy", Value: func(r R) doc.Value { return doc.Text(cell(r).Strategy) }},
		{Heading: "mode", Value: func(r R) doc.Value { return doc.Text(cell(r).Mode) }},
		{Heading: "workers", Value: func(r R) doc.Value { return doc.Count(cell(r).Workers) }},
		{Heading: "policy", Value: func(r R) doc.Value { return doc.Word(cell(r).Policy.Name) }},
	}
	for i := range columns {
		columns[i].Names = true
		columns[i].Spare = spare[columns[i].Heading]
	}
	return columns
}

// sizeOf is what a cell is of, in a column of sizes in bits: the parameter set of a key
// exchange has the place of the bits.
func sizeOf(c *results.Cell) doc.Value { return bitsOr(c.Params, c.Bits) }

// bitsOr is a parameter set or, where there is none, bits.
func bitsOr(params string, bits int) doc.Value {
	if params != "" {
		return doc.Text(params)
	}
	return doc.Count(bits)
}

// ownCell is the cell of a row that is one.
func ownCell(c *analysis.Cell) *analysis.Cell { return c }

// cellsWith are the cells that a table is about.
func cellsWith(a *analysis.Analysis, wanted func(*analysis.Cell) bool) []*analysis.Cell {
	var cells []*analysis.Cell
	for i := range a.Cells {
		if c := &a.Cells[i]; wanted(c) {
			cells = append(cells, c)
		}
	}
	return cells
}

// cellByID finds a cell by its ID, nil when there is none.
func cellByID(a *analysis.Analysis, id int) *analysis.Cell {
	for i := range a.Cells {
		if a.Cells[i].ID == id {
			return &a.Cells[i]
		}
	}
	return nil
}

// cellLabel names a cell in a sentence.
func cellLabel(c *analysis.Cell) string {
	return join(" ", c.Kind, c.Size(), c.Strategy, c.Mode, unit.Count(c.Workers, "worker"), c.Policy.Name)
}

// recorded are cells as the run file has them.
func recorded(cells []*analysis.Cell) []*results.Cell {
	out := make([]*results.Cell, len(cells))
	for i, c := range cells {
		out[i] = &c.Cell
	}
	return out
}

// againstOnTheFly finds the time of a cell over that of the onthefly cell at equal
// policy; nil when the analysis does not compare them in this direction.
func againstOnTheFly(a *analysis.Analysis, c *analysis.Cell) *analysis.Estimate {
	for i := range a.Comparisons {
		if a.Comparisons[i].A != c.ID {
			continue
		}
		if other := cellByID(a, a.Comparisons[i].B); other != nil && other.Strategy == onthefly {
			return &a.Comparisons[i].Ratio
		}
	}
	return nil
}
