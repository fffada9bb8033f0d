// Machines of several sorts, made of files and of slices whose times are known.

package doctor

import (
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"primebench/internal/cpu"
	"primebench/internal/hostinfo"
	"primebench/internal/unit"
)

const cpus = "sys/devices/system/cpu/"

// files are the contents of a machine by name.
type files map[string]string

// with returns the files with others in their place.
func (f files) with(changed files) files {
	all := maps.Clone(f)
	maps.Copy(all, changed)
	return all
}

func (f files) state() hostinfo.State {
	root := fstest.MapFS{}
	for name, text := range f {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return hostinfo.ReadState(root)
}

// desktop is a machine on which nothing spoils a measurement: 4 processors, that
// were idle before.
func desktop() files {
	f := files{
		"proc/stat":                    "cpu  1000 0 0 9000 0 0 0 0\nprocs_running 1\n",
		"proc/loadavg":                 "0.02 0.10 0.30 1/300 77\n",
		"proc/meminfo":                 "MemAvailable: 16000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
		"proc/vmstat":                  "pswpin 0\npswpout 0\n",
		"proc/pressure/cpu":            "some avg10=0.00 avg60=0.00 avg300=0.00 total=5000000\n",
		"proc/pressure/memory":         "some avg10=0.00 avg60=0.00 avg300=0.00 total=9\n",
		"proc/self/task/7/schedstat":   "9000000 2000000 90\n",
		"proc/self/status":             "Cpus_allowed_list:\t0-3\n",
		"proc/self/cgroup":             "0::/user\n",
		cpus + "online":                "0-3\n",
		cpus + "intel_pstate/no_turbo": "1\n",
		"sys/fs/cgroup/user/cpu.max":   "max 100000\n",
		"sys/fs/cgroup/user/cpu.stat":  "nr_throttled 0\nthrottled_usec 0\n",
		"sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
		"sys/class/thermal/thermal_zone0/temp":                            "52000\n",
		"sys/class/power_supply/AC/type":                                  "Mains\n",
	}
	for _, n := range []string{"0", "1", "2", "3"} {
		f[cpus+"cpu"+n+"/topology/thread_siblings_list"] = n + "\n"
		f[cpus+"cpu"+n+"/cpufreq/scaling_governor"] = "performance\n"
	}
	return f
}

// A source is splitmix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014).
type source uint64

func (s *source) normal() float64 {
	uniform := func() float64 {
		*s += 0x9e3779b97f4a7c15
		z := uint64(*s)
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return (float64((z^z>>31)>>11) + 0.5) / (1 << 53)
	}
	return math.Sqrt(-2*math.Log(uniform())) * math.Cos(2*math.Pi*uniform())
}

// steady are three seconds of slices of 1 ms on each processor, all of the same
// length but for noise with a standard deviation.
func steady(noise float64, processors ...int) Slices {
	luck := source(1)
	s := Slices{Length: 3 * time.Second, Pinned: true, CPUs: processors}
	for range processors {
		times := make([]time.Duration, 3000)
		for i := range times {
			times[i] = time.Duration(1e6 * (1 + math.Abs(noise*luck.normal())))
		}
		s.Times = append(s.Times, times)
	}
	return s
}

func bareMetal() cpu.Hypervisor { return cpu.Hypervisor{Shows: new(bool)} }

// guest is a virtual machine of a hypervisor that tells of steal time, or does not,
// or of which that is not known.
func guest(tells *bool) cpu.Hypervisor {
	yes := true
	return cpu.Hypervisor{Shows: &yes, TellsSteal: tells}
}

// evidence is of a measurement of 3 s during which our process alone was busy, on
// all four processors: 300 ticks each.
func evidence(before files, changed files) Evidence {
	after := before.with(files{"proc/stat": "cpu  2200 0 0 9000 0 0 0 0\nprocs_running 1\n"}).with(changed)
	return Evidence{
		Before: before.state(), After: after.state(), Elapsed: 3 * time.Second, Own: 12 * time.Second,
		Hypervisor: bareMetal(), ClockStep: 40, Slices: steady(0.001, 0, 1, 2, 3),
	}
}

func TestNothingSpoilsADesktop(t *testing.T) {
	d := Diagnose(evidence(desktop(), nil))
	if d.Grade != "A" || d.Meaning != "a change of 1 % can be seen here" {
		t.Errorf("grade %s: %s", d.Grade, d.Meaning)
	}
	for _, f := range d.Findings {
		if f.Severity != Good || f.Advice != "" {
			t.Errorf("%+v, want it to be good", f)
		}
	}
	if len(d.Cores) != 4 || d.Cores[3].CPU != 3 {
		t.Errorf("cores %+v", d.Cores)
	}
}

// TestWhatSpoils changes one thing on the desktop: that alone is found, and it
// lowers the grade as its severity says.
func TestWhatSpoils(t *testing.T) {
	yes := true
	tests := []struct {
		name     string
		before   files
		after    files // in addition
		change   func(*Evidence)
		finding  string
		severity Severity
		words    string
		grade    Grade
	}{
		{"governor", files{cpus + "cpu2/cpufreq/scaling_governor": "schedutil\n"}, nil, nil, "governor", Minor, "performance,schedutil", "B"},
		{"turbo of Intel", files{cpus + "intel_pstate/no_turbo": "0\n"}, nil, nil, "turbo", Minor, "on", "B"},
		{"hardware threads", files{
			cpus + "cpu0/topology/thread_siblings_list": "0,2\n", cpus + "cpu2/topology/thread_siblings_list": "0,2\n",
		}, nil, nil, "hardware threads", Minor, "2 of 4", "B"},
		{"quota", files{"sys/fs/cgroup/user/cpu.max": "250000 100000\n"}, nil, nil, "cgroup quota", Major, "2.5 cores for the 4 threads", "D"},
		{"a quota for as many threads as Go runs", files{"sys/fs/cgroup/user/cpu.max": "200000 100000\n"}, nil,
			func(e *Evidence) { e.Slices = steady(0.001, 0, 1) }, "cgroup quota", Good, "2 cores, enough", "A"},
		{"a quota that is enough", files{"sys/fs/cgroup/user/cpu.max": "400000 100000\n"}, nil, nil, "cgroup quota", Good, "4 cores", "A"},
		{"throttled meanwhile", nil, files{"sys/fs/cgroup/user/cpu.stat": "nr_throttled 9\nthrottled_usec 250000\n"}, nil,
			"cgroup throttling", Severe, "9 periods meanwhile, for 250 ms", "F"},
		{"throttled before", files{"sys/fs/cgroup/user/cpu.stat": "nr_throttled 9\nthrottled_usec 250000\n"}, nil, nil,
			"cgroup throttling", Note, "in 9 periods before", "A"},
		{"throttled in version 1", files{
			"proc/self/cgroup": "4:cpu,cpuacct:/c\n", "sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_throttled 1\nthrottled_time 0\n",
		}, files{"sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_throttled 3\nthrottled_time 7000000\n"}, nil,
			"cgroup throttling", Severe, "2 periods meanwhile, for 7 ms", "F"},
		{"steal", nil, files{"proc/stat": "cpu  2100 0 0 9000 0 0 0 100\nprocs_running 1\n"}, func(e *Evidence) { e.Own = 11 * time.Second },
			"steal time", Major, "8.33 %", "D"},
		{"some steal", nil, files{"proc/stat": "cpu  2188 0 0 9000 0 0 0 12\nprocs_running 1\n"}, nil, "steal time", Minor, "1.00 %", "B"},
		{"a hypervisor that tells", nil, nil, func(e *Evidence) { e.Hypervisor = guest(&yes) }, "virtual machine", Minor, "yes", "B"},
		{"waiting", nil, files{"proc/self/task/7/schedstat": "9000000 302000000 90\n"}, nil, "waiting", Minor, "2.44 %", "B"},
		{"kept waiting", nil, files{"proc/self/task/7/schedstat": "9000000 4002000000 90\n"}, nil, "waiting", Severe, "25.0 %", "F"},
		{"pressure", nil, files{"proc/pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=5060000\n"}, nil,
			"pressure", Minor, "for a processor for 2.00 %", "B"},
		{"memory pressure", nil, files{"proc/pressure/memory": "some avg10=0.00 avg60=0.00 avg300=0.00 total=150009\n"}, nil,
			"memory pressure", Major, "for memory for 5.00 %", "D"},
		{"others at work", nil, nil, func(e *Evidence) { e.Own = 9 * time.Second }, "other processes", Severe, "1.00 of the machine's 4", "F"},
		{"others on their own processors", files{"proc/self/status": "Cpus_allowed_list:\t0-2\n"}, nil, func(e *Evidence) { e.Own = 9 * time.Second },
			"affinity", Note, "3 of the machine's 4", "A"},
		{"load", files{"proc/loadavg": "1.70 1 1 1/9 7\n"}, nil, nil, "load", Minor, "1.7 ", "B"},
		{"others ready", files{"proc/stat": "cpu  1000 0 0 9000 0 0 0 0\nprocs_running 3\n"}, nil, nil, "load", Minor, "2 other threads", "B"},
		{"warm", nil, files{"sys/class/thermal/thermal_zone0/temp": "84000\n"}, nil, "heat", Minor, "84 degrees", "B"},
		{"hot", nil, files{"sys/class/thermal/thermal_zone0/temp": "95000\n"}, nil, "heat", Major, "95 degrees", "D"},
		{"slowed down for heat", files{cpus + "cpu0/thermal_throttle/core_throttle_count": "4\n"},
			files{cpus + "cpu0/thermal_throttle/core_throttle_count": "5\n"}, nil, "heat", Severe, "meanwhile", "F"},
		{"battery", files{"sys/class/power_supply/B/type": "Battery\n", "sys/class/power_supply/B/status": "Discharging\n"}, nil, nil,
			"power", Major, "battery", "D"},
		{"memory", files{"proc/meminfo": "MemAvailable: 200000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n"}, nil, nil, "memory", Major, "195 MiB", "D"},
		{"swap in use", files{"proc/meminfo": "MemAvailable: 16000000 kB\nSwapTotal: 10240 kB\nSwapFree: 0 kB\n"}, nil, nil, "swap", Note, "10.0 MiB", "A"},
		{"swapping", nil, files{"proc/vmstat": "pswpin 3\npswpout 4\n"}, nil, "swap", Major, "7 pages", "D"},
		{"slow clock", files{"sys/devices/system/clocksource/clocksource0/current_clocksource": "hp\x1bet\n"}, nil, nil, "clock", Minor, "hp?et", "B"},
		{"coarse clock", nil, nil, func(e *Evidence) { e.ClockStep = 15 * time.Millisecond }, "clock", Severe, "15 ms", "F"},
	}
	for _, test := range tests {
		e := evidence(desktop().with(test.before), test.after)
		if test.change != nil {
			test.change(&e)
		}
		d := Diagnose(e)
		if d.Grade != test.grade {
			t.Errorf("%s: grade %s, want %s", test.name, d.Grade, test.grade)
		}
		for _, f := range d.Findings {
			switch {
			case f.Name == test.finding:
				if f.Severity != test.severity || !strings.Contains(f.Text, test.words) {
					t.Errorf("%s: %+v, want %s with %q", test.name, f, test.severity, test.words)
				}
				if f.Severity != Good && f.Severity != Note && f.Advice == "" {
					t.Errorf("%s: no advice", test.name)
				}
			case f.Severity != Good:
				t.Errorf("%s: %+v besides", test.name, f)
			}
		}
	}
}

// TestNotKnownIsNotGood takes away one file at a time: something is not known
// then, and an A is no more to be had.
func TestNotKnownIsNotGood(t *testing.T) {
	for name := range desktop() {
		if strings.Contains(name, "scaling_governor") || strings.HasSuffix(name, "cpu.max") {
			continue // the other processors tell too; and a group without this file has no quota
		}
		before := desktop()
		delete(before, name)
		after := desktop().with(files{"proc/stat": "cpu  2200 0 0 9000 0 0 0 0\nprocs_running 1\n"})
		delete(after, name)
		e := evidence(desktop(), nil)
		e.Before, e.After = before.state(), after.state()
		d := Diagnose(e)
		if d.Grade != "B" || !slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Severity == Unknown }) {
			t.Errorf("without %s: grade %s, %+v", name, d.Grade, d.Findings)
		}
	}
}

