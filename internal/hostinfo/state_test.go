// The state of machines of several sorts, made of files.

package hostinfo

import (
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func of[T any](v T) *T { return &v }

const cpuFolder = "sys/devices/system/cpu/"

func TestReadState(t *testing.T) {
	tests := []struct {
		name string
		root fstest.MapFS
		want State
	}{
		{"nothing to read", files(), State{}},
		{"desktop", files(
			"proc/stat", "cpu  100 20 30 1000 5 6 7 8 9 9\ncpu0 1 2 3 4 5 6 7 8 9 9\nctxt 5\nprocs_running 3\nprocs_blocked 1\n",
			"proc/loadavg", "0.30 0.57 1.28 2/104 5733\n",
			"proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 600 kB\nSwapTotal: 50 kB\nSwapFree: 40 kB\n",
			"proc/vmstat", "pgpgin 9\npswpin 3\npswpout 4\n",
			"proc/self/status", "Name:\tx\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n",
			"proc/self/cgroup", "0::/user.slice\n",
			"sys/fs/cgroup/user.slice/cpu.max", "max 100000\n",
			"sys/fs/cgroup/user.slice/cpu.stat", "usage_usec 5\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n",
			"sys/fs/cgroup/cpu.stat", "usage_usec 5\nuser_usec 3\n",
			cpuFolder+"online", "0-3\n",
			cpuFolder+"cpu0/cpufreq/scaling_governor", "performance\n",
			cpuFolder+"intel_pstate/no_turbo", "1\n",
			cpuFolder+"cpu0/topology/thread_siblings_list", "0,2\n",
			cpuFolder+"cpu1/topology/thread_siblings_list", "1,3\n",
			cpuFolder+"cpu0/thermal_throttle/core_throttle_count", "2\n",
			cpuFolder+"cpu0/thermal_throttle/package_throttle_count", "5\n",
			"sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n",
			"sys/class/thermal/thermal_zone0/temp", "47000\n",
			"sys/class/hwmon/hwmon1/temp1_input", "61500\n",
			"sys/class/hwmon/hwmon1/temp2_input", "-128000\n",
			"sys/class/power_supply/AC/type", "Mains\n",
		), State{
			Counters: Counters{
				Throttled: &Throttling{}, Ticks: &Ticks{Busy: 163, Steal: 8, Total: 1176}, Swapped: of[uint64](7),
				Running: of(3), Load: of(0.3),
			},
			Governor: "performance", Boost: of(false), Clock: "tsc",
			Online: []int{0, 1, 2, 3}, Allowed: []int{0, 1}, Sharing: of(0), Quota: of(0.0),
			MemoryLeft: of[uint64](600 << 10), SwapUsed: of[uint64](10 << 10),
			Celsius: of(61.5), HeatEvents: of[uint64](7), OnBattery: of(false),
		}},
		{"container of version 2", files(
			"proc/self/cgroup", "0::/docker/77\n",
			"sys/fs/cgroup/cpu.max", "150000 100000\n",
			"sys/fs/cgroup/cpu.stat", "usage_usec 9\nnr_periods 50\nnr_throttled 12\nthrottled_usec 3400\n",
		), State{Quota: of(1.5), Counters: Counters{Throttled: &Throttling{12, 3400 * time.Microsecond}}}},
		{"container of version 1", files(
			"proc/self/cgroup", "5:memory:/x\n4:cpu,cpuacct:/docker/77\n",
			"sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n",
			"sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n",
			"sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_periods 50\nnr_throttled 12\nthrottled_time 3400000\n",
			// The same folder under its other name is not counted twice.
			"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n",
			"sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n",
			"sys/fs/cgroup/cpu/cpu.stat", "nr_periods 50\nnr_throttled 12\nthrottled_time 3400000\n",
		), State{Quota: of(0.5), Counters: Counters{Throttled: &Throttling{12, 3400 * time.Microsecond}}}},
		{"laptop", files(
			"sys/class/power_supply/AC/type", "Mains\n",
			"sys/class/power_supply/BAT0/type", "Battery\n", "sys/class/power_supply/BAT0/status", "Discharging\n",
			cpuFolder+"cpufreq/boost", "1\n",
			cpuFolder+"cpu0/topology/thread_siblings_list", "0-1\n", cpuFolder+"cpu1/topology/thread_siblings_list", "0-1\n",
			cpuFolder+"cpu2/topology/thread_siblings_list", "2\n",
			"proc/self/status", "Cpus_allowed_list:\t0-2\n",
		), State{OnBattery: of(true), Boost: of(true), Allowed: []int{0, 1, 2}, Sharing: of(2)}},
		{"a mouse on its battery", files(
			"sys/class/power_supply/mouse/type", "Battery\n", "sys/class/power_supply/mouse/scope", "Device\n",
			"sys/class/power_supply/mouse/status", "Discharging\n",
		), State{OnBattery: of(false)}},
		{"garbage", garbage("\x00\xff nan -1 99999999999999999999 1e999 , - \n"), State{}},
		{"numbers where there should be others", garbage("-1\n"), State{}},
		{"huge files", garbage(strings.Repeat("0", 2*mostContents)), State{}},
	}
	for _, test := range tests {
		got := ReadState(test.root)
		// Names are taken as they are; the diagnosis judges them.
		if strings.HasPrefix(test.name, "garbage") || strings.HasPrefix(test.name, "numbers") {
			got.Governor, got.Clock = "", ""
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.name, shown(got), shown(test.want))
		}
	}
}

