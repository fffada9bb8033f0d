// How long the program takes from its start to its first prime.

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	// program is this project's command, seen from the root of its module.
	program = "bin/primebench"
	// An odd number of starts has a middle one; 41 put the interval of the median
	// at the 14th and the 28th.
	starts    = 41
	startBits = 1024
)

// startTimes runs the program again and again and returns the seconds until it
// has printed its prime.
func startTimes(ctx context.Context) ([]float64, error) {
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("%w: no %s here", errNone, program)
	}
	var seconds []float64
	for range starts {
		s, err := startTime(ctx)
		if err != nil {
			return nil, err
		}
		seconds = append(seconds, s)
	}
	return seconds, nil
}

// startTime runs the program once, with all the cores that it takes by itself.
func startTime(ctx context.Context) (float64, error) {
	var said strings.Builder
	cmd := exec.CommandContext(ctx, program, "prime", "--bits", fmt.Sprint(startBits))
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	line, readErr := bufio.NewReader(out).ReadString('\n')
	took := time.Since(began)
	err = cmd.Wait()
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	if err = errors.Join(err, readErr); err != nil {
		return 0, fmt.Errorf("%w: %s prime: %s", errNone, program, lastLine(said.String()))
	}
	if err := checkPrinted(line); err != nil {
		return 0, err
	}
	return took.Seconds(), nil
}

// checkPrinted returns an error unless a line is a prime, decimal or after 0x.
func checkPrinted(line string) error {
	p, ok := new(big.Int).SetString(strings.TrimSpace(line), 0)
	if !ok || p.BitLen() != startBits || !p.ProbablyPrime(1) {
		return fmt.Errorf("searchbench: %s prime prints %.40q, want a prime of %d bits", program, line, startBits)
	}
	return nil
}
