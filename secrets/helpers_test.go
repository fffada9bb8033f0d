// What the statistical tests share. They draw from crypto/rand, so each may fail
// by chance once in a million times, and none is tried again.

package secrets_test

import (
	"fmt"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

const significance = 1e-6

// wantUniform fails when counts of equally likely outcomes differ too much:
// Pearson's chi-square.
func wantUniform(t *testing.T, what string, counts []int) {
	t.Helper()
	draws := 0
	for _, c := range counts {
		draws += c
	}
	expected := float64(draws) / float64(len(counts))
	if expected < 10 {
		t.Fatalf("%s: %.1f expected for each outcome are too few for chi-square", what, expected)
	}
	chi2 := 0.0
	for _, c := range counts {
		d := float64(c) - expected
		chi2 += d * d / expected
	}
	if p := (distuv.ChiSquared{K: float64(len(counts) - 1)}).Survival(chi2); p < significance {
		t.Errorf("%s: chi-square %.1f for %d outcomes, p = %.2g", what, chi2, len(counts), p)
	}
}

// wantUniformOver is wantUniform for outcomes that are not numbers; the tally
// has to hold all the possible ones.
func wantUniformOver[K comparable](t *testing.T, what string, tally map[K]int, possible int) {
	t.Helper()
	if len(tally) != possible {
		t.Errorf("%s: %d different outcomes, want all of %d", what, len(tally), possible)
		return
	}
	var counts []int
	for _, c := range tally {
		counts = append(counts, c)
	}
	wantUniform(t, what, counts)
}

// first is the value of a call that must not fail.
func first[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// second is the error of a call that has to fail.
func second[T any](_ T, err error) error { return err }

func text(v any) string { return fmt.Sprint(v) }
