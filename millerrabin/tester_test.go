package millerrabin

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/montgomery"
	"primebench/internal/words"
)

func newTester(t testing.TB, bits int) *Tester {
	t.Helper()
	tester, err := NewTester("", bits)
	if err != nil {
		t.Fatal(err)
	}
	return tester
}

func verify(t testing.TB, tester *Tester, n *big.Int, p Policy) Verdict {
	t.Helper()
	v, err := tester.Verify(context.Background(), n, p)
	if err != nil {
		t.Fatalf("%x: %v", n, err)
	}
	want := p
	if n.BitLen() <= 64 {
		want = Exact
	}
	if v.Policy != want || v.Prime == (v.Reason != "") || v.Log2Error != 0 && (v.Proven || !v.Prime) || v.Proven && !v.Prime {
		t.Errorf("%x: the verdict contradicts itself: %+v", n, v)
	}
	return v
}

func number(t testing.TB, s string, base int) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(s, base)
	if !ok {
		t.Fatalf("not a number: %q", s)
	}
	return n
}

// policies is one of each kind.
var policies = []Policy{{Rounds: 1}, {Lucas: true}, {Rounds: 9, Lucas: true}}

func TestVerifySmallNumbers(t *testing.T) {
	const limit = 20_000
	composite := compositesBelow(limit)
	tester := newTester(t, 64)
	for i := int64(-300); i < limit; i++ {
		v := verify(t, tester, big.NewInt(i), policies[(i+300)%3])
		if want := i >= 0 && !composite[i]; v.Prime != want || v.Proven != want {
			t.Fatalf("%d: %+v", i, v)
		}
	}
}

func TestVerifyNamesTheReason(t *testing.T) {
	tester := newTester(t, 2048)
	for _, c := range []struct{ n, reason string }{
		{"-7", "negative"}, {"-4", "negative"}, {"0", "below 2"}, {"1", "below 2"}, {"2", ""}, {"4", "even"},
		{"9", "divisible by 3"}, {"105", "divisible by 3"}, {"997", ""}, {"1994", "even"}, {"994009", "divisible by 997"},
		{"999997", "divisible by 757"}, {"1018081", "strong test to base 2"}, // 1009²
		// Squares of the Wieferich primes pass base 2.
		{"1194649", "strong Lucas test"}, {"12327121", "strong Lucas test"},
		// The smallest strong pseudoprime to the first 13 primes, OEIS A014233.
		{"3317044064679887385961981", "strong Lucas test"},
	} {
		p := Policy{Lucas: true}
		if v := verify(t, tester, number(t, c.n, 10), p); v.Reason != c.reason {
			t.Errorf("%s: %q, want %q", c.n, v.Reason, c.reason)
		}
	}
	// With random bases they find it first, but for a chance of 4^-64.
	psi13 := number(t, "3317044064679887385961981", 10)
	if v := verify(t, tester, psi13, Policy{Rounds: 64}); v.Reason != "strong test to a random base" {
		t.Errorf("psi 13: %+v", v)
	}
}

// TestVerifyMakesAllRounds has a composite n that passes base 2 and 3/16 of all
// bases: of t rounds it passes (3/16)^t. n = p (2p-1) with p = 5 mod 8 has that
// many strong liars by Monier's formula, and base 2 is one of them for half of
// such p. The limits are eight standard deviations away.
func TestVerifyMakesAllRounds(t *testing.T) {
	tester := newTester(t, 128)
	p := number(t, "1099511627789", 10) // above 2^40, 5 mod 8
	n := new(big.Int)
	for base2 := false; !base2; p.Add(p, big.NewInt(8)) {
		q := new(big.Int).Lsh(p, 1)
		q.Sub(q, big.NewInt(1))
		n.Mul(p, q)
		if p.ProbablyPrime(0) && q.ProbablyPrime(0) {
			base2 = strongTests(t, tester, [][]uint64{words.Of(n)}, [][]uint64{{2}}) == 1
		}
	}
	const tries = 800
	for _, c := range []struct{ rounds, least, most int }{{1, 60, 240}, {2, 1, 70}, {24, 0, 0}} {
		passed := 0
		for range tries {
			if verify(t, tester, n, Policy{Rounds: c.rounds}).Prime {
				passed++
			}
		}
		if passed < c.least || passed > c.most {
			t.Errorf("%d rounds: %v passed %d of %d times", c.rounds, n, passed, tries)
		}
	}
	if v := verify(t, tester, n, Policy{Lucas: true}); v.Reason != "strong Lucas test" {
		t.Errorf("%v: %+v", n, v)
	}
}

