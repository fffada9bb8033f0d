// The state that Linux tells below /proc.

package hostinfo

import (
	"io/fs"
	"strconv"
	"strings"
)

const (
	mostThreads    = 1 << 22 // PID_MAX_LIMIT of Linux
	mostProcessors = 1 << 13 // NR_CPUS of any Linux that is built
)

// valueOf returns what follows a word at the beginning of a line of the text, ""
// when no line begins with it.
func valueOf(text, word string) string {
	for line := range strings.Lines(text) {
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

// allowedProcessors are those that this process may run on, ascending.
func allowedProcessors(root fs.FS) []int {
	return processors(valueOf(contents(root, "proc/self/status"), "Cpus_allowed_list:"))
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

// memory is kibibytes, nil where there is no such line.
func memory(root fs.FS, key string) *uint64 {
	number, unit, _ := strings.Cut(valueOf(contents(root, "proc/meminfo"), key+":"), " ")
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
