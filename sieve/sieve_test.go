package sieve_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/words"
	"primebench/sieve"
)

func Example() {
	table, _ := sieve.NewTable(sieve.Safe, 100)
	window, _ := sieve.NewWindow(table, 50)
	if err := window.Sieve(context.Background(), []uint64{100_007}); err != nil { // 11 mod 12
		fmt.Println(err)
	}
	for member := range window.Survivors() {
		p := 100_007 + 12*int64(member)
		q := (p - 1) / 2
		if big.NewInt(p).ProbablyPrime(20) && big.NewInt(q).ProbablyPrime(20) {
			fmt.Println(p)
		}
	}
	// Output:
	// 100043
	// 100103
	// 100523
	// 100547
}

// Every member of random windows, of any step, is crossed off exactly when a small
// prime divides it (or its q).
func TestWindowAgainstTrialDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		limit := rapid.Uint64Range(0, 3000).Draw(t, "limit")
		length := rapid.IntRange(1, 700).Draw(t, "length")
		drawn := rapid.SliceOfN(rapid.Uint64(), 1, 5).Draw(t, "start")
		step := new(big.Int).SetUint64(kind.Step())
		if rapid.Bool().Draw(t, "long step") {
			step.Lsh(big.NewInt(1), 64)
		}
		start := inClass(words.Int(drawn), kind, step)

		survivors := sieved(t, kind, start, step, limit, length)
		n := new(big.Int).Set(start)
		for member := range length {
			if want := !hasFactor(n, kind, limit, step); survivors[member] != want {
				t.Fatalf("member %d (%v) survives: %v, want %v", member, n, survivors[member], want)
			}
			n.Add(n, step)
		}
	})
}

// inClass moves n to a multiple-free class of the step, above the limits used.
func inClass(n *big.Int, kind sieve.Kind, step *big.Int) *big.Int {
	n.Add(n, big.NewInt(1<<20))
	m := big.NewInt(12)
	n.Sub(n, new(big.Int).Mod(n, m))
	return n.Add(n, new(big.Int).SetUint64(kind.Residue()))
}

func sieved(t interface{ Fatal(...any) }, kind sieve.Kind, start, step *big.Int, limit uint64, length int) []bool {
	table, err := sieve.NewTableStep(kind, words.Of(step), limit, sieve.DefaultHeld)
	if err != nil {
		t.Fatal(err)
	}
	window, err := sieve.NewWindow(table, length)
	if err != nil {
		t.Fatal(err)
	}
	if err := window.Sieve(context.Background(), words.Of(start)); err != nil {
		t.Fatal(err)
	}
	survivors := make([]bool, length)
	for member := range window.Survivors() {
		survivors[member] = true
	}
	return survivors
}

func hasFactor(n *big.Int, kind sieve.Kind, limit uint64, step *big.Int) bool {
	q := new(big.Int).Rsh(n, 1)
	rem := new(big.Int)
	for _, r := range sieve.Primes(limit) {
		b := big.NewInt(int64(r))
		if rem.Mod(step, b).Sign() == 0 {
			continue
		}
		if rem.Mod(n, b).Sign() == 0 || kind == sieve.Safe && rem.Mod(q, b).Sign() == 0 {
			return true
		}
	}
	return false
}

// A second sieve, as plain as can be, over windows long enough for several
// segments and for primes far below and far above their length.
func TestWindowAgainstPlainSieve(t *testing.T) {
	start := new(big.Int).Lsh(big.NewInt(1), 500)
	for _, c := range []struct {
		limit  uint64
		length int
	}{{1 << 16, 20_000}, {1 << 20, 1 << 20}, {1 << 21, 700}} {
		for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
			step := new(big.Int).SetUint64(kind.Step())
			begin := inClass(new(big.Int).Add(start, big.NewInt(int64(c.length))), kind, step)
			got := sieved(t, kind, begin, step, c.limit, c.length)
			want := plainSieve(kind, begin, c.limit, c.length)
			if hash(got) != hash(want) {
				t.Errorf("%v to %d, %d members: the windows differ", kind, c.limit, c.length)
			}
		}
	}
}

