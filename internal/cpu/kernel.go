// The choice of a kernel: which exist, which this machine can run, and which
// one a name or the environment asks for.

package cpu

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/cpu"
)

// KernelVariable is the environment variable that forces a kernel by name.
const KernelVariable = "PRIMEBENCH_KERNEL"

// Portable is the kernel that every machine can run, about as fast as math/big.
const Portable = "generic"

// ErrKernel marks a request for a kernel that does not exist or that this
// machine or build lacks.
var ErrKernel = errors.New("kernel not available")

// A need is one thing that a kernel cannot do without.
type need struct {
	name string
	met  bool
}

// A kernel is an implementation of the batched arithmetic and what it needs.
type kernel struct {
	name  string
	needs []need
}

// kernels lists every kernel, fastest first. The portable one needs nothing
// and stands last.
func kernels() []kernel {
	x := &cpu.X86
	return []kernel{
		{name: "ifma", needs: []need{
			{"assembly in this build", assembly},
			{"AVX512F", x.HasAVX512F},
			{"AVX512IFMA", x.HasAVX512IFMA},
		}},
		{name: "avx2", needs: []need{
			{"assembly in this build", assembly},
			{"AVX2", x.HasAVX2},
			{"FMA", x.HasFMA},
		}},
		{name: Portable},
	}
}

// missing names the needs of k that are not met.
func (k kernel) missing() []string {
	var names []string
	for _, n := range k.needs {
		if !n.met {
			names = append(names, n.name)
		}
	}
	return names
}

// KnownKernels lists every kernel there is, usable here or not, fastest first.
func KnownKernels() []string { return namesOf(kernels()) }

// Kernels lists the kernels that this machine and build can run, fastest first.
// It is never empty.
func Kernels() []string { return usable(kernels()) }

// Kernel returns the name of the kernel to use. A name that is not empty forces
// that kernel; an empty one leaves the choice to PRIMEBENCH_KERNEL and, where
// that is empty too, to the machine: its fastest. An unknown name, or a kernel
// that cannot run here, is an error that wraps ErrKernel; another kernel is
// never put in its place.
func Kernel(name string) (string, error) {
	if name != "" {
		return choose(kernels(), name, "")
	}
	return choose(kernels(), os.Getenv(KernelVariable), KernelVariable+" ")
}

// choose resolves a name among the kernels. origin says in the error where the
// name came from.
func choose(all []kernel, name, origin string) (string, error) {
	if name == "" {
		return usable(all)[0], nil
	}
	for _, k := range all {
		if k.name != name {
			continue
		}
		if missing := k.missing(); len(missing) > 0 {
			return "", fmt.Errorf("cpu: %skernel %q cannot run here, missing: %s (usable: %s): %w",
				origin, name, strings.Join(missing, ", "), strings.Join(usable(all), ", "), ErrKernel)
		}
		return name, nil
	}
	return "", fmt.Errorf("cpu: %skernel %q is unknown (known: %s): %w",
		origin, name, strings.Join(namesOf(all), ", "), ErrKernel)
}

func usable(all []kernel) []string {
	var can []kernel
	for _, k := range all {
		if len(k.missing()) == 0 {
			can = append(can, k)
		}
	}
	return namesOf(can)
}

func namesOf(all []kernel) []string {
	names := make([]string, len(all))
	for i, k := range all {
		names[i] = k.name
	}
	return names
}
