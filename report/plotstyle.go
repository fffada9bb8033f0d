// How every plot looks: colours, type, axes and ticks.

package report

import (
	"image/color"
	"math"
	"sort"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/results"
)

// The colours of everything that is no data. They differ from black and white,
// which an SVG leaves unsaid in places, so that a page can exchange them.
func ink() color.Color   { return color.RGBA{R: 0x1B, G: 0x1F, B: 0x24, A: 0xFF} }
func rule() color.Color  { return color.RGBA{R: 0xD9, G: 0xDD, B: 0xE2, A: 0xFF} }
func paper() color.Color { return color.RGBA{R: 0xFE, G: 0xFE, B: 0xFE, A: 0xFF} }

// palette is the colours of data, told apart with any colour vision: M. Okabe
// and K. Ito, "Color Universal Design" (2008), with
// grey for black and without yellow.
func palette() []color.Color {
	return []color.Color{
		color.RGBA{R: 0x00, G: 0x72, B: 0xB2, A: 0xFF}, // blue
		color.RGBA{R: 0xD5, G: 0x5E, B: 0x00, A: 0xFF}, // vermilion
		color.RGBA{R: 0x00, G: 0x9E, B: 0x73, A: 0xFF}, // bluish green
		color.RGBA{R: 0xCC, G: 0x79, B: 0xA7, A: 0xFF}, // reddish purple
		color.RGBA{R: 0xE6, G: 0x9F, B: 0x00, A: 0xFF}, // orange
		color.RGBA{R: 0x56, G: 0xB4, B: 0xE9, A: 0xFF}, // sky blue
		color.RGBA{R: 0x7A, G: 0x82, B: 0x8C, A: 0xFF}, // grey
	}
}

// colourOf is the n-th colour, and strategyIndex gives a strategy the same one
// in every plot and every run; unknown strategies take the last.
func colourOf(n int) color.Color {
	p := palette()
	return p[n%len(p)]
}

func strategyIndex(name string) int {
	for i, known := range []string{onthefly, results.StrategyStdlib, hardcoded, results.StrategyStdlibRand, results.StrategyOpenSSL, results.StrategyGMP} {
		if name == known {
			return i
		}
	}
	return len(palette()) - 1
}

// Sizes in points, of a plot that is shown at one and a half times that.
const (
	figureWidth  = vg.Length(576)
	figureHeight = vg.Length(330)
	titleSize    = vg.Length(12)
	labelSize    = vg.Length(10)
	tickSize     = vg.Length(9)
)

func sans(size vg.Length) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
}

// typeOf is the style of text in legends and beside points.
func typeOf(size vg.Length) text.Style {
	return text.Style{Color: ink(), Font: sans(size), Handler: plot.DefaultTextHandler}
}

// newPlot makes an empty plot in the house style with a grid behind the data.
func newPlot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = paper()
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Label.Font, axis.Tick.Label.Color = sans(tickSize), ink()
		axis.Color, axis.Tick.Color = ink(), ink()
		axis.Tick.Length = 4
		axis.Padding = 0
	}
	grid := plotter.NewGrid()
	grid.Vertical.Color = nil
	grid.Horizontal.Color, grid.Horizontal.Width = rule(), 0.5
	p.Add(grid)
	return p
}

// logAxis makes an axis logarithmic, with room around the data by a factor.
func logAxis(axis *plot.Axis, room float64, ticks plot.Ticker) {
	axis.Scale = plot.LogScale{}
	axis.Min /= room
	axis.Max *= room
	axis.Tick.Marker = ticks
}

// A decades is ticks at powers of ten on a logarithmic axis: each of them, with
// steps between labelled when there are few, or every third when there are many.
type decades struct {
	Label func(float64) string
}

// Ticks lists the ticks from low to high.
func (d decades) Ticks(low, high float64) []plot.Tick {
	first, last := int(math.Floor(math.Log10(low))), int(math.Ceil(math.Log10(high)))
	span := math.Log10(high / low)
	var ticks []plot.Tick
	for e := first; e <= last; e++ {
		for step := 1; step < 10; step++ {
			v := float64(step) * math.Pow10(e)
			if v < low || v > high || (span > 7 && step > 1) {
				continue
			}
			labelled := step == 1 && (span <= 13 || e%3 == 0)
			if span < 1.5 {
				labelled = step == 1 || step == 2 || step == 5
			}
			tick := plot.Tick{Value: v}
			if labelled {
				tick.Label = d.Label(v)
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

// tickTime labels powers of ten of a second: "1 ms", "100 s". Minutes and hours
// would not stand at even distances.
func tickTime(seconds float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}} {
		if seconds >= u.size*0.999 {
			return tickNumber(seconds/u.size) + " " + u.name
		}
	}
	return tickNumber(seconds*1e9) + " ns"
}

// tickBytes labels powers of ten of bytes a second: "10 MB/s".
func tickBytes(v float64) string {
	factor, suffix := scaleBytes(v)
	return tickNumber(v*factor) + suffix
}

// tickNumber writes 1, 0.02, 50000 without superfluous digits.
func tickNumber(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// wholeTicks marks an axis at the given whole numbers themselves, the labels
// that would touch left out.
func wholeTicks(values []int) plot.ConstantTicks {
	sorted := append([]int(nil), values...)
	sort.Ints(sorted)
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

// positive says whether an estimate can stand on a logarithmic axis.
func positive(e *analysis.Estimate) bool { return e != nil && plottable(e.Value) }

// plottable says whether a number can stand on a logarithmic axis, beside any
// other that can.
func plottable(v float64) bool { return v > 1e-30 && v < 1e30 }