func plainSieve(kind sieve.Kind, start *big.Int, limit uint64, length int) []bool {
	survivors := make([]bool, length)
	for i := range survivors {
		survivors[i] = true
	}
	classes := []int64{0}
	if kind == sieve.Safe {
		classes = []int64{0, 1}
	}
	step := new(big.Int).SetUint64(kind.Step())
	for _, r := range sieve.Primes(limit) {
		b := big.NewInt(int64(r))
		inverse := new(big.Int).ModInverse(step, b)
		if inverse == nil {
			continue
		}
		for _, class := range classes {
			first := new(big.Int).Sub(big.NewInt(class), start)
			for j := int(first.Mod(first.Mul(first, inverse), b).Int64()); j < length; j += int(r) {
				survivors[j] = false
			}
		}
	}
	return survivors
}

func hash(survivors []bool) [32]byte {
	bytes := make([]byte, len(survivors))
	for i, s := range survivors {
		if s {
			bytes[i] = 1
		}
	}
	return sha256.Sum256(bytes)
}

// The numbers of Sophie Germain primes q up to powers of ten, and so of safe
// primes 2q + 1: OEIS A092816.
func TestSafePrimeCounts(t *testing.T) {
	for _, c := range []struct{ limit, want int }{{1000, 37}, {10_000, 190}, {100_000, 1171}} {
		n := 0
		for _, q := range sieve.Primes(uint64(c.limit)) {
			if prime(2*uint64(q) + 1) {
				n++
			}
		}
		if n != c.want {
			t.Fatalf("%d Sophie Germain primes below %d, want %d", n, c.limit, c.want)
		}
		// The same through a safe window: with a limit of the square root of the
		// largest member every survivor is a safe prime.
		const first = 12*2000 + 11
		length := (2*c.limit + 1 - first + 11) / 12
		if length < 1 {
			continue
		}
		limit := uint64(math.Sqrt(float64(2*c.limit + 1)))
		survivors := sieved(t, sieve.Safe, big.NewInt(first), big.NewInt(12), limit, length)
		got := 0
		for _, s := range survivors {
			if s {
				got++
			}
		}
		below := 0 // safe primes below first
		for _, q := range sieve.Primes(first / 2) {
			if p := 2*uint64(q) + 1; p < first && prime(p) {
				below++
			}
		}
		if got+below != c.want {
			t.Errorf("%d safe primes up to %d, want %d", got+below, 2*c.limit+1, c.want)
		}
	}
}

// FuzzWindow compares windows at any start with trial division.
func FuzzWindow(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}, false, uint16(1000), uint16(200))
	f.Add(make([]byte, 40), true, uint16(5000), uint16(1500))
	f.Fuzz(func(t *testing.T, start []byte, safe bool, limit, length uint16) {
		kind := sieve.Prime
		if safe {
			kind = sieve.Safe
		}
		begin := new(big.Int).SetBytes(start[:min(len(start), 64)])
		step := new(big.Int).SetUint64(kind.Step())
		n := inClass(begin, kind, step)
		for member, survives := range sieved(t, kind, n, step, uint64(limit), 1+int(length%2000)) {
			if member%7 == int(limit)%7 && survives == hasFactor(n, kind, uint64(limit), step) {
				t.Fatalf("member %d (%v) survives: %v", member, n, survives)
			}
			n.Add(n, step)
		}
	})
}

// Mertens: the fraction approaches e^-gamma / ln B (times 2, the primes 2 being
// left out) for primes, and a long window shows what it says.
func TestSurvivingFraction(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		const length = 1 << 20
		step := new(big.Int).SetUint64(kind.Step())
		start := inClass(new(big.Int).Lsh(big.NewInt(1), 300), kind, step)
		survivors := 0
		for _, s := range sieved(t, kind, start, step, 10_000, length) {
			if s {
				survivors++
			}
		}
		want := sieve.SurvivingFraction(kind, kind.Step(), 10_000) * length
		if math.Abs(float64(survivors)-want) > 0.01*want {
			t.Errorf("%v: %d survivors in %d, the product says %.0f", kind, survivors, length, want)
		}
	}
	for _, limit := range []uint64{1_000_000, 1 << 30} {
		mertens := 2 * math.Exp(-0.5772156649) / math.Log(float64(limit))
		if got := sieve.SurvivingFraction(sieve.Prime, 2, limit); math.Abs(got/mertens-1) > 1e-3 {
			t.Errorf("fraction %v up to %d, Mertens %v", got, limit, mertens)
		}
	}
}

