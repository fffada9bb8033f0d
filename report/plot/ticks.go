// Where an axis has ticks, and what they are called.

package plot

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"

	"primebench/internal/unit"
)

// fewestLabels is how many labels a reader needs to place a value between.
const fewestLabels = 3

// mostLabels is how many stand on an axis without touching.
const mostLabels = 12

// NumberTicks is ticks of a logarithmic axis of numbers, such as 10, 20 and 50.
type NumberTicks struct{}

// Ticks lists the ticks from low to high, both above 0.
func (NumberTicks) Ticks(low, high float64) []plot.Tick {
	return logTicks(low, high, func(steps []float64) []float64 { return decimal(low, high, steps) }, unit.Digits)
}

// ByteTicks is ticks of a logarithmic axis of bytes a second, such as 10 MB/s.
type ByteTicks struct{}

// Ticks lists the ticks from low to high, both above 0.
func (ByteTicks) Ticks(low, high float64) []plot.Tick {
	return logTicks(low, high, func(steps []float64) []float64 { return decimal(low, high, steps) }, bytesASecond)
}

// TimeTicks is ticks of a logarithmic axis of seconds, in the units that times are
// written in: 100 µs, 1 s, 10 min, 1 h.
type TimeTicks struct{}

// Ticks lists the ticks from low to high, both above 0.
func (TimeTicks) Ticks(low, high float64) []plot.Tick {
	return logTicks(low, high, func(steps []float64) []float64 { return roundTimes(low, high, steps) }, duration)
}

// logTicks labels the roundest values between low and high that are at least three,
// and marks those between them. round lists the values that are one of the steps
// times the unit of a decade.
func logTicks(low, high float64, round func(steps []float64) []float64, label func(float64) string) []plot.Tick {
	all := round([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9})
	labelled := all
	for _, steps := range [][]float64{{1}, {1, 3}, {1, 2, 5}} {
		if values := round(steps); len(values) >= fewestLabels {
			labelled = values
			break
		}
	}
	if len(labelled) < fewestLabels { // less than a decade
		labelled = evenly(low, high)
		all = labelled
	}
	every := (len(labelled) + mostLabels - 1) / mostLabels
	if len(all) > 6*mostLabels {
		all = labelled
	}
	var ticks []plot.Tick
	for _, v := range all {
		tick := plot.Tick{Value: v}
		if i := slices.Index(labelled, v); i >= 0 && i%every == 0 {
			tick.Label = label(v)
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// decimal lists steps times powers of ten.
func decimal(low, high float64, steps []float64) []float64 {
	var values []float64
	for e := int(math.Floor(math.Log10(low))); e <= int(math.Ceil(math.Log10(high))); e++ {
		for _, step := range steps {
			if v := fixed(step, e); v >= low && v <= high {
				values = append(values, v)
			}
		}
	}
	return values
}

// fixed is step times ten to the power e, and the same whenever it is asked for.
func fixed(step float64, e int) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(step, 'f', -1, 64)+"e"+strconv.Itoa(e), 64)
	if err != nil {
		return math.NaN() // beyond the numbers that have a place on an axis
	}
	return v
}

const (
	minute = 60
	hour   = 3600
)

// roundTimes is decimal up to a minute, and then minutes and hours.
func roundTimes(low, high float64, steps []float64) []float64 {
	var values []float64
	add := func(unit float64, from, to float64) {
		for _, v := range decimal(max(low/unit, from), min(high/unit, to), steps) {
			values = append(values, v*unit)
		}
	}
	if low < minute {
		add(1, 0, min(high, 0.99*minute))
	}
	if low < hour && high >= minute {
		add(minute, 1, 59)
	}
	if high >= hour {
		add(hour, 1, math.Inf(1))
	}
	return values
}

// evenly lists values at whole multiples of 1, 2 or 5 times a power of ten, at least
// three where low and high differ enough for numbers to tell them apart.
func evenly(low, high float64) []float64 {
	var values []float64
	for _, tick := range (LinearTicks{}).Ticks(low, high) {
		values = append(values, tick.Value)
	}
	return values
}

// LinearTicks is ticks of a linear axis at whole multiples of 1, 2 or 5 times a
// power of ten, labelled with the digits that tell them apart.
type LinearTicks struct {
	Signed bool // label those above 0 with a plus sign
}

// Ticks lists at most ten ticks from low to high; none where these are no range.
func (t LinearTicks) Ticks(low, high float64) []plot.Tick {
	span := high - low
	if !(span > 0) || math.IsInf(span, 0) {
		return nil
	}
	power := int(math.Floor(math.Log10(span / 4)))
	step := math.Pow10(power)
	for _, factor := range []float64{5, 2} {
		if span/(factor*step) >= 4 {
			step *= factor
			break
		}
	}
	var ticks []plot.Tick
	for i := range 10 { // by an index, for of numbers that hardly differ n+1 can be n
		n := math.Ceil(low/step) + float64(i)
		v := n * step
		if v > high {
			break
		}
		label := strconv.FormatFloat(v, 'f', max(0, -power), 64)
		switch {
		case t.Signed && v == 0:
			label = "0"
		case t.Signed && v > 0:
			label = "+" + label
		}
		ticks = append(ticks, plot.Tick{Value: v, Label: label})
	}
	return ticks
}

// WholeTicks marks a logarithmic axis at the given whole numbers themselves, the
// labels that would touch left out.
func WholeTicks(values []int) plot.ConstantTicks {
	sorted := slices.Compact(slices.Sorted(slices.Values(values)))
	var ticks plot.ConstantTicks
	const apart = 0.055 // of the axis, about the width of five digits
	span := math.Log(float64(sorted[len(sorted)-1]) / float64(sorted[0]))
	labelled := math.Inf(-1)
	for _, v := range sorted {
		at := math.Log(float64(v))
		tick := plot.Tick{Value: float64(v)}
		if span == 0 || at-labelled >= apart*span {
			tick.Label = strconv.Itoa(v)
			labelled = at
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// PercentTicks marks a share from 0 to 1 in per cent.
func PercentTicks() plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for percent := 0; percent <= 100; percent += 10 {
		tick := plot.Tick{Value: float64(percent) / 100}
		if percent%20 == 0 {
			tick.Label = strconv.Itoa(percent) + " %"
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// duration labels a round time.
func duration(seconds float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{hour, "h"}, {minute, "min"}, {1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}} {
		if seconds >= u.size*0.999 {
			return unit.Digits(seconds/u.size) + " " + u.name
		}
	}
	return unit.Digits(seconds*1e9) + " ns"
}

// bytesASecond labels a round rate of transfer.
func bytesASecond(v float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, "GB/s"}, {1e6, "MB/s"}, {1e3, "kB/s"}} {
		if v >= u.size*0.999 {
			return unit.Digits(v/u.size) + " " + u.name
		}
	}
	return unit.Digits(v) + " B/s"
}
