package millerrabin

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestExact: below 2^64 every answer is that of math/big, whose own test is exact there,
// for small numbers, around powers of two, at the ends of the range, for squares and for
// any; and the strong Lucas test is that of StrongLucas's first line.
func TestExact(t *testing.T) {
	check := func(n uint64) {
		if want := new(big.Int).SetUint64(n).ProbablyPrime(0); (exact(n) == (failure{})) != want {
			t.Errorf("%d: %q, want prime %v", n, exact(n).reason(), want)
		}
	}
	for n := uint64(3); n < 1<<18; n += 2 {
		check(n)
	}
	for n := uint64(1); n < 300; n += 2 {
		check(-n)
		for shift := range 33 {
			check(1<<(31+shift) - n)
			check(1<<(31+shift) + n)
		}
		check((n + 2) * (n + 2))
		check((1<<32 - n) * (1<<32 - n))
	}
	const seed = 20261129
	random := rand.New(rand.NewPCG(seed, seed))
	for range 20_000 {
		check(random.Uint64() | 1)
		check(random.Uint64()>>random.IntN(60) | 3)
		root := random.Uint64()>>32 | 1
		check(root * root)
	}
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
}

// TestEulerInWords: Base2 in single words says what it says in lanes, alone and in turns,
// also of numbers of different sizes and of composites that pass.
func TestEulerInWords(t *testing.T) {
	const seed = 20261129
	random := rand.New(rand.NewPCG(seed, seed))
	list := []uint64{3, 5, 7, 9, 1<<32 + 1, 1<<63 + 1, 1<<64 - 59, 1<<64 - 1, 2047, 3215031751, 3825123056546413051}
	for len(list)%Lanes != 0 || len(list) < 4000 {
		n := random.Uint64()>>random.IntN(58) | 3
		for len(list)%2 == 0 && !IsPrime64(n) {
			n -= 2
		}
		list = append(list, n)
	}
	small, lanes := newTester(t, 64), newTester(t, 512)
	for batch := range slices.Chunk(list, Lanes) {
		var candidates [][]uint64
		for _, n := range batch {
			candidates = append(candidates, []uint64{n})
		}
		got, err := small.Base2(t.Context(), candidates...)
		want, err2 := lanes.Base2(t.Context(), candidates...)
		if err != nil || err2 != nil || got != want {
			t.Fatalf("seed %d: %v: %08b, want %08b (%v, %v)", seed, batch, got, want, err, err2)
		}
	}
}

// TestExactPseudoprimes has the composites that strong tests to the first bases let pass:
// psi_1 to psi_11 (OEIS A014233), the squares of the Wieferich primes, and the products
// p (2p - 1) that pass base 2.
func TestExactPseudoprimes(t *testing.T) {
	list := []uint64{
		2047, 1373653, 25326001, 3215031751, 2152302898747, 3474749660383, 341550071728321, 3825123056546413051,
		1093 * 1093, 3511 * 3511,
	}
	for p := uint64(1<<31 + 1); len(list) < 100; p += 4 {
		n := p * (2*p - 1)
		if m := newModulus64(n); m.strongBase2() && exact(p) == (failure{}) && exact(2*p-1) == (failure{}) {
			list = append(list, n)
		}
	}
	for _, n := range list {
		if reason := exact(n).reason(); reason != failedLucas && trial().divisorOfWord(n) == 0 {
			t.Errorf("%d: %q, want %q", n, reason, failedLucas)
		}
		if m := newModulus64(n); !m.strongBase2() {
			t.Errorf("%d fails the strong test to base 2", n)
		}
	}
}

// TestExactLucas: the strong Lucas test in words is the first line of the one in math/big,
// which passes the same composites by method A*, and passes some.
func TestExactLucas(t *testing.T) {
	passed := 0
	for n := uint64(3); n < 1<<17; n += 2 {
		if trial().divisorOfWord(n) != 0 && n%3 == 0 {
			continue
		}
		params, ok := paramsFor(new(big.Int).SetUint64(n))
		if !ok {
			continue
		}
		m := newModulus64(n)
		got, want := m.strongLucas(), params.conditionsOf(new(big.Int).SetUint64(n)).strong
		if got != want {
			t.Fatalf("%d: %v, want %v", n, got, want)
		}
		if got && exact(n) != (failure{}) {
			passed++
		}
	}
	if passed == 0 {
		t.Error("no strong Lucas pseudoprime was met, and there are such: 5459")
	}
}
