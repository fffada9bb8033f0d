// What random values cost by operation, how fast they come, how much of a search they
// are, and which generator was predicted.

package pages

import (
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// secure is the strategy that random values are set against.
const secure = results.StrategyCrypto

// randomSection has a group for each operation and size, by the fewest workers that it
// was measured with. More of them are a throughput, which throughputSection has.
func randomSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: randomID, Title: "Cost of random values",
		Note: "One at a time by each worker. All do the same work but for the generator: the same rejection below a bound, the same encoding, " +
			"the same steps to a candidate. Only crypto and getrandom are for secrets. chacha8, pcg and mt19937 are plain generators, seeded by the " +
			"run: whoever knows or guesses the seed has every value; pcg was not made to be unpredictable, and mt19937 is predicted from its " +
			"outputs. A secret that comes from one of them is none.",
		Table: doc.NewGroupedTable([]doc.Column[*analysis.Draw]{
			{Heading: "strategy", Names: true, Value: func(d *analysis.Draw) doc.Value { return doc.Text(d.Strategy) }},
			{Heading: "for secrets", Value: func(d *analysis.Draw) doc.Value { return doc.Text(yesNo(forSecrets(a, d))) }},
			{Heading: "workers", Names: true, Spare: 2, Value: func(d *analysis.Draw) doc.Value { return doc.Count(d.Workers) }},
			{Heading: "time each", Better: doc.Lower, Interval: doc.Interval95, Value: func(d *analysis.Draw) doc.Value { return number(&d.Cost) }},
			{Heading: "n", Spare: 3, Value: func(d *analysis.Draw) doc.Value { return doc.Count(d.Cost.N) }},
			{Heading: "over crypto", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 4, Value: func(d *analysis.Draw) doc.Value {
				if d.Strategy == secure {
					return doc.Number{Value: 1, Unit: unit.Times, Given: true}
				}
				return number(d.Ratio)
			}},
		}, drawGroups(a)...),
	}
}

func drawGroups(a *analysis.Analysis) []doc.Group[*analysis.Draw] {
	type line struct{ title, strategy string }
	var groups []doc.Group[*analysis.Draw]
	fewest := map[line]int{}
	for i := range a.Draws {
		d := &a.Draws[i]
		l := line{title: drawTitle(d), strategy: d.Strategy}
		if _, known := fewest[l]; !known {
			fewest[l] = d.Workers
		}
		if d.Workers != fewest[l] {
			continue
		}
		if n := len(groups); n == 0 || groups[n-1].Title != l.title {
			groups = append(groups, doc.Group[*analysis.Draw]{Title: l.title})
		}
		last := &groups[len(groups)-1]
		last.Rows = append(last.Rows, d)
	}
	return groups
}

// drawTitle names what is drawn.
func drawTitle(d *analysis.Draw) string {
	what := map[string]string{
		results.OpBytes: "random bytes", results.OpCandidate: "candidate for a prime", results.OpBelow: "number below 100",
		results.OpChoice: "choice of 10 items", results.OpToken16: "token of 16 bytes in hex", results.OpToken32: "token of 32 bytes in hex",
	}[d.Operation]
	if what == "" {
		what = d.Operation
	}
	if d.Bits > 0 {
		what += ", " + bitsLabel(d.Bits)
	}
	return what
}

// forSecrets reports whether a strategy is fit for secrets: those that the run's seed
// decides are not.
func forSecrets(a *analysis.Analysis, d *analysis.Draw) bool {
	c := cellByID(a, d.Cell)
	return c != nil && !c.Seeded
}

