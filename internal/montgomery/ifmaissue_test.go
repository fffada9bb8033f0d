//go:build amd64 && !purego

package montgomery

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The assembly has as many vpmadd52 as IssueMultiplyAdds counts, none with a memory
// operand, and no two with the same sum.
func TestIssuedMultiplyAdds(t *testing.T) {
	source, err := os.ReadFile("zifma_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	_, stream, _ := strings.Cut(string(source), "TEXT ·ifmaStream(SB)")
	stream, _, _ = strings.Cut(stream, "RET")
	sums := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^\tVPMADD52[LH]UQ Z\d+, Z\d+, (Z\d+)$`).FindAllStringSubmatch(stream, -1) {
		sums[found[1]] = true
	}
	if all := strings.Count(stream, "VPMADD52"); all != 16 || len(sums) != 16 {
		t.Errorf("%d vpmadd52 to %d sums, want 16 to as many", all, len(sums))
	}
	needKernel(t, "ifma")
	for n, want := range map[int64]int64{0: 16, 1: 16, 16: 16, 17: 32, 100_000: 100_000} {
		if got := IssueMultiplyAdds(n); got != want {
			t.Errorf("asked for %d, %d issued, want %d", n, got, want)
		}
	}
}
