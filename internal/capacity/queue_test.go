// Erlang's formulas against published tables, the waits against closed forms.

package capacity

import (
	"errors"
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.Abs(got-want) > relative*math.Abs(want) || math.IsNaN(got) {
		t.Errorf("%s: %.8g, want %.8g within %g", what, got, want, relative)
	}
}

// Traffic capacity in erlangs at a probability of blocking, from the table in T. S.
// Rappaport, Wireless Communications, 2nd ed. 2002, table 3.4.
func TestErlangBTable(t *testing.T) {
	for _, c := range []struct {
		servers int
		offered float64
		want    float64
		digits  float64 // half a unit of the table's last digit
	}{
		{2, 0.153, 0.01, 0.0005}, {2, 0.105, 0.005, 0.0005}, {2, 0.065, 0.002, 0.0005}, {2, 0.046, 0.001, 0.0005},
		{4, 0.869, 0.01, 0.0005}, {4, 0.701, 0.005, 0.0005}, {4, 0.535, 0.002, 0.0005}, {4, 0.439, 0.001, 0.0005},
		{5, 1.36, 0.01, 0.005}, {5, 1.13, 0.005, 0.005}, {5, 0.900, 0.002, 0.0005}, {5, 0.762, 0.001, 0.0005},
		{10, 4.46, 0.01, 0.005}, {10, 3.96, 0.005, 0.005}, {10, 3.43, 0.002, 0.005}, {10, 3.09, 0.001, 0.005},
		{20, 12.0, 0.01, 0.05}, {20, 11.1, 0.005, 0.05}, {20, 10.1, 0.002, 0.05}, {20, 9.41, 0.001, 0.005},
		{100, 84.1, 0.01, 0.05}, {100, 80.9, 0.005, 0.05}, {100, 77.4, 0.002, 0.1}, {100, 75.2, 0.001, 0.05},
	} {
		low, err := ErlangB(c.servers, c.offered-c.digits)
		if err != nil {
			t.Fatal(err)
		}
		high, err := ErlangB(c.servers, c.offered+c.digits)
		if err != nil {
			t.Fatal(err)
		}
		if low > c.want || high < c.want {
			t.Errorf("%d servers, %v erlangs: blocking %.6f to %.6f, the table has %v", c.servers, c.offered, low, high, c.want)
		}
	}
}

// The recursion against the sum that it stands for, a^c/c! / sum a^k/k!.
func TestErlangBSum(t *testing.T) {
	for _, a := range []float64{0.1, 1, 7.5, 40} {
		term, total := 1.0, 1.0
		for c := 1; c <= 60; c++ {
			term *= a / float64(c)
			total += term
			got, err := ErlangB(c, a)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "Erlang B", got, term/total, 1e-12)
		}
	}
}

// A call centre of 55 agents with 360 calls in half an hour of 4 minutes each: the
// worked example of www.mitan.co.uk/erlang/elgcmath.htm has 23.9 % waiting, a mean
// wait of 8.2 s and 84.6 % answered within 15 s.
func TestErlangCExample(t *testing.T) {
	w, err := MMc(360./1800, 55, 240)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "offered", w.Offered, 48, 1e-12)
	near(t, "chance", w.Chance, 0.239, 0.002)
	near(t, "mean wait", w.Mean, 8.2, 0.005)
	near(t, "within 15 s", 1-w.Tail(15), 0.846, 0.001)
}

func TestMM1(t *testing.T) {
	const rate, mean = 0.8, 1
	w, err := MMc(rate, 1, mean)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "chance", w.Chance, 0.8, 1e-12)
	near(t, "mean wait", w.Mean, 4, 1e-12) // rho/(1-rho) mean
	near(t, "p95 wait", w.Quantile(0.95), math.Log(0.8/0.05)/0.2, 1e-12)
	if got := w.Quantile(0.15); got != 0 {
		t.Errorf("p15 of the wait: %v, want 0: a fifth do not wait", got)
	}
	// The response of M/M/1 is exponential with mean 1/(mu - lambda) = 5.
	s := Law{Stages: 1, Stage: mean}
	for _, p := range []float64{0.1, 0.5, 0.95, 0.99, 0.999} {
		near(t, "response", w.ResponseQuantile(s, p), -5*math.Log(1-p), 1e-9)
	}
}

