// Gathering the evidence.

package doctor

import (
	"context"
	"io/fs"
	"time"

	"primebench/internal/cpu"
	"primebench/internal/hostinfo"
)

// The lengths that a measurement may have: below the first one there are too few
// blocks for an interval worth having, and the slices of the last one take some
// megabytes for each processor.
const (
	Shortest = time.Second
	Usual    = 3 * time.Second
	Longest  = 30 * time.Second
)

// Examine reads the machine's files below root, which is os.DirFS("/") but in
// tests, and measures for the length. It returns the cause when ctx ends.
func Examine(ctx context.Context, root fs.FS, length time.Duration) (Evidence, error) {
	e := Evidence{Hypervisor: cpu.DetectHypervisor(), ClockStep: clockStep()}
	e.Before = hostinfo.ReadState(root)
	begin, own := time.Now(), hostinfo.ProcessTime()
	var err error
	e.Slices, err = takeSlices(ctx, length)
	if err != nil {
		return Evidence{}, err
	}
	e.Own = hostinfo.ProcessTime() - own
	e.After, e.Elapsed = hostinfo.ReadState(root), time.Since(begin)
	return e, nil
}
