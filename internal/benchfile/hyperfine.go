// The JSON of hyperfine's --export-json.

package benchfile

import (
	"fmt"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// readHyperfine takes the times of all runs, each of a process of its own, in seconds.
// Means and deviations are made of them and passed over, user and system times too, which
// are means alone. A time of exactly 0, which hyperfine writes where the shell took longer
// than the command with it, is no time.
func (f *File) readHyperfine(text []byte, g *gatherer) error {
	var file struct {
		Results []struct {
			Command string    `json:"command"`
			Times   []float64 `json:"times"`
			Codes   []*int    `json:"exit_codes"`
		} `json:"results"`
	}
	if err := decode(text, &file); err != nil {
		return err
	}
	seen := map[string]bool{}
	failed := 0
	for _, r := range file.Results {
		if seen[r.Command] {
			return fmt.Errorf("two results of %.100q; --command-name tells them apart", r.Command)
		}
		seen[r.Command] = true
		for i, t := range r.Times {
			if t == 0 {
				return fmt.Errorf("run %d of %.100q took 0 s, less than the shell that is subtracted; measure it with -N", i+1, r.Command)
			}
			g.add(r.Command, measure{"time", unit.Second, analysis.Lower}, i, t)
		}
		for _, code := range r.Codes {
			if code == nil || *code != 0 {
				failed++
			}
		}
	}
	if failed > 0 {
		f.Failed = unit.Count(failed, "run") + " ended with a code other than 0"
	}
	return nil
}
