// A duet of any two commands: they are run in turn as whole processes, and compared by
// what the system says that they took, or by a number that they print.

package duet

import (
	"context"
	"fmt"
	"math"
	"os"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/internal/hostinfo"
	"primebench/internal/rng"
	"primebench/internal/stats"
	"primebench/results"
)

// PairsOfCommands is into how many pairs the time of a duet of commands is parted, where
// they are short enough: the law of the signed ranks is counted up to there.
const PairsOfCommands = 100

// A Quantity is what two commands are compared by.
type Quantity string

// The quantities. ByTime is ByWall, or ByProcessor where the machine is shared and the
// commands had work for a processor most of the time.
const (
	ByTime      Quantity = "time"
	ByWall      Quantity = "wall"
	ByProcessor Quantity = "processor"
	ByMemory    Quantity = "memory"
	ByFigure    Quantity = "figure" // that the commands print
)

// Quantities lists those that every command has.
func Quantities() []Quantity { return []Quantity{ByTime, ByWall, ByProcessor, ByMemory} }

// Commands is what MeasureCommands needs.
type Commands struct {
	Base, Head Command
	By         Quantity
	Better     analysis.Better // of a Figure
	Rules      gate.Rules
	Budget     time.Duration // for both together
	Warmup     int           // pairs of runs that are not counted
	Seed       rng.Seed      // decides who begins
	Host       gate.Machine
	// Done, when not nil, is told after each pair, as by Config.
	Done func(pairs int, gone time.Duration, width float64)
}

// MeasureCommands plays the duet. It ends as Measure does, but for commands so long that
// fewer than MinBlocks pairs fit into the budget: then it ends with the budget, since no
// width decided that. When ctx ends, the Difference of the pairs that were whole comes
// beside the error; nil when there was none.
//
// A pair is one run of each command, or several in turn where they are short. Its values
// are the lower quartiles of these.
//
// The error wraps ErrConfig where nothing was run, ErrCommand where a run cannot be
// measured, and gate.ErrNotComparable where its memory is asked for and not known.
func MeasureCommands(ctx context.Context, c Commands) (*gate.Difference, error) {
	for _, side := range []*Command{&c.Base, &c.Head} {
		if err := side.find(); err != nil {
			return nil, err
		}
	}
	defer adopt()()
	return c.play(ctx, instruments{run: (*Command).run, counters: func() hostinfo.Counters { return hostinfo.ReadCounters(os.DirFS("/")) }})
}

// instruments are what a duet of commands measures with.
type instruments struct {
	run      func(*Command, context.Context) (reading, error)
	counters func() hostinfo.Counters // of the machine
}

// play is MeasureCommands for programs that were found.
func (c *Commands) play(ctx context.Context, by instruments) (*gate.Difference, error) {
	order := c.Seed.Derive("order").Stream(0)
	first := func() bool { return order.Below(2) == 1 }
	for range c.Warmup {
		if _, err := c.pair(ctx, by, first); err != nil {
			return nil, err
		}
	}
	var (
		pairs [][2]reading
		d     *gate.Difference
		start = time.Now()
		gauge = gauge{counters: by.counters, begun: time.Now(), from: by.counters(), known: true}
		turns = 1
	)
	for {
		var runs [][2]reading
		for range turns {
			run, err := c.pair(ctx, by, first)
			if err != nil {
				return d, err
			}
			if c.By == ByMemory && min(run[0].peak, run[1].peak) <= 0 {
				return d, fmt.Errorf("%w: the peak memory of a command is not known: it is below what this program takes itself, or the system does not say", gate.ErrNotComparable)
			}
			runs = append(runs, run)
			gauge.add(run)
		}
		pairs = append(pairs, quartilesOf(runs, c.Better))
		machine := gauge.machine()
		var err error
		if d, err = c.compare(pairs, &machine); err != nil {
			return nil, err
		}
		gone, width := time.Since(start), widest(d)
		if c.Done != nil {
			c.Done(len(pairs), gone, width)
		}
		each := gone / time.Duration(len(pairs))
		enough := len(pairs) >= MinBlocks && width <= WantedWidth(c.Rules)
		if enough || gone+each > c.Budget {
			return d, nil
		}
		if len(pairs) == 1 {
			turns = max(1, int(c.Budget/(PairsOfCommands*max(each, 1))))
		}
	}
}

// pair runs both commands once.
func (c *Commands) pair(ctx context.Context, by instruments, headFirst func() bool) (run [2]reading, err error) {
	sides := [2]*Command{&c.Base, &c.Head}
	begin := 0
	if headFirst() {
		begin = 1
	}
	for turn := range sides {
		side := (begin + turn) % 2
		if run[side], err = by.run(sides[side], ctx); err != nil {
			return run, err
		}
	}
	return run, nil
}

// quartilesOf are the lower quartiles of each quantity over the runs of a pair, of a
// figure that is better high the upper one: what disturbs a machine makes runs worse and
// never better.
func quartilesOf(runs [][2]reading, better analysis.Better) (pair [2]reading) {
	for side := range pair {
		of := func(value func(reading) float64) float64 {
			values := make([]float64, len(runs))
			for i, run := range runs {
				values[i] = value(run[side])
			}
			q, err := stats.LowerQuartile(values)
			if err != nil {
				return math.NaN()
			}
			return q
		}
		p := &pair[side]
		p.wall = time.Duration(of(func(r reading) float64 { return float64(r.wall) }))
		p.processor = time.Duration(of(func(r reading) float64 { return float64(r.processor) }))
		p.peak = of(func(r reading) float64 { return r.peak })
		p.figure = of(func(r reading) float64 { return r.figure })
		if better == analysis.Higher {
			p.figure = -of(func(r reading) float64 { return -r.figure })
		}
	}
	return pair
}

