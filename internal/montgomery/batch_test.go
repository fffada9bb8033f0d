package montgomery

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"
)

func TestBase2AgreesWithMathBig(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 1500)
		for _, bits := range sizes(600) {
			moduli := hardModuli(r, bits)
			checkBase2(t, b, moduli)
			checkBase2(t, b, moduli[:1+r.IntN(Lanes)])
		}
		for range 40 {
			moduli := make([]*big.Int, 1+r.IntN(Lanes))
			for i := range moduli {
				moduli[i] = randomModulus(r, 2+r.IntN(500))
			}
			checkBase2(t, b, moduli)
		}
	})
}

// checkBase2 compares a batch with math/big.
func checkBase2(t *testing.T, b *Batch, moduli []*big.Int) {
	t.Helper()
	if err := b.Load(allWords(moduli)...); err != nil {
		t.Fatal(err)
	}
	got, err := b.Base2(context.Background())
	want := maskOf(moduli, func(_ int, n *big.Int) bool { return eulerBase2(n) })
	if err != nil || got != want {
		t.Fatalf("Base2 = %08b, %v, want %08b%s", got, err, want, describe(moduli))
	}
}

func TestBase2OnEverySmallNumber(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		b := newBatch(t, name, 64)
		for n := int64(3); n < 6000; n += 2 * Lanes {
			moduli := make([]*big.Int, Lanes)
			for i := range moduli {
				moduli[i] = big.NewInt(n + 2*int64(i))
			}
			checkBase2(t, b, moduli)
		}
	})
}

// Each of these primes has a place among composites of other sizes, so that the
// lanes start at different steps.
func TestBase2FindsPrimesInAnyLane(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 1300)
		for _, e := range []uint{2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127, 521, 607, 1279} {
			moduli := make([]*big.Int, Lanes)
			for i := range moduli {
				moduli[i] = randomModulus(r, 3+r.IntN(1290))
			}
			lane := r.IntN(Lanes)
			moduli[lane] = new(big.Int).Sub(new(big.Int).Lsh(one, e), one)
			checkBase2(t, b, moduli)
			if got, _ := b.Base2(context.Background()); got>>lane&1 == 0 {
				t.Errorf("2^%d-1 in lane %d did not pass", e, lane)
			}
		}
	})
}

func TestStrongAgreesWithMathBig(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 1100)
		for _, bits := range sizes(400) {
			checkStrong(t, b, hardModuli(r, bits), func(n *big.Int) *big.Int {
				span := new(big.Int).Sub(n, big.NewInt(3))
				return new(big.Int).Add(new(big.Int).Mod(randomBits(r, bits+64), span), big.NewInt(2))
			})
		}
		// Proth numbers k*2^s+1 climb far; 2^127-1 and its neighbours do not.
		var moduli []*big.Int
		for _, p := range []struct{ k, s int64 }{{1, 4}, {3, 189}, {5, 127}, {7, 120}, {9, 67}, {15, 224}, {1, 256}, {3, 1000}} {
			n := new(big.Int).Lsh(big.NewInt(p.k), uint(p.s))
			moduli = append(moduli, n.Add(n, one))
		}
		for _, base := range []int64{2, 3, 5, 11} {
			checkStrong(t, b, moduli, func(*big.Int) *big.Int { return big.NewInt(base) })
		}
	})
}

// checkStrong compares a batch with math/big. Bases outside of 2 to n-2 become
// 2, and moduli without any base are left out.
func checkStrong(t *testing.T, b *Batch, candidates []*big.Int, draw func(n *big.Int) *big.Int) {
	t.Helper()
	var moduli, bases []*big.Int
	for _, n := range candidates {
		if n.Cmp(big.NewInt(5)) < 0 {
			continue
		}
		base := draw(n)
		if base.Cmp(big.NewInt(2)) < 0 || base.Cmp(new(big.Int).Sub(n, big.NewInt(2))) > 0 {
			base = big.NewInt(2)
		}
		moduli, bases = append(moduli, n), append(bases, base)
	}
	if len(moduli) == 0 {
		return
	}
	got, err := b.Run(context.Background(), strongTests(allWords(moduli), allWords(bases))...)
	want := maskOf(moduli, func(i int, n *big.Int) bool { return strongTest(n, bases[i]) })
	if err != nil || got != want {
		t.Fatalf("Run = %08b, %v, want %08b%s%s", got, err, want, describe(moduli), describe(bases))
	}
}

