// What the reader makes of the words of versions 1 to 3.

package results

import (
	"fmt"
	"testing"
)

// TestOldNames: the names that version 3 gave to the uses of a group become fields,
// and no other name does.
func TestOldNames(t *testing.T) {
	const bits = 2048
	for _, want := range []Operation{
		{Name: "keygen", Step: StepKeygen, AtOnce: 1, ExponentBits: bits - 1},
		{Name: "keygen-short", Step: StepKeygen, Short: true, AtOnce: 1, ExponentBits: 225},
		{Name: "shared-ct", Step: StepShared, ConstantTime: true, AtOnce: 1, ExponentBits: bits - 1},
		{Name: "shared-short-ct", Step: StepShared, Short: true, ConstantTime: true, AtOnce: 1, ExponentBits: 225},
		{Name: "shared-x8", Step: StepShared, AtOnce: 8, ExponentBits: bits - 1},
		{Name: "shared-short-ct-x4", Step: StepShared, Short: true, ConstantTime: true, AtOnce: 4, ExponentBits: 225},
	} {
		if got := (Operation{Name: want.Name}).fromName(bits); got != want {
			t.Errorf("%q is %+v, want %+v", want.Name, got, want)
		}
	}
	for _, name := range []string{
		"", "test", "sieve", "key", "keygens", "keygen-", "keygen-short-", "keygen-ct-short", "shared-x", "shared-x1", "shared-x0", "shared-x-8",
		"shared-x08", "shared-x+8", "shared-x99999999999999999999", "shared-x70000", "shared-short-short", "shared-slow", "x8", "-short", "power", "limit",
	} {
		if op := (Operation{Name: name}); op.fromName(bits) != op {
			t.Errorf("%q is taken for %+v", name, op.fromName(bits))
		}
	}
}

// TestOldMode: what versions 1 to 3 called mode kernel is mode operations.
func TestOldMode(t *testing.T) {
	for version := 1; version < versionOperations; version++ {
		run, err := ReadFile(fmt.Sprintf("testdata/v%d/complete.jsonl", version))
		if err != nil {
			t.Fatal(err)
		}
		if got := run.Header.Cells[2].Mode; got != ModeOperations || run.Header.Cells[0].Mode != ModeSearch {
			t.Errorf("v%d: mode %q, want %q", version, got, ModeOperations)
		}
	}
	h := Header{Schema: 3, Cells: []Cell{{Bits: 2048, Mode: modeKernel, Operations: []Operation{
		{Name: "keygen", PerSearch: 1}, {Name: "shared-x8"},
	}}}, Skipped: []Skipped{{Mode: modeKernel}, {Mode: ModeReplay}}}
	h.upgrade()
	ops := h.Cells[0].Operations
	if ops[0].Step != "" || ops[1].Step != StepShared || ops[1].AtOnce != 8 {
		t.Errorf("operations %+v, want the second alone to use a group", ops)
	}
	if h.Skipped[0].Mode != ModeOperations || h.Skipped[1].Mode != ModeReplay {
		t.Errorf("skipped %+v", h.Skipped)
	}
}
