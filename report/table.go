// The form that every table of a report has before a format renders it, and
// what the tables need to know of cells.

package report

import (
	"strconv"

	"primebench/internal/analysis"
	"primebench/results"
)

// The strategies that reports single out: the group look-ups have costs of
// their own kind, and the others are set against the engine of the program.
const (
	hardcoded = results.StrategyHardcoded
	onthefly  = results.StrategyOnTheFly
)

// A table is rows of text under columns. The first column names the row.
type table struct {
	ID      string // anchor
	Title   string
	Note    string // what the table shows, one or two sentences
	Columns []column
	Rows    [][]string // as long as Columns, unescaped
	Remarks []string   // on single rows
}

// A column is one column of a table.
type column struct {
	Name   string
	Better analysis.Better // Nor also where the column holds no quantity
	Right  bool            // numbers are aligned at the right
	// Interval marks the 95 % interval of the column before.
	Interval bool
	// Note is a sentence for the table's note, which stands where the column does.
	Note string
	// Spare ranks the columns that a narrow terminal does without, the highest
	// first, up to mostSpare; 0 stays always.
	Spare int
}

const mostSpare = 6

// note is the table's note with those of its columns.
func (t table) note() string {
	sentences := []string{t.Note}
	for _, c := range t.Columns {
		sentences = append(sentences, c.Note)
	}
	return join(" ", sentences...)
}

func (t table) empty() bool { return len(t.Rows) == 0 }

// filled keeps the tables that have a row.
func filled(tables ...table) []table {
	var kept []table
	for _, t := range tables {
		if !t.empty() {
			kept = append(kept, t)
		}
	}
	return kept
}

// label and number are columns of names and of numbers without a direction.
func label(name string) column  { return column{Name: name} }
func number(name string) column { return column{Name: name, Right: true} }

func lower(name string) column {
	return column{Name: name, Right: true, Better: analysis.Lower}
}

func higher(name string) column {
	return column{Name: name, Right: true, Better: analysis.Higher}
}

func interval() column {
	return column{Name: "95 % interval", Right: true, Interval: true}
}

// spare gives a column its rank among those that can be left out.
func (c column) spare(rank int) column {
	c.Spare = rank
	return c
}

// explained gives a column its sentence in the table's note.
func (c column) explained(note string) column {
	c.Note = note
	return c
}

// Direction says in words which way a column improves, "" when neither does.
func (c column) Direction() string {
	if c.Better == analysis.Nor {
		return ""
	}
	return string(c.Better) + " is better"
}

// A group is the cells of one kind and size, in the order of the matrix.
type group struct {
	Kind  string
	Bits  int
	Cells []*analysis.Cell
}

func (g group) title() string {
	return g.Kind + ", " + strconv.Itoa(g.Bits) + " bits"
}

// groups sorts the cells by kind and size, in order of first appearance.
func groups(a *analysis.Analysis) []group {
	var all []group
	at := map[[2]string]int{}
	for i := range a.Cells {
		c := &a.Cells[i]
		key := [2]string{c.Kind, strconv.Itoa(c.Bits)}
		n, ok := at[key]
		if !ok {
			n = len(all)
			at[key] = n
			all = append(all, group{Kind: c.Kind, Bits: c.Bits})
		}
		all[n].Cells = append(all[n].Cells, c)
	}
	return all
}

// identity are the columns, and point the fields, that name a cell where rows
// of several groups stand together.
func identity() []column {
	return []column{label("kind"), number("bits"), label("strategy"), label("mode"), number("workers"), label("policy")}
}

func point(c *analysis.Cell) []string {
	return []string{c.Kind, strconv.Itoa(c.Bits), c.Strategy, c.Mode, strconv.Itoa(c.Workers), policyName(c)}
}

func policyName(c *analysis.Cell) string {
	if c.Policy.Name == "" {
		return absent
	}
	return c.Policy.Name
}

// cellLabel names a cell in a sentence.
func cellLabel(c *analysis.Cell) string {
	return join(" ", c.Kind, strconv.Itoa(c.Bits), c.Strategy, c.Mode, workersLabel(c.Workers), c.Policy.Name)
}

// cellNames names cells in a plot, each by no more than tells it from the
// others: kind, size and strategy always, then mode, workers and policy where
// they differ.
func cellNames(cells []*analysis.Cell) []string {
	var modes, workers, policies bool
	for _, c := range cells {
		modes = modes || c.Mode != cells[0].Mode
		workers = workers || c.Workers != cells[0].Workers
		for _, other := range cells {
			policies = policies || (sameButPolicy(c, other) && c.Policy.Name != other.Policy.Name)
		}
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		parts := []string{c.Kind, strconv.Itoa(c.Bits), c.Strategy}
		if modes {
			parts = append(parts, c.Mode)
		}
		if workers {
			parts = append(parts, workersLabel(c.Workers))
		}
		if policies {
			parts = append(parts, c.Policy.Name)
		}
		names[i] = clean(join(" ", parts...))
	}
	return names
}

func sameButPolicy(a, b *analysis.Cell) bool {
	return a.Kind == b.Kind && a.Bits == b.Bits && a.Strategy == b.Strategy && a.Mode == b.Mode && a.Workers == b.Workers
}

func workersLabel(n int) string {
	if n == 1 {
		return "1 worker"
	}
	return strconv.Itoa(n) + " workers"
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

// againstOnTheFly finds the time of a cell over that of the onthefly cell at
// equal policy; nil when the analysis does not compare them in this direction.
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