func TestExpAgreesWithMathBig(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 2100)
		for _, bits := range []int{3, 52, 64, 65, 256, 511, 1041} {
			moduli := hardModuli(r, bits)
			var bases, exponents []*big.Int
			for i, n := range moduli {
				hard := hardResidues(n)
				bases = append(bases, hard[(i+1)%len(hard)])
				exponents = append(exponents, randomBits(r, []int{1, 2, 64, bits, 300, 7, 33, 129}[i]))
			}
			exponents[0] = new(big.Int)
			checkExp(t, b, moduli, bases, exponents)
			checkExp(t, b, moduli, bases, []*big.Int{randomBits(r, bits)})
			for _, shared := range []int64{0, 1, 2, 65537} {
				checkExp(t, b, moduli[:3], bases[:3], []*big.Int{big.NewInt(shared)})
			}
		}
	})
}

func checkExp(t *testing.T, b *Batch, moduli, bases, exponents []*big.Int) {
	t.Helper()
	if err := b.Load(allWords(moduli)...); err != nil {
		t.Fatal(err)
	}
	got, err := b.Exp(context.Background(), allWords(bases), allWords(exponents))
	if err != nil || len(got) != len(moduli) {
		t.Fatalf("Exp: %d results, %v", len(got), err)
	}
	for i, n := range moduli {
		e := exponents[min(i, len(exponents)-1)]
		if want := new(big.Int).Exp(bases[i], e, n); number(got[i]).Cmp(want) != 0 || len(got[i]) != len(words(n)) {
			t.Errorf("lane %d: %#x^%#x mod %#x = %#x, want %#x", i, bases[i], e, n, number(got[i]), want)
		}
	}
}

func TestLoadCopiesItsInput(t *testing.T) {
	b := newBatch(t, "", 128)
	n := []uint64{1<<63 + 1, 0, 0}
	if err := b.Load(n); err != nil {
		t.Fatal(err)
	}
	n[0] = 9
	got, err := b.Exp(context.Background(), [][]uint64{{10}}, [][]uint64{{1}})
	if err != nil || len(got[0]) != 1 || got[0][0] != 10 {
		t.Errorf("10^1 modulo 2^63+1 = %v, %v", got, err)
	}
}

func TestRefusals(t *testing.T) {
	ctx := context.Background()
	loaded := newBatch(t, "", 128)
	if err := loaded.Load([]uint64{101}, []uint64{103}); err != nil {
		t.Fatal(err)
	}
	empty := newBatch(t, "", 128)
	_, base2Empty := empty.Base2(ctx)
	_, expEmpty := empty.Exp(ctx, nil, nil)
	running := newBatch(t, "", 128)
	two := StrongTest([]uint64{101}, []uint64{2})
	_, runEmpty := running.Run(ctx)
	_, lowBase := running.Run(ctx, two, StrongTest([]uint64{103}, []uint64{1}))
	_, highBase := running.Run(ctx, two, StrongTest([]uint64{103}, []uint64{102}))
	_, runEven := running.Run(ctx, two, LucasTest([]uint64{102}, 5))
	_, runMany := running.Run(ctx, two, two, two, two, two, two, two, two, two)
	_, expBases := loaded.Exp(ctx, [][]uint64{{2}}, [][]uint64{{2}})
	_, expExponents := loaded.Exp(ctx, [][]uint64{{2}, {2}}, [][]uint64{{2}, {2}, {2}})
	_, expBig := loaded.Exp(ctx, [][]uint64{{101}, {2}}, [][]uint64{{2}})
	_, small := NewBatch("", 1)
	_, large := NewBatch("", MaxBits+1)
	for _, c := range []struct {
		err  error
		says string
	}{
		{runEmpty, "0 moduli"}, {base2Empty, "no modulus"}, {expEmpty, "no modulus"},
		{lowBase, "base 1"}, {highBase, "base 1"}, {runEven, "modulus 0"}, {runMany, "9 tests"},
		{expBases, "1 bases for 2"}, {expExponents, "3 exponents"}, {expBig, "base 0"},
		{small, "1 bits"}, {large, "16385 bits"},
		{empty.Load(), "0 moduli"},
		{empty.Load(make([][]uint64, 9)...), "9 moduli"},
		{empty.Load([]uint64{5}, []uint64{4}), "modulus 1"},
		{empty.Load([]uint64{1}), "modulus 0"},
		{empty.Load([]uint64{0, 0}), "modulus 0"},
		{empty.Load([]uint64{1, 0, 1}), "129 bits"},
	} {
		if !errors.Is(c.err, ErrOperand) || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("got %v, want an ErrOperand that says %q", c.err, c.says)
		}
	}
	if _, err := NewBatch("abacus", 64); !errors.Is(err, ErrKernel) {
		t.Errorf("unknown kernel: %v", err)
	}
}

