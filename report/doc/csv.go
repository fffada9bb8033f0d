// One table for spreadsheets and data frames, in base units and with every digit.

package doc

import (
	"bytes"
	"encoding/csv"
)

// setCSV sets the document's Data, or its first table, as CSV (RFC 4180). The header
// has the headings of the columns. Where a column shows intervals, two more follow it
// for their ends, with _low and _high behind its heading. The title of a group is a
// first column of its own, where there are any. What there is none of is empty, and
// text that a spreadsheet would take for a formula begins with an apostrophe.
func (d *Document) setCSV() ([]byte, error) {
	t := d.Data
	if len(t.columns) == 0 {
		if tables := d.tables(); len(tables) > 0 {
			t = tables[0]
		}
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	err := out.WriteAll(t.records())
	return b.Bytes(), err
}

// records are the header and the rows.
func (t Table) records() [][]string {
	titled := false
	for _, g := range t.groups {
		titled = titled || g.title != ""
	}
	var header []string
	if titled {
		header = append(header, "group")
	}
	for _, c := range t.columns {
		heading := csvText(c.heading)
		header = append(header, heading)
		if c.interval != "" {
			header = append(header, heading+"_low", heading+"_high")
		}
	}
	records := [][]string{header}
	for _, g := range t.groups {
		for _, row := range g.rows {
			var record []string
			if titled {
				record = append(record, csvText(g.title))
			}
			for i, v := range row {
				record = append(record, dataOf(v))
				if t.columns[i].interval == "" {
					continue
				}
				low, high := "", ""
				if n, ok := v.(Number); ok {
					low, high = n.ends()
				}
				record = append(record, low, high)
			}
			records = append(records, record)
		}
	}
	return records
}

func dataOf(v Value) string {
	if v == nil {
		return ""
	}
	return v.data()
}
