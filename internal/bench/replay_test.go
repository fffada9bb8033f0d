package bench

import (
	"context"
	"errors"
	"math"
	"math/big"
	"testing"

	"primebench/sieve"
)

// TestReplayListsNeverChange: a list that changes makes old baselines worthless.
func TestReplayListsNeverChange(t *testing.T) {
	tests := []struct {
		kind   sieve.Kind
		bits   int
		length int
		sum    string
	}{
		{sieve.Prime, 64, 2, "c76dc5db8828efc323bf920f5ab85c747133bb4c3c6a05f85e4517857feb3e98"},
		{sieve.Prime, 512, 18, "77b656b6319ba146c994d19442b945e186d736e819febb8be4754eb96c979dce"},
		{sieve.Safe, 64, 5, "b2d111d98a511ea3e80ce78464b70544187d3c82cb03774079fdf60d65d5b216"},
		{sieve.Safe, 512, 322, "122a04f3afbc881920669bde3a541af0c31c69925bed23da7525833208a39019"},
		{sieve.Safe, 1024, 1289, "6a537f9520b73e95e0df7c05b7014a754b2802eb1f9799a991954d2d418b1cc7"},
	}
	for _, test := range tests {
		list, sum, err := replayList(t.Context(), test.kind, test.bits)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != test.length || sum != test.sum {
			t.Errorf("%v %d: %d numbers with sum %s, want %d with %s", test.kind, test.bits, len(list), sum, test.length, test.sum)
		}
		fits := func(p *big.Int) bool {
			return p.ProbablyPrime(20) && (test.kind == sieve.Prime || new(big.Int).Rsh(p, 1).ProbablyPrime(20))
		}
		for i, p := range list {
			if last := i == len(list)-1; p.BitLen() != test.bits || fits(p) != last {
				t.Fatalf("%v %d: number %d of %d is %v", test.kind, test.bits, i, len(list), p)
			}
		}
	}
}

// TestComposites compares with the published mean numbers of survivors, and
// with the bound of a second.
func TestComposites(t *testing.T) {
	for _, test := range []struct {
		kind       sieve.Kind
		bits, want int
	}{
		{sieve.Safe, 1024, 1289}, // Mertens: 1290 survivors at 2^16
		{sieve.Prime, 1024, 35},  // 354.8 odd candidates, 0.1012 of them left
		{sieve.Safe, 2048, 400},  // one second
		{sieve.Prime, 4096, 50},  // one second
		{sieve.Prime, 8192, 16},  // the least
		{sieve.Safe, 16384, 16},  // the least
	} {
		got := composites(test.kind, test.bits)
		if math.Abs(float64(got-test.want)) > 0.01*float64(test.want) {
			t.Errorf("%v %d: %d composites, want about %d", test.kind, test.bits, got, test.want)
		}
	}
}

func TestReplayListStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := replayList(ctx, sieve.Safe, 512); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
