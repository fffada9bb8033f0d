//go:build platforms

// Other processors, emulated by qemu: the same seed finds the same primes there, and those
// without the fast kernels' instructions are served by the others.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestPlatforms(t *testing.T) {
	for _, platform := range []struct{ target, emulator, processor string }{
		{"linux/arm64", "qemu-aarch64-static", "max"},
		{"linux/arm", "qemu-arm-static", "max"},
		{"linux/riscv64", "qemu-riscv64-static", "rv64"},
		{"linux/ppc64le", "qemu-ppc64le-static", "power9"},
		{"linux/s390x", "qemu-s390x-static", "max"},      // big-endian
		{"linux/amd64", "qemu-x86_64-static", "Nehalem"}, // no AVX2
		{"linux/386", "qemu-i386-static", "max"},
	} {
		t.Run(platform.target+" "+platform.processor, func(t *testing.T) {
			emulator, err := exec.LookPath(platform.emulator)
			if err != nil {
				t.Fatalf("%v: it is in Debian's package qemu-user-static", err)
			}
			program := build(t, platform.target, "static")
			same(t, platform.target, transcript(t, func(args ...string) *exec.Cmd {
				cmd := exec.Command(emulator, append([]string{"-cpu", platform.processor, program}, args...)...)
				// qemu-i386 7.2 enters signal handlers without the thread's segment, where Go
				// keeps its goroutine: it sends itself no signals there.
				cmd.Env = append(os.Environ(), "GODEBUG=asyncpreemptoff=1")
				return cmd
			}))
		})
	}
}

// build builds the program with tags for a target, such as "linux/arm64".
func build(t *testing.T, target, tags string) string {
	t.Helper()
	system, processor, _ := strings.Cut(target, "/")
	path := filepath.Join(t.TempDir(), "primebench")
	cmd := exec.Command("go", "build", "-tags", tags, "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+processor)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, text)
	}
	return path
}
