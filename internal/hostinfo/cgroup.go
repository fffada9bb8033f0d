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

// groupState is the quota, 0 when there is none, and the most that one of the
// groups was stopped. Both are nil when no group tells of its processor time, and
// each when one of them makes no sense.
func groupState(root fs.FS) (*float64, *Throttling) {
	var least float64
	var most Throttling
	seen, quotas, counters := false, true, true
	for _, g := range groups(root) {
		if contents(root, path.Join(g.dir, "cpu.stat")) == "" {
			continue
		}
		seen = true
		cores, ok := g.quota(root)
		least, quotas = smaller(least, cores), quotas && ok
		t, ok := g.throttling(root)
		counters = counters && ok
		if t.Time >= most.Time {
			most = t
		}
	}
	var quota *float64
	var throttled *Throttling
	if seen && quotas {
		quota = &least
	}
	if seen && counters {
		throttled = &most
	}
	return quota, throttled
}

// throttling reads cpu.stat. Version 2 writes microseconds, version 1
// nanoseconds; the root of version 2, which knows no quota, has the file without
// these lines.
func (g group) throttling(root fs.FS) (t Throttling, ok bool) {
	name := path.Join(g.dir, "cpu.stat")
	word, unit := "throttled_usec ", time.Microsecond
	if g.v1 {
		word, unit = "throttled_time ", time.Nanosecond
	}
	times, length := valueOf(root, name, "nr_throttled "), valueOf(root, name, word)
	if times == "" && length == "" && !g.v1 {
		return t, valueOf(root, name, "usage_usec ") != ""
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
