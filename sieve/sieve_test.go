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

	"primebench/sieve"
)

func Example() {
	table, _ := sieve.NewTable(sieve.Safe, 100)
	window, _ := sieve.NewWindow(table, 50)
	if err := window.Strike(context.Background(), []uint64{100_007}); err != nil { // 11 mod 12
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

// Every member of random windows, of any step, is struck exactly when a small
// prime divides it (or its q).
func TestWindowAgainstTrialDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		limit := rapid.Uint64Range(0, 3000).Draw(t, "limit")
		length := rapid.IntRange(1, 700).Draw(t, "length")
		words := rapid.SliceOfN(rapid.Uint64(), 1, 5).Draw(t, "start")
		step := new(big.Int).SetUint64(kind.Step())
		if rapid.Bool().Draw(t, "long step") {
			step.Lsh(big.NewInt(1), 64)
		}
		start := inClass(toBig(words), kind, step)

		survivors := strike(t, kind, start, step, limit, length)
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

func strike(t interface{ Fatal(...any) }, kind sieve.Kind, start, step *big.Int, limit uint64, length int) []bool {
	table, err := sieve.NewTableStep(kind, toWords(step), limit)
	if err != nil {
		t.Fatal(err)
	}
	window, err := sieve.NewWindow(table, length)
	if err != nil {
		t.Fatal(err)
	}
	if err := window.Strike(context.Background(), toWords(start)); err != nil {
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

// A second sieve, as plain as can be, over a window long enough for primes far
// below and far above its length.
func TestWindowAgainstPlainSieve(t *testing.T) {
	const limit, length = 1 << 16, 20_000
	start := new(big.Int).Lsh(big.NewInt(1), 500)
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		step := new(big.Int).SetUint64(kind.Step())
		begin := inClass(new(big.Int).Set(start), kind, step)
		got := strike(t, kind, begin, step, limit, length)
		want := plainSieve(kind, begin, limit, length)
		if hash(got) != hash(want) {
			t.Errorf("%v: the windows differ", kind)
		}
	}
}

func plainSieve(kind sieve.Kind, start *big.Int, limit uint64, length int) []bool {
	survivors := make([]bool, length)
	for i := range survivors {
		survivors[i] = true
	}
	for _, r := range sieve.Primes(limit) {
		x := new(big.Int).Mod(start, big.NewInt(int64(r))).Uint64()
		for i := range min(length, int(r)) {
			n := (x + uint64(i)*kind.Step()) % uint64(r)
			if r == 2 || r == 3 && kind == sieve.Safe || n != 0 && (n != 1 || kind == sieve.Prime) {
				continue
			}
			for j := i; j < length; j += int(r) {
				survivors[j] = false
			}
		}
	}
	return survivors
}

func hash(survivors []bool) [32]byte { return sha256.Sum256(fmt.Append(nil, survivors)) }

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
		survivors := strike(t, sieve.Safe, big.NewInt(first), big.NewInt(12), limit, length)
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

// RFC 7919 found ffdhe2048 at the offset 560316 from a constant of e. The
// survivors among the offsets up to it were counted by an independent program.
func TestSurvivorsToFFDHE2048(t *testing.T) {
	const offset = 560316
	start := ffdheStart(2048)
	step := new(big.Int).Lsh(big.NewInt(1), 64)
	for _, c := range []struct {
		limit uint64
		want  int
	}{{1 << 16, 3693}, {1_000_000, 2375}} {
		survivors := strike(t, sieve.Safe, start, step, c.limit, offset+1)
		got := 0
		for _, s := range survivors {
			if s {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%d survivors at limit %d, want %d", got, c.limit, c.want)
		}
		if !survivors[offset] {
			t.Error("the sieve struck ffdhe2048")
		}
	}
}

// ffdheStart returns 2^n - 2^(n-64) + [2^(n-130) e] 2^64 - 1, RFC 7919's number
// for the offset 0. e is summed from its series.
func ffdheStart(n uint) *big.Int {
	const guard = 64
	one := new(big.Int).Lsh(big.NewInt(1), n-130+guard)
	e, term := new(big.Int), new(big.Int).Set(one)
	for k := int64(1); term.Sign() > 0; k++ {
		e.Add(e, term)
		term.Div(term, big.NewInt(k))
	}
	e.Rsh(e, guard)
	p := new(big.Int).Lsh(big.NewInt(1), n)
	p.Sub(p, new(big.Int).Lsh(big.NewInt(1), n-64))
	p.Add(p, e.Lsh(e, 64))
	return p.Sub(p, big.NewInt(1))
}

// Mertens: the fraction approaches e^-gamma / ln B (times 2, the primes 2 being
// left out) for primes, and a long window shows what it says.
func TestSurvivingFraction(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		const length = 1 << 20
		table, _ := sieve.NewTable(kind, 10_000)
		step := new(big.Int).SetUint64(kind.Step())
		start := inClass(new(big.Int).Lsh(big.NewInt(1), 300), kind, step)
		survivors := 0
		for _, s := range strike(t, kind, start, step, 10_000, length) {
			if s {
				survivors++
			}
		}
		want := table.SurvivingFraction() * length
		if math.Abs(float64(survivors)-want) > 0.01*want {
			t.Errorf("%v: %d survivors in %d, the product says %.0f", kind, survivors, length, want)
		}
	}
	table, _ := sieve.NewTable(sieve.Prime, 1_000_000)
	mertens := 2 * math.Exp(-0.5772156649) / math.Log(1e6)
	if got := table.SurvivingFraction(); math.Abs(got/mertens-1) > 1e-3 {
		t.Errorf("fraction %v, Mertens %v", got, mertens)
	}
}

func TestStrikeIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	table, _ := sieve.NewTable(sieve.Prime, 1000)
	window, _ := sieve.NewWindow(table, 100)
	if err := window.Strike(ctx, []uint64{1 << 40, 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("Strike = %v, want context.Canceled", err)
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
	if _, err := sieve.ParseKind("twin"); err == nil {
		t.Error("kind twin")
	}
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		if got, err := sieve.ParseKind(kind.String()); err != nil || got != kind {
			t.Errorf("ParseKind(%v) = %v, %v", kind, got, err)
		}
	}
}

func BenchmarkStrike(b *testing.B) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bits := range []uint{1024, 2048, 4096} {
			b.Run(fmt.Sprintf("%v/%d", kind, bits), func(b *testing.B) {
				table, _ := sieve.NewTable(kind, 1<<20)
				window, _ := sieve.NewWindow(table, 1<<17)
				start := toWords(inClass(new(big.Int).Lsh(big.NewInt(3), bits-2), kind, big.NewInt(12)))
				for b.Loop() {
					if err := window.Strike(b.Context(), start); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/82025, "ns/prime")
			})
		}
	}
}

func toWords(n *big.Int) []uint64 {
	words := make([]uint64, (n.BitLen()+63)/64)
	for i := range words {
		words[i] = new(big.Int).Rsh(n, uint(64*i)).Uint64()
	}
	return words
}

func toBig(words []uint64) *big.Int {
	n := new(big.Int)
	for i := len(words) - 1; i >= 0; i-- {
		n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(words[i]))
	}
	return n
}
