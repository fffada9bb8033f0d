// Numbers of public test suites, at the limits of words and where carries run
// far, in every lane of every kernel.

package montgomery

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"primebench/internal/vectors"
)

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

func TestPublishedPowers(t *testing.T) {
	type item struct{ base, exponent, modulus *big.Int }
	var items []item
	for _, row := range vectors.Read(t, "testdata/powers.txt") {
		m, e := row.Numbers["modulus"], row.Numbers["exponent"]
		base := new(big.Int).Mod(row.Numbers["base"], m)
		if new(big.Int).Exp(base, e, m).Cmp(row.Numbers["result"]) != 0 {
			t.Fatalf("%v: math/big disagrees about %#x^%#x mod %#x", row, base, e, m)
		}
		items = append(items, item{base, e, m})
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

// A product is two factors, reduced, and what they are multiplied modulo.
type product struct{ a, b, modulus *big.Int }

func TestPublishedProducts(t *testing.T) {
	var products []product
	for _, row := range vectors.Read(t, "testdata/products.txt") {
		m, a, b := row.Numbers["modulus"], row.Numbers["a"], row.Numbers["b"]
		ab := new(big.Int).Mul(a, b)
		if ab.Mod(ab, m).Cmp(row.Numbers["result"]) != 0 {
			t.Fatalf("%v: math/big disagrees about %#x * %#x mod %#x", row, a, b, m)
		}
		products = append(products, product{a.Mod(a, m), b.Mod(b, m), m})
	}
	checkProducts(t, products)
}

// TestAllPublishedProducts has all of those that testdata has a part of.
func TestAllPublishedProducts(t *testing.T) {
	var file struct{ Tests []struct{ A, B, M string } }
	vectors.Shared(t, "kernels/modmul.json", &file)
	var products []product
	for _, v := range file.Tests {
		a, b, m := parse(t, v.A, 16), parse(t, v.B, 16), parse(t, v.M, 16)
		products = append(products, product{a.Mod(a, m), b.Mod(b, m), m})
	}
	if len(products) < 200 {
		t.Errorf("only %d products", len(products))
	}
	checkProducts(t, products)
}

func checkProducts(t *testing.T, products []product) {
	onEveryKernel(t, func(t *testing.T, name string) {
		for turn := range Lanes {
			for chunk := range slices.Chunk(products[turn:], Lanes) {
				var moduli, as, bs []*big.Int
				for _, p := range chunk {
					moduli, as, bs = append(moduli, p.modulus), append(as, p.a), append(bs, p.b)
				}
				checkKernel(t, name, largest(moduli), 1, moduli, as, bs)
			}
		}
	})
}

func TestPublishedWitnesses(t *testing.T) {
	rows := vectors.Read(t, "testdata/witnesses.txt")
	onEveryKernel(t, func(t *testing.T, name string) {
		inEveryLane(rows, Lanes, func(rows []vectors.Row) {
			var moduli, bases []*big.Int
			for _, row := range rows {
				moduli, bases = append(moduli, row.Numbers["n"]), append(bases, row.Numbers["base"])
			}
			b := newBatch(t, name, largest(moduli))
			got, err := b.Run(context.Background(), strongTests(allWords(moduli), allWords(bases))...)
			want := maskOf(moduli, func(i int, _ *big.Int) bool { return rows[i].Claim == "passes" })
			if err != nil || got != want {
				t.Fatalf("%v: Run = %08b, %v, want %08b%s%s", rows[0], got, err, want, describe(moduli), describe(bases))
			}
		})
	})
}

func TestPublishedPrimesAndPseudoprimes(t *testing.T) {
	var all []*big.Int
	for _, file := range []string{"primality.txt", "pseudoprimes.txt"} {
		for _, row := range vectors.Read(t, "../../millerrabin/testdata/"+file) {
			if n := row.Numbers["n"]; n.Cmp(big.NewInt(3)) >= 0 && n.Bit(0) == 1 && n.BitLen() <= 1100 {
				all = append(all, n)
			}
		}
	}
	slices.SortFunc(all, func(a, b *big.Int) int { return a.Cmp(b) })
	all = slices.CompactFunc(all, func(a, b *big.Int) bool { return a.Cmp(b) == 0 })
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
