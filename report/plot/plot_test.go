package plot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	gonum "gonum.org/v1/plot"
)

func labels(ticks []gonum.Tick) string {
	var list []string
	for _, t := range ticks {
		if t.Label != "" {
			list = append(list, t.Label)
		}
	}
	return strings.Join(list, ", ")
}

func TestTimeTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      string
	}{
		{0.002, 40, "10 ms, 100 ms, 1 s, 10 s"},
		{0.9, 9, "1 s, 2 s, 5 s"},
		{0.3, 0.7, "300 ms, 400 ms, 500 ms, 600 ms, 700 ms"},
		{3e-7, 4e-5, "300 ns, 1 µs, 3 µs, 10 µs, 30 µs"},
		{2, 20000, "10 s, 1 min, 10 min, 1 h"},
		{200, 400000, "10 min, 1 h, 10 h, 100 h"},
		{1e-9, 1e7, "1 ns, 100 ns, 10 µs, 1 ms, 100 ms, 10 s, 10 min, 10 h, 1000 h"},
		{4000, 5000, ""},
	} {
		ticks := TimeTicks{}.Ticks(c.low, c.high)
		for _, tick := range ticks {
			if tick.Value < c.low || tick.Value > c.high {
				t.Errorf("%g to %g: tick at %g", c.low, c.high, tick.Value)
			}
		}
		got := labels(ticks)
		if c.want == "" {
			if n := strings.Count(got, ",") + 1; n < fewestLabels {
				t.Errorf("%g to %g: %d labels, %s", c.low, c.high, n, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%g to %g: got %s, want %s", c.low, c.high, got, c.want)
		}
	}
}

// Whatever an axis spans, it has three labels at least, none twice, and no more than
// have room.
func TestLogTicksAreEnough(t *testing.T) {
	for _, ticker := range []gonum.Ticker{NumberTicks{}, TimeTicks{}, ByteTicks{}} {
		for _, low := range []float64{3e-9, 0.0017, 0.9, 7, 59, 61, 3500, 1e6} {
			for _, span := range []float64{1.02, 1.3, 2, 9, 11, 250, 1e5, 1e12} {
				got := strings.Split(labels(ticker.Ticks(low, low*span)), ", ")
				seen := map[string]bool{}
				for _, l := range got {
					if seen[l] {
						t.Errorf("%T from %g by %g: %s twice in %v", ticker, low, span, l, got)
					}
					seen[l] = true
				}
				if len(got) < fewestLabels || len(got) > mostLabels {
					t.Errorf("%T from %g by %g: %d labels, %v", ticker, low, span, len(got), got)
				}
			}
		}
	}
}

// Large numbers are written out, as in the tables.
func TestNumberTicks(t *testing.T) {
	const want = "10, 100, 1000, 10000, 100000, 1000000"
	if got := labels(NumberTicks{}.Ticks(3, 2e6)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLinearTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		signed    bool
		want      string
	}{
		{low: 2.489, high: 2.511, want: "2.490, 2.495, 2.500, 2.505, 2.510"},
		{low: 86.2, high: 99.1, want: "88, 90, 92, 94, 96, 98"},
		{low: 0, high: 1, want: "0.0, 0.2, 0.4, 0.6, 0.8, 1.0"},
		{low: 0.9, high: 4000, want: "500, 1000, 1500, 2000, 2500, 3000, 3500, 4000"},
		{low: 5, high: 5},
		{low: 1, high: math.Inf(1)},
		{low: -4.2, high: 4.2, signed: true, want: "-4, -2, 0, +2, +4"},
		{low: -22, high: 8, signed: true, want: "-20, -15, -10, -5, 0, +5"},
		{low: -0.05, high: 0.05, signed: true, want: "-0.04, -0.02, 0, +0.02, +0.04"},
		{low: -100, high: 2900, signed: true, want: "0, +500, +1000, +1500, +2000, +2500"},
	} {
		if got := labels(LinearTicks{Signed: c.signed}.Ticks(c.low, c.high)); got != c.want {
			t.Errorf("%v to %v: %q, want %q", c.low, c.high, got, c.want)
		}
	}
	if got := len(LinearTicks{}.Ticks(1e17, 1e17+32)); got > 10 { // where adding 1 to a multiple can change nothing
		t.Errorf("%d ticks between two numbers that hardly differ", got)
	}
}

func TestWholeTicksDoNotTouch(t *testing.T) {
	if got := labels(WholeTicks([]int{4096, 512, 1000, 1024, 512})); got != "512, 1000, 4096" {
		t.Errorf("got %q", got)
	}
}

// An interval that is much wider than the values does not squeeze these.
func TestWideIntervalsRunOut(t *testing.T) {
	r := &Rows{Guides: []float64{0, -3, 3}, Rows: []Row{
		{Marks: []Mark{{Value: 10, Low: -90, High: 3000}}}, {Marks: []Mark{{Value: -5, Low: math.NaN(), High: math.NaN()}}},
	}}
	if low, high, _, _ := r.DataRange(); math.Abs(low-(-20-1.8)) > 1e-9 || math.Abs(high-(25+1.8)) > 1e-9 {
		t.Errorf("%v to %v, want -20 to 25 and a 25th of that as room", low, high)
	}
}

// example has a little of everything, and hostile names.
func example() Plot {
	s := &Series{Line: true, Colour: Colour(1), Shape: 2, Spots: []Spot{
		{X: 512, Y: 0.004, Low: 0.003, High: 0.005, Title: `512 bits: 4 ms <&">`},
		{X: 1024, Y: 0.03, Low: math.NaN(), High: math.NaN(), Hollow: true, Title: "1024 bits: ~30 ms"},
	}}
	p := Blank()
	p.Add(s, &Upright{X: 700, Label: "here"})
	LogAxis(&p.X, 1.1, WholeTicks([]int{512, 1024}))
	LogAxis(&p.Y, 1.3, TimeTicks{})
	return Plot{Name: "example", Title: "<b>", Alt: "a & b", Figure: NewFigure(Captions{Title: "t", X: "x", Y: "y"}, p, Height,
		append(Legend{{Label: "series", Sign: s.Sign()}}, StatusLegend()...))}
}

// Each point has its text, at the place where its marker stands, in well-formed XML.
func TestPointsHaveTitles(t *testing.T) {
	svg, err := example().SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>512 bits: 4 ms &lt;&amp;&#34;&gt;</title>", "<title>1024 bits: ~30 ms</title>", "<title>&lt;b&gt;</title>", "10 ms"} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %q in the drawing", want)
		}
	}
	wellFormed(t, svg)
}

