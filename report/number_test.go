package report

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/analysis"
)

func TestShow(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		e               analysis.Estimate
		value, interval string
	}{
		{analysis.Estimate{Value: 1.2345, Low: 1.198, High: 1.271, Unit: "s"}, "1.234 s", "1.198 to 1.271"},
		{analysis.Estimate{Value: 1.2345, Low: 0.9, High: 1.6, Unit: "s"}, "1.23 s", "0.90 to 1.60"},
		{analysis.Estimate{Value: 1.2345, Low: 0.1, High: 14, Unit: "s"}, "1.2 s", "0.1 to 14.0"},
		{analysis.Estimate{Value: 41e-9, Low: 40e-9, High: 42e-9, Unit: "s"}, "41.0 ns", "40.0 to 42.0"},
		{analysis.Estimate{Value: 41e-6, Low: 40e-6, High: 42e-6, Unit: "s"}, "41.0 us", "40.0 to 42.0"},
		{analysis.Estimate{Value: 0.5, Low: 0.45, High: 0.55, Unit: "s"}, "500 ms", "450 to 550"},
		{analysis.Estimate{Value: 119, Low: 118, High: 120, Unit: "s"}, "119.0 s", "118.0 to 120.0"},
		{analysis.Estimate{Value: 600, Low: 540, High: 660, Unit: "s"}, "10.0 min", "9.0 to 11.0"},
		{analysis.Estimate{Value: 36000, Low: 18000, High: 72000, Unit: "s", Modelled: true}, "~10 h", "5 to 20"},
		{analysis.Estimate{Value: 12345, Low: 11000, High: 14000, Unit: "1"}, "12300", "11000 to 14000"},
		{analysis.Estimate{Value: 12345, Low: 11000, High: 14000, Unit: "1/s"}, "12.3 k/s", "11.0 to 14.0"},
		{analysis.Estimate{Value: 0.05, Low: 0.04, High: 0.06, Unit: "1/s"}, "3.0 /min", "2.4 to 3.6"},
		{analysis.Estimate{Value: 0.001, Low: 0.0008, High: 0.0012, Unit: "1/s"}, "3.6 /h", "2.9 to 4.3"},
		{analysis.Estimate{Value: 1e-5, Low: 8e-6, High: 1.2e-5, Unit: "1/s"}, "0.86 /day", "0.69 to 1.04"},
		{analysis.Estimate{Value: 4.8, Low: 4.1, High: 5.6, Unit: "x"}, "4.8x", "4.1 to 5.6"},
		{analysis.Estimate{Value: 0.012, Low: 0.011, High: 0.013, Unit: "x"}, "0.0120x", "0.0110 to 0.0130"},
		{analysis.Estimate{Value: 3, Low: 3, High: 3, Unit: "s", Need: 2}, "3.00 s", "needs 2 more"},
		{analysis.Estimate{Value: 3, Low: 1, High: inf, Unit: "s"}, "3.00 s", "1.00 to unbounded"},
		{analysis.Estimate{Value: 3, Low: nan, High: nan, Unit: "s"}, "3.00 s", ""},
		{analysis.Estimate{Value: nan, Low: 1, High: 2, Unit: "s"}, "-", ""},
		{analysis.Estimate{Unit: "s"}, "0 s", "0 to 0"},
	} {
		if got := show(&c.e); got.Value != c.value || got.Interval != c.interval {
			t.Errorf("%+v: got %q, %q, want %q, %q", c.e, got.Value, got.Interval, c.value, c.interval)
		}
	}
	if got := show(nil); got.Value != absent || got.Interval != "" {
		t.Errorf("nil: got %q", got)
	}
}

// TestShownIntervalsHoldTheirValue: rounding must not push a value out of its
// interval, nor the ends of an interval past each other.
func TestRoundingKeepsOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value := math.Pow(10, rapid.Float64Range(-8, 8).Draw(r, "exponent"))
		low := value * rapid.Float64Range(0.01, 1).Draw(r, "low")
		high := value * rapid.Float64Range(1, 100).Draw(r, "high")
		digits := decimals(value, low, high)
		unit := math.Pow(10, -float64(digits))
		round := func(v float64) float64 { return math.Round(v/unit) * unit }
		if round(low) > round(value) || round(value) > round(high) {
			r.Fatalf("%g [%g, %g] at %d digits", value, low, high, digits)
		}
		if wide := high - low; unit > wide && unit > value/10 {
			r.Fatalf("%g [%g, %g]: the last digit is worth %g", value, low, high, unit)
		}
	})
}

func TestShowCount(t *testing.T) {
	for v, want := range map[float64]string{18.1: "18.10", 1: "1", 61.5: "61.50", 13310: "13310", 0.25: "0.2500", 0: absent, math.Inf(1): absent} {
		if got := showCount(v); got != want {
			t.Errorf("%g: got %q, want %q", v, got, want)
		}
	}
}

func TestCleaning(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\tb\nc": "a b c", "\x1b[1mx": "?[1mx", "a\u202eb": "a?b", "\xffx": "?x", "CPU \u00ae": "CPU \u00ae",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"=1": "'=1", " @x": "' @x", "-": "'-", "mr20+lucas": "mr20+lucas", "": ""} {
		if got := csvText(in); got != want {
			t.Errorf("csvText(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := markdownText("a|b <i> [x](y) `z`"), "a\\|b \\<i\\> \\[x\\](y) \\`z\\`"; got != want {
		t.Errorf("markdownText: got %q, want %q", got, want)
	}
	if got := slug("../Safe 2"); got != "---safe-2" {
		t.Errorf("slug: got %q", got)
	}
}
