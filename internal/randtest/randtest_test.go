package randtest

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"primebench/internal/rng"
)

func TestSoundDrawsPass(t *testing.T) {
	results, err := Run(sound(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if !r.Passed() || r.P > 1 {
			t.Errorf("%s: a chance of %v", r.Name, r.P)
		}
	}
}

// TestFaultsAreCaught plants the faults: a test that cannot fail is none.
func TestFaultsAreCaught(t *testing.T) {
	for i, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			subject := f.plant(sound(uint64(i)))
			stream := make([]byte, streamBytes)
			if err := subject.Fill(stream); err != nil {
				t.Fatal(err)
			}
			results := Stream(stream)
			for _, test := range drawTests() {
				if slices.Contains(f.caught, test.name) {
					p, err := test.run(subject)
					if err != nil {
						t.Fatal(err)
					}
					results = append(results, Result{test.name, p})
				}
			}
			for _, name := range f.caught {
				at := slices.IndexFunc(results, func(r Result) bool { return r.Name == name })
				if at < 0 {
					t.Errorf("there is no test %q", name)
				} else if results[at].Passed() {
					t.Errorf("not caught by %q: a chance of %v", name, results[at].P)
				}
			}
		})
	}
}

// TestEveryTestCanFail: each kind of test is among those that catch a fault.
func TestEveryTestCanFail(t *testing.T) {
	kind := func(name string) string {
		return strings.TrimSpace(strings.TrimRight(name, "0123456789"))
	}
	caught := map[string]bool{}
	for _, f := range faults {
		for _, name := range f.caught {
			caught[kind(name)] = true
		}
	}
	for _, r := range Stream(make([]byte, 10000)) {
		if !caught[r.Name] {
			t.Errorf("no fault is planted for %q", r.Name)
		}
	}
	for _, test := range drawTests() {
		if !caught[kind(test.name)] && !strings.HasPrefix(test.name, "sample of") {
			t.Errorf("no fault is planted for %q", test.name)
		}
	}
}

// TestChancesAreCalibrated: of many sound streams a tenth has a chance under 0.1,
// unless the chance is a bound, which no more than that share may reach. The
// streams come from a seed, so this holds for good or not at all.
func TestChancesAreCalibrated(t *testing.T) {
	const streams = 400
	under := map[string]int{}
	for i := range uint64(streams) {
		p := make([]byte, 20000)
		if _, err := (rng.Seed{2}).Stream(i).Read(p); err != nil {
			t.Fatal(err)
		}
		for _, r := range Stream(p) {
			if r.P < 0.1 {
				under[r.Name]++
			}
		}
	}
	bounds := []string{"long run", "serial correlation", "compression", "repeated blocks"}
	const expected, sd = streams * 0.1, 6.0 // sqrt(400 * 0.1 * 0.9)
	for _, r := range Stream(make([]byte, 10000)) {
		n := float64(under[r.Name])
		if n > expected+4*sd || n < expected-4*sd && !slices.Contains(bounds, r.Name) {
			t.Errorf("%s: %v of %d sound streams have a chance under 0.1, want about %v", r.Name, n, streams, expected)
		}
	}
}

// A stream of alternating bits has a known number of everything.
func TestCountRuns(t *testing.T) {
	c := countRuns([]byte{0xf0, 0x0f, 0xaa}) // 4 ones, 8 zeros, 5 ones, 0101010
	if c.bits != 24 || c.number != 9 || c.longest != 8 {
		t.Errorf("%d bits, %d runs, the longest %d; want 24, 9, 8", c.bits, c.number, c.longest)
	}
	if !slices.Equal(c.lengths[0], []int{3, 0, 0, 0, 0, 1}) || !slices.Equal(c.lengths[1], []int{3, 0, 0, 1, 1, 0}) {
		t.Errorf("lengths %v", c.lengths)
	}
}

// The chances at known points: tables of the normal and the chi-square law.
func TestChances(t *testing.T) {
	for _, test := range []struct{ got, want float64 }{
		{deviationChance(0), 1},
		{deviationChance(1.959963985), 0.05},
		{deviationChance(-1.959963985), 0.05},
		{chiSquareChance(24.99579, 15), 0.1}, // 5 % in the upper tail, twice
		{chiSquareChance(7.26094, 15), 0.1},  // 5 % in the lower one
		{chiSquareChance(3.84146, 1), 0.05},
		{chiSquareChance(0, 1), 1},
	} {
		if math.Abs(test.got-test.want) > 1e-5 {
			t.Errorf("chance %v, want %v", test.got, test.want)
		}
	}
}

// Streams that are as bad as can be have chances all the same, and no NaN.
func TestConstantStreams(t *testing.T) {
	for _, constant := range []byte{0, 0xff, 0x55} {
		for _, r := range Stream(bytes.Repeat([]byte{constant}, 10000)) {
			if !(r.P >= 0 && r.P <= 1) {
				t.Errorf("bytes of %#x: %s has a chance of %v", constant, r.Name, r.P)
			}
		}
	}
}

func TestErrorsOfASubject(t *testing.T) {
	failed := errors.New("no randomness")
	for i, spoil := range []func(*Subject){
		func(s *Subject) { s.Fill = func([]byte) error { return failed } },
		func(s *Subject) { s.Below = func(uint64) (uint64, error) { return 0, failed } },
		func(s *Subject) { s.Choice = func(int) (int, error) { return 0, failed } },
		func(s *Subject) { s.Sample = func(int, int) ([]int, error) { return nil, failed } },
		func(s *Subject) { s.Shuffle = func(int) ([]int, error) { return nil, failed } },
	} {
		s := sound(9)
		spoil(&s)
		if results, err := Run(s); !errors.Is(err, failed) || results != nil {
			t.Errorf("spoilt function %d: %v, %v", i, results, err)
		}
	}
}
