// Every published prime, anew: the constants from their series, the primes from
// the formula, and the offsets by the search that the RFCs describe.

package dhgroup

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"primebench/millerrabin"
)

// guard is how many bits the series are summed beyond those asked for: more than
// the rounding of their few thousand terms can reach.
const guard = 64

// piBits returns floor(2^bits pi), by Machin's formula
// pi/4 = 4 atan(1/5) - atan(1/239).
func piBits(bits int) *big.Int {
	sum := arctanInverse(5, bits+guard)
	sum.Lsh(sum, 2)
	sum.Sub(sum, arctanInverse(239, bits+guard))
	sum.Lsh(sum, 2)
	return sum.Rsh(sum, guard)
}

// arctanInverse returns about 2^bits atan(1/x).
func arctanInverse(x int64, bits int) *big.Int {
	power := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	power.Quo(power, big.NewInt(x))
	sum, term := new(big.Int), new(big.Int)
	for k := int64(1); power.Sign() != 0; k += 2 {
		term.Quo(power, big.NewInt(k))
		if k%4 == 1 {
			sum.Add(sum, term)
		} else {
			sum.Sub(sum, term)
		}
		power.Quo(power, big.NewInt(x*x))
	}
	return sum
}

// eBits returns floor(2^bits e), by the sum of 1/k!.
func eBits(bits int) *big.Int {
	term := new(big.Int).Lsh(big.NewInt(1), uint(bits+guard))
	sum := new(big.Int)
	for k := int64(1); term.Sign() != 0; k++ {
		sum.Add(sum, term)
		term.Quo(term, big.NewInt(k))
	}
	return sum.Rsh(sum, guard)
}

// derive returns 2^n - 2^(n-64) - 1 + 2^64 ([2^(n-130) c] + offset).
func derive(t *testing.T, g Group, offset int64) *big.Int {
	t.Helper()
	bits := map[string]func(int) *big.Int{"pi": piBits, "e": eBits}[g.Constant]
	if bits == nil {
		t.Fatalf("%s: constant %q", g.Name, g.Constant)
	}
	p := bits(g.Bits - 130)
	p.Add(p, big.NewInt(offset))
	p.Lsh(p, 64)
	one := big.NewInt(1)
	p.Add(p, new(big.Int).Lsh(one, uint(g.Bits)))
	p.Sub(p, new(big.Int).Lsh(one, uint(g.Bits-64)))
	return p.Sub(p, one)
}

// TestConstants checks the series against digits from tables: pi in hexadecimal
// as Blowfish uses it (Schneier 1993), and e in decimal.
func TestConstants(t *testing.T) {
	const piHex = "3243f6a8885a308d313198a2e03707344a4093822299f31d008"
	if got := piBits(4 * (len(piHex) - 1)).Text(16); got != piHex {
		t.Errorf("pi begins %s, want %s", got, piHex)
	}
	const eDecimal = "271828182845904523536028747135266249775724709369995"
	e := eBits(400)
	e.Mul(e, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(eDecimal)-1)), nil))
	if got := e.Rsh(e, 400).String(); got != eDecimal {
		t.Errorf("e begins %s, want %s", got, eDecimal)
	}
}

func TestPrimesAreDerived(t *testing.T) {
	for _, g := range All() {
		if g.Source == "RFC 5114" {
			continue // from no constant
		}
		if want := derive(t, g, g.Offset); g.P.Cmp(want) != 0 {
			t.Errorf("%s: the prime is not the one of %s and offset %d", g.Name, g.Constant, g.Offset)
		}
	}
}

