// The counters of machines of several sorts, made of files.

package hostinfo

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestReadCounters(t *testing.T) {
	const thread = "proc/self/task/"
	tests := []struct {
		name string
		root fstest.MapFS
		want Counters
	}{
		{"nothing to read", files(), Counters{}},
		{"a Linux of today", files(
			"proc/stat", "cpu  100 20 30 1000 5 6 7 8 9 9\ncpu0 1 2 3 4 5 6 7 8 9 9\nintr 9 9 9\nprocs_running 3\n",
			"proc/loadavg", "0.30 0.57 1.28 2/104 5733\n",
			"proc/vmstat", "pswpin 3\npswpout 4\n",
			"proc/pressure/cpu", "some avg10=0.18 avg60=0.11 avg300=0.78 total=4870283361\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
			"proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=4\n",
			thread+"70/schedstat", "70865 2820473 2\n", thread+"71/schedstat", "5 1000 1\n", thread+"72/schedstat", "0 0 0\n",
			"proc/self/cgroup", "0::/c\n", "sys/fs/cgroup/c/cpu.stat", "usage_usec 5\nnr_throttled 2\nthrottled_usec 30\n",
			"proc/self/status", "Cpus_allowed_list:\t2-3\n",
			cpuFolder+"cpu0/cpufreq/scaling_cur_freq", "800000\n",
			cpuFolder+"cpu2/cpufreq/scaling_cur_freq", "3000000\n", cpuFolder+"cpu3/cpufreq/scaling_cur_freq", "2500500\n",
			"proc/cpuinfo", "cpu MHz\t\t: 1000.000\n",
		), Counters{
			Ticks: &Ticks{Busy: 163, Steal: 8, Total: 1176}, Waiting: of(2821473 * time.Nanosecond),
			Pressure: of(4870283361 * time.Microsecond), MemoryPressure: of(5 * time.Microsecond),
			Throttled: &Throttling{2, 30 * time.Microsecond}, Swapped: of[uint64](7),
			Running: of(3), Load: of(0.3), Megahertz: of(2750.25),
		}},
		{"old kernel without steal", files("proc/stat", "cpu 1 2 3 4 5 6 7\n"), Counters{Ticks: &Ticks{Busy: 19, Total: 28}}},
		{"a sandbox that counts nothing", files("proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\n", thread+"1/schedstat", "0 0 0\n", thread+"2/schedstat", "0 0 0\n"), Counters{}},
		{"no thread has waited", files(thread+"1/schedstat", "90 0 1\n"), Counters{Waiting: of(time.Duration(0))}},
		{"a thread ended while it was asked", files(thread+"1/schedstat", "90 7 1\n", thread+"2/comm", "x\n"), Counters{Waiting: of(7 * time.Nanosecond)}},
		{"threads that waited for longer than can be told", files(
			thread+"1/schedstat", fmt.Sprintln(1, int64(math.MaxInt64), 1), thread+"2/schedstat", "1 1 1\n"), Counters{}},
		{"schedstat of another form", files(thread+"1/schedstat", "90 7 1\n", thread+"2/schedstat", "90 7\n"), Counters{}},
		{"pressure without a total", files("proc/pressure/cpu", "some avg10=0.18\n"), Counters{}},
		{"clock rates of a guest", files("proc/self/status", "Cpus_allowed_list:\t0-1\n",
			"proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 2596.122\nflags\t\t: fpu\n\nprocessor\t: 1\ncpu MHz\t\t: 2596.128\n",
		), Counters{Megahertz: of(2596.125)}},
		{"a clock rate that is hidden", files("proc/self/status", "Cpus_allowed_list:\t0\n",
			cpuFolder+"cpu0/cpufreq/scaling_cur_freq", "<unknown>\n", "proc/cpuinfo", "cpu MHz\t\t: 0.000\n"), Counters{}},
		{"a clock rate in half a line", files(
			"proc/cpuinfo", "cpu MHz\t\t: 2000.000\n"+strings.Repeat("x\n", 8<<10-17)+"cpu MHz\t\t: 3000.000\n"), Counters{Megahertz: of(2000.0)}},
	}
	for _, test := range tests {
		if got := ReadCounters(test.root); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.name, shownCounters(got), shownCounters(test.want))
		}
	}
}

// shownCounters writes pointers as what they point to.
func shownCounters(c Counters) string { return shown(State{Counters: c}) }

func TestSince(t *testing.T) {
	reading := func(n uint64) Counters {
		length := time.Duration(n)
		return Counters{
			Ticks: &Ticks{Busy: n, Steal: n, Total: 3 * n}, Waiting: &length, Pressure: &length, MemoryPressure: &length,
			Throttled: &Throttling{Times: n, Time: length}, Swapped: &n, Running: of(int(n)), Load: of(float64(n)), Megahertz: of(float64(n)),
		}
	}
	momentary := func(c Counters) Counters { return Counters{Running: c.Running, Load: c.Load, Megahertz: c.Megahertz} }
	stands := momentary(reading(5))
	stands.Waiting, stands.Pressure, stands.MemoryPressure = new(time.Duration), new(time.Duration), new(time.Duration)
	stands.Throttled, stands.Swapped = &Throttling{}, new(uint64)
	rises := reading(2)
	rises.Running, rises.Load, rises.Megahertz = of(7), of(7.0), of(7.0)
	for _, test := range []struct {
		name               string
		from, to, expected Counters
	}{
		{"rises", reading(5), reading(7), rises},
		{"stands", reading(5), reading(5), stands},
		{"goes back", reading(7), reading(5), momentary(reading(5))},
		{"not known before", Counters{}, reading(5), momentary(reading(5))},
		{"not known after", reading(5), Counters{}, Counters{}},
	} {
		if got := test.to.Since(test.from); !reflect.DeepEqual(got, test.expected) {
			t.Errorf("%s:\n got %s\nwant %s", test.name, shownCounters(got), shownCounters(test.expected))
		}
	}
}

// opened counts the files that are opened.
type opened struct {
	fstest.MapFS
	count *int
}

func (o opened) Open(name string) (fs.File, error) {
	*o.count++
	return o.MapFS.Open(name)
}

// TestFewFilesForCounters: a machine of a thousand processors is as cheap to ask as
// one of four.
func TestFewFilesForCounters(t *testing.T) {
	asked := func(processors int) int {
		root := garbage("1")
		root["proc/self/status"] = &fstest.MapFile{Data: fmt.Appendf(nil, "Cpus_allowed_list:\t0-%d\n", processors-1)}
		for n := range processors {
			root[fmt.Sprintf(cpuFolder+"cpu%d/cpufreq/scaling_cur_freq", n)] = &fstest.MapFile{Data: []byte("1000000\n")}
		}
		count := 0
		if c := ReadCounters(opened{root, &count}); c.Megahertz == nil || *c.Megahertz != 1000 {
			t.Errorf("counters %s", shownCounters(c))
		}
		return count
	}
	if few, many := asked(4), asked(1000); many != few || few > 30 {
		t.Errorf("%d files of 4 processors, %d of 1000", few, many)
	}
}

// TestCountersHere reads the real files, where there are some.
func TestCountersHere(t *testing.T) {
	c := ReadCounters(os.DirFS("/"))
	text, err := json.Marshal(c)
	if err != nil || runtime.GOOS == "linux" && (c.Ticks == nil || c.Load == nil || c.Running == nil) {
		t.Errorf("counters %s: %v", text, err)
	}
	t.Logf("%s", text)
}

func BenchmarkReadCounters(b *testing.B) {
	root := os.DirFS("/")
	for b.Loop() {
		ReadCounters(root)
	}
}
