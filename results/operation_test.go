// What an operation is called, and how long its exponent is.

package results

import (
	"os"
	"strings"
	"testing"
)

// TestOperationNames: each operation with a step has its own name, which its fields
// make and which fits a run file.
func TestOperationNames(t *testing.T) {
	for want, op := range map[string]Operation{
		"keygen":             {Step: StepKeygen, AtOnce: 1},
		"keygen-short":       {Step: StepKeygen, Short: true, AtOnce: 1},
		"shared-ct":          {Step: StepShared, ConstantTime: true, AtOnce: 1},
		"shared-short-ct":    {Step: StepShared, Short: true, ConstantTime: true, AtOnce: 1},
		"shared-x8":          {Step: StepShared, AtOnce: 8},
		"shared-short-ct-x4": {Step: StepShared, Short: true, ConstantTime: true, AtOnce: 4},
		"power-avx2-x8":      {Step: StepPower, Kernel: "avx2", AtOnce: 8},
		"limit":              {Step: StepLimit, AtOnce: 1},
		"handshake-ct":       {Step: StepHandshake, ConstantTime: true, AtOnce: 1},
	} {
		got := op.Named()
		var c checker
		if c.operation("op", &got); got.Name != want || c.err != nil {
			t.Errorf("%+v is called %q, want %q: %v", op, got.Name, want, c.err)
		}
		wrong := got
		wrong.Name += "-fast"
		if c.operation("op", &wrong); c.err == nil {
			t.Errorf("%q is taken for the name of %+v", wrong.Name, op)
		}
	}
	if op := (Operation{Name: OpTest, AtOnce: 8}); op.Named() != op || op.UsesGroup() {
		t.Errorf("%+v has another name without a step", op)
	}
}

// TestExponentBits: the lengths stand in RFC 7919, appendix A.
func TestExponentBits(t *testing.T) {
	for bits, short := range map[int]int{2048: 225, 3072: 275, 4096: 325, 6144: 375, 8192: 400, 1024: 0, 1536: 0, 16384: 0} {
		if got := ShortExponentBits(bits); got != short {
			t.Errorf("%d bits: %d, want %d", bits, got, short)
		}
		op := Operation{Name: Operation{Step: StepShared, Short: true}.Named().Name}
		if got := op.fromName(bits); got.ExponentBits != short || !got.Short {
			t.Errorf("%d bits, short: %d, want %d", bits, got.ExponentBits, short)
		}
		op.Name = StepShared
		if got := op.fromName(bits); got.ExponentBits != bits-1 {
			t.Errorf("%d bits, full: %d, want %d", bits, got.ExponentBits, bits-1)
		}
	}
}

// TestOperationsInFormat holds docs/FORMAT.md to the steps, the names and the lengths.
func TestOperationsInFormat(t *testing.T) {
	data, err := os.ReadFile("../docs/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| `" + StepKeygen + "` |", "| `" + StepShared + "` |", "| `" + StepHandshake + "` |", "| `" + StepPower + "` |", "| `" + StepPowerWord + "` |", "| `" + StepLimit + "` |",
		"| `" + StepNext + "` |", "| `" + StepJudgePrimes + "` |", "| `" + StepJudgeOdd + "` |",
		"| `-short` |", "| `-ct` |", "| `-xN` |", "`" + Operation{Step: StepShared, Short: true, AtOnce: 8}.Named().Name + "`",
		"225, 275, 325, 375 or 400 bits at 2048, 3072, 4096, 6144 or 8192",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("docs/FORMAT.md has no %q", want)
		}
	}
}
