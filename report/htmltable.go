// Tables as the page shows them: an interval stands small under its value, and
// tables of equal columns become one with a title for each part.

package report

// A pageTable is a table for the template.
type pageTable struct {
	ID, Title, Note string
	Columns         []pageColumn
	Parts           []pagePart
	Titled          bool // parts have titles of their own
}

type pageColumn struct {
	column
	Bounded bool // its values carry their interval
}

type pagePart struct {
	ID, Title string
	Rows      [][]pageField
	Remarks   []string
}

type pageField struct {
	Text, Interval string
	Column         column
	First          bool // names the row
}

// pageTableOf joins tables of equal columns.
func pageTableOf(tables ...table) pageTable {
	if len(tables) == 0 {
		return pageTable{}
	}
	first := tables[0]
	p := pageTable{ID: first.ID, Title: first.Title, Note: first.note(), Titled: len(tables) > 1}
	for _, c := range first.Columns {
		if c.Interval {
			p.Columns[len(p.Columns)-1].Bounded = true
			continue
		}
		p.Columns = append(p.Columns, pageColumn{column: c})
	}
	for _, t := range tables {
		part := pagePart{ID: t.ID, Title: t.Title, Remarks: t.Remarks}
		for _, row := range t.Rows {
			part.Rows = append(part.Rows, pageRow(t.Columns, row))
		}
		p.Parts = append(p.Parts, part)
	}
	return p
}

// pageRow moves each interval into the field that it belongs to.
func pageRow(columns []column, row []string) []pageField {
	var fields []pageField
	for i, text := range row {
		if columns[i].Interval {
			fields[len(fields)-1].Interval = text
			continue
		}
		fields = append(fields, pageField{Text: text, Column: columns[i], First: i == 0})
	}
	return fields
}
