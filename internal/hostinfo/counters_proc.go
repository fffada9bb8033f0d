// Where Linux keeps the counters: man 5 proc and Documentation/accounting/psi.rst
// of its source describe the files.

package hostinfo

import (
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"time"
)

// processorTicks reads the numbers of the line "cpu" of /proc/stat: user, nice, system,
// idle, iowait, irq, softirq and, where there are more, steal; those behind it
// stand within the first ones (man 5 proc). Sandboxes that count nothing write 0
// for all of them.
func processorTicks(line string) *Ticks {
	fields := strings.Fields(line)
	if len(fields) < 7 {
		return nil
	}
	var t Ticks
	for i, field := range fields[:min(len(fields), 8)] {
		n := bounded[uint64](field, math.MaxInt64>>4)
		if n == nil {
			return nil
		}
		t.Total += *n
		switch i {
		case 3, 4: // idle
		case 7:
			t.Steal = *n
		default:
			t.Busy += *n
		}
	}
	if t.Total == 0 {
		return nil
	}
	return &t
}

// waiting adds up the second number of schedstat, nanoseconds on a queue, over the
// threads of the process (Documentation/scheduler/sched-stats.rst of Linux). A
// kernel that does not count writes three zeros for each of them, though the thread
// that reads this has run.
func waiting(root fs.FS) *time.Duration {
	const folder = "proc/self/task"
	threads, err := fs.ReadDir(root, folder)
	if err != nil {
		return nil
	}
	var sum uint64
	counted := false
	for _, thread := range threads {
		fields := strings.Fields(contents(root, folder+"/"+thread.Name()+"/schedstat"))
		if len(fields) == 0 { // the thread has ended
			continue
		}
		if len(fields) != 3 {
			return nil
		}
		n := bounded(fields[1], math.MaxInt64-sum)
		if n == nil {
			return nil
		}
		sum += *n
		counted = counted || fields[2] != "0"
	}
	if !counted {
		return nil
	}
	all := time.Duration(sum)
	return &all
}

// pressure reads the total, in microseconds, of a line such as
// "some avg10=0.00 avg60=0.11 avg300=0.78 total=4870283361".
func pressure(root fs.FS, resource string) *time.Duration {
	_, total, _ := strings.Cut(valueOf(contents(root, "proc/pressure/"+resource), "some "), "total=")
	n := bounded[uint64](total, uint64(math.MaxInt64/time.Microsecond))
	if n == nil {
		return nil
	}
	length := time.Duration(*n) * time.Microsecond
	return &length
}

// load reads the first number of a line such as "0.30 0.57 1.28 2/104 5733".
func load(root fs.FS) *float64 {
	first, _, _ := strings.Cut(firstLine(root, "proc/loadavg"), " ")
	v, err := strconv.ParseFloat(first, 64)
	if err != nil || !(v >= 0 && v <= mostThreads) {
		return nil
	}
	return &v
}

func swapped(root fs.FS) *uint64 {
	const most = math.MaxInt64 >> 1
	vmstat := contents(root, "proc/vmstat")
	in := bounded[uint64](valueOf(vmstat, "pswpin "), most)
	out := bounded[uint64](valueOf(vmstat, "pswpout "), most)
	if in == nil || out == nil {
		return nil
	}
	sum := *in + *out
	return &sum
}

// megahertz is the mean clock rate of the first processors that we may use. The
// drivers tell it in thousands; without one, /proc/cpuinfo of the x86 family does.
// A few processors stand for all, so that hundreds of them cost no more to ask.
func megahertz(root fs.FS) *float64 {
	const (
		asked         = 4
		begin         = 16 << 10 // bytes of /proc/cpuinfo that hold as many
		mostMegahertz = 1e5
	)
	var sum float64
	count := 0
	add := func(text string, unit float64) {
		if rate, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && rate > 0 && rate*unit <= mostMegahertz {
			sum += rate * unit
			count++
		}
	}
	allowed := allowedProcessors(root)
	for _, n := range allowed[:min(len(allowed), asked)] {
		add(firstLine(root, fmt.Sprintf(processorFolder+"cpu%d/cpufreq/scaling_cur_freq", n)), 1e-3)
	}
	if count == 0 {
		for line := range strings.Lines(head(root, "proc/cpuinfo", begin)) {
			if key, rate, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "cpu MHz" {
				add(rate, 1)
			}
		}
	}
	if count == 0 {
		return nil
	}
	mean := sum / float64(count)
	return &mean
}
