package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"primebench/engine"
	"primebench/millerrabin"
	"primebench/sieve"
)

// Searches are numbered: the same seed and number give the same find, on any
// machine and any number of workers.
func Example() {
	seed, err := engine.ParseSeed("1")
	if err != nil {
		fmt.Println(err)
		return
	}
	searcher, err := engine.New(sieve.Safe, 128, engine.Config{Seed: seed})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := searcher.Search(context.Background(), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%x\n", result.P)
	// Output: c61919df2d31e655ee7a1898a9bcdee3
}

var testContext = context.Background()

func newSearcher(t testing.TB, kind sieve.Kind, bits int, c engine.Config) *engine.Searcher {
	t.Helper()
	s, err := engine.New(kind, bits, c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func search(t testing.TB, s *engine.Searcher, n uint64) engine.Result {
	t.Helper()
	r, err := s.Search(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Finds are what was asked for, at sizes on both sides of the words' edges.
func TestFinds(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bits := range []int{64, 65, 66, 100, 127, 128, 129, 191, 192, 193, 256} {
			s := newSearcher(t, kind, bits, engine.Config{Seed: engine.Seed{5}})
			for n := range uint64(3) {
				p := search(t, s, n).P
				if p.BitLen() != bits || p.Bit(bits-2) != 1 {
					t.Errorf("%v %d bits: %v has %d bits, or not the two top ones", kind, bits, p, p.BitLen())
				}
				if !p.ProbablyPrime(10) {
					t.Errorf("%v %d bits: %v is composite", kind, bits, p)
				}
				if kind == sieve.Safe && !new(big.Int).Rsh(p, 1).ProbablyPrime(10) {
					t.Errorf("safe %d bits: (p-1)/2 of %v is composite", bits, p)
				}
			}
		}
	}
}

// The same seed gives the same find and the same work for any number of workers,
// and it is the first one of the search's windows.
func TestWorkersDoNotMatter(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		var searchers []*engine.Searcher
		for _, workers := range []int{1, 2, 64} {
			searchers = append(searchers, newSearcher(t, kind, 160, engine.Config{Workers: workers, Seed: engine.Seed{7}, SieveLimit: 1 << 13}))
		}
		seen := map[string]bool{}
		for n := range uint64(12) {
			first := search(t, searchers[0], n)
			for _, s := range searchers[1:] {
				r := search(t, s, n)
				if r.P.Cmp(first.P) != 0 || r.Counters.Survivors != first.Counters.Survivors || r.Counters.Candidates != first.Counters.Candidates {
					t.Errorf("%v search %d with %d workers: %v %+v, with 1: %v %+v", kind, n,
						s.Config().Workers, r.P, r.Counters, first.P, first.Counters)
				}
				if r.Counters.Tests < r.Counters.Survivors {
					t.Errorf("%v search %d: %d tests of %d survivors", kind, n, r.Counters.Tests, r.Counters.Survivors)
				}
			}
			seen[first.P.String()] = true
		}
		if len(seen) != 12 {
			t.Errorf("%v: 12 searches found %d different numbers", kind, len(seen))
		}
	}
}

// Workers who verify one number together find what one finds alone.
func TestWorkersVerifyTogether(t *testing.T) {
	var searchers []*engine.Searcher
	for _, workers := range []int{1, 2, 3, 64} {
		searchers = append(searchers, newSearcher(t, sieve.Prime, 512, engine.Config{
			Workers: workers, Seed: engine.Seed{9}, SieveLimit: 1 << 13, Policy: millerrabin.Policy{Rounds: 20, Lucas: true},
		}))
	}
	for n := range uint64(5) {
		first := search(t, searchers[0], n)
		for _, s := range searchers[1:] {
			if r := search(t, s, n); r.P.Cmp(first.P) != 0 || r.Phases.Accept == 0 {
				t.Errorf("search %d with %d workers: %v, with 1: %v", n, s.Config().Workers, r.P, first.P)
			}
		}
	}
}

// The find is the first of its window: no candidate between the window's start
// and it is of the kind. (With one window, which is checked by the counter.)
func TestFindIsTheFirst(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		s := newSearcher(t, kind, 96, engine.Config{Seed: engine.Seed{3}})
		for n := range uint64(10) {
			r := search(t, s, n)
			window := 4 * s.Expected().Candidates // its length, not rounded up
			if float64(r.Counters.Candidates) > window {
				continue
			}
			c := new(big.Int).Set(r.P)
			step := new(big.Int).SetUint64(kind.Step())
			for range r.Counters.Candidates - 1 {
				c.Sub(c, step)
				if c.ProbablyPrime(5) && (kind == sieve.Prime || new(big.Int).Rsh(c, 1).ProbablyPrime(5)) {
					t.Fatalf("%v search %d found %v but %v comes before it", kind, n, r.P, c)
				}
			}
		}
	}
}

// Observed work agrees with theory: |z| below 4 over enough small searches. The
// seed is fixed, so the test is too.
func TestWorkAgreesWithTheory(t *testing.T) {
	for _, c := range []struct {
		kind     sieve.Kind
		bits     int
		searches uint64
	}{{sieve.Prime, 256, 600}, {sieve.Safe, 128, 400}} {
		s := newSearcher(t, c.kind, c.bits, engine.Config{Seed: engine.Seed{11}})
		expected, sum, candidates := s.Expected(), 0.0, 0.0
		for n := range c.searches {
			r := search(t, s, n)
			sum += float64(r.Counters.Survivors)
			candidates += float64(r.Counters.Candidates)
		}
		n := float64(c.searches)
		sd := math.Sqrt(expected.Survivors * (expected.Survivors - 1)) // geometric law
		z := (sum/n - expected.Survivors) / (sd / math.Sqrt(n))
		t.Logf("%v %d bits: %.1f survivors a search, expected %.1f, z = %.2f", c.kind, c.bits, sum/n, expected.Survivors, z)
		if math.Abs(z) > 4 {
			t.Errorf("%v %d bits: z = %.1f", c.kind, c.bits, z)
		}
		zN := (candidates/n - expected.Candidates) / (expected.Candidates / math.Sqrt(n))
		if math.Abs(zN) > 4 {
			t.Errorf("%v %d bits: candidates z = %.1f", c.kind, c.bits, zN)
		}
	}
}

// Expected odd candidates a prime, and survivors a safe prime, at known sizes:
// computed independently from the logarithmic integral and Mertens' theorem.
func TestExpectedKnownValues(t *testing.T) {
	for bits, want := range map[int]float64{512: 177.4, 1024: 354.8, 2048: 709.7, 3072: 1064.6, 4096: 1419.5, 8192: 2839.1} {
		if got := engine.Expected(sieve.Prime, bits, 2).Candidates; math.Abs(got-want) > 0.06 {
			t.Errorf("prime %d: %.2f candidates, want %.1f", bits, got, want)
		}
	}
	for bits, want := range map[int]float64{1024: 831, 2048: 3327, 3072: 7486, 4096: 13310, 8192: 53245} {
		got := engine.Expected(sieve.Safe, bits, 1_000_000).Survivors
		if math.Abs(got/want-1) > 0.003 {
			t.Errorf("safe %d: %.0f survivors, want %.0f", bits, got, want)
		}
	}
}

func TestCancel(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		var meter engine.Meter
		s := newSearcher(t, kind, 4096, engine.Config{Workers: 2, Meter: &meter})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error)
		go func() {
			_, err := s.Search(ctx, 0)
			done <- err
		}()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%v: Search = %v, want context.Canceled", kind, err)
		}
	}
}

