// An example of asking what this machine and this program are.

package hostinfo_test

import (
	"fmt"
	"runtime"

	"primebench/internal/hostinfo"
)

func Example() {
	host := hostinfo.Host()
	build := hostinfo.ReadBuild()
	fmt.Println(host.OS == runtime.GOOS, host.LogicalCores > 0, build.Go == runtime.Version())
	// Output: true true true
}
