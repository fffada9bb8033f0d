package theory

import (
	"math"
	"math/big"
	"testing"

	"primebench/internal/rng"
	"primebench/internal/stats"
	"primebench/sieve"
)

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.Abs(got-want) > relative*want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Odd numbers a prime from li(x) by mpmath; numbers 3 mod 4 a safe prime are
// ln p ln q / (4 C2) at the mean logarithm, 0.1371 below that of 2^n.
func TestCandidates(t *testing.T) {
	for bits, want := range map[int]float64{512: 177.4, 1024: 354.8, 2048: 709.7, 4096: 1419.5} {
		near(t, "candidates a prime", Candidates(sieve.Prime, bits), want, 3e-4)
		lnP := float64(bits)*math.Ln2 - 0.1371
		near(t, "candidates a safe prime", Candidates(sieve.Safe, bits), lnP*(lnP-math.Ln2)/(4*0.6601618), 1e-4)
	}
}

// The products approach those of F. Mertens: 2 e^-γ / ln B, and its square times
// C2 with two classes struck.
func TestOpenSSLPrimes(t *testing.T) {
	for _, test := range []struct {
		bits, count int
		last        uint32 // the 64th, 128th, ... prime, OEIS A000040
	}{{256, 63, 311}, {1024, 127, 719}, {2048, 383, 2657}, {4096, 1023, 8161}, {8192, 2047, 17863}} {
		primes := OpenSSLPrimes(test.bits)
		if len(primes) != test.count || primes[0] != 3 || primes[len(primes)-1] != test.last {
			t.Errorf("%d bits: %d primes from %d to %d", test.bits, len(primes), primes[0], primes[len(primes)-1])
		}
		mertens := 2 * 0.561459483566885 / math.Log(float64(test.last))
		near(t, "share for primes", Surviving(sieve.Prime, primes), mertens, 0.02)
		near(t, "share for safe primes", Surviving(sieve.Safe, primes), 0.6601618*mertens*mertens, 0.04)
	}
}

// circl's tries, ln p / (2 C2): 537 at 1024 bits.
func TestSafeTries(t *testing.T) {
	for bits, want := range map[int]float64{256: 134.3, 1024: 537.5, 2048: 1075} {
		near(t, "tries", SafeTries(bits), want, 2e-3)
	}
}

// A walk as OpenSSL's, over small numbers: what it takes agrees with the theory,
// for primes and safe primes.
func TestOpenSSLTestsAgreeWithAWalk(t *testing.T) {
	const bits, searches = 60, 600
	primes := OpenSSLPrimes(bits)
	random := rng.Seed{}.Derive("walk").Stream(0)
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		step, low := uint64(2), uint64(1)
		if kind == sieve.Safe {
			step, low = 4, 3
		}
		survives := func(n uint64) bool {
			for _, r := range primes {
				if m := n % uint64(r); m == 0 || kind == sieve.Safe && m == 1 {
					return false
				}
			}
			return true
		}
		isPrime := func(n uint64) bool { return new(big.Int).SetUint64(n).ProbablyPrime(0) }
		tests := 0
		for range searches {
			for found := false; !found; tests++ {
				n := random.Uint64()>>(64-bits) | 3<<(bits-2) | low
				for !survives(n) {
					n += step
				}
				found = isPrime(n) && (kind == sieve.Prime || isPrime(n/2))
			}
		}
		z, err := stats.GeometricZ(float64(tests), searches, OpenSSLTests(kind, bits))
		if err != nil || math.Abs(z) > 3.5 {
			t.Errorf("%v: %.4g tests a search, want %.4g: z %.2f, %v", kind,
				float64(tests)/searches, OpenSSLTests(kind, bits), z, err)
		}
	}
}