func TestOperations(t *testing.T) {
	ctx := context.Background()
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		s := newSearcher(t, kind, 128, engine.Config{Workers: 2, Seed: engine.Seed{5}})
		if n, err := s.Sieve(ctx, 5); n != 5 || err != nil {
			t.Errorf("Sieve(5) = %d, %v", n, err)
		}
		p := search(t, s, 0).P
		if n, err := s.Accept(ctx, p, 3); n != 3 || err != nil {
			t.Errorf("Accept(p, 3) = %d, %v", n, err)
		}
		if n, err := s.Accept(ctx, new(big.Int).Add(p, big.NewInt(2*12)), 3); n != 0 || err != nil {
			t.Errorf("Accept(p + 24, 3) = %d, %v, want 0", n, err)
		}
	}
}

func TestBadConfig(t *testing.T) {
	for _, c := range []struct {
		kind   sieve.Kind
		bits   int
		config engine.Config
	}{
		{sieve.Prime, 15, engine.Config{}},
		{sieve.Prime, -1, engine.Config{}},
		{sieve.Prime, 16385, engine.Config{}},
		{sieve.Kind(9), 512, engine.Config{}},
		{sieve.Prime, 512, engine.Config{Workers: -1}},
		{sieve.Prime, 512, engine.Config{SieveLimit: sieve.MaxLimit + 1}},
		{sieve.Prime, 512, engine.Config{Kernel: "abacus"}},
	} {
		_, err := engine.New(c.kind, c.bits, c.config)
		var bad *engine.ConfigError
		if !errors.Is(err, engine.ErrConfig) || !errors.As(err, &bad) || bad.Reason == "" || err.Error() != engine.ErrConfig.Error()+": "+bad.Reason {
			t.Errorf("New(%v, %d, %+v) = %v, want a ConfigError with its Reason", c.kind, c.bits, c.config, err)
		}
	}
}

