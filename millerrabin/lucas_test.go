package millerrabin

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// naiveLucas computes the three conditions from the definitions, step by step
// in the recurrences U(k+1) = P U(k) - Q U(k-1) and the same for V, for n below
// 2^31. It shares nothing with the code under test but the parameters.
func naiveLucas(n int64, params lucasParams) lucasConditions {
	mod := func(x int64) int64 { return (x%n + n) % n }
	p, q := mod(params.p), mod(params.q)
	u, uNext, v, vNext, power := int64(0), int64(1), mod(2), p, int64(1)
	us, vs, powers := []int64{u}, []int64{v}, []int64{mod(power)}
	for range n + 1 {
		u, uNext = uNext, mod(p*uNext-mod(q*u))
		v, vNext = vNext, mod(p*vNext-mod(q*v))
		power = mod(power * q)
		us, vs, powers = append(us, u), append(vs, v), append(powers, power)
	}
	d := n + 1
	for d%2 == 0 {
		d /= 2
	}
	c := lucasConditions{
		strong:       us[d] == 0,
		strengthened: vs[n+1] == mod(2*params.q),
		euler:        powers[(n+1)/2] == mod(params.q*int64(big.Jacobi(big.NewInt(params.q), big.NewInt(n)))),
	}
	for ; d < n+1; d *= 2 {
		c.strong = c.strong || vs[d] == 0
	}
	return c
}

// paramsFor runs the search and reports whether there is anything to test.
func paramsFor(t testing.TB, n *big.Int) (lucasParams, bool) {
	params, end, err := selfridge(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return params, end.found
}

func conditions(t testing.TB, n *big.Int, params lucasParams) lucasConditions {
	c, err := params.test(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLucasAgainstDefinition(t *testing.T) {
	for n := int64(3); n < 3000; n += 2 {
		if params, ok := paramsFor(t, big.NewInt(n)); ok {
			if got, want := conditions(t, big.NewInt(n), params), naiveLucas(n, params); got != want {
				t.Fatalf("n = %d, P = %d, Q = %d: %+v, want %+v", n, params.p, params.q, got, want)
			}
		}
	}
}

// TestLucasAnyParameters tries parameters that method A* never picks for such n.
func TestLucasAnyParameters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.Int64Range(1, 3000).Draw(rt, "half")*2 + 1
		q := rapid.Int64Range(-1<<15, 1<<15).Draw(rt, "q")
		params := lucasParams{rapid.SampledFrom([]int64{1, 5}).Draw(rt, "p"), q}
		got, err := params.test(context.Background(), big.NewInt(n))
		if err != nil {
			rt.Fatal(err)
		}
		if want := naiveLucas(n, params); got != want {
			rt.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func TestMethodAStar(t *testing.T) {
	for n, want := range map[int64]lucasParams{
		7: {5, 5}, 13: {5, 5}, 5777: {5, 5}, // D = 5
		19: {1, 2}, 29: {1, 3}, // D = -7, -11
		61: {1, 2},
	} {
		if got, ok := paramsFor(t, big.NewInt(n)); !ok || got != want {
			t.Errorf("parameters of %d: %+v, want %+v", n, got, want)
		}
	}
}

// TestSelfridgeSettles has the numbers that the search for D decides itself.
func TestSelfridgeSettles(t *testing.T) {
	for n, prime := range map[int64]bool{
		9: false, 25: false, 49: false, 1093 * 1093: false, 3511 * 3511: false, // squares
		15: false, 21: false, 1729: false, // D meets a divisor
		5: true, 11: true, // D meets n
	} {
		_, end, err := selfridge(context.Background(), big.NewInt(n))
		if err != nil || end.found || end.prime != prime {
			t.Errorf("%d: %+v, %v", n, end, err)
		}
	}
}

// TestSelfridgeEnds gives the search a number that is a square modulo every
// small prime, and no square: the search must still end, and soon.
func TestSelfridgeEnds(t *testing.T) {
	step, n := big.NewInt(8), big.NewInt(1)
	for _, r := range newTrialDivision().primes {
		step.Mul(step, new(big.Int).SetUint64(r.prime))
	}
	n.Add(n, step) // 1 modulo 8 and modulo every prime below 1000
	params, end, err := selfridge(context.Background(), n)
	if err != nil || !end.found {
		t.Fatalf("%+v, %v", end, err)
	}
	if size := 4*max(params.q, -params.q) - 1; size < trialLimit {
		t.Errorf("|D| = %d for a number that is 1 modulo all primes below %d", size, trialLimit)
	}
}

func TestJacobi(t *testing.T) {
	for m := int64(1); m < 120; m += 2 {
		for a := range m {
			if got, want := jacobi(a, m), big.Jacobi(big.NewInt(a), big.NewInt(m)); got != want {
				t.Fatalf("jacobi(%d, %d) = %d, want %d", a, m, got, want)
			}
		}
	}
}

// The strong Lucas pseudoprimes begin so: OEIS A217255.
var strongLucasPseudoprimes = []int64{5459, 5777, 10877, 16109, 18971, 22499, 24569, 25199, 40309, 58519}

// testStrongLucas walks all odd numbers below limit. The primes must pass; the
// composites that pass the strong test must be count many and begin as known;
// those that pass V(n+1) = 2Q must be 913 alone, the smallest of the five that
// Baillie, Fiori and Wagstaff found below 10^15; and none may pass StrongLucas.
func testStrongLucas(t *testing.T, limit int64, count int) {
	composite := compositesBelow(limit)
	var strong, strengthened []int64
	for i := int64(3); i < limit; i += 2 {
		n := big.NewInt(i)
		if !composite[i] {
			if !StrongLucas(n) {
				t.Errorf("the prime %d does not pass", i)
			}
			continue
		}
		if StrongLucas(n) {
			t.Errorf("the composite %d passes", i)
		}
		params, ok := paramsFor(t, n)
		if !ok {
			continue
		}
		c := conditions(t, n, params)
		if c.strong {
			strong = append(strong, i)
		}
		if c.strengthened {
			strengthened = append(strengthened, i)
		}
	}
	if len(strong) != count || !slices.Equal(strong[:10], strongLucasPseudoprimes) {
		t.Errorf("%d strong Lucas pseudoprimes below %d, want %d: %d", len(strong), limit, count, strong)
	}
	if !slices.Equal(strengthened, []int64{913}) {
		t.Errorf("V(n+1) = 2Q holds for the composites %d, want 913 alone", strengthened)
	}
}

func TestStrongLucas(t *testing.T) { testStrongLucas(t, 80_000, 11) }

func TestStrongLucasEdges(t *testing.T) {
	for n, want := range map[int64]bool{-7: false, -2: false, -1: false, 0: false, 1: false, 2: true, 3: true, 4: false, 5: true} {
		if got := StrongLucas(big.NewInt(n)); got != want {
			t.Errorf("StrongLucas(%d) = %v", n, got)
		}
	}
}

// compositesBelow is a plain sieve.
func compositesBelow(limit int64) []bool {
	composite := make([]bool, limit)
	composite[0], composite[1] = true, true
	for i := int64(2); i*i < limit; i++ {
		for j := i * i; !composite[i] && j < limit; j += i {
			composite[j] = true
		}
	}
	return composite
}
