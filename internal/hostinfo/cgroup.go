// How many cores the control groups of Linux allow, and how often they stopped
// the process. A container with a quota stops all its threads for the rest of each
// period once the quota is used up, and a benchmark that does not know it takes
// that for slow arithmetic.

package hostinfo

import (
	"io/fs"
	"math"
	"path"
	"strings"
	"time"
)

// Where distributions mount the control groups: version 2 alone, and version 2
// beside version 1.
const (
	cgroupMount  = "sys/fs/cgroup"
	unifiedMount = "sys/fs/cgroup/unified"
)

// A group is a folder that may hold the files of one control group.
type group struct {
	dir string
	v1  bool // of version 1
}

// groups are the folders of the process's own groups and of all above them: a
// group cannot have more than the one it is in. In a container a group may be
// named as the host sees it and not be there; the mount then shows the
// container's own group. Folders may be missing, and be there under two names.
func groups(root fs.FS) []group {
	var all []group
	walkUp := func(mount, name string, v1 bool) {
		for name = path.Clean("/" + name); ; name = path.Dir(name) {
			all = append(all, group{path.Join(mount, name), v1})
			if name == "/" {
				return
			}
		}
	}
	for line := range strings.Lines(contents(root, "proc/self/cgroup")) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3) // number:controllers:group
		if len(fields) < 3 {
			continue
		}
		controllers, name := fields[1], fields[2]
		switch {
		case controllers == "" && fields[0] == "0":
			walkUp(cgroupMount, name, false)
			walkUp(unifiedMount, name, false)
		case strings.Contains(","+controllers+",", ",cpu,"):
			walkUp(path.Join(cgroupMount, controllers), name, true)
			walkUp(path.Join(cgroupMount, "cpu"), name, true)
		}
	}
	return all
}

// cgroupCores is the smallest quota in cores; 0 means none.
func cgroupCores(root fs.FS) float64 {
	var least float64
	for _, g := range groups(root) {
		cores, _ := g.quota(root)
		least = smaller(least, cores)
	}
	return least
}

// OneCore reports whether a control group below root, as of ReadCounters, allows the
// process one core at most. Go runs two threads at once even there, and none less by
// itself (runtime.GOMAXPROCS, since Go 1.25).
func OneCore(root fs.FS) bool {
	cores := cgroupCores(root)
	return cores > 0 && cores <= 1
}

// quota reads the time allowed in each period: "max 100000" or "150000 100000",
// in version 1 of two files where -1 stands for no quota. It is 0 when there is
// none, and not ok when what is there makes no sense.
func (g group) quota(root fs.FS) (cores float64, ok bool) {
	quota, period, _ := strings.Cut(firstLine(root, path.Join(g.dir, "cpu.max")), " ")
	none := "max"
	if g.v1 {
		quota, period = firstLine(root, path.Join(g.dir, "cpu.cfs_quota_us")), firstLine(root, path.Join(g.dir, "cpu.cfs_period_us"))
		none = "-1"
	}
	cores = share(quota, period)
	return cores, cores > 0 || quota == none || quota == ""
}

// groupQuota is the smallest quota in cores, 0 when there is none; nil when no group
// tells of its processor time, or when a quota makes no sense.
func groupQuota(root fs.FS) *float64 {
	var least float64
	seen := false
	for _, g := range groups(root) {
		if g.stat(root) == "" {
			continue
		}
		cores, ok := g.quota(root)
		if !ok {
			return nil
		}
		least, seen = smaller(least, cores), true
	}
	if !seen {
		return nil
	}
	return &least
}

// throttled is the most that one of the groups was stopped; nil when no group tells
// of its processor time, or when a counter makes no sense.
func throttled(root fs.FS) *Throttling {
	var most *Throttling
	for _, g := range groups(root) {
		stat := g.stat(root)
		if stat == "" {
			continue
		}
		t, ok := g.throttling(stat)
		if !ok {
			return nil
		}
		if most == nil || t.Time >= most.Time {
			most = &t
		}
	}
	return most
}

// stat is what the group tells of its processor time; "" when it does not.
func (g group) stat(root fs.FS) string { return contents(root, path.Join(g.dir, "cpu.stat")) }

// throttling reads cpu.stat. Version 2 writes microseconds, version 1
// nanoseconds; the root of version 2, which knows no quota, has the file without
// these lines.
func (g group) throttling(stat string) (t Throttling, ok bool) {
	word, unit := "throttled_usec ", time.Microsecond
	if g.v1 {
		word, unit = "throttled_time ", time.Nanosecond
	}
	times, length := valueOf(stat, "nr_throttled "), valueOf(stat, word)
	if times == "" && length == "" && !g.v1 {
		return t, valueOf(stat, "usage_usec ") != ""
	}
	n, units := bounded[uint64](times, math.MaxInt64), bounded(length, uint64(math.MaxInt64/unit))
	if n == nil || units == nil {
		return t, false
	}
	return Throttling{Times: *n, Time: time.Duration(*units) * unit}, true
}

func share(quota, period string) float64 {
	q, p := positive(quota), positive(period)
	if p == 0 {
		return 0
	}
	return q / p
}

// smaller is the lesser of two quotas, of which 0 means none.
func smaller(a, b float64) float64 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}
