// The plots as things that can be written: which there are for an analysis, and
// their bytes in each image format.

package report

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"primebench/internal/analysis"
	"primebench/results"
)

// pngDPI makes a plot about 1600 pixels wide.
const pngDPI = 200

// A Plot is one drawing of an analysis. Drawing it twice gives the same bytes.
type Plot struct {
	Name  string // of its file, without the ending
	Title string
	Alt   string // what it shows, for those who do not see it
	fig   figure
}

// Plots draws what the analysis has data for, in the order of a report: the
// cost over key size for each kind, the distribution of search times, the
// survivors against theory, the throughput over workers, the time by phase and the
// throughput of random bytes.
// A plot without data is left out.
func Plots(a *analysis.Analysis) []Plot {
	plots := costPlots(a)
	for _, draw := range []func(*analysis.Analysis) (Plot, bool){timesPlot, theoryPlot, scalingPlot, phasesPlot, randomPlot} {
		if p, ok := draw(a); ok {
			plots = append(plots, p)
		}
	}
	return plots
}

// plotNames lists the names that plots can have.
func plotNames() []string {
	names := []string{"times", "theory", "scaling", "phases", "random"}
	for _, kind := range []string{results.KindPrime, results.KindSafe} {
		names = append(names, "cost-"+slug(kind))
	}
	return names
}

// SVG draws the plot as a document of its own, dark on white.
func (p Plot) SVG() ([]byte, error) {
	body, err := p.svgBody()
	if err != nil {
		return nil, err
	}
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%gpt" height="%gpt" viewBox="0 0 %g %g" role="img">`,
			p.fig.Width.Points(), p.fig.Height.Points(), p.fig.Width.Points(), p.fig.Height.Points()) +
		"\n<title>" + html.EscapeString(p.Title) + "</title>\n<desc>" + html.EscapeString(p.Alt) + "</desc>\n" + body), nil
}

// PNG draws the plot as an image about 1600 pixels wide.
func (p Plot) PNG() ([]byte, error) {
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(p.fig.Width, p.fig.Height), vgimg.UseDPI(pngDPI))}
	p.fig.Draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("report: drawing %s as png: %w", p.Name, err)
	}
	return b.Bytes(), nil
}

// inline draws the plot as an element of a page, which says what the colours
// are by custom properties, so that it follows the reader's light or dark.
func (p Plot) inline() (string, error) {
	body, err := p.svgBody()
	if err != nil {
		return "", err
	}
	for i, c := range palette() {
		body = strings.ReplaceAll(body, hex(c), fmt.Sprintf("var(--plot%d)", i))
	}
	for name, c := range map[string]color.Color{"ink": ink(), "line": rule(), "paper": paper()} {
		body = strings.ReplaceAll(body, hex(c), "var(--"+name+")")
	}
	return fmt.Sprintf(`<svg viewBox="0 0 %g %g" role="img" aria-label="%s">`,
		p.fig.Width.Points(), p.fig.Height.Points(), html.EscapeString(p.Title+". "+p.Alt)) + "\n" + body, nil
}

// svgBody draws what stands between the opening tag of an SVG and its end, the
// end included.
func (p Plot) svgBody() (string, error) {
	c := vgsvg.New(p.fig.Width, p.fig.Height)
	p.fig.Draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return "", fmt.Errorf("report: drawing %s as svg: %w", p.Name, err)
	}
	_, rest, found := strings.Cut(b.String(), "<svg")
	if found {
		_, rest, found = strings.Cut(rest, ">\n")
	}
	if !found {
		return "", fmt.Errorf("report: drawing %s as svg: the drawing has no <svg> tag", p.Name)
	}
	return strings.NewReplacer(
		"\n\t", " ", // the canvas breaks tags over lines
		"font-family:Liberation Sans;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;",
	).Replace(rest), nil
}

// hex writes a colour as the SVG canvas does.
func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)
}