// Who gives no seed gets finds that nobody can foretell.
func TestNoSeedIsARandomSeed(t *testing.T) {
	a, b := newSearcher(t, sieve.Prime, 128, engine.Config{}), newSearcher(t, sieve.Prime, 128, engine.Config{})
	if a.Config().Seed == b.Config().Seed || search(t, a, 0).P.Cmp(search(t, b, 0).P) == 0 {
		t.Error("two searchers without a seed found the same prime")
	}
	again := newSearcher(t, sieve.Prime, 128, engine.Config{Seed: a.Config().Seed})
	if search(t, a, 5).P.Cmp(search(t, again, 5).P) != 0 {
		t.Error("the seed that was drawn does not give the finds again")
	}
}

func TestPolicyIsKept(t *testing.T) {
	policy := millerrabin.Policy{Rounds: 20, Lucas: true}
	s := newSearcher(t, sieve.Safe, 128, engine.Config{Policy: policy, Seed: engine.Seed{5}})
	if s.Config().Policy != policy {
		t.Errorf("policy %v, want %v", s.Config().Policy, policy)
	}
	search(t, s, 0)
}

// First gives the lowest-numbered find, whatever the workers and the order in
// which jobs end.
func TestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		finds := rapid.SliceOfN(rapid.Uint64Range(0, 60), 1, 6).Draw(t, "finds")
		workers := rapid.IntRange(1, 9).Draw(t, "workers")
		want := finds[0]
		isFind := map[uint64]bool{}
		for _, f := range finds {
			isFind[f] = true
			want = min(want, f)
		}
		value, number, err := engine.First(context.Background(), workers,
			func(_ context.Context, worker int, number uint64) (string, bool, error) {
				if worker < 0 || worker >= workers {
					return "", false, fmt.Errorf("worker %d of %d", worker, workers)
				}
				return fmt.Sprint("job ", number), isFind[number], nil
			})
		if err != nil || number != want || value != fmt.Sprint("job ", want) {
			t.Fatalf("First = %q, %d, %v, want job %d", value, number, err, want)
		}
	})
}

func TestFirstFailsAndCancels(t *testing.T) {
	broken := errors.New("broken")
	_, _, err := engine.First(context.Background(), 3, func(ctx context.Context, _ int, number uint64) (int, bool, error) {
		if number == 5 {
			return 0, false, broken
		}
		return 0, false, nil
	})
	if !errors.Is(err, broken) {
		t.Errorf("First = %v, want the job's error", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, _, err = engine.First(ctx, 3, func(ctx context.Context, _ int, number uint64) (int, bool, error) {
		cancel()
		<-ctx.Done()
		return 0, false, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("First = %v, want context.Canceled", err)
	}
}

// A find ends the jobs above it, even those that would never end by themselves.
func TestFirstCancelsUselessJobs(t *testing.T) {
	var cancelled atomic.Int64
	_, number, err := engine.First(context.Background(), 4, func(ctx context.Context, _ int, number uint64) (int, bool, error) {
		if number == 0 {
			return 1, true, nil
		}
		<-ctx.Done()
		cancelled.Add(1)
		return 0, false, ctx.Err()
	})
	if number != 0 || err != nil {
		t.Errorf("First = job %d, %v", number, err)
	}
}
