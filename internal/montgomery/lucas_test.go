package montgomery

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// A plainLucas has what a Lucas test asks for, by math/big from the sequences of P
// and Q themselves: it shares nothing with the ladders.
type plainLucas struct{ strong, passed bool }

// lucasOf computes U and V at the end of each bit of the index, with Q^k, by
//
//	U_2k = U_k V_k, V_2k = V_k^2 - 2 Q^k, and
//	2 U_(k+1) = P U_k + V_k, 2 V_(k+1) = D U_k + P V_k.
func lucasOf(n *big.Int, d int64) plainLucas {
	p, q := int64(1), (1-d)/4
	if d == 5 {
		p, q = 5, 5
	}
	mod := func(x *big.Int) *big.Int { return x.Mod(x, n) }
	half := func(x *big.Int) *big.Int {
		if mod(x).Bit(0) != 0 {
			x.Add(x, n)
		}
		return x.Rsh(x, 1)
	}
	times := func(x *big.Int, k int64) *big.Int { return new(big.Int).Mul(x, big.NewInt(k)) }
	u, v, power := new(big.Int), big.NewInt(2), big.NewInt(1)
	plus1 := new(big.Int).Add(n, one)
	twos := int(plus1.TrailingZeroBits())
	c := plainLucas{}
	var atHalf *big.Int // Q^((n+1)/2)
	for i := plus1.BitLen() - 1; i >= 0; i-- {
		u.Mul(u, v)
		v.Mul(v, v)
		mod(v.Sub(v, times(power, 2)))
		mod(power.Mul(power, power))
		if plus1.Bit(i) != 0 {
			next := new(big.Int).Add(times(u, p), v)
			v.Add(times(u, d), times(v, p))
			u = next
			half(v)
			half(u)
			mod(power.Mul(power, big.NewInt(q)))
		}
		mod(u)
		if i == twos {
			c.strong = u.Sign() == 0
		}
		if i <= twos && i > 0 {
			c.strong = c.strong || v.Sign() == 0
		}
		if i == 1 {
			atHalf = new(big.Int).Set(power)
		}
	}
	want := times(atHalf, 2*int64(big.Jacobi(big.NewInt(q), n)))
	c.passed = c.strong && mod(want).Cmp(v) == 0 && new(big.Int).GCD(nil, nil, mod(big.NewInt(q)), n).Cmp(one) == 0
	return c
}

// discriminants are those of method A*, in its order.
func discriminants(most int) []int64 {
	var all []int64
	for size, sign := int64(5), int64(1); len(all) < most; size, sign = size+2, -sign {
		all = append(all, sign*size)
	}
	return all
}

// selfridge returns the first D with (D/n) = -1, and 0 if none of the first has.
func selfridge(n *big.Int) int64 {
	for _, d := range discriminants(60) {
		if big.Jacobi(big.NewInt(d), n) == -1 {
			return d
		}
	}
	return 0
}

// A trial is a test of a number beside what it is to give.
type trial struct {
	test Test
	want bool
	name string
}

func lucasTrial(n *big.Int, d int64) trial {
	return trial{LucasTest(words(n), d), lucasOf(n, d).passed, fmt.Sprintf("Lucas test of %#x for D = %d", n, d)}
}

// randomTrial returns a test of any kind.
func randomTrial(r *rand.Rand, n *big.Int) trial {
	base := big.NewInt(2 + int64(r.IntN(60)))
	switch kind := r.IntN(4); {
	case kind < 2 && selfridge(n) != 0:
		return lucasTrial(n, selfridge(n))
	case kind == 2:
		e := new(big.Int).Exp(base, new(big.Int).Rsh(n, 1), n)
		symbol := int64(big.Jacobi(base, n))
		want := symbol != 0 && e.Cmp(new(big.Int).Mod(big.NewInt(symbol), n)) == 0
		return trial{EulerTest(words(n), base.Int64()), want, fmt.Sprintf("Euler test of %#x to %d", n, base)}
	default:
		if r.IntN(3) > 0 {
			base.Add(base, new(big.Int).Mod(randomBits(r, n.BitLen()), new(big.Int).Sub(n, big.NewInt(100))))
		}
		return trial{StrongTest(words(n), words(base)), strongTest(n, base), fmt.Sprintf("strong test of %#x to %#x", n, base)}
	}
}

