package results

import (
	"os"
	"strings"
	"testing"
)

// TestUseNames: each use has its own name, which says all of it and fits a run
// file.
func TestUseNames(t *testing.T) {
	want := map[string]Use{
		"keygen":             {Step: StepKeygen, AtOnce: 1},
		"keygen-short":       {Step: StepKeygen, Short: true, AtOnce: 1},
		"shared-ct":          {Step: StepShared, ConstantTime: true, AtOnce: 1},
		"shared-short-ct":    {Step: StepShared, Short: true, ConstantTime: true, AtOnce: 1},
		"shared-x8":          {Step: StepShared, AtOnce: 8},
		"shared-short-ct-x4": {Step: StepShared, Short: true, ConstantTime: true, AtOnce: 4},
	}
	for name, use := range want {
		if got := use.Name(); got != name {
			t.Errorf("%+v is called %q, want %q", use, got, name)
		}
		if got, ok := ParseUse(name); !ok || got != use {
			t.Errorf("%q is %+v, %v, want %+v", name, got, ok, use)
		}
		var c checker
		if c.name("name", name); c.err != nil {
			t.Error(c.err)
		}
	}
	for _, name := range []string{
		"", "test", "sieve", "key", "keygens", "keygen-", "keygen-short-", "keygen-ct-short", "shared-x", "shared-x1", "shared-x0", "shared-x-8",
		"shared-x08", "shared-x+8", "shared-x99999999999999999999", "shared-x70000", "shared-short-short", "shared-slow", "x8", "-short",
	} {
		if use, ok := ParseUse(name); ok {
			t.Errorf("%q is taken for %+v", name, use)
		}
	}
}

// TestExponentBits: the lengths stand in RFC 7919, appendix A.
func TestExponentBits(t *testing.T) {
	for bits, short := range map[int]int{2048: 225, 3072: 275, 4096: 325, 6144: 375, 8192: 400, 1024: 0, 1536: 0, 16384: 0} {
		if got := ShortExponentBits(bits); got != short {
			t.Errorf("%d bits: %d, want %d", bits, got, short)
		}
		if got := (Use{Short: true}).ExponentBits(bits); got != short {
			t.Errorf("%d bits, short: %d, want %d", bits, got, short)
		}
		if got := (Use{}).ExponentBits(bits); got != bits-1 {
			t.Errorf("%d bits, full: %d, want %d", bits, got, bits-1)
		}
	}
}

// TestUsesInFormat holds docs/FORMAT.md to the names and lengths.
func TestUsesInFormat(t *testing.T) {
	data, err := os.ReadFile("../docs/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| `keygen` |", "| `shared` |", "| `-short` |", "| `-ct` |", "| `-xN` |", "`" + Use{Step: StepShared, Short: true, AtOnce: 8}.Name() + "`",
		"225, 275, 325, 375 or 400 bits at 2048, 3072, 4096, 6144 or 8192",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("docs/FORMAT.md has no %q", want)
		}
	}
}
