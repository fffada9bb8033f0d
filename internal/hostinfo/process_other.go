//go:build !unix && !windows

// The processor time of the process and its children, where nobody can be asked.

package hostinfo

import "time"

// ProcessTime is the user and system time of the process so far, over all its
// threads; 0 where the system does not say.
func ProcessTime() time.Duration { return 0 }

// ChildrenTime is that of the children which have ended; 0 where the system does not
// say.
func ChildrenTime() time.Duration { return 0 }