// throughputSection is how fast random bytes come, by workers.
func throughputSection(a *analysis.Analysis, pictures []doc.Picture) doc.Section {
	var rows []*analysis.Draw
	for i := range a.Draws {
		if d := &a.Draws[i]; d.Throughput != nil {
			rows = append(rows, d)
		}
	}
	return doc.Section{
		ID: "throughput", Title: "Throughput of random bytes",
		Note: "Bytes a second of all workers together, drawn so many at a time. Each worker has a generator of its own. Speed-up is against the " +
			"smallest number of workers.",
		Table: doc.NewTable([]doc.Column[*analysis.Draw]{
			{Heading: "bytes at a time", Names: true, Value: func(d *analysis.Draw) doc.Value { return doc.Count(d.Bytes) }},
			{Heading: "strategy", Names: true, Value: func(d *analysis.Draw) doc.Value { return doc.Text(d.Strategy) }},
			{Heading: "workers", Names: true, Value: func(d *analysis.Draw) doc.Value { return doc.Count(d.Workers) }},
			{Heading: "throughput", Better: doc.Higher, Interval: doc.Interval95, Value: func(d *analysis.Draw) doc.Value { return number(d.Throughput) }},
			{Heading: "n", Spare: 3, Value: func(d *analysis.Draw) doc.Value { return doc.Count(d.Cost.N) }},
			{Heading: "speed-up", Better: doc.Higher, Interval: doc.Interval95, IntervalSpare: 4, Value: func(d *analysis.Draw) doc.Value { return number(d.Speedup) }},
		}, rows),
		Pictures: pictures,
	}
}

// A cellShare is how much of the search of a cell is randomness.
type cellShare struct {
	cell *analysis.Cell
	*analysis.RandomShare
}

func (s cellShare) of() *analysis.Cell { return s.cell }

func sharesSection(a *analysis.Analysis) doc.Section {
	var rows []cellShare
	for i := range a.Shares {
		if c := cellByID(a, a.Shares[i].Cell); c != nil {
			rows = append(rows, cellShare{cell: c, RandomShare: &a.Shares[i]})
		}
	}
	return doc.Section{
		ID: "randomness", Title: "Share of randomness in a search",
		Note: "How many numbers of its size an average search draws by theory, times what crypto/rand takes for a candidate, over the time of the " +
			"search: a model, in thousandths of the workers' time. Random bases of the tests are counted where they are drawn.",
		Table: doc.NewTable(append(cellColumns(cellShare.of, nil),
			doc.Column[cellShare]{Heading: "draws", Unit: unit.Counted, Value: func(s cellShare) doc.Value { return counted(s.Draws) }},
			doc.Column[cellShare]{Heading: "one draw", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 4, Value: func(s cellShare) doc.Value { return number(&s.Cost) }},
			doc.Column[cellShare]{Heading: "share", Better: doc.Lower, Interval: doc.Interval95, Value: func(s cellShare) doc.Value { return number(&s.Share) }},
		), rows),
	}
}

// A prediction is one output that was told before it was drawn.
type prediction struct {
	strategy    string
	place       int // in the generator's outputs, from 1 on
	told, drawn uint32
}

// predictionsSection sets what was predicted beside what came.
func predictionsSection(a *analysis.Analysis) doc.Section {
	var rows []prediction
	for i := range a.Predictions {
		p := &a.Predictions[i]
		c := cellByID(a, p.Cell)
		if c == nil {
			continue
		}
		for j, told := range p.Predicted {
			rows = append(rows, prediction{strategy: c.Strategy, place: p.Observed + j + 1, told: told, drawn: p.Drawn[j]})
		}
	}
	return doc.Section{
		ID: "predictions", Title: "Outputs that were predicted",
		Note: "What comes next was told from the outputs before, by nothing but their values: such a generator must never be used for a secret. " +
			"A strategy that is not listed was not attacked here, which says nothing for it.",
		Table: doc.NewTable([]doc.Column[prediction]{
			{Heading: "strategy", Names: true, Value: func(p prediction) doc.Value { return doc.Text(p.strategy) }},
			{Heading: "output", Names: true, Value: func(p prediction) doc.Value { return doc.Count(p.place) }},
			{Heading: "predicted", Unit: unit.One, Value: func(p prediction) doc.Value { return output(p.told) }},
			{Heading: "drawn", Unit: unit.One, Value: func(p prediction) doc.Value { return output(p.drawn) }},
			{Heading: "verdict", Value: func(p prediction) doc.Value {
				if p.told == p.drawn {
					return doc.State{Word: "right", Severity: doc.Good}
				}
				return doc.State{Word: "WRONG", Severity: doc.Bad}
			}},
		}, rows),
	}
}

// output is an output of a generator with all its digits.
func output(v uint32) doc.Value { return doc.Text(strconv.FormatUint(uint64(v), 10)) }