// compare sets the pairs that there are against each other.
func (c *Commands) compare(pairs [][2]reading, machine *analysis.Machine) (*gate.Difference, error) {
	by := c.By
	if by == ByTime {
		by = ByWall
		if machine.Clock == analysis.ProcessorClock {
			by = ByProcessor
		}
	}
	judged, besides := c.records(pairs, []Quantity{by}), c.records(pairs, c.besides(by, pairs))
	d, err := gate.CompareRecords(judged[0], judged[1], true, c.Rules)
	if err != nil {
		return nil, fmt.Errorf("%w (what took no time that a clock tells cannot be compared)", err)
	}
	d.Clock = analysis.WallClock
	if by == ByProcessor {
		d.Clock = analysis.ProcessorClock
	}
	if why := machine.Busy(); why != "" {
		d.Remarks = append(d.Remarks, fmt.Sprintf("%s: the commands are compared by %s", why, by.name(&c.Base)))
		if by == ByWall {
			d.SpareBusy(why)
		}
	}
	if len(besides[0].Series) > 0 {
		shown, err := gate.CompareRecords(besides[0], besides[1], true, c.Rules)
		if err != nil {
			return nil, err
		}
		d.Besides = shown.Changes
		for i := range d.Besides { // nobody asked for a verdict on them
			d.Besides[i].Verdict, d.Besides[i].Why, d.Besides[i].More = "", "", 0
		}
	}
	return d, nil
}

// besides lists the quantities that are shown beside the one that is judged: those that
// every run knows.
func (c *Commands) besides(judged Quantity, pairs [][2]reading) []Quantity {
	var list []Quantity
	for _, q := range []Quantity{ByWall, ByProcessor, ByMemory} {
		known := q != judged
		for _, pair := range pairs {
			known = known && q.of(&pair[0]) > 0 && q.of(&pair[1]) > 0
		}
		if known {
			list = append(list, q)
		}
	}
	return list
}

// of is the quantity of a reading, in the unit of its series.
func (q Quantity) of(r *reading) float64 {
	switch q {
	case ByProcessor:
		return r.processor.Seconds()
	case ByMemory:
		return r.peak
	case ByFigure:
		return r.figure
	}
	return r.wall.Seconds()
}

// records are both sides' series of some quantities.
func (c *Commands) records(pairs [][2]reading, quantities []Quantity) (sides [2]gate.Record) {
	for side, command := range []*Command{&c.Base, &c.Head} {
		record := gate.Record{Names: []string{command.String()}, Machine: c.Host}
		for _, q := range quantities {
			s := gate.Series{Metric: q.name(command), Unit: q.unit(), Better: analysis.Lower}
			if q == ByFigure {
				s.Better = c.Better
			}
			for i := range pairs {
				s.Processes = append(s.Processes, []float64{q.of(&pairs[i][side])})
			}
			record.Series = append(record.Series, s)
		}
		sides[side] = record
	}
	return sides
}

func (q Quantity) name(c *Command) string {
	switch q {
	case ByProcessor:
		return "processor time"
	case ByMemory:
		return "peak memory"
	case ByFigure:
		return c.Figure.String()
	}
	return "wall time"
}

func (q Quantity) unit() string {
	switch q {
	case ByMemory:
		return "B"
	case ByFigure:
		return analysis.UnitNone
	}
	return analysis.UnitSeconds
}

// A gauge tells whether the machine was the commands' own.
type gauge struct {
	counters                 func() hostinfo.Counters
	begun                    time.Time
	from                     hostinfo.Counters
	wall, processor, waiting time.Duration
	known                    bool
}

func (g *gauge) add(run [2]reading) {
	for _, r := range run {
		g.wall += r.wall
		g.processor += r.processor
		g.waiting += r.waiting
		g.known = g.known && r.known
	}
}

// machine is what can be said so far. Its clock is wall time where the commands mostly
// waited for something else than a processor.
func (g *gauge) machine() analysis.Machine {
	readings := [2]results.Reading{{}, {AtNS: time.Since(g.begun).Nanoseconds()}}
	add := func(name string, rise float64) {
		readings[0].Values = append(readings[0].Values, results.Value{Name: name})
		readings[1].Values = append(readings[1].Values, results.Value{Name: name, Value: rise})
	}
	add(results.ReadProcess, g.processor.Seconds())
	if g.known {
		add(results.ReadWaiting, g.waiting.Seconds())
	}
	if ticks := g.counters().Since(g.from).Ticks; ticks != nil {
		add(results.ReadBusy, float64(ticks.Busy)/hostinfo.TicksPerSecond)
	}
	m := analysis.MachineOf(&results.Run{Readings: readings[:]})
	if m.State == analysis.Shared && g.processor+g.waiting >= g.wall/2 {
		m.Clock = analysis.ProcessorClock
	}
	return m
}