// Two servers by hand: rho = 1/2, C = 1/3 (B(1) = 1/2, B(2) = 1/5).
func TestMM2(t *testing.T) {
	w, err := MMc(1, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "chance", w.Chance, 1./3, 1e-12)
	near(t, "mean wait", w.Mean, 1./3, 1e-12)
	// theta = mu here, the case of equal rates: P(R > t) = e^-t (1 + t/3).
	s := Law{Stages: 1, Stage: 1}
	near(t, "response tail", w.ResponseTail(s, 2), math.Exp(-2)*(1+2./3), 1e-12)
}

// Pollaczek and Khinchine: the mean wait in M/G/1 is rho mean (1 + cs2) / 2 / (1 - rho)
// (F. Pollaczek 1930, A. Khinchine 1932; Cooper, chapter 5).
func TestAllenCunneenIsPollaczekKhinchine(t *testing.T) {
	for _, c := range []struct{ cs2, want float64 }{
		{0, 2},     // M/D/1
		{0.5, 3},   // M/E2/1
		{1, 4},     // M/M/1
		{3.6, 9.2}, // more varied
	} {
		w, err := AllenCunneen(0.8, 1, 1, 1, c.cs2)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "mean wait", w.Mean, c.want, 1e-12)
	}
	if w, err := AllenCunneen(0.8, 1, 1, 0, 0); err != nil || w.Mean != 0 || w.Quantile(0.99) != 0 {
		t.Errorf("D/D/1: %+v, %v, want no wait", w, err)
	}
}

// The closed form of the response against the convolution summed up.
func TestResponseIsTheConvolution(t *testing.T) {
	for _, s := range []Law{{0.2, 1, 0.8}, {0, 2, 0.5}, {0.3, 2, 0.35}, {1, 0, 0}, {0, 1, 1}} {
		for _, servers := range []int{1, 2, 7} {
			for _, rho := range []float64{0.2, 0.5, 0.9} {
				w, err := AllenCunneen(rho*float64(servers), servers, s.Mean(), 1, s.CV2())
				if err != nil {
					t.Fatal(err)
				}
				for _, at := range []float64{0.1, 0.9, 1.7, 4, 12} {
					if want := summedTail(w, s, at); want > 1e-9 { // the sum is cut off at 40 mean waits
						near(t, "response tail", w.ResponseTail(s, at), want, 2e-4)
					}
				}
				for _, p := range []float64{0.5, 0.95, 0.99} {
					q := w.ResponseQuantile(s, p)
					if w.ResponseTail(s, q+1e-9) > 1-p+1e-9 || q > 1e-6 && w.ResponseTail(s, q-1e-6) < 1-p-1e-9 {
						t.Errorf("%+v, %d servers, rho %v: p%v = %v is no quantile", s, servers, rho, 100*p, q)
					}
				}
			}
		}
	}
}

// summedTail is P(W + S > t) summed over thin slices of the wait.
func summedTail(w Wait, s Law, t float64) float64 {
	total := (1 - w.Chance) * s.Tail(t)
	const slices = 8000
	width := 40 * w.MeanBusy / slices
	for i := range slices {
		x := (float64(i) + 0.5) * width
		total += (w.Tail(x-width/2) - w.Tail(x+width/2)) * s.Tail(t-x)
	}
	return total
}

