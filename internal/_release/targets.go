// The systems that a release is for, and how the program is built for each.

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A target is a system and a processor, as Go names them, and a way to build for them.
type target struct {
	system, processor string
	static            bool // needs no loader, and so loads no peer's library
}

func (t target) String() string { return t.system + "/" + t.processor }

// targets are those with archives.
var targets = []target{
	{system: "linux", processor: "amd64", static: true}, {system: "linux", processor: "arm64", static: true},
	{system: "linux", processor: "amd64"}, {system: "linux", processor: "arm64"},
	{system: "darwin", processor: "amd64"}, {system: "darwin", processor: "arm64"},
	{system: "windows", processor: "amd64"}, {system: "windows", processor: "arm64"},
	{system: "freebsd", processor: "amd64"}, {system: "freebsd", processor: "arm64"},
}

// suffix tells the program of Linux that calls OpenSSL and GMP, and wants glibc, from the
// one that runs anywhere.
func (t target) suffix() string {
	if t.system == "linux" && !t.static {
		return "_peers"
	}
	return ""
}

// packaged reports whether .deb and .rpm are made of the target: their systems have glibc.
func (t target) packaged() bool { return t.system == "linux" && !t.static }

// environment is that of go for the target.
func (t target) environment() []string {
	return append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.system, "GOARCH="+t.processor, "GOFLAGS=-mod=readonly")
}

// tags are the build tags of the target's program.
func (t target) tags() string {
	if t.static {
		return "static"
	}
	return ""
}

// program is the file name of the program.
func (t target) program() string {
	if t.system == "windows" {
		return "primebench.exe"
	}
	return "primebench"
}

// build makes the target's program in a folder. Two builds of one revision are equal to
// the byte: no path, time or version control stamp of the machine is in it.
func (t target) build(ctx context.Context, root, folder string, r revision) (path string, err error) {
	path, err = filepath.Abs(filepath.Join(folder, t.program()))
	if err != nil {
		return "", err
	}
	const stamp = "primebench/internal/hostinfo.linked"
	link := fmt.Sprintf("-s -w -X %sVersion=%s -X %sRevision=%s", stamp, r.version, stamp, r.commit)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", t.tags(), "-ldflags", link, "-o", path, "./cmd/primebench")
	cmd.Dir, cmd.Env = root, t.environment()
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build for %v: %w: %s", t, err, strings.TrimSpace(string(text)))
	}
	return path, nil
}
