package openssl

import (
	"testing"

	"primebench/internal/bench/strategy/strategytest"
)

func TestPowers(t *testing.T) {
	lib, err := installed(t).load()
	if err != nil {
		t.Fatal(err)
	}
	strategytest.RunPowers(t, powers(lib))
}