func TestLaw(t *testing.T) {
	l := Law{Fixed: 1, Stages: 2, Stage: 0.5}
	near(t, "mean", l.Mean(), 2, 1e-12)
	near(t, "cv2", l.CV2(), 0.5/4, 1e-12)
	near(t, "tail at the median", l.Tail(l.Quantile(0.5)), 0.5, 1e-9)
	near(t, "exponential p99", Law{Stages: 1, Stage: 1}.Quantile(0.99), 4.605, 1e-3) // the 4.6 tau of a search
	if q := (Law{Fixed: 3}).Quantile(0.99); q != 3 {
		t.Errorf("p99 of a constant 3: %v", q)
	}
	for _, bad := range []Law{{}, {Fixed: -1, Stages: 1, Stage: 3}, {Fixed: math.NaN()}, {Fixed: 1, Stages: 3, Stage: 1}, {Fixed: math.Inf(1)}} {
		if err := bad.check(); !errors.Is(err, ErrModel) {
			t.Errorf("%+v: %v, want ErrModel", bad, err)
		}
	}
}

func TestQueueRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		rate    float64
		servers int
		mean    float64
		ca2     float64
	}{
		{0, 1, 1, 1}, {-1, 1, 1, 1}, {nan, 1, 1, 1}, {inf, 1, 1, 1}, {1, 0, 0.5, 1}, {1, maxServers + 1, 0.5, 1},
		{1, 1, 0, 1}, {1, 1, nan, 1}, {1, 1, 1, 1}, {3, 2, 1, 1}, {1, 2, 1, -1}, {1, 2, 1, nan}, {1, 2, 1, inf},
	} {
		if w, err := AllenCunneen(c.rate, c.servers, c.mean, c.ca2, 1); !errors.Is(err, ErrModel) {
			t.Errorf("%+v: %+v, %v, want ErrModel", c, w, err)
		}
	}
	for _, a := range []float64{-1, nan, inf} {
		if b, err := ErlangB(3, a); !errors.Is(err, ErrModel) {
			t.Errorf("offered %v: %v, %v, want ErrModel", a, b, err)
		}
	}
	if c, err := ErlangC(2, 2); !errors.Is(err, ErrModel) {
		t.Errorf("a full queue: %v, %v, want ErrModel", c, err)
	}
}

// exactMDc returns the mean wait in M/D/c with services of 1: the number in the
// system a service later is what was above c, and the arrivals meanwhile (C. D.
// Crommelin, Delay probability formulae when the holding times are constant, Post
// Office Electrical Engineers' Journal 25, 1932). The chain is iterated until it
// stands; the wait follows by Little's law.
func exactMDc(rate float64, servers int) float64 {
	const states = 400
	arrivals := make([]float64, states)
	for k := range arrivals {
		gamma, _ := math.Lgamma(float64(k + 1))
		arrivals[k] = math.Exp(-rate + float64(k)*math.Log(rate) - gamma)
	}
	p := make([]float64, states)
	p[0] = 1
	for range 300 {
		next := make([]float64, states)
		for n, chance := range p {
			for k := 0; chance > 1e-15 && max(n-servers, 0)+k < states; k++ {
				next[max(n-servers, 0)+k] += chance * arrivals[k]
			}
		}
		p = next
	}
	waiting := 0.0
	for n, chance := range p {
		waiting += float64(max(n-servers, 0)) * chance
	}
	return waiting / rate
}

// Allen and Cunneen's mean against the exact one for constant services, where it is
// furthest from Erlang's: right for one server, near for several.
func TestAllenCunneenAgainstExactMDc(t *testing.T) {
	near(t, "M/D/1 by the chain", exactMDc(0.8, 1), 2, 1e-4)
	for _, c := range []struct {
		servers int
		within  float64
	}{{1, 1e-4}, {2, 0.04}, {5, 0.08}, {10, 0.12}} {
		rate := 0.8 * float64(c.servers)
		w, err := AllenCunneen(rate, c.servers, 1, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		exact := exactMDc(rate, c.servers)
		t.Logf("M/D/%d at 80 %%: %.4f, exact %.4f", c.servers, w.Mean, exact)
		near(t, "mean wait", w.Mean, exact, c.within)
	}
}
