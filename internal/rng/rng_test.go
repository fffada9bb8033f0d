package rng_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/rng"
)

func ExampleSeed_Stream() {
	seed, err := rng.ParseSeed("1")
	if err != nil {
		fmt.Println(err)
		return
	}
	again, _ := rng.ParseSeed(seed.String())
	fmt.Println(seed.Stream(7).Uint64() == again.Stream(7).Uint64())
	fmt.Println(seed.Stream(7).Uint64() == seed.Stream(8).Uint64())
	// Output:
	// true
	// false
}

func TestParseSeed(t *testing.T) {
	for _, bad := range []string{"", "xyz", "0x1", " 1", "1 ", "-1", strings.Repeat("0", 65), "é"} {
		if _, err := rng.ParseSeed(bad); !errors.Is(err, rng.ErrSeed) {
			t.Errorf("ParseSeed(%q) = %v, want ErrSeed", bad, err)
		}
	}
	one, err := rng.ParseSeed("0001")
	if err != nil || one.String() != strings.Repeat("0", 63)+"1" {
		t.Errorf("ParseSeed(0001) = %v, %v", one, err)
	}
}

func TestParseSeedInvertsString(t *testing.T) {
	seed := rng.NewSeed()
	if got, err := rng.ParseSeed(seed.String()); err != nil || got != seed {
		t.Errorf("ParseSeed(%v) = %v, %v", seed, got, err)
	}
	if seed == rng.NewSeed() {
		t.Error("two seeds out of crypto/rand are equal")
	}
}

// The streams are part of the promise that a seed gives the same primes, from
// one version of the program to the next: these values were computed once with
// Python's hashlib and the openssl command.
func TestStreamKnownValue(t *testing.T) {
	seed, _ := rng.ParseSeed("1")
	var got [16]byte
	seed.Stream(0).Read(got[:])
	const want = "9f8f3a2f8883e2398d306c1dfcf7c359"
	if fmt.Sprintf("%x", got) != want {
		t.Errorf("stream 0 of seed 1 begins %x, want %s", got, want)
	}
}

func TestStreamDoesNotDependOnReadSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 700), 1, 8).Draw(t, "sizes")
		seed := rng.Seed{1, 2, 3}
		var pieces []byte
		stream := seed.Stream(9)
		for _, n := range sizes {
			p := make([]byte, n)
			stream.Read(p)
			pieces = append(pieces, p...)
		}
		whole := make([]byte, len(pieces))
		seed.Stream(9).Read(whole)
		if !bytes.Equal(pieces, whole) {
			t.Fatal("pieces differ from the whole")
		}
	})
}

func TestDeriveSeparates(t *testing.T) {
	seed := rng.Seed{}
	seen := map[rng.Seed]string{seed: "itself"}
	for _, label := range []string{"", "a", "b", "ab", "a\x00b"} {
		d := seed.Derive(label)
		if other, ok := seen[d]; ok {
			t.Errorf("labels %q and %q give one seed", label, other)
		}
		seen[d] = label
	}
}

// With a modulus just above a power of two a remainder would favour the small
// half; chi-square over the two halves and over small moduli.
func TestBelowIsUniform(t *testing.T) {
	const draws = 60000
	stream := rng.Seed{42}.Stream(0)
	for _, n := range []uint64{2, 3, 5, 7, 10} {
		counts := make([]float64, n)
		for range draws {
			counts[stream.Below(n)]++
		}
		expected, chi2 := draws/float64(n), 0.0
		for _, c := range counts {
			chi2 += (c - expected) * (c - expected) / expected
		}
		if chi2 > 45 { // p < 10^-6 for up to 9 degrees of freedom
			t.Errorf("Below(%d): chi-square %.1f with %d degrees of freedom", n, chi2, n-1)
		}
	}
	const n = 1<<63 + 1<<62 // a remainder would land in the lower third twice as often
	low := 0
	for range draws {
		if stream.Below(n) < n/3 {
			low++
		}
	}
	if low < draws/3-1200 || low > draws/3+1200 { // ten standard deviations
		t.Errorf("Below(%d): %d of %d in the lower third", uint64(n), low, draws)
	}
	if stream.Below(0) != 0 || stream.Below(1) != 0 {
		t.Error("Below(0) and Below(1) are not 0")
	}
}
