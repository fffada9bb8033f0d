// Tables with typed columns.

package doc

// Better says in which direction the numbers of a column improve.
type Better string

// The directions.
const (
	Neither Better = ""
	Lower   Better = "lower"
	Higher  Better = "higher"
)

// phrase says the direction in words, "" when there is none.
func (b Better) phrase() string {
	switch b {
	case Lower, Higher:
		return string(b) + " is better"
	}
	return ""
}

// Interval95 is the usual heading of the interval of a number.
const Interval95 = "95 % interval"

// A Column is a column of a table whose rows are of type R.
type Column[R any] struct {
	Heading string
	Value   func(R) Value
	Unit    string // of the numbers that have none of their own; see Number
	Better  Better
	// Interval heads the intervals of the numbers, which are a column of their own
	// where the format has room; "": they are not shown. See Interval95.
	Interval string
	// Spare ranks the columns that a narrow terminal does without, the highest first;
	// 0: the column always stays. IntervalSpare is the rank of the intervals, where
	// that is another.
	Spare, IntervalSpare int
	// Names marks a column that says what its row is about. It stays, whatever its
	// Spare, where two rows would read the same without it.
	Names bool
	// Prose marks a column of sentences: a terminal and a page break them over lines,
	// where a terminal cuts other texts that are too long. A table has one at most, its last column.
	Prose bool
	// Note is a sentence for the section's note, which stands where the column does.
	Note string
}

// A Group is rows under a title of their own.
type Group[R any] struct {
	Title   string
	Rows    []R
	Remarks []string // on its rows
	// Rank is how much a reader wants a row: where the first screen has no room for all,
	// it has those of the highest rank. nil: the first ones.
	Rank func(R) int
}

// A Table is columns and the values of its rows. The zero value is an empty table.
type Table struct {
	Remarks []string // on rows
	// Unlisted is how many rows there would be besides, which nobody kept.
	Unlisted int
	columns  []column
	groups   []group
}

// A column is a Column without the type of its rows.
type column struct {
	heading, unit, interval, note string
	better                        Better
	spare, intervalSpare          int
	names, prose                  bool
	numeric                       bool // aligned at the right
}

// A group is a Group with the values of its rows, each as long as the columns.
type group struct {
	title   string
	rows    [][]Value
	ranks   []int // of the rows
	remarks []string
}

// NewTable makes a table of rows.
func NewTable[R any](columns []Column[R], rows []R) Table {
	return NewGroupedTable(columns, Group[R]{Rows: rows})
}

// NewGroupedTable makes a table of groups of rows.
func NewGroupedTable[R any](columns []Column[R], groups ...Group[R]) Table {
	t := Table{columns: make([]column, len(columns))}
	for i, c := range columns {
		t.columns[i] = column{
			heading: c.Heading, unit: c.Unit, interval: c.Interval, note: c.Note, better: c.Better,
			spare: c.Spare, intervalSpare: max(c.Spare, c.IntervalSpare), names: c.Names, prose: c.Prose,
			numeric: c.Unit != "" || c.Better != Neither,
		}
	}
	for _, g := range groups {
		made := group{title: g.Title, remarks: g.Remarks}
		for _, r := range g.Rows {
			values := make([]Value, len(columns))
			for i, c := range columns {
				values[i] = c.Value(r)
				t.columns[i].numeric = t.columns[i].numeric || isNumber(values[i])
			}
			rank := 0
			if g.Rank != nil {
				rank = g.Rank(r)
			}
			made.rows, made.ranks = append(made.rows, values), append(made.ranks, rank)
		}
		t.groups = append(t.groups, made)
	}
	return t
}

func isNumber(v Value) bool {
	switch v.(type) {
	case Number, Count:
		return true
	}
	return false
}

// empty reports whether the table has no row.
func (t Table) empty() bool {
	for _, g := range t.groups {
		if len(g.rows) > 0 {
			return false
		}
	}
	return true
}

// note joins the notes of the columns.
func (t Table) note() string {
	var notes []string
	for _, c := range t.columns {
		notes = append(notes, c.note)
	}
	return join(" ", notes...)
}

// keep returns the table with some of its columns.
func (t Table) keep(wanted func(i int) bool) Table {
	kept := Table{Remarks: t.Remarks}
	for i, c := range t.columns {
		if wanted(i) {
			kept.columns = append(kept.columns, c)
		}
	}
	for _, g := range t.groups {
		thin := group{title: g.title, remarks: g.remarks}
		for _, row := range g.rows {
			var values []Value
			for i, v := range row {
				if wanted(i) {
					values = append(values, v)
				}
			}
			thin.rows = append(thin.rows, values)
		}
		kept.groups = append(kept.groups, thin)
	}
	return kept
}

// filled leaves out the columns in which no row says anything, and the groups without
// rows.
func (t Table) filled() Table {
	says := make([]bool, len(t.columns))
	for _, g := range t.groups {
		for _, row := range g.rows {
			for i, v := range row {
				says[i] = says[i] || v != Text("")
			}
		}
	}
	kept := t.keep(func(i int) bool { return says[i] })
	groups := kept.groups[:0]
	for _, g := range kept.groups {
		if len(g.rows) > 0 {
			groups = append(groups, g)
		}
	}
	kept.groups = groups
	return kept
}
