// The contestants themselves. Libraries and programs that the machine lacks are
// named in the log and left out.

package main

import (
	"context"
	"errors"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/peer"
	"primebench/millerrabin"
	"primebench/sieve"
)

// absentHere says whether an error is that of a peer which the machine lacks.
func absentHere(t *testing.T, err error) bool {
	t.Helper()
	if errors.Is(err, errNone) || errors.Is(err, peer.ErrAbsent) {
		t.Log(err)
		return true
	}
	if err != nil {
		t.Fatal(err)
	}
	return false
}

// ticking returns a clock that moves by a millisecond with every look at it.
func ticking() clock {
	var now time.Duration
	return func() time.Duration { now += time.Millisecond; return now }
}

func take(t *testing.T, c *contestant, count int) {
	t.Helper()
	for range count {
		s, err := c.sample(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		c.samples = append(c.samples, s)
	}
}

// followsTheory fails for a number of tests that luck gives once in 100,000.
func followsTheory(t *testing.T, c *contestant) {
	t.Helper()
	tests, finds := c.sums()
	z, err := c.z()
	if err != nil || z < -4.4 || z > 4.4 {
		t.Errorf("%v: %.4g tests for %d finds, expected %.4g each: z %.2f, %v", c.key, tests, finds, c.expected, z, err)
	}
}

func TestOurs(t *testing.T) {
	e := &engines{now: wallClock()}
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		c, err := e.contestant(kind, 256, millerrabin.Policy{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		take(t, c, 300)
		followsTheory(t, c)
		for _, s := range c.samples {
			if s.tests < 1 || s.search <= 0 || s.accept <= 0 || s.sieve <= 0 || s.sieve > s.search {
				t.Fatalf("%v: sample %+v", c.key, s)
			}
		}
	}
	if _, err := e.contestant(sieve.Prime, 1, millerrabin.Policy{}, 1); !errors.Is(err, engine.ErrConfig) {
		t.Errorf("1 bit: %v", err)
	}
}

func TestStreams(t *testing.T) {
	e := &engines{now: wallClock()}
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bulk := range []bool{false, true} {
			c, err := e.stream(kind, 256, bulk, 40, 1)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for range 5 {
				s, err := c.run(context.Background(), 0)
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range s.found {
					if err := c.check(p); err != nil || seen[p.String()] {
						t.Fatalf("%v: %x is found twice or wrong: %v", c.key, p, err)
					}
					seen[p.String()] = true
				}
				c.samples = append(c.samples, s)
			}
			if len(seen) != 200 || c.samples[0].search <= 0 {
				t.Errorf("%v: %d finds, sample %+v", c.key, len(seen), c.samples[0])
			}
			followsTheory(t, c)
			if est, err := c.estimate(); err != nil || !strings.Contains(est.how, "200 whole searches in 5 streams") {
				t.Errorf("%v: %+v, %v", c.key, est, err)
			}
		}
	}
}

func TestModelOf(t *testing.T) {
	m, kernel, err := (&engines{now: wallClock()}).modelOf(1024, 3)
	if err != nil || kernel == "" {
		t.Fatalf("kernel %q, %v", kernel, err)
	}
	for i, c := range m.parts {
		if take(t, c, 3); c.samples[0].tests < 1 || !strings.Contains(c.who, m.names[i]) {
			t.Errorf("%v: sample %+v", c.key, c.samples[0])
		}
	}
	for _, words := range randomHalves(1024) {
		n := new(big.Int)
		for _, w := range slices.Backward(words) {
			n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(w))
		}
		if n.BitLen() != 1023 || n.Bit(0) != 1 {
			t.Errorf("%x is no odd number of 1023 bits", n)
		}
	}
}

func TestOpenSSL(t *testing.T) {
	o, err := newOpenSSL(wallClock())
	if absentHere(t, err) {
		return
	}
	defer o.generator.Close()
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		c := o.contestant(kind, 128, whole, 1)
		take(t, c, 80)
		followsTheory(t, c)
		for _, s := range c.samples {
			if s.search <= 0 || s.accept <= 0 || s.finds != 1 {
				t.Fatalf("%v: sample %+v", c.key, s)
			}
		}
	}
	o.now = ticking()
	cut := o.contestant(sieve.Safe, 512, sliced, 1)
	cut.limit = 5 * time.Millisecond
	take(t, cut, 10)
	for _, s := range cut.samples {
		// Each candidate is a look at the clock; so is the begin of a search.
		if s.search < cut.limit || s.search > 8*time.Millisecond || s.finds == 0 && s.tests != 4 {
			t.Errorf("a slice of %v: %+v", cut.limit, s)
		}
	}
	take(t, o.acceptance(1024, 1), 1)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := cut.run(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled slice: %v", err)
	}
}

func TestRandPrime(t *testing.T) {
	loop := randPrimeLoop(128, wallClock(), 1)
	take(t, loop, 300)
	followsTheory(t, loop)
	itself := randPrime(128, wallClock(), loop, 1)
	take(t, itself, 3)
	if _, finds := itself.sums(); finds != 3 {
		t.Errorf("%d finds of 3 searches", finds)
	}
	if got := tested([]byte{0, 3, 0, 59, 1, 1, 0, 1, 15, 53}, 2); got != 3 { // 3, 59, 257, 1, 3893 = 17 x 229
		t.Errorf("%d numbers without a small divisor, want 3", got)
	}
}

func TestNextPrime(t *testing.T) {
	lib, err := peer.OpenGMP()
	if absentHere(t, err) {
		return
	}
	c := nextPrime(lib, 128, wallClock(), 1)
	take(t, c, 300)
	followsTheory(t, c)
}

func TestParseCircl(t *testing.T) {
	if s, err := parseCircl("10935\nd5a7\nd5a7\n"); err != nil || s.tests != 10935 || s.finds != 2 {
		t.Errorf("%+v, %v", s, err)
	}
	for _, line := range []string{"", "a b", "1 4", "0", "-5"} {
		if _, err := parseCircl(line); err == nil {
			t.Errorf("%q is read", line)
		}
	}
}

func TestCircl(t *testing.T) {
	t.Chdir("../..")
	c, err := newCircl(context.Background(), t.TempDir())
	if absentHere(t, err) {
		return
	}
	check := c.contestant(64, 1)
	check.limit = 300 * time.Millisecond
	take(t, check, 2)
	followsTheory(t, check)
	if tests, finds := check.sums(); tests < 2 || finds < 1 || check.samples[0].search <= 0 {
		t.Errorf("%v tests, %d finds, %+v", tests, finds, check.samples[0])
	}
}

// A program that fails is an error with the last thing that it said.
func TestStart(t *testing.T) {
	_, err := start(context.Background(), "", "go", "no-such-command")
	if err == nil || !strings.Contains(err.Error(), "go: exit status") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := start(ctx, "", "go", "version"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got := lastLine("first\n last \n\n"); got != "last" {
		t.Errorf("last line %q", got)
	}
}

func TestCirclIsBuiltWhereItsSourceIs(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := newCircl(context.Background(), filepath.Join(t.TempDir(), "x")); !absentHere(t, err) {
		t.Error("a program without a source is built")
	}
}
