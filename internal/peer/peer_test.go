package peer_test

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"primebench/internal/needed"
	"primebench/internal/peer"
)

// open opens a library; nil where the machine lacks it, which the log then says.
func open[T any](t *testing.T, opener func() (*T, error)) *T {
	t.Helper()
	library, err := opener()
	if errors.Is(err, peer.ErrAbsent) && !needed.Demanded() {
		t.Log(err)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// The peers give the powers that math/big gives, base and exponent zero
// included. A machine without them has nothing to test.
func TestModExpAgreesWithBig(t *testing.T) {
	openssl, gmp := open(t, peer.OpenOpenSSL), open(t, peer.OpenGMP)
	modulus := new(big.Int).Lsh(big.NewInt(1), 2203)
	modulus.Sub(modulus, big.NewInt(1)) // a Mersenne prime
	for _, base := range []int64{2, 3, 65537} {
		for _, exponent := range []*big.Int{big.NewInt(0), big.NewInt(1), big.NewInt(12345), new(big.Int).Rsh(modulus, 1)} {
			b := big.NewInt(base)
			want := new(big.Int).Exp(b, exponent, modulus)
			check := func(name string, x peer.ModExp) {
				defer x.Close()
				x.Run()
				if got := x.Result(); got.Cmp(want) != 0 {
					t.Errorf("%s: %d^%v = %v, want %v", name, base, exponent, got, want)
				}
			}
			if openssl != nil {
				check("OpenSSL", openssl.ModExp(b, exponent, modulus, false))
				check("OpenSSL, word", openssl.ModExp(b, exponent, modulus, true))
				check("OpenSSL, constant time", openssl.ModExpConstantTime(b, exponent, modulus))
			}
			if gmp != nil {
				check("GMP", gmp.ModExp(b, exponent, modulus))
			}
		}
	}
}

// OpenSSL finds primes of the size asked for, with the two top bits set, and
// says of a prime in which order it was tested: as a candidate, then 64 rounds.
func TestGenerate(t *testing.T) {
	openssl := open(t, peer.OpenOpenSSL)
	if openssl == nil {
		return
	}
	generator, err := openssl.Generator()
	if err != nil {
		t.Fatal(err)
	}
	defer generator.Close()
	const bits = 128
	for _, safe := range []bool{false, true} {
		var events [3]int
		p, err := generator.Generate(bits, safe, func(event int32) bool {
			if event == peer.Candidate {
				events = [3]int{}
			}
			events[event]++
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		if p.BitLen() != bits || p.Bit(bits-2) != 1 || !p.ProbablyPrime(20) {
			t.Errorf("safe %v: %x is no prime of %d bits with the two top bits set", safe, p, bits)
		}
		if half := new(big.Int).Rsh(p, 1); safe && !half.ProbablyPrime(20) {
			t.Errorf("half of the safe prime %x is not prime", p)
		}
		if events[peer.Candidate] != 1 || events[peer.Round] < 20 || (events[peer.SafeRound] > 0) != safe {
			t.Errorf("safe %v: events %v of the find", safe, events)
		}
	}
}

// A search is ended by its observer, without a find and without an error, and
// the next one begins anew.
func TestGenerateIsStopped(t *testing.T) {
	openssl := open(t, peer.OpenOpenSSL)
	if openssl == nil {
		return
	}
	generator, err := openssl.Generator()
	if err != nil {
		t.Fatal(err)
	}
	defer generator.Close()
	for range 3 {
		candidates := 0
		p, err := generator.Generate(512, true, func(event int32) bool {
			if event == peer.Candidate {
				candidates++
			}
			return candidates < 5
		})
		// One candidate in a thousand is a find.
		if err != nil || candidates > 5 || p == nil && candidates != 5 {
			t.Errorf("%v, %v after %d candidates, want nothing after 5", p, err, candidates)
		}
	}
	if p, err := generator.Generate(1, false, func(int32) bool { return true }); err == nil {
		t.Errorf("a prime of 1 bit: %v", p)
	}
}

// Generators that search at the same time hear their own events.
func TestGenerateAtOnce(t *testing.T) {
	openssl := open(t, peer.OpenOpenSSL)
	if openssl == nil {
		return
	}
	var group errgroup.Group
	for _, want := range []int{1, 2, 3, 4, 5} {
		group.Go(func() error {
			generator, err := openssl.Generator()
			if err != nil {
				return err
			}
			defer generator.Close()
			candidates := 0
			p, err := generator.Generate(512, true, func(event int32) bool {
				if event == peer.Candidate {
					candidates++
				}
				return candidates < want
			})
			if candidates > want || p == nil && candidates != want { // p is a find by luck
				t.Errorf("%v after %d candidates, want nothing after %d", p, candidates, want)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func TestIsPrimeAndNextPrime(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 127)
	prime := new(big.Int).Sub(n, big.NewInt(1))
	if openssl := open(t, peer.OpenOpenSSL); openssl != nil {
		if !openssl.IsPrime(prime, 64) || openssl.IsPrime(new(big.Int).Add(n, big.NewInt(1)), 64) {
			t.Error("OpenSSL does not know 2^127 - 1 from 2^127 + 1")
		}
	}
	if gmp := open(t, peer.OpenGMP); gmp != nil {
		for _, below := range []int64{1, 2, 100} {
			if got := gmp.NextPrime(new(big.Int).Sub(prime, big.NewInt(below))); !got.ProbablyPrime(20) || got.Cmp(prime) > 0 {
				t.Errorf("the prime after 2^127 - 1 - %d is %v", below, got)
			}
		}
		if got, want := gmp.NextPrime(big.NewInt(13)), big.NewInt(17); got.Cmp(want) != 0 {
			t.Errorf("the prime after 13 is %v", got)
		}
		if !gmp.IsPrime(prime, 25) || gmp.IsPrime(new(big.Int).Add(n, big.NewInt(1)), 25) {
			t.Error("GMP does not know 2^127 - 1 from 2^127 + 1")
		}
	}
}

func TestVersions(t *testing.T) {
	if openssl := open(t, peer.OpenOpenSSL); openssl != nil && !strings.Contains(openssl.Version, "SSL") {
		t.Errorf("OpenSSL at %s states the version %q", openssl.Path, openssl.Version)
	}
	if gmp := open(t, peer.OpenGMP); gmp != nil && !regexp.MustCompile(`^[0-9]+\.[0-9]+`).MatchString(gmp.Version) {
		t.Errorf("GMP at %s states the version %q", gmp.Path, gmp.Version)
	}
}
