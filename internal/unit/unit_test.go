package unit

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit string
		want string
	}{
		{0.042, Second, "42.0 ms"},
		{41e-9, Second, "41.0 ns"},
		{41e-6, Second, "41.0 µs"},
		{999.96e-6, Second, "1.00 ms"},
		{0.9996, Second, "1.00 s"},
		{9.996, Second, "10.0 s"},
		{119, Second, "119 s"},
		{120, Second, "2.00 min"},
		{7200, Second, "2.00 h"},
		{86400 * 3.14159, Second, "3.14 days"},
		{0, Second, "0 s"},
		{-0.042, Second, "-42.0 ms"},
		{12345, PerSecond, "12.3 k/s"},
		{3.2e7, PerSecond, "32.0 M/s"},
		{0.05, PerSecond, "3.00 /min"},
		{0.001, PerSecond, "3.60 /h"},
		{1e-5, PerSecond, "0.864 /day"},
		{8 << 30, Byte, "8.00 GiB"},
		{96 << 20, Byte, "96.0 MiB"},
		{512, Byte, "512 B"},
		{2.5e9, BytePerSecond, "2.50 GB/s"},
		{950, BytePerSecond, "950 B/s"},
		{4.8, Times, "4.80x"},
		{0.0357, Share, "3.57 %"},
		{0.02, Change, "+2.00 %"},
		{-0.188, Change, "-18.8 %"},
		{0, Change, "+0 %"},
		{-1e-9, Change, "+0.00 %"},
		{0.00001234, Money, "0.0000123"},
		{0.0000066667, Money, "0.00000667"},
		{87.6, Money, "87.6"},
		{12345.6, Money, "12346"},
		{3e9, Money, "3.00e+09"},
		{1e-12, Money, "1.00e-12"},
		{3.5, "kWh", "3.50 kWh"},
		{12345, One, "12345"},
		{1, One, "1.00"},
		{1, Counted, "1"},
		{18.12, Counted, "18.1"},
		{13310.4, Counted, "13310"},
		{1e-7, One, "1.00e-07"},
		{2e12, "", "2.00e+12"},
		{math.NaN(), Second, "-"},
		{math.Inf(1), Second, "-"},
		{math.MaxFloat64, One, "1.80e+308"},
	} {
		if got := Text(c.v, c.unit); got != c.want {
			t.Errorf("Text(%v, %q) = %q, want %q", c.v, c.unit, got, c.want)
		}
	}
}

