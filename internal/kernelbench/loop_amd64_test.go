//go:build !purego

package main

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"primebench/internal/montgomery"
)

// The assembly has as many vpmadd52 as the speed is computed from, none with a
// memory operand.
func TestLoopInstructions(t *testing.T) {
	source, err := os.ReadFile("loop_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\tVPMADD52[LH]UQ Z\d+, Z\d+, Z\d+$`).FindAll(source, -1)
	if len(found) != loopInstructions {
		t.Errorf("%d vpmadd52 in the loop, want %d", len(found), loopInstructions)
	}
	if all := regexp.MustCompile(`(?m)^\tVPMADD52`).FindAll(source, -1); len(all) != len(found) {
		t.Errorf("%d vpmadd52, of which %d work on registers alone", len(all), len(found))
	}
}

func TestLoopEnds(t *testing.T) {
	if !slices.Contains(montgomery.Kernels(), limited) {
		t.Skip("this machine has no vpmadd52")
	}
	loop, _ := limitLoop()
	if err := loop.run(); err != nil {
		t.Fatal(err)
	}
	multiplyAdds(1)
}
