package bench

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// A machine that says nothing, as in a container that hides both /proc and its control
// group, or a system without such files: nothing is made up, and nothing is 0.
func TestMachineThatSaysNothing(t *testing.T) {
	reading := results.Reading{Values: machineReader(fstest.MapFS{})()}
	for _, name := range []string{
		results.ReadWaiting, results.ReadBusy, results.ReadStolen, results.ReadPressure, results.ReadMemory,
		results.ReadThrottled, results.ReadLoad, results.ReadMegahertz,
	} {
		if v, known := reading.Of(name); known {
			t.Errorf("%s is %v, want it not known", name, v)
		}
	}
	for _, name := range []string{results.ReadProcessors, results.ReadDay} {
		if _, known := reading.Of(name); !known {
			t.Errorf("%s is not known, which the program knows by itself", name)
		}
	}
}

func TestMachineThatSaysAll(t *testing.T) {
	root := fstest.MapFS{}
	for name, text := range map[string]string{
		"proc/stat":                  "cpu  100 0 50 900 0 0 0 25\nprocs_running 3\n",
		"proc/loadavg":               "1.25 1 1 1/9 7\n",
		"proc/pressure/cpu":          "some avg10=0.00 avg60=0.00 avg300=0.00 total=2000000\n",
		"proc/pressure/memory":       "some avg10=0.00 avg60=0.00 avg300=0.00 total=3000000\n",
		"proc/self/task/7/schedstat": "1 4000000000 2\n",
		"proc/self/cgroup":           "0::/c\n",
		"sys/fs/cgroup/c/cpu.max":    "50000 100000\n",
		"sys/fs/cgroup/c/cpu.stat":   "nr_throttled 2\nthrottled_usec 5000000\n",
	} {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	reading := results.Reading{Values: machineReader(root)()}
	for name, want := range map[string]float64{
		results.ReadBusy: 1.5, results.ReadStolen: 0.25, results.ReadPressure: 2, results.ReadMemory: 3,
		results.ReadWaiting: 4, results.ReadThrottled: 5, results.ReadLoad: 1.25, results.ReadProcessors: 0.5,
	} {
		if v, known := reading.Of(name); !known || v != want {
			t.Errorf("%s is %v, %v, want %v", name, v, known, want)
		}
	}
}

// A search of 100 ms that takes 5 s longer was stopped, unless its threads waited for a
// processor meanwhile, or the machine does not say.
func TestStopped(t *testing.T) {
	const ms = int64(time.Millisecond)
	long := results.Sample{WallNS: 5100 * ms, CPUNS: 200 * ms}
	for _, test := range []struct {
		name    string
		before  tally
		sample  results.Sample
		waiting float64 // seconds since the last reading; below 0: not known
		want    time.Duration
	}{
		{"stopped", tally{wall: 1, cpu: 2}, long, 0, 5 * time.Second},
		{"the first one", tally{}, long, 0, 4900 * time.Millisecond},
		{"waited", tally{wall: 1, cpu: 2}, long, 9.9, 0},
		{"waited a little", tally{wall: 1, cpu: 2}, long, 2, 4 * time.Second},
		{"nobody knows", tally{wall: 1, cpu: 2}, long, -1, 0},
		{"no processor time", tally{}, results.Sample{WallNS: 5100 * ms}, 0, 0},
		{"a long one", tally{wall: 1, cpu: 2}, results.Sample{WallNS: 9000 * ms, CPUNS: 17800 * ms}, 0, 0},
		{"short of a stop", tally{wall: 1, cpu: 2}, results.Sample{WallNS: 1090 * ms, CPUNS: 200 * ms}, 0, 0},
	} {
		value := func(waiting float64) []results.Value {
			if waiting < 0 {
				return nil
			}
			return []results.Value{{Name: results.ReadWaiting, Value: 7 + waiting}}
		}
		m := &measurer{machine: func() []results.Value { return value(test.waiting) }, last: results.Reading{Values: value(0)}}
		got := m.stopped(&track{sum: test.before}, &test.sample)
		if (got - test.want).Abs() > time.Microsecond {
			t.Errorf("%s: stopped for %v, want %v", test.name, got, test.want)
		}
	}
}

// Readings stand before the first sample, between samples at most once a second, after
// one in which the program was stopped, and at the end.
func TestReadingsOfARun(t *testing.T) {
	clock := &fakeClock{}
	f := quick("quick")
	f.clock = clock
	f.search = func(_ int, n uint64) time.Duration {
		if n == 7 { // a signal stops the program meanwhile
			clock.stop(5 * time.Second)
		}
		return 100 * time.Millisecond
	}
	s := fakeSpec("quick")
	s.Samples = 25 // of 100 ms
	sink := &memory{}
	err := run(t.Context(), s, sink, nil, environment{
		strategies: []strategy.Strategy{f}, clock: clock, counters: clock.counters,
		machine: func() []results.Value {
			return []results.Value{{Name: results.ReadLoad, Value: 1}, {Name: results.ReadWaiting, Value: 2}}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var marked []int
	for _, sample := range sink.Samples {
		if sample.StoppedNS > 0 {
			marked = append(marked, sample.Seq)
		}
	}
	if len(marked) != 1 {
		t.Errorf("samples %v are marked as stopped, want one", marked)
	}
	first, last := sink.Readings[0], sink.Readings[len(sink.Readings)-1]
	if first.Samples != 0 || last.Samples != len(sink.Samples) {
		t.Errorf("readings %+v to %+v, want one before all %d samples and one after", first, last, len(sink.Samples))
	}
	afterStop := slices.ContainsFunc(sink.Readings, func(r results.Reading) bool {
		return r.Samples > 0 && sink.Samples[r.Samples-1].StoppedNS > 0
	})
	if !afterStop {
		t.Errorf("no reading after sample %v", marked)
	}
	for i := 1; i < len(sink.Readings)-1; i++ {
		a, b := sink.Readings[i-1], sink.Readings[i]
		if b.AtNS-a.AtNS < int64(readEvery) && sink.Samples[b.Samples-1].StoppedNS == 0 {
			t.Errorf("readings at %d and %d ns, want a second between them", a.AtNS, b.AtNS)
		}
	}
}
