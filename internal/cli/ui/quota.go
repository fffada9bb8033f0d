// The cores that the program takes by itself.

package ui

import (
	"os"
	"runtime"

	"primebench/internal/hostinfo"
)

// FollowQuota has Go run one thread at a time where a control group allows the process
// one core at most, so that there is one worker unless more are asked for. The variable
// GOMAXPROCS goes before it.
func FollowQuota() {
	if os.Getenv("GOMAXPROCS") == "" && runtime.GOMAXPROCS(0) == 2 && hostinfo.OneCore(os.DirFS("/")) {
		runtime.GOMAXPROCS(1)
	}
}
