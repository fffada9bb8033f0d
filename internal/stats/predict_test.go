// Predictions: known answers, how often their intervals hold the next value, and
// the costs of real kernels at twice the largest size that was fitted.

package stats

import (
	"errors"
	"math"
	"testing"
)

// The laws are found again where nothing scatters.
func TestPredictExact(t *testing.T) {
	x := []float64{512, 1024, 2048}
	for _, c := range []struct {
		name    string
		law     func(x float64) float64
		predict func(x, y []float64, x0 float64) (Prediction, error)
		second  float64
	}{
		{"power law", func(x float64) float64 { return 3e-9 * math.Pow(x, 2.7) }, PredictPowerLaw, 2.7},
		{"square and cube", func(x float64) float64 { return 2e-9*x*x + 5e-12*x*x*x }, PredictSquareCube, 5e-12},
		{"cube alone", func(x float64) float64 { return 5e-12 * x * x * x }, PredictPowerLaw, 3},
	} {
		y := make([]float64, len(x))
		for i := range x {
			y[i] = c.law(x[i])
		}
		p, err := c.predict(x, y, 8192)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		near(t, c.name, p.Value, c.law(8192), 1e-9)
		near(t, c.name+", parameter", p.Second, c.second, 1e-9)
		if p.Residual > 1e-9 || p.High/p.Low > 1+1e-6 {
			t.Errorf("%s: residual %v, interval %v to %v, want none", c.name, p.Residual, p.Low, p.High)
		}
	}
}

// By hand, with ln x = 0, 1, 2, 3 and ln y = 0, 1, 3, 4: slope 1.4, intercept
// -0.1, squares 0.2, and at ln x = 4 the leverage is 1/4 + 2.5^2/5.
func TestPredictPowerLawByHand(t *testing.T) {
	e := math.Exp
	p, err := PredictPowerLaw([]float64{1, e(1), e(2), e(3)}, []float64{1, e(1), e(3), e(4)}, e(4))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "value", math.Log(p.Value), 5.5, 1e-12)
	// Student's t with 2 degrees of freedom is 4.302653 (any table).
	near(t, "half", math.Log(p.High/p.Value), 4.302653*math.Sqrt(0.1)*math.Sqrt(1+0.25+1.25), 1e-6)
	near(t, "residual", p.Residual, math.Sqrt(0.1), 1e-12)
}

func TestCoverageOfPredictions(t *testing.T) {
	for _, c := range []struct {
		name    string
		sizes   []float64
		law     func(x float64) float64
		predict func(x, y []float64, x0 float64) (Prediction, error)
	}{
		{"PredictPowerLaw, 3 sizes", []float64{512, 1024, 2048}, func(x float64) float64 { return math.Pow(x, 2.8) }, PredictPowerLaw},
		{"PredictPowerLaw, 6 sizes", []float64{512, 768, 1024, 1536, 2048, 3072}, func(x float64) float64 { return math.Pow(x, 2.8) }, PredictPowerLaw},
		{"PredictSquareCube, 3 sizes", []float64{512, 1024, 2048}, func(x float64) float64 { return 400*x*x + x*x*x }, PredictSquareCube},
		{"PredictSquareCube, 6 sizes", []float64{512, 768, 1024, 1536, 2048, 3072}, func(x float64) float64 { return 400*x*x + x*x*x }, PredictSquareCube},
	} {
		const x0 = 4096
		got := coverage(t, 1, func(s *source) (Interval, error) {
			noisy := func(x float64) float64 { return c.law(x) * math.Exp(0.01*s.normal()) }
			y := make([]float64, len(c.sizes))
			for i, x := range c.sizes {
				y[i] = noisy(x)
			}
			p, err := c.predict(c.sizes, y, x0)
			next := noisy(x0) // what the interval is to hold: the next value, not the law's
			return Interval{p.Value / next, p.Low / next, p.High / next}, err
		})
		within(t, c.name, got, 0.95-coverageBand, 0.95+coverageBand)
	}
}

func TestPredictRefuses(t *testing.T) {
	x, y := []float64{512, 1024, 2048}, []float64{1, 8, 64}
	for name, c := range map[string]struct {
		x, y []float64
		x0   float64
	}{
		"lengths":   {x, y[:2], 4096},
		"NaN":       {x, []float64{1, math.NaN(), 64}, 4096},
		"zero":      {x, []float64{0, 8, 64}, 4096},
		"infinite":  {x, y, math.Inf(1)},
		"no size":   {x, y, 0},
		"all alike": {[]float64{512, 512, 512}, y, 4096},
		"overflow":  {x, []float64{1e-300, 1, 1e300}, 1e30},
	} {
		for _, predict := range []func(x, y []float64, x0 float64) (Prediction, error){PredictPowerLaw, PredictSquareCube} {
			if p, err := predict(c.x, c.y, c.x0); !errors.Is(err, ErrValue) {
				t.Errorf("%s: %v, %v, want ErrValue", name, p, err)
			}
		}
	}
	var few *NeedError
	if _, err := PredictSquareCube(x[:2], y[:2], 4096); !errors.As(err, &few) || few.Need != 3 {
		t.Errorf("two points: %v, want a NeedError of 3", err)
	}
	if _, err := PredictSquareCube(x, []float64{1, 2, 4}, 4096); !errors.Is(err, ErrValue) {
		t.Errorf("linear growth: %v, want ErrValue", err)
	}
}
