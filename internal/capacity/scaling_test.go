// The scalability law against a published fit, and against its own numbers.

package capacity

import (
	"errors"
	"math"
	"testing"

	"primebench/internal/stats"
)

// The SPEC SDM 91 benchmark on a Sun SPARCcenter 2000 (throughput over load), as R
// package usl (S. Möding) fits it: version 3.0.0 prints alpha 0.0277285, beta
// 0.0001044, gamma 89.9952330 and the fitted values below (tests/usl-nlxb.Rout.save
// and tests/fitted.Rout.save).
func TestUSLPublished(t *testing.T) {
	load := []int{1, 18, 36, 72, 108, 144, 216}
	throughput := []float64{64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2}
	u, err := FitUSL(load, throughput)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "alpha", u.A, 0.0277285, 1e-4)
	near(t, "beta", u.B, 0.0001044, 1e-3)
	near(t, "gamma", u.G, 89.9952330, 1e-5)
	for i, want := range []float64{90, 1078, 1541, 1850, 1879, 1822, 1646} {
		near(t, "fitted", u.At(float64(load[i])), want, 0.5/want)
	}
	near(t, "knee", u.Knee(), math.Sqrt((1-0.0277285)/0.0001044), 1e-3)
	near(t, "peak", u.Peak(), u.At(u.Knee()), 1e-12)
}

// Throughput at 1, 2, 4, 6, 8 and 10 workers with a = b = 0.02: the test data of
// the same package (tests/coef.Rout.save).
func TestUSLRecovers(t *testing.T) {
	u, err := FitUSL([]int{1, 2, 4, 6, 8, 10}, []float64{1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a", u.A, 0.02, 0.01)
	near(t, "b", u.B, 0.02, 0.01)
	near(t, "g", u.G, 1, 0.001)
	near(t, "knee", u.Knee(), 7, 0.01)
}

func TestUSLOnTheEdges(t *testing.T) {
	for _, c := range []struct {
		name string
		law  USL
	}{{"linear", USL{5, 0, 0}}, {"contention alone", USL{5, 0.1, 0}}, {"coherency alone", USL{5, 0, 0.01}}} {
		workers, x := []int{1, 2, 4, 8}, make([]float64, 4)
		for i, n := range workers {
			x[i] = c.law.At(float64(n))
		}
		u, err := FitUSL(workers, x)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range workers {
			near(t, c.name, u.At(float64(n)), x[i], 1e-5)
		}
		if c.law.B == 0 && u.Knee() < 500 || c.law.B > 0 && math.Abs(u.Knee()-10) > 0.1 {
			t.Errorf("%s: knee %v of %+v", c.name, u.Knee(), u)
		}
	}
	// Faster than linear, which no law of contention explains: a and b stay at 0.
	u, err := FitUSL([]int{1, 2, 4}, []float64{1, 2.2, 4.9})
	if err != nil {
		t.Fatal(err)
	}
	if u.A != 0 || u.B != 0 || !math.IsInf(u.Peak(), 1) || !math.IsInf(u.Knee(), 1) {
		t.Errorf("faster than linear: %+v, knee %v, want a = b = 0", u, u.Knee())
	}
	if knee := (USL{5, 1.2, 0.01}).Knee(); knee != 1 {
		t.Errorf("contention above 1: knee %v, want 1", knee)
	}
	if peak := (USL{5, 0.1, 0}).Peak(); peak != 50 {
		t.Errorf("contention alone: peak %v, want g/a = 50", peak)
	}
}

func TestUSLRefuses(t *testing.T) {
	var few *stats.NeedError
	if _, err := FitUSL([]int{1, 2, 2}, []float64{1, 2, 2.1}); !errors.As(err, &few) || few.Have != 2 {
		t.Errorf("two counts: %v, want a NeedError that has 2", err)
	}
	for name, x := range map[string][]float64{"zero": {1, 0, 3}, "NaN": {1, math.NaN(), 3}, "lengths": {1, 2}} {
		if _, err := FitUSL([]int{1, 2, 3}, x); !errors.Is(err, ErrModel) {
			t.Errorf("%s: %v, want ErrModel", name, err)
		}
	}
}
