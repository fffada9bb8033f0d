package millerrabin

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/words"
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

// paramsFor runs the plain search and reports whether there is anything to test.
func paramsFor(n *big.Int) (lucasParams, bool) {
	params, end := selfridge(n)
	return params, end.found
}

func TestLucasAgainstDefinition(t *testing.T) {
	for n := int64(3); n < 3000; n += 2 {
		if params, ok := paramsFor(big.NewInt(n)); ok {
			if got, want := params.conditionsOf(big.NewInt(n)), naiveLucas(n, params); got != want {
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
		got := params.conditionsOf(big.NewInt(n))
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
		if got, ok := paramsFor(big.NewInt(n)); !ok || got != want {
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
		if _, end := selfridge(big.NewInt(n)); end.found || end.prime != prime {
			t.Errorf("%d: %+v", n, end)
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
	d, err := findDiscriminant(t.Context(), words.Of(n))
	if err != nil || max(d, -d) < trialLimit {
		t.Fatalf("D = %d for a number that is 1 modulo all primes below %d, %v", d, trialLimit, err)
	}
}

// TestFindDiscriminant holds the search to the plain one, and to squares and multiples of
// small numbers, which have no D.
func TestFindDiscriminant(t *testing.T) {
	square := new(big.Int).Exp(big.NewInt(1_000_003), big.NewInt(4), nil)
	for n := new(big.Int).Sub(square, big.NewInt(3000)); n.Cmp(square) <= 0; n.Add(n, big.NewInt(2)) {
		n := new(big.Int).SetBit(n, 0, 1)
		want := int64(0)
		if params, ok := paramsFor(n); ok {
			want = 1 - 4*params.q
			if params.p == 5 {
				want = 5
			}
		}
		if d, err := findDiscriminant(t.Context(), words.Of(n)); d != want || err != nil {
			t.Errorf("D = %d for %v, want %d, %v", d, n, want, err)
		}
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
		params, ok := paramsFor(n)
		if !ok {
			continue
		}
		c := params.conditionsOf(n)
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

// testLucasInTheLanes holds the test to the plain one: on all odd numbers of a stretch, and
// on so many of each of some sizes, every third of which is a prime.
func testLucasInTheLanes(t *testing.T, stretch int64, some int) {
	const seed = 20261129
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	tester := newTester(t, 1100)
	check := func(n *big.Int) {
		t.Helper()
		params, end := selfridge(n)
		want := end.found && params.conditionsOf(n).passes()
		if got, err := tester.strongLucas(t.Context(), n); got != want || err != nil {
			t.Fatalf("%v: %v, want %v, %v", n, got, want, err)
		}
	}
	const first = trialLimit*trialLimit + 1
	for n := int64(first); n < first+stretch; n += 2 {
		check(big.NewInt(n))
	}
	for _, bits := range []int{22, 40, 64, 65, 127, 128, 256, 300, 521, 1040} {
		for i := range max(3, some*16/bits) {
			n := new(big.Int)
			for range (bits + 63) / 64 {
				n.Or(n.Lsh(n, 64), new(big.Int).SetUint64(r.Uint64()))
			}
			n.Rsh(n, uint(n.BitLen()-min(bits, n.BitLen())))
			n.SetBit(n, 0, 1)
			for i%3 == 0 && !n.ProbablyPrime(0) {
				n.Add(n, big.NewInt(2))
			}
			check(n)
		}
	}
}

func TestLucasInTheLanes(t *testing.T) { testLucasInTheLanes(t, 6000, 150) }

// TestLargePrimesPass takes the largest primes below powers of 2, OEIS A013603, and
// Mersenne's.
func TestLargePrimesPass(t *testing.T) {
	for _, c := range []struct {
		bits   uint
		behind int64
	}{{64, 59}, {89, 1}, {107, 1}, {127, 1}, {128, 159}, {256, 189}, {512, 569}, {521, 1}, {1024, 105}, {1279, 1}, {2048, 1942289}, {2203, 1}, {4096, 2549}} {
		n := new(big.Int).Lsh(big.NewInt(1), c.bits)
		n.Sub(n, big.NewInt(c.behind))
		if !StrongLucas(n) {
			t.Errorf("2^%d - %d does not pass", c.bits, c.behind)
		}
		if n.Sub(n, big.NewInt(30)); n.ProbablyPrime(0) != StrongLucas(n) {
			t.Errorf("2^%d - %d: %v", c.bits, c.behind+30, StrongLucas(n))
		}
	}
}

// A countdown is a context that is cancelled when it has been looked at so many
// times.
type countdown struct {
	context.Context
	looks int
}

func (c *countdown) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}
