// What the machine says of itself while a run goes on: whether the processors were
// the run's own, and whether it stood still.

package bench

import (
	"io/fs"
	"os"
	"runtime"
	"sync"
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
	if m.machine == nil || !atOnce && now < m.nextReading {
		return nil
	}
	m.nextReading = now + readEvery
	reading := results.Reading{AtNS: int64(now - m.start), Samples: m.samples, Values: m.machine()}
	m.progress.look(reading)
	return m.sink.Reading(reading)
}

// userHZ is the unit of Linux's ticks in every system that Go runs on (man 7 time).
const userHZ = 100

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
		add(results.ReadBusy, counters.Ticks != nil, func() float64 { return float64(counters.Ticks.Busy) / userHZ })
		add(results.ReadStolen, counters.StealKnown(hypervisor), func() float64 { return float64(counters.Ticks.Steal) / userHZ })
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

// A pulse notes how long the process was not seen to run.
type pulse struct {
	clock func() time.Duration

	mu      sync.Mutex
	last    time.Duration // of the clock, when it was last seen to run
	stopped time.Duration // sum of the stops
}

// beat is how often a pulse is felt: far below the shortest stop, and far too seldom
// to be noticed.
const beat = results.LeastStop / 20

// newPulse starts a pulse, which ends with stop.
func newPulse(clock func() time.Duration) (p *pulse, stop func()) {
	p = &pulse{clock: clock, last: clock()}
	ticker, done := time.NewTicker(beat), make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				p.feel()
			case <-done:
				return
			}
		}
	}()
	return p, func() {
		ticker.Stop()
		close(done)
	}
}

// feel returns the sum of all stops so far.
func (p *pulse) feel() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock()
	if gap := now - p.last; gap >= results.LeastStop {
		p.stopped += gap
	}
	p.last = max(p.last, now)
	return p.stopped
}
