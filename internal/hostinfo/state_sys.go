// The state that Linux tells below /sys: Documentation/ABI of its source describes
// the files.

package hostinfo

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
)

const processorFolder = "sys/devices/system/cpu/"

// boost reads the switches of the drivers: Intel's says when it is off, those of
// others when it is on.
func boost(root fs.FS) *bool {
	for _, driver := range []struct{ file, on string }{{"intel_pstate/no_turbo", "0"}, {"cpufreq/boost", "1"}} {
		if text := firstLine(root, processorFolder+driver.file); text == "0" || text == "1" {
			is := text == driver.on
			return &is
		}
	}
	return nil
}

// sharing counts the allowed processors that share a core with another allowed
// one; nil when the siblings of one of them cannot be read.
func sharing(root fs.FS, allowed []int) *int {
	onCore := map[string]int{}
	for _, n := range allowed {
		siblings := firstLine(root, fmt.Sprintf(processorFolder+"cpu%d/topology/thread_siblings_list", n))
		if siblings == "" {
			return nil
		}
		onCore[siblings]++
	}
	if len(onCore) == 0 {
		return nil
	}
	count := 0
	for _, n := range onCore {
		if n > 1 {
			count += n
		}
	}
	return &count
}

// hottest is the temperature of the hottest sensor that is about the processor or
// the whole of the machine, which write thousandths of a degree.
func hottest(root fs.FS) *float64 {
	var found *float64
	for _, pattern := range []string{"sys/class/thermal/thermal_zone*/temp", "sys/class/hwmon/hwmon*/temp*_input"} {
		names, _ := fs.Glob(root, pattern)
		for _, name := range names {
			milli, err := strconv.ParseInt(firstLine(root, name), 10, 32)
			// Sensors that are not there read as 0, or below the freezing point.
			if celsius := float64(milli) / 1000; err == nil && celsius > 0 && celsius < 150 && (found == nil || celsius > *found) {
				found = &celsius
			}
		}
	}
	return found
}

// heatEvents adds up how often cores and packages were slowed down. The number of
// a package stands with each of its processors, which is no harm: only whether the
// sum rises means something.
func heatEvents(root fs.FS) *uint64 {
	var sum *uint64
	for _, what := range []string{"core", "package"} {
		names, _ := fs.Glob(root, processorFolder+"cpu[0-9]*/thermal_throttle/"+what+"_throttle_count")
		for _, name := range names {
			n := bounded[uint64](firstLine(root, name), math.MaxInt32)
			if n == nil {
				return nil
			}
			if sum == nil {
				sum = new(uint64)
			}
			*sum += *n
		}
	}
	return sum
}

// onBattery says whether a battery of the machine is being used up. A machine
// that lists its power supplies and has no battery is on none.
func onBattery(root fs.FS) *bool {
	const folder = "sys/class/power_supply"
	supplies, err := fs.ReadDir(root, folder)
	if err != nil {
		return nil
	}
	empties := slices.ContainsFunc(supplies, func(d fs.DirEntry) bool {
		at := folder + "/" + d.Name()
		// Batteries of mice and keyboards have the scope "Device".
		return firstLine(root, at+"/type") == "Battery" && firstLine(root, at+"/scope") != "Device" &&
			strings.EqualFold(firstLine(root, at+"/status"), "Discharging")
	})
	return &empties
}
