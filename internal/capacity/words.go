// Numbers in the sentences of a plan. Tables are the report's.

package capacity

import (
	"math"
	"strconv"
)

// number writes three significant digits, or all of a whole number below a
// million.
func number(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e6 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	if size := math.Abs(v); size >= 1e-3 && size < 1e6 {
		rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 2, 64), 64)
		if err == nil {
			return strconv.FormatFloat(rounded, 'f', -1, 64)
		}
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// seconds writes a time in a unit of handy size.
func seconds(v float64) string {
	for _, unit := range []struct {
		below, factor float64
		name          string
	}{
		{1e-6, 1e9, "ns"}, {1e-3, 1e6, "us"}, {1, 1e3, "ms"}, {120, 1, "s"}, {7200, 1. / 60, "min"}, {48 * 3600, 1. / 3600, "h"},
	} {
		if v < unit.below {
			return number(v*unit.factor) + " " + unit.name
		}
	}
	return number(v/86400) + " days"
}

func percent(share float64) string { return number(100*share) + " %" }

// percentile writes the name of a quantile, such as p99.9.
func percentile(p float64) string { return "p" + strconv.FormatFloat(100*p, 'g', 10, 64) }

// count writes a number of things.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}