func TestNothingKnown(t *testing.T) {
	e := Evidence{Slices: steady(0.001, 0, 1)}
	d := Diagnose(e)
	if d.Grade != "B" {
		t.Errorf("grade %s, want B", d.Grade)
	}
	for _, f := range d.Findings {
		if measured := f.Name == "jitter" || f.Name == "drift"; measured != (f.Severity == Good) || !measured && f.Severity != Unknown {
			t.Errorf("%+v", f)
		}
	}
}

func TestGarbageIsNotGood(t *testing.T) {
	garbled := desktop()
	for name := range garbled {
		garbled[name] = "\x00\xff -1 1e999 nan\n"
	}
	e := Evidence{Before: garbled.state(), After: garbled.state(), Elapsed: time.Second, Own: time.Second, Hypervisor: bareMetal(), ClockStep: 40, Slices: steady(0.001, 0)}
	for _, f := range Diagnose(e).Findings {
		// Power supplies of no known type are no batteries.
		if f.Severity == Good && !slices.Contains([]string{"jitter", "drift", "virtual machine", "power"}, f.Name) {
			t.Errorf("garbage is called good: %+v", f)
		}
	}
}

// TestCountersThatGoBack: a counter that is lower afterwards tells nothing.
func TestCountersThatGoBack(t *testing.T) {
	e := evidence(desktop(), nil)
	e.Before, e.After = e.After, e.Before
	before := desktop().with(files{"proc/vmstat": "pswpin 9\npswpout 9\n", "sys/fs/cgroup/user/cpu.stat": "nr_throttled 9\nthrottled_usec 9\n",
		"proc/pressure/cpu": "some total=9000000\n", "proc/pressure/memory": "some total=90\n", "proc/self/task/7/schedstat": "9 9000000 9\n"}).state()
	before.Ticks = e.Before.Ticks
	e.Before.Counters = before.Counters
	got := map[string]Severity{}
	for _, f := range Diagnose(e).Findings {
		got[f.Name] = f.Severity
	}
	for _, name := range []string{"other processes", "steal time", "swap", "cgroup throttling", "waiting", "pressure", "memory pressure"} {
		if got[name] != Unknown {
			t.Errorf("%s is %s, want %s", name, got[name], Unknown)
		}
	}
}

