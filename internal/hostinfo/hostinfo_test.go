// The real machine, as far as something is true of every one, and the stamp of a
// build.

package hostinfo

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"primebench/results"
)

// TestHostIsWritable puts the machine at hand into a run file, which checks it.
func TestHostIsWritable(t *testing.T) {
	host := Host()
	if host.OS != runtime.GOOS || host.Arch != runtime.GOARCH {
		t.Errorf("%s/%s, want %s/%s", host.OS, host.Arch, runtime.GOOS, runtime.GOARCH)
	}
	if host.LogicalCores < 1 || host.PhysicalCores < 1 || host.LogicalCores < host.PhysicalCores {
		t.Errorf("%d logical and %d physical cores", host.LogicalCores, host.PhysicalCores)
	}
	if runtime.GOOS == "linux" && (host.Release == "" || host.MemoryBytes == 0) {
		t.Errorf("release %q, %d bytes of memory", host.Release, host.MemoryBytes)
	}
	var file bytes.Buffer
	header := results.Header{
		Start: time.Unix(1, 0), Seed: strings.Repeat("0", 64), GOMAXPROCS: 1, Host: host,
	}
	if err := results.NewWriter(&file).Header(header); err != nil {
		t.Fatal(err)
	}
	if _, err := results.Read(&file); err != nil {
		t.Error(err)
	}
	t.Logf("%+v", host)
}

// TestChildrenTime runs a child that does nothing but start and end.
func TestChildrenTime(t *testing.T) {
	before := ChildrenTime()
	if err := exec.Command(os.Args[0], "-test.run=^$").Run(); err != nil {
		t.Fatal(err)
	}
	if after := ChildrenTime(); runtime.GOOS == "linux" && after <= before {
		t.Errorf("%v before a child and %v after it", before, after)
	}
}

// TestProcessTime works until the clock has moved: how long that takes is the
// system's affair.
func TestProcessTime(t *testing.T) {
	before := ProcessTime()
	if before == 0 && runtime.GOOS != "linux" {
		t.Skip("this system does not tell")
	}
	deadline := time.Now().Add(20 * time.Second)
	for ProcessTime() == before {
		if time.Now().After(deadline) {
			t.Fatalf("stands at %v while the process works", before)
		}
	}
	if after := ProcessTime(); after < before {
		t.Errorf("went back from %v to %v", before, after)
	}
}

func TestPeakBytes(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("this system does not tell")
	}
	const size = 64 << 20
	before := PeakBytes()
	block := make([]byte, size)
	for i := 0; i < size; i += 4096 {
		block[i] = 1
	}
	after := PeakBytes()
	runtime.KeepAlive(block)
	if before == 0 || after < size || after < before {
		t.Errorf("%d before and %d after %d bytes were touched", before, after, size)
	}
}

func TestDescribeBuild(t *testing.T) {
	info := func(version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: settings}
	}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "4be1"}
	tests := []struct {
		name              string
		info              *debug.BuildInfo
		version, revision string
		want              Build
	}{
		{"nothing known", nil, "", "", Build{Version: "devel", Revision: "unknown"}},
		{"no stamp", info("(devel)"), "", "", Build{Version: "devel", Revision: "unknown"}},
		{"linker alone", info("(devel)"), "v1.2.0", "77aa", Build{Version: "v1.2.0", Revision: "77aa"}},
		{"installed", info("v1.3.0"), "", "", Build{Version: "v1.3.0", Revision: "unknown"}},
		{"checkout", info("v1.3.1-0.2025", revision), "v1.2.0", "77aa", Build{Version: "v1.3.1-0.2025", Revision: "4be1"}},
		{"changed", info("(devel)", revision, debug.BuildSetting{Key: "vcs.modified", Value: "true"}), "", "",
			Build{Version: "devel", Revision: "4be1+dirty"}},
	}
	for _, test := range tests {
		test.want.Go = runtime.Version()
		if got := describeBuild(test.info, test.version, test.revision); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
	if got := ReadBuild(); got.Version == "" || got.Revision == "" || got.Go != runtime.Version() {
		t.Errorf("this build: %+v", got)
	}
}
