// Numbers as text.

package unit

import (
	"math"
	"strconv"
	"strings"
)

// Text writes a number with three significant digits, or all of its whole ones:
// "1.23 ms"; Absent for what is no finite number.
func Text(v float64, unit string) string { return significant(v, unit, 3) }

// Rough writes a number with two significant digits, or all of its whole ones: for a
// line that changes all the time, and for what is a forecast at best.
func Rough(v float64, unit string) string { return significant(v, unit, 2) }

func significant(v float64, unit string, digits int) string {
	if !finite(v) {
		return Absent
	}
	// The scale and the digits are those of the rounded value, so that 9.996 is 10.0
	// and not 10.00, and 999.96 µs are 1.00 ms.
	rounded := round(v, digits)
	s := ScaleOf(rounded, unit)
	scaled := v * s.Factor
	if rounded == 0 || unit == Counted && v == math.Trunc(v) {
		return s.fixed(scaled, 0) + s.Suffix
	}
	return s.fixed(scaled, max(0, digits-1-magnitude(round(scaled, digits)))) + s.Suffix
}

// Given writes a number that somebody gave as it was given, but for digits after the
// sixth: "2 %", "250 ms".
func Given(v float64, unit string) string {
	if !finite(v) {
		return Absent
	}
	s := ScaleOf(v, unit)
	return s.sign(v*s.Factor, Digits(v*s.Factor)) + s.Suffix
}

// Digits writes a number by its significant digits, six at most, without an exponent
// where it is of a common size: 1, 0.02, 50000.
func Digits(v float64) string {
	if size := math.Abs(v); size >= 1e9 || (size > 0 && size < 1e-6) {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	return strconv.FormatFloat(round(v, 6), 'f', -1, 64)
}

// Thousands writes how many there are with commas between the thousands: "12,346".
func Thousands(v float64) string {
	if !finite(v) {
		return Absent
	}
	digits := strconv.FormatFloat(math.Abs(v), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if v < 0 && digits != "0" {
		digits = "-" + digits
	}
	return digits
}

// Score writes a standard score with its sign: "+1.24".
func Score(z float64) string {
	if !finite(z) {
		return Absent
	}
	return Scale{signed: true}.fixed(z, 2)
}

// Quantile names the quantile of a share: 0.999 is "p99.9".
func Quantile(p float64) string { return "p" + strconv.FormatFloat(100*p, 'g', 10, 64) }

// Number writes a number without a unit; see Text.
func Number(v float64) string { return Text(v, One) }

// Percent writes a share, such as 0.05, in per cent; see Text.
func Percent(share float64) string { return Text(share, Share) }

// Seconds writes a time, given in seconds; see Text.
func Seconds(v float64) string { return Text(v, Second) }

// Count writes a number of things: "1 core", "2 batches".
func Count(n int, thing string) string {
	if n != 1 {
		switch {
		case thing == "series":
		case strings.HasSuffix(thing, "ch"), strings.HasSuffix(thing, "s"):
			thing += "es"
		default:
			thing += "s"
		}
	}
	return strconv.Itoa(n) + " " + thing
}

// fixed rounds a scaled number to a number of digits after the point, or before it
// when negative; the very small and the very large go to scientific notation. A signed
// number has two decimals at most: changes and scores of less are none.
func (s Scale) fixed(v float64, digits int) string {
	if s.signed {
		digits = min(digits, 2)
	}
	switch {
	case math.Abs(v) >= 1e9, digits > 5 && !s.plain, digits > 11:
		return s.sign(v, strconv.FormatFloat(v, 'e', 2, 64))
	case digits < 0:
		whole := math.Pow10(-digits)
		return s.sign(v, strconv.FormatFloat(math.Round(v/whole)*whole, 'f', 0, 64))
	}
	return s.sign(v, strconv.FormatFloat(v, 'f', digits, 64))
}

// sign puts a plus before a signed number, also before one that rounds to 0.
func (s Scale) sign(v float64, text string) string {
	if !s.signed {
		return text
	}
	if v >= 0 || strings.Trim(text, "-0.") == "" {
		return "+" + strings.TrimPrefix(text, "-")
	}
	return text
}

// round rounds to a number of significant digits.
func round(v float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil { // beyond the largest number
		return v
	}
	return rounded
}

// magnitude is the power of ten of the leading digit.
func magnitude(v float64) int {
	return int(math.Floor(math.Log10(math.Abs(v))))
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
