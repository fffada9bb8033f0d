// How much of its processors a run had, and by which clock its answers are told.

package analysis

import (
	"fmt"
	"math"
	"strings"

	"primebench/internal/unit"
	"primebench/results"
)

const (
	// MostKept is the part of its time that a run may be kept from running, for its
	// machine to count as quiet: wall times are then too long by about as much.
	MostKept = 0.05
	// mostIdle is the same where only the samples tell, on several workers: these
	// have nothing to do at the ends of a search.
	mostIdle = 0.20
	// mostMoved is how far the clock of day may be moved, in seconds, without a word:
	// adjusting it to others moves it by milliseconds.
	mostMoved = 0.5
)

// A MachineState says whether the processors were the run's own.
type MachineState string

// The states of a machine.
const (
	Quiet    MachineState = "quiet"     // the run was kept from running for MostKept of its time at most
	Shared   MachineState = "shared"    // for more than that, or it was stopped
	NotKnown MachineState = "not known" // nothing tells
)

// A Clock is what times are told by.
type Clock string

// The clocks.
const (
	WallClock      Clock = "wall"
	ProcessorClock Clock = "processor" // time that processors worked for the program, summed over them
)

// A Machine is what a run knows of the machine that it ran on. A number is nil where
// the machine does not say.
type Machine struct {
	State MachineState `json:"state"`
	// Clock is the one that answers are told by: ProcessorClock where the machine was
	// shared and every sample knows its processor time, else WallClock.
	Clock Clock `json:"clock"`
	// Kept is the part of their time in which the run's threads were ready and kept
	// from running, by Evidence; an estimate without an interval, since it is a sum.
	Kept     *float64 `json:"kept"`
	Evidence string   `json:"evidence"` // what Kept stands on, in a few words; "" without
	Sentence string   `json:"sentence"` // the verdict

	Processors     *float64 `json:"processors"`      // that the run could use
	Others         *float64 `json:"others"`          // processors that others kept busy, on average
	Pressure       *float64 `json:"pressure"`        // part of the time in which some thread waited for a processor
	MemoryPressure *float64 `json:"memory_pressure"` // the same for memory
	Stolen         *float64 `json:"stolen"`          // part of the processors' time that the host gave to others
	Throttled      *float64 `json:"throttled_s"`     // seconds that a quota stopped the run's control group
	Load           *float64 `json:"load"`            // the highest mean of a minute
	Megahertz      *Range   `json:"megahertz"`
	ClockMoved     *float64 `json:"clock_moved_s"` // how far the clock of day was moved at most
	Stops          []Stop   `json:"stops"`
}

// A Range is the least and the greatest of several readings.
type Range struct {
	Least    float64 `json:"least"`
	Greatest float64 `json:"greatest"`
}

// A Stop is a sample during which nothing of the program was seen to run for a while.
type Stop struct {
	Cell    int     `json:"cell"`
	Seq     int     `json:"seq"`
	Seconds float64 `json:"stopped_s"`
}

// Busy says in a few words why the machine of a run is not fit for what takes a quiet
// one; "" when it was quiet or nothing is known against it.
func (m *Machine) Busy() string {
	switch {
	case m.State != Shared:
		return ""
	case len(m.Stops) > 0 && (m.Kept == nil || *m.Kept <= MostKept):
		return fmt.Sprintf("the program was stopped for %s", unit.Seconds(m.stopped()))
	}
	return fmt.Sprintf("the machine was shared: the run was kept from its processors for %s of its time", unit.Percent(*m.Kept))
}

func (m *Machine) stopped() float64 {
	var sum float64
	for _, s := range m.Stops {
		sum += s.Seconds
	}
	return sum
}