func TestRough(t *testing.T) {
	for v, want := range map[float64]string{0.0042: "4.2 ms", 0.31: "310 ms", 42: "42 s", 90: "90 s", 5400: "90 min", 86400 * 12: "12 days", 7.04: "7.0 s"} {
		if got := Rough(v, Second); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}

func TestFields(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		Quantity
		value, interval string
	}{
		{Quantity{Value: 1.2345, Low: 1.198, High: 1.271, Unit: Second}, "1.234 s", "1.198 to 1.271"},
		{Quantity{Value: 1.2345, Low: 0.9, High: 1.6, Unit: Second}, "1.23 s", "0.90 to 1.60"},
		{Quantity{Value: 1.2345, Low: 0.1, High: 9, Unit: Second}, "1.2 s", "0.1 to 9.0"},
		{Quantity{Value: 41e-6, Low: 40e-6, High: 42e-6, Unit: Second}, "41.0 µs", "40.0 to 42.0"},
		{Quantity{Value: 0.5, Low: 0.45, High: 0.55, Unit: Second}, "500 ms", "450 to 550"},
		{Quantity{Value: 0.998, Low: 0.9, High: 1.1, Unit: Second}, "1.00 s", "0.90 to 1.10"},
		{Quantity{Value: 0.998, Low: 0.99, High: 1.01, Unit: Second}, "998 ms", "990 to 1010"},
		{Quantity{Value: 119, Low: 118, High: 120, Unit: Second}, "119.0 s", "118.0 to 120.0"},
		{Quantity{Value: 36000, Low: 18000, High: 72000, Unit: Second}, "10 h", "5 to 20"},
		{Quantity{Value: 12345, Low: 11000, High: 14000, Unit: One}, "12300", "11000 to 14000"},
		{Quantity{Value: 0.012, Low: 0.011, High: 0.013, Unit: Times}, "0.0120x", "0.0110 to 0.0130"},
		{Quantity{Value: 0.0634, Low: 0.0571, High: 0.0702, Unit: Change}, "+6.3 %", "+5.7 to +7.0"},
		{Quantity{Value: 0.0012, Low: -0.0047, High: 0.0071, Unit: Change}, "+0.12 %", "-0.47 to +0.71"},
		{Quantity{Value: 0.824, Low: 0.812, High: 0.836, Unit: Share}, "82.4 %", "81.2 to 83.6"},
		{Quantity{Value: 0, Low: 0, High: 0.00369, Unit: Share}, "0.00 %", "0.00 to 0.37"},
		{Quantity{Value: 1, Low: 0.9926, High: 1, Unit: Share}, "100.00 %", "99.26 to 100.00"},
		{Quantity{Value: 3, Low: 1, High: inf, Unit: Second}, "3.00 s", "1.00 to unbounded"},
		{Quantity{Value: 3, Low: nan, High: nan, Unit: Second}, "3.00 s", ""},
		{Quantity{Value: 3, Low: 1, High: nan, Unit: Second}, "3.00 s", ""},
		{Quantity{Value: 3, Low: 3, High: 3, Unit: Second}, "3.00 s", "3.00 to 3.00"},
		{Quantity{Value: nan, Low: 1, High: 2, Unit: Second}, "-", ""},
		{Quantity{Value: 0, Low: 0, High: 0, Unit: Second}, "0 s", "0 to 0"},
		{Quantity{Value: 20.7, Low: 18.8, High: 23, Unit: Times, Modelled: true}, "~20.7x", "18.8 to 23.0"},
		{Quantity{Value: 22.4, Low: 22.4, High: 22.4, Unit: Second, Need: 1}, "22.4 s", "needs 1 more"},
		{Quantity{Value: 22.4, Low: 1, High: 99, Unit: Second, Need: 2, Modelled: true}, "~22.4 s", "needs 2 more"},
		{Quantity{Value: 3, Low: nan, High: nan, Unit: Second, Modelled: true}, "~3.00 s", ""},
		{Quantity{Value: nan, Low: 1, High: 2, Unit: Second, Modelled: true}, "-", ""},
		{Quantity{Value: 7.2, Low: 0.000897, High: 59965, Unit: Second}, "7.2 s", "within a factor of 8300"},
		{Quantity{Value: 0.1, Low: 0.0099, High: 1, Unit: Times}, "0.10x", "within a factor of 10"},
		{Quantity{Value: 0.002, Low: 0.00005, High: 0.011, Unit: Share}, "0.200 %", "0.005 to 1.100"},
	} {
		if value, interval := c.Fields(); value != c.value || interval != c.interval {
			t.Errorf("%+v: got %q, %q, want %q, %q", c.Quantity, value, interval, c.value, c.interval)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		Quantity
		value, known string
	}{
		{Quantity{Value: 1.2345, Low: 1.198, High: 1.271, Unit: Second}, "1.234 s", "95 % interval 1.198 to 1.271"},
		{Quantity{Value: 3, Low: math.NaN(), High: math.NaN(), Unit: Second}, "3.00 s", ""},
		{Quantity{Value: 20.7, Low: 18.8, High: 23, Unit: Times, Modelled: true}, "20.7x", "95 % interval 18.8 to 23.0; modelled"},
		{Quantity{Value: 22.4, Low: 22.4, High: 22.4, Unit: Second, Need: 1}, "22.4 s", "needs 1 more sample for an interval"},
		{Quantity{Value: 22.4, Low: 1, High: 99, Unit: Second, Need: 2, Modelled: true}, "22.4 s", "needs 2 more samples for an interval; modelled"},
		{Quantity{Value: 3, Low: math.NaN(), High: math.NaN(), Unit: Second, Modelled: true}, "3.00 s", "modelled"},
		{Quantity{Value: math.NaN(), Low: 1, High: 2, Unit: Second, Modelled: true}, "-", ""},
		{Quantity{Value: 7.2, Low: 0.000897, High: 59965, Unit: Second}, "7.2 s", "95 % interval within a factor of 8300"},
	} {
		if value, known := c.Words(); value != c.value || known != c.known {
			t.Errorf("%+v: got %q, %q, want %q, %q", c.Quantity, value, known, c.value, c.known)
		}
	}
}

// Rounding must not push a value out of its interval, nor the ends of an interval past
// each other.
func TestRoundingKeepsOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value := math.Pow(10, rapid.Float64Range(-8, 8).Draw(r, "exponent"))
		low := value * rapid.Float64Range(0.01, 1).Draw(r, "low")
		high := value * rapid.Float64Range(1, 100).Draw(r, "high")
		digits := meaningful(value, low, high)
		unit := math.Pow(10, -float64(digits))
		rounded := func(v float64) float64 { return math.Round(v/unit) * unit }
		if rounded(low) > rounded(value) || rounded(value) > rounded(high) {
			r.Fatalf("%g [%g, %g] at %d digits", value, low, high, digits)
		}
		if wide := high - low; unit > wide && unit > value/10 {
			r.Fatalf("%g [%g, %g]: the last digit is worth %g", value, low, high, unit)
		}
	})
}

