// Machines of several sorts, made of files.

package hostinfo

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"primebench/results"
)

// files makes a file system of names and contents.
func files(pairs ...string) fstest.MapFS {
	root := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		root[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return root
}

func TestDescribeLinux(t *testing.T) {
	const cpus = "sys/devices/system/cpu/cpu"
	fromCPU := results.Host{LogicalCores: 4, PhysicalCores: 4, ThreadsPerCore: 1}
	tests := []struct {
		name string
		root fstest.MapFS
		want results.Host
	}{
		{"nothing to read", files(), fromCPU},
		{"two cores of two threads", files(
			"proc/sys/kernel/osrelease", "6.1.0-18-amd64\n",
			"proc/meminfo", "MemTotal:        8141412 kB\nMemFree:          100 kB\n",
			cpus+"0/topology/thread_siblings_list", "0,2\n", cpus+"0/cpufreq/scaling_governor", "performance\n",
			cpus+"1/topology/thread_siblings_list", "1,3\n", cpus+"1/cpufreq/scaling_governor", "powersave\n",
			cpus+"2/topology/thread_siblings_list", "0,2\n", cpus+"2/cpufreq/scaling_governor", "performance\n",
			cpus+"3/topology/thread_siblings_list", "1,3\n", cpus+"3/cpufreq/scaling_governor", "performance\n",
			cpus+"idle/current_driver", "none\n",
			"proc/self/cgroup", "0::/\n", "sys/fs/cgroup/cpu.max", "150000 100000\n",
		), results.Host{
			Release: "6.1.0-18-amd64", Governor: "performance,powersave", MemoryBytes: 8141412 << 10,
			LogicalCores: 4, PhysicalCores: 2, ThreadsPerCore: 2, CgroupCores: 1.5,
		}},
		{"a processor off line", files(
			cpus+"0/topology/thread_siblings_list", "0\n", cpus+"1/online", "0\n",
		), results.Host{LogicalCores: 1, PhysicalCores: 1, ThreadsPerCore: 1}},
		{"large and small cores", files(
			cpus+"0/topology/thread_siblings_list", "0-1\n", cpus+"1/topology/thread_siblings_list", "0-1\n",
			cpus+"2/topology/thread_siblings_list", "2\n",
		), results.Host{LogicalCores: 3, PhysicalCores: 2, ThreadsPerCore: 2}},
		{"nonsense", files(
			"proc/meminfo", "MemTotal: much\n", "proc/self/cgroup", "0::\nx\n\n5:cpu\n",
			cpus+"0/topology/thread_siblings_list", "\n",
		), fromCPU},
	}
	for _, test := range tests {
		got := fromCPU
		describeLinux(test.root, &got)
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", test.name, got, test.want)
		}
	}
}

func TestCgroupCores(t *testing.T) {
	const group = "sys/fs/cgroup/"
	tests := []struct {
		name string
		root fstest.MapFS
		want float64
	}{
		{"no control groups", files(), 0},
		{"version 2, no quota", files("proc/self/cgroup", "0::/a\n", group+"a/cpu.max", "max 100000\n"), 0},
		{"version 2", files("proc/self/cgroup", "0::/a/b\n", group+"a/b/cpu.max", "50000 100000\n"), 0.5},
		{"the group above is tighter", files("proc/self/cgroup", "0::/a/b\n",
			group+"a/b/cpu.max", "800000 100000\n", group+"a/cpu.max", "300000 100000\n"), 3},
		{"the group above is wider", files("proc/self/cgroup", "0::/a/b\n",
			group+"a/b/cpu.max", "200000 100000\n", group+"a/cpu.max", "300000 100000\n"), 2},
		{"container with the host's names", files("proc/self/cgroup", "0::/docker/77\n", group+"cpu.max", "250000 100000\n"), 2.5},
		{"outside its own root", files("proc/self/cgroup", "0::/../../a\n", group+"cpu.max", "100000 50000\n"), 2},
		{"a colon in the name", files("proc/self/cgroup", "0::/a:b\n", group+"a:b/cpu.max", "100000 100000\n"), 1},
		{"version 1", files("proc/self/cgroup", "12:memory:/m\n4:cpu,cpuacct:/a\n",
			group+"cpu,cpuacct/a/cpu.cfs_quota_us", "175000\n", group+"cpu,cpuacct/a/cpu.cfs_period_us", "100000\n"), 1.75},
		{"version 1, other order and mount", files("proc/self/cgroup", "4:cpuacct,cpu:/a\n",
			group+"cpu/a/cpu.cfs_quota_us", "50000\n", group+"cpu/a/cpu.cfs_period_us", "100000\n"), 0.5},
		{"version 1, no quota", files("proc/self/cgroup", "1:cpu:/\n",
			group+"cpu/cpu.cfs_quota_us", "-1\n", group+"cpu/cpu.cfs_period_us", "100000\n"), 0},
		{"cpuset is not cpu", files("proc/self/cgroup", "1:cpuset:/\n",
			group+"cpu/cpu.cfs_quota_us", "50000\n", group+"cpu/cpu.cfs_period_us", "100000\n"), 0},
		{"both versions", files("proc/self/cgroup", "1:cpu:/\n0::/u\n",
			group+"cpu/cpu.cfs_quota_us", "400000\n", group+"cpu/cpu.cfs_period_us", "100000\n",
			group+"unified/u/cpu.max", "300000 100000\n"), 3},
		{"no period", files("proc/self/cgroup", "0::/\n", group+"cpu.max", "100000 0\n"), 0},
		{"half a line", files("proc/self/cgroup", "0::/\n", group+"cpu.max", "100000"), 0},
		{"very deep", files("proc/self/cgroup", "0::"+strings.Repeat("/a", 2000)+"\n", group+"a/a/cpu.max", "100000 100000\n"), 1},
	}
	for _, test := range tests {
		if got := cgroupCores(test.root); got != test.want {
			t.Errorf("%s: %v cores, want %v", test.name, got, test.want)
		}
	}
}

func TestOneCore(t *testing.T) {
	for quota, want := range map[string]bool{"50000 100000": true, "100000 100000": true, "150000 100000": false, "max 100000": false, "": false} {
		if got := OneCore(files("proc/self/cgroup", "0::/\n", "sys/fs/cgroup/cpu.max", quota+"\n")); got != want {
			t.Errorf("a quota of %q: %t", quota, got)
		}
	}
}

func TestPeakOfStatus(t *testing.T) {
	status := "Name:\tprimebench\nVmPeak:\t  900 kB\nVmHWM:\t  21136 kB\nVmRSS:\t  20000 kB\n"
	if got := peakBytes(files("proc/self/status", status)); got != 21136<<10 {
		t.Errorf("%d bytes, want %d", got, 21136<<10)
	}
}