func TestBarsAndRows(t *testing.T) {
	bars := &Bars{Names: []string{"one", "two"}, Parts: []Part{
		{Name: "sieve", Shares: []float64{0.2, 0.04}}, {Name: "test", Shares: []float64{0.8, 0.96}}, {Name: "accept", Shares: []float64{0, 0}},
	}}
	p := Blank()
	bars.Lay(p)
	svg, err := Plot{Name: "bars", Figure: NewFigure(Captions{Title: "t", X: "x"}, p, bars.Height(), bars.Legend())}.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>one: sieve 20 %</title>", "<title>two: test 96 %</title>"} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %q in the bars", want)
		}
	}
	if bytes.Contains(svg, []byte("accept 0 %")) {
		t.Error("a part of nothing has a text")
	}
	wellFormed(t, svg)
	rows := &Rows{Log: true, Rows: []Row{{Name: "making", Label: "20.7x", Marks: []Mark{
		{Value: 0.3, Low: 0.2, High: 0.4, Colour: Colour(0)}, {Value: 6.8, Low: 0, High: math.Inf(1), Colour: Colour(1), Shape: 1, Title: "long"},
	}}}}
	p = Blank()
	rows.Lay(p)
	LogAxis(&p.X, 1.4, TimeTicks{})
	svg, err = Plot{Name: "rows", Figure: NewFigure(Captions{Title: "t", X: "x"}, p, rows.Height(), nil)}.SVG()
	if err != nil || !bytes.Contains(svg, []byte("20.7x")) || bytes.Contains(svg, []byte("Inf")) || bytes.Contains(svg, []byte("NaN")) {
		t.Errorf("rows: %v, or their label is missing, or they hold what is no number", err)
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
}

// Drawing twice gives the same bytes.
func TestSameBytes(t *testing.T) {
	for name, draw := range map[string]func(Plot) ([]byte, error){"svg": Plot.SVG, "png": Plot.PNG} {
		a, err := draw(example())
		b, again := draw(example())
		if err != nil || again != nil || !bytes.Equal(a, b) {
			t.Errorf("%s: %v, %v, or two drawings differ", name, err, again)
		}
	}
}

// Up to seven series differ without their colours.
func TestShapesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for shape := range Colours() {
		p := Blank()
		p.Add(&Series{Colour: Ink(), Shape: shape, Spots: []Spot{At(1, 1)}})
		svg, err := Plot{Figure: NewFigure(Captions{}, p, Height, nil)}.SVG()
		if err != nil || seen[string(svg)] {
			t.Errorf("shape %d: %v, or it looks like another", shape, err)
		}
		seen[string(svg)] = true
	}
}
