// Package plot draws plots in the style of the reports, as SVG and PNG: points with
// intervals, lines, bars and rows, on axes in handy units, with a legend below the
// data. It knows nothing of benchmarks.
//
// Drawing a plot twice gives the same bytes. In SVG each labelled point has its text
// as a title, which browsers show when the pointer rests on it. Series differ by
// their markers or dashes and never by colour alone.
package plot

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// pngDPI makes a plot about 1600 pixels wide.
const pngDPI = 200

// A Plot is one drawing.
type Plot struct {
	Name   string // of its file, without the ending
	Title  string
	Alt    string // what it shows, for those who do not see it
	Figure Figure
}

// SVG draws the plot as a document of its own, dark on white.
func (p Plot) SVG() ([]byte, error) {
	body, err := p.svgBody()
	if err != nil {
		return nil, err
	}
	width, height := p.Figure.width.Points(), p.Figure.height.Points()
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%gpt" height="%gpt" viewBox="0 0 %g %g" role="img">`, width, height, width, height) +
		"\n<title>" + html.EscapeString(p.Title) + "</title>\n<desc>" + html.EscapeString(p.Alt) + "</desc>\n" + body), nil
}

// PNG draws the plot as an image about 1600 pixels wide.
func (p Plot) PNG() ([]byte, error) {
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(p.Figure.width, p.Figure.height), vgimg.UseDPI(pngDPI))}
	p.Figure.draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plot: drawing %s as png: %w", p.Name, err)
	}
	return b.Bytes(), nil
}

// Element draws the plot as an element of a page, which says what the colours
// are by the custom properties --plot0 to --plot6, --ink, --line and --paper, so
// that the drawing follows the reader's light or dark.
func (p Plot) Element() ([]byte, error) {
	body, err := p.svgBody()
	if err != nil {
		return nil, err
	}
	for i, c := range palette() {
		body = strings.ReplaceAll(body, hex(c), fmt.Sprintf("var(--plot%d)", i))
	}
	for name, c := range map[string]color.Color{"ink": Ink(), "line": rule(), "paper": paper()} {
		body = strings.ReplaceAll(body, hex(c), "var(--"+name+")")
	}
	return fmt.Appendf(nil, `<svg viewBox="0 0 %g %g" role="img" aria-label="%s">`+"\n%s",
		p.Figure.width.Points(), p.Figure.height.Points(), html.EscapeString(p.Title+". "+p.Alt), body), nil
}

// svgBody draws what stands between the opening tag of an SVG and its end, the
// end included.
func (p Plot) svgBody() (string, error) {
	c := &titledCanvas{Canvas: vgsvg.New(p.Figure.width, p.Figure.height)}
	p.Figure.draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return "", fmt.Errorf("plot: drawing %s as svg: %w", p.Name, err)
	}
	_, rest, found := strings.Cut(b.String(), "<svg")
	if found {
		_, rest, found = strings.Cut(rest, ">\n")
	}
	end := strings.LastIndex(rest, "</svg>")
	if !found || end < 0 {
		return "", fmt.Errorf("plot: drawing %s as svg: the drawing has no <svg> element", p.Name)
	}
	return strings.NewReplacer(
		"\n\t", " ", // the canvas breaks tags over lines
		"font-family:Liberation Sans;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;",
	).Replace(rest[:end]) + c.titles(p.Figure.height) + "</svg>\n", nil
}

// hex writes a colour as the SVG canvas does.
func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)
}