func TestGiven(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit string
		want string
	}{
		{0.02, Share, "2 %"},
		{0.005, Share, "0.5 %"},
		{0.03, Change, "+3 %"},
		{75, Second, "75 s"},
		{0.25, Second, "250 ms"},
		{5400, Second, "90 min"},
		{28800, Second, "8 h"},
		{1e6, One, "1000000"},
		{1e10, One, "1e+10"},
		{1e-7, One, "1e-07"},
		{math.NaN(), Share, "-"},
	} {
		if got := Given(c.v, c.unit); got != c.want {
			t.Errorf("Given(%v, %q) = %q, want %q", c.v, c.unit, got, c.want)
		}
	}
}

func TestCounts(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 12346.2: "12,346", 1234567: "1,234,567", -1234: "-1,234", math.NaN(): "-"} {
		if got := Thousands(v); got != want {
			t.Errorf("Thousands(%v) = %q, want %q", v, got, want)
		}
	}
	for _, c := range []struct {
		n     int
		thing string
		want  string
	}{{1, "search", "1 search"}, {2, "search", "2 searches"}, {1, "core", "1 core"}, {0, "core", "0 cores"}, {2, "batch", "2 batches"}, {3, "series", "3 series"}, {1, "series", "1 series"}, {2, "class", "2 classes"}} {
		if got := Count(c.n, c.thing); got != c.want {
			t.Errorf("Count(%d, %q) = %q, want %q", c.n, c.thing, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for got, want := range map[string]string{
		Number(18.1): "18.1", Number(1): "1.00", Number(13310.4): "13310", Number(0.25): "0.250", Number(9.996): "10.0", Number(0): "0",
		Percent(0.0357): "3.57 %", Seconds(0.0000041): "4.10 µs", Seconds(308): "5.13 min",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestScore(t *testing.T) {
	for v, want := range map[float64]string{1.239: "+1.24", -0.4: "-0.40", -0.001: "+0.00", math.NaN(): "-"} {
		if got := Score(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}

func TestQuantile(t *testing.T) {
	for v, want := range map[float64]string{0.5: "p50", 0.999: "p99.9", 0.29: "p29"} {
		if got := Quantile(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}

// No number makes a text that is not one line of printable characters.
func TestAnyNumber(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v := rapid.Float64().Draw(r, "v")
		low, high := rapid.Float64().Draw(r, "low"), rapid.Float64().Draw(r, "high")
		for _, u := range []string{Second, PerSecond, Byte, BytePerSecond, Times, Share, Change, PerMille, Money, One, ""} {
			q := Quantity{Value: v, Low: low, High: high, Unit: u}
			value, interval := q.Fields()
			_, known := q.Words()
			for _, text := range []string{value, interval, known, Text(v, u), Rough(v, u), Given(v, u), Thousands(v)} {
				if len(text) > 420 {
					r.Fatalf("%v %q: a text of %d characters", v, u, len(text))
				}
			}
		}
	})
}
