package stats

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// near fails unless got is want to the relative tolerance.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(math.Abs(want), 1e-300)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func nearInterval(t *testing.T, got Interval, err error, want Interval, tolerance float64) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Value", got.Value, want.Value, tolerance)
	near(t, "Low", got.Low, want.Low, tolerance)
	near(t, "High", got.High, want.High, tolerance)
}

// every calls each function that takes samples, with x wherever they go.
func every(x []float64) map[string]error {
	var total float64
	for _, v := range x {
		total += v
	}
	errs := map[string]error{}
	_, errs["Mean"] = Mean(x)
	_, errs["Spread"] = Spread(x)
	_, errs["MeanT"] = MeanT(x)
	_, errs["ExponentialMean"] = ExponentialMean(total, len(x))
	_, errs["RatioMean"] = RatioMean(x, x, x, 7)
	_, errs["Quantile"] = Quantile(x, 0.5)
	_, errs["PowerLaw"] = PowerLaw(x, x)
	_, errs["PairedShift"] = PairedShift(x, Confidence)
	_, errs["Shift"] = Shift(x, x, Confidence)
	_, errs["SignedRank"] = SignedRank(x, 3)
	_, errs["RankSum"] = RankSum(x, x, 1)
	_, errs["WelchT"] = WelchT(x, x)
	_, errs["StudentT"] = StudentT(x, x)
	_, errs["ChangePoints"] = ChangePoints(x, 0, 1)
	_, errs["Outliers"] = Outliers(x)
	return errs
}

func TestTooFew(t *testing.T) {
	need := map[string]int{
		"Mean": 1, "Spread": 2, "MeanT": 2, "ExponentialMean": 1,
		"RatioMean": 3, "Quantile": 6, "PowerLaw": 3,
		"PairedShift": 6, "Shift": 4, "SignedRank": 1, "RankSum": 1,
		"WelchT": 2, "StudentT": 2, "ChangePoints": 8, "Outliers": 5,
	}
	for _, have := range []int{0, 1, 2, 5} {
		x := []float64{1, 2, 3, 4, 5}[:have]
		for name, err := range every(x) {
			var few *NeedError
			switch {
			case have >= need[name] && err != nil:
				t.Errorf("%s of %d samples: %v", name, have, err)
			case have < need[name] && !errors.As(err, &few):
				t.Errorf("%s of %d samples: %v, want a NeedError", name, have, err)
			case have < need[name] && *few != (NeedError{need[name], have}):
				t.Errorf("%s of %d samples: %+v, want %d and %d", name, have, *few, need[name], have)
			}
		}
	}
	_, err := RatioMean([]float64{1}, []float64{1}, []float64{1}, 1)
	if got, want := err.Error(), "stats: need at least 3 samples, have 1"; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	if _, err = Mean(nil); err.Error() != "stats: need at least 1 sample, have 0" {
		t.Errorf("message %q", err)
	}
}

func TestNotFinite(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for name, err := range every([]float64{1, 2, bad, 4, 5, 6, 7, 8}) {
			if !errors.Is(err, ErrValue) {
				t.Errorf("%s with %v: %v, want ErrValue", name, bad, err)
			}
		}
	}
}

