// Package unit is how numbers become text: the one place where a time, a rate, a
// share or a count is given a unit of handy size and its digits.
//
// One rule decides the digits. A number with an interval, a Quantity, has those that its
// interval leaves meaningful, in tables and in sentences; one without has three
// significant digits, or all of its whole ones, zeros at the end included, so that numbers
// under each other are equally exact: 42.0 ms. A number that somebody gave, such as a
// tolerance or a budget, is exact and written as it was given: 2 %, 90 s.
package unit

import "math"

// The units that numbers are kept in. Any other unit is written behind the number as
// it stands, such as "kWh".
const (
	Second        = "s"
	PerSecond     = "1/s"
	Byte          = "B" // written in powers of 1024
	BytePerSecond = "B/s"
	Times         = "x"  // so many times as much
	Share         = "%"  // 0.02 is 2 %
	Change        = "+%" // a relative difference: 0.02 is +2 %
	PerMille      = "per mille"
	Money         = "money" // in whatever money that is: no unit is written, and no exponent down to a billionth
	Counted       = "count" // how many there are, also on average: whole numbers have no decimals
	One           = "1"     // no unit
)

// What stands in the place of a number, and before one.
const (
	Absent   = "-" // there is no such number
	Modelled = "~" // the number comes from a model
)

// A Scale is how a number is written in a unit of handy size: it is multiplied by
// Factor, and Suffix stands behind it.
type Scale struct {
	Factor float64
	Suffix string
	signed bool // a plus stands before what is not below 0
	plain  bool // small numbers have no exponent
}

// ScaleOf picks the scale for a value that is kept in a unit.
func ScaleOf(v float64, unit string) Scale {
	size := math.Abs(v)
	switch unit {
	case Second:
		return pick(size, times)
	case PerSecond:
		return pick(size, rates)
	case Byte:
		return pick(size, volumes)
	case BytePerSecond:
		return pick(size, transfers)
	case Times:
		return Scale{Factor: 1, Suffix: "x"}
	case Share:
		return Scale{Factor: 100, Suffix: " %"}
	case Change:
		return Scale{Factor: 100, Suffix: " %", signed: true}
	case Money:
		return Scale{Factor: 1, plain: true}
	case One, Counted, "":
		return Scale{Factor: 1}
	}
	return Scale{Factor: 1, Suffix: " " + unit}
}

// A step is a scale for sizes from a number on.
type step struct {
	from  float64
	scale Scale
}

// pick returns the scale of the first step that a size reaches, else the last one; of
// 0, that of 1.
func pick(size float64, steps func() []step) Scale {
	if size == 0 {
		size = 1
	}
	all := steps()
	for _, s := range all {
		if size >= s.from {
			return s.scale
		}
	}
	return all[len(all)-1].scale
}

func times() []step {
	const minute, hour, day = 60.0, 3600.0, 86400.0
	return []step{
		{2 * day, Scale{Factor: 1 / day, Suffix: " days"}},
		{2 * hour, Scale{Factor: 1 / hour, Suffix: " h"}},
		{2 * minute, Scale{Factor: 1 / minute, Suffix: " min"}},
		{1, Scale{Factor: 1, Suffix: " s"}},
		{1e-3, Scale{Factor: 1e3, Suffix: " ms"}},
		{1e-6, Scale{Factor: 1e6, Suffix: " µs"}},
		{0, Scale{Factor: 1e9, Suffix: " ns"}},
	}
}

func rates() []step {
	return []step{
		{1e7, Scale{Factor: 1e-6, Suffix: " M/s"}},
		{1e4, Scale{Factor: 1e-3, Suffix: " k/s"}},
		{0.1, Scale{Factor: 1, Suffix: " /s"}},
		{0.1 / 60, Scale{Factor: 60, Suffix: " /min"}},
		{0.1 / 3600, Scale{Factor: 3600, Suffix: " /h"}},
		{0, Scale{Factor: 86400, Suffix: " /day"}},
	}
}

// volumes are of memory and files, which come in powers of two.
func volumes() []step {
	return []step{
		{1 << 40, Scale{Factor: 1. / (1 << 40), Suffix: " TiB"}},
		{1 << 30, Scale{Factor: 1. / (1 << 30), Suffix: " GiB"}},
		{1 << 20, Scale{Factor: 1. / (1 << 20), Suffix: " MiB"}},
		{1 << 10, Scale{Factor: 1. / (1 << 10), Suffix: " KiB"}},
		{0, Scale{Factor: 1, Suffix: " B"}},
	}
}

// transfers are in decimal units, as rates of transfer are.
func transfers() []step {
	return []step{
		{1e9, Scale{Factor: 1e-9, Suffix: " GB/s"}},
		{1e6, Scale{Factor: 1e-6, Suffix: " MB/s"}},
		{1e3, Scale{Factor: 1e-3, Suffix: " kB/s"}},
		{0, Scale{Factor: 1, Suffix: " B/s"}},
	}
}
