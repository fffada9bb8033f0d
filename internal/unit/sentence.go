// Numbers inside sentences: three significant digits and a unit of handy size.

package unit

import (
	"math"
	"strconv"
	"strings"
)

// Number writes v with three significant digits, or with all digits of its whole
// part.
func Number(v float64) string {
	size := math.Abs(v)
	if v != 0 && (size < 1e-3 || size >= 1e6) {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	// The size is that of the rounded value, so that 9.996 is 10.0 and not 10.00.
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(size, 'e', 2, 64), 64)
	if err != nil || rounded == 0 {
		return "0"
	}
	digits := 2 - int(math.Floor(math.Log10(rounded)))
	return strconv.FormatFloat(v, 'f', max(0, digits), 64)
}

// Percent writes a share, such as 0.05, in per cent.
func Percent(share float64) string { return Number(100*share) + " %" }

// Seconds writes a time, given in seconds.
func Seconds(v float64) string {
	for _, unit := range []struct {
		below, factor float64
		name          string
	}{
		{1e-6, 1e9, "ns"}, {1e-3, 1e6, "us"}, {1, 1e3, "ms"}, {120, 1, "s"}, {7200, 1. / 60, "min"},
	} {
		if v < unit.below {
			return Number(v*unit.factor) + " " + unit.name
		}
	}
	return Number(v/3600) + " h"
}

// Count writes a number of things, such as "3 batches" for a thing "batch".
func Count(n int, thing string) string {
	if n != 1 {
		if strings.HasSuffix(thing, "ch") {
			thing += "e"
		}
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}
