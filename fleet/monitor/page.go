// The state as a page that has all that it shows and loads itself again.

package monitor

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
)

//go:embed page.html
var pageText string

// mostRows is how many workers the page lists.
const mostRows = 200

func writePage(w io.Writer, s shown) error {
	page, err := template.New("page").Funcs(template.FuncMap{
		"count":   func(n int) string { return ui.Count(float64(n)) },
		"span":    func(s float64) string { return ui.Span(time.Duration(s * float64(time.Second))) },
		"each":    func(rate float64) string { return ui.Span(time.Duration(float64(time.Second) / rate)) },
		"percent": func(p float64) string { return fmt.Sprintf("%.0f %%", 100*p) },
	}).Parse(pageText)
	if err != nil {
		return err
	}
	rows := s.Workers
	if len(rows) > mostRows {
		rows = rows[:mostRows]
	}
	var text bytes.Buffer
	err = page.Execute(&text, struct {
		shown
		Rows  []fleet.WorkerProgress
		Extra int
	}{s, rows, len(s.Workers) - len(rows)})
	if err != nil {
		return err
	}
	_, err = w.Write(text.Bytes())
	return err
}
