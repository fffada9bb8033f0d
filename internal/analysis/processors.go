// Runs of unlike processors set against each other: what the same task takes on each.

package analysis

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"primebench/internal/unit"
	"primebench/results"
)

// Processors are runs of many hosts, by what these have for processors.
type Processors struct {
	Processors []Processor        `json:"processors"` // in the order of the runs
	Clock      Clock              `json:"clock"`      // ProcessorClock where one of the machines was shared
	Tasks      []Task             `json:"tasks"`
	Scaling    []ProcessorScaling `json:"scaling"`
	Warnings   []string           `json:"warnings"`
}

// A Processor is what hosts of one kind have.
type Processor struct {
	CPU    string `json:"cpu"` // "" where the machine does not say
	Kernel string `json:"kernel"`
	Cores  int    `json:"cores"` // that the program uses on a host
	Hosts  int    `json:"hosts"` // whose runs there are
}

// A Task is what processors are compared by, with what it takes on each.
type Task struct {
	TaskName
	// Costs are the seconds to one result, by processor; nil where there is none.
	Costs  []*Estimate      `json:"costs"`
	Ratios []ProcessorRatio `json:"ratios"` // of each processor to each that came before it
}

// A TaskName tells one task from others.
type TaskName struct {
	Kind      string `json:"kind"`
	Size      string `json:"size"` // bits, or a parameter set
	Strategy  string `json:"strategy"`
	Mode      string `json:"mode"`
	Policy    string `json:"policy"`
	Operation string `json:"operation"` // measured alone; "" for the whole
	Workers   string `json:"workers"`   // how many, or AllCores
}

// AllCores stands for as many workers as a host has cores, where these are several.
const AllCores = "all"

// A ProcessorRatio is the cost on processor A over that on B: above 1, B is faster.
type ProcessorRatio struct {
	A     int      `json:"a"` // index
	B     int      `json:"b"`
	Ratio Estimate `json:"cost_a_over_b"`
}

// A ProcessorScaling is how many times as much as the fewest workers several ones do.
type ProcessorScaling struct {
	ScaledTask
	Speedup Estimate `json:"speedup"`
}

// A ScaledTask tells one scaling from others.
type ScaledTask struct {
	Processor int    `json:"processor"` // index
	Kind      string `json:"kind"`
	Bits      int    `json:"bits"`
	Strategy  string `json:"strategy"`
	Mode      string `json:"mode"`
	Policy    string `json:"policy"`
	Fewest    int    `json:"fewest_workers"`
	Workers   int    `json:"workers"`
}

// AcrossProcessors sets runs against each other. Hosts with one kind of processor are taken
// together: the mean of their costs stands for it, with an interval that holds those of all.
// Where a machine was shared all is told in processor time, which says nothing of several
// workers: these are left out.
func AcrossProcessors(runs []*Analysis) *Processors {
	p := &Processors{Processors: []Processor{}, Clock: WallClock, Tasks: []Task{}, Scaling: []ProcessorScaling{}, Warnings: []string{}}
	for _, a := range runs {
		if a.Machine.Clock == ProcessorClock {
			p.Clock = ProcessorClock
		}
	}
	tasks, scaled := newCollection[TaskName](), newCollection[ScaledTask]()
	for _, a := range runs {
		processor := p.add(a)
		p.warn(p.Processors[processor].Name(), a, runs[0])
		for i := range a.Cells {
			p.collect(tasks, &a.Cells[i], processor)
		}
		if p.Clock == WallClock {
			collectScaling(scaled, a.Scaling, processor)
		}
	}
	for _, name := range tasks.order {
		t := Task{TaskName: name, Costs: make([]*Estimate, len(p.Processors)), Ratios: []ProcessorRatio{}}
		for processor := range p.Processors {
			t.Costs[processor] = together(tasks.of[name][processor])
		}
		for b := range t.Costs {
			for a := b + 1; a < len(t.Costs); a++ {
				if ratio := quotient(t.Costs[a], t.Costs[b], Lower); ratio != nil {
					t.Ratios = append(t.Ratios, ProcessorRatio{A: a, B: b, Ratio: *ratio})
				}
			}
		}
		p.Tasks = append(p.Tasks, t)
	}
	if why := p.nothingAgainst(); why != "" {
		p.Warnings = append([]string{why}, p.Warnings...)
	}
	for _, name := range scaled.order {
		p.Scaling = append(p.Scaling, ProcessorScaling{ScaledTask: name, Speedup: *together(scaled.of[name][name.Processor])})
	}
	return p
}

// nothingAgainst says why no task can be set side by side; "" where one can, or there is
// one processor alone.
func (p *Processors) nothingAgainst() string {
	switch {
	case len(p.Processors) == 0:
	case len(p.Tasks) == 0 && p.Clock == ProcessorClock:
		return "no task: a machine was shared, so that only cells of one worker count, and none was measured; run with --workers 1, or where nothing else runs"
	case len(p.Tasks) == 0:
		return "no task: no run has a cell with a cost"
	case len(p.Processors) > 1 && !slices.ContainsFunc(p.Tasks, func(t Task) bool { return len(t.Ratios) > 0 }):
		return "no task was measured on two kinds of processors: their runs have other sizes, policies or numbers of workers"
	}
	return ""
}