// runTrials runs as many trials at once as fit, from the first on.
func runTrials(t *testing.T, b *Batch, trials []trial) {
	t.Helper()
	for len(trials) > 0 {
		var tests []Test
		for _, c := range trials {
			tests = append(tests, c.test)
		}
		batch := tests[:Fit(tests)]
		got, err := b.Run(context.Background(), batch...)
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch {
			if got>>i&1 != 0 != trials[i].want {
				t.Fatalf("%d of %d: %s: %v", i, len(batch), trials[i].name, !trials[i].want)
			}
		}
		trials = trials[len(batch):]
	}
}

// interesting returns a number of so many bits, half of them primes.
func interesting(r *rand.Rand, bits int) *big.Int {
	n := randomModulus(r, bits)
	for prime := r.IntN(2) == 0; prime && !n.ProbablyPrime(1); {
		n = randomModulus(r, bits)
	}
	return n
}

func TestLucasAgreesWithMathBig(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 1100)
		for _, bits := range []int{8, 20, 51, 52, 53, 63, 64, 65, 104, 128, 200, 256, 320, 512, 515, 521, 1040} {
			var trials []trial
			for range min(4000/bits, 100) + 2 {
				n := interesting(r, bits)
				if d := selfridge(n); d != 0 {
					trials = append(trials, lucasTrial(n, d))
				}
				// The formulas hold for any D and Q that are units.
				d := discriminants(60)[r.IntN(60)]
				if big.Jacobi(big.NewInt(d), n) != 0 {
					trials = append(trials, lucasTrial(n, d))
				}
			}
			runTrials(t, b, trials)
			for len(trials) > 0 { // batches of every size
				some := min(1+r.IntN(Lanes), len(trials))
				runTrials(t, b, trials[:some])
				trials = trials[some:]
			}
		}
	})
}

func TestLucasOnEverySmallNumber(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		b := newBatch(t, name, 64)
		var trials []trial
		strong := 0
		for n := int64(3); n < 3000; n += 2 {
			if d := selfridge(big.NewInt(n)); d != 0 {
				trials = append(trials, lucasTrial(big.NewInt(n), d))
			}
		}
		runTrials(t, b, trials)
		// What they find out on the way.
		for _, c := range trials {
			if _, err := b.Run(context.Background(), c.test); err != nil {
				t.Fatal(err)
			}
			want := lucasOf(number(c.test.number), c.test.discriminant).strong
			if got := b.tests.lucas[0].strong; got != want {
				t.Fatalf("%s: strong test %v", c.name, got)
			}
			if want {
				strong++
			}
		}
		if strong < 350 {
			t.Errorf("%d numbers pass the strong test", strong)
		}
	})
}

// Mersenne primes have n+1 = 2^s, and their neighbours in this list as many steps of
// other kinds; lanes finish at different times.
func TestLucasOfManyTwos(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		b := newBatch(t, name, 4300)
		var trials []trial
		for _, e := range []uint{3, 5, 7, 13, 61, 64, 89, 107, 127, 128, 192, 256, 521, 607, 1279, 2203, 4253} {
			for _, k := range []int64{1, 3, 5, 9} {
				n := new(big.Int).Lsh(big.NewInt(k), e)
				n.Sub(n, one)
				if d := selfridge(n); d != 0 {
					trials = append(trials, lucasTrial(n, d))
				}
			}
		}
		runTrials(t, b, trials)
	})
}

// The steps of ladders, on residues that are hard on carries.
func TestKernelLadderSteps(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		for _, bits := range []int{8, 61, 64, 104, 128, 256, 515, 521, 1040, 2080, 4160} {
			for range 4 {
				checkLadderSteps(t, name, r, bits)
			}
		}
	})
}

