package check

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strconv"
	"testing"

	"primebench/internal/cli/ui"
)

// BenchmarkWords checks a list of 100,000 random odd numbers of 64 bits, from the digits to
// the screen: what a number costs besides its test counts there.
func BenchmarkWords(b *testing.B) {
	const seed, count = 1, 100_000
	random := rand.New(rand.NewPCG(seed, seed))
	var list []byte
	for range count {
		list = append(strconv.AppendUint(list, random.Uint64()|1<<63|1, 10), '\n')
	}
	b.ReportAllocs()
	for b.Loop() {
		cmd := NewCheckCmd(ui.NewProcess(bytes.NewReader(list), io.Discard, io.Discard, nil))
		cmd.SetArgs([]string{"-"})
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.ExecuteContext(b.Context()); err == nil {
			b.Fatal("every number is prime")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/number")
}
