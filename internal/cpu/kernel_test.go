package cpu

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func examples() []kernel {
	return []kernel{
		{name: "swift", needs: []need{{"warp", true}, {"weft", false}}},
		{name: "quick", needs: []need{{"warp", true}}},
		{name: "plain"},
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name, want string
		words      []string // in the error; nil where there is none
	}{
		{name: "", want: "quick"},
		{name: "quick", want: "quick"},
		{name: "plain", want: "plain"},
		{name: "swift", words: []string{`"swift"`, "missing: weft", "usable: quick, plain"}},
		{name: "quikc", words: []string{`"quikc"`, "unknown", "known: swift, quick, plain"}},
	} {
		got, err := choose(examples(), c.name, "")
		if c.words == nil {
			if err != nil || got != c.want {
				t.Errorf("choose(%q) = %q, %v, want %q", c.name, got, err, c.want)
			}
			continue
		}
		if got != "" || !errors.Is(err, ErrKernel) {
			t.Errorf("choose(%q) = %q, %v, want an ErrKernel", c.name, got, err)
			continue
		}
		for _, word := range c.words {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("choose(%q): error %q does not say %q", c.name, err, word)
			}
		}
	}
}

func TestKernelTakesTheVariable(t *testing.T) {
	t.Setenv(KernelVariable, "generic")
	if got, err := Kernel(""); got != "generic" || err != nil {
		t.Errorf("Kernel with %s=generic: %q, %v", KernelVariable, got, err)
	}
	t.Setenv(KernelVariable, "abacus")
	_, err := Kernel("")
	if !errors.Is(err, ErrKernel) || !strings.Contains(err.Error(), KernelVariable) {
		t.Errorf("Kernel with %s=abacus: %v, want an ErrKernel that names the variable", KernelVariable, err)
	}
	if got, err := Kernel("generic"); got != "generic" || err != nil {
		t.Errorf("an explicit name must win over the variable: %q, %v", got, err)
	}
}

func TestKernelsAreKnownAndEndWithGeneric(t *testing.T) {
	known, can := KnownKernels(), Kernels()
	if len(can) == 0 || can[len(can)-1] != "generic" {
		t.Fatalf("Kernels() = %v, want generic last", can)
	}
	for _, name := range can {
		if !slices.Contains(known, name) {
			t.Errorf("usable kernel %q is not among the known %v", name, known)
		}
		if got, err := Kernel(name); got != name || err != nil {
			t.Errorf("Kernel(%q) = %q, %v", name, got, err)
		}
	}
}