func checkLadderSteps(t *testing.T, name string, r *rand.Rand, bits int) {
	t.Helper()
	moduli := hardModuli(r, bits)
	for i := 0; i < Lanes; i += 2 {
		moduli[i+1] = moduli[i] // pairs
	}
	k := load(t, name, bits, moduli)
	turned, crossed := Mask(r.Uint32()), Mask(r.Uint32())
	var rows [4][]*big.Int
	var vectors [4]vector
	for i := range rows {
		for _, n := range moduli {
			hard := hardResidues(n)
			rows[i] = append(rows[i], hard[r.IntN(len(hard))])
		}
		vectors[i] = fill(k, rows[i])
	}
	compare := func(what string, v vector, want func(lane int) *big.Int) {
		t.Helper()
		for i, got := range values(t, k, v, moduli) {
			if want := want(i); got.Cmp(want) != 0 {
				t.Fatalf("%s, lane %d, turned or swapped %08b, crossed %08b, n = %#x: got %#x, want %#x", what, i, turned, crossed, moduli[i], got, want)
			}
		}
	}
	sum := func(x, c []*big.Int, lane, from int) *big.Int {
		z := new(big.Int).Add(x[lane], c[from])
		return z.Mod(z, moduli[lane])
	}
	x, y, c, d := vectors[0], vectors[1], vectors[2], vectors[3]
	k.pair(y, x, c, turned, crossed)
	paired := func(lane int) *big.Int { return sum(rows[0], rows[2], lane, lane^int(turned>>lane&1)) }
	compare("pair, x", x, paired)
	compare("pair, y", y, func(lane int) *big.Int { return paired(lane ^ int(crossed>>lane&1)) })

	x, y = fill(k, rows[0]), fill(k, rows[1])
	k.ladder(x, y, c, d, turned)
	ladder := func(lane int, second bool) *big.Int {
		if second != (turned>>lane&1 != 0) {
			return sum(rows[1], rows[3], lane, lane)
		}
		return sum(rows[0], rows[2], lane, lane)
	}
	compare("ladder, x", x, func(lane int) *big.Int { return ladder(lane, false) })
	compare("ladder, y", y, func(lane int) *big.Int { return ladder(lane, true) })
}

func TestRunOfMixedTests(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 600)
		for range 40 {
			var trials []trial
			for range 1 + r.IntN(12) {
				trials = append(trials, randomTrial(r, interesting(r, 8+r.IntN(300))))
			}
			runTrials(t, b, trials)
		}
	})
}

func TestFit(t *testing.T) {
	n := []uint64{101}
	lucas, strong := LucasTest(n, 5), StrongTest(n, []uint64{2})
	list := func(kinds string) (tests []Test) {
		for _, kind := range kinds {
			if kind == 'L' {
				tests = append(tests, lucas)
			} else {
				tests = append(tests, strong)
			}
		}
		return tests
	}
	for kinds, want := range map[string]int{
		"": 0, "s": 1, "L": 1, "ssssssss": 8, "sssssssss": 8, "LLLL": 4, "LLLLL": 5, "LLLLLLLL": 8, "LLLLLLLLL": 8,
		"LLLLs": 4, "LLLLLs": 5, "LLLLLLLLs": 8, "LLLss": 5, "LLLsss": 5, "sLLLL": 4, "sssLLL": 5, "ssssssL": 7, "sssssssL": 7, "sssssssLL": 7,
	} {
		if got := Fit(list(kinds)); got != want {
			t.Errorf("of %q, %d fit, want %d", kinds, got, want)
		}
	}
}

func TestRunRefusals(t *testing.T) {
	b := newBatch(t, "", 128)
	strong := StrongTest([]uint64{101}, []uint64{2})
	for _, tests := range [][]Test{
		{}, {LucasTest([]uint64{4}, 5)}, {LucasTest([]uint64{1, 0, 1}, 5)}, {StrongTest([]uint64{101}, []uint64{100})},
		{EulerTest([]uint64{101}, 1)}, {strong, strong, strong, strong, strong, strong, strong, strong, strong},
	} {
		if _, err := b.Run(context.Background(), tests...); !errors.Is(err, ErrOperand) {
			t.Errorf("%d tests: %v", len(tests), err)
		}
	}
}

func TestRunIsCancelled(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		b := newBatch(t, name, 1024)
		n := words(randomModulus(seeded(t), 1024))
		lucas, strong := LucasTest(n, 5), StrongTest(n, []uint64{3})
		for _, tests := range [][]Test{{lucas}, {lucas, strong}, {strong}, {lucas, lucas, lucas, lucas, lucas}} {
			for _, looks := range []int{0, 1, 3} {
				if _, err := b.Run(&endsAfter{context.Background(), looks}, tests...); !errors.Is(err, context.Canceled) {
					t.Errorf("%d tests ended at look %d: %v", len(tests), looks, err)
				}
			}
		}
	})
}
