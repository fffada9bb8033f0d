// How a number is shown: in a unit of handy size and with no more digits than
// its interval leaves meaningful.

package report

import (
	"math"
	"strconv"

	"primebench/internal/analysis"
)

const (
	absent       = "-" // stands where the analysis has no number
	modelledMark = "~" // stands before every number that comes from a model
)

// A shown is an estimate as text: "1.234 s" and "1.198 to 1.271".
type shown struct{ Value, Interval string }

// show formats an estimate; nil and values that are no numbers are absent.
func show(e *analysis.Estimate) shown {
	if e == nil || !finite(e.Value) {
		return shown{Value: absent}
	}
	factor, suffix := scale(e.Unit, e.Value)
	value, low, high := e.Value*factor, e.Low*factor, e.High*factor
	digits := decimals(value, low, high)
	s := shown{Value: fixed(value, digits) + suffix}
	if e.Modelled {
		s.Value = modelledMark + s.Value
	}
	switch {
	case e.Need > 0:
		s.Interval = "needs " + strconv.Itoa(e.Need) + " more"
	case !math.IsNaN(low) && !math.IsNaN(high):
		s.Interval = bound(low, digits) + " to " + bound(high, digits)
	}
	return s
}

// showPlain formats a number that has no interval, to three digits.
func showPlain(v float64, unit string) string {
	return show(&analysis.Estimate{Value: v, Low: math.NaN(), High: math.NaN(), Unit: unit}).Value
}

// showCount formats a mean count or a count that theory expects.
func showCount(v float64) string {
	if !finite(v) || v <= 0 {
		return absent
	}
	if v >= 1000 || v == math.Trunc(v) {
		return fixed(v, 0)
	}
	return fixed(v, 3-magnitude(v))
}

// showScore formats a standard score with its sign.
func showScore(z float64) string {
	if !finite(z) {
		return absent
	}
	s := strconv.FormatFloat(z, 'f', 2, 64)
	if z >= 0 {
		s = "+" + s
	}
	return s
}

// scale picks the unit for a value: what to multiply it by, and what to put
// after it.
func scale(unit string, v float64) (factor float64, suffix string) {
	switch unit {
	case "s":
		return scaleTime(math.Abs(v))
	case "1/s":
		return scaleRate(math.Abs(v))
	case "B/s":
		return scaleBytes(math.Abs(v))
	case "x":
		return 1, "x"
	case "1", "":
		return 1, ""
	}
	return 1, " " + unit
}

func scaleTime(seconds float64) (factor float64, suffix string) {
	switch {
	case seconds == 0:
		return 1, " s"
	case seconds < 1e-6:
		return 1e9, " ns"
	case seconds < 1e-3:
		return 1e6, " us"
	case seconds < 1:
		return 1e3, " ms"
	case seconds < 120:
		return 1, " s"
	case seconds < 7200:
		return 1.0 / 60, " min"
	}
	return 1.0 / 3600, " h"
}

func scaleRate(perSecond float64) (factor float64, suffix string) {
	switch {
	case perSecond >= 1e7:
		return 1e-6, " M/s"
	case perSecond >= 1e4:
		return 1e-3, " k/s"
	case perSecond >= 0.1 || perSecond == 0:
		return 1, " /s"
	case perSecond >= 0.1/60:
		return 60, " /min"
	case perSecond >= 0.1/3600:
		return 3600, " /h"
	}
	return 86400, " /day"
}

// scaleBytes takes decimal units, as rates of transfer do.
func scaleBytes(perSecond float64) (factor float64, suffix string) {
	switch {
	case perSecond >= 1e9:
		return 1e-9, " GB/s"
	case perSecond >= 1e6:
		return 1e-6, " MB/s"
	case perSecond >= 1e3:
		return 1e-3, " kB/s"
	}
	return 1, " B/s"
}

// decimals returns how many digits after the point a value deserves: two
// digits of its interval's width, at least two and at most six of its own, and
// three of its own without an interval. It is negative when whole digits are
// to be rounded.
func decimals(value, low, high float64) int {
	if value == 0 {
		return 0
	}
	own := -magnitude(value)
	width := high - low
	if !finite(width) || width <= 0 {
		return own + 2
	}
	digits := max(1-magnitude(width), own+1)
	if low > 0 {
		digits = max(digits, min(-magnitude(low), own+2))
	}
	return min(digits, own+5, max(5, own+1))
}

// magnitude is the power of ten of the leading digit.
func magnitude(v float64) int {
	return int(math.Floor(math.Log10(math.Abs(v))))
}

// fixed rounds to a number of digits after the point, or before it when
// negative; the very small and the very large go to scientific notation.
func fixed(v float64, digits int) string {
	if digits > 5 || math.Abs(v) >= 1e9 {
		return strconv.FormatFloat(v, 'e', 2, 64)
	}
	if digits < 0 {
		unit := math.Pow10(-digits)
		return strconv.FormatFloat(math.Round(v/unit)*unit, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// bound formats an end of an interval, which may be open.
func bound(v float64, digits int) string {
	switch {
	case math.IsInf(v, 1):
		return "unbounded"
	case math.IsInf(v, -1):
		return "unbounded"
	}
	return fixed(v, digits)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