func TestBadArguments(t *testing.T) {
	three, nan := []float64{1, 2, 3}, math.NaN()
	good := Interval{2, 1, 3}
	calls := map[string]func() error{
		"ratio lengths":      func() error { _, err := RatioMean(three, three[:2], three, 1); return err },
		"ratio mean":         func() error { _, err := RatioMean(three, three, three, nan); return err },
		"ratio work of 0":    func() error { _, err := RatioMean(three, []float64{1, 0, 1}, three, 1); return err },
		"exponential total":  func() error { _, err := ExponentialMean(0, 3); return err },
		"quantile 0":         func() error { _, err := Quantile(three, 0); return err },
		"quantile NaN":       func() error { _, err := Quantile(three, nan); return err },
		"law mean":           func() error { _, err := ExponentialQuantile(-1, 1, 0.5); return err },
		"law quantile":       func() error { _, err := ExponentialQuantile(1, 1, 1); return err },
		"law of none":        func() error { _, err := ExponentialQuantile(1, 0, 0.5); return err },
		"sum of none":        func() error { _, err := NewExponentialSum([]float64{1}, []float64{0}); return err },
		"sum of a mean of 0": func() error { _, err := NewExponentialSum([]float64{0}, []float64{1}); return err },
		"sum without counts": func() error { _, err := NewExponentialSum([]float64{1}, nil); return err },
		"quantile of a sum":  func() error { _, err := ExponentialSum{}.Quantile(1); return err },
		"law overflow":       func() error { _, err := ExponentialQuantile(math.MaxFloat64, 1, 0.99); return err },
		"geometric mean":     func() error { _, err := GeometricSD(0.5); return err },
		"chance mean":        func() error { _, err := GeometricChance(5, 1, 1); return err },
		"chance total":       func() error { _, err := GeometricChance(1, 2, 10); return err },
		"weights":            func() error { _, err := Sum([]float64{1}, nil); return err },
		"negative weight":    func() error { _, err := Sum([]float64{-1}, []Interval{good}); return err },
		"disorder":           func() error { _, err := Sum([]float64{1}, []Interval{{1, 2, 3}}); return err },
		"quotient of 0":      func() error { _, err := Quotient(good, Interval{1, 0, 2}); return err },
		"reciprocal of 0":    func() error { _, err := Interval{}.Reciprocal(); return err },
		"logarithm of 0":     func() error { _, err := Interval{}.LogScale(); return err },
		"logarithm overflow": func() error { _, err := Interval{1, -1e6, 1e6}.LogScale(); return err },
		"fit lengths":        func() error { _, err := PowerLaw(three, three[:2]); return err },
		"fit of one size":    func() error { _, err := PowerLaw([]float64{8, 8, 8}, three); return err },
		"fit of 0":           func() error { _, err := PowerLaw(three, []float64{1, 0, 1}); return err },
		"interval overflow":  func() error { _, err := MeanT([]float64{-math.MaxFloat64, math.MaxFloat64}); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, ErrValue) {
			t.Errorf("%s: %v, want ErrValue", name, err)
		}
	}
}

// Whatever the numbers are, there is an error or a finite interval in order.
func TestAlwaysFinite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64(), 0, 12).Draw(t, "x")
		y := rapid.SliceOfN(rapid.Float64Range(1e-9, 1e9), len(x), len(x)).Draw(t, "y")
		p := rapid.Float64().Draw(t, "p")
		verify := func(name string, iv Interval, err error) {
			if err == nil && iv.valid() != nil {
				t.Fatalf("%s: %v", name, iv.valid())
			}
		}
		verifyBoth := func(name string, iv Interval, err error) {
			verify(name, iv, err)
			if err != nil {
				return
			}
			onLog, err := iv.LogScale()
			verify(name+" on the logarithmic scale", onLog, err)
			inverse, err := iv.Reciprocal()
			verify("1/"+name, inverse, err)
			quotient, err := Quotient(iv, onLog)
			verify(name+" quotient", quotient, err)
			sum, err := Sum([]float64{p, 1}, []Interval{iv, iv})
			verify(name+" sum", sum, err)
		}
		for _, v := range [][]float64{x, y} {
			iv, err := MeanT(v)
			verifyBoth("MeanT", iv, err)
			iv, err = RatioMean(v, y, y, p)
			verifyBoth("RatioMean", iv, err)
			iv, err = Quantile(v, p)
			verify("Quantile", iv, err)
			iv, err = PowerLaw(y, v)
			verify("PowerLaw", iv, err)
			iv, err = PairedShift(v, p)
			verify("PairedShift", iv, err)
			iv, err = Shift(v, y, p)
			verify("Shift", iv, err)
			iv, err = ExponentialMean(p, len(v))
			verifyBoth("ExponentialMean", iv, err)
		}
	})
}
