// Public test vectors, which other libraries' bugs left behind, in every lane
// of every kernel.

package montgomery

import (
	"context"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const vectorFolder = "../../../shared/vectors"

// vectors reads the tests of one file of vectors.
func vectors[T any](t *testing.T, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(vectorFolder, name))
	if err != nil {
		t.Skipf("no public test vectors here: %v", err)
	}
	var file struct{ Tests []T }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Tests) == 0 {
		t.Fatalf("%s holds no tests", name)
	}
	return file.Tests
}

// usableModulus says whether a batch can be loaded with n.
func usableModulus(n *big.Int) bool {
	return n.Cmp(big.NewInt(3)) >= 0 && n.Bit(0) == 1 && n.BitLen() <= MaxBits
}

// inEveryLane runs check on items eight at a time, as many times over as there
// are turns, each time one lane further on, and with a batch that is not full at
// the end. Eight turns bring each item into every lane.
func inEveryLane[T any](items []T, turns int, check func(items []T)) {
	for turn := range turns {
		turned := append(slices.Clone(items[turn%len(items):]), items[:turn%len(items)]...)
		for chunk := range slices.Chunk(turned, Lanes) {
			check(chunk)
		}
	}
}

func TestPublicExponentiations(t *testing.T) {
	type item struct{ base, exponent, modulus *big.Int }
	var items []item
	for _, v := range vectors[struct{ A, E, M, R string }](t, "kernels/modexp.json") {
		m, a, e := parse(t, v.M, 16), parse(t, v.A, 16), parse(t, v.E, 16)
		if !usableModulus(m) || e.Sign() < 0 {
			continue
		}
		a.Mod(a, m)
		if want := parse(t, v.R, 16); new(big.Int).Exp(a, e, m).Cmp(want) != 0 {
			t.Fatalf("the file disagrees with math/big about %#x^%#x mod %#x", a, e, m)
		}
		items = append(items, item{a, e, m})
	}
	for _, v := range vectors[struct{ X, Y, M string }](t, "kernels/go_expTests.json") {
		if v.M == "" {
			continue
		}
		m, x, y := parse(t, v.M, 0), parse(t, v.X, 0), parse(t, v.Y, 0)
		if usableModulus(m.Abs(m)) && y.Sign() >= 0 {
			items = append(items, item{x.Mod(x, m), y, m})
		}
	}
	slices.SortFunc(items, func(a, b item) int { return a.modulus.BitLen() - b.modulus.BitLen() })
	onEveryKernel(t, func(t *testing.T, name string) {
		turns := Lanes
		if name == "generic" {
			turns = 1 // its lanes do not know of each other
		}
		inEveryLane(items, turns, func(items []item) {
			var moduli, bases, exponents []*big.Int
			for _, i := range items {
				moduli, bases, exponents = append(moduli, i.modulus), append(bases, i.base), append(exponents, i.exponent)
			}
			checkExp(t, newBatch(t, name, largest(moduli)), moduli, bases, exponents)
		})
	})
}

func TestPublicProducts(t *testing.T) {
	var moduli, xs, ys []*big.Int
	for _, v := range vectors[struct{ A, B, M string }](t, "kernels/modmul.json") {
		a, b, m := parse(t, v.A, 16), parse(t, v.B, 16), parse(t, v.M, 16)
		if usableModulus(m) {
			moduli, xs, ys = append(moduli, m), append(xs, a.Mod(a, m)), append(ys, b.Mod(b, m))
		}
	}
	onEveryKernel(t, func(t *testing.T, name string) {
		for turn := range Lanes {
			for i := turn; i < len(moduli); i += Lanes {
				end := min(i+Lanes, len(moduli))
				checkKernel(t, name, largest(moduli[i:end]), 1, moduli[i:end], slices.Clone(xs[i:end]), slices.Clone(ys[i:end]))
			}
		}
	})
}

func TestPublicWitnesses(t *testing.T) {
	type item struct {
		n, base *big.Int
		passes  bool
	}
	var items []item
	for _, v := range vectors[struct{ N, Base, Result string }](t, "kernels/mr_witness.json") {
		n, base := parse(t, v.N, 16), parse(t, v.Base, 16)
		if usableModulus(n) && base.Cmp(one) > 0 && base.Cmp(new(big.Int).Sub(n, one)) < 0 {
			items = append(items, item{n, base, v.Result == "PossiblyPrime"})
		}
	}
	onEveryKernel(t, func(t *testing.T, name string) {
		inEveryLane(items, Lanes, func(items []item) {
			var moduli, bases []*big.Int
			for _, i := range items {
				moduli, bases = append(moduli, i.n), append(bases, i.base)
			}
			b := newBatch(t, name, largest(moduli))
			if err := b.Load(allWords(moduli)...); err != nil {
				t.Fatal(err)
			}
			got, err := b.Strong(context.Background(), allWords(bases)...)
			want := maskOf(moduli, func(i int, _ *big.Int) bool { return items[i].passes })
			if err != nil || got != want {
				t.Fatalf("Strong = %08b, %v, want %08b%s%s", got, err, want, describe(moduli), describe(bases))
			}
		})
	})
}

func TestPublicPrimesAndPseudoprimes(t *testing.T) {
	var all []*big.Int
	for _, name := range []string{"composites/primality_dev.json", "wycheproof/primality_decoded.json"} {
		for _, v := range vectors[struct{ N string }](t, name) {
			if n := parse(t, v.N, 10); usableModulus(n) && n.BitLen() <= 1100 {
				all = append(all, n)
			}
		}
	}
	slices.SortFunc(all, func(a, b *big.Int) int { return a.BitLen() - b.BitLen() })
	onEveryKernel(t, func(t *testing.T, name string) {
		for chunk := range slices.Chunk(all, Lanes) {
			b := newBatch(t, name, largest(chunk))
			checkBase2(t, b, chunk)
			checkStrong(t, b, chunk, func(*big.Int) *big.Int { return big.NewInt(3) })
		}
	})
}

func largest(moduli []*big.Int) int {
	bits := 2
	for _, n := range moduli {
		bits = max(bits, n.BitLen())
	}
	return bits
}
