// Numbers that others chose to deceive primality tests.

package millerrabin

import (
	"testing"

	"primebench/internal/vectors"
	"primebench/internal/words"
)

// TestPublishedNumbers puts every number to one of two policies in turn, and
// composites to random bases alone, which miss one with a chance of 4^-40.
func TestPublishedNumbers(t *testing.T) {
	tester := newTester(t, MaxBits)
	for i, row := range vectors.Read(t, "testdata/primality.txt") {
		n, prime := row.Numbers["n"], row.Claim == "prime"
		if v := verify(t, tester, n, Policy{Rounds: 8 * (i % 2), Lucas: true}); v.Prime != prime {
			t.Errorf("%v: %+v", row, v)
		}
		if !prime && n.BitLen() <= 1050 {
			if v := verify(t, tester, n, Policy{Rounds: 40}); v.Prime {
				t.Errorf("%v: %+v", row, v)
			}
		}
	}
}

// TestPublishedPseudoprimes wants each composite to pass the test that it is
// known to pass, and our tests to see through it.
func TestPublishedPseudoprimes(t *testing.T) {
	tester := newTester(t, 128)
	for _, row := range vectors.Read(t, "testdata/pseudoprimes.txt") {
		n := row.Numbers["n"]
		switch row.Claim {
		case "strong":
			base := row.Numbers["base"]
			if strongTests(t, tester, repeated(words.Of(n), 1), repeated(words.Of(base), 1)) != 1 {
				t.Errorf("%v: %v does not pass base %v", row, n, base)
			}
		case "strong-lucas":
			if params, ok := paramsFor(n); !ok || !params.conditionsOf(n).strong {
				t.Errorf("%v: %v does not pass", row, n)
			}
		}
		if StrongLucas(n) {
			t.Errorf("%v: %v passes our Lucas test", row, n)
		}
		for _, p := range []Policy{{Rounds: 64}, {Lucas: true}} {
			if v := verify(t, tester, n, p); v.Prime {
				t.Errorf("%v: %v: %+v", row, n, v)
			}
		}
		if n.IsUint64() { // base 2 and the Lucas test are a proof there
			if v := verify(t, tester, n, Policy{Rounds: 1}); v.Prime {
				t.Errorf("%v: %v: %+v", row, n, v)
			}
		}
	}
}

func TestPublishedWitnesses(t *testing.T) {
	tester := newTester(t, 8192)
	for _, row := range vectors.Read(t, "../internal/montgomery/testdata/witnesses.txt") {
		n, base := words.Of(row.Numbers["n"]), words.Of(row.Numbers["base"])
		want := map[string]Mask{"passes": 3, "fails": 0}[row.Claim]
		if mask := strongTests(t, tester, repeated(n, 2), repeated(base, 2)); mask != want {
			t.Errorf("%v: %b, want %b", row, mask, want)
		}
	}
}

func repeated(n []uint64, times int) [][]uint64 {
	list := make([][]uint64, times)
	for i := range list {
		list[i] = n
	}
	return list
}