func TestVerifyBounds(t *testing.T) {
	tester := newTester(t, 600)
	p521 := new(big.Int).Lsh(big.NewInt(1), 521)
	p521.Sub(p521, big.NewInt(1))
	for _, c := range []struct {
		n      *big.Int
		policy Policy
		log2   float64
		proven bool
	}{
		{p521, Policy{Rounds: 3}, -6, false},
		{p521, Policy{Rounds: 20, Lucas: true}, -40, false},
		{p521, Policy{Lucas: true}, 0, false},
		{number(t, "18446744073709551557", 10), Policy{Rounds: 1}, 0, true},   // 2^64 - 59
		{number(t, "18446744073709551629", 10), Policy{Rounds: 1}, -2, false}, // 2^64 + 13
		{big.NewInt(3), Untrusted, 0, true},
	} {
		if v := verify(t, tester, c.n, c.policy); !v.Prime || v.Log2Error != c.log2 || v.Proven != c.proven {
			t.Errorf("%v under %v: %+v", c.n, c.policy, v)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	ctx := context.Background()
	tester := newTester(t, 128)
	large := new(big.Int).Lsh(big.NewInt(1), 128)
	huge := new(big.Int).Lsh(big.NewInt(1), 1<<24)
	for _, n := range []*big.Int{large, huge, new(big.Int).Neg(huge)} {
		if _, err := tester.Verify(ctx, n, Untrusted); !errors.Is(err, ErrSize) || !strings.Contains(err.Error(), fmt.Sprint(n.BitLen())) {
			t.Errorf("%d bits: %v", n.BitLen(), err)
		}
		if _, err := tester.PocklingtonSafe(ctx, n); !errors.Is(err, ErrSize) {
			t.Errorf("PocklingtonSafe, %d bits: %v", n.BitLen(), err)
		}
	}
	if _, err := tester.Verify(ctx, nil, Untrusted); err == nil {
		t.Error("no number, and no error")
	}
	for _, p := range []Policy{{}, {Rounds: -1}, {Rounds: MaxRounds + 1}, {Rounds: 1 << 30, Lucas: true}} {
		if _, err := tester.Verify(ctx, big.NewInt(7), p); !errors.Is(err, ErrPolicy) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	for _, bits := range []int{-1, 0, MaxBits + 1} {
		if _, err := NewTester("", bits); !errors.Is(err, ErrSize) {
			t.Errorf("NewTester for %d bits: %v", bits, err)
		}
	}
	if _, err := NewTester("abacus", 64); !errors.Is(err, montgomery.ErrKernel) {
		t.Errorf("unknown kernel: %v", err)
	}
}

// TestVerifyIsCancelled cancels at every look at the context in turn. The tests look
// about once in a millisecond of the slowest kernel, in both of two batches.
func TestVerifyIsCancelled(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 1279)
	n.Sub(n, big.NewInt(1))
	tester := newTester(t, 1279)
	for looks := range 100_000 {
		v, err := tester.Verify(&countdown{Context: context.Background(), looks: looks}, n, Policy{Rounds: 9, Lucas: true})
		if err == nil {
			if !v.Prime || looks < 14 {
				t.Errorf("%+v after %d looks", v, looks)
			}
			return
		}
		if !errors.Is(err, context.Canceled) || v != (Verdict{}) {
			t.Fatalf("cancelled at look %d: %+v, %v", looks, v, err)
		}
	}
	t.Error("the test looks at the context without end")
}

// TestBasesAreUniform draws bases for n = 7, which are 2 to 5, and compares their
// counts with the expected ones. The limits are ten standard deviations away.
func TestBasesAreUniform(t *testing.T) {
	const draws = 8000
	counts := map[uint64]int{}
	for range draws {
		counts[drawBase(t, big.NewInt(7))[0]]++
	}
	if len(counts) != 4 {
		t.Errorf("bases %v, want 2 to 5", counts)
	}
	for base := uint64(2); base <= 5; base++ {
		if c := counts[base]; c < draws/4-390 || c > draws/4+390 {
			t.Errorf("base %d came %d times of %d", base, c, draws)
		}
	}
}

func TestBasesAreFresh(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 256)
	seen := map[string]bool{}
	for range 400 {
		seen[fmt.Sprint(drawBase(t, n))] = true
	}
	if len(seen) != 400 {
		t.Errorf("%d different bases of 400", len(seen))
	}
}

// drawBase draws a base as a round with a random base does.
func drawBase(t *testing.T, n *big.Int) []uint64 {
	t.Helper()
	base, err := randomBase(n)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// strongTests makes strong tests of numbers to bases.
func strongTests(t *testing.T, tester *Tester, numbers, bases [][]uint64) Mask {
	t.Helper()
	batch, err := tester.batch()
	if err != nil {
		t.Fatal(err)
	}
	var tests []montgomery.Test
	for i, n := range numbers {
		tests = append(tests, montgomery.StrongTest(n, bases[i]))
	}
	passed, err := batch.Run(t.Context(), tests...)
	if err != nil {
		t.Fatal(err)
	}
	return Mask(passed)
}

// Numbers judged together get the verdicts that they get alone: lists with
// primes, composites that pass some tests, and numbers that need none.
func TestVerifyAllIsVerify(t *testing.T) {
	tester := newTester(t, 256)
	if verdicts, err := tester.VerifyAll(t.Context(), nil, Untrusted); err != nil || len(verdicts) != 0 {
		t.Errorf("no numbers: %v, %v", verdicts, err)
	}
	big256 := new(big.Int).Lsh(big.NewInt(1), 256)
	pool := []*big.Int{
		big.NewInt(-7), big.NewInt(0), big.NewInt(2), big.NewInt(561), big.NewInt(1009), big.NewInt(2047),
		number(t, "3825123056546413051", 10),                     // strong pseudoprime to the first nine bases
		number(t, "18446744073709551557", 10),                    // 2^64 - 59
		number(t, "340282366920938463463374607431768211297", 10), // 2^128 - 159
		new(big.Int).Sub(big256, big.NewInt(189)),
		new(big.Int).Sub(big256, big.NewInt(187)),
		new(big.Int).Sub(big256, big.NewInt(1)),
	}
	rapid.Check(t, func(rt *rapid.T) {
		numbers := rapid.SliceOfN(rapid.SampledFrom(pool), 1, 25).Draw(rt, "numbers")
		policy := rapid.SampledFrom([]Policy{{Lucas: true}, {Rounds: 40}, {Rounds: 20, Lucas: true}}).Draw(rt, "policy")
		together, err := tester.VerifyAll(t.Context(), numbers, policy)
		if err != nil || len(together) != len(numbers) {
			rt.Fatalf("%d verdicts of %d numbers, %v", len(together), len(numbers), err)
		}
		for i, n := range numbers {
			if alone := verify(t, tester, n, policy); together[i] != alone {
				rt.Errorf("%v: %+v together, %+v alone", n, together[i], alone)
			}
		}
	})
	for _, bad := range []*big.Int{nil, big256} {
		if _, err := tester.VerifyAll(t.Context(), []*big.Int{big.NewInt(7), bad}, Untrusted); err == nil {
			t.Errorf("%v among others is judged", bad)
		}
	}
}

// What passed Base2 is confirmed as it is verified, except for composites that
// only base 2 tells.
func TestConfirm(t *testing.T) {
	tester := newTester(t, 64)
	numbers := []*big.Int{big.NewInt(1009), number(t, "18446744073709551557", 10), big.NewInt(1093 * 1093), number(t, "3825123056546413051", 10)}
	for _, policy := range []Policy{{Rounds: 40}, {Lucas: true}, {Rounds: 7, Lucas: true}} {
		verdicts, err := tester.Confirm(t.Context(), numbers, policy)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range numbers {
			if verified := verify(t, tester, n, policy); verdicts[i].Prime != verified.Prime {
				t.Errorf("%v under %v: %+v, verified %+v", n, policy, verdicts[i], verified)
			}
		}
	}
	for policy, want := range map[Policy]int{{Rounds: 3}: 3, {Rounds: 20, Lucas: true}: 24, {Lucas: true}: 4} {
		if got := Confirmations(policy); got != want {
			t.Errorf("%v: %d lanes, want %d", policy, got, want)
		}
	}
}

// Steps asks for candidates and stops with its context.
func TestSteps(t *testing.T) {
	tester := newTester(t, 512)
	if err := tester.Steps(t.Context(), 1); err == nil {
		t.Error("steps without candidates")
	}
	n := []uint64{15, 15}
	if err := tester.Steps(t.Context(), 100, n); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := tester.Steps(ctx, 1<<30, n); !errors.Is(err, context.Canceled) {
		t.Errorf("Steps = %v, want the context's error", err)
	}
}

func TestBase2(t *testing.T) {
	tester := newTester(t, 64)
	composite := compositesBelow(10_000)
	ctx := context.Background()
	passedComposites := 0
	for first := uint64(3); first < 9_900; first += 2 * Lanes {
		var candidates [][]uint64
		for i := range uint64(Lanes) {
			candidates = append(candidates, []uint64{first + 2*i})
		}
		mask, err := tester.Base2(ctx, candidates...)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range candidates {
			passed := mask>>i&1 == 1
			if !composite[c[0]] && !passed {
				t.Errorf("the prime %d does not pass", c[0])
			}
			if composite[c[0]] && passed {
				passedComposites++
			}
		}
	}
	// The Euler-Jacobi pseudoprimes to base 2 below 9900, OEIS A047713: 561, 1105,
	// 1729, 1905, 2047, 2465, 3277, 4033, 4681, 6601, 8321, 8481.
	if passedComposites != 12 {
		t.Errorf("%d composites pass base 2, want 12", passedComposites)
	}
	if _, err := tester.Base2(ctx); err == nil {
		t.Error("no candidate, and no error")
	}
	if _, err := tester.Base2(ctx, []uint64{8}); !errors.Is(err, montgomery.ErrOperand) {
		t.Errorf("an even candidate: %v", err)
	}
}

func TestPocklingtonSafe(t *testing.T) {
	const limit = 20_000
	composite := compositesBelow(limit)
	tester := newTester(t, 128)
	for p := int64(-20); p < limit; p++ {
		proven, err := tester.PocklingtonSafe(context.Background(), big.NewInt(p))
		if err != nil {
			t.Fatal(err)
		}
		if p < 5 || p%2 == 0 {
			if proven {
				t.Errorf("%d is proven prime", p)
			}
		} else if !composite[p/2] && proven == composite[p] { // q is prime
			t.Errorf("%d is composite: %v, proven prime: %v", p, composite[p], proven)
		}
	}
	// Down from 2^128 to the first safe prime.
	p := new(big.Int).Lsh(big.NewInt(1), 128)
	p.Sub(p, big.NewInt(1))
	for q := new(big.Int); ; p.Sub(p, big.NewInt(2)) {
		if q.Rsh(p, 1); !q.ProbablyPrime(0) {
			continue
		}
		proven, err := tester.PocklingtonSafe(context.Background(), p)
		if err != nil || proven != p.ProbablyPrime(0) {
			t.Fatalf("%v: %v, %v", p, proven, err)
		}
		if proven {
			return
		}
	}
}

func TestTrialDivision(t *testing.T) {
	small := newTrialDivision()
	if len(small.primes) != 167 || small.primes[0].prime != 3 || small.primes[166].prime != 997 {
		t.Fatalf("%d odd primes below 1000, to %d", len(small.primes), small.primes[len(small.primes)-1].prime)
	}
	shift := new(big.Int).Lsh(big.NewInt(1), 4000)
	for _, p := range small.primes {
		if got := small.divisorOfWord(p.prime); got != 0 {
			t.Errorf("%d is divisible by %d", p.prime, got)
		}
		if got := small.divisorOfWord(p.prime * 997 << 40); got != p.prime {
			t.Errorf("%d * 997 * 2^40 is divisible by %d", p.prime, got)
		}
		if got := small.divisor(words.Of(new(big.Int).Mul(shift, new(big.Int).SetUint64(p.prime*997)))); got != p.prime {
			t.Errorf("%d * 997 * 2^4000 is divisible by %d", p.prime, got)
		}
	}
	if got := small.divisorOfWord(1009 * 1013); got != 0 {
		t.Errorf("1009 * 1013 is divisible by %d", got)
	}
	if got := small.divisor([]uint64{1009 * 1013}); got != 0 {
		t.Errorf("1009 * 1013 is divisible by %d", got)
	}
}

func TestWords(t *testing.T) {
	for _, s := range []string{"0", "1", "ffffffff", "100000000", "ffffffffffffffff", "10000000000000000", "123456789abcdef0fedcba98765432100123456789abcdef"} {
		n := number(t, s, 16)
		back := new(big.Int)
		w := words.Of(n)
		for i := len(w) - 1; i >= 0; i-- {
			back.Lsh(back, 64)
			back.Or(back, new(big.Int).SetUint64(w[i]))
		}
		if back.Cmp(n) != 0 || len(w) != (n.BitLen()+63)/64 {
			t.Errorf("%s became %x", s, w)
		}
	}
}

// FuzzVerify compares with math/big. Both are Baillie-PSW and random bases, by
// different code and different Lucas parameters.
func FuzzVerify(f *testing.F) {
	for _, s := range []string{"", "\x02", "\x09", "\x16\x91", "\x12\x3a\x99", "\xff\xff\xff\xff\xff\xff\xff\xc5"} {
		f.Add([]byte(s), false)
	}
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0x0d}, true)
	tester := newTester(f, 4096)
	f.Fuzz(func(t *testing.T, raw []byte, negative bool) {
		n := new(big.Int).SetBytes(raw[:min(len(raw), 512)])
		if negative {
			n.Neg(n)
		}
		want := n.ProbablyPrime(4)
		if v := verify(t, tester, n, Policy{Rounds: 4, Lucas: true}); v.Prime != want {
			t.Errorf("%v: %+v, math/big says %v", n, v, want)
		}
		if got := StrongLucas(n); want && !got {
			t.Errorf("the prime %v fails the strong Lucas test", n)
		}
	})
}
