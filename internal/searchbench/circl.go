// Cloudflare's circl, in a program and a module of its own, so that this
// module's dependencies do not grow by it.

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"primebench/internal/theory"
	"primebench/sieve"
)

// circlFolder is the program's source, seen from the root of this module.
const circlFolder = "internal/bench/strategy/circl/_program"

// A circl is the program, built.
type circl struct{ program string }

// newCircl builds the program in a folder. It takes a module proxy the first time.
func newCircl(ctx context.Context, folder string) (*circl, error) {
	program := filepath.Join(folder, "circl")
	if _, err := start(ctx, circlFolder, "go", "build", "-o", program, "."); err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	return &circl{program}, nil
}

// contestant searches by SafePrime in slices; its tests are the odd numbers
// drawn, nearly all of which trial division or a first test throws away.
func (c *circl) contestant(bits int, share float64) *contestant {
	return &contestant{
		key:      key{whoCircl, sieve.Safe, bits, goPolicy.String()},
		law:      sliced,
		share:    share,
		expected: theory.Candidates(sieve.Safe, bits),
		run: func(ctx context.Context, limit time.Duration) (sample, error) {
			done, err := start(ctx, "", c.program, "-bits", strconv.Itoa(bits), "-for", limit.String())
			if err != nil {
				return sample{}, err
			}
			s, err := parseCircl(done.stdout)
			s.search = done.processor
			return s, err
		},
	}
}

// parseCircl reads the numbers of candidates and of finds.
func parseCircl(text string) (sample, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return sample{}, errors.New("circl's program says nothing")
	}
	finds := len(fields) - 1
	drawn, err := strconv.Atoi(fields[0])
	if err != nil || drawn <= finds {
		return sample{}, fmt.Errorf("circl's program says %.40q beside %d finds, want more candidates", fields[0], finds)
	}
	return sample{tests: float64(drawn), finds: finds}, nil
}
