// How long the program takes from its start to its first prime.

package main

import (
	"bufio"
	"math/big"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/dhgroup"
)

const startBits = 1024

// BenchmarkStart starts the program again and again, with all the cores that it takes
// by itself, and reports the median time until it has printed its prime: aim for at
// most 20 ms.
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "primebench")
	if said, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	var starts []time.Duration
	for b.Loop() {
		starts = append(starts, startTime(b, program))
	}
	slices.Sort(starts)
	b.ReportMetric(1e3*starts[len(starts)/2].Seconds(), "ms/start")
}

func startTime(b *testing.B, program string) time.Duration {
	cmd := exec.Command(program, "prime", "--bits", "1024")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	took := time.Since(began)
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	if err != nil || !isPrinted(line) {
		b.Fatalf("the program prints %.40q, %v, want a prime of %d bits", line, err, startBits)
	}
	return took
}

// isPrinted reports whether a line is a prime, decimal or after 0x.
func isPrinted(line string) bool {
	p, ok := new(big.Int).SetString(strings.TrimSpace(line), 0)
	return ok && p.BitLen() == startBits && p.ProbablyPrime(1)
}

func TestIsPrinted(t *testing.T) {
	p := dhgroup.OfSize(startBits)[0].P
	for line, want := range map[string]bool{
		p.String() + "\n": true, "0x" + p.Text(16) + "\n": true,
		"": false, "17\n": false, "prime\n": false, new(big.Int).Add(p, big.NewInt(2)).String(): false,
	} {
		if isPrinted(line) != want {
			t.Errorf("%.40q is a prime of %d bits: %v", line, startBits, !want)
		}
	}
}