// MachineOf judges the machine of a run that Check finds sound.
func MachineOf(run *results.Run) Machine {
	m := Machine{State: NotKnown, Clock: WallClock, Stops: []Stop{}}
	for _, s := range run.Samples {
		if s.StoppedNS > 0 {
			m.Stops = append(m.Stops, Stop{Cell: s.Cell, Seq: s.Seq, Seconds: float64(s.StoppedNS) / 1e9})
		}
	}
	if n := len(run.Readings); n > 1 {
		m.read(run.Readings)
	}
	bound := m.judgeKept(run)
	switch {
	case len(m.Stops) > 0, m.Kept != nil && *m.Kept > bound:
		m.State = Shared
		if KnowsProcessorTime(run.Samples) {
			m.Clock = ProcessorClock
		}
	case m.Kept != nil:
		m.State = Quiet
	}
	m.Sentence = m.sentence()
	return m
}

// read takes what readings say, of which there are two or more.
func (m *Machine) read(readings []results.Reading) {
	first, last := &readings[0], &readings[len(readings)-1]
	elapsed := float64(last.AtNS-first.AtNS) / 1e9
	if elapsed <= 0 {
		return
	}
	part := func(name string, whole float64) *float64 {
		rise, ok := last.Rise(first, name)
		if !ok || whole <= 0 {
			return nil
		}
		return &[]float64{rise / whole}[0]
	}
	if p, ok := last.Of(results.ReadProcessors); ok {
		m.Processors = &p
	}
	if busy, ok := last.Rise(first, results.ReadBusy); ok {
		if own, known := last.Rise(first, results.ReadProcess); known {
			others := math.Max(0, busy-own) / elapsed
			m.Others = &others
		}
	}
	m.Pressure = part(results.ReadPressure, elapsed)
	m.MemoryPressure = part(results.ReadMemory, elapsed)
	m.Throttled = part(results.ReadThrottled, 1)
	if m.Processors != nil {
		m.Stolen = part(results.ReadStolen, elapsed**m.Processors)
	}
	for i := range readings {
		if load, ok := readings[i].Of(results.ReadLoad); ok && (m.Load == nil || load > *m.Load) {
			m.Load = &load
		}
		if day, ok := readings[i].Of(results.ReadDay); ok && (m.ClockMoved == nil || math.Abs(day) > math.Abs(*m.ClockMoved)) {
			m.ClockMoved = &day
		}
		if hertz, ok := readings[i].Of(results.ReadMegahertz); ok {
			if m.Megahertz == nil {
				m.Megahertz = &Range{Least: hertz, Greatest: hertz}
			}
			m.Megahertz.Least, m.Megahertz.Greatest = math.Min(m.Megahertz.Least, hertz), math.Max(m.Megahertz.Greatest, hertz)
		}
	}
}

// judgeKept finds the part of its time that the run was kept from running by the best
// evidence there is, and returns how much of it is still quiet: what the scheduler
// says, with time that the host or a quota took; else the processor time of cells of
// one worker, which has work all the time; else that of searches on several.
func (m *Machine) judgeKept(run *results.Run) (bound float64) {
	if n := len(run.Readings); n > 1 {
		first, last := &run.Readings[0], &run.Readings[n-1]
		if kept, ok := last.Kept(first); ok {
			had := 1 - kept
			if m.Stolen != nil {
				had *= math.Max(0, 1-*m.Stolen)
			}
			m.Kept, m.Evidence = new(float64), "what the scheduler counted"
			*m.Kept = 1 - had
			return MostKept
		}
	}
	single := func(c *results.Cell) bool { return c.Workers == 1 && c.Kind != results.KindRandom }
	several := func(c *results.Cell) bool {
		return c.Workers > 1 && c.Strategy == results.StrategyOnTheFly && c.Mode != results.ModeOperations
	}
	if share := processorShare(run, single); share != nil {
		m.Kept, m.Evidence = share, "processor time of cells of one worker"
		*m.Kept = 1 - *share
		return MostKept
	}
	if share := processorShare(run, several); share != nil {
		m.Kept, m.Evidence = share, "processor time of searches on several workers"
		*m.Kept = 1 - *share
		return mostIdle
	}
	return MostKept
}

// A tally adds up processor time and what the workers could have had.
type tally struct{ own, whole float64 }

func (t *tally) add(s *results.Sample, workers int) {
	t.own += float64(s.CPUNS)
	t.whole += float64(s.WallNS) * float64(workers)
}

