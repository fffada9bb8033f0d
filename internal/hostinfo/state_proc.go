// The state that Linux tells below /proc.

package hostinfo

import (
	"io/fs"
	"math"
	"strconv"
	"strings"
)

const (
	mostThreads    = 1 << 22 // PID_MAX_LIMIT of Linux
	mostProcessors = 1 << 13 // NR_CPUS of any Linux that is built
)

// valueOf returns what follows a word at the beginning of a line, "" when no line
// begins with it.
func valueOf(root fs.FS, name, word string) string {
	for line := range strings.Lines(contents(root, name)) {
		if value, ok := strings.CutPrefix(line, word); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// bounded reads a whole number from 0 to most; nil stands for anything else.
func bounded[T int | uint64](text string, most T) *T {
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil || n > uint64(most) {
		return nil
	}
	value := T(n)
	return &value
}

// processors reads a list such as "0-3,8", ascending as the kernel writes it; nil
// when it is none.
func processors(list string) []int {
	var all []int
	for part := range strings.SplitSeq(list, ",") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		first, last := bounded(from, mostProcessors-1), bounded(to, mostProcessors-1)
		if first == nil || last == nil || *first > *last || len(all) > 0 && *first <= all[len(all)-1] {
			return nil
		}
		for n := *first; n <= *last; n++ {
			all = append(all, n)
		}
	}
	return all
}

// processorTicks reads the numbers of the line "cpu" of /proc/stat: user, nice, system,
// idle, iowait, irq, softirq and, where there are more, steal; those behind it
// stand within the first ones (man 5 proc).
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
	return &t
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

// memory is kibibytes, nil where there is no such line.
func memory(root fs.FS, key string) *uint64 {
	number, unit, _ := strings.Cut(valueOf(root, "proc/meminfo", key+":"), " ")
	n := bounded[uint64](number, 1<<53)
	if n == nil || unit != "kB" {
		return nil
	}
	*n <<= 10
	return n
}

func difference(all, part *uint64) *uint64 {
	if all == nil || part == nil || *part > *all {
		return nil
	}
	rest := *all - *part
	return &rest
}

func swapped(root fs.FS) *uint64 {
	const most = math.MaxInt64 >> 1
	in := bounded[uint64](valueOf(root, "proc/vmstat", "pswpin "), most)
	out := bounded[uint64](valueOf(root, "proc/vmstat", "pswpout "), most)
	if in == nil || out == nil {
		return nil
	}
	sum := *in + *out
	return &sum
}
