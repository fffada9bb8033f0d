// Numbers with what is known of them: the one rule by which tables, plots and sentences
// write an estimate and its interval.

package unit

import "math"

// A Quantity is a number with its 95 % interval, as far as there is one.
type Quantity struct {
	Value float64
	// Low and High are the ends of the interval. Either is NaN where there is none, and
	// infinite where it is open.
	Low, High float64
	Unit      string // of all three
	Modelled  bool   // made by a model
	Need      int    // how many more samples an interval takes; above 0 there is none
}

// Fields are the quantity in a table: the value, behind a ~ where it is modelled, and
// the interval in the same unit, or what it takes to have one: "~20.7x" and
// "18.8 to 23.0", "22.4 s" and "needs 1 more". Without an interval the second is empty.
func (q Quantity) Fields() (value, interval string) {
	value, interval = q.write()
	if q.Need > 0 {
		interval = "needs " + Digits(float64(q.Need)) + " more"
	}
	if q.Modelled && value != Absent {
		value = Modelled + value
	}
	return value, interval
}

// Words are the quantity in a sentence: the value, and what stands in brackets behind it:
// "20.7x" and "95 % interval 18.8 to 23.0; modelled", "22.4 s" and "needs 1 more sample
// for an interval". Where nothing more is known the second is empty.
func (q Quantity) Words() (value, known string) {
	value, known = q.write()
	switch {
	case value == Absent:
		return value, ""
	case q.Need > 0:
		known = "needs " + Count(q.Need, "more sample") + " for an interval"
	case known != "":
		known = "95 % interval " + known
	}
	if q.Modelled {
		if known != "" {
			known += "; "
		}
		known += "modelled"
	}
	return value, known
}

// wide is the quotient of the ends of an interval from which on they say less than how
// far it reaches.
const wide = 100

// write writes the value with as many digits as the interval leaves meaningful, and the
// interval in the same unit.
func (q Quantity) write() (value, interval string) {
	switch {
	case !finite(q.Value):
		return Absent, ""
	case q.Need > 0 || math.IsNaN(q.Low) || math.IsNaN(q.High):
		return Text(q.Value, q.Unit), ""
	case q.reach() > 0:
		return Rough(q.Value, q.Unit), "within a factor of " + Rough(round(q.reach(), 2), One)
	}
	s := ScaleOf(round(q.Value, 3), q.Unit)
	digits := meaningful(q.Value*s.Factor, q.Low*s.Factor, q.High*s.Factor)
	// The scale is that of the rounded value, so that 998 ms of which two digits count are
	// 1.00 s and not 1000 ms.
	if digits < 0 {
		s = ScaleOf(round(q.Value, 2), q.Unit)
		digits = meaningful(q.Value*s.Factor, q.Low*s.Factor, q.High*s.Factor)
	}
	return s.fixed(q.Value*s.Factor, digits) + s.Suffix, s.end(q.Low*s.Factor, digits) + " to " + s.end(q.High*s.Factor, digits)
}

// reach is how many times as large or as small as the value the farther end is, where the
// interval is so wide that its ends are of no use; else 0. Shares and changes are not
// read as factors.
func (q Quantity) reach() float64 {
	if q.Unit == Share || q.Unit == Change || !(q.Low > 0 && q.High > wide*q.Low) || math.IsInf(q.High, 0) {
		return 0
	}
	return math.Max(q.High/q.Value, q.Value/q.Low)
}

// meaningful returns how many digits after the point a value deserves: two digits of
// its interval's width, at least two and at most six of its own, and three of its own
// where the interval has no width. It is negative where whole digits are to be rounded.
func meaningful(value, low, high float64) int {
	width := high - low
	bounded := finite(width) && width > 0
	switch {
	case value == 0 && bounded:
		return max(0, 1-magnitude(width))
	case value == 0:
		return 0
	case !bounded:
		return 2 - magnitude(round(value, 3))
	}
	own := -magnitude(value)
	digits := max(1-magnitude(width), own+1)
	if low > 0 {
		digits = max(digits, min(-magnitude(low), own+2))
	}
	return min(digits, own+5, max(5, own+1))
}

// end writes an end of an interval, which may be open.
func (s Scale) end(v float64, digits int) string {
	if math.IsInf(v, 0) {
		return "unbounded"
	}
	return s.fixed(v, digits)
}