// TestStealIsKnownOrNot: a counter that nobody raises is good only where somebody
// would raise it, or where there is nobody who could take anything.
func TestStealIsKnownOrNot(t *testing.T) {
	yes := true
	none := desktop()["proc/stat"]
	for _, test := range []struct {
		name       string
		stat       string // before; 0 for steal, as afterwards, but where it says so
		hypervisor cpu.Hypervisor
		severity   Severity
		words      string
	}{
		{"bare metal", none, bareMetal(), Good, "no hypervisor"},
		{"a hypervisor that tells", none, guest(&yes), Good, "0 %"},
		{"one that does not tell", none, guest(new(bool)), Unknown, "not known"},
		{"one of which that is not known", none, guest(nil), Unknown, "not known"},
		{"a processor that cannot say", none, cpu.Hypervisor{}, Unknown, "not known"},
		{"one that has told", "cpu  1000 0 0 9000 0 0 0 7\nprocs_running 1\n", guest(nil), Good, "0 %"},
	} {
		e := evidence(desktop().with(files{"proc/stat": test.stat}), nil)
		e.Hypervisor = test.hypervisor
		e.After.Ticks.Steal = e.Before.Ticks.Steal
		for _, f := range Diagnose(e).Findings {
			if f.Name == "steal time" && (f.Severity != test.severity || !strings.Contains(f.Text, test.words)) {
				t.Errorf("%s: %+v, want %s with %q", test.name, f, test.severity, test.words)
			}
		}
	}
}

