package millerrabin

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"primebench/internal/words"
)

// hardTwoWords are odd numbers of 65 to 128 bits: random ones, primes, those around powers
// of two, products that pass base 2, and squares.
func hardTwoWords(t *testing.T) []*big.Int {
	t.Helper()
	const seed = 20261130
	random := rand.New(rand.NewPCG(seed, seed))
	t.Logf("seed %d", seed)
	var list []*big.Int
	for bits := 65; bits <= 128; bits++ {
		for range 12 {
			n := words.Int([]uint64{random.Uint64() | 1, random.Uint64()})
			n.Rsh(n, uint(128-bits))
			list = append(list, n.SetBit(n.SetBit(n, 0, 1), bits-1, 1))
		}
		prime := new(big.Int).Set(list[len(list)-1])
		for prime.Add(prime, two); !prime.ProbablyPrime(0); prime.Add(prime, two) {
		}
		list = append(list, prime)
		power := new(big.Int).Lsh(big.NewInt(1), uint(bits))
		for _, off := range []int64{-59, -5, -3, -1} {
			list = append(list, new(big.Int).Add(power, big.NewInt(off)))
		}
		for _, off := range []int64{1, 3, 13, 51} {
			low := new(big.Int).Rsh(power, 1)
			list = append(list, low.Add(low, big.NewInt(off)))
		}
	}
	for p := uint64(1<<33 + 1); len(list) < 2000; p += 4 {
		if exact(p) == (failure{}) && exact(2*p-1) == (failure{}) {
			n := new(big.Int).Mul(new(big.Int).SetUint64(p), new(big.Int).SetUint64(2*p-1))
			list = append(list, n, new(big.Int).Mul(new(big.Int).SetUint64(p), new(big.Int).SetUint64(p)))
		}
	}
	return list
}

func modulusOf(n *big.Int) modulus128 { return newModulus128(twoWords(words.Of(n))) }

func bigOf(x uint128) *big.Int { return words.Int([]uint64{x.low, x.high}) }

// TestTwoWordsArithmetic holds each operation against math/big.
func TestTwoWordsArithmetic(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	radix := new(big.Int).Lsh(big.NewInt(1), 128)
	for _, n := range hardTwoWords(t) {
		if n.BitLen() > 128 {
			continue
		}
		m := modulusOf(n)
		back := new(big.Int).ModInverse(radix, n)
		mod := func(x *big.Int) *big.Int { return x.Mod(x, n) }
		if got, want := bigOf(m.one), mod(new(big.Int).Set(radix)); got.Cmp(want) != 0 {
			t.Fatalf("1 modulo %v is %v, want %v", n, got, want)
		}
		last := new(big.Int).Sub(n, big.NewInt(1))
		for i := range 6 {
			x, y := new(big.Int).Set(last), new(big.Int).Set(last)
			if i > 0 {
				x = mod(words.Int([]uint64{random.Uint64(), random.Uint64()}))
			}
			if i > 1 {
				y = mod(words.Int([]uint64{random.Uint64(), random.Uint64()}))
			}
			a, b := twoWords(words.Of(x)), twoWords(words.Of(y))
			for name, pair := range map[string][2]*big.Int{
				"times":  {bigOf(m.times(a, b)), mod(new(big.Int).Mul(new(big.Int).Mul(x, y), back))},
				"square": {bigOf(m.squared(a)), mod(new(big.Int).Mul(new(big.Int).Mul(x, x), back))},
				"twice":  {bigOf(m.twice(a, 1)), mod(new(big.Int).Lsh(x, 1))},
				"once":   {bigOf(m.twice(a, 0)), x},
				"plus":   {bigOf(m.plus(a, b)), mod(new(big.Int).Add(x, y))},
				"minus":  {bigOf(m.minus(a, b)), mod(new(big.Int).Sub(x, y))},
				"enter":  {bigOf(m.enter(a)), mod(new(big.Int).Mul(x, radix))},
			} {
				if pair[0].Cmp(pair[1]) != 0 {
					t.Fatalf("%s of %v and %v modulo %v is %v, want %v", name, x, y, n, pair[0], pair[1])
				}
			}
		}
		for _, q := range []int64{-1, 2, -2, 3, 5, -5, 7, 1 << 15, -12345} {
			want := new(big.Int).ModInverse(mod(big.NewInt(q)), n)
			got, ok := m.reciprocal(q)
			if ok != (want != nil) || ok && m.enter(twoWords(words.Of(want))) != got {
				t.Fatalf("1/%d modulo %v: %v, %v", q, n, got, ok)
			}
		}
	}
}

