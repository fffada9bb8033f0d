package secrets

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestBelowRejects checks the rule that makes below exact, by math/big: a word w
// gives floor(w*n/2^64), and is thrown away when w*n mod 2^64 is under 2^64 mod n.
func TestBelowRejects(t *testing.T) {
	one := new(big.Int).Lsh(big.NewInt(1), 64)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Min(1).Draw(t, "n")
		first := rapid.Uint64().Draw(t, "word")
		if rapid.Bool().Draw(t, "near a limit") {
			// The first words that lead to a result are the ones at risk.
			k := new(big.Int).SetUint64(rapid.Uint64Max(n-1).Draw(t, "result"))
			k.Mul(k, one).Div(k, new(big.Int).SetUint64(n))
			first = k.Uint64() + rapid.Uint64Max(2).Draw(t, "offset")
		}
		const second = 1<<64 - 1 // is never thrown away
		words := []uint64{first, second}
		got := below(n, func() uint64 {
			w := words[0]
			words = words[1:]
			return w
		})
		bound := new(big.Int).SetUint64(n)
		want, rest := new(big.Int).DivMod(new(big.Int).Mul(new(big.Int).SetUint64(first), bound), one, new(big.Int))
		rejected := rest.Cmp(new(big.Int).Mod(one, bound)) < 0
		if rejected {
			want.SetUint64(n - 1)
		}
		if got != want.Uint64() || rejected != (len(words) == 0) {
			t.Fatalf("below(%d) of the word %#x = %d, words left %d; want %v, rejected %v", n, first, got, len(words), want, rejected)
		}
	})
}

// TestBelowByEnumeration counts which words lead where when a word is narrow
// enough to go through all of them: the same rule at 8 bits in the place of 64.
// Every result gets the same number of words, for every bound.
func TestBelowByEnumeration(t *testing.T) {
	for n := 1; n <= 256; n++ {
		counts := make([]int, n)
		for w := range 256 {
			if low := w * n % 256; low >= 256%n {
				counts[w*n/256]++
			}
		}
		for x, c := range counts {
			if c != 256/n {
				t.Fatalf("n = %d: %d words lead to %d, want %d", n, c, x, 256/n)
			}
		}
	}
}

func TestBlockIsWiped(t *testing.T) {
	var b block
	for range 3 {
		b.draw(5)
	}
	if b.bytes == [512]byte{} || b.left != 16 {
		t.Fatalf("after 3 of 5 words %d bytes are left, want 16 and random ones", b.left)
	}
	b.wipe()
	if b.bytes != [512]byte{} {
		t.Error("wipe leaves something")
	}
}

func TestBlockGivesFreshWords(t *testing.T) {
	var b block
	seen := map[uint64]bool{}
	for i := range 1000 {
		w := b.draw(1000 - i)
		if seen[w] {
			t.Fatalf("word %d came before", i)
		}
		seen[w] = true
	}
}
