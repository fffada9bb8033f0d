package millerrabin

import (
	"context"
	"errors"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Workers who share the rounds say what one says, of primes and of composites for any
// reason: a factor, base 2, and random bases or the Lucas test where base 2 is passed.
func TestVerifyTogether(t *testing.T) {
	tester := newTester(t, 1279)
	mersenne := func(exponent uint) *big.Int {
		n := new(big.Int).Lsh(big.NewInt(1), exponent)
		return n.Sub(n, big.NewInt(1))
	}
	pool := []*big.Int{
		mersenne(521), mersenne(607), mersenne(1279),
		mersenne(523), mersenne(1277), // composites that pass base 2
		new(big.Int).Mul(mersenne(521), mersenne(607)),
		new(big.Int).Sub(mersenne(521), big.NewInt(1)), new(big.Int).Neg(mersenne(521)), mersenne(513),
		mersenne(127), mersenne(61), big.NewInt(1), // below SharedBits
	}
	rapid.Check(t, func(rt *rapid.T) {
		numbers := rapid.SliceOfN(rapid.SampledFrom(pool), 0, 4).Draw(rt, "numbers")
		policy := rapid.SampledFrom([]Policy{{Lucas: true}, {Rounds: 40}, {Rounds: 28, Lucas: true}}).Draw(rt, "policy")
		workers := rapid.IntRange(0, 9).Draw(rt, "workers")
		verdicts, err := tester.VerifyTogether(t.Context(), numbers, policy, workers)
		if err != nil || len(verdicts) != len(numbers) {
			rt.Fatalf("%d verdicts of %d numbers, %v", len(verdicts), len(numbers), err)
		}
		for i, n := range numbers {
			if alone := verify(t, tester, n, policy); verdicts[i] != alone {
				rt.Errorf("%v: %+v together, %+v alone", n, verdicts[i], alone)
			}
		}
	})
	for _, bad := range []*big.Int{nil, mersenne(1280)} {
		if _, err := tester.VerifyTogether(t.Context(), []*big.Int{mersenne(521), bad}, Untrusted, 4); err == nil {
			t.Errorf("%v beside another is judged", bad)
		}
	}
	if _, err := tester.VerifyTogether(t.Context(), pool[:1], Policy{Rounds: -1}, 4); !errors.Is(err, ErrPolicy) {
		t.Errorf("a policy that cannot be: %v", err)
	}
}

// One share of the rounds refutes for all, and the reason is that of the first test in order.
func TestVerdictsJoin(t *testing.T) {
	random := Verdict{Reason: failedRandom}
	for _, c := range []struct {
		first, other Verdict
		want         string
	}{
		{Verdict{Prime: true}, Verdict{Prime: true}, ""},
		{Verdict{Prime: true}, random, failedRandom},
		{Verdict{Reason: failedBase2}, random, failedBase2},
		{random, Verdict{Prime: true}, failedRandom},
		{Verdict{Reason: failedLucas}, random, failedRandom},
		{Verdict{Reason: failedLucas}, Verdict{Prime: true}, failedLucas},
		{Verdict{Reason: "even"}, Verdict{Reason: "even"}, "even"},
	} {
		joint := c.first
		if joint.join(c.other); joint.Reason != c.want || joint.Prime != (c.want == "") {
			t.Errorf("%+v and %+v: %+v, want the reason %q", c.first, c.other, joint, c.want)
		}
	}
}

// All workers stop when the context ends. The rounds would take them seconds.
func TestVerifyTogetherIsCancelled(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 11213)
	n.Sub(n, big.NewInt(1))
	tester := newTester(t, 11213)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if _, err := tester.VerifyTogether(ctx, []*big.Int{n}, Policy{Rounds: MaxRounds, Lucas: true}, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("the context's end: %v", err)
	}
}
