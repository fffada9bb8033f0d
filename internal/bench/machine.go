// What the machine says of itself while a run goes on: whether the processors were
// the run's own, and whether it stood still.

package bench

import (
	"io/fs"
	"os"
	"runtime"
	"time"

	"primebench/internal/cpu"
	"primebench/internal/hostinfo"
	"primebench/results"
)

// readEvery is how long it takes at least from one reading of the machine to the
// next. A reading takes a fraction of a millisecond, between two samples.
const readEvery = time.Second

// read hands over a reading of the machine when the last one is old, or at once.
func (m *measurer) read(atOnce bool) error {
	now := m.clock.Now()
	if m.machine == nil || !atOnce && now < m.start+time.Duration(m.last.AtNS)+readEvery {
		return nil
	}
	m.last = results.Reading{AtNS: int64(now - m.start), Samples: m.samples, Values: m.machine()}
	m.progress.look(m.last)
	return m.sink.Reading(m.last)
}

// stopped is how long nothing of the program ran in a sample, 0 below results.LeastStop
// or where the machine does not tell: what its threads neither ran nor waited for a
// processor. Of how many processors they keep busy the samples of the track before it
// tell, and one where there are none.
//
// Nobody looks at the clock meanwhile: a timer that rings while samples are taken has
// the system move threads between processors, and some samples take up to four
// milliseconds longer (Linux 6.18, two virtual processors).
func (m *measurer) stopped(t *track, s *results.Sample) time.Duration {
	busy := 1.0
	if t.sum.wall > 0 {
		busy = max(1, t.sum.cpu/t.sum.wall)
	}
	lost := float64(s.WallNS)/1e9 - float64(s.CPUNS)/1e9/busy
	if lost < results.LeastStop.Seconds() || s.CPUNS == 0 || m.machine == nil {
		return 0
	}
	now := results.Reading{Values: m.machine()}
	waiting, known := now.Rise(&m.last, results.ReadWaiting)
	if lost -= waiting / busy; !known || lost < results.LeastStop.Seconds() {
		return 0
	}
	return seconds(lost)
}

// machineReader returns a function that reads the values of this machine, whose files
// stand below root.
func machineReader(root fs.FS) func() []results.Value {
	start, quota, hypervisor := time.Now(), hostinfo.ReadState(root).Quota, cpu.DetectHypervisor()
	return func() []results.Value {
		counters := hostinfo.ReadCounters(root)
		now := time.Now()
		values := []results.Value{
			{Name: results.ReadProcess, Value: (hostinfo.ProcessTime() + hostinfo.ChildrenTime()).Seconds()},
			{Name: results.ReadProcessors, Value: processors(quota)},
			{Name: results.ReadDay, Value: (now.Round(0).Sub(start.Round(0)) - now.Sub(start)).Seconds()},
		}
		add := func(name string, known bool, value func() float64) {
			if known {
				values = append(values, results.Value{Name: name, Value: value()})
			}
		}
		duration := func(name string, d *time.Duration) {
			add(name, d != nil, func() float64 { return d.Seconds() })
		}
		duration(results.ReadWaiting, counters.Waiting)
		duration(results.ReadPressure, counters.Pressure)
		duration(results.ReadMemory, counters.MemoryPressure)
		add(results.ReadThrottled, counters.Throttled != nil, func() float64 { return counters.Throttled.Time.Seconds() })
		add(results.ReadBusy, counters.Ticks != nil, func() float64 { return float64(counters.Ticks.Busy) / hostinfo.TicksPerSecond })
		add(results.ReadStolen, counters.StealKnown(hypervisor), func() float64 { return float64(counters.Ticks.Steal) / hostinfo.TicksPerSecond })
		add(results.ReadLoad, counters.Load != nil, func() float64 { return *counters.Load })
		add(results.ReadMegahertz, counters.Megahertz != nil, func() float64 { return *counters.Megahertz })
		return values
	}
}

// processors is how many the run may use.
func processors(quota *float64) float64 {
	n := float64(min(runtime.GOMAXPROCS(0), runtime.NumCPU()))
	if quota != nil && *quota > 0 {
		n = min(n, *quota)
	}
	return n
}

// theMachine reads this one.
func theMachine() func() []results.Value { return machineReader(os.DirFS("/")) }
