// The tables of random values: what they cost by operation, how fast they come, how
// much of a search they are, and which generator was predicted.

package report

import (
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/results"
)

// randomTables are the costs, with equal columns: a table for each operation and
// size, by the fewest workers that it was measured with. More of them are a
// throughput, which throughputTable has.
func randomTables(a *analysis.Analysis) []table {
	var tables []table
	fewest := map[[2]string]int{}
	for i := range a.Draws {
		d := &a.Draws[i]
		key := [2]string{drawTitle(d), d.Strategy}
		if _, known := fewest[key]; !known {
			fewest[key] = d.Workers
		}
		if d.Workers != fewest[key] {
			continue
		}
		if n := len(tables); n == 0 || tables[n-1].Title != key[0] {
			tables = append(tables, randomTable(d))
		}
		last := &tables[len(tables)-1]
		cost, ratio := show(&d.Cost), show(d.Ratio)
		if d.Strategy == secure {
			ratio = shown{Value: "1x"}
		}
		last.Rows = append(last.Rows, []string{
			d.Strategy, yesNo(forSecrets(a, d)), strconv.Itoa(d.Workers), cost.Value, cost.Interval, strconv.Itoa(d.Cost.N), ratio.Value, ratio.Interval,
		})
	}
	return tables
}

// secure is the strategy that random values are set against.
const secure = results.StrategyCrypto

// randomTitle stands over all of them.
const randomTitle = "Cost of random values"

func randomTable(d *analysis.Draw) table {
	return table{
		ID:    "random-" + slug(drawTitle(d)),
		Title: drawTitle(d),
		Note: "One at a time by each worker. All do the same work but for the generator: the same rejection below a bound, the same encoding, " +
			"the same steps to a candidate. Only crypto and getrandom are for secrets. chacha8, pcg and mt19937 are plain generators, seeded by the " +
			"run: whoever knows or guesses the seed has every value; pcg was not made to be unpredictable, and mt19937 is predicted from its " +
			"outputs. A secret that comes from one of them is none.",
		Columns: []column{
			label("strategy"), label("for secrets"), number("workers").spare(2),
			lower("time each"), interval(), number("n").spare(3),
			lower("over crypto"), interval().spare(4),
		},
	}
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
		what += ", " + strconv.Itoa(d.Bits) + " bits"
	}
	return what
}

// forSecrets says whether a strategy is fit for secrets: those that the run's seed
// decides are not.
func forSecrets(a *analysis.Analysis, d *analysis.Draw) bool {
	c := cellByID(a, d.Cell)
	return c != nil && !c.Seeded
}

// throughputTable is how fast random bytes come, by workers.
func throughputTable(a *analysis.Analysis) table {
	t := table{
		ID:    "throughput",
		Title: "Throughput of random bytes",
		Note: "Bytes a second of all workers together, drawn so many at a time. Each worker has a generator of its own. Speed-up is against the " +
			"smallest number of workers.",
		Columns: []column{
			number("bytes at a time"), label("strategy"), number("workers"),
			higher("throughput"), interval(), number("n").spare(3), higher("speed-up"), interval().spare(4),
		},
	}
	for i := range a.Draws {
		d := &a.Draws[i]
		if d.Throughput == nil {
			continue
		}
		rate, speedup := show(d.Throughput), show(d.Speedup)
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(d.Bytes), d.Strategy, strconv.Itoa(d.Workers), rate.Value, rate.Interval, strconv.Itoa(d.Cost.N), speedup.Value, speedup.Interval,
		})
	}
	return t
}

// sharesTable is how much of a search is randomness.
func sharesTable(a *analysis.Analysis) table {
	t := table{
		ID:    "randomness",
		Title: "Share of randomness in a search",
		Note: "How many numbers of its size an average search draws by theory, times what crypto/rand takes for a candidate, over the time of the " +
			"search: a model, in thousandths of the workers' time. Random bases of the tests are counted where they are drawn.",
		Columns: append(identity(), number("draws"), lower("one draw"), interval().spare(4), lower("share"), interval()),
	}
	for i := range a.Shares {
		s := &a.Shares[i]
		c := cellByID(a, s.Cell)
		if c == nil {
			continue
		}
		cost, share := show(&s.Cost), show(&s.Share)
		t.Rows = append(t.Rows, append(point(c), showCount(s.Draws), cost.Value, cost.Interval, share.Value, share.Interval))
	}
	return t
}

// predictionsTable sets what was predicted beside what came.
func predictionsTable(a *analysis.Analysis) table {
	t := table{
		ID:    "predictions",
		Title: "Outputs that were predicted",
		Note: "What comes next was told from the outputs before, by nothing but their values: such a generator must never be used for a secret. " +
			"A strategy that is not listed was not attacked here, which says nothing for it.",
		Columns: []column{label("strategy"), number("output"), number("predicted"), number("drawn"), label("verdict")},
	}
	for i := range a.Predictions {
		p := &a.Predictions[i]
		c := cellByID(a, p.Cell)
		if c == nil {
			continue
		}
		for j, told := range p.Predicted {
			verdict := "right"
			if told != p.Drawn[j] {
				verdict = "WRONG"
			}
			t.Rows = append(t.Rows, []string{
				c.Strategy, strconv.Itoa(p.Observed + j + 1), strconv.FormatUint(uint64(told), 10), strconv.FormatUint(uint64(p.Drawn[j]), 10), verdict,
			})
		}
	}
	return t
}

// showsCosts says whether the costs of results have a place in the report: not in one
// of random values alone.
func showsCosts(a *analysis.Analysis, costs []table) bool { return len(costs) > 0 || len(a.Draws) == 0 }

// isRandom says whether a cell draws random values: it stands in tables of its own.
func isRandom(c *analysis.Cell) bool { return c.Kind == results.KindRandom }

// drawnSizes lists the sizes at which bytes were drawn, ascending, in bytes.
func drawnSizes(draws []*analysis.Draw) []int {
	var sizes []int
	for _, d := range draws {
		if !slices.Contains(sizes, d.Bytes) {
			sizes = append(sizes, d.Bytes)
		}
	}
	slices.Sort(sizes)
	return sizes
}

// workersOf names the numbers of workers of draws.
func workersOf(draws []*analysis.Draw) string {
	var words []string
	for _, d := range draws {
		if word := workersLabel(d.Workers); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