func TestFailedLoadLeavesNoModuli(t *testing.T) {
	b := newBatch(t, "", 64)
	if err := b.Load([]uint64{7}); err != nil {
		t.Fatal(err)
	}
	if err := b.Load([]uint64{7}, []uint64{8}); err == nil {
		t.Fatal("an even modulus was loaded")
	}
	if _, err := b.Base2(context.Background()); !errors.Is(err, ErrOperand) {
		t.Errorf("Base2 after a failed load: %v", err)
	}
}

// endsAfter is a context that ends itself after so many looks at it.
type endsAfter struct {
	context.Context
	looks int
}

func (c *endsAfter) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

func TestCancelling(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		b := newBatch(t, name, 1024)
		moduli := hardModuli(r, 1024)
		if err := b.Load(allWords(moduli)...); err != nil {
			t.Fatal(err)
		}
		three := make([][]uint64, Lanes)
		for i := range three {
			three[i] = []uint64{3}
		}
		for _, looks := range []int{0, 1, 3} {
			ctx := func() context.Context { return &endsAfter{context.Background(), looks} }
			if _, err := b.Base2(ctx()); !errors.Is(err, context.Canceled) {
				t.Errorf("Base2 ended at look %d: %v", looks, err)
			}
			if _, err := b.Run(ctx(), strongTests(allWords(moduli), three)...); !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended at look %d: %v", looks, err)
			}
			if _, err := b.Exp(ctx(), three, allWords(moduli[:1])); !errors.Is(err, context.Canceled) {
				t.Errorf("Exp ended at look %d: %v", looks, err)
			}
		}
		checkBase2(t, b, moduli) // and the batch still works
	})
}

// The largest size that people search is looked at every step: cancelling then
// waits for one step, which is under a millisecond of work a lane.
func TestCancellingLooksOftenEnough(t *testing.T) {
	if got := stepsAMillisecond(16384); got != 1 {
		t.Errorf("%d steps between looks at 16384 bits, want 1", got)
	}
	if small, large := stepsAMillisecond(64), stepsAMillisecond(2048); small <= large || large < 1 {
		t.Errorf("%d steps at 64 bits, %d at 2048", small, large)
	}
}

func TestCancelledBeforeTheStart(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	b := newBatch(t, "", 256)
	if err := b.Load(words(randomModulus(seeded(t), 256))); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Base2(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Base2 under a context that has ended: %v", err)
	}
}

func TestNoAllocations(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		b := newBatch(t, name, 256)
		moduli := allWords(hardModuli(seeded(t), 256))
		ctx := context.Background()
		bases := make([][]uint64, Lanes)
		for i := range bases {
			bases[i] = []uint64{3}
		}
		lucas, strong := LucasTest(moduli[0], 5), StrongTest(moduli[1], bases[0])
		mixed := []Test{lucas, strong, lucas, strong}
		alone := []Test{lucas, lucas, lucas, lucas, lucas}
		if err := b.Load(moduli...); err != nil {
			t.Fatal(err)
		}
		strongs := strongTests(moduli, bases)
		for _, tests := range [][]Test{strongs, mixed, alone} { // makes the table and more room
			if _, err := b.Run(ctx, tests...); err != nil {
				t.Fatal(err)
			}
		}
		if got := testing.AllocsPerRun(3, func() {
			_ = b.Load(moduli...)
			_, _ = b.Base2(ctx)
			_, _ = b.Run(ctx, strongs...)
			_, _ = b.Run(ctx, mixed...)
			_, _ = b.Run(ctx, alone...)
		}); got != 0 {
			t.Errorf("%v allocations a test, want none", got)
		}
	})
}
