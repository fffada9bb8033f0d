package mt19937

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func ExampleRecover() {
	victim := New(20260131)
	var seen []uint32
	for range Outputs {
		seen = append(seen, victim.Uint32())
	}
	attacker, err := Recover(seen)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(attacker.Uint32() == victim.Uint32(), attacker.Uint32() == victim.Uint32())
	// Output: true true
}

// The C++ standard (N4950, [rand.predef]) says what the 10000th output of a
// default-constructed mt19937 is; the first ones are those of the authors' file
// mt19937ar for that seed.
func TestPublishedOutputs(t *testing.T) {
	g := New(5489)
	for i, want := range []uint32{3499211612, 581869302, 3890346734, 3586334585, 545404204} {
		if got := g.Uint32(); got != want {
			t.Errorf("output %d is %d, want %d", i+1, got, want)
		}
	}
	for range 10000 - 5 - 1 {
		g.Uint32()
	}
	if got := g.Uint32(); got != 4123659995 {
		t.Errorf("output 10000 is %d, want 4123659995", got)
	}
}

func TestUntemper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Uint32().Draw(t, "word")
		if got := untemper(temper(x)); got != x {
			t.Fatalf("untemper(temper(%#x)) = %#x", x, got)
		}
	})
}

// The outputs may begin anywhere, and there may be more of them than it takes.
func TestRecoverFromAnywhere(t *testing.T) {
	for _, skipped := range []int{0, 1, 300, 623, 624, 5000} {
		for _, more := range []int{0, 1, 700} {
			victim := New(uint32(skipped + more))
			for range skipped {
				victim.Uint32()
			}
			seen := make([]uint32, Outputs+more)
			for i := range seen {
				seen[i] = victim.Uint32()
			}
			attacker, err := Recover(seen)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 2000 {
				if got, want := attacker.Uint32(), victim.Uint32(); got != want {
					t.Fatalf("%d skipped, %d more: prediction %d is %d, want %d", skipped, more, i+1, got, want)
				}
			}
		}
	}
}

func TestTooFewOutputs(t *testing.T) {
	for _, n := range []int{0, 1, Outputs - 1} {
		if g, err := Recover(make([]uint32, n)); err == nil || g != nil {
			t.Errorf("%d outputs are taken", n)
		}
	}
}
