package main

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/montgomery"
	"primebench/internal/peer"
)

func TestCandidates(t *testing.T) {
	for _, bits := range []int{64, 65, 71, 1024} {
		seen := map[string]bool{}
		for _, n := range candidates(bits) {
			if n.BitLen() != bits || n.Bit(bits-2) != 1 || n.Bit(0) != 1 {
				t.Errorf("%x is no odd number of %d bits with the two top bits set", n, bits)
			}
			seen[n.String()] = true
		}
		if len(seen) != montgomery.Lanes {
			t.Errorf("%d different numbers of %d bits, want %d", len(seen), bits, montgomery.Lanes)
		}
	}
	if a, b := candidates(512), candidates(512); a[7].Cmp(b[7]) != 0 {
		t.Error("two calls give different numbers")
	}
}

func TestKnownPrime(t *testing.T) {
	for bits := minBits; bits <= 2400; bits += 16 {
		p := knownPrime(bits)
		if size := p.BitLen(); size > bits || size < 61 {
			t.Errorf("prime of %d bits for %d bits", size, bits)
		}
	}
	for _, bits := range []int{64, 100, 1024, 2300} {
		if p := knownPrime(bits); !p.ProbablyPrime(1) {
			t.Errorf("2^%d - 1 is not prime", p.BitLen())
		}
	}
}

// expect agrees with what is known of primes and of Euler pseudoprimes: 561 is
// one to base 2, and 341 only a Fermat pseudoprime.
func TestExpect(t *testing.T) {
	var list []*big.Int
	for _, n := range []int64{3, 5, 7, 9, 17, 341, 561, 1_000_003} {
		list = append(list, big.NewInt(n))
	}
	if got, want := expect(list), montgomery.Mask(0b11010111); got != want {
		t.Errorf("passed %08b, want %08b", got, want)
	}
}

func TestWords(t *testing.T) {
	for _, hex := range []string{"1", "ffffffffffffffff", "10000000000000000", "123456789abcdef00fedcba987654321f"} {
		n, _ := new(big.Int).SetString(hex, 16)
		sum := new(big.Int)
		w := words(n)
		for i := len(w) - 1; i >= 0; i-- {
			sum.Lsh(sum, 64).Add(sum, new(big.Int).SetUint64(w[i]))
		}
		if sum.Cmp(n) != 0 || w[len(w)-1] == 0 {
			t.Errorf("%s: words %x", hex, w)
		}
	}
}

// A liar is a batch whose verdicts are what the function makes of the right ones.
type liar struct {
	*montgomery.Batch
	lie func(montgomery.Mask) montgomery.Mask
}

func (l liar) Base2(ctx context.Context) (montgomery.Mask, error) {
	right, err := l.Batch.Base2(ctx)
	return l.lie(right), err
}

func TestCheckKernelCatches(t *testing.T) {
	const bits = 128
	moduli := candidates(bits)
	for name, lie := range map[string]func(montgomery.Mask) montgomery.Mask{
		"honest":            func(m montgomery.Mask) montgomery.Mask { return m },
		"all pass":          func(montgomery.Mask) montgomery.Mask { return 0xff },
		"none passes":       func(montgomery.Mask) montgomery.Mask { return 0 },
		"lane 3 stays dead": func(m montgomery.Mask) montgomery.Mask { return m &^ 8 },
		"lane 7 passes":     func(m montgomery.Mask) montgomery.Mask { return m | 0x80 },
	} {
		batch, err := montgomery.NewBatch("generic", bits)
		if err != nil {
			t.Fatal(err)
		}
		err = checkKernel(liar{batch, lie}, knownPrime(bits), moduli, expect(moduli))
		if (err == nil) != (name == "honest") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheckPeerCatches(t *testing.T) {
	x := peer.ModExp{Run: func() {}, Result: func() *big.Int { return big.NewInt(6) }, Close: func() {}}
	if err := checkPeer(x, big.NewInt(6)); err != nil {
		t.Errorf("the right power is refused: %v", err)
	}
	if err := checkPeer(x, big.NewInt(7)); err == nil {
		t.Error("a wrong power is accepted")
	}
}

func TestRun(t *testing.T) {
	var out, progress strings.Builder
	if err := run([]string{"-bits", "64,128,192", "-rounds", "6", "-slice", "1us"}, &out, &progress); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for _, name := range append(montgomery.Kernels(), peerNames()...) {
		if !strings.Contains(got, "\n| "+name+" | ") {
			t.Errorf("no row for %s in\n%s", name, got)
		}
	}
	for _, want := range []string{"Base-2 test on one core: ", "; 6 rounds, ", "| 64 | 128 | 192 |", "\n| math/big Exp / generic | "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if !strings.Contains(progress.String(), "answers agree; 6 rounds") {
		t.Errorf("progress %q", progress.String())
	}
}

func TestRunRefuses(t *testing.T) {
	for _, test := range []struct {
		args string
		want error
		word string
	}{
		{"-bits 63", errUsage, `size "63"`},
		{"-bits 16385", errUsage, `size "16385"`},
		{"-bits 64,", errUsage, `size ""`},
		{"-rounds 5", errUsage, "at least 6"},
		{"-slice 0s", errUsage, "slice of 0s"},
		{"-kernel generic,generic", errUsage, "generic,generic"},
		{"-kernel=", errUsage, "different names"},
		{"-bits 64 more", errUsage, `"more"`},
		{"-speed", errUsage, "-speed"},
		{"-bits 64 -kernel none", montgomery.ErrKernel, "none"},
	} {
		err := run(strings.Fields(test.args), &strings.Builder{}, &strings.Builder{})
		if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.word) {
			t.Errorf("%s: %v, want %v with %s", test.args, err, test.want, test.word)
		}
	}
}