// share is the part that they had; nil of nothing.
func (t *tally) share() *float64 {
	if t.whole == 0 {
		return nil
	}
	share := math.Min(1, t.own/t.whole)
	return &share
}

// processorShare is the part of their time that the workers of the wanted cells had a
// processor, by the samples that know their processor time; nil where nothing tells.
func processorShare(run *results.Run, wanted func(*results.Cell) bool) *float64 {
	var t tally
	for i := range run.Samples {
		s := &run.Samples[i]
		if c := &run.Header.Cells[s.Cell]; wanted(c) && s.CPUNS != 0 {
			t.add(s, c.Workers)
		}
	}
	return t.share()
}

// processorShare is the same of one cell; nil where a sample does not know it.
func (m *Material) processorShare() *float64 {
	var t tally
	for _, samples := range m.Samples {
		if !KnowsProcessorTime(samples) {
			return nil
		}
		for i := range samples {
			t.add(&samples[i], m.Cell.Workers)
		}
	}
	return t.share()
}

// KnowsProcessorTime reports whether there are samples, each with its processor time.
func KnowsProcessorTime(samples []results.Sample) bool {
	for _, s := range samples {
		if s.CPUNS == 0 {
			return false
		}
	}
	return len(samples) > 0
}

func (m *Machine) sentence() string {
	var more []string
	if m.Others != nil && m.State == Shared {
		more = append(more, "others kept "+unit.Number(*m.Others)+" processors busy")
	}
	if m.Stolen != nil && *m.Stolen > MostKept {
		more = append(more, "the host took "+unit.Percent(*m.Stolen)+" of the processors' time")
	}
	if m.Throttled != nil && *m.Throttled > 0 {
		more = append(more, "a quota stopped the run for "+unit.Seconds(*m.Throttled))
	}
	detail := ""
	if len(more) > 0 {
		detail = " (" + strings.Join(more, "; ") + ")"
	}
	switch m.State {
	case Quiet:
		return fmt.Sprintf("The machine was quiet: the run was kept from its processors for %s of its time%s.", unit.Percent(*m.Kept), detail)
	case Shared:
		how := "answers are told in processor time"
		if m.Clock == WallClock {
			how = "processor time is not known, so that answers are told in wall time and are too slow"
		}
		why := m.Busy()
		return fmt.Sprintf("%s%s%s: %s.", strings.ToUpper(why[:1]), why[1:], detail, how)
	}
	return "Whether the machine was shared is not known: answers are told in wall time."
}

// Seconds is the time of one repetition in each sample by the clock; nil by
// ProcessorClock where a sample does not know it.
func (c Clock) Seconds(samples []results.Sample) []float64 {
	if c == ProcessorClock {
		return cpu(samples)
	}
	return WallSeconds(samples)
}

// machineWarnings says what the machine did to the run.
func machineWarnings(run *results.Run, m *Machine) []Warning {
	var all []Warning
	for _, s := range m.Stops {
		all = append(all, Warning{Cell: s.Cell, Text: fmt.Sprintf(
			"sample %d: nothing of the program ran for %s of it; its wall time is not believed", s.Seq, unit.Seconds(s.Seconds))})
	}
	if m.ClockMoved != nil && math.Abs(*m.ClockMoved) > mostMoved {
		all = append(all, Warning{Cell: -1, Text: fmt.Sprintf(
			"the clock of day was moved by %s during the run%s; durations do not depend on it", unit.Seconds(*m.ClockMoved), movedIn(run))})
	}
	return all
}

// movedIn names the sample before which the clock of day was seen to have moved.
func movedIn(run *results.Run) string {
	before := 0.0
	for i := range run.Readings {
		r := &run.Readings[i]
		day, ok := r.Of(results.ReadDay)
		if ok && math.Abs(day-before) > mostMoved && r.Samples > 0 && r.Samples <= len(run.Samples) {
			s := run.Samples[r.Samples-1]
			return fmt.Sprintf(", seen after sample %d of cell %d", s.Seq, s.Cell)
		}
		before = day
	}
	return ""
}
