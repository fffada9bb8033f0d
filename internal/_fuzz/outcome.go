// What the fuzzer of Go printed, read and judged.

package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// An outcome is what fuzzing a target came to.
type outcome struct {
	executions int64
	processor  time.Duration // of the fuzzer and its workers
}

// rate is executions a second of processor time, which others on the machine do not change.
func (o outcome) rate() float64 {
	if o.processor <= 0 {
		return 0
	}
	return float64(o.executions) / o.processor.Seconds()
}

// floor is how many executions a second of processor time a target must make: below it
// something else than its code takes the time, such as Go's minimisation, files or long seeds.
const floor = 1000

// shares are how much of the floor is asked of targets whose code takes long itself.
var shares = map[string]float64{
	"primebench/internal/montgomery.FuzzKernels":     0.2, // powers by every kernel, beside math/big's
	"primebench/internal/history.FuzzHistory":        0.1, // twelve analyses and their change points
	"primebench/sieve.FuzzWindow":                    0.3, // a whole window, beside trial division
	"primebench/internal/analysis.FuzzAnalyse":       0.5,
	"primebench/internal/cli/planning.FuzzPlanFlags": 0.5, // a verb is made each time
	"primebench/internal/cli/tokens.FuzzItems":       0.3, // a whole command each time
	"primebench/internal/cli/tokens.FuzzSecretFlags": 0.2,
	"primebench/internal/cli.FuzzFlags":              0.3, // the flags of all verbs, made anew at times
}

// judge returns an error where a target made too few executions.
func (o outcome) judge(t target) error {
	share, ok := shares[t.pkg.ImportPath+"."+t.name]
	if !ok {
		share = 1
	}
	if least := floor * share; o.rate() < least {
		return fmt.Errorf("%.0f executions a second of processor time, want at least %.0f", o.rate(), least)
	}
	return nil
}

var progress = regexp.MustCompile(`(?m)^fuzz: elapsed: .*, execs: (\d+) `)

// executions is the last count that a fuzzer printed.
func executions(text []byte) int64 {
	found := progress.FindAllSubmatch(text, -1)
	if len(found) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(string(found[len(found)-1][1]), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// raced reports whether a fuzzer failed of nothing but its own end: when the time is up
// just as a worker answers, Go 1.26 takes that for a failure and has no input for it.
func raced(text []byte) bool {
	return bytes.Contains(text, []byte("context deadline exceeded")) && !bytes.Contains(text, []byte("Failing input written to")) &&
		!bytes.Contains(text, []byte("panic:"))
}