// testOffsetIsLeast walks all smaller offsets as the RFCs say, and wants no safe
// prime among them and one at the offset.
func testOffsetIsLeast(t *testing.T, name string) {
	g, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	survivors := surviving(derive(t, g, 0), g.Offset)
	if last := survivors[len(survivors)-1]; last != g.Offset {
		t.Fatalf("%s: offset %d has a small divisor", name, g.Offset)
	}
	tester, err := millerrabin.NewTester("", g.Bits)
	if err != nil {
		t.Fatal(err)
	}
	for _, offset := range maybeSafe(t, tester, derive(t, g, 0), survivors) {
		if offset != g.Offset {
			t.Errorf("%s: offset %d passes too, before %d", name, offset, g.Offset)
		} else {
			t.Logf("%s: %d offsets survive the sieve, the last one makes a safe prime", name, len(survivors))
			return
		}
	}
	t.Errorf("%s: offset %d does not make a safe prime", name, g.Offset)
}

func TestOffsetIsLeast(t *testing.T) {
	testOffsetIsLeast(t, "modp768")
	testOffsetIsLeast(t, "modp1024")
}

// sieveLimit is where the trial division of surviving ends.
const sieveLimit = 1 << 16

// surviving returns the offsets from 0 to last for which neither base + 2^64
// offset nor the half of it has an odd divisor below sieveLimit.
func surviving(base *big.Int, last int64) []int64 {
	struck := make([]bool, last+1)
	half := new(big.Int).Rsh(base, 1)
	var rest big.Int
	for r := int64(3); r < sieveLimit; r += 2 {
		if !big.NewInt(r).ProbablyPrime(0) {
			continue
		}
		step := new(big.Int).Lsh(big.NewInt(1), 64)
		for _, start := range []*big.Int{base, half} {
			// start + offset step = 0 mod r; in the half the step is half as long.
			inverse := new(big.Int).ModInverse(rest.Mod(step, big.NewInt(r)), big.NewInt(r))
			first := inverse.Mul(inverse, start)
			first.Neg(first).Mod(first, big.NewInt(r))
			for x := first.Int64(); x <= last; x += r {
				struck[x] = true
			}
			step.Rsh(step, 1)
		}
	}
	var offsets []int64
	for x, out := range struck {
		if !out {
			offsets = append(offsets, int64(x))
		}
	}
	return offsets
}

// TestSurvivorsAreCounted pins the sieve above to counts that were found by
// another one, so that it cannot pass by striking too much.
func TestSurvivorsAreCounted(t *testing.T) {
	for name, want := range map[string]int{"ffdhe2048": 3693, "ffdhe3072": 17760} {
		g, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(surviving(derive(t, g, 0), g.Offset)); got != want {
			t.Errorf("%s: %d offsets survive, want %d", name, got, want)
		}
	}
}

// maybeSafe returns the offsets whose number and its half pass a base-2 test.
func maybeSafe(t *testing.T, tester *millerrabin.Tester, base *big.Int, offsets []int64) []int64 {
	for _, shift := range []uint{1, 0} {
		var passed []int64
		for len(offsets) > 0 {
			batch := offsets[:min(millerrabin.Lanes, len(offsets))]
			offsets = offsets[len(batch):]
			var candidates [][]uint64
			for _, x := range batch {
				p := new(big.Int).Lsh(big.NewInt(x), 64)
				candidates = append(candidates, littleEndian(p.Add(p, base).Rsh(p, shift)))
			}
			mask, err := tester.Base2(context.Background(), candidates...)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range batch {
				if mask>>i&1 == 1 {
					passed = append(passed, x)
				}
			}
		}
		offsets = passed
	}
	return offsets
}

// littleEndian returns n in 64-bit words, the lowest first.
func littleEndian(n *big.Int) []uint64 {
	var words []uint64
	for rest := new(big.Int).Set(n); rest.Sign() != 0; rest.Rsh(rest, 64) {
		words = append(words, rest.Uint64())
	}
	return words
}

// TestPrimesAreWrittenPlainly keeps the literals upper-case and of full length.
func TestPrimesAreWrittenPlainly(t *testing.T) {
	for _, e := range known() {
		if len(e.p) != e.bits/4 || strings.ToUpper(e.p) != e.p {
			t.Errorf("%s: %d digits", e.name, len(e.p))
		}
	}
}
