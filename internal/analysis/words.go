// Numbers and names in sentences. Tables are the report's; a sentence is made
// here, with its numbers.

package analysis

import (
	"math"
	"strconv"
	"strings"

	"primebench/results"
)

// number writes three significant digits, or all of a whole number's.
func number(v float64) string {
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

func percent(share float64) string { return number(100*share) + " %" }

// seconds writes a time in a unit of handy size.
func seconds(v float64) string {
	for _, unit := range []struct {
		below, factor float64
		name          string
	}{
		{1e-6, 1e9, "ns"}, {1e-3, 1e6, "us"}, {1, 1e3, "ms"}, {120, 1, "s"}, {7200, 1. / 60, "min"},
	} {
		if v < unit.below {
			return number(v*unit.factor) + " " + unit.name
		}
	}
	return number(v/3600) + " h"
}

// span writes the interval of an estimate, and whether it is modelled, as it
// stands in brackets.
func span(e *Estimate, write func(float64) string) string {
	s := "95 % interval " + write(e.Low) + " to " + write(e.High)
	if e.Need > 0 {
		s = "too few samples for an interval"
	}
	if e.Modelled {
		s += "; modelled"
	}
	return s
}

// count writes a number of things.
func count(n int, thing string) string {
	if n != 1 {
		if strings.HasSuffix(thing, "ch") {
			thing += "e"
		}
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}

// list writes "a, b and c".
func list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// noun is what a kind is called in a sentence.
func noun(kind string) string {
	if kind == results.KindSafe {
		return "safe prime"
	}
	return kind
}
