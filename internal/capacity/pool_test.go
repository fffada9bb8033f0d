// The pool against a simulation that knows nothing of its formula.

package capacity

import (
	"math"
	"testing"

	"primebench/internal/rng"
)

// simulatedDry plays the pool event by event: a store, orders under way on
// servers, orders that wait for one, all memoryless.
func simulatedDry(r *rng.Stream, rate float64, servers int, mean float64, size, arrivals int) float64 {
	orders, dry := 0, 0
	for seen := 0; seen < arrivals; {
		making := float64(min(orders, servers)) / mean
		if uniform(r)*(rate+making) < making {
			orders--
			continue
		}
		if seen++; orders >= size { // all of the store is on order
			dry++
		}
		orders++
	}
	return float64(dry) / float64(arrivals)
}

func TestDryAgainstSimulation(t *testing.T) {
	for i, c := range []struct {
		rate    float64
		servers int
		size    int
	}{{0.8, 1, 5}, {3.2, 4, 2}, {3.2, 4, 4}, {3.2, 4, 12}, {9, 12, 20}} {
		want, err := Dry(c.rate, c.servers, 1, c.size)
		if err != nil {
			t.Fatal(err)
		}
		got := simulatedDry(testSeed.Stream(uint64(i)), c.rate, c.servers, 1, c.size, 300_000)
		// Arrivals that find it dry come in clusters: their number scatters more than
		// a binomial one, by about (1+rho)/(1-rho) in its square.
		if slack := 4 * math.Sqrt(want/300_000*20); math.Abs(got-want) > slack {
			t.Errorf("%+v (seed %v): dry in %.5f of the arrivals, the formula has %.5f, slack %.5f", c, testSeed, got, want, slack)
		}
	}
}

func TestPoolFor(t *testing.T) {
	// A server alone: P(at least K) = rho^K, so that 0.8^K <= 0.01 from K = 21 on.
	w, err := MMc(0.8, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if size, ok := w.poolFor(1, 0.01); size != 21 || !ok {
		t.Errorf("pool of %d, %v, want 21", size, ok)
	}
	for _, c := range []struct {
		rate    float64
		servers int
	}{{0.1, 1}, {6, 8}, {7.9, 8}, {700, 1000}, {70_000, 100_000}} {
		w, err := MMc(c.rate, c.servers, 1)
		if err != nil {
			t.Fatal(err)
		}
		size, ok := w.poolFor(c.servers, 0.001)
		if !ok || w.atLeast(c.servers, size) > 0.001 || size > 0 && w.atLeast(c.servers, size-1) <= 0.001 {
			t.Errorf("%+v: pool of %d (%v) is dry with %v, one less with %v: want the least that is below 0.001",
				c, size, ok, w.atLeast(c.servers, size), w.atLeast(c.servers, size-1))
		}
	}
	if p := w.atLeast(1, 0); p != 1 {
		t.Errorf("P(at least 0) = %v, want 1", p)
	}
	if _, err := Dry(0.5, 1, 1, -1); err == nil {
		t.Error("a pool of -1 is accepted")
	}
}
