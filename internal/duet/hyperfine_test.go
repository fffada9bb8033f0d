//go:build unix

// The duet of two commands beside hyperfine, which means and standard deviations judge:
// who finds a difference of 3 % in the same time, and who finds one where there is none.
//
//	go test -run '^$' -bench BesideHyperfine -benchtime 100x ./internal/duet

package duet

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"primebench/internal/gate"
	"primebench/internal/needed"
	"primebench/internal/rng"
)

const (
	// besideBudget is the time that either tool has for both commands.
	besideBudget = 2500 * time.Millisecond
	// besideCount is how far a command counts: about 20 ms.
	besideCount = 40_000
)

// BenchmarkBesideHyperfine tells of each trial on average: found, where the duet says
// regression; overlap, where hyperfine's mean ± standard deviation of both commands stand
// apart; and ratio, where that of the quotient which it prints does not hold 1.
func BenchmarkBesideHyperfine(b *testing.B) {
	program := needed.Program(b, "hyperfine")
	counting := func(n int) string {
		return fmt.Sprintf("i=0; while [ $i -lt %d ]; do i=$((i+1)); done", n)
	}
	for _, more := range []float64{0, 0.03} {
		scripts := [2]string{counting(besideCount), counting(int(besideCount * (1 + more)))}
		b.Run(fmt.Sprintf("more=%v%%", 100*more), func(b *testing.B) {
			var found, apart, ratio, open, seconds float64
			for b.Loop() {
				start := time.Now()
				command := func(side int) Command {
					return Command{Name: []string{"base", "head"}[side], Args: []string{"sh", "-c", scripts[side]}, Env: os.Environ(), Limit: time.Minute}
				}
				d, err := MeasureCommands(b.Context(), Commands{
					Base: command(0), Head: command(1), By: ByTime, Budget: besideBudget, Rules: gate.Rules{Tolerance: 0.01}, Seed: rng.NewSeed(),
				})
				if err != nil {
					b.Fatal(err)
				}
				seconds += time.Since(start).Seconds()
				switch d.Verdict {
				case gate.Regression:
					found++
				case gate.Inconclusive:
					open++
				}
				one := time.Duration(d.Changes[0].Base.Value * float64(time.Second))
				for _, beside := range d.Besides {
					if beside.Metric == "wall time" {
						one = time.Duration(beside.Base.Value * float64(time.Second))
					}
				}
				base, head := hyperfine(b, program, scripts, int(besideBudget/(2*one)))
				if math.Abs(head.mean-base.mean) > head.deviation+base.deviation {
					apart++
				}
				quotient := head.mean / base.mean
				if math.Abs(quotient-1) > quotient*math.Hypot(head.deviation/head.mean, base.deviation/base.mean) {
					ratio++
				}
			}
			n := float64(b.N)
			b.ReportMetric(100*found/n, "%found")
			b.ReportMetric(100*open/n, "%inconclusive")
			b.ReportMetric(100*apart/n, "%hyperfine-apart")
			b.ReportMetric(100*ratio/n, "%hyperfine-ratio")
			b.ReportMetric(seconds/n, "duet-s/op")
		})
	}
}

// A summary is what hyperfine says of a command, in seconds.
type summary struct{ mean, deviation float64 }

// hyperfine times both commands, one after the other, so many times each.
func hyperfine(b *testing.B, program string, scripts [2]string, runs int) (base, head summary) {
	b.Helper()
	out := filepath.Join(b.TempDir(), "out.json")
	args := []string{"-N", "--style", "none", "--warmup", "1", "--runs", strconv.Itoa(max(2, runs)), "--export-json", out}
	for _, script := range scripts {
		args = append(args, "sh -c '"+script+"'")
	}
	if said, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		b.Fatal(err)
	}
	var file struct {
		Results []struct{ Mean, Stddev float64 }
	}
	if err := json.Unmarshal(text, &file); err != nil || len(file.Results) != 2 {
		b.Fatalf("%v: %s", err, text)
	}
	return summary{file.Results[0].Mean, file.Results[0].Stddev}, summary{file.Results[1].Mean, file.Results[1].Stddev}
}