// TestDocumentedGrades: docs/METHODOLOGY.md names the same bounds.
func TestDocumentedGrades(t *testing.T) {
	data, err := os.ReadFile("../../docs/METHODOLOGY.md")
	if err != nil {
		t.Fatal(err)
	}
	names, bounds := "| grade |", "| smallest change that can be seen, up to |"
	for _, g := range grades() {
		names += " " + string(g.Grade) + " |"
		bounds += " " + unit.Given(g.Sees, unit.Share) + " |"
	}
	shares := " | " + unit.Given(harmless, unit.Share) + " | " + unit.Given(minorShare, unit.Share) + " | " + unit.Given(majorShare, unit.Share) + " |\n"
	for _, row := range []string{
		names + " " + string(worstGrade) + " |\n", bounds + " above |\n",
		"| minor | " + unit.Given(minorShare, unit.Share) + " | " + string(Minor.best()) + " |\n",
		"| major | " + unit.Given(majorShare, unit.Share) + " | " + string(Major.best()) + " |\n",
		"| steal time, as a part of all processors' time meanwhile" + shares,
		"| waiting: of the time in which our threads ran or could have run, the part in which they were kept from it" + shares,
		"| pressure: time meanwhile in which some thread of the machine waited for a processor" + shares,
		"| memory pressure: time meanwhile in which some thread of the machine waited for memory" + shares,
	} {
		if !strings.Contains(string(data), row) {
			t.Errorf("the document lacks the row %q", row)
		}
	}
}
