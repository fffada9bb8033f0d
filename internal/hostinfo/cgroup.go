// How many cores the control groups of Linux allow. A container with a quota
// stops all its threads for the rest of each period once the quota is used up,
// and a benchmark that does not know it takes that for slow arithmetic.

package hostinfo

import (
	"io/fs"
	"path"
	"strings"
)

// Where distributions mount the control groups: version 2 alone, and version 2
// beside version 1.
const (
	cgroupMount  = "sys/fs/cgroup"
	unifiedMount = "sys/fs/cgroup/unified"
)

// cgroupCores is the smallest quota in cores, of the process's own group and all
// above it: a group cannot have more than the one it is in. 0 means none.
func cgroupCores(root fs.FS) float64 {
	data, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return 0
	}
	var least float64
	for line := range strings.Lines(string(data)) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3) // number:controllers:group
		if len(fields) < 3 {
			continue
		}
		controllers, group := fields[1], fields[2]
		switch {
		case controllers == "" && fields[0] == "0":
			least = smaller(least, walkUp(root, cgroupMount, group, quotaV2))
			least = smaller(least, walkUp(root, unifiedMount, group, quotaV2))
		case strings.Contains(","+controllers+",", ",cpu,"):
			least = smaller(least, walkUp(root, path.Join(cgroupMount, controllers), group, quotaV1))
			least = smaller(least, walkUp(root, path.Join(cgroupMount, "cpu"), group, quotaV1))
		}
	}
	return least
}

// walkUp asks a group and each above it, to the mount itself. In a container the
// group may be named as the host sees it and not be there; the mount then shows
// the container's own group.
func walkUp(root fs.FS, mount, group string, quota func(root fs.FS, dir string) float64) float64 {
	var least float64
	for group = path.Clean("/" + group); ; group = path.Dir(group) {
		least = smaller(least, quota(root, path.Join(mount, group)))
		if group == "/" {
			return least
		}
	}
}

// quotaV2 reads "max 100000" or "150000 100000": time allowed in each period.
func quotaV2(root fs.FS, dir string) float64 {
	quota, period, _ := strings.Cut(firstLine(root, path.Join(dir, "cpu.max")), " ")
	return share(quota, period)
}

// quotaV1 reads the same of two files; -1 stands for no quota.
func quotaV1(root fs.FS, dir string) float64 {
	return share(firstLine(root, path.Join(dir, "cpu.cfs_quota_us")), firstLine(root, path.Join(dir, "cpu.cfs_period_us")))
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