// add counts a run's host, and returns the index of its processor.
func (p *Processors) add(a *Analysis) int {
	of := ProcessorOf(a)
	of.Hosts = 0
	for i := range p.Processors {
		known := p.Processors[i]
		known.Hosts = 0
		if known == of {
			p.Processors[i].Hosts++
			return i
		}
	}
	of.Hosts = 1
	p.Processors = append(p.Processors, of)
	return len(p.Processors) - 1
}

// ProcessorOf is the processor of a run's host.
func ProcessorOf(a *Analysis) Processor {
	return Processor{CPU: a.Header.Host.CPU, Kernel: a.Header.Kernel, Cores: max(1, a.Header.GOMAXPROCS), Hosts: 1}
}

// Name is a processor in words.
func (p *Processor) Name() string {
	name := p.CPU
	if name == "" {
		name = "unknown processor"
	}
	return fmt.Sprintf("%s, %s, %s", name, unit.Count(p.Cores, "core"), p.Kernel)
}

// warn says what of a run on a processor weakens the numbers.
func (p *Processors) warn(name string, a, first *Analysis) {
	if busy := a.Machine.Busy(); busy != "" {
		p.Warnings = append(p.Warnings, fmt.Sprintf("%s: %s", name, busy))
	}
	if !a.Complete {
		p.Warnings = append(p.Warnings, name+": a run is incomplete")
	}
	if h, f := a.Header, first.Header; h.Version != f.Version || h.Revision != f.Revision {
		p.Warnings = append(p.Warnings, fmt.Sprintf("%s: measured by version %s (%s), and the first run by %s (%s): part of a ratio may be that of the builds", name, h.Version, h.Revision, f.Version, f.Revision))
	}
}

// A collection is the estimates of each thing by processor, things in the order in which they
// came.
type collection[K comparable] struct {
	of    map[K]map[int][]*Estimate
	order []K
}

func newCollection[K comparable]() *collection[K] {
	return &collection[K]{of: map[K]map[int][]*Estimate{}}
}

func (c *collection[K]) add(what K, processor int, e *Estimate) {
	if e == nil {
		return
	}
	if c.of[what] == nil {
		c.of[what] = map[int][]*Estimate{}
		c.order = append(c.order, what)
	}
	c.of[what][processor] = append(c.of[what][processor], e)
}

// collect takes in what a cell took, and what its operations did.
func (p *Processors) collect(to *collection[TaskName], c *Cell, processor int) {
	name := TaskName{
		Kind: c.Kind, Size: c.Size(), Strategy: c.Strategy, Mode: c.Mode, Policy: c.Policy.Name, Workers: strconv.Itoa(c.Workers),
	}
	if c.Workers > 1 && c.Workers == p.Processors[processor].Cores {
		name.Workers = AllCores
	}
	if p.Clock == WallClock {
		to.add(name, processor, c.Time)
	} else if c.Workers == 1 {
		to.add(name, processor, c.CPU)
	}
	if c.Mode != results.ModeOperations {
		return // whose operations are parts of its searches
	}
	for i := range c.Operations {
		name.Operation = c.Operations[i].Name
		if p.Clock == WallClock {
			to.add(name, processor, c.Operations[i].Wall)
		} else if c.Workers == 1 {
			to.add(name, processor, c.Operations[i].CPU)
		}
	}
}

func collectScaling(to *collection[ScaledTask], scaling []Scaling, processor int) {
	for _, s := range scaling {
		for _, point := range s.Points {
			to.add(ScaledTask{
				Processor: processor, Kind: s.Kind, Bits: s.Bits, Strategy: s.Strategy, Mode: s.Mode, Policy: s.Policy,
				Fewest: s.Points[0].Workers, Workers: point.Workers,
			}, processor, point.Speedup)
		}
	}
}

// together is the mean of estimates of one thing, with an interval that holds all of theirs;
// nil without any.
func together(all []*Estimate) *Estimate {
	if len(all) == 0 {
		return nil
	}
	e := *all[0]
	for _, other := range all[1:] {
		e.Value += other.Value
		e.Low, e.High = math.Min(e.Low, other.Low), math.Max(e.High, other.High)
		e.N += other.N
		e.Need = max(e.Need, other.Need)
		e.Modelled = e.Modelled || other.Modelled
	}
	if len(all) > 1 {
		e.Value /= float64(len(all))
		e.Method = fmt.Sprintf("mean of %d hosts, interval of all; %s", len(all), e.Method)
	}
	if e.Need > 0 {
		e.Low, e.High = e.Value, e.Value
	}
	return &e
}