// TestTwoWordsTests holds each test against the one in math/big, the kernels' and the plain
// Lucas test.
func TestTwoWordsTests(t *testing.T) {
	batch := newTester(t, 512)
	pseudoprimes := 0
	for _, n := range hardTwoWords(t) {
		if n.BitLen() > 128 {
			continue
		}
		m, w := modulusOf(n), words.Of(n)
		euler, err := batch.Base2(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		if got := eulerBase2([]modulus128{m}); got != euler {
			t.Fatalf("%v: the Euler test to base 2 says %v", n, got == 1)
		}
		for _, base := range []uint64{2, 3, 1<<63 + 11} {
			strong := strongTests(t, batch, [][]uint64{w}, [][]uint64{{base}})
			if got := m.strong([]uint128{{low: base}}); got != (strong == 1) {
				t.Fatalf("%v: the strong test to base %d says %v", n, base, got)
			}
			if base == 2 && m.strongBase2() != (strong == 1) {
				t.Fatalf("%v: the strong test to base 2 says %v", n, strong == 0)
			}
		}
		prime := n.ProbablyPrime(0)
		if m.strongBase2() && !prime {
			pseudoprimes++
		}
		if trial().divisor(w) != 0 {
			continue
		}
		if got, want := m.lucas(m.strongBase2()), StrongLucas(n); got != want || prime && !got {
			t.Fatalf("%v: the Lucas test says %v, want %v", n, got, want)
		}
		if reason := m.judge(Policy{Lucas: true}, false, false); (reason == "") != prime {
			t.Fatalf("%v: %q, want prime %v", n, reason, prime)
		}
	}
	if pseudoprimes < 20 {
		t.Errorf("%d composites passed base 2, want more", pseudoprimes)
	}
}

// TestTwoWordsSideBySide: chains that take turns do not touch each other.
func TestTwoWordsSideBySide(t *testing.T) {
	list := hardTwoWords(t)
	for at := 0; at+Lanes <= len(list); at += 7 {
		var moduli []modulus128
		want := Mask(0)
		for i, n := range list[at : at+Lanes] {
			moduli = append(moduli, modulusOf(n))
			want |= eulerBase2(moduli[i:]) << i
		}
		if got := eulerBase2(moduli); got != want {
			t.Fatalf("of %v pass %08b, alone %08b", list[at:at+Lanes], got, want)
		}
	}
	psi13 := number(t, "3317044064679887385961981", 10)
	m := modulusOf(psi13)
	bases := []uint128{{low: 2}, {low: 3}, {low: 5}, {low: 7}, {low: 11}, {low: 13}, {low: 17}, {low: 43}}
	if !m.strong(bases[:7]) || m.strong(bases) || m.strong(bases[7:]) {
		t.Error("psi 13 passes the bases to 41, and not 43")
	}
}

// TestTwoWordsLucas meets strong Lucas pseudoprimes, of which small numbers have more: the
// answer is that of the plain test, for each parameter that method A* picks.
func TestTwoWordsLucas(t *testing.T) {
	failed := 0
	for n := int64(129); n < 200_000; n += 2 {
		big := big.NewInt(n)
		m := modulusOf(big)
		params, found := paramsFor(big)
		if !found {
			continue
		}
		got, c := m.lucas(false), params.conditionsOf(big)
		if got != c.passes() {
			t.Fatalf("%d: %v, want %+v", n, got, c)
		}
		if !got && c.strong {
			failed++
		}
	}
	if failed == 0 {
		t.Error("no strong Lucas pseudoprime was met, and there are such: 5459")
	}
}

// TestBasesOfTwoWords: they are from 2 to n-2, and no number of their size is left out.
func TestBasesOfTwoWords(t *testing.T) {
	var source randomWords
	for _, n := range []uint128{{low: 1, high: 1}, {low: 3, high: 1 << 63}, {low: ^uint64(0), high: ^uint64(0)}} {
		m := newModulus128(n)
		low, high := 0, 0
		for range 2000 {
			base := m.drawBase(&source)
			x := bigOf(base)
			if x.Cmp(two) < 0 || x.Cmp(new(big.Int).Sub(bigOf(n), two)) > 0 {
				t.Fatalf("base %v for %v", x, bigOf(n))
			}
			if x.Lsh(x, 1).Cmp(bigOf(n)) < 0 {
				low++
			} else {
				high++
			}
		}
		// Each half is drawn 1000 times but for 10 standard deviations.
		if low < 776 || high < 776 {
			t.Errorf("%v: %d bases in the lower half, %d in the upper", bigOf(n), low, high)
		}
	}
}