// stateFiles are all that ReadState looks at, each word of a line in its place.
func stateFiles() map[string]string {
	return map[string]string{
		"proc/stat": "cpu  %\nprocs_running %\n", "proc/loadavg": "%",
		"proc/meminfo": "MemAvailable: %\nSwapTotal: %\nSwapFree: %\n",
		"proc/vmstat":  "pswpin %\npswpout %\n", "proc/self/status": "Cpus_allowed_list:\t%\n",
		"proc/pressure/cpu": "some avg10=0.00 total=%\n", "proc/pressure/memory": "some avg10=0.00 total=%\n",
		"proc/self/task/7/schedstat": "5 % 1\n", "proc/cpuinfo": "processor\t: 0\ncpu MHz\t\t: %\n", cpuFolder + "cpu0/cpufreq/scaling_cur_freq": "%",
		"proc/self/cgroup": "0::/\n1:cpu:/\n", "sys/fs/cgroup/cpu.max": "%", "sys/fs/cgroup/cpu.stat": "nr_throttled %\nthrottled_usec %\n",
		"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "%", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "%", "sys/fs/cgroup/cpu/cpu.stat": "nr_throttled %\nthrottled_time %\n",
		cpuFolder + "online": "%", cpuFolder + "cpu0/cpufreq/scaling_governor": "%", cpuFolder + "intel_pstate/no_turbo": "%",
		cpuFolder + "cpufreq/boost": "%", cpuFolder + "cpu0/topology/thread_siblings_list": "%",
		cpuFolder + "cpu0/thermal_throttle/core_throttle_count":           "%",
		"sys/devices/system/clocksource/clocksource0/current_clocksource": "%",
		"sys/class/thermal/thermal_zone0/temp":                            "%", "sys/class/hwmon/hwmon0/temp1_input": "%",
	}
}

func garbage(value string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, form := range stateFiles() {
		root[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(form, "%", value))}
	}
	return root
}

// shown writes pointers as what they point to.
func shown(s State) string {
	text, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// TestThisMachine reads the real files, where there are some.
func TestThisMachine(t *testing.T) {
	s := ReadState(os.DirFS("/"))
	if runtime.GOOS == "linux" && (len(s.Allowed) == 0 || s.Ticks == nil || s.Load == nil || s.MemoryLeft == nil) {
		t.Errorf("state %s", shown(s))
	}
	if runtime.GOOS == "linux" && len(s.Allowed) != runtime.NumCPU() {
		t.Errorf("%d processors allowed, Go counts %d", len(s.Allowed), runtime.NumCPU())
	}
	t.Log(shown(s))
}

// FuzzReadState puts a text into every place of every file: whatever is read, the
// counters with it, is in range and in order.
func FuzzReadState(f *testing.F) {
	for _, seed := range []string{"", "0", "1", "-1", "0-3,8", "3-0", "5 kB", "1 2 3 4 5 6 7 8", "max 100000", "18446744073709551615", "NaN", "\x00", "0-9999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := ReadState(garbage(text))
		for _, list := range [][]int{s.Online, s.Allowed} {
			if !slices.IsSorted(list) || len(list) > mostProcessors || len(list) > 0 && (list[0] < 0 || list[len(list)-1] >= mostProcessors) {
				t.Errorf("processors %v", list)
			}
		}
		for _, v := range []*float64{s.Quota, s.Load, s.Celsius, s.Megahertz} {
			if v != nil && !(*v >= 0 && !math.IsInf(*v, 1)) {
				t.Errorf("the number %v", *v)
			}
		}
		if s.Ticks != nil && (s.Ticks.Busy > s.Ticks.Total || s.Ticks.Steal > s.Ticks.Total) {
			t.Errorf("ticks %+v", s.Ticks)
		}
		if s.Throttled != nil && s.Throttled.Time < 0 {
			t.Errorf("throttled %+v", s.Throttled)
		}
		for _, v := range []*time.Duration{s.Waiting, s.Pressure, s.MemoryPressure} {
			if v != nil && *v < 0 {
				t.Errorf("the length %v", *v)
			}
		}
		if s.Sharing != nil && *s.Sharing > len(s.Allowed) {
			t.Errorf("%d of %v share a core", *s.Sharing, s.Allowed)
		}
	})
}

// endless never comes to its end: reading stops all the same.
type endless struct{ fstest.MapFS }

func (e endless) Open(name string) (fs.File, error) {
	file, err := e.MapFS.Open(name)
	if err != nil {
		return nil, err
	}
	return endlessFile{file}, nil
}

type endlessFile struct{ fs.File }

func (endlessFile) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '7'
	}
	return len(p), nil
}

func TestEndlessFile(t *testing.T) {
	if got := contents(endless{files("proc/stat", "")}, "proc/stat"); got != "" {
		t.Errorf("%d bytes of a file without end", len(got))
	}
}