// A table's fraction is the same number, whether it holds the primes or not.
func TestTableSurvivingFraction(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, step := range []uint64{kind.Step(), 420} {
			for _, limit := range []uint64{0, 5, 10_000, 1 << 20, 1<<20 + 100, 1 << 22} {
				for _, held := range []uint64{0, 1 << 10, 1 << 20, 1 << 23} {
					table, err := sieve.NewTableStep(kind, []uint64{step}, limit, held)
					if err != nil {
						t.Fatal(err)
					}
					if got, want := table.SurvivingFraction(), sieve.SurvivingFraction(kind, step, limit); got != want {
						t.Errorf("%v, step %d, limit %d, held %d: %v, want %v", kind, step, limit, held, got, want)
					}
				}
			}
		}
	}
}

func TestSieveIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	table, _ := sieve.NewTable(sieve.Prime, 1000)
	window, _ := sieve.NewWindow(table, 100)
	if err := window.Sieve(ctx, []uint64{1 << 40, 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("Sieve = %v, want context.Canceled", err)
	}
}

func TestBadArguments(t *testing.T) {
	if _, err := sieve.NewTable(sieve.Prime, sieve.MaxLimit+1); err == nil {
		t.Error("a table above MaxLimit")
	}
	table, _ := sieve.NewTable(sieve.Prime, 10)
	for _, length := range []int{-1, 0, sieve.MaxLength + 1} {
		if _, err := sieve.NewWindow(table, length); err == nil {
			t.Errorf("a window of %d members", length)
		}
	}
	window, _ := sieve.NewWindow(table, 10)
	if err := window.Sieve(context.Background(), nil); err == nil {
		t.Error("a window without a start")
	}
	for _, step := range [][]uint64{nil, {0}, {0, 0}, {3}, {1, 2}} {
		if _, err := sieve.NewTableStep(sieve.Prime, step, 100, sieve.DefaultHeld); err == nil {
			t.Errorf("a step of %v", step)
		}
	}
	if _, err := sieve.ParseKind("twin"); err == nil {
		t.Error("kind twin")
	}
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		if got, err := sieve.ParseKind(kind.String()); err != nil || got != kind {
			t.Errorf("ParseKind(%v) = %v, %v", kind, got, err)
		}
	}
}

func BenchmarkSieve(b *testing.B) {
	for _, c := range []struct {
		kind          sieve.Kind
		bits          uint
		limit, length int
	}{
		{sieve.Prime, 1024, 1 << 17, 1472},
		{sieve.Prime, 2048, 1 << 20, 2880},
		{sieve.Prime, 4096, 1 << 24, 5696},
		{sieve.Safe, 1024, 1 << 22, 1 << 18},
		{sieve.Safe, 2048, 1 << 26, 1 << 20},
		{sieve.Safe, 4096, 1 << 28, 1 << 22},
		{sieve.Safe, 2048, 1 << 20, 1 << 24},
	} {
		b.Run(fmt.Sprintf("%v/%d/to=%d/length=%d", c.kind, c.bits, c.limit, c.length), func(b *testing.B) {
			table, err := sieve.NewTable(c.kind, uint64(c.limit))
			if err != nil {
				b.Fatal(err)
			}
			window, err := sieve.NewWindow(table, c.length)
			if err != nil {
				b.Fatal(err)
			}
			start := words.Of(inClass(new(big.Int).Lsh(big.NewInt(3), c.bits-2), c.kind, big.NewInt(12)))
			for b.Loop() {
				if err := window.Sieve(b.Context(), start); err != nil {
					b.Fatal(err)
				}
			}
			primes := count(0, uint64(c.limit))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(primes), "ns/prime")
		})
	}
}
