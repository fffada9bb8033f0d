// The JSON of pyperf (https://pyperf.readthedocs.io, "pyperf JSON format").

package benchfile

import (
	"cmp"
	"fmt"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// A pyperfMetadata is what pyperf says of a file, a benchmark or a run. What is the same
// of all stands outside alone: also the name, where there is one benchmark.
type pyperfMetadata struct {
	Name string `json:"name"`
	Unit string `json:"unit"`
	CPU  string `json:"cpu_model_name"`
}

// readPyperf takes the values of each run, which is a process. They are of one loop
// already. Runs that only found out how many loops to do have none, and warm-ups stand
// apart.
func (f *File) readPyperf(text []byte, g *gatherer) error {
	var file struct {
		Version    string         `json:"version"`
		Metadata   pyperfMetadata `json:"metadata"`
		Benchmarks []struct {
			Metadata pyperfMetadata `json:"metadata"`
			Runs     []struct {
				Values []float64 `json:"values"`
			} `json:"runs"`
		} `json:"benchmarks"`
	}
	if err := decode(text, &file); err != nil {
		return err
	}
	if file.Version != "1.0" {
		return fmt.Errorf("version %.20q of the format is not known, want 1.0", file.Version)
	}
	f.Machine.CPU = file.Metadata.CPU
	seen := map[string]bool{}
	for _, b := range file.Benchmarks {
		name, kind := cmp.Or(b.Metadata.Name, file.Metadata.Name), cmp.Or(b.Metadata.Unit, file.Metadata.Unit, "second")
		if seen[name] {
			return fmt.Errorf("two benchmarks %.100q", name)
		}
		seen[name] = true
		m, ok := map[string]measure{
			"second":  {"time", unit.Second, analysis.Lower},
			"byte":    {"memory", unit.Byte, analysis.Lower},
			"integer": {"value", unit.One, analysis.Lower},
		}[kind]
		if !ok {
			return fmt.Errorf("the unit %.20q of %.100q is not known, want second, byte or integer", kind, name)
		}
		for process, run := range b.Runs {
			for _, v := range run.Values {
				g.add(name, m, process, v)
			}
		}
	}
	return nil
}
