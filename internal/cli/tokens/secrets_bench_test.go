// The bulk modes of primebench secrets beside what they cannot do without, by
// turns, so that a drifting machine hits both alike. `make bench-secrets` runs
// it on one core.

package tokens_test

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"strconv"
	"testing"
	"time"

	"primebench/internal/cli/ui"
)

// BenchmarkRaw writes 64 MiB to nowhere and reports its rate as a share of that
// of crypto/rand.Read in blocks of 64 KiB.
func BenchmarkRaw(b *testing.B) {
	const size = 64 << 20
	block := make([]byte, 64<<10)
	b.SetBytes(size)
	beside(b, "of-crypto/rand-rate", func(plain, ours time.Duration) float64 { return plain.Seconds() / ours.Seconds() },
		func() {
			for range size / len(block) {
				rand.Read(block)
			}
		},
		func() error {
			if code, stderr := runSecrets("", io.Discard, "raw", "--bytes", strconv.Itoa(size)); code != ui.ExitDone {
				b.Fatalf("exit code %d: %s", code, stderr)
			}
			return nil
		})
}

// BenchmarkMillionTokens runs the command, and reports its cost in that of a
// million times 32 random bytes and their hex digits.
func BenchmarkMillionTokens(b *testing.B) {
	const count, size = 1_000_000, 32
	block := make([]byte, 64<<10)
	text := make([]byte, 0, 2*len(block))
	beside(b, "x-bytes-and-hex", func(plain, ours time.Duration) float64 { return ours.Seconds() / plain.Seconds() },
		func() {
			for done := 0; done < count*size; done += len(block) {
				rand.Read(block)
				text = text[:0]
				for at := 0; at < len(block); at += size {
					text = hex.AppendEncode(text, block[at:at+size])
				}
			}
		},
		func() error {
			if code, stderr := runSecrets("", io.Discard, "token", "--count", "1000000"); code != ui.ExitDone {
				b.Fatalf("exit code %d: %s", code, stderr)
			}
			return nil
		})
}

// beside times ours, and plain by turns with it, and reports what ratio makes of
// the two.
func beside(b *testing.B, unit string, ratio func(plain, ours time.Duration) float64, plain func(), ours func() error) {
	var spent time.Duration
	for b.Loop() {
		if err := ours(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		start := time.Now()
		plain()
		spent += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(ratio(spent, b.Elapsed()), unit)
}
