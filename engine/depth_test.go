package engine

import (
	"errors"
	"math"
	"testing"

	"primebench/millerrabin"
	"primebench/sieve"
)

func mustProgression(t *testing.T, kind sieve.Kind, bits int) *progression {
	t.Helper()
	p, err := newProgression(kind, bits, defaultTopBits, Class{})
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

// The best limit is where a prime costs what it saves, within the powers of two,
// and goes with the costs and the size as it should.
func TestBestLimit(t *testing.T) {
	const held = 1 << 26
	c := costs{test: 300e-6, held: 4e-9, listed: 15e-9}
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		previous := uint64(0)
		for _, bits := range []int{256, 512, 1024, 2048, 4096, 8192, 16384} {
			p := mustProgression(t, kind, bits)
			x := float64(bits) / 2048
			c := costs{test: c.test * x * x * x, held: c.held * x, listed: c.listed * x}
			limit := p.bestLimit(c, held, 1)
			if limit < previous {
				t.Errorf("%v %d bits: limit %d, below that of the size before, %d", kind, bits, limit, previous)
			}
			previous = limit
			cost := c.held
			if limit > held {
				cost = c.listed
			}
			saves := 1.0
			if kind == sieve.Safe {
				saves = 2
			}
			work := Expected(kind, bits, limit)
			equal := saves * work.Survivors * c.test / cost
			if limit < sieve.MaxLimit && math.Abs(math.Log2(equal/float64(limit))) > 2.2 {
				t.Errorf("%v %d bits: limit 2^%.0f, but cost and saving are equal at 2^%.1f", kind, bits, math.Log2(float64(limit)), math.Log2(equal))
			}
		}
	}
	p := mustProgression(t, sieve.Safe, 2048)
	deep := c
	deep.test *= 8
	if p.bestLimit(deep, held, 1) <= p.bestLimit(c, held, 1) {
		t.Error("dearer tests do not make the sieve deeper")
	}
	if p.bestLimit(c, held, 1.0/64) <= p.bestLimit(c, held, 1) {
		t.Error("windows that many finds share are not sieved deeper")
	}
	if tiny := mustProgression(t, sieve.Prime, 16).bestLimit(deep, held, 1); tiny > 1<<7 {
		t.Errorf("16 bits: limit %d crosses primes off", tiny)
	}
}

// What is measured is above zero, and is measured once for Searchers that share.
func TestMeasuredCosts(t *testing.T) {
	smaller := 0.0
	for _, bits := range []int{1024, 8192} {
		tester, err := millerrabin.NewTester("", bits)
		if err != nil {
			t.Fatal(err)
		}
		test, err := measureTest(tester, bits)
		if err != nil {
			t.Fatal(err)
		}
		held, err := sieve.MeasureHeld(sieve.Safe, 12, bits/64)
		if err != nil {
			t.Fatal(err)
		}
		listed, err := sieve.MeasureListed(sieve.Safe, 12, bits/64)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d bits: %.3g s a test, %.3g s a prime held, %.3g s listed", bits, test, held, listed)
		if test <= smaller || held <= 0 || listed <= 0 {
			t.Errorf("%d bits: %g s a test, after %g s at a smaller size; %g s a prime held, %g s listed", bits, test, smaller, held, listed)
		}
		smaller = test
	}
	shared := new(Shared)
	limits := map[uint64]bool{}
	for range 20 {
		s, err := New(sieve.Safe, 512, Config{Shared: shared, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		limits[s.config.SieveLimit] = true
	}
	if len(limits) != 1 || len(shared.limits) != 1 {
		t.Errorf("limits %v of 20 that share", limits)
	}
}

// Less memory holds fewer primes; too little is an error.
func TestMemory(t *testing.T) {
	previous := uint64(0)
	for _, memory := range []int64{8 << 20, 16 << 20, 32 << 20, 64 << 20} {
		held, err := heldWithin(memory, 2, sieve.MaxLength)
		if err != nil || held <= previous {
			t.Errorf("%d bytes: primes to %d held, %v, with less memory to %d", memory, held, err, previous)
		}
		previous = held
	}
	if held, _ := heldWithin(0, 1, 1<<20); held != sieve.DefaultHeld {
		t.Errorf("by default primes to %d are held", held)
	}
	for _, workers := range []int{64, 1024} {
		if _, err := heldWithin(0, workers, sieve.MaxLength); err != nil {
			t.Errorf("%d workers, by default: %v", workers, err)
		}
	}
	for _, memory := range []int64{-1, 1, 1 << 20} {
		if _, err := New(sieve.Safe, 8192, Config{Memory: memory}); !errors.Is(err, ErrConfig) {
			t.Errorf("%d bytes: %v, want ErrConfig", memory, err)
		}
	}
	// What is left of a search in little memory is the same find.
	var finds []string
	for _, memory := range []int64{2 << 20, 0} {
		s, err := New(sieve.Safe, 128, Config{Memory: memory, SieveLimit: 1 << 19, Seed: Seed{1}, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Search(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		finds = append(finds, r.P.String())
	}
	if finds[0] != finds[1] {
		t.Errorf("finds %v", finds)
	}
}

// The windows of an average find in bulk: one for a single find, and the more finds
// are wanted the closer to what whole windows give.
func TestWindowsOfFindsWanted(t *testing.T) {
	s, err := New(sieve.Safe, 512, Config{Workers: 1, Bulk: true, SieveLimit: 1 << 12})
	if err != nil {
		t.Fatal(err)
	}
	whole := s.windowsPerFind(true, 0)
	if got := s.windowsPerFind(true, 1); got != 1 {
		t.Errorf("one find takes %v windows, want 1", got)
	}
	previous := 1.0
	for wanted := uint64(2); wanted < 1<<20; wanted *= 2 {
		got := s.windowsPerFind(true, wanted)
		if got >= previous || got < whole {
			t.Errorf("a find of %d takes %v windows, want less than %v and at least %v", wanted, got, previous, whole)
		}
		previous = got
	}
	if previous > 1.01*whole {
		t.Errorf("a find of many takes %v windows, want about %v", previous, whole)
	}
}
