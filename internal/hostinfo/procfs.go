// What Linux tells in files below /proc and /sys. The functions take the root as
// a file system, so that machines of every sort can be had in a test.

package hostinfo

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"primebench/results"
)

// describeLinux fills in what the files below root say; a file that is missing
// or odd leaves its field alone.
func describeLinux(root fs.FS, host *results.Host) {
	host.Release = firstLine(root, "proc/sys/kernel/osrelease")
	host.Governor = governor(root)
	host.CgroupCores = cgroupCores(root)
	host.MemoryBytes = kibibytes(root, "proc/meminfo", "MemTotal")
	if logical, physical := topology(root); physical > 0 {
		host.LogicalCores = logical
		host.PhysicalCores = physical
		host.ThreadsPerCore = (logical + physical - 1) / physical
	}
}

// topology counts the processors that are online and the cores that they share.
// Processors of one core name the same list of siblings.
func topology(root fs.FS) (logical, physical int) {
	cores := map[string]bool{}
	names, _ := fs.Glob(root, "sys/devices/system/cpu/cpu[0-9]*/topology/thread_siblings_list")
	for _, name := range names {
		if siblings := firstLine(root, name); siblings != "" {
			logical++
			cores[siblings] = true
		}
	}
	return logical, len(cores)
}

// governor names the frequency governor, or all of them where the processors
// differ.
func governor(root fs.FS) string {
	var found []string
	names, _ := fs.Glob(root, "sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor")
	for _, name := range names {
		if g := firstLine(root, name); g != "" {
			found = append(found, g)
		}
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), ",")
}

// peakBytes is the largest resident size of the process. VmHWM begins at zero
// with the program, where getrusage goes on counting from whoever started it.
func peakBytes(root fs.FS) uint64 {
	return kibibytes(root, "proc/self/status", "VmHWM")
}

// kibibytes reads the size behind a key of a file with lines like
// "MemTotal:  8141412 kB", in bytes.
func kibibytes(root fs.FS, name, key string) uint64 {
	var n uint64
	if _, err := fmt.Sscanf(valueOf(contents(root, name), key+":"), "%d kB", &n); err != nil || n > 1<<53 {
		return 0
	}
	return n << 10
}

func firstLine(root fs.FS, name string) string {
	line, _, _ := strings.Cut(contents(root, name), "\n")
	return strings.TrimSpace(line)
}

// mostContents is far above what the kernel writes into any file that is read
// here: /proc/stat, the longest, has some 100 bytes a processor.
const mostContents = 1 << 20

// contents is what a file holds; "" when it cannot be read or is too large.
func contents(root fs.FS, name string) string {
	text := upTo(root, name, mostContents+1)
	if len(text) > mostContents {
		return ""
	}
	return text
}

// head is the lines that a file begins with, of most bytes together at the most.
func head(root fs.FS, name string, most int64) string {
	text := upTo(root, name, most)
	return text[:strings.LastIndexByte(text, '\n')+1]
}

// upTo is the first bytes of a file, most of them at the most; "" when they cannot
// be read.
func upTo(root fs.FS, name string, most int64) string {
	file, err := root.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	// Some files are made anew for each piece that is read, and few are longer.
	const piece = 4 << 10
	data := bytes.NewBuffer(make([]byte, 0, piece))
	if _, err := data.ReadFrom(io.LimitReader(file, most)); err != nil {
		return ""
	}
	return data.String()
}

// positive reads a number above zero; 0 stands for anything else.
func positive(s string) float64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n <= 0 {
		return 0
	}
	return float64(n)
}
